"""The answer in sentences: who has the fewest failures at each point of what is assumed, and whether to move."""

from collections.abc import Iterator, Sequence

from reportsto.api import AS_DRAWN
from reportsto.drawing.words import measure_words
from reportsto.readings.at_one_point.tables import Best
from reportsto.readings.words import MAPS, listed
from reportsto.statistics.verdict import Verdict
from reportsto.where.answer import Answered
from reportsto.where.asking import PRIMARY, Question
from reportsto.where.words import at_point, begun, best_named, place_words, seats_told


def sentence(found: Answered) -> str:
    """Return who has the fewest failures at the first point, then where the others differ; maps are left out."""
    maps = any(MAPS & {*run} for run in found.runs.structures.values())
    said = _who(found)
    first = f"Of the places with reporting lines, {said}" if maps else begun(said)
    return " ".join((first, *_elsewhere(found)))


def _who(found: Answered) -> str:
    what = f"the fewest {measure_words(PRIMARY[0])} {_assumed_at(found.point)}"
    worlds = _by_name(found.best)
    if len(worlds) > 1:
        return f"which has {what} depends on the world: {_listed(worlds)}."
    (who,) = worlds
    one = found.best[0]
    if len(one.tied) == len(one.means):
        return f"none is told apart from the others in any world {_assumed_at(found.point)}: {who}."
    return f"which has {what} is {who}, in every world." if _is_open(who) else f"{who} has {what}, in every world."


def _assumed_at(point: str) -> str:
    return f"{at_point(point)}{' of what is assumed' if point == 'middle' else ''}"


def _by_name(best: Sequence[Best]) -> dict[str, list[str]]:
    """Return the worlds of each best place, in words."""
    worlds: dict[str, list[str]] = {}
    for one in best:
        worlds.setdefault(best_named(one), []).append(one.place[1])
    return worlds


def _listed(worlds: dict[str, list[str]]) -> str:
    return "; ".join(f"{who} in {in_worlds(at)}" for who, at in worlds.items())


def _is_open(who: str) -> bool:
    return who.startswith("not decided")


def in_worlds(names: Sequence[str]) -> str:
    """Return worlds as a list in a sentence."""
    return listed(f"*{name}*" for name in names)


def _elsewhere(found: Answered) -> Iterator[str]:
    """Yield a sentence for each other point: where another place is best, or none is any more."""
    for point, best in found.elsewhere.items():
        changed = [now for now, usual in zip(best, found.best, strict=True) if _said(now) != _said(usual)]
        told = f"it is {_listed(_by_name(changed))}" if changed else "nothing changes"
        yield f"{begun(at_point(point))}, {told}."


def _said(one: Best) -> tuple[frozenset[str], bool]:
    return frozenset(one.tied), one.tie


def turned(found: Answered) -> dict[str, list[str]]:
    """Return the worlds, by point, in which none of the places that are best at the first point still is."""
    return {
        point: [
            now.place[1]
            for now, usual in zip(best, found.best, strict=True)
            if now.tied and not {*now.tied} & {*usual.tied}
        ]
        for point, best in found.elsewhere.items()
    }


# ── To move or not ───────────────────────────────────────────────────────────────────────────────


def moves(asked: Question, found: Answered) -> str:
    """Return in how many worlds a move from where customer service sits now would matter, at each point."""
    now = asked.places.now
    drawn = f"as drawn ({seats_told(asked.chart)})"
    sits = f"Today it sits {drawn if now == AS_DRAWN else place_words(now)}"
    better = _better(now, found.best)
    others = {point: _better(now, best) for point, best in found.elsewhere.items()}
    other = [f"{_move(names, len(found.best))} {at_point(at)}" for at, names in others.items() if names != better]
    undecided = [one.place[1] for one in found.best if one.place[1] not in better and not one.tie]
    rest = f", and the runs do not decide in {in_worlds(undecided)}" if undecided else ""
    first = f"{_move(better, len(found.best))}{f' {at_point(found.point)}' if other else ''}{rest}"
    return f"{sits}: {'; '.join((first, *other))}."


def _better(now: str, best: Sequence[Best]) -> list[str]:
    """Return the worlds in which another place is better by more than the smallest effect."""
    return [one.place[1] for one in best if now not in one.tied and one.verdict is Verdict.AS_PREDICTED]


def _move(better: Sequence[str], of: int) -> str:
    if not better:
        return "no other place is better by more than the smallest effect"
    return f"a move would matter in {in_worlds(better) if len(better) < of else 'every world'}"
