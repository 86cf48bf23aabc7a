"""The sections of a page about predictions: tests, and apart from them the checks that are partly built in."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from reportsto.readings.page import Section, Table, table
from reportsto.readings.words import measure, span, with_interval
from reportsto.statistics.verdict import counts
from reportsto.studies.study import Cell as Side
from reportsto.studies.study import Prediction, Study
from reportsto.wording import counted

ASKED = ("claim", "prediction", "firm", "measure", "contrast", "direction")
"""Columns that say which prediction a row is about; `where` is one more, in a box."""
RULE = (
    "*As predicted*: the whole interval lies beyond the smallest effect, in the predicted direction. *Opposite*: "
    "beyond it in the other. *No difference that matters*: within it. *Not decided*: none of these."
)
OF_CHECKS = "A check follows partly from how the model is built. It can fail, and it is no finding."

Cell = Callable[["pd.Series[Any]"], str]


def verdict_cell(row: "pd.Series[Any]") -> str:
    """Return the verdict on one prediction in one world, with its number and interval."""
    return f"**{row['verdict']}** {with_interval(row, 'number')}"


def claims_sections(study: Study, claims: pd.DataFrame, cell: Cell = verdict_cell, rule: str = RULE) -> list[Section]:
    """Return a section for the tests and one for the checks; none where there are none of them.

    `claims` has one row for each prediction and world, with the columns `ASKED`, `world`, `verdict`, `kind`,
    `smallest_effect` and `caveat`; `cell` says what stands in the cell of a world, `rule` what its words mean.
    """
    parts = (("test", "Predictions", rule), ("check", "Checks", f"{OF_CHECKS} {rule}"))
    out = []
    for kind, title, said in parts:
        here = claims[claims["kind"] == kind] if len(claims) else claims
        if len(here):
            out.append(Section(title, (_counted(here), _table(study, here, cell), said)))
    return out


def _counted(claims: pd.DataFrame) -> str:
    return f"{counted(len(claims), 'verdict')}, one for each prediction and world: {counts(claims['verdict'])}."


def _table(study: Study, claims: pd.DataFrame, cell: Cell) -> Table:
    worlds = [world for world in study.levers.worlds if world in set(claims["world"])]
    by = [name for name in (*ASKED, "where") if name in claims]
    rows = []
    for _, here in claims.groupby(by, sort=False):
        cells = {str(row["world"]): cell(row) for _, row in here.iterrows()}
        caveats = dict.fromkeys(part for caveat in here["caveat"] for part in str(caveat).split("; ") if part)
        rows.append([*_asked(here), *(cells.get(world, "") for world in worlds), "; ".join(caveats)])
    return table(["claim", "prediction", *worlds, "caveat"], rows)


def _asked(rows: pd.DataFrame) -> list[str]:
    """Return the claim, and the prediction with the difference it is about."""
    first = rows.iloc[0]
    sign = ">" if first["direction"] == "a_above" else "<"
    where = f", where {first['where']}" if str(first.get("where", "")) else ""
    effects = rows["smallest_effect"].dropna()
    effect = f", by {span(effects)}" if len(effects) else ""
    words = f"{first['firm']}, {measure(str(first['measure']))}: {first['contrast']} {sign} 0{effect}{where}"
    return [str(first["claim"]), f"{first['prediction']}\n{words}"]


def contrast(prediction: Prediction) -> str:
    """Return what is subtracted from what, in words."""
    first = f"{_side(prediction.a)} - {_side(prediction.b)}"
    if prediction.minus is None:
        return first
    a, b = prediction.minus
    firm = "" if a.firm == prediction.a.firm else f" in {a.firm}"
    return f"({first}) - ({_side(a)} - {_side(b)}{firm})"


def _side(side: Side) -> str:
    return f"{side.structure} with {side.variant}" if side.variant else side.structure
