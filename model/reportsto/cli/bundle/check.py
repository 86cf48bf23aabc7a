"""`reportsto bundle check`: whether a bundle is as it was packed."""

from pathlib import Path

import click

from reportsto.cli.shared import PATH, Command


@click.command(cls=Command, epilog="Example: reportsto bundle check near_outcome.zip")
@click.argument("file", type=PATH)
def check(file: Path) -> None:
    """Say whether every file of a bundle is there as it was packed, and name what is damaged, missing or added.

    Nothing is unpacked. Compare the sha256 with the one that came with the bundle.
    """
    from reportsto.bundles.archive import file_digest
    from reportsto.bundles.checking import check as look

    told, _ = look(file)
    click.echo(f"{file}: all {len(told.parts)} files are as they were packed.")
    click.echo(f"Study: {told.study}. Made with {told.software}.")
    click.echo(f"sha256 {file_digest(file)}")
