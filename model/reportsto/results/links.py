"""A name in a result folder that leads elsewhere: what is there is somebody else's."""

import os
from pathlib import Path

from reportsto.errors import StudyError


def refuse_link(path: Path, expected: str) -> None:
    """Refuse to go through a link to what may be somebody else's; raises `StudyError`."""
    if path.is_symlink():
        raise StudyError(f"{path}: a link; expected {expected}")


def may_write(path: Path) -> bool:
    """Tell whether this process may write to a file or folder that is there."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
