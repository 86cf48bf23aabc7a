"""The same firm with more or fewer people: seats by largest remainder, managers by span.

A firm's base chart has a chief executive, heads below, and under some heads one post of line people. At its own size
it comes back as it is. Nothing is drawn, and where customer service sits is an edit made afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reportsto.charts.chart import Chart, Post, tree
from reportsto.errors import SettingError
from reportsto.vocabulary import Function

LEAST, MOST = 5, 5000
LINE_SPAN = {Function.SERVICE: 10, Function.LOGISTICS: 40}
"""Line people one manager leads: assumed."""
OTHER_LINE_SPAN = 10
MANAGER_SPAN = 6
"""Managers one manager below the chief executive leads: assumed."""
RANKS = ("lead", "unit head", "division head")
"""Ranks between line people and the head of a department, the lowest first."""


@dataclass(frozen=True, slots=True)
class Establishment:
    """The posts below the head of one department: line people, and managers of each rank, the lowest first.

    One manager alone in the highest rank leads one half, and the head leads the other without one.
    """

    line: int
    managers: tuple[int, ...] = ()

    @property
    def people(self) -> int:
        """Return how many people these are."""
        return self.line + sum(self.managers)


def line_span(function: Function) -> int:
    """Return how many line people of a function one manager leads."""
    return LINE_SPAN.get(function, OTHER_LINE_SPAN)


def managers_needed(line: int, span: int) -> tuple[int, ...]:
    """Return the managers of each rank that a head with so many line people needs, the lowest rank first."""
    ranks = []
    below, most = line, span
    while below > most:
        below, most = -(-below // most), MANAGER_SPAN
        ranks.append(below)
    return tuple(ranks)


def line_seats(seats: int, shares: Sequence[int]) -> tuple[int, ...]:
    """Return so many seats split by largest remainder of the shares, earlier shares first on a tie.

    Every share gets its first seat before any gets its second; where seats do not reach, the largest come first.
    """
    order = sorted(range(len(shares)), key=lambda at: -shares[at])
    if seats < len(shares):
        return tuple(int(at in order[:seats]) for at in range(len(shares)))
    whole = sum(shares)
    split = [seats * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda at: -(seats * shares[at] % whole))
    for at in by_remainder[: seats - sum(split)]:
        split[at] += 1
    for at in range(len(shares)):
        if not split[at]:
            split[at] = 1
            split[split.index(max(split))] -= 1
    return tuple(split)


def staffed(people: int, shares: Sequence[int], spans: Sequence[int]) -> tuple[Establishment, ...]:
    """Return how so many people below the heads are split: line people by share, and the managers they need.

    Where one more line person would need managers too, these are hired one by one before, the highest rank first, so
    that every number of people has its chart and nobody ever becomes one fewer.
    """
    low, high = 0, people
    while low < high:  # the most line people who fit with their managers
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _all_people(middle, shares, spans) <= people else (low, middle - 1)
    now, then = line_seats(low, shares), line_seats(low + 1, shares)
    spare = people - _all_people(low, shares, spans)
    out = []
    for line, later, span in zip(now, then, spans, strict=True):
        managers, wanted = list(managers_needed(line, span)), managers_needed(later, span)
        managers += [0] * (len(wanted) - len(managers))
        for rank in reversed(range(len(wanted))):
            hired = min(spare, wanted[rank] - managers[rank])
            managers[rank] += hired
            spare -= hired
        while managers and not managers[-1]:
            managers.pop()
        out.append(Establishment(line, tuple(managers)))
    return tuple(out)


@lru_cache(maxsize=64)
def sized(base: Chart, people: int) -> Chart:
    """Return the firm of a base chart with so many people; raises `SettingError` for a number that no firm has.

    With fewer people than heads and line posts, some heads do the line's work themselves; with fewer than the heads,
    those without line people go, the last first.
    """
    heads = base.reports(base.root().id)
    lines = [post for post in base.posts if post.superior not in (None, base.root().id)]
    least = 1 + len(lines)
    if not least <= people <= MOST:
        raise SettingError(f"chart.people is {people}; expected 0, or a whole number from {least} to {MOST:,}")
    if people == base.seats:
        return base
    led = {post.superior for post in lines}
    spare_heads = [head.id for head in heads if head.id not in led][max(0, people - least) :]
    kept = [post for post in base.posts if post not in lines and post.id not in spare_heads]
    below = staffed(
        people - sum(post.headcount for post in kept),
        [post.headcount for post in lines],
        [line_span(p.function) for p in lines],
    )
    rows = [replace(post, seat=-1) for post in kept]
    for line, staff in zip(lines, below, strict=True):
        rows += _department(line, staff)
    return tree(rows, base.name)


def _all_people(line: int, shares: Sequence[int], spans: Sequence[int]) -> int:
    pairs = zip(line_seats(line, shares), spans, strict=True)
    return line + sum(sum(managers_needed(seats, span)) for seats, span in pairs)


def _department(line: Post, staff: Establishment) -> list[Post]:
    """Return the posts below one head: managers from the highest rank down, then teams."""
    head = line.superior or ""
    bosses, rows = [head], []
    for rank in reversed(range(len(staff.managers))):
        number = staff.managers[rank]
        name = f"{head} {RANKS[rank]}"
        names = [f"{name} {at}" for at in range(1, number + 1)]
        above = [boss for boss, size in zip(bosses, _even(number, len(bosses)), strict=True) for _ in range(size)]
        title = f"{RANKS[rank].capitalize()}, {line.title.lower()}"
        rows += [Post(own, line.function, boss, title=title, base=name) for own, boss in zip(names, above, strict=True)]
        bosses = names if number > 1 else [head, *names]
    if staff.line:
        sizes = _even(staff.line, len(bosses))
        rows += [
            replace(line, id=line.id if boss == head else f"{line.id} {at}", superior=boss, headcount=size, seat=-1)
            for at, (boss, size) in enumerate(zip(bosses, sizes, strict=True), start=bosses[0] != head)
        ]
    return rows


def _even(number: int, parts: int) -> list[int]:
    """Return a number split into parts as equal as can be, the larger first."""
    return [number // parts + (at < number % parts) for at in range(parts)]
