"""`reportsto bundle make`: pack a study, its results, the environment and the citation into one file."""

import re
from pathlib import Path

import click

from reportsto.cli.shared import PATH, Command, say

SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,60}")


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
def make(folder: Path, out: Path | None, study: Path | None, licence: str | None) -> None:
    """Pack the results in FOLDER, their study, the environment and what to cite into one file."""
    from reportsto.bundles.making import make as pack

    if licence is not None and not SPDX.fullmatch(licence):
        raise click.UsageError(f"--licence {licence!r}; expected an SPDX identifier, such as MIT or CC-BY-4.0")
    made = pack(folder, out or Path(f"{folder.resolve().name}.zip"), study, licence)
    for note in made.notes:
        say(note)
    click.echo(f"{made.file}: {made.files} files, {made.size / 1e6:.1f} MB, sha256 {made.sha256}")
    say(f"See that it is whole: reportsto bundle check {made.file}")
