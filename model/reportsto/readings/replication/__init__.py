"""What a plan that looks at its results decided: contrasts that are precise enough, or the best structure, by place."""

from collections.abc import Callable, Sequence

import pandas as pd

from reportsto.readings.page import Items, Section, Table
from reportsto.readings.reading import Answer, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.readings.words import interval
from reportsto.running.replication import decided
from reportsto.studies.study import Replication
from reportsto.wording import counted, number

NAME = "replication"
PLACE = ["firm", "world", "variant", "sample"]

Told = Callable[[Replication, pd.DataFrame], str]
"""Says in a sentence what a plan decided."""
Cells = Callable[[pd.DataFrame], Sequence[str]]
"""Gives the cells of one place."""


def _tables(runs: Runs) -> Tables:
    """Return what was decided in each place; the quick form of a study decides nothing, and says so."""
    return {} if runs.design.left_out else {NAME: decided(runs.design, runs.everything)}


def _said(told: Told, runs: Runs, tables: Tables) -> str:
    return told(runs.study.replication, tables[NAME]) if NAME in tables else runs.design.left_out


def _section(told: Told, columns: Sequence[str], cells: Cells, how: str, runs: Runs, tables: Tables) -> Section:
    """Return what was decided in each place, and what the other tables are made from."""
    said = _said(told, runs, tables)
    if NAME not in tables:
        return Section("How many replicates", (said,))
    rows = [[*map(str, key), *cells(here)] for key, here in tables[NAME].groupby(PLACE, sort=False)]
    rest = (
        f"{how} Every other table here is made from the first {runs.design.replicates} replicates, a number fixed "
        "beforehand; `runs.parquet` has all."
    )
    shown = Table(["firm", "world", "variant", "point", *columns], rows, file=f"{NAME}.csv")
    return Section("How many replicates", (Items((said,)), shown, rest))


def _reading(told: Told, columns: Sequence[str], cells: Cells, how: str) -> Reading:
    return Reading(
        tables=_tables,
        answer=lambda runs, tables: Answer(limits=(_said(told, runs, tables),)),
        sections=lambda runs, tables: [_section(told, columns, cells, how, runs, tables)],
    )


def _precise(plan: Replication, decisions: pd.DataFrame) -> str:
    """Return at how many places the interval is narrow enough."""
    return (
        f"`{plan.measure}`, {plan.a} less {plan.b}: within {number(plan.half_width)} to either side at "
        f"{decisions['precise'].sum()} of {counted(len(decisions), 'place')}, after {_span(decisions)} replicates."
    )


def _estimate(here: pd.DataFrame) -> Sequence[str]:
    """Return the estimate of a place, and how often it was looked at."""
    row = here.iloc[0]
    found = interval(*(float(row[name]) for name in ("estimate", "low", "high")))
    return [found, str(row["replicates"]), f"{row['look']} of {row['looks']}", "yes" if row["precise"] else "no"]


def _selected(plan: Replication, decisions: pd.DataFrame) -> str:
    """Return at how many places the best structure is named, and with what probability it is right."""
    places = decisions.groupby(PLACE, sort=False)
    named = places["best"].any()
    close = int((named & (places["reason"].first() != "")).sum())
    less = f" (at {close} of them by less than that: another may be as good)" if close else ""
    return (
        f"The best on `{plan.measure}` is named at {named.sum()} of {counted(places.ngroups, 'place')}: right with "
        f"probability {plan.level:g} or more where it leads by {number(plan.indifference)} or more{less}; "
        f"{_span(decisions)} replicates a structure."
    )


def _best(here: pd.DataFrame) -> Sequence[str]:
    """Return who is best in a place, and the replicates of each structure."""
    best = ", ".join(here.loc[here["best"], "structure"].astype(str)) or "–"
    spent = ", ".join(f"{row['structure']} {row['replicates']}" for _, row in here.iterrows())
    return [best, spent, str(here["reason"].iloc[0])]


def _span(decisions: pd.DataFrame) -> str:
    low, high = decisions["replicates"].min(), decisions["replicates"].max()
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


UNTIL_PRECISE = _reading(
    _precise,
    ("a - b", "replicates", "looks", "precise"),
    _estimate,
    "Looks were planned beforehand and share the error rate, so an interval holds where its study stopped.",
)
"""Replicates until the interval of one contrast is narrow enough."""

SELECTED = _reading(
    _selected,
    ("best", "replicates", "remark"),
    _best,
    "Selection by KN (Kim and Nelson 2001): structures that have fallen too far behind are dropped.",
)
"""Replicates until the best structure is known."""
