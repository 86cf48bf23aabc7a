"""Make a bundle of a result folder."""

from dataclasses import dataclass
from pathlib import Path

from reportsto.bundles.archive import write_archive
from reportsto.bundles.contents import RESULTS, lacking, left_out, parts_of, result_files
from reportsto.bundles.crate import METADATA, Terms, describe
from reportsto.citing.software import state_of
from reportsto.errors import StudyError
from reportsto.results.origin import origin
from reportsto.results.published import published
from reportsto.results.storage import check_target
from reportsto.running.progress import progress
from reportsto.running.waves import published_design

UNNAMED = Terms()


@dataclass(frozen=True, slots=True)
class Made:
    """A bundle that was made.

    Attributes:
        file: the bundle.
        files: how many files are in it.
        size: its bytes.
        sha256: its digest.
        notes: what somebody who hands it over should know.
    """

    file: Path
    files: int
    size: int
    sha256: str
    notes: tuple[str, ...]


def make(folder: Path, target: Path, study: Path | None = None, terms: Terms = UNNAMED) -> Made:
    """Write the results of a folder, and all that is needed to make them again, to one file.

    `study` is the study file, where provenance does not lead to it, `terms` whose the bundle is. Raises `StudyError`
    where the results are not sound, or not those of the study, and where a file of that name is there.
    """
    if target.exists():
        raise StudyError(f"{target}: is there already; expected the name of a new file")
    check_target(target)
    made = origin(folder, study)
    plan = published_design(made.plan, folder)
    published(plan, folder)  # or what is wrong with the runs
    notes = list(made.notes)
    others = left_out(folder)
    if others:
        notes.append(f"Left out, as no part of the results: {', '.join(others[:5])}{', ...' * (len(others) > 5)}.")
    if figures := lacking(folder):
        notes.append(f"{figures} figures are not in {folder}, and not in the bundle; study report draws them again.")
    with progress(len(result_files(folder)), 0, "files read") as advance:
        parts = parts_of(made, terms, advance)
    described = describe(
        parts,
        study=parts[0].name,
        results=RESULTS,
        title=plan.study.title,
        question=plan.study.question,
        source=made.source,
        software=state_of(made.source),
        terms=terms,
    )
    with progress(len(parts) + 1, 0, "files packed") as advance:
        contents = [(METADATA, described), *((part.name, part.content) for part in parts)]
        sha256 = write_archive(target, contents, advance)
    return Made(target, len(contents), target.stat().st_size, sha256, tuple(notes))
