"""D9: Graicunas (1933) counts n (2^(n - 1) + n - 1) relations in a span of n: 44 at 4, 5,210 at 10, 24,708 at 12.

The model charges hours by a power of the span, h n_ref (n / n_ref)^xi; `attention.graicunas` adds hours by the count of
relations. Stated here: the reference values of both laws, and that no exponent a study sweeps grows like the count.
"""

import pytest

from domain import FIRST
from reportsto.escalation.attention import overhead, relation_hours, relations
from reportsto.parameters import every_field


def load(n, exponent):
    """Return the hours that n managers take of a day at default numbers."""
    rules = FIRST.attention
    return overhead(n, 0, rules.manager_overhead, rules.line_overhead, rules.reference_span, exponent)


@pytest.mark.parametrize(
    ("exponent", "hours"),
    [(0.5, (4.10121933, 5.8, 6.35358166)), (1.0, (2.9, 5.8, 6.96)), (2.0, (1.45, 5.8, 8.352))],
)
def test_hours_of_five_ten_and_twelve_reports(exponent, hours):
    """
    Ten managers take 5.8 h under every law; twelve take 6.35 h in a team, 6.96 in line, 8.35 where all meet all.
    """
    assert [load(n, exponent) for n in (5, 10, 12)] == pytest.approx(hours, abs=1e-8)


def test_one_more_report_costs_the_same_at_every_span():
    """
    At the default law a seventh report costs .58 h like the second; Graicunas counts 268 relations for it.
    """
    assert load(7, 1.0) - load(6, 1.0) == pytest.approx(0.58, abs=1e-9)
    assert load(2, 1.0) - load(1, 1.0) == pytest.approx(0.58, abs=1e-9)
    assert relations(7) - relations(6) == pytest.approx(268)


def test_no_swept_exponent_grows_like_graicunas():
    """
    From ten reports to twelve relations grow 4.7-fold; hours at the steepest swept law grow 1.44-fold.
    """
    steepest = next(info.sweep[1] for _, entry, info in every_field() if entry == "load_exponent")

    assert load(12, steepest) / load(10, steepest) == pytest.approx(1.44, abs=1e-9)
    assert relations(12) / relations(10) > 4.7


@pytest.mark.parametrize(("n", "count"), [(0, 0), (1, 1), (2, 6), (3, 18), (4, 44), (5, 100), (10, 5210), (12, 24708)])
def test_the_count_of_relations(n, count):
    """
    Graicunas' own table.
    """
    assert relations(n) == pytest.approx(count, rel=1e-12)


def test_hours_of_relations():
    """
    An hour at ten reports is 4.74 h at twelve and a minute at four; none where the law is off; a number at any span.
    """
    assert relation_hours(10, 1.0, 10.0) == pytest.approx(1.0)
    assert relation_hours(12, 1.0, 10.0) == pytest.approx(24708 / 5210)
    assert relation_hours(4, 1.0, 10.0) == pytest.approx(44 / 5210)
    assert relation_hours(10**6, 0.0, 10.0) == 0.0
    assert relation_hours(10**6, 24.0, 1.0) < float("inf")
