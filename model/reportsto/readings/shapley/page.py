"""What a page says of the contributions of mechanisms."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from reportsto.drawing import file_word
from reportsto.readings.page import MOST_ROWS, Section, Table, table
from reportsto.readings.reading import Answer, Drawing
from reportsto.readings.runs import Runs, like_first, smallest_effect
from reportsto.readings.sections import limits
from reportsto.readings.shapley.figures import draw_shapley_bars
from reportsto.readings.words import measure, number, pair, place, with_interval, world
from reportsto.wording import counted

LARGEST = 3
"""Mechanisms that the answer names in each world."""
INTERVALS = "Intervals are 95 %, over orders of switches and replicates, each value by itself."
ABOUT = "No mechanism of a real firm was switched off: a value is about the model, averaged over what else is on."


def answer(runs: Runs, found: pd.DataFrame) -> Answer:
    """Return what brings most of the first difference in each world."""
    first = found.iloc[0]
    here = like_first(found, ("firm", "variant", "measure", "a", "b"))
    tops = {str(name): _largest(rows).iloc[0] for name, rows in here.groupby("world", sort=False)}
    compared = pair(first["a"], first["b"])
    leading = list(dict.fromkeys(str(row["mechanism"]).replace("_", " ") for row in tops.values()))
    return Answer(
        sentence=f"Most of the difference in {measure(str(first['measure']))}, {compared}: {' or '.join(leading)}.",
        table=_answers(here, compared),
        intervals=INTERVALS,
        turns=tuple(_turns(here))[:1],
        limits=(*limits(runs), ABOUT, _null(found)),
    )


def section(runs: Runs, found: pd.DataFrame) -> Section:
    """Return all values, a table for each measure and pair."""
    orders = counted(int(found["orders"].iloc[0]), "order")
    parts: list[str | Table] = [
        f"A value is what the difference loses when the mechanism is switched off, the mean over {orders}. Each column "
        "adds up to the last row: the difference with all on less that with all off. Every second order is the reverse "
        "of the one before. Intervals over orders alone are in `shapley.csv`."
    ]
    for name in runs.measures:
        chosen = found[found["measure"] == name]
        for (firm, variant, a, b), rows in chosen.groupby(["firm", "variant", "a", "b"], sort=False):
            words = f"{measure(name)}: {pair(a, b)}"
            parts.append(_values(runs, rows, place(words, firm, variant)))
    return Section("What each mechanism contributes", tuple(parts))


def drawings(runs: Runs, found: pd.DataFrame) -> Iterator[Drawing]:
    """Yield the bars of each primary measure and pair.

    The grey band is drawn where the smallest effect is a number and not a share of something that differs by world.
    """
    chosen = found[found["measure"].isin(runs.study.outcomes.primary)]
    for (firm, variant, name, a, b), rows in chosen.groupby(["firm", "variant", "measure", "a", "b"], sort=False):
        words = f"{measure(str(name))}: {pair(a, b)}"
        effect = smallest_effect(runs.study, str(name))
        least = 0.0 if effect.relative else effect.amount
        yield Drawing(
            "_".join(filter(None, ("shapley", str(name), str(a), file_word(str(firm)), str(variant)))),
            partial(draw_shapley_bars, rows, outcome=words, smallest_effect=least),
            f"The longest bar is the mechanism that matters most: {words}. All bars of a world add up to its number.",
        )


def _answers(here: pd.DataFrame, compared: str) -> Table:
    rows = []
    for name, values in list(here.groupby("world", sort=False))[:MOST_ROWS]:
        largest = _largest(values).head(LARGEST)
        said = "\n".join(f"{_word(row)} {with_interval(row, 'value')}" for _, row in largest.iterrows())
        rows.append([world(str(name)), number(float(values["all_on"].iloc[0])), said])
    return table(["If this is true in your firm", compared, "most of it comes from"], rows)


def _turns(here: pd.DataFrame) -> Iterator[str]:
    """Yield that a mechanism pulls the other way, in the world where it does so most."""
    against = here[here["value"] * here["all_on"] < 0.0]
    if not against.empty:
        row = _largest(against).iloc[0]
        yield (
            f"{_word(row)[:1].upper()}{_word(row)[1:]} pulls the other way: {with_interval(row, 'value')} in the world "
            f"{row['world']}."
        )


def _largest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.loc[rows["value"].abs().sort_values(ascending=False, kind="stable").index]


def _word(row: "pd.Series[float]") -> str:
    return str(row["mechanism"]).replace("_", " ")


def _values(runs: Runs, rows: pd.DataFrame, title: str) -> Table:
    worlds = [name for name in runs.study.levers.worlds if name in set(rows["world"])]
    cells = {(str(row["world"]), _word(row)): with_interval(row, "value") for _, row in rows.iterrows()}
    names = list(dict.fromkeys(_word(row) for _, row in _largest(rows).iterrows()))
    lines = [[name, *(cells.get((world, name), "") for world in worlds)] for name in names]
    ends = rows.drop_duplicates("world").set_index("world")
    wholes = ends["all_on"] - ends["all_off"]
    lines.append(["**all together**", *(f"**{number(float(wholes[world]))}**" for world in worlds)])
    return table(["mechanism", *worlds], lines, title)


def _null(found: pd.DataFrame) -> str:
    """Say what is left between two structures when every mechanism of the study is off."""
    most = float(found["all_off"].abs().max())
    if most == 0.0:
        return "With all mechanisms of the study off, no two structures differ in any measure, to the last digit."
    where = found["measure"].iloc[int(found["all_off"].abs().argmax())]
    return (
        f"With all of them off, structures still differ in {measure(str(where))}, by up to {number(most)}: other "
        "mechanisms stay on, and what they bring is in no value."
    )
