"""Check a bundle: every file is in it, is as it was packed, and nothing else is."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipInfo

from reportsto.bundles.archive import content, digests, opened
from reportsto.bundles.crate import LARGEST, METADATA, Described, read_description
from reportsto.errors import StudyError, shown
from reportsto.running.progress import progress


def check(path: Path) -> tuple[Described, Mapping[str, ZipInfo]]:
    """Return what a bundle says of itself, and its files; raises one `StudyError` with a line for each fault."""
    with opened(path) as files:
        if METADATA not in files:
            raise StudyError(f"{path}: has no {METADATA}; expected what bundle make wrote")
        told = read_description(content(path, files[METADATA], LARGEST), f"{path}: {METADATA}")
        there = [entry for name, entry in files.items() if name in told.parts]
        with progress(len(there), 0, "files checked") as advance:
            found = digests(path, there, advance)
        faults = [f"{path}: {shown(name)}: missing" for name in told.parts if name not in files]
        faults += [
            f"{path}: {shown(name)}: damaged: not the bytes that {METADATA} tells of"
            for name, expected in told.parts.items()
            if name in files and found.get(name) != expected
        ]
        faults += [
            f"{path}: {shown(name)}: added: {METADATA} does not name it"
            for name in files
            if name not in told.parts and name != METADATA
        ]
    if faults:
        raise StudyError("\n".join(faults))
    return told, files
