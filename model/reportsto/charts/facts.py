"""What follows from a chart alone: departments, teams, owners, paths, arbiters, direct reports.

Computed once for a chart and an assignment of causes to functions; rules get the numbers in here as arguments and
never see a chart. Posts are rows, seats are people; -1 stands for "nobody". Raises nothing: charts are sound.
"""

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from reportsto.charts.chart import Chart, Post, seats_of
from reportsto.vocabulary import N_CAUSES, NOBODY, Cause, Function


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
        department_head: seat; by department. Who has the same head on two charts is the same department.
        level: number of superiors on the base chart; by post.
        manager: whether a post has reports, or reports to the chief executive, or is the chief executive.
        manager_reports, line_reports: people who report directly, managers and others; by post.
        dotted_managers, dotted_line: people with a dotted line to a post, managers and others.
        first_seat: seat, or -1 where nobody sits; by post.
        site: by post.
        post_of: row; by seat.
        handlers: seats of those who answer customers.
        owner: row, or -1; by kind of contact: causes, then requests.
        owned: whether there is one; by kind.
        owner_function: executive where the chief executive stands in for a missing function; by kind.
        owner_people: seats; by kind.
        own_line: whether a kind is of the post's own line; by post, then kind.
        same_department: whether the owner sits in the post's department; by post, then kind.
        asks_inside: whether asking the owner costs what it does inside a department; by post, then kind.
        every: n for a post whose people answer every n-th contact, else 0.
        path: rows of the superiors up to the arbiter, the nearest first, nothing where nobody owns the cause; by post,
            then cause. Where nobody sits at the top, the head of the owner's department decides in its place; on that
            head's own reports whoever stands in for a chief executive does.
        second_path: the same by way of the first dotted line, empty where there is none below the arbiter.
    """

    is_map: bool
    root: int
    function: tuple[int, ...]
    superior: tuple[int, ...]
    department: tuple[int, ...]
    department_head_function: tuple[int, ...]
    department_head: tuple[int, ...]
    team: tuple[int, ...]
    level: tuple[int, ...]
    manager: tuple[bool, ...]
    manager_reports: tuple[int, ...]
    line_reports: tuple[int, ...]
    dotted_managers: tuple[int, ...]
    dotted_line: tuple[int, ...]
    first_seat: tuple[int, ...]
    site: tuple[str, ...]
    post_of: tuple[int, ...]
    handlers: tuple[int, ...]
    owner: tuple[int, ...]
    owned: tuple[bool, ...]
    owner_function: tuple[int, ...]
    owner_people: tuple[tuple[int, ...], ...]
    own_line: tuple[tuple[bool, ...], ...]
    same_department: tuple[tuple[bool, ...], ...]
    asks_inside: tuple[tuple[bool, ...], ...]
    every: tuple[int, ...]
    path: tuple[tuple[tuple[int, ...], ...], ...]
    second_path: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def seats(self) -> int:
        """Return the number of people."""
        return len(self.post_of)

    def arbiter(self, post: int, cause: int) -> int:
        """Return who decides on a report of this cause from this post: the last on the path, the owner on a map.

        The chief executive has no superior and so decides on what starts at the top: the one post that is its own. It
        stands for nobody where nobody owns the cause, on which there are no reports.
        """
        if self.is_map and self.owner[cause] != NOBODY:
            return self.owner[cause]
        path = self.path[post][cause]
        return path[-1] if path else self.root

    def ways(self, post: int, cause: int) -> tuple[tuple[int, ...], ...]:
        """Return the ways up for a report: the line, and the one by a dotted line if there is one."""
        second = self.second_path[post][cause]
        return (self.path[post][cause], second) if second else (self.path[post][cause],)

    def superiors(self, post: int) -> list[int]:
        """Return the rows above a post, the nearest first."""
        return list(_superiors(post, self.superior))

    def people(self, function: Function) -> tuple[int, ...]:
        """Return the seats of a function, in seat order."""
        return tuple(seat for seat, post in enumerate(self.post_of) if self.function[post] == function)


Kinds = tuple[tuple[bool, ...], ...]
"""What is true of a post and a kind of contact: by post, then kind."""

_STAND_IN = {Function.SALES: Function.MARKETING, Function.MARKETING: Function.SALES}
_REQUEST_OWNERS = (Function.LOGISTICS, Function.SALES, None)
"""Whom a request needs, in the order of `Request`: order status, product question, order entry (nobody)."""


def chart_facts(chart: Chart, owners: Sequence[Function | None]) -> ChartFacts:
    """Return the facts of a chart when `owners[k]` is the function that owns cause k, or None.

    A missing function is replaced: marketing for sales, sales for marketing, the chief executive for any other.
    """
    posts = chart.posts
    row = {None: NOBODY} | {post.id: at for at, post in enumerate(posts)}
    root = row[chart.root().id]
    superior = tuple(row[post.superior] for post in posts)
    dotted = tuple(row[post.dotted] for post in posts)
    lines = tuple(_superiors(at, superior) for at in range(len(posts)))
    manager = _managers(chart, superior, dotted, root)
    manager_reports, line_reports = _direct(superior, posts, manager)
    dotted_managers, dotted_line = _direct(dotted, posts, manager)
    owning, owner = _owners(chart, owners, row)
    empty = root if posts[root].is_empty else NOBODY
    in_charge = row[_in_charge(chart, chart.root()).id]
    department, heads = _departments(chart, lines, root)
    at_owner = tuple(NOBODY if own == NOBODY else department[own] for own in owner)
    spoken_for = {department[at] for at, post in enumerate(posts) if post.liaison}
    same_department = _matches(department, at_owner)
    stops = [_Stop.of(own, lines, empty) for own in owner[:N_CAUSES]]
    path = _paths(superior, lines, stops)
    second_path = tuple(_second_path(at, dotted, lines, stops) for at in range(len(posts)))
    if empty != NOBODY:
        path, second_path = (
            tuple(_past_oneself(at, ways, in_charge) for at, ways in enumerate(all_ways))
            for all_ways in (path, second_path)
        )
    return ChartFacts(
        is_map=chart.is_map,
        root=root,
        function=tuple(int(post.function) for post in posts),
        superior=superior,
        department=department,
        department_head_function=tuple(int(post.function) for post in heads),
        department_head=tuple(NOBODY if post.is_empty else post.seat for post in heads),
        team=_teams(chart, superior),
        level=tuple(post.level for post in posts),
        manager=manager,
        manager_reports=manager_reports,
        line_reports=line_reports,
        dotted_managers=dotted_managers,
        dotted_line=dotted_line,
        first_seat=tuple(NOBODY if post.is_empty else post.seat for post in posts),
        site=tuple(post.site for post in posts),
        post_of=tuple(at for at in _by_seat(posts) for _ in posts[at].seat_numbers),
        handlers=chart.handlers,
        owner=owner,
        owned=tuple(own != NOBODY for own in owner),
        owner_function=tuple(NOBODY if one is None else int(one) for one in owning),
        owner_people=tuple(_people(posts, at, one) for at, one in zip(owner, owning, strict=True)),
        own_line=_own_function(posts, owner, owning) if chart.is_map else same_department,
        same_department=same_department,
        asks_inside=_matches(department, at_owner, spoken_for),
        every=tuple(post.every for post in posts),
        path=path,
        second_path=second_path,
    )


def _superiors(at: int, superior: Sequence[int]) -> tuple[int, ...]:
    chain = []
    while superior[at] != NOBODY:
        at = superior[at]
        chain.append(at)
    return tuple(chain)


def _managers(chart: Chart, superior: Sequence[int], dotted: Sequence[int], root: int) -> tuple[bool, ...]:
    """Tell of each post whether it leads: it has reports, or is the chief executive, or reports there."""
    if chart.is_map:
        return (False,) * len(superior)
    leading = {root, *superior, *dotted}
    return tuple(at in leading or above == root for at, above in enumerate(superior))


def _direct(
    above: Sequence[int], posts: Sequence[Post], manager: Sequence[bool]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return how many managers, and how many others, stand directly below each post."""
    count = {leads: [0] * (len(above) + 1) for leads in (True, False)}  # the last place is for those below nobody
    for boss, post, leads in zip(above, posts, manager, strict=True):
        count[leads][boss] += post.headcount
    return tuple(count[True][:NOBODY]), tuple(count[False][:NOBODY])


def _owners(
    chart: Chart, owners: Sequence[Function | None], row: Mapping[str | None, int]
) -> tuple[tuple[Function | None, ...], tuple[int, ...]]:
    """Return the function that owns each kind, and the row of its highest post; executive has the chief executive.

    Where nobody sits at the top, the first executive below it stands in, or the first post.
    """
    root = chart.root()
    found = {function: chart.highest(function) for function in Function}
    highest = {function: row[post.id] for function, post in found.items() if post and not post.is_empty}
    highest[Function.EXECUTIVE] = row[_in_charge(chart, root).id]
    owning = tuple(one and _owning(one, highest) for one in (*owners, *_REQUEST_OWNERS))
    return owning, tuple(NOBODY if one is None else highest[one] for one in owning)


def _in_charge(chart: Chart, root: Post) -> Post:
    """Return the chief executive; below an empty top the first who reports there, executives before others."""
    if not root.is_empty:
        return root
    below = [post for post in chart.posts if post.superior == root.id or (chart.is_map and post.level == 1)]
    return min(below, key=lambda post: (post.function is not Function.EXECUTIVE, post.level, post.seat))


def _owning(function: Function, present: Container[Function]) -> Function:
    """Return the function that owns in place of this one; executive where the chief executive must."""
    wanted = (function, _STAND_IN.get(function, function), Function.EXECUTIVE)
    return next(one for one in wanted if one in present)


def _matches(department: Sequence[int], at_owner: Sequence[int], also: Container[int] = ()) -> Kinds:
    """Return whether the owner of a kind sits in a post's department, or in one of some others."""
    return tuple(tuple(other == mine or other in also for other in at_owner) for mine in department)


def _departments(chart: Chart, lines: Sequence[Sequence[int]], root: int) -> tuple[tuple[int, ...], list[Post]]:
    """Return the department of each post and each department's head; 0 is the executive department."""
    posts, by_seat = chart.posts, _by_seat(chart.posts)
    if chart.is_map:
        circle = [post.circle for post in posts]
        department = _numbered(circle, [posts[root].circle, *(circle[at] for at in by_seat)])
        rank = sorted(posts, key=lambda post: (post.function is Function.SERVICE, post.level, post.seat))
        head = {post.circle: post for post in reversed(rank)}
        names = dict(zip(department, circle, strict=True))
        return department, [head[names[number]] for number in sorted(names)]
    top = [(root, at, *line)[-2] for at, line in enumerate(lines)]  # the one below the chief executive, or that one
    tops = [root, *(at for at in by_seat if lines[at] == (root,))]
    return _numbered(top, tops), [posts[at] for at in tops]


def _teams(chart: Chart, superior: Sequence[int]) -> tuple[int, ...]:
    keys = [(post.circle or above, post.function) for post, above in zip(chart.posts, superior, strict=True)]
    return _numbered(keys, [keys[at] for at in _by_seat(chart.posts)])


def _numbered(keys: Iterable[Hashable], order: Iterable[Hashable]) -> tuple[int, ...]:
    number = {key: at for at, key in enumerate(dict.fromkeys(order))}
    return tuple(number[key] for key in keys)


def _by_seat(posts: Sequence[Post]) -> list[int]:
    return sorted(range(len(posts)), key=lambda at: (posts[at].seat, posts[at].headcount))


def _people(posts: Sequence[Post], owner: int, function: Function | None) -> tuple[int, ...]:
    if function is Function.EXECUTIVE:
        return tuple(posts[owner].seat_numbers)
    return seats_of(post for post in posts if post.function is function)


def _own_function(posts: Sequence[Post], owner: Sequence[int], owning: Sequence[Function | None]) -> Kinds:
    """Return whether a post of a map is the owner of a kind, or of the function that owns it."""
    return tuple(
        tuple(at == own or post.function is function for own, function in zip(owner, owning, strict=True))
        for at, post in enumerate(posts)
    )


Ways = tuple[tuple[int, ...], ...]
"""The way of a report of each cause: rows."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where reports of one cause end.

    Attributes:
        at: rows of the owner and of those above it; empty where nobody owns the cause.
        empty: row of the top where nobody sits there, or -1.
        instead: row of the head of the owner's department, who decides in place of an empty top.
    """

    at: Set[int]
    empty: int = NOBODY
    instead: int = NOBODY

    @classmethod
    def of(cls, owner: int, lines: Sequence[tuple[int, ...]], empty: int) -> "_Stop":
        if owner == NOBODY:
            return cls(frozenset())
        line = (owner, *lines[owner])
        return cls(frozenset(line), empty, line[-2] if empty == line[-1] else NOBODY)


def _paths(superior: Sequence[int], lines: Sequence[tuple[int, ...]], stops: Sequence[_Stop]) -> tuple[Ways, ...]:
    """Return the path of each post and cause; posts under one superior share theirs."""
    shared = {
        boss: tuple(_until(stop, line) for stop in stops)
        for boss, line in dict(zip(superior, lines, strict=True)).items()
    }
    return tuple(shared[boss] for boss in superior)


def _until(stop: _Stop, line: tuple[int, ...]) -> tuple[int, ...]:
    """Return a line up to the first who is the owner or above it; nothing where nobody owns the cause."""
    if not stop.at:
        return ()
    below = sum(1 for _ in takewhile(lambda boss: boss not in stop.at, line))
    way = line[: below + 1]
    return (*way[:-1], stop.instead) if way and way[-1] == stop.empty else way


def _past_oneself(at: int, ways: Ways, in_charge: int) -> Ways:
    """Return the ways of a post's reports; who would decide on its own leaves that to whoever is in charge."""
    return tuple(_up_to((*way[:-1], in_charge), in_charge) if way and way[-1] == at else way for way in ways)


def _up_to(way: tuple[int, ...], last: int) -> tuple[int, ...]:
    return way[: way.index(last) + 1]


def _second_path(at: int, dotted: Sequence[int], lines: Sequence[tuple[int, ...]], stops: Sequence[_Stop]) -> Ways:
    """Return the path of a post and each cause by way of the first dotted line on it, or nothing."""
    chain = (at, *lines[at])
    step = next((step for step, post in enumerate(chain) if dotted[post] != NOBODY), None)
    if step is None:
        return ((),) * len(stops)
    second = dotted[chain[step]]
    below, way = set(chain[1 : step + 1]), (*chain[1 : step + 1], second, *lines[second])
    return tuple(() if below & stop.at else _until(stop, way) for stop in stops)


def cause_owners(overrides: Mapping[Cause, Function]) -> tuple[Function | None, ...]:
    """Return the function that owns each cause, or None: the table of the model, with a firm's exceptions."""
    usual: dict[Cause, Function | None] = {
        Cause.LATE: Function.LOGISTICS,
        Cause.MIX_UP: Function.LOGISTICS,
        Cause.SLOW_REFUND: Function.LOGISTICS,
        Cause.BACK_ORDER: Function.LOGISTICS,
        Cause.OVERSOLD: Function.MARKETING,
        Cause.WRONG_PRICE: Function.SALES,
        Cause.DEFECT: Function.PRODUCT,
        Cause.WRONG_BILL: Function.FINANCE,
        Cause.POOR_ANSWER: Function.SERVICE,
        Cause.IN_TRANSIT: None,
    }
    return tuple(overrides.get(cause, usual[cause]) for cause in Cause)
