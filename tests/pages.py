"""The pages of the project, the blocks of code in them, and the commands that they show."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNWATCHED = ("runs", "build", "dist", "__pycache__")
"""Folders that are made on a machine and not checked in; so are all whose name begins with a dot, but .ci."""
FROZEN = ROOT / "results" / "v1"
"""Texts about the first version, which name what it had; the page that says so is a page like others."""


def project_files() -> Iterator[Path]:
    waiting = [ROOT]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            if path.is_dir():
                if path.name not in UNWATCHED and (path.name == ".ci" or not path.name.startswith(".")):
                    waiting.append(path)
            elif path.name != ".git":
                yield path


PAGES = [
    path for path in project_files()
    if path.suffix == ".md" and (not path.is_relative_to(FROZEN) or path == FROZEN / "README.md")
]  # fmt: skip


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, language: str) -> list[str]:
    """Return the blocks of code of one language; "" are those that name none."""
    fences = re.findall(r"^```(\w*)\n(.*?)^```", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [code for named, code in fences if named == language]


def commands(program: str) -> list[tuple[str, list[str]]]:
    """Return the lines of all pages that call a program: the page, and the words after the program's name."""
    found = []
    for page in PAGES:
        for line in "".join(blocks(page, "")).splitlines():
            words = re.split(r"\s", line, maxsplit=1)
            if words[0].rsplit("/", 1)[-1] == program:
                found.append((shown(page), shlex.split(line, comments=True)[1:]))
    return found
