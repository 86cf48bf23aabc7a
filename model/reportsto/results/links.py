"""A name in a result folder that leads elsewhere: what is there is somebody else's."""

from pathlib import Path

from reportsto.errors import StudyError


def refuse_link(path: Path, expected: str) -> None:
    """Refuse to go through a link to what may be somebody else's; raises `StudyError`."""
    if path.is_symlink():
        raise StudyError(f"{path}: a link; expected {expected}")
