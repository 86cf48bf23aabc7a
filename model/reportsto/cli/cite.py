"""`reportsto cite`: how to cite the software, and the works behind what a study ran."""

from pathlib import Path

import click

from reportsto.cli.shared import PATH, Command, say


@click.command(cls=Command, epilog="Example: reportsto cite experiments/e0_placement.toml --format apa")
@click.argument("file", type=PATH, required=False, metavar="[STUDY]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["bibtex", "apa", "csl"]),
    default="apa",
    help="Print references in this format (default: apa).",
)
@click.option("--out", type=PATH, metavar="FILE", help="Write the references to FILE (default: print them).")
def cite(file: Path | None, form: str, out: Path | None) -> None:
    """Print how to cite the software, and the works behind a study, with what each was used for: mechanisms and claims.

    STUDY is a study file, a name of `study list`, or a folder of results. Version and commit of a folder are those that
    made its results. Without a study: the works behind all mechanisms and claims.
    """
    from reportsto.citing.formats import FORMATS
    from reportsto.citing.references import of_everything, of_results, of_study
    from reportsto.results.origin import origin
    from reportsto.results.storage import check_target, write_bytes
    from reportsto.studies.design import design
    from reportsto.studies.specification import read_study

    if out:
        check_target(out)
    if file is None:
        told, used = of_everything()
    elif file.is_dir():
        told, used = of_results(origin(file))
    else:
        told, used = of_study(design(read_study(file)))
    text = FORMATS[form](told, used)
    if not out:
        click.echo(text, nl=False)
        return
    write_bytes(out, text.encode())
    say(f"Wrote {len(told)} references to {out}.")
