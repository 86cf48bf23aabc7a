"""`reportsto list`: the names that other commands understand, and what they mean."""

from collections.abc import Callable

import click

from reportsto.cli.shared import Command
from reportsto.errors import unknown_name

Rows = list[tuple[str, ...]]


def _structures() -> Rows:
    from reportsto.structures import STRUCTURES

    return [(structure.id, structure.title) for structure in STRUCTURES]


def _firms() -> Rows:
    from reportsto.firms import FIRMS

    return [(firm.id, firm.title) for firm in FIRMS]


def _worlds() -> Rows:
    from reportsto.worlds import WORLDS

    return [(world.id, world.sentence) for world in WORLDS.values()]


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


def _measures() -> Rows:
    from reportsto.records import COLUMNS

    return [(column.name, column.unit, column.meaning) for column in COLUMNS]


def _mechanisms() -> Rows:
    from reportsto.parameters import OFF_SWITCHES

    return [(name, f"without it: {meaning}") for name, meaning in OFF_SWITCHES.items()]


def _phases() -> Rows:
    from reportsto.schedule import PHASES

    return [(str(phase.number), phase.name, phase.rules, phase.does) for phase in PHASES]


CATALOGUES: dict[str, Callable[[], Rows]] = {
    "structures": _structures,
    "firms": _firms,
    "worlds": _worlds,
    "parameters": _parameters,
    "measures": _measures,
    "mechanisms": _mechanisms,
    "phases": _phases,
}


def _begun(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    return [name for name in CATALOGUES if name.startswith(begun)]


@click.command("list", cls=Command, epilog="Example: reportsto list measures")
@click.argument("what", shell_complete=_begun)
def list_names(what: str) -> None:
    """Print names and what they mean: structures, firms, worlds, parameters, measures, mechanisms or phases."""
    if what not in CATALOGUES:
        raise unknown_name("list", what, CATALOGUES)
    rows = CATALOGUES[what]()
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]))
