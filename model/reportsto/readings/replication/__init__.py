"""What a plan that looks at its results decided: contrasts that are precise enough, or the best structure, by place."""

from collections.abc import Sequence

import pandas as pd

from reportsto.readings.page import Items, Section, table
from reportsto.readings.reading import Answer, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.readings.words import interval, number
from reportsto.running.replication import decided
from reportsto.studies.study import Study
from reportsto.wording import counted

MOST_SHOWN = 40
NAME = "replication"
PLACE = ["firm", "world", "variant", "sample"]


class Replicated(Reading):
    """A plan that runs replicates until something is known; a subclass says what, and how it is told."""

    kind: str
    columns: tuple[str, ...]
    how: str

    def reads(self, study: Study) -> bool:
        """Read studies with such a plan; their quick form decides nothing, and says so."""
        return study.replication.kind == self.kind

    def tables(self, runs: Runs) -> Tables:
        """Return what was decided in each place."""
        return {} if runs.design.left_out else {NAME: decided(runs.design, runs.everything)}

    def answer(self, runs: Runs, tables: Tables) -> Answer:
        """Return in a line what was decided."""
        return Answer(limits=(self._told(runs, tables),))

    def sections(self, runs: Runs, tables: Tables) -> list[Section]:
        """Return what was decided in each place, and what the other tables are made from."""
        told = self._told(runs, tables)
        if NAME not in tables:
            return [Section("How many replicates", (told,))]
        rows = [[*map(str, key), *self.cells(here)] for key, here in tables[NAME].groupby(PLACE, sort=False)]
        shown = table(["firm", "world", "variant", "point", *self.columns], rows[:MOST_SHOWN])
        more = (f"{len(rows) - MOST_SHOWN:,} more are in `{NAME}.csv`.",) if len(rows) > MOST_SHOWN else ()
        rest = (
            f"{self.how} Every other table here is made from the first {runs.design.replicates} replicates, a number "
            "fixed beforehand; `runs.parquet` has all.",
        )
        return [Section("How many replicates", (Items((told,)), shown, *more, *rest))]

    def _told(self, runs: Runs, tables: Tables) -> str:
        return self.told(runs.study, tables[NAME]) if NAME in tables else runs.design.left_out

    def told(self, study: Study, decisions: pd.DataFrame) -> str:
        """Return in a sentence what was decided."""
        raise NotImplementedError

    def cells(self, here: pd.DataFrame) -> Sequence[str]:
        """Return the cells of one place, under `columns`."""
        raise NotImplementedError


class UntilPrecise(Replicated):
    """Replicates until the interval of one contrast is narrow enough."""

    kind = "until_precise"
    columns = ("a - b", "replicates", "looks", "precise")
    how = "Looks were planned beforehand and share the error rate, so an interval holds where its study stopped."

    def told(self, study: Study, decisions: pd.DataFrame) -> str:
        """Return at how many places the interval is narrow enough."""
        plan, sure = study.replication, int(decisions["precise"].sum())
        return (
            f"`{plan.measure}`, {plan.a} less {plan.b}: within {number(plan.half_width)} to either side at {sure} of "
            f"{counted(len(decisions), 'place')}, after {_span(decisions['replicates'])} replicates."
        )

    def cells(self, here: pd.DataFrame) -> Sequence[str]:
        """Return the estimate of a place, and how often it was looked at."""
        row = here.iloc[0]
        looks = f"{row['look']} of {row['looks']}"
        found = interval(*(float(row[name]) for name in ("estimate", "low", "high")))
        return [found, str(row["replicates"]), looks, "yes" if row["precise"] else "no"]


class Selected(Replicated):
    """Replicates until the best structure is known."""

    kind = "selection"
    columns = ("best", "replicates", "remark")
    how = "Selection by KN (Kim and Nelson 2001): structures that have fallen too far behind are dropped."

    def told(self, study: Study, decisions: pd.DataFrame) -> str:
        """Return at how many places the best structure is named, and with what probability it is right."""
        plan, places = study.replication, decisions.groupby(PLACE, sort=False)
        named = int(places["best"].any().sum())
        close = int((places["best"].any() & (places["reason"].first() != "")).sum())
        less = f" (at {close} of them by less than that: another may be as good)" if close else ""
        return (
            f"The best on `{plan.measure}` is named at {named} of {counted(places.ngroups, 'place')}: right with "
            f"probability {plan.level:g} or more where it leads by {number(plan.indifference)} or more{less}; "
            f"{_span(decisions['replicates'])} replicates a structure."
        )

    def cells(self, here: pd.DataFrame) -> Sequence[str]:
        """Return who is best in a place, and the replicates of each structure."""
        best = ", ".join(here.loc[here["best"], "structure"].astype(str)) or "–"
        spent = ", ".join(f"{row['structure']} {row['replicates']}" for _, row in here.iterrows())
        return [best, spent, str(here["reason"].iloc[0])]


def _span(counts: "pd.Series[int]") -> str:
    low, high = counts.min(), counts.max()
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
