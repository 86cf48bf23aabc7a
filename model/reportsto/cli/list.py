"""`reportsto list`: the names that other commands understand, and what they mean."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from reportsto.cli.shared import Command
from reportsto.errors import unknown_name

if TYPE_CHECKING:
    from reportsto.worlds import NamedSettings

Rows = list[tuple[str, ...]]


def _parameters() -> Rows:
    from reportsto.parameters import Parameters, every_field

    rows: Rows = []
    for group, entry, info in every_field():
        value = getattr(getattr(Parameters(), group), entry)
        numbers = value if info.words else (value,)
        words = f" (.{', .'.join(info.words)})" if info.words else ""
        shown = ",".join(f"{number:g}" for number in numbers)
        rows.append((f"{group}.{entry}", shown, info.unit, f"{info.meaning}{words}"))
    return rows


def _mechanisms() -> Rows:
    from reportsto.parameters import OFF_SWITCHES, RULE_SWITCHES

    return [(name, f"without it: {meaning}") for name, meaning in {**OFF_SWITCHES, **RULE_SWITCHES}.items()]


def _rows(home: str, name: str, row: Callable[[Any], tuple[str, ...]]) -> Callable[[], Rows]:
    """Return a function that returns a row for each entry of a tuple or a mapping somewhere in the package."""

    def rows() -> Rows:
        entries = getattr(import_module(f"reportsto.{home}"), name)
        return [row(entry) for entry in (entries.items() if isinstance(entries, Mapping) else entries)]

    return rows


def _sentence(one: "NamedSettings") -> tuple[str, ...]:
    """Return a world, rationing rule or route with what is true in such a firm, and whether it is the default."""
    from reportsto.firms import FIRMS
    from reportsto.worlds import ACCEPTED, DEFAULT_WORLD, WORLDS

    usual = (DEFAULT_WORLD, FIRMS[0].ration, FIRMS[0].route)
    beside = " (accepted, not one of the four worlds)" if one.id in ACCEPTED.keys() - WORLDS.keys() else ""
    return one.id, f"{one.sentence}{' (default)' if one.id in usual else beside}"


CATALOGUES: dict[str, Callable[[], Rows]] = {
    "structures": _rows("structures", "STRUCTURES", lambda one: (one.id, one.title)),
    "firms": _rows("firms", "FIRMS", lambda one: (one.id, one.title)),
    "worlds": _rows("worlds", "ACCEPTED", lambda one: _sentence(one[1])),
    "rations": _rows("worlds", "RATIONS", lambda one: _sentence(one[1])),
    "routes": _rows("worlds", "ROUTES", lambda one: _sentence(one[1])),
    "parameters": _parameters,
    "measures": _rows("records", "COLUMNS", lambda one: (one.name, one.unit, one.meaning)),
    "mechanisms": _mechanisms,
    "phases": _rows("schedule", "PHASES", lambda one: (str(one.number), one.name, one.rules, one.does)),
}


def _begun(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    return [name for name in CATALOGUES if name.startswith(begun)]


@click.command("list", cls=Command, epilog="Example: reportsto list measures")
@click.argument("what", shell_complete=_begun)
def list_names(what: str) -> None:
    """Print the names of one kind and what they mean.

    Kinds are structures, firms, worlds, rations, routes, parameters, measures, mechanisms and phases.
    """
    if what not in CATALOGUES:
        raise unknown_name("list", what, CATALOGUES)
    rows = CATALOGUES[what]()
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]))
