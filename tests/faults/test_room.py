"""A firm larger than any machine is refused in words; the largest that is allowed fits into a gigabyte."""

import json
import resource
import subprocess
import sys

import pytest

from reportsto import simulate
from reportsto.api import scenario
from reportsto.arithmetic import total
from reportsto.engine.batch import Batch
from reportsto.engine.layout import CONTACT, ITEM, REPORT
from reportsto.errors import SettingError
from reportsto.records import MOST_CONTACTS
from reportsto.reference.firm import Firm
from reportsto.workplace import set_up

GIGABYTE = 1 << 30
ABSURD = {"demand.customers_per_handler": 1e6, "demand.orders_per_customer": 1.0}
SAYS = r"^572,800 contacts on a mean day: 8 people answer, .* at most 500,000 fit into memory: lower one of these"
PROGRAM = [sys.executable, "-m", "reportsto"]


def of_contacts(wanted: float):
    """Return the default firm with customers enough for so many contacts on a mean day."""
    once = scenario("separate")
    a_day = total(set_up(once.chart, once.owners, once.parameters).contacts)
    customers = once.parameters.demand.customers_per_handler * wanted / a_day
    return {"demand.customers_per_handler": customers / 20.0, "demand.orders_per_customer": 1.0}


def ended(*arguments: str, limit: int):
    """Return how the program ends where the memory it may ask for is limited."""

    def short_of_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    command = [*PROGRAM, *arguments]
    return subprocess.run(command, preexec_fn=short_of_memory, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_absurd_demand_is_refused_before_memory_is_taken(engine):
    """
    On the command line it is one line and exit code 2, within memory that such a firm would burst.
    """
    settings = [word for name, value in ABSURD.items() for word in ("--set", f"{name}={value:g}")]
    done = ended("run", *settings, "--engine", engine, limit=GIGABYTE)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "572,800 contacts on a mean day: 8 people answer" in done.stderr


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_absurd_demand_is_refused_in_python(engine):
    """
    What, the limit and what to change; the two classes that are made from numbers refuse it too.
    """
    with pytest.raises(SettingError, match=SAYS):
        simulate("separate", parameters=ABSURD, engine=engine)
    made = scenario("separate")
    parameters = made.parameters.with_settings(ABSURD)
    with pytest.raises(SettingError, match=SAYS):
        Firm(made.chart, made.owners, parameters) if engine == "reference" else Batch(
            made.chart, made.owners, parameters, 750
        )


def test_absurd_demand_is_refused_in_a_study(tmp_path):
    """
    At `study check`, wherever the number stands: here at the far end of what varies.
    """
    study = tmp_path / "study.toml"
    study.write_text(
        '[question]\nid = "absurd"\ntitle = "t"\ntext = "t"\n[levers]\nstructure = ["inside_operations", "separate"]\n'
        'firm = "product_shop"\nworld = ["once"]\n[uncertainties]\ndemand.customers_per_handler = [6000, 1000000]\n'
        "[constants]\nseed = 1\ndays = 20\nreplicates = 2\ndemand.orders_per_customer = 1\n"
        '[outcomes]\nprimary = ["failures_per_1000"]\n'
    )
    done = ended("study", "check", str(study), limit=GIGABYTE)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "study.toml: structure 'inside_operations' in 'product_shop': 572,800 contacts" in done.stderr


def test_the_largest_firm_that_is_allowed_sets_aside_less_than_a_gigabyte():
    """
    Just below the limit, rows of contacts, answers that come back, reports and items on desks take under a gigabyte.
    """
    made = scenario("separate", parameters=of_contacts(0.999 * MOST_CONTACTS))
    contacts, warranty, items, _, answers, _ = Batch(made.chart, made.owners, made.parameters, 750)._room
    queues = (contacts + warranty + answers) * CONTACT.itemsize

    assert queues + items * ITEM.itemsize + answers * REPORT.itemsize < GIGABYTE
    with pytest.raises(SettingError):
        scenario("separate", parameters=of_contacts(1.001 * MOST_CONTACTS))


@pytest.mark.parametrize("logistics", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("status", [0.5, 1.0, 2.0])
def test_the_cheap_count_of_a_scenario_refuses_what_the_exact_one_refuses(logistics, status):
    """
    A scenario counts without the facts of its chart first; the factors of faults and questions change both counts.
    """
    mix = {"causes.logistics_factor": logistics, "requests.status_factor": status}
    once = scenario("separate", parameters=mix, people=112)
    a_day = total(set_up(once.chart, once.owners, once.parameters).contacts)
    customers = once.parameters.demand.customers_per_handler * MOST_CONTACTS / a_day / 20.0
    most = {**mix, "demand.customers_per_handler": 0.999 * customers, "demand.orders_per_customer": 1.0}

    scenario("separate", parameters=most, people=112)
    with pytest.raises(SettingError, match="contacts on a mean day"):
        scenario("separate", parameters={**most, "demand.customers_per_handler": 1.001 * customers}, people=112)


@pytest.mark.slow
def test_five_thousand_people_run():
    """
    The largest chart there is, at default numbers, compiler included.
    """
    done = ended("run", "--people", "5000", "--days", "3", "--replicates", "1", "--json", limit=3 * GIGABYTE)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["people"] == 5000
