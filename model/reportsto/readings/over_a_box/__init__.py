"""A box of parameter points: in how much of it a structure is better, and where that turns round."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd

from reportsto.drawing.words import sentence
from reportsto.patterns.soundness import RULE as RULE_OF_SOUND
from reportsto.readings.over_a_box.figures import SPAN, draw_ceo_load, draw_shares
from reportsto.readings.over_a_box.shares import (
    COMPARED,
    certificates,
    claims,
    counted,
    differences,
    in_words,
    regions,
    usable,
)  # fmt: skip
from reportsto.readings.page import Section, Table
from reportsto.readings.power import power_section, power_table
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Contrast, Place, Runs, cell, like_first
from reportsto.readings.sections import claims_sections, limits
from reportsto.readings.words import aim, listed, measure, pair, parameters, place, quantity, structure, world
from reportsto.statistics.at_points import verdicts_at
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.verdict import FEWEST_CHOSEN, Verdict, Verdicts, over_points
from reportsto.wording import number

DEPENDS = "depends on the numbers"
TOO_FEW = "too few points for a verdict"
FIRST = "failures_per_1000"
"""The measure with which the answer is compared first."""
MOSTLY = "At more than half of the points"
PAIRWISE = "Against each other place at more than half of the points"
"""Of three places or more: nobody counted the points at which one is better than all others at once."""
MOST_WORDS = 25
"""In a sentence of the answer."""
FEW = f"Fewer than {FEWEST_PAIRS} replicates: no point can be told from noise, so no share is given."
SAMPLED = "Shares are of the points of the box, each with a 95 % interval; at a point, 95 % over paired replicates."
CHOSEN = (
    "Points were chosen, not drawn: they are counted, without an interval. At a point, 95 % over paired replicates."
)
RULE = (
    "A cell has the verdict, the points at which the prediction holds by more than the smallest effect, and the "
    "median difference. The verdict is the one that more than half of the points have. Of points drawn from a box, the "
    "whole 95 % interval of that share lies above one half. Points that were chosen are counted; fewer than "
    f"{FEWEST_CHOSEN} get no verdict."
)
MOST_RULES = 12
LEAST_COVERAGE = 0.5
"""Share of the points a rule has to cover to be told at the top of a page (assumed)."""
SMALLER_PART = 0.5


def _tables(runs: Runs) -> Tables:
    """Return shares of points, verdicts on predictions, power, and the difference at each point."""
    return {
        "certificates": certificates(runs), "claims": claims(runs), "planning": power_table(runs, runs.replicates),
        "differences": differences(runs),
    }  # fmt: skip


# ── The answer ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Duels:
    """The verdicts at the points of a box on each pair of structures of one world.

    Attributes:
        found: for each pair, whether the first is better; the structure all are held against is the last of the last
        chosen: whether somebody chose the points
    """

    found: dict[tuple[str, str], Verdicts]
    chosen: bool

    @cached_property
    def said(self) -> dict[tuple[str, str], Verdict]:
        """Return the verdict on each pair."""
        return {names: over_points(found, chosen=self.chosen) for names, found in self.found.items()}

    @cached_property
    def against(self) -> list[tuple[str, str]]:
        """Return the pairs with the structure all are held against."""
        return [names for names in self.found if names[1] == list(self.found)[-1][1]]

    @cached_property
    def best(self) -> tuple[str, ...]:
        """Return the structures that none beats at more than half of the points; several are a tie.

        A single one is best only if it is better than each other; with it stand those than which it is not. Where each
        is beaten by another, as in a circle, all are a tie.
        """
        loser = {Verdict.AS_PREDICTED: 1, Verdict.OPPOSITE: 0}
        beaten = {names[loser[word]] for names, word in self.said.items() if word in loser}
        names = (self.against[0][1], *(a for a, _ in self.against))
        left = tuple(name for name in names if name not in beaten) or names
        if len(left) > 1:
            return left
        open_to = {name for pair, word in self.said.items() if left[0] in pair and word not in loser for name in pair}
        return tuple(name for name in names if name in {*left, *open_to})

    @property
    def matters(self) -> str:
        """Return whether it matters which structure it is."""
        if self.chosen and max(map(len, self.found.values())) < FEWEST_CHOSEN:
            return TOO_FEW
        if len(self.best) == 1:
            return "yes"
        tied = {word for names, word in self.said.items() if {*names} <= {*self.best}}
        return str(Verdict.NO_DIFFERENCE) if tied == {Verdict.NO_DIFFERENCE} else DEPENDS

    @property
    def named(self) -> str:
        """Return the best structures in words."""
        return " or ".join(map(structure, self.best))

    @property
    def answer(self) -> str:
        """Return the best structure in words, or why none is."""
        if self.matters == Verdict.NO_DIFFERENCE:
            return f"{self.named} (a tie)"
        return self.named if self.matters == "yes" else self.matters

    @property
    def ahead(self) -> list[str]:
        """Return all that are better than the structure all are held against, the best of them first."""
        better = [a for a, b in self.against if self.said[a, b] is Verdict.AS_PREDICTED]
        return sorted(better, key=lambda name: name not in self.best)

    @property
    def told(self) -> tuple[str, str]:
        """Return one pair to tell of: two of a tie, or the best and the structure all are held against.

        Where that one is the best: it and what comes closest to being better.
        """
        inside = [names for names in (*self.against, *self.found) if {*names} <= {*self.best}]
        return next(iter(inside or [names for names in self.against if names[0] in self.best] or self.against))


def _answer(runs: Runs, tables: Tables) -> Answer:
    """Return who is best on the first measure in each world of the first firm, and at how many points."""
    found = tables["certificates"]
    if found.empty:
        return Answer(intervals=FEW, limits=tuple(limits(runs)))
    here = like_first(found, ("firm", "variant", "measure"))
    duels, name = _by_world(runs, here), str(here["measure"].iloc[0])
    rows = [_in_world(runs, of_world, one) for of_world, one in duels.items()]
    best_of = "better of the two" if all(len(one.found) == 1 for one in duels.values()) else "best place"
    head = f"{best_of} on {quantity(name)}"
    differs = _differs(runs, found, here, duels)
    return Answer(
        sentence=_sentence(aim(runs, name), duels),
        table=Table(["If this is true in your firm", head, "at how many points", "does it matter?"], rows),
        intervals=CHOSEN if runs.chosen else SAMPLED,
        turns=tuple(filter(None, [differs])),
        limits=tuple(limits(runs)),
        leads=any(one.matters not in (DEPENDS, TOO_FEW) for one in duels.values()),
    )


def _by_world(runs: Runs, here: pd.DataFrame) -> dict[str, Duels]:
    return {str(name): _duels(runs, rows) for name, rows in here.groupby("world", sort=False)}


def _differs(runs: Runs, found: pd.DataFrame, here: pd.DataFrame, duels: dict[str, Duels]) -> str:
    """Return who is best on the next measure that has another answer in some world; nothing where none has."""
    first, same = here.iloc[0], ["firm", "variant"]
    names = [name for name in dict.fromkeys((FIRST, *runs.study.outcomes.primary)) if name != first["measure"]]
    for name in names:
        rows = found[(found["measure"] == name) & (found[same] == first[same]).all(axis=1)]
        there = _by_world(runs, rows)
        other = {
            where: one.answer for where, one in there.items() if where in duels and one.answer != duels[where].answer
        }
        if other:
            told = _told(_worlds_by(other)).replace(DEPENDS, f"it {DEPENDS}")
            return f"On {quantity(name)} the answer differs: {told}."
    return ""


def _duels(runs: Runs, rows: pd.DataFrame) -> Duels:
    """Return the verdicts of one world; pairs with a structure that is better at more points come first."""
    first, ordered = rows.iloc[0], rows.sort_values("better", ascending=False, kind="stable")
    where, name = (str(first["firm"]), str(first["world"]), str(first["variant"])), str(first["measure"])
    points = runs.points(*cell(where, str(first["a"])))
    out = {}
    for one, other in combinations((*ordered["a"].astype(str), str(first["b"])), 2):
        found = runs.difference(Contrast(where, name, one, other))
        kept, _ = usable(found, points)
        out[one, other] = verdicts_at(found[kept], first["smallest_effect"], sign=runs.better(name))
    return Duels(out, runs.chosen)


def _in_world(runs: Runs, name: str, duels: Duels) -> list[str]:
    a, b = duels.told
    row = pd.Series(counted(runs, duels.found[a, b], COMPARED))
    better, worse = (in_words(row, word) for word in ("better", "worse"))
    told = f"{structure(a)} better than {structure(b)} at {better}, worse at {worse}"
    return [world(name), duels.named, told, duels.matters]


def _sentence(wanted: str, duels: dict[str, Duels]) -> str:
    """Return who is best in each world, a tie as a tie, in two sentences at most; the table has what is too long."""
    open_worlds = {
        word: _worlds_by({name: word for name, one in duels.items() if one.matters == word})
        for word in (DEPENDS, TOO_FEW)
    }
    decided = {name: one.answer for name, one in duels.items() if one.matters not in open_worlds}
    head = MOSTLY if all(len(one.found) == 1 for one in duels.values()) else PAIRWISE
    told, several = _told(_worlds_by(decided)), len(set(decided.values())) > 1
    if len(decided) == len(duels) > 1 and not several:
        told = f"{next(iter(decided.values()))}, in every world run"
    first, none = f"{head}, the {wanted}: {told}.", f"No place is clearly best on {wanted.split(' ', 1)[1]}"
    if all(duels[name].matters != "yes" for name in decided):
        tied = f"{none}: {told}."
        short = f"{none}; ties are in the table." if decided else f"{none}."
        first = tied if decided and len(tied.split()) <= MOST_WORDS else short
    elif len(first.split()) > MOST_WORDS:
        where = "depends on the world (see the table)" if several else "is in the table"
        first = f"{head}, which place has the {wanted} {where}."
    second = [f"in {where}, the best place {who}" for who, where in open_worlds[DEPENDS].items()]
    second += [f"in {where}, there are {who}" for who, where in open_worlds[TOO_FEW].items()]
    return f"{first} {sentence('; '.join(second))}." if second else first


def _told(worlds: dict[str, str]) -> str:
    return "; ".join(f"{who} in {where}" for who, where in worlds.items())


def _worlds_by(said: dict[str, str]) -> dict[str, str]:
    """Return the worlds of which the same is said, in words."""
    worlds: dict[str, list[str]] = {}
    for name, word in said.items():
        worlds.setdefault(word, []).append(f"*{name}*")
    return {word: listed(names) for word, names in worlds.items()}


def _instead(runs: Runs, here: pd.DataFrame, duels: dict[str, Duels]) -> Iterator[str]:
    """Yield, for the first world in which another structure is better, what the varied numbers do without it.

    Only of chosen points: the ends of a drawn box are those of two single points.
    """
    first = here.iloc[0]
    firm, variant, name = (str(first[column]) for column in ("firm", "variant", "measure"))
    for of_world, one in duels.items():
        if not runs.chosen or not one.ahead:
            continue
        a, b = one.ahead[0], one.against[0][1]
        where = firm, of_world, variant
        known = runs.values(*cell(where, b), name)
        means = known[np.isfinite(known).all(axis=1)].mean(axis=1)
        found = runs.difference(Contrast(where, name, a, b))
        moved = np.median(found[np.isfinite(found).all(axis=1)].mean(axis=1))
        yield (
            f"The numbers in place of the structure: in *{of_world}*, they move {structure(b)} between "
            f"{number(float(means.min()))} and {number(float(means.max()))}. {sentence(structure(a))} in its place "
            f"changes the {quantity(name)} by {number(float(moved))} at the median point."
        )
        return


# ── Sections ─────────────────────────────────────────────────────────────────────────────────────────


def _sections(runs: Runs, tables: Tables) -> list[Section]:
    """Return predictions, shares, the order that was asked for, and replicates."""
    found = tables["certificates"]
    return [
        *claims_sections(runs.study, tables["claims"], _cell, RULE),
        *_shares(runs, found),
        *_orders(runs),
        *power_section(tables["planning"]),
    ]


def _cell(row: "pd.Series[Any]") -> str:
    """Return what stands in the cell of a world: verdict, how many points, the median difference, where it turns."""
    if row["reason"]:
        return f"**{row['verdict']}**: {row['reason']}"
    turned = f"\n{parameters(row['flips'])}" if row["flips"] else ""
    held, turned_at = (in_words(row, name) for name in ("as_predicted", "opposite"))
    return f"**{row['verdict']}**: holds at {held}, opposite at {turned_at}; median {number(row['median'])}{turned}"


def _shares(runs: Runs, found: pd.DataFrame) -> list[Section]:
    """Return the share of points with each verdict, for every difference of a primary measure."""
    if found.empty:
        return []
    header = ["firm and world", "a against b", "a better", "a worse", "no difference", "not decided", "in all"]
    parts: list[str | Table] = []
    for name in runs.study.outcomes.primary:
        rows = found[found["measure"] == name]
        effect = ", ".join(dict.fromkeys(number(value) for value in rows["smallest_effect"]))
        lines = [
            [
                place(row["firm"], row["world"], row["variant"]), pair(row["a"], row["b"], "against"),
                *(in_words(row, word) for word in COMPARED), str(row["verdict"]),
            ]
            for _, row in rows.iterrows()
        ]  # fmt: skip
        parts.append(Table(header, lines, f"{measure(name)}, by more than {effect}", "certificates.csv"))
    parts.extend(_at_sound(runs, found))
    parts.append(
        "*Better*, *worse*: the whole interval over replicates lies beyond the smallest effect. *No difference*: it "
        "lies within. *In all*: what more than half of the points have. All are in `certificates.csv`."
    )
    here = like_first(found, ("firm", "variant", "measure"))
    return [Section("Who is better at how many points", (*parts, *_instead(runs, here, _by_world(runs, here))))]


def _at_sound(runs: Runs, found: pd.DataFrame) -> Iterator[str | Table]:
    """Yield the same shares of the sound points alone, for the first measure; nothing where these are not known."""
    if "sound_points" not in found:
        return
    name = runs.study.outcomes.primary[0]
    header = ["firm and world", "a against b", "sound points", "a better", "a worse", "in all"]
    lines = [
        [
            place(row["firm"], row["world"], row["variant"]), pair(row["a"], row["b"], "against"),
            f"{int(row['sound_points'])} of {int(row['points'])}",
            *(in_words(row, f"sound_{word}", "sound_points") for word in ("better", "worse")),
            str(row["sound_verdict"]),
        ]
        for _, row in found[found["measure"] == name].iterrows()
    ]  # fmt: skip
    yield Table(header, lines, f"{measure(name)}, at sound points alone", "certificates.csv")
    yield f"*Sound*, in every structure: {RULE_OF_SOUND} (assumed)."


def _orders(runs: Runs) -> list[Section]:
    """Return at how many points the structures stand in the order that the study asks about."""
    order = runs.study.outcomes.order
    if len(order) < 2 or runs.replicates < FEWEST_PAIRS:
        return []
    rows = [row for where in runs.places for name in runs.measures for row in _order(runs, order, where, name)]
    if not rows:
        return []
    words = " before ".join(map(structure, order))
    header = ["firm and world", "measure", "points in this order", "points in another", "in all"]
    return [Section(f"The order {words} (best first)", (Table(header, rows),))]


def _order(runs: Runs, order: tuple[str, ...], where: Place, name: str) -> Iterator[list[str]]:
    if not {*order} <= {*runs.structures[where]}:
        return
    links = np.stack([runs.difference(Contrast(where, name, a, b)) for a, b in pairwise(order)], axis=-1)
    kept = np.isfinite(links).all(axis=(1, 2))
    if kept.sum() > 1:
        effect = runs.least(Contrast(where, name, *order[-2:]))
        found = verdicts_at(links[kept], effect, sign=runs.better(name))
        row = pd.Series(counted(runs, found, COMPARED))
        said = str(over_points(found, chosen=runs.chosen))
        yield [place(*where), measure(name), in_words(row, "better"), in_words(row, "worse"), said]


def _drawn(runs: Runs, tables: Tables) -> Iterator[Drawing]:
    """Yield the shares of the first measure and firm, where points were drawn: a chosen grid has its maps."""
    found = tables["certificates"]
    if runs.chosen or found.empty:
        return
    here = like_first(found, ("firm", "variant", "measure"))
    first = here.iloc[0]
    yield Drawing(
        "shares",
        partial(draw_shares, here, title=f"Who has the {aim(runs, str(first['measure']))}, at how many points?"),
        f"Each bar is all points of the box. Better and worse are by more than {number(first['smallest_effect'])}.",
    )


OVER_A_BOX = Reading(tables=_tables, answer=_answer, sections=_sections, figures=_drawn, large=("differences",))
"""The verdict at each point, then the share of points that have it."""


# ── Regions ──────────────────────────────────────────────────────────────────────────────────────────


def _turns(runs: Runs, tables: Tables) -> Answer:
    """Return where in the smaller part of the box the structure with the best mean is beaten on the first measure."""
    found, lines = tables["flips"], []
    first = found["measure"] == runs.study.outcomes.primary[0]
    here = found[first & (found["coverage"] >= LEAST_COVERAGE) & (found["base_rate"] < SMALLER_PART)]
    for _, row in _covering(here).iterrows():
        loser = str(row["a"] if row["winner"] == row["b"] else row["b"])
        if loser == _leading(runs, (row["firm"], row["world"], row["variant"]), str(row["measure"])):
            rule = parameters(row["rule"]).replace(" wins when ", f" is better than {structure(loser)} where ")
            lines.append(f"{sentence(rule)} (world {row['world']}).")
    return Answer(turns=tuple(lines))


def _leading(runs: Runs, where: Place, name: str) -> str:
    """Return the structure with the best mean over all points."""
    means = {one: runs.usual(*cell(where, one), name) for one in runs.structures[where]}
    return max(means, key=lambda one: means[one] * runs.better(name))


def _turning(runs: Runs, tables: Tables) -> list[Section]:
    """Return the rules that cover most of what they are about."""
    title, found = "Where it turns round", tables["flips"]
    if found.empty:
        return [Section(title, ("No rule in words beats the base rate on points it was not made from.",))]
    rows = [
        [
            place(row["firm"], row["variant"], row["world"]), measure(row["measure"]), parameters(row["rule"]),
            f"{row['coverage']:.0%}", f"{row['density']:.0%} ({row['low']:.0%} to {row['high']:.0%})",
        ]
        for _, row in _covering(found).head(MOST_RULES).iterrows()
    ]  # fmt: skip
    about = (
        "Coverage: share of all such points that the rule holds. Density: share of the rule's points that are so. "
        "Both are counted on points the rule was not made from. All rules are in `flips.csv`."
    )
    return [Section(title, (Table(["firm and world", "measure", "rule", "coverage", "density"], rows), about))]


def _covering(found: pd.DataFrame) -> pd.DataFrame:
    return found.sort_values("coverage", ascending=False, kind="stable")


REGIONS = Reading(tables=lambda runs: {"flips": regions(runs)}, answer=_turns, sections=_turning)
"""Rules in words for the part of a box in which the other structure is better."""


# ── The chief executive's load ───────────────────────────────────────────────────────────────────────


def _load(runs: Runs, tables: Tables) -> Iterator[Drawing]:
    """Yield the figure where runs differ in direct reports."""
    if {SPAN.column, "ceo_utilisation"} <= set(runs.table.columns) and runs.base[SPAN.column].nunique() > 2:
        yield Drawing(
            "ceo_load",
            partial(draw_ceo_load, runs.base),
            "The more people report to the chief executive, the fuller the day; queues grow before it is full.",
        )


CHIEF_LOAD = Reading(figures=_load)
"""How full the chief executive's day is, by how many people report there."""
