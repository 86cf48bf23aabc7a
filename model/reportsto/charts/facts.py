"""What follows from a chart alone: departments, teams, owners, paths, arbiters, direct reports.

Computed once for a chart and an assignment of causes to functions; rules get the numbers in here as arguments and
never see a chart. Posts are rows, seats are people; -1 stands for "nobody". Raises nothing: charts are sound.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import IntEnum

from reportsto.charts.chart import Chart, Post
from reportsto.vocabulary import N_CAUSES, NOBODY, Cause, Function


class Distance(IntEnum):
    """How far a person sits from the owner of a cause."""

    SAME_TEAM = 0
    SAME_DEPARTMENT = 1
    ACROSS = 2


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """Everything the rules need to know about a chart, as plain numbers; "by post" means by its row.

    Departments and teams are numbered by their lowest seat, the executive department first: row order decides nothing.

    Attributes:
        is_map: whether there are circles instead of reporting lines.
        root: row of the chief executive.
        function: by post.
        superior: row, or -1; by post.
        department, team: numbers; by post.
        department_head_function: by department.
        level: number of superiors on the base chart; by post.
        manager: whether a post has reports, or reports to the chief executive, or is the chief executive.
        manager_reports, line_reports: people who report directly, managers and others; by post.
        dotted_managers, dotted_line: people with a dotted line to a post, managers and others.
        headcount, first_seat, site: by post.
        post_of: row; by seat.
        handlers: seats of those who answer customers.
        owner: row, or -1; by kind of contact: causes, then requests.
        owner_function: executive where the chief executive stands in for a missing function; by kind.
        owner_people: seats; by kind.
        own_line: whether a kind is of the post's own line; by post, then kind.
        same_department: whether the owner sits in the post's department; by post, then kind.
        asks_inside: whether asking the owner costs what it does inside a department; by post, then kind.
        every: n for a post whose people answer every n-th contact, else 0.
        path: rows of the superiors up to the arbiter, the nearest first; by post, then cause.
        second_path: the same by way of the first dotted line, empty where there is none below the arbiter.
        distance: to the owner; by post, then kind.
    """

    is_map: bool
    root: int
    function: tuple[int, ...]
    superior: tuple[int, ...]
    department: tuple[int, ...]
    department_head_function: tuple[int, ...]
    team: tuple[int, ...]
    level: tuple[int, ...]
    manager: tuple[bool, ...]
    manager_reports: tuple[int, ...]
    line_reports: tuple[int, ...]
    dotted_managers: tuple[int, ...]
    dotted_line: tuple[int, ...]
    headcount: tuple[int, ...]
    first_seat: tuple[int, ...]
    site: tuple[str, ...]
    post_of: tuple[int, ...]
    handlers: tuple[int, ...]
    owner: tuple[int, ...]
    owner_function: tuple[int, ...]
    owner_people: tuple[tuple[int, ...], ...]
    own_line: tuple[tuple[bool, ...], ...]
    same_department: tuple[tuple[bool, ...], ...]
    asks_inside: tuple[tuple[bool, ...], ...]
    every: tuple[int, ...]
    path: tuple[tuple[tuple[int, ...], ...], ...]
    second_path: tuple[tuple[tuple[int, ...], ...], ...]
    distance: tuple[tuple[Distance, ...], ...]

    @property
    def seats(self) -> int:
        """Return the number of people."""
        return len(self.post_of)

    def arbiter(self, post: int, cause: int) -> int:
        """Return who decides on a report of this cause from this post: the last on the path, the owner on a map.

        The chief executive has no superior and so decides on what starts at the top: the one post that is its own.
        """
        if self.is_map:
            return self.owner[cause]
        path = self.path[post][cause]
        return path[-1] if path else self.root

    def ways(self, post: int, cause: int) -> tuple[tuple[int, ...], ...]:
        """Return the ways up for a report: the line, and the one by a dotted line if there is one."""
        second = self.second_path[post][cause]
        return (self.path[post][cause], second) if second else (self.path[post][cause],)

    def superiors(self, post: int) -> list[int]:
        """Return the rows above a post, the nearest first."""
        return _superiors(post, self.superior)

    def people(self, function: Function) -> tuple[int, ...]:
        """Return the seats of a function, in seat order."""
        return tuple(seat for seat, post in enumerate(self.post_of) if self.function[post] == function)


def chart_facts(chart: Chart, owners: Sequence[Function]) -> ChartFacts:
    """Return the facts of a chart when `owners[k]` is the function that owns cause k.

    A missing function is replaced: marketing for sales, sales for marketing, the chief executive for any other.
    """
    posts = chart.posts
    row = {post.id: at for at, post in enumerate(posts)}
    superior = tuple(row[post.superior] if post.superior is not None else NOBODY for post in posts)
    root = row[chart.root().id]
    department, heads = _departments(chart, superior, root)
    team = _teams(posts, superior, chart.is_map)
    dotted = tuple(row[post.dotted] if post.dotted is not None else NOBODY for post in posts)
    manager = _managers(posts, superior, dotted, root, chart.is_map)
    managers = [post.headcount if leads else 0 for post, leads in zip(posts, manager, strict=True)]
    others = [0 if leads else post.headcount for post, leads in zip(posts, manager, strict=True)]
    owning = tuple(_owning(chart, function) for function in (*owners, *_REQUEST_OWNERS))
    owner = tuple(_owner_row(chart, function, row, root) for function in owning)
    owner_function = tuple(NOBODY if function is None else int(function) for function in owning)
    return ChartFacts(
        is_map=chart.is_map,
        root=root,
        function=tuple(int(post.function) for post in posts),
        superior=superior,
        department=department,
        department_head_function=heads,
        team=team,
        level=tuple(post.level for post in posts),
        manager=manager,
        manager_reports=_direct(superior, managers),
        line_reports=_direct(superior, others),
        dotted_managers=_direct(dotted, managers),
        dotted_line=_direct(dotted, others),
        headcount=tuple(post.headcount for post in posts),
        first_seat=tuple(post.seat for post in posts),
        site=tuple(post.site for post in posts),
        post_of=_post_of(posts),
        handlers=tuple(
            sorted(s for post in posts if post.answers for s in range(post.seat, post.seat + post.headcount))
        ),
        owner=owner,
        owner_function=owner_function,
        owner_people=tuple(_people(posts, at, function) for at, function in zip(owner, owning, strict=True)),
        own_line=_own_line(chart, owner, owner_function, department),
        same_department=tuple(tuple(own != NOBODY and department[own] == mine for own in owner) for mine in department),
        asks_inside=_asks_inside(posts, owner, department),
        every=tuple(post.every for post in posts),
        path=((((),) * N_CAUSES,) * len(posts)) if chart.is_map else _paths(superior, owner[:N_CAUSES]),
        second_path=_second_paths(superior, dotted, owner[:N_CAUSES]),
        distance=tuple(tuple(_distance(at, own, team, department) for own in owner) for at in range(len(posts))),
    )


_REQUEST_OWNERS = (Function.LOGISTICS, Function.SALES, None)
"""Whom a request needs, in the order of `Request`: order status, product question, order entry (nobody)."""


def _owning(chart: Chart, function: Function | None) -> Function | None:
    """Return the function that owns in place of this one; executive where the chief executive must."""
    stand_in = {Function.SALES: Function.MARKETING, Function.MARKETING: Function.SALES}
    if function is None or chart.highest(function):
        return function
    other = stand_in.get(function)
    return other if other is not None and chart.highest(other) else Function.EXECUTIVE


def _owner_row(chart: Chart, function: Function | None, row: Mapping[str, int], root: int) -> int:
    if function is None:
        return NOBODY
    found = None if function is Function.EXECUTIVE else chart.highest(function)
    return row[found.id] if found else root


def _departments(chart: Chart, superior: Sequence[int], root: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the department of each post and the function of each department's head; 0 is the executive department."""
    posts = chart.posts
    if chart.is_map:
        names = list(dict.fromkeys([posts[root].circle, *(posts[at].circle for at in _by_seat(posts))]))
        number_of = {name: number for number, name in enumerate(names)}
        label = tuple(number_of[post.circle] for post in posts)
        return label, tuple(_circle_head(posts, label, number) for number in range(len(names)))
    tops = [at for at in _by_seat(posts) if superior[at] == root]
    number = {root: 0} | {at: place for place, at in enumerate(tops, start=1)}
    for at in range(len(posts)):
        chain = []
        while at not in number:
            chain.append(at)
            at = superior[at]
        number.update((below, number[at]) for below in chain)
    heads = (root, *tops)
    return tuple(number[at] for at in range(len(posts))), tuple(int(posts[at].function) for at in heads)


def _by_seat(posts: Sequence[Post]) -> list[int]:
    return sorted(range(len(posts)), key=lambda at: posts[at].seat)


def _circle_head(posts: Sequence[Post], label: Sequence[int], number: int) -> int:
    inside = [post for post, at in zip(posts, label, strict=True) if at == number]
    guests_apart = [post for post in inside if post.function is not Function.SERVICE] or inside
    return int(min(guests_apart, key=lambda post: (post.level, post.seat)).function)


def _teams(posts: Sequence[Post], superior: Sequence[int], is_map: bool) -> tuple[int, ...]:
    keys = [(post.circle if is_map else superior[at], post.function) for at, post in enumerate(posts)]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys[at] for at in _by_seat(posts)))}
    return tuple(numbers[key] for key in keys)


def _managers(
    posts: Sequence[Post], superior: Sequence[int], dotted: Sequence[int], root: int, is_map: bool
) -> tuple[bool, ...]:
    if is_map:
        return (False,) * len(posts)
    with_reports = {*superior, *dotted}
    return tuple(at in with_reports or superior[at] == root or at == root for at in range(len(posts)))


def _direct(superior: Sequence[int], people: Sequence[int]) -> tuple[int, ...]:
    count = [0] * len(superior)
    for at, above in enumerate(superior):
        if above != NOBODY:
            count[above] += people[at]
    return tuple(count)


def _post_of(posts: Sequence[Post]) -> tuple[int, ...]:
    seats = [NOBODY] * sum(post.headcount for post in posts)
    for at, post in enumerate(posts):
        for seat in range(post.seat, post.seat + post.headcount):
            seats[seat] = at
    return tuple(seats)


def _people(posts: Sequence[Post], owner: int, function: Function | None) -> tuple[int, ...]:
    if owner == NOBODY:
        return ()
    people = [post for post in posts if post.function is function]
    if function is Function.EXECUTIVE:
        people = [posts[owner]]
    return tuple(sorted(s for post in people for s in range(post.seat, post.seat + post.headcount)))


def _paths(superior: Sequence[int], owner: Sequence[int]) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Return the path of each post and cause; posts under one superior share theirs."""
    above_owner = {own: {own, *_superiors(own, superior)} for own in owner}
    shared = {boss: tuple(_path(boss, above_owner[own], superior) for own in owner) for boss in set(superior)}
    return tuple(shared[boss] for boss in superior)


def _path(boss: int, above_owner: Set[int], superior: Sequence[int]) -> tuple[int, ...]:
    path = []
    while boss != NOBODY:
        path.append(boss)
        if boss in above_owner:
            break
        boss = superior[boss]
    return tuple(path)


def _second_paths(
    superior: Sequence[int], dotted: Sequence[int], owner: Sequence[int]
) -> tuple[tuple[tuple[int, ...], ...], ...]:
    if set(dotted) == {NOBODY}:
        return (((),) * len(owner),) * len(superior)
    return tuple(_second_path(at, superior, dotted, owner) for at in range(len(superior)))


def _second_path(
    at: int, superior: Sequence[int], dotted: Sequence[int], owner: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Return the path of a post and each cause by way of the first dotted line on it, or nothing."""
    line = []
    while at != NOBODY and dotted[at] == NOBODY:
        at = superior[at]
        line.append(at)
    if at == NOBODY:
        return ((),) * len(owner)
    first = dotted[at]
    paths = []
    for own in owner:
        above_owner = {own, *_superiors(own, superior)}
        decided = any(boss in above_owner for boss in line)
        paths.append(() if decided else (*line, *_path(first, above_owner, superior)))
    return tuple(paths)


def _asks_inside(
    posts: Sequence[Post], owner: Sequence[int], department: Sequence[int]
) -> tuple[tuple[bool, ...], ...]:
    spoken_for = {department[at] for at, post in enumerate(posts) if post.liaison}
    return tuple(
        tuple(own != NOBODY and (department[own] == mine or department[own] in spoken_for) for own in owner)
        for mine in department
    )


def _superiors(at: int, superior: Sequence[int]) -> list[int]:
    chain = []
    while superior[at] != NOBODY:
        at = superior[at]
        chain.append(at)
    return chain


def _own_line(
    chart: Chart, owner: Sequence[int], owner_function: Sequence[int], department: Sequence[int]
) -> tuple[tuple[bool, ...], ...]:
    if not chart.is_map:
        return tuple(tuple(own != NOBODY and department[own] == mine for own in owner) for mine in department)
    return tuple(
        tuple(at == own or post.function == function for own, function in zip(owner, owner_function, strict=True))
        for at, post in enumerate(chart.posts)
    )


def _distance(at: int, owner: int, team: Sequence[int], department: Sequence[int]) -> Distance:
    if owner != NOBODY and team[at] == team[owner]:
        return Distance.SAME_TEAM
    if owner != NOBODY and department[at] == department[owner]:
        return Distance.SAME_DEPARTMENT
    return Distance.ACROSS


def cause_owners(overrides: dict[Cause, Function]) -> tuple[Function, ...]:
    """Return the owning function of each cause: the table of the model, with a firm's exceptions."""
    usual = {
        Cause.LATE: Function.LOGISTICS,
        Cause.MIX_UP: Function.LOGISTICS,
        Cause.SLOW_REFUND: Function.LOGISTICS,
        Cause.BACK_ORDER: Function.LOGISTICS,
        Cause.OVERSOLD: Function.MARKETING,
        Cause.WRONG_PRICE: Function.SALES,
        Cause.DEFECT: Function.PRODUCT,
        Cause.WRONG_BILL: Function.FINANCE,
        Cause.POOR_ANSWER: Function.SERVICE,
    }
    return tuple(overrides.get(cause, usual[cause]) for cause in Cause)
