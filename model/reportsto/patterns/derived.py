"""Measures that only patterns need: functions of measures of a row, a closed set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    Columns = Mapping[str, pd.Series[float]]

CEO_HOURS_A_DAY = 62.5 / 5
"""All hours a chief executive works on a working day (Porter and Nohria 2018, second-hand)."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A measure made of others.

    Attributes:
        needs: the measures it is made of.
        unit: of its numbers.
        meaning: in a sentence.
        of: from these measures, one number a run, to its values.
    """

    needs: tuple[str, ...]
    unit: str
    meaning: str
    of: "Callable[[Columns], pd.Series[float]]"


def contacts_per_100_orders(of: "Columns") -> "pd.Series[float]":
    """Return 100 x contacts / orders."""
    return 100.0 * of["contacts"] / of["orders"]


def reached_manager(of: "Columns") -> "pd.Series[float]":
    """Return voiced x desk passed: the share of complaints that the first manager passes on."""
    return of["voiced"] * of["desk_passed"]


def dissatisfied_complainants(of: "Columns") -> "pd.Series[float]":
    """Return .8 - .65 x made good: both numbers are assumed."""
    return 0.8 - 0.65 * of["made_good"]


def dissatisfied_callers(of: "Columns") -> "pd.Series[float]":
    """Return the share of contacts that are failures x dissatisfied complainants: other callers count as satisfied."""
    return of["contacts_failures"] * dissatisfied_complainants(of)


def ceo_hours_inside(of: "Columns") -> "pd.Series[float]":
    """Return the chief executive's hours a day with direct reports and on issues."""
    return of["ceo_overhead_hours"] + _issue_hours(of)


def ceo_reactive_share(of: "Columns") -> "pd.Series[float]":
    """Return hours on reports, exceptions and disputes / all 12.5 hours of a day."""
    return _issue_hours(of) / CEO_HOURS_A_DAY


def _issue_hours(of: "Columns") -> "pd.Series[float]":
    return of["ceo_report_hours"] + of["ceo_exception_hours"] + of["ceo_dispute_hours"]


_ISSUES = ("ceo_report_hours", "ceo_exception_hours", "ceo_dispute_hours")
DERIVED = {
    "contacts_per_100_orders": Derived(
        ("contacts", "orders"), "1 / 100 orders", "100 x `contacts` / `orders`", contacts_per_100_orders
    ),
    "reached_manager": Derived(
        ("voiced", "desk_passed"),
        "1",
        "`voiced` x `desk_passed`: complaints that one manager passes on",
        reached_manager,
    ),
    "dissatisfied_complainants": Derived(
        ("made_good",), "1", ".8 - .65 x `made_good`; both numbers are assumed", dissatisfied_complainants
    ),
    "dissatisfied_callers": Derived(
        ("contacts_failures", "made_good"),
        "1",
        "`contacts_failures` x `dissatisfied_complainants`; other callers count as satisfied (assumed)",
        dissatisfied_callers,
    ),
    "ceo_hours_inside": Derived(
        ("ceo_overhead_hours", *_ISSUES),
        "h / day",
        "the chief executive's hours with direct reports, on reports, exceptions and disputes",
        ceo_hours_inside,
    ),
    "ceo_reactive_share": Derived(
        _ISSUES,
        "1",
        "the chief executive's hours on reports, exceptions and disputes / all 12.5 hours of a day",
        ceo_reactive_share,
    ),
}
"""By name; a name is never that of a column."""


def with_derived(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return the rows with every derived measure whose columns they have, and that they do not have yet."""
    found = {
        name: one.of({need: rows[need] for need in one.needs})
        for name, one in DERIVED.items()
        if name not in rows and all(need in rows for need in one.needs)
    }
    return rows.assign(**found)
