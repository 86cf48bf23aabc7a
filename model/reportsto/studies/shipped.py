"""The studies of the project by name, in a checkout and in an installed package alike."""

import os
import re
import tomllib
from pathlib import Path
from typing import get_args

import reportsto
from reportsto.errors import StudyError, unknown_name
from reportsto.studies.study import Id

PACKAGE = Path(reportsto.__file__).parent
INSIDE = PACKAGE / "project"
"""Where a wheel has what it takes along from the folder of the project, in the same order (`pyproject.toml`)."""
TEMPLATE = Path(__file__).with_name("template.toml")
"""What a new study begins with: a sound study file."""
NAME = "my_study"
"""The id in the template."""


def studies() -> dict[str, Path]:
    """Return the file of each study of the project by its name, in the order of names."""
    folder = (INSIDE if INSIDE.is_dir() else PACKAGE.parents[1]) / "experiments"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def title(path: Path) -> str:
    """Return the title of a study of the project."""
    return str(tomllib.loads(path.read_text(encoding="utf-8"))["question"]["title"])


def new_study(file: Path) -> str:
    """Return the text of a study to begin with, whose id is the name of its file."""
    if file.suffix != ".toml" or not re.match(get_args(Id)[1].pattern, file.stem):
        raise StudyError(f"{file}: not a name for a study; expected small letters, digits and _, such as my_study.toml")
    return TEMPLATE.read_text(encoding="utf-8").replace(NAME, file.stem)


def study_file(named: str | Path) -> Path:
    """Return the file that is meant: the file of that name, or else the study of the project of that name."""
    path = Path(named)
    if path.suffix or len(path.parts) != 1 or "\0" in path.name or os.path.isfile(path):
        return path
    known = studies()
    if path.name not in known and not os.path.exists(path):
        raise unknown_name("study (expected a file, or a name of `study list`)", path.name, known)
    return known.get(path.name, path)
