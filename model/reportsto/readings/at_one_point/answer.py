"""The answer of a study at one point: a row for each world, and what would change it."""

from collections.abc import Iterable, Iterator

import pandas as pd

from reportsto.readings.at_one_point.best import Best, best_of, best_places
from reportsto.readings.limits import left_out
from reportsto.readings.page import MOST_ROWS, MOST_TURNS, Table, table
from reportsto.readings.power import told_power
from reportsto.readings.reading import Answer, Tables
from reportsto.readings.runs import Place, Runs
from reportsto.readings.words import MAPS, aim, difference, structure, world
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.verdict import counts
from reportsto.wording import counted

UNKNOWN = "unknown: in no replicate has every structure a number"


def answer(runs: Runs, tables: Tables) -> Answer:
    """Return the answer for the first firm and the first primary measure; other places stand in a section."""
    found = best_places(runs)
    first = found[0]
    here = [one for one in found if (one.place[0], one.measure) == (first.place[0], first.measure)]
    return Answer(
        sentence=_sentence(runs, here),
        table=_table(runs, here),
        intervals=_intervals(runs),
        turns=tuple(_turns(runs, found, here))[:MOST_TURNS],
        limits=tuple(_limits(runs, tables)),
    )


def named(found: Best) -> str:
    """Return the best structure in words, or those of a tie."""
    tie = " (a tie)" if len(found.tied) > 1 else ""
    return (" or ".join(map(structure, found.tied)) + tie) or UNKNOWN


def matters(found: Best) -> str:
    """Return whether the difference that is told matters."""
    return "yes" if found.decided else str(found.verdict)


def lead(runs: Runs, found: Best) -> str:
    """Return the compared difference in words: "9.82 [8.77, 10.9] fewer than separate"."""
    if not found.one:
        return "–"
    who = "" if found.one in found.tied[:1] else f"{structure(found.one)}: "
    size = difference(runs, found.measure, found.lead.estimate, found.lead.low, found.lead.high)
    return f"{who}{size} than {structure(found.other)}"


def _sentence(runs: Runs, here: list[Best]) -> str:
    """Return who has what is wanted, by world where that depends on it."""
    best = aim(runs, here[0].measure)
    scope, which = f"In the firm {here[0].place[0].replace('_', ' ')}", "structure"
    if any(MAPS & {*runs.structures[one.place]} for one in here):
        scope, which = f"Of the places with reporting lines, in{scope[2:]}", "of them"
    worlds: dict[frozenset[str], list[Best]] = {}
    for one in here:
        worlds.setdefault(frozenset(one.tied), []).append(one)
    if len(worlds) == 1:
        where = "in every world run" if len(here) > 1 else f"in the world {here[0].place[1]}"
        return f"{scope}, {named(here[0])} has the {best}, {where}."
    told = "; ".join(f"{named(rows[0])} in {_and(f'*{one.place[1]}*' for one in rows)}" for rows in worlds.values())
    return f"{scope}, which {which} has the {best} depends on the world (see the table): {told}."


def _and(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _table(runs: Runs, here: list[Best]) -> Table:
    header = ["If this is true in your firm", "best place", "lead", "does it matter?"]
    rows = [[world(one.place[1]), named(one), lead(runs, one), matters(one)] for one in here[:MOST_ROWS]]
    return table(header, rows)


def _intervals(runs: Runs) -> str:
    if runs.replicates == 1:
        return f"One replicate: no difference has an interval, and nothing is decided. Run at least {FEWEST_PAIRS}."
    return (
        f"Differences are means over {runs.replicates} paired replicates, each with its own 95 % interval; predictions "
        "and the family have intervals that hold for all their rows at once."
    )


def _turns(runs: Runs, found: list[Best], here: list[Best]) -> Iterator[str]:
    """Yield what changes the best place: a variant, another measure, another firm, the world."""
    yield from _levers(runs, here)
    usual = {one.place[1]: set(one.tied) for one in here}
    first = here[0].place[0]
    for measure in dict.fromkeys(one.measure for one in found):
        told = _differing(found, usual, first, measure)
        if told:
            yield f"Another aim, the {aim(runs, measure)}: {told}."
    for firm in dict.fromkeys(one.place[0] for one in found):
        told = _differing(found, usual, firm, here[0].measure)
        if told:
            yield f"Another firm, {firm.replace('_', ' ')}: {told}."
    yield from _falls(runs, here)


def _falls(runs: Runs, here: list[Best]) -> Iterator[str]:
    """Yield, of each structure that leads a row, the world in which it is furthest behind."""
    for name in dict.fromkeys(one.tied[0] for one in here if one.tied):
        lost = [one for one in here if name in one.means and name not in one.tied]
        duels = [(one, best_of(runs, one.place, one.measure, [one.tied[0], name])) for one in lost]
        if duels:
            worst, duel = max(duels, key=lambda pair: abs(pair[1].lead.estimate))
            rank = list(worst.means).index(name) + 1
            yield (
                f"The world: in *{worst.place[1]}*, {structure(name)} is number {rank} of {len(worst.means)}; "
                f"{structure(duel.one)} has {lead(runs, duel)}."
            )


def _differing(found: list[Best], usual: dict[str, set[str]], firm: str, measure: str) -> str:
    """Return who is best here, in the worlds in which none of the structures that are usually best is."""
    there = [one for one in found if (one.place[0], one.measure) == (firm, measure) and one.tied]
    return "; ".join(
        f"{named(one)} in *{one.place[1]}*" for one in there if not usual.get(one.place[1], set()) & set(one.tied)
    )


def _levers(runs: Runs, here: list[Best]) -> Iterator[str]:
    """Yield the variants in which no structure that is usually best still is, those with the largest lead first."""
    turned: dict[str, list[Best]] = {}
    for one in here:
        for place in runs.places:
            duel = _turned(runs, place, one) if place[2] and place[:2] == one.place[:2] else None
            if duel is not None:
                turned.setdefault(place[2], []).append(duel)
    for duels in turned.values():
        duels.sort(key=_size, reverse=True)
    for variant, duels in sorted(turned.items(), key=lambda item: -_size(item[1][0])):
        told = "; ".join(f"{structure(one.one)} has {lead(runs, one)} in *{one.place[1]}*" for one in duels)
        yield f"Where {runs.study.variant(variant).title}: {told}."


def _size(duel: Best) -> float:
    return abs(duel.lead.estimate)


def _turned(runs: Runs, place: Place, one: Best) -> Best | None:
    """Return who then leads, against who usually does; nothing where one of the usual best still is, or was not run.

    Without maps, as everywhere in the answer.
    """
    run = [name for name in runs.structures[place] if name not in MAPS]
    usual = [name for name in one.tied if name in run]
    now = best_of(runs, place, one.measure, run).tied if usual else ()
    if not now or set(usual) & set(now):
        return None
    return best_of(runs, place, one.measure, [now[0], usual[0]])


def _limits(runs: Runs, tables: Tables) -> Iterator[str]:
    firms = len({firm for firm, _, _ in runs.plain_places})
    scope = f"{counted(firms, 'firm')}, {runs.study.days:,} days, {counted(runs.replicates, 'replicate')}"
    yield f"One set of numbers: {scope}. The table is about {runs.plain_places[0][0].replace('_', ' ')}."
    yield from left_out(runs, "structures are compared over replicates that all of them have")
    lost = sorted({name for one in best_places(runs) for name in one.lost})
    if lost:
        yield f"Without {' and '.join(map(structure, lost))}, of which no run has a number somewhere."
    yield told_claims(tables["claims"])
    yield told_power(tables["planning"])


def told_claims(claims: pd.DataFrame) -> str:
    """Return how the predictions fared, counted over worlds."""
    if claims.empty:
        return "No prediction was judged."
    return f"{counted(len(claims), 'verdict')}, one for each prediction and world: {counts(claims['verdict'])}."
