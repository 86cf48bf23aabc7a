"""The mix of contacts: two factors on the rates."""

from domain import FIRST, shop_chart
from reportsto.charts.facts import cause_owners, chart_facts
from reportsto.vocabulary import Cause, Function
from reportsto.workplace import with_mix

FACTS = chart_facts(shop_chart(), cause_owners({}))
DEFAULT = FIRST


def test_factors_of_one_change_nothing():
    """
    The very same object comes back.
    """
    assert with_mix(DEFAULT, FACTS) is DEFAULT


def test_logistics_causes_and_status_requests_are_multiplied():
    """
    Half as many late orders, mix-ups, slow refunds and back orders; twice as many who ask where their order is.
    """
    mixed = with_mix(DEFAULT.with_settings({"causes.logistics_factor": 0.5, "requests.status_factor": 2.0}), FACTS)

    assert mixed.causes.rate[:4] == (0.03, 0.0075, 0.013, 0.005)
    assert mixed.causes.rate[4:] == DEFAULT.causes.rate[4:]
    assert mixed.requests.rate == (0.04, 0.010, 0.002)
    assert with_mix(mixed, FACTS) is mixed, "applied once"


def test_who_owns_a_cause_decides():
    """
    Where logistics owns wrong bills, they are multiplied too.
    """
    facts = chart_facts(shop_chart(), cause_owners({Cause.WRONG_BILL: Function.LOGISTICS}))

    mixed = with_mix(DEFAULT.with_settings({"causes.logistics_factor": 2.0}), facts)

    assert mixed.get("causes.rate.wrong_bill") == 2.0 * DEFAULT.get("causes.rate.wrong_bill")


def test_a_rate_stays_a_rate():
    """
    Never above 1.
    """
    mixed = with_mix(DEFAULT.with_settings({"causes.logistics_factor": 100.0}), FACTS)

    assert mixed.get("causes.rate.late") == 1.0
