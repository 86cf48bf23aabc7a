"""Shapley values: what each mechanism contributes to a difference, averaged over what else is on."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.drawing import file_word
from reportsto.drawing.words import mechanism_words
from reportsto.readings.page import Section, Table
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Contrast, Place, Runs, cell, like_first, smallest_effect
from reportsto.readings.sections import claims_sections, contrast, limits
from reportsto.readings.shapley.figures import draw_shapley_bars
from reportsto.readings.words import measure, pair, place, with_interval, world
from reportsto.statistics.shapley import shapley_values
from reportsto.statistics.verdict import verdict
from reportsto.studies.sampling import mechanisms
from reportsto.studies.study import Contribution
from reportsto.wording import counted, number

LARGEST = 3
"""Mechanisms that the answer names in each world."""
INTERVALS = "Intervals are 95 %, over orders of switches and replicates, each value by itself."
ABOUT = "No mechanism of a real firm was switched off: a value is about the model, averaged over what else is on."


def tables(runs: Runs) -> Tables:
    """Return a row for each mechanism, place, pair and measure, and one for each prediction about a mechanism.

    The game is the mean paired difference of two structures, by which mechanisms are on. A replicate in which a run of
    either structure stopped at any point is left out of that game, and counted in `left_out`; a game without a whole
    replicate has no rows. `all_on` and `all_off` are the game with all mechanisms on, and with all off.
    """
    found = []
    for where in runs.places:
        for a, b in _pairs(runs, where):
            for name in runs.measures:
                one = Contrast(where, name, a, b)
                rows = _values(runs, runs.difference(one), where)
                found.append(pd.concat([pd.DataFrame(one.known, index=rows.index), rows], axis=1))
    claims = [_claim(runs, asked, name) for asked, name in runs.judged() if isinstance(asked, Contribution)]
    return {"shapley": pd.concat(found, ignore_index=True), "claims": pd.DataFrame(claims)}


def _pairs(runs: Runs, where: Place) -> Iterator[tuple[str, str]]:
    """Yield the pairs that predictions name, then each other structure with the one it is held against."""
    run = runs.structures[where]
    named = dict.fromkeys((one.a.structure, one.b.structure) for one in runs.study.predictions)
    pairs = [(a, b) for a, b in named if a != b and a in run and b in run]
    yield from pairs
    yield from ((a, b) for a, b in runs.pairs[where] if (a, b) not in pairs and (b, a) not in pairs)


def _values(runs: Runs, game: Floats, where: Place) -> pd.DataFrame:
    """Return the values of one game, shape (points, replicates)."""
    sound = np.logical_and.reduce(np.isfinite(game), axis=0)
    players = mechanisms(runs.study.uncertainties)
    if not sound.any():
        return pd.DataFrame()
    switches = runs.points(*cell(where, runs.structures[where][0])).to_numpy(dtype=np.int64)
    out = shapley_values(players, switches, game[:, sound])
    means = game[:, sound].mean(axis=1)
    out["orders"], out["replicates"] = len(game) // (len(players) + 1), int(sound.sum())
    out["left_out"] = int((~sound).sum())
    out["all_on"], out["all_off"] = means[0], means[len(players)]
    return out


def _claim(runs: Runs, asked: Contribution, name: str) -> dict[str, object]:
    """Return the verdict on a prediction about a mechanism in one world."""
    found = _values(runs, runs.asked(asked, name), (asked.a.firm, name, asked.a.variant))
    value = low = high = float("nan")
    if not found.empty:
        chosen = found.loc[found["mechanism"] == asked.mechanism].iloc[0]
        value, low, high = (float(chosen[column]) for column in ("value", "low", "high"))
    usual = float(np.nanmean(runs.values(asked.b, name, asked.measure)[0]))
    least = runs.effect(asked.measure, usual, asked)
    sign = 1.0 if asked.direction == "a_above" else -1.0
    return {
        "claim": asked.claim, "prediction": asked.text, "mechanism": asked.mechanism, "measure": asked.measure,
        "world": name, "firm": asked.a.firm, "contrast": f"{asked.mechanism} in {contrast(asked)}",
        "number": value, "low": low, "high": high, "smallest_effect": least,
        "verdict": str(verdict(low, high, least, sign=sign)),
        "kind": asked.kind, "direction": asked.direction, "caveat": asked.caveat,
    }  # fmt: skip


def answer(runs: Runs, tables: Tables) -> Answer:
    """Return which mechanisms bring most of the first difference in each world."""
    found = tables["shapley"]
    first, here = found.iloc[0], like_first(found, ("firm", "variant", "measure", "a", "b"))
    compared, leading, rows = pair(first["a"], first["b"]), [], []
    for name, values in here.groupby("world", sort=False):
        largest = _largest(values).head(LARGEST)
        leading.append(_word(largest.iloc[0]))
        said = "\n".join(f"{_word(row)} {with_interval(row, 'value')}" for _, row in largest.iterrows())
        rows.append([world(str(name)), number(float(values["all_on"].iloc[0])), said])
    most = " or ".join(dict.fromkeys(leading))
    return Answer(
        sentence=f"Most of the difference in {measure(str(first['measure']))}, {compared}: {most}.",
        table=Table(["If this is true in your firm", compared, "most of it comes from"], rows),
        intervals=INTERVALS,
        limits=(*limits(runs), ABOUT, _null(found)),
    )


def _against(here: pd.DataFrame) -> Iterator[str]:
    """Yield that a mechanism pulls the other way, in the world where it does so most."""
    against = here[here["value"] * here["all_on"] < 0.0]
    if not against.empty:
        row = _largest(against).iloc[0]
        yield (
            f"{_word(row)[:1].upper()}{_word(row)[1:]} pulls the other way: {with_interval(row, 'value')} in the world "
            f"{row['world']}."
        )


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


def _largest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.loc[rows["value"].abs().sort_values(ascending=False, kind="stable").index]


def _word(row: "pd.Series[float]") -> str:
    return mechanism_words(str(row["mechanism"]))


def sections(runs: Runs, tables: Tables) -> list[Section]:
    """Return the predictions, then all values, a table for each measure and pair."""
    found = tables["shapley"]
    orders = counted(int(found["orders"].iloc[0]), "order")
    parts: list[str | Table] = [
        f"A value is what the difference loses when the mechanism is switched off, the mean over {orders}. Each column "
        "adds up to the last row: the difference with all on less that with all off. Every second order is the reverse "
        "of the one before. Intervals over orders alone are in `shapley.csv`."
    ]
    parts += _against(like_first(found, ("firm", "variant", "measure", "a", "b")))
    for name in runs.measures:
        chosen = found[found["measure"] == name]
        for (firm, variant, a, b), rows in chosen.groupby(["firm", "variant", "a", "b"], sort=False):
            parts.append(_all_values(runs, rows, place(f"{measure(name)}: {pair(a, b)}", firm, variant)))
    return [*claims_sections(runs.study, tables["claims"]), Section("What each mechanism contributes", tuple(parts))]


def _all_values(runs: Runs, rows: pd.DataFrame, title: str) -> Table:
    worlds = [name for name in runs.study.levers.worlds if name in set(rows["world"])]
    cells = {(str(row["world"]), _word(row)): with_interval(row, "value") for _, row in rows.iterrows()}
    names = list(dict.fromkeys(_word(row) for _, row in _largest(rows).iterrows()))
    lines = [[name, *(cells.get((world, name), "") for world in worlds)] for name in names]
    ends = rows.drop_duplicates("world").set_index("world")
    wholes = ends["all_on"] - ends["all_off"]
    lines.append(["**all together**", *(f"**{number(float(wholes[world]))}**" for world in worlds)])
    return Table(["mechanism", *worlds], lines, title)


def figures(runs: Runs, tables: Tables) -> Iterator[Drawing]:
    """Yield the bars of each primary measure and pair.

    The grey band is drawn where the smallest effect is a number and not a share of something that differs by world.
    """
    found = tables["shapley"]
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


SHAPLEY = Reading(tables=tables, answer=answer, sections=sections, figures=figures)
"""What each mechanism contributes to a difference, averaged over what else is on."""
