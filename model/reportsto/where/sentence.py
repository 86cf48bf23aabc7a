"""The answer in sentences: who has the fewest failures at each point of what is assumed, and whether to move."""

from collections.abc import Iterator, Mapping, Sequence

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
    """Yield a sentence for each other point, or for several of which one thing is true: what is not so any more."""
    told = {point: _change(found.best, best) for point, best in found.elsewhere.items()}
    for what, points in _by_value(told).items():
        yield f"{begun(_points(points))}, {what}."


def _change(usual: Sequence[Best], best: Sequence[Best]) -> str:
    """Return where other places lead than usual, and where the runs do not decide."""
    changed = [(now, then) for now, then in zip(best, usual, strict=True) if _said(now) != _said(then)]
    undecided = [now for now, then in changed if _is_open(best_named(now)) and {*now.tied} & {*then.tied}]
    others = [now for now, _ in changed if now not in undecided]
    names = _by_name(others)
    everywhere = len(names) == 1 and len(others) == len(best)
    parts = [f"it is {f'{next(iter(names))} in every world' if everywhere else _listed(names)}"] if others else []
    if undecided:
        parts.append(f"the runs do not decide in {in_worlds([one.place[1] for one in undecided])}")
    return "; ".join(parts) or "nothing changes"


def _by_value(told: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the points of which one thing is told, by what is told."""
    points: dict[str, list[str]] = {}
    for point, what in told.items():
        points.setdefault(what, []).append(point)
    return points


def _points(names: Sequence[str]) -> str:
    """Return points as part of a sentence: halfway to the essays' numbers and at them."""
    first, essays = at_point(names[0]), at_point("essays")
    them = essays.removeprefix("at ")
    return " and ".join(
        (first, *("at them" if name == "essays" and them in first else at_point(name) for name in names[1:]))
    )


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
    told = {at: _move(names, len(found.best)) for at, names in others.items() if names != better}
    other = [f"{what} {_points(points)}" for what, points in _by_value(told).items()]
    here = _points([found.point, *(at for at, names in others.items() if names == better)])
    undecided = [one.place[1] for one in found.best if one.place[1] not in better and not one.tie]
    rest = f", and the runs do not decide in {in_worlds(undecided)}" if undecided else ""
    first = f"{_move(better, len(found.best))}{f' {here}' if other else ''}{rest}"
    return f"{sits}: {'; '.join((first, *other))}."


def _better(now: str, best: Sequence[Best]) -> list[str]:
    """Return the worlds in which another place is better by more than the smallest effect."""
    return [one.place[1] for one in best if now not in one.tied and one.verdict is Verdict.AS_PREDICTED]


def _move(better: Sequence[str], of: int) -> str:
    if not better:
        return "no other place is better by more than the smallest effect"
    return f"a move would matter in {in_worlds(better) if len(better) < of else 'every world'}"
