"""`reportsto cite`: how to cite the software, and the works behind what a study ran."""

from pathlib import Path

import click

from reportsto.cli.shared import PATH, Command


@click.command(cls=Command, epilog="Example: reportsto cite experiments/e0_placement.toml --format apa")
@click.argument("file", type=PATH, required=False, metavar="[STUDY]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["bibtex", "apa", "csl"]),
    default="apa",
    help="Print references in this format (default: apa).",
)
def cite(file: Path | None, form: str) -> None:
    """Print how to cite the software, and the works behind a study file's mechanisms with what each was used for.

    Without a study: the works behind all mechanisms.
    """
    from reportsto.citing.formats import FORMATS
    from reportsto.citing.software import software
    from reportsto.citing.works import MOST_LOOKED_AT, uses, works
    from reportsto.results.provenance import commit
    from reportsto.studies.design import design
    from reportsto.studies.specification import read_study

    if file is None:
        used = uses()
    else:
        points = design(read_study(file)).points
        used = uses(one.scenario.parameters for one in points[:: len(points) // MOST_LOOKED_AT + 1])
    told = [software(commit()), *(one for one in works() if one.id in used)]
    click.echo(FORMATS[form](told, used), nl=False)
