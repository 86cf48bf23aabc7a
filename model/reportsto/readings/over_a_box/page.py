"""What a page says of a box: who is better at how much of it."""

from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from reportsto.drawing.words import sentence
from reportsto.readings.over_a_box.shares import COMPARED, counted, in_words, usable
from reportsto.readings.page import MOST_ROWS, Section, Table, table
from reportsto.readings.reading import Answer
from reportsto.readings.runs import Place, Runs, like_first
from reportsto.readings.sections import limits
from reportsto.readings.words import aim, measure, number, pair, place, structure, world
from reportsto.statistics.at_points import verdicts_at
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.verdict import Verdict, Verdicts, over_points
from reportsto.studies.study import Cell

Duels = dict[tuple[str, str], Verdicts]
"""The verdicts at the points of a box on pairs of structures, where "the first is better" is asked."""

DECIDED = (Verdict.AS_PREDICTED, Verdict.OPPOSITE)
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
    duels = {str(name): _duels(runs, rows) for name, rows in here.groupby("world", sort=False)}
    best = {name: _front(runs, found) for name, found in duels.items()}
    said = {name: _matters(runs, duels[name], places) for name, places in best.items()}
    return Answer(
        sentence=_sentence(aim(runs, str(first["measure"])), best, said, duels),
        table=_table(runs, duels, best, said),
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


def _duels(runs: Runs, rows: pd.DataFrame) -> Duels:
    """Return the verdicts at the points on each pair of structures of one world, the one all are held against last."""
    first, ordered = rows.iloc[0], rows.sort_values("better", ascending=False, kind="stable")
    where = (str(first["firm"]), str(first["world"]), str(first["variant"]))
    points = runs.points(Cell(str(first["a"]), where[0], where[2]), where[1])
    out = {}
    for one, other in combinations((*ordered["a"].astype(str), str(first["b"])), 2):
        found = runs.difference(one, other, where, str(first["measure"]))
        kept, _ = usable(found, points)
        out[one, other] = verdicts_at(found[kept], first["smallest_effect"], sign=runs.better(str(first["measure"])))
    return out


def _front(runs: Runs, duels: Duels) -> tuple[str, ...]:
    """Return the structures of one world that none beats at more than half of the points; several are a tie.

    Where each is beaten by another, as in a circle, all are a tie.
    """
    said = {names: over_points(found, chosen=runs.chosen) for names, found in duels.items()}
    beaten = {b if word is Verdict.AS_PREDICTED else a for (a, b), word in said.items() if word in DECIDED}
    against = _against(duels)
    names = (against, *(a for a, b in duels if b == against))
    return tuple(name for name in names if name not in beaten) or names


def _against(duels: Duels) -> str:
    """Return the structure all are held against, which stands last."""
    return list(duels)[-1][1]


def _matters(runs: Runs, duels: Duels, best: tuple[str, ...]) -> str:
    if len(best) == 1:
        return "yes"
    tied = {over_points(found, chosen=runs.chosen) for names, found in duels.items() if {*names} <= {*best}}
    return str(Verdict.NO_DIFFERENCE) if tied == {Verdict.NO_DIFFERENCE} else DEPENDS


def _named(best: tuple[str, ...]) -> str:
    return " or ".join(map(structure, best))


def _sentence(wanted: str, best: dict[str, tuple[str, ...]], matters: dict[str, str], duels: dict[str, Duels]) -> str:
    """Return where the best place is in each world, those of one answer together; of two structures: of which."""
    pairs = list(dict.fromkeys(names for found in duels.values() for names in found))
    of = f"of {' and '.join(map(structure, pairs[0]))}, " if len(pairs) == 1 else ""
    said = f"{of}the {wanted}"
    parts = []
    for places in dict.fromkeys(best.values()):
        worlds = [name for name, one in best.items() if one == places]
        depends = ", depending on the numbers" if any(matters[name] == DEPENDS for name in worlds) else ""
        parts.append((f"{_named(places)}{depends}", " and ".join(worlds)))
    if len(best) == 1:
        return f"In the world *{parts[0][1]}*, {said}: {parts[0][0]}."
    if len(parts) == 1:
        return f"{sentence(said)}, in every world that was run: {parts[0][0]}."
    return f"{sentence(said)}: {'; '.join(f'in {worlds} {places}' for places, worlds in parts)}."


def _table(runs: Runs, duels: dict[str, Duels], best: dict[str, tuple[str, ...]], matters: dict[str, str]) -> Table:
    rows = [
        [world(name), _named(places), _told(runs, duels[name], places), matters[name]]
        for name, places in list(best.items())[:MOST_ROWS]
    ]
    best_of = "better of the two" if all(len(found) == 1 for found in duels.values()) else "best place"
    return table(["If this is true in your firm", best_of, "at how many points", "does it matter?"], rows)


def _told(runs: Runs, duels: Duels, best: tuple[str, ...]) -> str:
    """Return the points of one pair: two of a tie, or the best and the structure all are held against.

    Where that one is the best: it and what comes closest to being better.
    """
    against = [names for names in duels if names[1] == _against(duels)]
    inside = [names for names in (*against, *duels) if {*names} <= {*best}]
    a, b = next(iter(inside or [names for names in against if names[0] in best] or against))
    row = pd.Series(counted(runs, duels[a, b], COMPARED))
    return f"{structure(a)} better than {structure(b)} at {in_words(row, 'better')}, worse at {in_words(row, 'worse')}"


def _shares(row: "pd.Series[float]") -> list[str]:
    compared = pair(row["a"], row["b"], "against")
    return [
        place(row["firm"], row["world"], row["variant"]),
        compared,
        *(in_words(row, name) for name in COMPARED),
        str(row["verdict"]),
    ]
