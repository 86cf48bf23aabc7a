"""What a page says of a box: who is better at how much of it."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from reportsto.readings.limits import limits
from reportsto.readings.over_a_box.shares import COMPARED, counted, in_words
from reportsto.readings.page import MOST_ROWS, Section, Table, table
from reportsto.readings.reading import Answer
from reportsto.readings.runs import Place, Runs, like_first
from reportsto.readings.words import aim, measure, number, pair, place, structure, world
from reportsto.statistics.at_points import verdicts_at
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.verdict import Verdict, over_points
from reportsto.studies.study import Cell

DEPENDS = "depends on the numbers"
FEW = f"Fewer than {FEWEST_PAIRS} replicates: no point can be told from noise, so no share is given."
SAMPLED = "Shares are of the points of the box, each with a 95 % interval; at a point, 95 % over paired replicates."
CHOSEN = (
    "Points were chosen, not drawn: they are counted, without an interval. At a point, 95 % over paired replicates."
)


def answer(runs: Runs, found: pd.DataFrame) -> Answer:
    """Return who is best on the first measure in each world of the first firm."""
    if found.empty:
        return Answer(intervals=FEW, limits=tuple(limits(runs)))
    first = found.iloc[0]
    here = like_first(found, ("firm", "variant", "measure"))
    best = {str(name): _front(runs, rows) for name, rows in here.groupby("world", sort=False)}
    said = {name: _matters(rows, best[str(name)]) for name, rows in here.groupby("world", sort=False)}
    return Answer(
        sentence=_sentence(aim(runs, str(first["measure"])), best, {str(name): word for name, word in said.items()}),
        table=_table(here, best),
        intervals=CHOSEN if runs.chosen else SAMPLED,
        limits=tuple(limits(runs)),
    )


def shares(runs: Runs, found: pd.DataFrame) -> list[Section]:
    """Return the share of points with each verdict, for every difference of a primary measure."""
    if found.empty:
        return []
    header = ["firm and world", "a against b", "a better", "a worse", "no difference", "not decided", "in all"]
    parts: list[str | Table] = []
    for name in runs.study.outcomes.primary:
        rows = found[found["measure"] == name]
        effect = ", ".join(dict.fromkeys(number(value) for value in rows["smallest_effect"]))
        parts.append(
            table(header, [_shares(row) for _, row in rows.iterrows()], f"{measure(name)}, by more than {effect}")
        )
    parts.append(
        "*Better*, *worse*: the whole interval over replicates lies beyond the smallest effect. *No difference*: it "
        "lies within. *In all*: what more than half of the points have. All are in `certificates.csv`."
    )
    return [Section("Who is better at how many points", tuple(parts))]


def orders(runs: Runs) -> list[Section]:
    """Return at how many points the structures stand in the order that the study asks about."""
    order = runs.study.outcomes.order
    rows = [row for where in runs.places for name in runs.measures for row in _order(runs, order, where, name)]
    if not rows:
        return []
    words = " before ".join(map(structure, order))
    header = ["firm and world", "measure", "points in this order", "points in another", "in all"]
    return [Section(f"The order {words} (best first)", (table(header, rows),))]


def _order(runs: Runs, order: tuple[str, ...], where: Place, name: str) -> list[list[str]]:
    firm, of_world, variant = where
    cells = [Cell(one, firm, variant) for one in order]
    if len(order) < 2 or runs.replicates < FEWEST_PAIRS or not all(runs.has(one, of_world) for one in cells):
        return []
    links = np.stack([runs.difference(a, b, where, name) for a, b in pairwise(order)], axis=-1)
    kept = np.isfinite(links).all(axis=(1, 2))
    if kept.sum() < 2:
        return []
    effect = runs.effect(name, runs.usual(cells[-1], of_world, name))
    found = verdicts_at(links[kept], effect, sign=runs.better(name))
    row = pd.Series(counted(runs, found, COMPARED))
    said = str(over_points(found, chosen=runs.chosen))
    return [[place(firm, of_world, variant), measure(name), in_words(row, "better"), in_words(row, "worse"), said]]


def _front(runs: Runs, rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the structures of one world that none beats, also those compared that were all better than b."""
    first, names = rows.iloc[0], _unbeaten(rows)
    where = (str(first["firm"]), str(first["world"]), str(first["variant"]))
    if str(first["b"]) in names or len(names) < 2:
        return names
    beaten = {one for one in names for other in names if one != other and _beats(runs, other, one, where, first)}
    return tuple(name for name in names if name not in beaten) or names


def _beats(runs: Runs, a: str, b: str, where: Place, row: "pd.Series[Any]") -> bool:
    found = runs.difference(a, b, where, str(row["measure"]))
    verdicts = verdicts_at(
        found[np.isfinite(found).all(axis=1)], row["smallest_effect"], sign=runs.better(row["measure"])
    )
    return over_points(verdicts, chosen=runs.chosen) is Verdict.AS_PREDICTED


def _unbeaten(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the structures of one world that none beats at more than half of the points; several are a tie."""
    ordered = rows.sort_values("better", ascending=False, kind="stable")
    better = ordered[ordered["verdict"] == "better"]
    if len(better):
        return tuple(better["a"].astype(str))
    return (str(rows["b"].iloc[0]), *ordered.loc[ordered["verdict"] != "worse", "a"].astype(str))


def _matters(rows: pd.DataFrame, best: tuple[str, ...]) -> str:
    if len(best) == 1:
        return "yes"
    tied = set(rows.loc[rows["a"].isin(best), "verdict"])
    return str(Verdict.NO_DIFFERENCE) if tied == {str(Verdict.NO_DIFFERENCE)} else DEPENDS


def _named(best: tuple[str, ...]) -> str:
    return " or ".join(map(structure, best))


def _sentence(wanted: str, best: dict[str, tuple[str, ...]], matters: dict[str, str]) -> str:
    """Return where the best place is in each world, those with the same answer together."""
    parts = []
    for places in dict.fromkeys(best.values()):
        worlds = [name for name, one in best.items() if one == places]
        depends = ", depending on the numbers" if any(matters[name] == DEPENDS for name in worlds) else ""
        parts.append((f"{_named(places)}{depends}", " and ".join(worlds)))
    if len(parts) == 1:
        return f"The {wanted}, in every world that was run: {parts[0][0]}."
    return f"The {wanted}: {'; '.join(f'in {worlds} {places}' for places, worlds in parts)}."


def _table(here: pd.DataFrame, best: dict[str, tuple[str, ...]]) -> Table:
    rows = []
    for name, found in list(here.groupby("world", sort=False))[:MOST_ROWS]:
        places = best[str(name)]
        rows.append([world(str(name)), _named(places), _told(_closest(found, places)), _matters(found, places)])
    return table(["If this is true in your firm", "best place", "at how many points", "does it matter?"], rows)


def _closest(found: pd.DataFrame, best: tuple[str, ...]) -> "pd.Series[Any]":
    """Return the row about a best place, or about the structure that comes closest to being better."""
    own = found[found["a"].isin(best)]
    return (own if len(own) else found).sort_values("better", ascending=False, kind="stable").iloc[0]


def _told(row: "pd.Series[float]") -> str:
    a, b = structure(str(row["a"])), structure(str(row["b"]))
    return f"{a} better than {b} at {in_words(row, 'better')}, worse at {in_words(row, 'worse')}"


def _shares(row: "pd.Series[float]") -> list[str]:
    compared = pair(row["a"], row["b"], "against")
    return [
        place(row["firm"], row["world"], row["variant"]),
        compared,
        *(in_words(row, name) for name in COMPARED),
        str(row["verdict"]),
    ]
