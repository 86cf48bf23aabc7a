"""Parts of a page that several methods have: predictions, a table with a column for each world, and limits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from reportsto.readings.page import Section, Table
from reportsto.readings.runs import Runs
from reportsto.readings.words import measure, span, with_interval
from reportsto.statistics.verdict import counts
from reportsto.studies.study import Cell as Side
from reportsto.studies.study import Prediction, Study
from reportsto.wording import counted
from reportsto.worlds import WORLDS

ASKED = ("claim", "prediction", "firm", "measure", "contrast", "direction")
"""Columns that say which prediction a row is about; `where` is one more, in a box."""
RULE = (
    "*As predicted*: the whole interval lies beyond the smallest effect, in the predicted direction. *Opposite*: "
    "beyond it in the other. *No difference that matters*: within it. *Not decided*: none of these."
)
OF_CHECKS = "A check follows partly from how the model is built. It can fail, and it is no finding."

Cell = Callable[["pd.Series[Any]"], str]
"""Says what stands in the cell of a world, from its row."""
Head = Callable[[pd.DataFrame], str]
"""Says what stands before or behind the worlds, from the rows of all of them."""


def by_world(
    study: Study,
    found: pd.DataFrame,
    by: Sequence[str],
    heads: Mapping[str, Head],
    cell: Cell,
    tails: Mapping[str, Head] | None = None,
    title: str = "",
    file: str = "",
) -> Table:
    """Return a table with a line for each group of rows that are alike in the columns `by`, and a column a world."""
    tails = tails or {}
    worlds = [world for world in study.levers.worlds if world in set(found["world"])]
    lines = []
    for _, here in found.groupby(list(by), sort=False):
        cells = {str(row["world"]): cell(row) for _, row in here.iterrows()}
        of_worlds = (cells.get(world, "") for world in worlds)
        lines.append([*(head(here) for head in heads.values()), *of_worlds, *(tail(here) for tail in tails.values())])
    return Table([*heads, *worlds, *tails], lines, title, file)


def verdict_cell(row: "pd.Series[Any]") -> str:
    """Return the verdict on one prediction in one world, with its number and interval."""
    return f"**{row['verdict']}** {with_interval(row, 'number')}"


def claims_sections(study: Study, claims: pd.DataFrame, cell: Cell = verdict_cell, rule: str = RULE) -> list[Section]:
    """Return a section for the tests and one for the checks; none where there are none of them.

    `claims` has one row for each prediction and world, with the columns `ASKED`, `world`, `verdict`, `kind`,
    `smallest_effect` and `caveat`; `cell` says what stands in the cell of a world, `rule` what its words mean.
    """
    if claims.empty:
        return []
    by = [name for name in (*ASKED, "where") if name in claims]
    heads = {"claim": lambda rows: str(rows["claim"].iloc[0]), "prediction": _prediction}
    out = []
    for kind, title, said in (("test", "Predictions", rule), ("check", "Checks, built in", f"{OF_CHECKS} {rule}")):
        here = claims[claims["kind"] == kind]
        if len(here):
            shown = by_world(study, here, by, heads, cell, {"caveat": _caveats})
            out.append(Section(title, (told_claims(here), shown, said)))
    return out


def told_claims(claims: pd.DataFrame) -> str:
    """Return how predictions fared, counted over worlds."""
    if claims.empty:
        return "No prediction was judged."
    kinds = dict(tuple(claims.groupby("kind", sort=False)["verdict"]))
    if len(kinds) == 1:
        return f"{counted(len(claims), 'verdict')}, one for each prediction and world: {counts(claims['verdict'])}."
    tests, checks = (kinds[kind] for kind in ("test", "check"))
    return (
        f"{len(claims)} verdicts, one for each prediction and world: {len(tests)} of tests, {len(checks)} of checks. "
        f"Tests: {counts(tests)}. Checks, partly built in: {counts(checks)}."
    )


def _prediction(rows: pd.DataFrame) -> str:
    """Return the prediction with the difference it is about."""
    first = rows.iloc[0]
    sign = ">" if first["direction"] == "a_above" else "<"
    where = f", where {first['where']}" if str(first.get("where", "")) else ""
    effects = rows["smallest_effect"].dropna()
    effect = f", by {span(effects)}" if len(effects) else ""
    words = f"{first['firm']}, {measure(str(first['measure']))}: {first['contrast']} {sign} 0{effect}{where}"
    return f"{first['prediction']}\n{words}"


def _caveats(rows: pd.DataFrame) -> str:
    return "; ".join(dict.fromkeys(part for one in rows["caveat"] for part in str(one).split("; ") if part))


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


def limits(runs: Runs) -> Iterator[str]:
    """Yield how many points an answer stands on, and what it leaves out."""
    study = runs.study
    points = counted(len(runs.design.visited), "point")
    yield (
        f"{points} over {counted(len(study.uncertainties), 'parameter')}, {counted(runs.replicates, 'replicate')} "
        "each; all else at its default or as the study sets it."
    )
    yield from left_out(runs, "their points are left out")


def left_out(runs: Runs, how: str) -> Iterator[str]:
    """Yield the worlds that were not run, and how many runs stopped; `how` says what that does to the rest."""
    missing = [name for name in WORLDS if name not in set(runs.table["world"])]
    if missing:
        yield f"Not run here, and the answer may differ there: {', '.join(missing)}."
    stopped = int((runs.table["failure"] != "").sum())
    if stopped:
        yield f"{stopped:,} of {counted(len(runs.table), 'run')} stopped before their end; {how}."
