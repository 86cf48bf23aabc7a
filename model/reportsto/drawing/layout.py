"""Where the boxes of an org chart go, in millimetres: plain geometry, nothing is drawn here.

Four sheets: a tree from the top down, an indented list where boxes would become too narrow for words, small boxes
without words for large charts, and circles around the customer for a customer map.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from reportsto.charts.chart import Chart, Post

BOX_HEIGHT = 13.0
ROW = 4.0
NARROWEST_STEP = 18.0
NARROWEST_TREE = 120.0
WIDEST_LIST = 120.0
MOST_WORDED_POSTS = 60
LEVEL_STEPS = 1.5
INDENT = 0.3
CUSTOMER_RADIUS = 7.5

Disc = tuple[float, float, float]
"""Centre and radius."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post stands in a tree, in columns and levels; `rank` counts down the list of a post that hangs."""

    column: float
    level: int
    rank: int = 0
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A post and its rectangle: left and top edge from the top left corner of the sheet, y downwards."""

    post: Post
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Ring:
    """One circle of a customer map."""

    name: str
    x: float
    y: float
    radius: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is to be drawn of a chart. `words` is how many lines of text a box holds: 3, 1, or 0 for none."""

    width: float
    height: float
    words: int
    boxes: tuple[Box, ...]
    lines: tuple[tuple[tuple[float, float], ...], ...] = ()
    rings: tuple[Ring, ...] = ()
    customer: tuple[float, float] = (0.0, 0.0)


def sheet(chart: Chart, width: float, *, height: float = 0.0) -> Sheet:
    """Return the first sheet on which this chart stays readable at this width.

    `height` is the most a customer map may use, whose circles grow with the room; 0 lets it choose.
    """
    if chart.is_map:
        return circles(chart, width, height or min(max(width, 105.0), 120.0))
    if len(chart.posts) > MOST_WORDED_POSTS:
        return compact(chart, width)
    for hang in (1, 2, 3) if width >= NARROWEST_TREE else ():
        found = places(chart, hang)
        if width / _breadth(found) >= NARROWEST_STEP:
            return upright(chart, width, found)
    return indented(chart, width)


def places(chart: Chart, hang: int = 1) -> dict[str, Place]:
    """Return the place of every post of a tree: a leaf takes the next free column, a superior stands centred.

    With `hang` above 1, subtrees of up to that many posts hang in indented lists, as many to a column as fit in
    `hang` rows. Columns of different superiors never mix, so no two boxes overlap and every line can be followed.
    """
    children = _children(chart)
    size = _sizes(chart, children)
    hangs = {post: hang > 1 and size[post] <= hang for post in size}
    place: dict[str, Place] = {}
    column = 0.0
    todo: list[tuple[str, int, bool]] = [(chart.root().id, 0, False)]
    while todo:
        post, level, seen = todo.pop()
        below = children[post]
        if not below:
            place[post] = Place(column, level)
            column += 1
        elif not seen:
            todo.append((post, level, True))
            todo.extend((child, level + 1, False) for child in reversed(below) if not hangs[child])
        else:
            lists = [list(_listed(child, children)) for child in below if hangs[child]]
            found, column = _hanging(lists, column, level + 1, hang)
            place |= found
            across = [place[child].column for child in below]
            place[post] = Place((min(across) + max(across)) / 2, level)
    return place


def _hanging(
    lists: Iterable[Sequence[tuple[str, int]]], column: float, level: int, hang: int
) -> tuple[dict[str, Place], float]:
    """Return the places of subtrees that hang in lists from a column on, and the next free column."""
    place: dict[str, Place] = {}
    rank, width = 0, 0.0
    for listed in lists:
        if rank and rank + len(listed) > hang:
            column, rank, width = column + width, 0, 0.0
        for name, indent in listed:
            place[name] = Place(column + INDENT * indent, level, rank, hangs=True)
            rank += 1
        width = max(width, 1 + INDENT * max(indent for _, indent in listed))
    return place, column + width


def upright(chart: Chart, width: float, place: Mapping[str, Place]) -> Sheet:
    """Return the tree from the top down, each box with room for title, function with headcount, and attitude."""
    step = min(width / _breadth(place), 34.0)
    left = (width - step * _breadth(place)) / 2
    boxes = {
        post.id: Box(
            post,
            left + place[post.id].column * step + 1.5,
            place[post.id].level * (BOX_HEIGHT + 7.0) + place[post.id].rank * (BOX_HEIGHT + 2.0) + 0.5,
            step - 3.0,
            BOX_HEIGHT,
        )
        for post in chart.posts
    }
    lines = _lines(chart, boxes, place, bend=3.5, rail=1.0)
    return Sheet(width, _bottom(boxes) + 0.5, 3, tuple(boxes.values()), tuple(lines))


def indented(chart: Chart, width: float) -> Sheet:
    """Return the chart as an indented list, one post a row, as the docstrings of the structures draw it."""
    width = min(width, WIDEST_LIST)
    children = _children(chart)
    by_id = {post.id: post for post in chart.posts}
    boxes: dict[str, Box] = {}
    indent = min(5.0, width / 18)
    for name, depth in _listed(chart.root().id, children):
        x = min(depth * indent, width * 0.5)
        boxes[name] = Box(by_id[name], x + 0.3, len(boxes) * ROW + 0.3, width - x - 0.6, ROW - 0.6)
    lines = []
    for post in chart.posts:
        if post.superior is not None:
            above, own = boxes[post.superior], boxes[post.id]
            middle, x = own.y + own.height / 2, above.x + indent * 0.45
            lines.append(((x, above.y + above.height), (x, middle), (own.x, middle)))
    return Sheet(width, len(boxes) * ROW + 0.3, 1, tuple(boxes.values()), tuple(lines))


def compact(chart: Chart, width: float) -> Sheet:
    """Return the tree as small boxes without words, small subtrees hanging as deep as makes the boxes largest."""
    tries = (places(chart, hang) for hang in (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 96))
    steps = [(min(width / _breadth(place), 0.9 * width / _depth(place), 5.0), place) for place in tries]
    step, place = max(steps, key=lambda found: found[0])
    left, size = (width - _breadth(place) * step) / 2, step * 0.7
    boxes = {
        post.id: Box(
            post,
            left + place[post.id].column * step + step * 0.25,
            (place[post.id].level * LEVEL_STEPS + place[post.id].rank) * step + 0.3,
            size,
            size,
        )
        for post in chart.posts
    }
    lines = _lines(chart, boxes, place, bend=step * 0.35, rail=step * 0.15)
    return Sheet(width, _bottom(boxes) + 0.5, 0, tuple(boxes.values()), tuple(lines))


def circles(chart: Chart, width: float, height: float) -> Sheet:
    """Return the circles of a customer map around the customer, larger where more posts sit, unused height cut off."""
    inside: dict[str, list[Post]] = {}
    for post in chart.posts:
        inside.setdefault(post.circle, []).append(post)
    discs, top = _discs([len(posts) + 1 for posts in inside.values()], width, height)
    worded = all((len(posts) + 1) * ROW < 1.5 * disc[2] for posts, disc in zip(inside.values(), discs, strict=True))
    put = _worded_in_circle if worded else _small_in_circle
    boxes: list[Box] = []
    rings = []
    for (name, posts), disc in zip(inside.items(), discs, strict=True):
        found = put(posts, *disc)
        boxes += found
        rings.append(Ring(name, *disc, found[0].y - 1.8))
    bottom = max(y + radius for _, y, radius in discs) + 0.5
    customer = width / 2, height / 2 - top
    return Sheet(width, bottom, int(worded), tuple(boxes), rings=tuple(rings), customer=customer)


def _discs(sizes: Sequence[int], width: float, height: float) -> tuple[list[Disc], float]:
    """Return a disc for each circle of a map, moved up to the top edge, and by how much."""
    discs = _roomiest([max(0.7, math.sqrt(size / max(sizes))) for size in sizes], width, height)
    top = min(y - radius for _, y, radius in discs) - 0.5
    return [(x, y - top, radius) for x, y, radius in discs], top


def _children(chart: Chart) -> Mapping[str, list[str]]:
    children: dict[str, list[str]] = {post.id: [] for post in chart.posts}
    for post in chart.posts:
        if post.superior is not None:
            children[post.superior].append(post.id)
    return children


def _listed(root: str, children: Mapping[str, list[str]]) -> Iterable[tuple[str, int]]:
    """Yield the posts of a subtree from the top, each with how many superiors it has within the subtree."""
    todo = [(root, 0)]
    while todo:
        name, depth = todo.pop()
        yield name, depth
        todo.extend((child, depth + 1) for child in reversed(children[name]))


def _sizes(chart: Chart, children: Mapping[str, list[str]]) -> dict[str, int]:
    size: dict[str, int] = {}
    for name in reversed([name for name, _ in _listed(chart.root().id, children)]):
        size[name] = 1 + sum(size[child] for child in children[name])
    return size


def _breadth(place: Mapping[str, Place]) -> float:
    return 1 + max(spot.column for spot in place.values())


def _depth(place: Mapping[str, Place]) -> float:
    return 1 + max(spot.level * LEVEL_STEPS + spot.rank for spot in place.values())


def _bottom(boxes: Mapping[str, Box]) -> float:
    return max(box.y + box.height for box in boxes.values())


def _lines(
    chart: Chart, boxes: Mapping[str, Box], place: Mapping[str, Place], *, bend: float, rail: float
) -> Iterable[tuple[tuple[float, float], ...]]:
    """Yield a reporting line a post: into its top, or from a rail on its left where it hangs in a list."""
    for post in chart.posts:
        if post.superior is None:
            continue
        above, own = boxes[post.superior], boxes[post.id]
        foot, x = above.y + above.height, above.x + above.width / 2
        side, middle = own.x - rail, own.y + own.height / 2
        if place[post.superior].hangs:
            yield (side, foot), (side, middle), (own.x, middle)
        elif place[post.id].hangs:
            yield (x, foot), (x, foot + bend), (side, foot + bend), (side, middle), (own.x, middle)
        else:
            centre = own.x + own.width / 2
            yield (x, foot), (x, foot + bend), (centre, foot + bend), (centre, own.y)


def _worded_in_circle(posts: list[Post], x: float, y: float, radius: float) -> list[Box]:
    half = (len(posts) + 1) * ROW / 2
    box = 1.9 * math.sqrt(radius**2 - (half - 1.5) ** 2)
    top = y - half + ROW
    return [Box(post, x - box / 2, top + at * ROW - 0.4, box, ROW - 0.6) for at, post in enumerate(posts)]


def _small_in_circle(posts: list[Post], x: float, y: float, radius: float) -> list[Box]:
    across = math.ceil(math.sqrt(len(posts)))
    step = min(1.25 * radius / across, 5.0)
    left, top = x - across * step / 2, y - -(-len(posts) // across) * step / 2 + 1.0
    return [
        Box(post, left + at % across * step, top + at // across * step, step * 0.75, step * 0.75)
        for at, post in enumerate(posts)
    ]


def _roomiest(shares: Sequence[float], width: float, height: float) -> list[Disc]:
    """Return circles in these proportions, evenly along an ellipse around the customer, as large as there is room."""
    largest = min(width, height) / 2
    while True:
        angles = _even_angles(len(shares), width / 2 - largest, height / 2 - largest)
        discs = [_disc(angle, share * largest, width, height) for angle, share in zip(angles, shares, strict=True)]
        if largest <= 1.0 or _apart(discs, width, height):
            return discs
        largest -= 0.25


def _disc(angle: float, radius: float, width: float, height: float) -> Disc:
    x, y = (width / 2 - radius - 0.5) * math.cos(angle), (height / 2 - radius - 0.5) * math.sin(angle)
    return width / 2 + x, height / 2 + y, radius


def _even_angles(n: int, across: float, down: float) -> list[float]:
    """Return n angles, the first at the top, that are equally far apart along the ellipse."""
    fine = [2 * math.pi * step / 720 - math.pi / 2 for step in range(721)]
    points = [(across * math.cos(angle), down * math.sin(angle)) for angle in fine]
    length = list(accumulate((math.dist(*pair) for pair in pairwise(points)), initial=0.0))
    return [fine[bisect_left(length, length[-1] * at / n)] for at in range(n)]


def _apart(discs: Sequence[Disc], width: float, height: float) -> bool:
    all_discs = [*discs, (width / 2, height / 2, CUSTOMER_RADIUS)]
    return all(
        math.dist(one[:2], other[:2]) >= one[2] + other[2] + 1.0
        for at, one in enumerate(all_discs)
        for other in all_discs[:at]
    )
