"""Digests: what a run is made of, in 64 hexadecimal digits. Equal digests mean equal results; no object is pickled."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import reportsto

COMPILED = (
    "arithmetic.py", "arrays.py", "attitudes", "charts", "engine", "errors.py", "escalation", "evidence.py",
    "incentives", "measuring.py", "orderflow", "parameters.py", "priors.py", "records.py", "schedule.py", "streams.py",
    "tracing.py", "vocabulary.py",
)  # fmt: skip
"""Rooms (folders and modules of the package) from which compiled code takes functions, constants or layouts."""
MAKE_ROWS = (*COMPILED, "api.py", "firms", "reference", "structures", "workplace.py", "worlds.py")
"""Rooms that make the rows of runs: after a change in one of them, kept runs may no longer be what would be run."""
READ_ROWS = (
    "__init__.py", "__main__.py", "bundles", "chart_files", "citing", "cli", "digests.py", "drawing", "files",
    "mesa_model.py", "organisations", "patterns", "readings", "results", "running", "statistics", "studies", "traces",
    "where", "wording.py",
)  # fmt: skip
"""Rooms that say what is run, or read rows: a change there leaves kept runs as good as they were."""


def digest(value: object) -> str:
    """Return the digest of plain data, dataclasses and enums: the same on every machine and in every session."""
    text = json.dumps(_plain(value), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def text_digest(text: str) -> str:
    """Return the digest of a text as it stands in its file."""
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def sources(rooms: tuple[str, ...] = MAKE_ROWS) -> Mapping[str, str]:
    """Return the digest of every source file of some rooms by its name, line endings aside."""
    root = Path(reportsto.__file__).parent
    found = {path.relative_to(root): path for path in sorted(root.rglob("*.py"))}
    return {
        name.as_posix(): hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for name, path in found.items()
        if name.parts[0] in rooms
    }


def model_digest() -> str:
    """Return one digest of every source file that can change a result."""
    return digest(sources())


def package_digest() -> str:
    """Return one digest of every source file of the package, which names a version where no commit does."""
    return digest(sources((*MAKE_ROWS, *READ_ROWS)))


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return repr(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(entry) for key, entry in value.items()}
    if isinstance(value, Sequence):
        return [_plain(entry) for entry in value]
    raise TypeError(f"no digest of {type(value).__name__}: it would not be the same tomorrow")
