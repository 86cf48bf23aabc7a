"""What a study may set or vary by name wherever a parameter may stand: size, rationing rule, route, and the like."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from re import fullmatch
from typing import Any, TypedDict

from reportsto.api import AS_DRAWN, Scenario
from reportsto.errors import SettingError, shown
from reportsto.firms import firm
from reportsto.parameters import OFF_SWITCHES, Parameters
from reportsto.schedule import check_move, check_window
from reportsto.structures import structure
from reportsto.studies.sampling import OFF, PREFIX
from reportsto.worlds import POINTS, point, ration, route

STAYS = "none"
"""The word for no move."""


class Levers(TypedDict, total=False):
    """Levers that are set; the firm has the others."""

    people: int
    ration: str
    route: str
    window: Sequence[int]
    assume: float
    move: Mapping[str, object] | None


def _check_people(people: object) -> None:
    """Refuse a number of people that no firm has; what a firm cannot have is told where its chart is made."""
    wanted = int(Parameters().with_settings({"chart.people": people}).chart.people)
    if wanted:
        firm("product_shop").of_size(wanted)


def _check_move(text: object) -> None:
    """Refuse what is no move, or one to no structure."""
    if (move := _move(text)) is not None and (name := check_move(move)[1]) != AS_DRAWN:
        structure(name)


def _move(text: object) -> Mapping[str, object] | None:
    """Return a move written as "DAY:STRUCTURE"; none for "none"."""
    if text == STAYS:
        return None
    if (move := parse_move(text)) is None:
        raise SettingError(f"move is {shown(text)}; expected 'none', or a day and a structure, such as '700:separate'")
    return move


def parse_move(text: object) -> dict[str, object] | None:
    """Return a move from its text, such as "700:separate", or None for what is no such text; one move has one text."""
    day, _, name = text.partition(":") if isinstance(text, str) else ("", "", "")
    if not fullmatch("0|[1-9][0-9]{0,8}", day) or not name or name != name.strip():
        return None
    return {"day": int(day), "structure": name}


LEVERS: Mapping[str, Callable[[Any], object]] = {
    "people": _check_people,
    "ration": ration,
    "route": route,
    "window": check_window,
    "assume": point,
    "move": _check_move,
}
"""Each lever with what refuses a value it cannot have: arguments of `api.scenario` of the same names."""


def try_setting(name: str, value: object) -> None:
    """Raise `ReportsToError` for a value that a parameter, or a lever, cannot have."""
    if name in LEVERS:
        LEVERS[name](value)
    else:
        Parameters().with_settings({name: value})


def kept(name: str, value: object) -> object:
    """Return a value of TOML as one that can be compared and kept: a list as a tuple, a named point as its number."""
    if name == "assume" and isinstance(value, str):
        return POINTS.get(value, value)
    return tuple(value) if isinstance(value, list) else value


def usual(scenario: Scenario, name: str) -> object:
    """Return what a scenario has where a parameter, or a lever, is left as it is."""
    if name == "move":
        return f"{scenario.move.day}:{scenario.move.structure}" if scenario.move else STAYS
    return getattr(scenario, name) if name in LEVERS else scenario.parameters.get(name)


def apart(settings: Iterable[tuple[str, object]]) -> tuple[dict[str, object], Levers, tuple[str, ...]]:
    """Return the parameters and levers among settings, and the mechanisms they switch off, in catalogue order."""
    named = dict(settings)
    off = tuple(name for name in OFF_SWITCHES if named.get(f"{PREFIX}{name}") == OFF)
    levers: Any = {name: value for name, value in named.items() if name in LEVERS}
    if "move" in levers:
        levers["move"] = _move(levers["move"])
    others = {name: value for name, value in named.items() if name not in LEVERS and not name.startswith(PREFIX)}
    return others, levers, off
