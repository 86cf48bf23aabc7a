"""Charts of any size, for timing and for what-if: from 5 to 100,000 posts of one person, deep or broad.

Nothing is drawn: the same arguments give the same chart. A department is filled level by level, each post with up to
`breadth` direct reports, so depth follows from size and breadth. Shares of functions are those of the default shop.
"""

from collections.abc import Mapping

from reportsto.charts.chart import Chart, Post, tree
from reportsto.errors import SettingError
from reportsto.vocabulary import Function

SHARES: Mapping[Function, float] = {
    Function.SERVICE: 9 / 55,
    Function.LOGISTICS: 31 / 55,
    Function.MARKETING: 7 / 55,
    Function.SALES: 5 / 55,
    Function.PRODUCT: 1 / 55,
    Function.FINANCE: 1 / 55,
    Function.OTHER: 1 / 55,
}
"""Shares of posts below the chief executive: the default shop, its heads counted in."""

LEAST, MOST = 5, 100_000


def generated(
    posts: int,
    *,
    breadth: int = 8,
    shares: Mapping[Function, float] = SHARES,
    service_teams: int = 1,
) -> Chart:
    """Return a chart with so many posts, one person each.

    `service_teams` spreads service: the first team is a department under the chief executive, every further one is a
    team under the head of logistics, marketing or sales in turn, with an equal part of the people. Raises
    `SettingError` where there are too few posts for the functions asked for, or none for service or logistics.
    """
    if type(posts) is not int or not LEAST <= posts <= MOST:
        raise SettingError(f"posts is {posts!r}; expected a whole number from {LEAST} to {MOST}")
    if type(breadth) is not int or breadth < 1:
        raise SettingError(f"breadth is {breadth!r}; expected a whole number from 1")
    if type(service_teams) is not int or not 1 <= service_teams <= posts:
        raise SettingError(f"service_teams is {service_teams!r}; expected a whole number from 1 to {posts}")
    sizes = _sizes(posts - 1, shares)
    for function in (Function.SERVICE, Function.LOGISTICS):
        if not sizes.get(function):
            raise SettingError(f"{posts} posts leave none for {function.word}; expected at least one")
    rows = [Post("ceo", Function.EXECUTIVE, None)]
    hosts = [function for function in _HOSTS if sizes.get(function)]
    teams = min(service_teams, 1 + sizes[Function.SERVICE] // 2)
    for function, size in sizes.items():
        if function is not Function.SERVICE:
            rows += _branch(function, size, "ceo", breadth, function.word)
    for team in range(teams):
        size = sizes[Function.SERVICE] // teams + (team < sizes[Function.SERVICE] % teams)
        host = "ceo" if team == 0 else f"{hosts[(team - 1) % len(hosts)].word}_0"
        rows += _branch(Function.SERVICE, size, host, breadth, "service" if team == 0 else f"service{team}")
    return tree(rows, f"generated_{posts}_{breadth}_{service_teams}")


_HOSTS = (Function.LOGISTICS, Function.MARKETING, Function.SALES)


def _sizes(posts: int, shares: Mapping[Function, float]) -> dict[Function, int]:
    """Share out posts by largest remainder; logistics and service come first where there are few."""
    first = (Function.SERVICE, Function.LOGISTICS)
    order = sorted(shares, key=lambda function: (function not in first, -shares[function]))
    whole = sum(shares.values())
    exact = {function: posts * shares[function] / whole for function in order}
    sizes = {function: max(int(exact[function]), 1 if at < posts else 0) for at, function in enumerate(order)}
    while sum(sizes.values()) > posts:
        sizes[max(sizes, key=lambda function: sizes[function])] -= 1
    by_remainder = sorted(order, key=lambda function: int(exact[function]) - exact[function])
    for at in range(posts - sum(sizes.values())):
        sizes[by_remainder[at % len(by_remainder)]] += 1
    return {function: size for function, size in sizes.items() if size > 0}


def _branch(function: Function, size: int, superior: str, breadth: int, name: str) -> list[Post]:
    """Return one head and everybody below, level by level."""
    rows = [Post(f"{name}_0", function, superior)]
    rows += [Post(f"{name}_{at}", function, f"{name}_{(at - 1) // breadth}") for at in range(1, size)]
    return rows[:size]
