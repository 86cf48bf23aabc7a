"""What a page says of matching: who leads among the points that meet the patterns, and what each pattern excludes."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from reportsto.patterns.soundness import RULE as SOUND_RULE
from reportsto.readings.matching.figures import draw_leaders, draw_patterns
from reportsto.readings.matching.held import ALL, AMONG, POINTS
from reportsto.readings.matching.tables import FEW, TIE, interval
from reportsto.readings.page import Section, Table
from reportsto.readings.reading import Answer, Drawing, Tables
from reportsto.readings.runs import Runs
from reportsto.readings.sections import claims_sections, limits
from reportsto.readings.words import aim, listed, measure, structure, world
from reportsto.readings.worth import worth_section
from reportsto.statistics.worth import beyond_chance
from reportsto.wording import counted, number

NOTHING_SAVES = (
    "To know one number alone, or the world, would save nothing beyond chance: the same place would be chosen."
)
INTERVALS = (
    "Shares are of points of the prior. Intervals are 95 %, by as many equal points as the weighted points are worth."
)
RULE = (
    "A cell has the verdict, and the share of kept points at which the prediction holds by more than the smallest "
    "effect. The verdict is the one that more than half of the kept points have: its whole 95 % interval is above that."
)


def answer(runs: Runs, tables: Tables) -> Answer:
    """Return which structure leads among the survivors, world by world."""
    rows = _primary(runs, tables["survivors"])
    if rows.empty:
        return Answer()
    worlds = [name for name in dict.fromkeys(rows["world"]) if name != ALL]
    named = tables["patterns"][tables["patterns"]["firm"] == rows["firm"].iloc[0]].drop_duplicates("world")
    leaders = dict(zip(named["world"], named["leader"], strict=True))
    leaders = {name: str(leaders[name]) for name in worlds}
    return Answer(
        sentence=_sentence(runs, leaders),
        table=Table(
            ["if this is true in your firm", "place that leads", "of the kept points", "of all points", "points kept"],
            [_line(rows, name, leaders[name]) for name in worlds],
        ),
        intervals=INTERVALS,
        turns=tuple(_turns(tables)),
        limits=tuple(_limits(runs, tables)),
        leads=not {*leaders.values()} <= {TIE, FEW},
    )


def _primary(runs: Runs, found: pd.DataFrame, points: str = POINTS[0]) -> pd.DataFrame:
    """Return the rows of the first firm and primary measure."""
    if found.empty:
        return found
    first = runs.study.outcomes.primary[0]
    here = found[(found["measure"] == first) & (found["points"] == points)]
    out: pd.DataFrame = here[here["firm"] == here["firm"].iloc[0]]
    return out


def _sentence(runs: Runs, leaders: dict[str, str]) -> str:
    what = aim(runs, runs.study.outcomes.primary[0])
    if set(leaders.values()) == {FEW}:
        return "Too few points meet the patterns to say which place is best."
    names = sorted({*leaders.values()} - {TIE, FEW})
    if not names:
        return f"Among points that meet the patterns, no place has the {what} at more than half."
    by = {name: [one for one, led in leaders.items() if led == name] for name in names}
    parts = listed(f"{structure(name)} has the {what} in {_worlds(at, len(leaders))}" for name, at in by.items())
    left = [one for one, led in leaders.items() if led not in names]
    return f"Among most points that meet the patterns, {parts}{f'; no place leads in {listed(left)}' if left else ''}."


def _worlds(at: list[str], of: int) -> str:
    if len(at) < of:
        return f"the world {listed(at)}"
    return {1: "the world run", 2: "both worlds", 3: "all three worlds", 4: "all four worlds"}.get(
        of, "every world run"
    )


def _line(rows: pd.DataFrame, name: str, led: str) -> list[str]:
    here = rows[rows["world"] == name]
    kept = here[here["among"] == AMONG[1]]
    best = kept.sort_values("better", ascending=False, kind="stable").iloc[0]
    before = here[(here["among"] == AMONG[0]) & (here["structure"] == best["structure"])].iloc[0]
    named = structure(str(best["structure"]))
    place = named if led not in (TIE, FEW) else f"{led}; most often {named}" if led == TIE else led
    told = "" if led == FEW else f"at {_share(best, 'better')}"
    return [world(name), place, told, f"at {_share(before, 'better')}", f"{best['share']:.0%}"]


def _share(row: "pd.Series[Any]", name: str) -> str:
    """Return a share with its 95 % interval."""
    found = interval(float(row[name]), float(row["effective"]))
    return "none" if not found.n else f"{found.estimate:.0%} ({found.low:.0%} to {found.high:.0%})"


def _turns(tables: Tables) -> Iterator[str]:
    """Yield the patterns without which another structure would lead, and those in conflict."""
    found = tables["patterns"]
    turned = found[found["decides"] & (found["leader"] != found["leader_without"])]
    for (pattern, title), rows in turned.groupby(["pattern", "title"], sort=False):
        worlds = [str(one) for one in rows["world"] if one != ALL]
        if worlds:
            yield f"Without pattern {pattern} ({title}), another place leads in {listed(worlds)}."
    for (one, other), rows in _conflicts(tables["conflicts"]):
        yield f"No point meets patterns {one} and {other} together ({listed(rows['world'])})."


def _conflicts(found: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    if found.empty:
        return []
    return [((str(a), str(b)), rows) for (a, b), rows in found.groupby(["pattern", "other"], sort=False)]


def _limits(runs: Runs, tables: Tables) -> Iterator[str]:
    yield from limits(runs)
    found, rule = tables["patterns"], runs.study.matching
    printed = list(dict.fromkeys(found.loc[~found["decides"], "pattern"]))
    if printed:
        yield f"Printed and without any weight, as a setting of the model nearly decides them: {listed(printed)}."
    assert rule is not None, "a study with patterns has a rule"
    yield (
        f"A point is kept if its {_ordinal(rule.highest)} implausibility is at most {number(rule.cut)}; noise of "
        f"{counted(runs.replicates, 'replicate')} is in every share."
    )


def _ordinal(highest: int) -> str:
    return {1: "highest", 2: "second highest", 3: "third highest"}.get(highest, f"{highest}th highest")


# ── Sections ─────────────────────────────────────────────────────────────────────────────────────────


def sections(runs: Runs, tables: Tables) -> list[Section]:
    """Return what patterns exclude, who leads before and after, conflicts and predictions."""
    return [
        _excluded(tables["patterns"]),
        *(_leading(runs, tables["survivors"], points) for points in POINTS),
        *_in_conflict(tables["conflicts"]),
        *_worth(tables["worth"]),
        *claims_sections(runs.study, tables["claims"], _claim_cell, RULE),
    ]


def _excluded(found: pd.DataFrame) -> Section:
    whole = found[found["world"] == (ALL if ALL in set(found["world"]) else found["world"].iloc[0])]
    rows = [
        [
            str(row["pattern"]), str(row["title"]), str(row["structure"]).replace("_", " "), f"{row['met']:.0%}",
            *([f"{row[name]:.1%}" for name in ("only_missed", "cuts")] if row["decides"] else ["no weight", ""]),
            f"{row['missed']:.0%}",
        ]
        for _, row in whole.iterrows()
    ]  # fmt: skip
    header = ["pattern", "what", "held against", "met by", "alone missed by", "excluded by it", "missed by kept points"]
    said = (
        "*Met by*: share of the prior within the cut. *Alone missed by*: share that misses this pattern and no other: "
        "a wrong pattern stands out by it. *Excluded by it*: share that would be kept without it."
    )
    return Section("What each pattern excludes", (Table(header, rows), said))


def _leading(runs: Runs, found: pd.DataFrame, points: str) -> Section:
    first = _primary(runs, found, points)
    names = list(dict.fromkeys(first["structure"]))
    rows = []
    for (where, among), here in first.groupby(["world", "among"], sort=False):
        each = here.set_index("structure")
        cells = [
            f"{_share(each.loc[name], 'better')}\nregret {number(float(each.loc[name, 'regret']))}" for name in names
        ]
        head = here.iloc[0]
        rows.append([str(where), str(among), f"{head['share']:.0%}", f"{head['effective']:.0f}", *cells])
    title = "Who leads, at all points" if points == POINTS[0] else "Who leads, at sound points"
    effect = number(float(first["smallest_effect"].iloc[0]))
    said = (
        f"A cell has the share of points at which the place leads all others by more than {effect}, and its regret: "
        f"what choosing it everywhere loses on average ({measure(runs.study.outcomes.primary[0])})."
    )
    rule = (f"Sound: {SOUND_RULE}, in all places.",) if points != POINTS[0] else ()
    header = ["world", "points", "share of the prior", "worth equal points", *map(structure, names)]
    return Section(title, (Table(header, rows), said, *rule))


def _in_conflict(found: pd.DataFrame) -> list[Section]:
    if found.empty:
        return [
            Section("Patterns in conflict", ("Every two patterns that points meet are met together by some point.",))
        ]
    rows = [[one, other, listed(map(str, rows["world"]))] for (one, other), rows in _conflicts(found)]
    return [Section("Patterns in conflict", (Table(["pattern", "and", "no point meets both in"], rows),))]


def _worth(found: pd.DataFrame) -> list[Section]:
    """Return what it is worth to know among the points that are kept; nothing where too few are."""
    kept = found[found["among"] == AMONG[1]] if len(found) else found
    if kept.empty:
        return []
    ends = kept["known"].isin(["nothing", "everything"])
    if (beyond_chance(kept) & ~ends).any():
        return [worth_section(kept)]
    section = worth_section(kept[ends])
    return [replace(section, blocks=(NOTHING_SAVES, *section.blocks))]


def _claim_cell(row: "pd.Series[Any]") -> str:
    if row["reason"]:
        return f"**{row['verdict']}**: {row['reason']}"
    return f"**{row['verdict']}**: holds at {_share(row, 'as_predicted')}"


def figures(runs: Runs, tables: Tables) -> Iterator[Drawing]:
    """Yield who leads before and after, and what each pattern excludes."""
    first = _primary(runs, tables["survivors"])
    yield Drawing(
        "leaders",
        partial(draw_leaders, first[first["world"] != ALL]),
        "Where a filled mark lies beside its open one, patterns do not move the answer.",
    )
    found = tables["patterns"]
    decides = found[found["decides"] & (found["world"] != ALL) & (found["firm"] == found["firm"].iloc[0])]
    yield Drawing(
        "patterns",
        partial(draw_patterns, decides),
        "A filled mark far to the right: many points miss that pattern. An open one there: they miss no other.",
    )
