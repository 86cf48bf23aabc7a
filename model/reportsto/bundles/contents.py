"""What a bundle holds: the study with all files it names, its results, the environment, and what to cite."""

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from reportsto.bundles.archive import LARGEST, LONGEST_NAME, fault_of_name
from reportsto.bundles.crate import Part, Terms, about_all
from reportsto.bundles.environment import environment, lock
from reportsto.citing.formats import bibtex
from reportsto.citing.references import of_results
from reportsto.citing.software import GAPS, state_of
from reportsto.errors import StudyError
from reportsto.files.place import Mistakes, noted
from reportsto.results.links import refuse_link
from reportsto.results.origin import Origin
from reportsto.results.provenance import FIGURES, files_of
from reportsto.results.storage import COLUMNS_OF_RUNS, FINDING, PROVENANCE, RUNS
from reportsto.studies.specification import read_study

STUDY, RESULTS, ENVIRONMENT, CITATION, README = "study/", "results/", "environment/", "citation/", "README.md"
KNOWN = {
    PROVENANCE: "where the results come from: study, seed, versions, command, digests",
    RUNS: "one row a run",
    COLUMNS_OF_RUNS: "unit and meaning of each column",
    FINDING: "the finding, as a page",
}
PAGE = """\
# {title}

{question}

A bundle of one study of reportsto, an agent-based model of where customer service sits on the org chart.
Made with {software}.
{terms}

```
reportsto bundle check FILE.zip              # are these the files as they were packed?
reportsto bundle rerun FILE.zip --runs 50    # fifty of its runs again, compared bit for bit
reportsto bundle rerun FILE.zip              # all of its runs again
```

Without reportsto: ro-crate-metadata.json has the sha256 of every file.

Gaps of the citation: {gaps}.

{files}
"""


def study_files(file: Path) -> list[tuple[str, Path]]:
    """Return the files a study is made of, the study file first, by their names in a bundle.

    They keep their places relative to each other, so that the study finds its charts and lists in the bundle too.
    """
    with noted() as read:
        study = read_study(file)
    files = list(dict.fromkeys(Path(one).resolve() for one in (study.path, *read)))
    top = Path(os.path.commonpath([one.parent for one in files]))
    return [(f"{STUDY}{one.relative_to(top).as_posix()}", one) for one in files]


def result_files(folder: Path) -> list[str]:
    """Return the names of the files that a folder's results are made of, with provenance.

    Refuses results without one of their tables. A figure may be missing: it can be drawn again.
    """
    named = sorted({*files_of(folder), PROVENANCE})
    names = [name for name in named if (folder / name).is_file()]
    mistakes = Mistakes(StudyError)
    for name in named:
        if name not in names and not _is_figure(name):
            told = f"is missing, and {PROVENANCE} names it; study report writes all but the runs again"
            mistakes.add(StudyError(f"{folder / name}: {told}"))
    mistakes.end()
    return names


def lacking(folder: Path) -> int:
    """Return how many figures that belong to a folder's results are not there."""
    return len({*files_of(folder)} - {*result_files(folder)})


def _is_figure(name: str) -> bool:
    return name.startswith(f"{FIGURES}/")


def left_out(folder: Path) -> list[str]:
    """Return the names of what lies in a result folder and is not part of the results, such as a journal or notes."""
    ours = {*files_of(folder), PROVENANCE, FIGURES}
    inside = [*folder.iterdir(), *(folder / FIGURES).glob("*")]
    return sorted(found for one in inside if (found := one.relative_to(folder).as_posix()) not in ours)


def parts_of(made: Origin, terms: Terms, read: Callable[[], None]) -> list[Part]:
    """Return the files of the bundle of some results; `read` is called after each file of results."""
    own = study_files(made.file)
    _check_apart(own, made)
    names = result_files(made.folder)
    parts = [_part(name, _bytes(path), _about_study(at)) for at, (name, path) in enumerate(own)]
    for name in names:
        refuse_link(made.folder / name, "a file")
        about = KNOWN.get(name, "a figure" if _is_figure(name) else "a table of the results")
        parts.append(_part(f"{RESULTS}{name}", _bytes(made.folder / name), about))
        read()
    parts += _made_now(made)
    software = state_of(made.source)
    page = PAGE.format(
        title=made.plan.study.title,
        question=made.plan.study.question.strip(),
        software=f"{software[0].lower()}{software[1:]}",
        terms=terms,
        gaps="; ".join(GAPS),
        files=about_all(parts),
    )
    parts.append(_part(README, page.encode(), "what this is, and what to do with it"))
    _check_names(parts)
    return parts


def _made_now(made: Origin) -> Iterator[Part]:
    """Yield what is not copied but written for the bundle."""
    yield _part(
        f"{ENVIRONMENT}environment.json",
        environment(made.source),
        "versions of Python and packages: of the runs, as far as provenance has them, and of the bundle",
    )
    if (locked := lock()) is not None:
        yield _part(f"{ENVIRONMENT}requirements.lock", locked, "the locked packages where the bundle was made")
    told, used = of_results(made)
    yield _part(f"{CITATION}references.bib", bibtex(told, used).encode(), "what to cite, and what it was used for")


def _check_apart(own: list[tuple[str, Path]], made: Origin) -> None:
    """Refuse a study that, taken elsewhere with the files it names, is another one or still reads files from here."""
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for inside, path in own:
            (folder / inside).parent.mkdir(parents=True, exist_ok=True)
            (folder / inside).write_bytes(_bytes(path))
        try:
            with noted() as read:
                read_study(folder / own[0][0])
            lost = [one for one in read if not one.resolve().is_relative_to(folder)]
        except StudyError as error:
            text = str(error).replace(f"{folder / STUDY}{os.sep}", "")
            raise StudyError(f"{made.file}: cannot be read in another folder: {text}") from None
    if lost:
        raise StudyError(f"{made.file}: names {lost[0]}; expected a path that begins at the study file")


def _check_names(parts: list[Part]) -> None:
    """Refuse names that no bundle can have, and more than a bundle can hold."""
    mistakes = Mistakes(StudyError)
    for part in parts:
        if fault := fault_of_name(part.name):
            mistakes.add(StudyError(f"{part.name}: {fault}; expected a name of at most {LONGEST_NAME} letters, . _ -"))
    if (total := sum(len(part.content) for part in parts)) > LARGEST:
        told = f"{total / 2**20:,.0f} MB; expected at most {LARGEST / 2**20:,.0f} MB in a bundle"
        mistakes.add(StudyError(f"{PurePosixPath(RESULTS)}: {told}"))
    mistakes.end()


def _about_study(at: int) -> str:
    return "a file that the study names" if at else "the study: question, predictions, what varies, what is held"


def _part(name: str, content: bytes, about: str) -> Part:
    return Part(name, content, about, sha256(content).hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StudyError(f"{path}: cannot be read: {(error.strerror or 'unknown reason').lower()}") from None
