"""Named settings beside the firm: what is assumed, worlds, ways to ration a manager's hours, routes of a report.

Four worlds say where faults of one's own line count. The essays' order is a result that depends on the world, not an
assumption; no study reports one world alone. How strongly such faults count is assumed: the world `neutral` sets it to
0, the others leave it. A run has one of each kind, and each sets every other number that any of its kind sets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np

from reportsto.errors import SettingError, did_you_mean, shown, unknown_name
from reportsto.evidence import Value
from reportsto.parameters import every_field

POINTS: Mapping[str, float] = MappingProxyType({"essays": 0.0, "halfway": 0.5, "middle": 1.0})
"""Named points of the line from the first version's numbers to the middle of what each number could be."""
DEFAULT_WORLD = "once"
ASSUMED = POINTS["middle"]
"""Where a firm stands on that line, unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class NamedSettings:
    """A set of parameter settings under a name: a world, a rationing rule or a route.

    Attributes:
        id: what users type.
        sentence: what is true in such a firm, in everyday words.
        title: what it assumes, in the model's words.
        settings: the numbers it sets.
    """

    id: str
    sentence: str
    title: str
    settings: dict[str, float]


def _own_line(
    *, voice: float = 0.0, passing_on: float = 0.0, overridden: bool = False, paid: bool = False
) -> dict[str, float]:
    """Return every number that each world sets: where faults of one's own line count."""
    return {
        "voice.own_line": voice,
        "climb.own_line_loss": passing_on,
        "incentives.overridden": 1.0 if overridden else 0.0,
        "incentives.paid_on_customers": 1.0 if paid else 0.0,
    }


NEUTRAL = NamedSettings(
    "neutral",
    "reports on your own department cost nothing",
    "advocating one's own department's faults pays like anybody's (c = 0)",
    {"incentives.own_line_strength": 0.0, **_own_line()},
)
ONCE = NamedSettings(
    "once",
    "reports on your own department cost you pay",
    "faults of one's own line are charged once, in the pull of pay",
    _own_line(),
)
CONTAGION = NamedSettings(
    "contagion",
    "reports on your own department cost colleagues, not you",
    "service and every manager above it are paid on customer metrics alone (beta_d = 0); only the neighbours differ",
    _own_line(overridden=True),
)
CONTRACT = NamedSettings(
    "contract",
    "reports on your own department cost pay, take courage, are held back",
    "own-line faults are charged three times: in pay, in voice, in passing on (the essays at their strongest)",
    _own_line(voice=1.5, passing_on=0.3),
)

BLAME_PAYS = NamedSettings(
    "blame_pays",
    "reports on your own department pay service and its managers like any other",
    "service and every manager above it are paid for own-line faults as for any: contagion of the first version",
    _own_line(paid=True),
)

WORLDS = {world.id: world for world in (NEUTRAL, ONCE, CONTAGION, CONTRACT)}
"""The four that every study reports, in the order in which every page lists them."""
ACCEPTED = {**WORLDS, BLAME_PAYS.id: BLAME_PAYS}
"""What may be named where a world is: the four, and one that is not of them."""

BUNDLES = NamedSettings(
    "bundles",
    "complaints are put together, and a manager decides on several at once",
    "reports cost the hours of an item over m_b",
    {"voice.report_bar": 0.0, "ration.digest_days": 0.0},
)
BAR = NamedSettings(
    "bar",
    "only the worst complaints are sent up",
    "bundles, and the bar for sending a report up raised by 4",
    {"voice.report_bar": 4.0, "ration.digest_days": 0.0},
)
DIGEST = NamedSettings(
    "digest",
    "each department hands over once a week, and what it says about one cause is one item",
    "a department's reports on one cause in five days are one item, whoever decides",
    {"voice.report_bar": 0.0, "ration.digest_days": 5.0},
)
RATIONS = {ration.id: ration for ration in (BUNDLES, BAR, DIGEST)}
"""How decisions are rationed."""

COMMON_SUPERIOR = NamedSettings(
    "common_superior",
    "a complaint goes up to the first manager above both departments",
    "the lowest common superior of sender and owner decides",
    {"route.peers_first": 0.0},
)
PEERS_FIRST = NamedSettings(
    "peers_first",
    "a complaint goes to the other department first, and to the top if that refuses",
    "the head of the owner's department decides; a refusal may go on to the common superior",
    {"route.peers_first": 1.0},
)
ROUTES = {route.id: route for route in (COMMON_SUPERIOR, PEERS_FIRST)}
"""Where a report goes."""


def point(assume: object) -> float:
    """Return the point of what is assumed by its name or number, 0 to 1, or raise `SettingError`."""
    if isinstance(assume, str) and assume in POINTS:
        return POINTS[assume]
    if isinstance(assume, (int, float, np.integer, np.floating)) and not isinstance(assume, bool) and 0 <= assume <= 1:
        return abs(float(assume))
    near = did_you_mean(assume, POINTS) if isinstance(assume, str) else ""
    expected = f"expected {', '.join(POINTS)}, or a number from 0 to 1"
    raise SettingError(f"assume is {shown(assume)}{':' if near else ';'} {near}{expected}")


@cache
def assumed_at(t: float) -> Mapping[str, Value]:
    """Return the settings of a point of what is assumed: numbers that move, from the essays', 0, to their middles, 1.

    Numbers that evidence of grade C or better gives do not move, nor do those that each world, ration or route sets.
    """
    return MappingProxyType({f"{group}.{entry}": info.at(t) for group, entry, info in every_field() if info.moves})


def world(world_id: str) -> NamedSettings:
    """Return a world by its id, or raise `UnknownName` with the nearest right one."""
    return _named("world", world_id, ACCEPTED)


def ration(ration_id: str) -> NamedSettings:
    """Return a rationing rule by its id, or raise `UnknownName` with the nearest right one."""
    return _named("ration", ration_id, RATIONS)


def route(route_id: str) -> NamedSettings:
    """Return a route by its id, or raise `UnknownName` with the nearest right one."""
    return _named("route", route_id, ROUTES)


def _named(kind: str, name: object, known: Mapping[str, NamedSettings]) -> NamedSettings:
    if not isinstance(name, str) or name not in known:
        raise unknown_name(kind, name, known)
    return known[name]
