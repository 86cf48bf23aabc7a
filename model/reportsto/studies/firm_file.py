"""Read a firm's own numbers from a file, by the rules of study files: every mistake at once, each with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path

from reportsto.api import AS_DRAWN
from reportsto.errors import ReportsToError, SettingError, nearest, shown
from reportsto.files.place import Mistakes, Place
from reportsto.files.toml import TomlFile, read_toml
from reportsto.parameters import Parameters
from reportsto.patterns.targets import Wanted, wrong
from reportsto.studies.own_firm import SETS, SUFFIX, Everyday, OwnFirm
from reportsto.studies.sections import name_slips, read_parameters, read_section
from reportsto.worlds import RATIONS, ROUTES, WORLDS

LARGEST = 1_000_000
"""Bytes; the file is written by hand."""
KIND = "a TOML file of a firm's numbers"
TABLES = ("parameters", "patterns")
_NAMED = frozenset(name for kind in (WORLDS, RATIONS, ROUTES) for one in kind.values() for name in one.settings)


def named_firm(name: str) -> str | OwnFirm:
    """Return the firm that a name stands for: that of a file where the name ends like one."""
    return read_firm(name) if name.lower().endswith(SUFFIX) else name


def read_firm(path: str | Path) -> OwnFirm:
    """Return the firm in a file; raises one `SettingError` with a line for each mistake."""
    place = Place(Path(path), SettingError)
    mistakes = Mistakes(SettingError)
    file = read_toml(place, LARGEST, KIND, mistakes)
    everyday = Everyday()
    numbers = [one.name for one in fields(Everyday)]
    known = (*numbers, *TABLES)
    slips = {name: nearest(name, known) for name in file.table if name not in known}
    name_slips(file, (), "field of a firm's file", slips, known, mistakes)
    with mistakes.gathered():
        everyday = read_section(file, (), {one: file.table[one] for one in numbers if one in file.table}, Everyday).form
    parameters = _parameters(file, mistakes)
    mistakes.found.extend(str(one) for one in _twice(file, parameters))
    patterns = _patterns(file, mistakes)
    made = OwnFirm(Path(path).stem, Path(path), file.text, everyday, tuple(parameters.items()), patterns)
    with mistakes.gathered():
        _refuse_orders(made)
    mistakes.end()
    return made


def _parameters(file: TomlFile, mistakes: Mistakes) -> dict[str, object]:
    """Return the parameters that a file sets itself; those that cannot be set are mistakes."""
    table = file.table.get("parameters", {})
    found: dict[str, object] = {}
    with mistakes.gathered():
        if not isinstance(table, dict):
            raise file.error(("parameters",), "is no table; expected [parameters] above lines such as climb.fidelity")
        section = read_parameters(file, ("parameters",), table)
        for name, value in section.given.items():
            with mistakes.gathered():
                _check(file, name, value)
                found[name] = tuple(value) if isinstance(value, list) else value
    return found


def _check(file: TomlFile, name: str, value: object) -> None:
    """Refuse what is no parameter, and what belongs elsewhere."""
    where = ("parameters", name)
    if name in _NAMED:
        raise file.error(where, "is set by a world, a rationing rule or a route; expected it with --set or in a study")
    if name.startswith("chart."):
        raise file.error(where, "edits a chart; expected a chart that has these people")
    try:
        Parameters().with_settings({name: value})
    except ReportsToError as error:
        raise file.error(where, f"cannot be set: {str(error)[:300]}") from None


def _twice(file: TomlFile, parameters: Mapping[str, object]) -> Iterator[ReportsToError]:
    """Yield the parameters that an everyday number sets too."""
    for name in [one for one in SETS if one in file.table]:
        for other in parameters:
            if any(other == one or other.startswith(f"{one}.") for one in SETS[name]):
                yield file.error(("parameters", other), f"is set by {name} too; expected one of the two")


def _patterns(file: TomlFile, mistakes: Mistakes) -> tuple[Wanted, ...]:
    tables = file.table.get("patterns", [])
    if not isinstance(tables, list):
        mistakes.add(file.error(("patterns",), "is no list of tables; expected [[patterns]]"))
        return ()
    found: list[Wanted] = []
    for at, table in enumerate(tables):
        with mistakes.gathered():
            section = read_section(file, ("patterns", at), table, Wanted)
            counted = section.form
            if counted.measure and not counted.structure:
                counted = replace(counted, structure=AS_DRAWN)
            for name, message in wrong(counted):
                there = name in section.given
                mistakes.add(section.error(name if there else "", message if there else f"{name} {message}"))
            found.append(counted)
    ids = [one.get("id") if isinstance(one, dict) else None for one in tables]
    for at, id_ in enumerate(ids):
        if isinstance(id_, str) and id_ in ids[:at]:
            mistakes.add(file.error(("patterns", at, "id"), f"is {shown(id_)} a second time; expected another id"))
    return tuple(found)


def _refuse_orders(firm: OwnFirm) -> None:
    """Refuse more orders than customers: one customer orders at most once a day."""
    customers, orders = firm.everyday.customers, firm.everyday.orders
    if customers is not None and orders is not None and orders > customers:
        raise firm.error("orders", f"is {orders:g} a day; expected at most the {customers:,} customers")
