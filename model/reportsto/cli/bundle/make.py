"""`reportsto bundle make`: pack a study, its results, the environment and the citation into one file."""

import re
from pathlib import Path

import click

from reportsto.cli.shared import PATH, Command, say
from reportsto.errors import shown

LONGEST_NAME = 200
SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,60}")


class Name(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.3 on
    """The name of somebody, on one line."""

    name = "name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name without blanks around it."""
        told = value.strip()
        if not (told and told.isprintable() and len(told) <= LONGEST_NAME):
            self.fail(f"{shown(value)}; expected a name of 1 to {LONGEST_NAME} letters, on one line", param, ctx)
        return told


@click.command(cls=Command, epilog="Example: reportsto bundle make results/near_outcome --out near_outcome.zip")
@click.argument("folder", type=PATH)
@click.option("--out", type=PATH, metavar="FILE", help="Write the bundle to FILE (default: STUDY.zip, in this folder).")
@click.option(
    "--study",
    type=PATH,
    metavar="FILE",
    help="Pack this study file (default: the file that provenance names, or the study of the project of that name).",
)
@click.option(
    "--licence",
    metavar="ID",
    help="Say by this SPDX identifier what others may do, such as CC-BY-4.0 (default: none, and the bundle says so).",
)
@click.option(
    "--author",
    "authors",
    type=Name(),
    multiple=True,
    metavar="NAME",
    help="Name an author; may be repeated (default: none, and the bundle says so).",
)
@click.option(
    "--publisher",
    type=Name(),
    metavar="NAME",
    help="Name the organisation that publishes it (default: none, and the bundle says so).",
)
def make(
    folder: Path,
    out: Path | None,
    study: Path | None,
    licence: str | None,
    authors: tuple[str, ...],
    publisher: str | None,
) -> None:
    """Pack the results in FOLDER, their study, the environment and what to cite into one file."""
    from reportsto.bundles.crate import Terms
    from reportsto.bundles.making import make as pack

    if licence is not None and not SPDX.fullmatch(licence):
        raise click.UsageError(f"--licence {licence!r}; expected an SPDX identifier, such as MIT or CC-BY-4.0")
    made = pack(folder, out or Path(f"{folder.resolve().name}.zip"), study, Terms(licence, authors, publisher))
    for note in made.notes:
        say(note)
    click.echo(f"{made.file}: {made.files} files, {made.size / 1e6:.1f} MB, sha256 {made.sha256}")
    say(f"See that it is whole: reportsto bundle check {made.file}")
