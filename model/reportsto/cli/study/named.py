"""`reportsto study list` and `new`: the studies of the project, and the beginning of another."""

from pathlib import Path

import click

from reportsto.cli.shared import PATH, Command, say
from reportsto.errors import StudyError


@click.command("list", cls=Command, epilog="Example: reportsto study list")
def list_studies() -> None:
    """Print the studies of the project and their questions; other commands take their names in place of a file."""
    from reportsto.studies.shipped import studies, title

    known = studies()
    width = max(map(len, known), default=0)
    for name, path in known.items():
        click.echo(f"{name.ljust(width)}  {title(path)}")


@click.command(cls=Command, epilog="Example: reportsto study new my_study.toml")
@click.argument("file", type=PATH)
def new(file: Path) -> None:
    """Write a small study of two structures to FILE, to be changed; its id is the name of the file."""
    from reportsto.results.storage import check_target, write_bytes
    from reportsto.studies.shipped import new_study

    if file.exists():
        raise StudyError(f"{file}: is there already; expected the name of a new file")
    check_target(file)
    write_bytes(file, new_study(file).encode())
    say(f"Wrote {file}. Change it, then: reportsto study check {file}")
