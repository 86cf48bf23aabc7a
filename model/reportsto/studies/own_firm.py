"""A firm in a file: the numbers that somebody knows of their own firm, on top of a firm of the catalogue.

The model makes demand by the people who answer customers, so what a file says of a whole firm becomes numbers of the
model only with a chart. Contacts and paid hours are related to what the firm would have at the start.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import nextafter
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta

from reportsto.api import Scenario, scenario
from reportsto.arithmetic import total
from reportsto.chart_files.reading import read_chart
from reportsto.charts.chart import Chart
from reportsto.charts.facts import cause_owners
from reportsto.errors import ReportsToError, SettingError
from reportsto.evidence import Value
from reportsto.files.place import Mistakes, Place
from reportsto.files.toml import TomlFile
from reportsto.firms import FIRMS
from reportsto.firms import firm as find_firm
from reportsto.parameters import Parameters
from reportsto.patterns.targets import Wanted
from reportsto.studies.levers import try_setting
from reportsto.vocabulary import Cause, Request
from reportsto.workplace import Workplace, set_up
from reportsto.worlds import assumed_at

SUFFIX = ".toml"
"""Ends the name of a firm that is a file's."""
RATES = (
    *(f"causes.rate.{cause.word}" for cause in Cause if cause != Cause.POOR_ANSWER),
    *(f"requests.rate.{request.word}" for request in Request),
)
"""What a number of contacts scales, all by one factor."""
SETS = {
    "customers": ("demand.customers_per_handler", "demand.new_per_handler"),
    "new_customers": ("demand.new_per_handler",),
    "orders": ("demand.orders_per_customer", "demand.customers_per_handler", "demand.new_per_handler"),
    "contacts": ("causes.rate", "requests.rate", *RATES),
    "staff_hours": ("staffing.occupancy",),
    "returns": ("warehouse.return_share",),
}
"""The parameters that each everyday number sets."""

_People = Annotated[int, Meta(ge=1, le=10**8, description="a whole number from 1 to 100,000,000")]
_Amount = Annotated[float, Meta(gt=0, le=1e8, description="a number above 0, at most 100,000,000")]


@dataclass(frozen=True, slots=True)
class Everyday:
    """Numbers of a whole firm as its people count them; None for what the file does not say.

    Attributes:
        base: the firm of the catalogue that has every other number.
        customers: at the start.
        new_customers: on a mean working day.
        orders: on a mean working day.
        contacts: first contacts of customers on a mean working day, failures and requests together.
        staff_hours: paid hours of all who answer customers on a mean working day, together.
        returns: share of orders that come back, 0 to 1.
    """

    base: Annotated[
        str, Meta(description="a firm of `reportsto list firms`", extra={"words": [one.id for one in FIRMS]})
    ] = "product_shop"
    customers: _People | None = None
    new_customers: _Amount | None = None
    orders: _Amount | None = None
    contacts: _Amount | None = None
    staff_hours: _Amount | None = None
    returns: Annotated[float, Meta(ge=0, le=1, description="a share of orders from 0 to 1")] | None = None

    @property
    def given(self) -> dict[str, float]:
        """Return the numbers that the file says."""
        return {name: value for name in SETS if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class OwnFirm:
    """A firm's own numbers, as they were read; those that need a chart are not yet numbers of the model.

    Attributes:
        name: of the firm: that of its file.
        path: the file.
        text: its text.
        everyday: what it counts.
        parameters: numbers of the model that it sets itself.
        patterns: own counts, and published figures, to match points to; a count without a structure is of the chart as
            it was drawn.
    """

    name: str
    path: Path
    text: str
    everyday: Everyday
    parameters: tuple[tuple[str, object], ...] = ()
    patterns: tuple[Wanted, ...] = ()

    @property
    def base(self) -> str:
        """Return the firm of the catalogue that has every other number."""
        return self.everyday.base

    @property
    def sets(self) -> frozenset[str]:
        """Return the names of all parameters that it sets, on any chart."""
        return frozenset(name for one in self.everyday.given for name in SETS[one]) | dict(self.parameters).keys()

    def settings(self, chart: Chart, assume: float | str | None = None) -> dict[str, object]:
        """Return every parameter it sets, on a chart and at a point of what is assumed (default: the base firm's).

        Raises one `SettingError` for all numbers that no firm with these people can have.
        """
        return dict(_settings(self, chart, assume))

    def arguments(self, chart: Chart | str | Path | None = None, *, people: int = 0) -> dict[str, Any]:
        """Return arguments for `reportsto.simulate` and `reportsto.scenario`: firm, parameters, and chart or people."""
        drawn = read_chart(chart) if isinstance(chart, (str, Path)) else chart
        settings = self.settings(drawn or base_chart(self.base, people))
        return {"firm": self.base, "parameters": settings, "chart": drawn, "people": people}

    def error(self, name: str, message: str) -> ReportsToError:
        """Return the error for one of its numbers, with file and line."""
        return TomlFile(Place(self.path, SettingError), self.text, {}).error((name,), message)


# ── Numbers of the model ─────────────────────────────────────────────────────────────────────────


def base_numbers(base: str, assume: float | str | None = None) -> Parameters:
    """Return the numbers of a firm of the catalogue at a point of what is assumed, before world, ration and route."""
    preset = find_firm(base)
    return Parameters().with_settings(assumed_at(preset.stands(assume))).with_settings(preset.settings)


def base_chart(firm: str | OwnFirm, people: int = 0) -> Chart:
    """Return the chart of a firm of the catalogue, with so many people where they are given; a file has its base's."""
    preset = find_firm(firm if isinstance(firm, str) else firm.base)
    return preset.of_size(people) if people else preset.chart


def at_the_start(base: str, numbers: Parameters, chart: Chart) -> Workplace:
    """Return the firm on the evening before its first day."""
    return set_up(chart, cause_owners(dict(find_firm(base).owners)), numbers)


@lru_cache(maxsize=64)  # a study asks at each of its points
def _settings(firm: OwnFirm, chart: Chart, assume: float | str | None) -> Mapping[str, object]:
    usual, found = base_numbers(firm.base, assume), dict(firm.parameters)
    mistakes = Mistakes(SettingError)
    for step in (_demand, _contacts, _hours):
        with mistakes.gathered():
            found |= step(firm, usual.with_settings(found), chart)
    mistakes.end()
    return found


def _demand(firm: OwnFirm, numbers: Parameters, chart: Chart) -> dict[str, Value]:
    """Return customers, new customers and orders, by the people who answer on this chart."""
    own, usual, handlers = firm.everyday, numbers.demand, len(chart.handlers)
    found: dict[str, Value] = {}
    customers = float(own.customers or 0)
    if own.customers is None and own.orders is not None:
        customers = max(1.0, float(round(own.orders / usual.orders_per_customer)))
    if customers:
        found["demand.customers_per_handler"] = _each(customers, handlers)
        found["demand.new_per_handler"] = usual.new_per_handler * customers / handlers / usual.customers_per_handler
    else:
        customers = float(int(usual.customers_per_handler * handlers))
    if own.orders is not None:
        found["demand.orders_per_customer"] = own.orders / customers
    if own.new_customers is not None:
        found["demand.new_per_handler"] = own.new_customers / handlers
    if own.returns is not None:
        found["warehouse.return_share"] = own.returns
    wrong: dict[str, ReportsToError] = {}
    for name, value in found.items():
        try:
            try_setting(name, value)
        except ReportsToError as error:
            said = _said(own, name)
            wrong.setdefault(said, firm.error(said, f"does not fit the {handlers:,} people who answer: {error}"))
    if wrong:
        raise SettingError("\n".join(map(str, wrong.values())))
    return found


def _said(own: Everyday, name: str) -> str:
    """Return the everyday number that set a parameter, the surest first."""
    order = ("new_customers", "returns", "customers", "orders")
    return next((one for one in order if getattr(own, one) is not None and name in SETS[one]), "orders")


def _each(customers: float, handlers: int) -> float:
    """Return the customers of one handler, such that those of all are exactly so many when the model multiplies."""
    each = customers / handlers
    return each if int(each * handlers) >= customers else nextafter(each, 2.0 * each)


def _contacts(firm: OwnFirm, numbers: Parameters, chart: Chart) -> dict[str, Value]:
    """Return the rates of failures and requests that bring so many contacts, each times one factor."""
    wanted = firm.everyday.contacts
    if wanted is None:
        return {}
    factor = wanted / total(at_the_start(firm.base, numbers, chart).contacts)
    found = {name: factor * float(str(numbers.get(name))) for name in RATES}
    most = max(found.values())
    if most > 1.0:
        told = f"is {wanted:g} a day; expected at most {wanted / most:,.0f}: with more, every order would fail"
        raise firm.error("contacts", told)
    return dict(found)


def _hours(firm: OwnFirm, numbers: Parameters, chart: Chart) -> dict[str, Value]:
    """Return the share of paid hours that work is to fill: work of a mean day over the hours that are paid."""
    wanted = firm.everyday.staff_hours
    if wanted is None:
        return {}
    load = at_the_start(firm.base, numbers, chart).staff.load
    if not 0.05 <= load / wanted <= 1.0:
        told = f"is {wanted:g} a day, and the contacts of a mean day take {load:,.1f}"
        raise firm.error("staff_hours", f"{told}; expected {load:,.1f} to {load / 0.05:,.0f}, or other contacts")
    return {"staffing.occupancy": load / wanted}


def scenario_of(
    structure: str | None,
    firm: str | OwnFirm,
    chart: Chart | str | Path | None,
    world: str,
    parameters: Mapping[str, object] | None = None,
    without: Sequence[str] = (),
    *,
    people: int = 0,
    **levers: Any,
) -> Scenario:
    """Return the scenario of names, as `api.scenario` does, also with a firm of a file.

    What is set here goes before what the file sets.
    """
    if isinstance(firm, str):
        return scenario(structure, firm, chart, world, parameters, without, people=people, **levers)
    drawn = read_chart(chart) if isinstance(chart, (str, Path)) else chart
    size = people or int(float(str((parameters or {}).get("chart.people", 0))))
    settings = firm.settings(drawn or base_chart(firm.base, size), levers.get("assume"))
    made = scenario(
        structure, firm.base, drawn, world, {**settings, **(parameters or {})}, without, people=people, **levers
    )
    return replace(made, firm=firm.name) if drawn is None else made
