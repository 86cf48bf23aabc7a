"""The study behind a result folder: its file is found by what provenance says, and checked against it."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportsto.digests import text_digest
from reportsto.errors import StudyError
from reportsto.results.provenance import changed_parts, digests_of, provenance_of, record_of
from reportsto.results.published import REWORDED
from reportsto.results.record import told_changes
from reportsto.results.storage import PROVENANCE
from reportsto.studies.design import Design, design
from reportsto.studies.shipped import studies, study_file
from reportsto.studies.specification import read_study

NAME_IT = "expected the study file that was run; name it with --study"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where results come from.

    Attributes:
        folder: the result folder.
        file: the study file.
        source: what provenance says.
        plan: the runs that were asked for; without a second wave.
    """

    folder: Path
    file: Path
    source: Mapping[str, object]
    plan: Design

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what has changed in the study since, in nothing that decides what is run."""
        study = self.plan.study
        same = digests_of(self.source).get("study_file") == text_digest(study.text)
        return (*told_changes(record_of(self.source), study), *([] if same else [REWORDED]))


def origin(folder: Path, named: Path | None = None) -> Origin:
    """Return where the results of a folder come from.

    `named` is the study file. Without it, it is the file of the command in provenance, if that file is here, or the
    study of the project of that name; the one that was run before one that was changed since. Raises `StudyError`
    where there is none, or where what decides the runs was changed.
    """
    if not folder.is_dir():
        raise StudyError(f"{folder}: no such folder; expected one that study run wrote to")
    source = provenance_of(folder)
    files = (
        [study_file(named)]
        if named
        else sorted(dict.fromkeys(_files(source)), key=lambda file: not _was_run(file, source))
    )
    if not files:
        raise StudyError(f"{folder / PROVENANCE}: names no study file that is here; {NAME_IT}")
    plan = _plan(files[0], source)
    changed = changed_parts(plan, source)
    if changed:
        raise StudyError(f"{files[0]}: not what {folder} was run from: {', '.join(changed)} changed since; {NAME_IT}")
    return Origin(folder, files[0], source, plan)


def _files(source: Mapping[str, object]) -> Iterator[Path]:
    """Yield study files that are here, by what provenance says: it may come from somebody else."""
    try:
        words = shlex.split(str(source.get("command", "")))
    except ValueError:
        words = []
    for word in words[3:4]:  # reportsto study run FILE
        path = Path(word)
        if re.fullmatch(r"[\w./ -]+\.toml", word) and not path.is_absolute() and path.is_file():
            yield path
    known = studies()
    if source.get("study") in known:
        yield known[str(source["study"])]


def _was_run(file: Path, source: Mapping[str, object]) -> bool:
    try:
        return digests_of(source).get("study_file") == text_digest(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def _plan(file: Path, source: Mapping[str, object]) -> Design:
    """Return the runs that provenance says were asked for."""
    replicates = source.get("replicates")
    wanted = replicates if isinstance(replicates, int) and not isinstance(replicates, bool) else None
    return design(read_study(file), quick=source.get("form") == "quick", replicates=wanted)
