"""What would turn the answer, which row and column are a firm's own, and what to measure."""

from collections.abc import Iterator, Sequence

import pandas as pd

from reportsto.drawing.words import measure_words
from reportsto.readings.identifying import FARES
from reportsto.readings.matching.held import AMONG
from reportsto.readings.page import Items, Section
from reportsto.readings.words import interval, listed, parameters, structure
from reportsto.readings.worth import worth_told
from reportsto.statistics.intervals import Interval
from reportsto.statistics.verdict import Verdict, verdicts
from reportsto.where.answer import Answered, Rule
from reportsto.where.asking import PRIMARY
from reportsto.where.sentence import in_worlds, turned
from reportsto.where.words import at_point

LEAST_TOLD = 0.01
"""Another place is told to turn the answer where it leads surely at more than this share of draws (assumed)."""
ROW = "Your row: ask what follows when somebody in customer service shows that another department erred."
COLUMN = (
    "Your column: of reports that were acted on, compare how many led to a lasting fix: reports from the department at "
    "fault, and reports from outside. Where outside reports teach as much, a firm is nearer to the essays."
)
NOTHING_SAVES = (
    "Over the draws, to know one number alone, or the row, would save nothing beyond chance: the same place would be "
    "chosen."
)
CORNER = (
    "A draw varies each number by itself, so hardly one has all its numbers near the essays'. Those have a column of "
    "their own."
)


def row_and_column(found: Answered) -> str:
    """Return how a reader finds the own row and column of the table, and whether the place depends on them."""
    if not found.elsewhere:
        return f"{ROW} {_row_matters(found)}".strip()
    at = {point: worlds for point, worlds in turned(found).items() if worlds}
    told = listed(f"{at_point(point)} in {in_worlds(worlds)}" for point, worlds in at.items()) if at else ""
    column = f"The column changes the place {told}." if at else "No column names another place."
    return f"{ROW} {_row_matters(found)} {COLUMN} {column}".replace("  ", " ")


def _row_matters(found: Answered) -> str:
    alike = len({frozenset(one.tied) for one in found.best}) == 1
    return f"{'The row changes nothing' if alike else 'The place depends on the row'} {at_point(found.point)}."


# ── Draws of all that is assumed ─────────────────────────────────────────────────────────────────


def shares_told(found: Answered) -> str:
    """Return at what share of draws the best places of the first point lead, from the least world to the most."""
    if found.drawn is None:
        return ""
    drawn, count = found.drawn, len(found.drawn.runs.design.visited)
    shares = [
        (share, one.place[1], name)
        for one in found.best
        for name in one.tied
        if (share := drawn.share(one.place[1], name, AMONG[1])).n
    ]
    begin = f"All that is assumed was drawn {count:,} times."
    if not shares:
        return f"{begin} No draw meets the published figures."
    low, high = min(shares, key=_estimate), max(shares, key=_estimate)
    told = [f"{in_percent(share)} in *{world}*" for share, world, _ in (low, high)]
    if low[2] != high[2]:
        told = [f"{structure(name)} at {said}" for said, (_, _, name) in zip(told, (low, high), strict=True)]
    who = "the place named for a row" if low[2] != high[2] else structure(low[2])
    return f"{begin} Of the draws that meet the published figures, {who} leads at {' to '.join(dict.fromkeys(told))}."


def _estimate(one: tuple[Interval, str, str]) -> float:
    return one[0].estimate


def in_percent(share: Interval) -> str:
    """Return a share of draws with its 95 % interval."""
    return f"{share.estimate:.0%} ({share.low:.0%} to {share.high:.0%})" if share.n else "no draw is kept"


def turns(found: Answered, at_points: Sequence[str]) -> tuple[str, ...]:
    """Return what turns the answer: other points of what is assumed, draws, then other aims.

    `at_points` are the lines of the reading at one point.
    """
    points = [one for one in at_points if one.startswith("Where ")]
    return (*points, *_drawn_turns(found), *(one for one in at_points if one not in points))


def _drawn_turns(found: Answered) -> Iterator[str]:
    """Yield where another place leads over draws of all that is assumed, and the numbers that part the places."""
    if found.drawn is None:
        return
    drawn = found.drawn
    for name in drawn.runs.study.levers.structures:
        shares = {one.place[1]: drawn.share(one.place[1], name, AMONG[1]) for one in found.best if name not in one.tied}
        led = {world: share for world, share in shares.items() if share.n and share.low >= LEAST_TOLD}
        if led:
            told = listed(f"{share.estimate:.0%} in *{world}*" for world, share in led.items())
            yield f"Other numbers: {structure(name)} leads instead at {told} of the draws that meet the figures."
    if drawn.rule and _fares(drawn.rule) == FARES[Verdict.AS_PREDICTED]:
        yield _rule(drawn.rule)


def _fares(rule: Rule) -> str:
    """Return whether a rule wins or loses against always the same place, at draws that had no part in it."""
    low, high = (float(str(rule.judged[name])) for name in ("low", "high"))
    return FARES.get(verdicts([low], [high], 0.0)[0], "is not decided to be better")


def _rule(rule: Rule) -> str:
    """Return what parts the places in words, and how it fares against always the same place, also where it loses."""
    always, fared = structure(rule.structures[rule.found.always]), rule.judged
    right, usual, saves, low, high = (
        float(str(fared[name])) for name in ("right", "right_always", "saves", "low", "high")
    )
    held = f"always {always} is right at {usual:.0%} of {fared['firms']} cases that were held out"
    cases = "; ".join(
        f"{structure(rule.structures[leaf.choice])} where {parameters(' and '.join(map(str, leaf.conditions)))}"
        for leaf in rule.found.leaves
        if leaf.choice != rule.found.always
    )
    if not cases:
        return f"No three numbers were found that part the places: {held}."
    return (
        f"Three numbers that part the places best: {cases}; else {always}. Chosen so, {right:.0%} are right; {held}. "
        f"The rule saves {interval(saves, low, high)} {measure_words(PRIMARY[0])}: it {_fares(rule)}."
    )


# ── What to measure ──────────────────────────────────────────────────────────────────────────────


def measure(found: Answered) -> Section:
    """Return what to measure: the numbers that it is worth most to know, and those that part the places."""
    column = (COLUMN,) if any(turned(found).values()) else ()
    if found.drawn is None:
        return Section("What to measure", (*column, "Single numbers were not looked at: no draws were run."))
    table, rule = found.drawn.tables["worth"], found.drawn.rule
    kept = worth_of(table)
    lines = (worth_told(kept) or (NOTHING_SAVES,)) if len(kept) else ("Too few draws to say what a number is worth.",)
    corner = (CORNER,) if "essays" in found.elsewhere else ()
    return Section(
        "What to measure", (*column, Items((*lines, *corner)), _rule(rule) if rule else f"No rule: {found.drawn.why}.")
    )


def worth_of(table: pd.DataFrame) -> pd.DataFrame:
    """Return what it is worth to know each number among draws that meet the patterns; too few of them, among all."""
    found = [table[table["among"] == among] for among in AMONG[1::-1]] if len(table) else []
    return next((one for one in found if len(one)), table)
