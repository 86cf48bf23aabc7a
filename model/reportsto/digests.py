"""Digests: what a run is made of, in 64 hexadecimal digits. Equal digests mean equal results; no object is pickled."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import reportsto

READ_NO_RESULT = (
    "cli", "digests.py", "drawing", "readings", "results", "running", "statistics", "studies", "traces", "wording.py",
)  # fmt: skip
"""What runs after a row is made, or around it: a change there leaves kept runs as good as they were."""


def digest(value: object) -> str:
    """Return the digest of plain data, dataclasses and enums: the same on every machine and in every session."""
    text = json.dumps(_plain(value), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def text_digest(text: str) -> str:
    """Return the digest of a text as it stands in its file."""
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def model_digest() -> str:
    """Return the digest of every source file that can change a result, line endings aside."""
    root = Path(reportsto.__file__).parent
    found = {
        path.relative_to(root).as_posix(): path.read_bytes().replace(b"\r\n", b"\n")
        for path in root.rglob("*.py")
        if path.relative_to(root).parts[0] not in READ_NO_RESULT
    }
    whole = hashlib.sha256()
    for name in sorted(found):
        whole.update(f"{name}\0{len(found[name])}\0".encode())
        whole.update(found[name])
    return whole.hexdigest()


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
