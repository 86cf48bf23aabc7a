"""Zip files: written whole and the same for the same contents; read from strangers without trust.

A bundle comes from somebody else. So nothing is written by a name that leads out of a folder, nothing is unpacked that
is larger than it may be, and no more of the directory is read than a bundle can have.
"""

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

from reportsto.errors import StudyError, shown
from reportsto.files.place import Mistakes
from reportsto.results.storage import writing

MOST_FILES = 10_000
LARGEST = 2**30
"""Bytes of all files together, and of the zip file: the published results of this project are 120 MB."""
LARGEST_DIRECTORY = 2**22
"""Bytes of the directory at the end of a zip file."""
LONGEST_NAME = 240
END, END_64 = b"PK\5\6", b"PK\6\7"
"""What the end of a zip file begins with, and what stands before it in one of more than 65,535 files or 4 GB."""
END_SIZE, END_64_SIZE = 22, 20
EXPECTED = "expected what bundle make wrote"
BLOCK = 2**20
TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that the same contents make the same bytes."""
FORBIDDEN = frozenset('\\:*?"<>|')
"""Signs that some system takes for something else than a part of a name."""
NOT_READABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def write_archive(path: Path, files: Iterable[tuple[str, bytes]], wrote: Callable[[], None]) -> str:
    """Write a zip file that is whole or not there at all, and return its sha256; `wrote` is called after each file."""
    with writing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # so that the mode is one of Unix on every system
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
            wrote()
    return file_digest(path)


def file_digest(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return _digest(file)[0]


@contextmanager
def opened(path: Path) -> Iterator[dict[str, zipfile.ZipInfo]]:
    """Yield the files of a sound zip file by their names; raises `StudyError` with a line for each fault of its form.

    Folders are left out. What is in the files is not looked at.
    """
    _check_end(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except NOT_READABLE as error:
        raise StudyError(f"{path}: not a sound zip file ({_told(error)}); {EXPECTED}") from None
    yield _checked(path, entries)


def digests(path: Path, entries: Iterable[zipfile.ZipInfo], looked: Callable[[], None]) -> dict[str, tuple[str, int]]:
    """Return sha256 and size of what is in each file; one that cannot be unpacked is left out."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for entry in entries:
            try:
                with archive.open(entry) as file:
                    found[entry.filename] = _digest(file)
            except (*NOT_READABLE, OSError):
                pass
            looked()
    return found


def content(path: Path, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Return what is in a file of at most so many bytes."""
    if entry.file_size > most:
        raise StudyError(f"{path}: {entry.filename}: larger than {most / 2**20:,.0f} MB; {EXPECTED}")
    try:
        with zipfile.ZipFile(path) as archive, archive.open(entry) as file:
            return file.read()
    except (*NOT_READABLE, OSError) as error:
        raise StudyError(f"{path}: {entry.filename}: damaged ({_told(error)}); {EXPECTED}") from None


def unpack(path: Path, entries: Iterable[zipfile.ZipInfo], folder: Path) -> None:
    """Write files, whose names were checked, into an empty folder."""
    with zipfile.ZipFile(path) as archive:
        for entry in entries:
            target = folder / entry.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as file, target.open("xb") as out:
                while block := file.read(BLOCK):
                    out.write(block)


def fault_of_name(name: str) -> str:
    """Return what is wrong with the name of a file in a bundle; nothing where it stays in its folder everywhere."""
    parts = name.split("/")
    if name.startswith("/") or name[1:2] == ":":
        return "an absolute name"
    if ".." in parts:
        return "a name that leads out of its folder"
    if not all(parts) or "." in parts or len(name) > LONGEST_NAME:
        return "not a name of a file"
    if FORBIDDEN & set(name) or not name.isprintable() or any(part[-1] in ". " or part[0] == " " for part in parts):
        return "a name that is none on every system"
    return ""


def _check_end(path: Path) -> None:
    """Refuse what does not end as a small zip file does, before any of its directory is read."""
    try:
        if not path.is_file():
            told = "a folder" if path.is_dir() else "no such file" if not path.exists() else "no plain file"
            raise StudyError(f"{path}: {told}; expected a bundle (.zip)")
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(max(0, size - END_SIZE - END_64_SIZE))
            last = file.read()
    except OSError as error:
        raise StudyError(f"{path}: cannot be read: {(error.strerror or 'unknown reason').lower()}") from None
    end, before = last[-END_SIZE:], last[:-END_SIZE]
    if len(end) < END_SIZE or not end.startswith(END):
        raise StudyError(f"{path}: not a whole zip file; {EXPECTED}")
    count, directory = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if size > LARGEST or before.startswith(END_64) or count > MOST_FILES or directory > LARGEST_DIRECTORY:
        raise StudyError(f"{path}: too large; expected at most {MOST_FILES:,} files and {LARGEST / 2**20:,.0f} MB")


def _checked(path: Path, entries: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return files by their names, or raise one error with a line for each that no bundle can have."""
    mistakes = Mistakes(StudyError)
    files: dict[str, zipfile.ZipInfo] = {}
    alike: dict[str, str] = {}
    total = 0
    for entry in entries:
        total += entry.file_size
        if fault := _fault(entry):
            mistakes.add(StudyError(f"{path}: {shown(entry.orig_filename)}: {fault}; {EXPECTED}"))
        elif entry.is_dir():
            continue
        elif (other := alike.setdefault(_folded(entry.filename), entry.filename)) in files:
            same = "twice" if other == entry.filename else f"beside {shown(other)}, one name on some systems"
            mistakes.add(StudyError(f"{path}: {shown(entry.filename)}: is in it {same}; {EXPECTED}"))
        else:
            files[entry.filename] = entry
    above = {"/".join(parts[:at]) for parts in (name.split("/") for name in files) for at in range(1, len(parts))}
    for name in sorted(above & files.keys()):
        mistakes.add(StudyError(f"{path}: {shown(name)}: is a file and a folder; {EXPECTED}"))
    if total > LARGEST:
        told = f"{total / 2**20:,.0f} MB unpacked"
        mistakes.add(StudyError(f"{path}: {told}; expected at most {LARGEST / 2**20:,.0f} MB"))
    mistakes.end()
    return files


def _fault(entry: zipfile.ZipInfo) -> str:
    """Return why no bundle has such an entry; nothing where one may."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.orig_filename != entry.filename:
        return "not a name of a file"
    if fault := fault_of_name(entry.filename.removesuffix("/")):
        return fault
    if kind == stat.S_IFLNK:
        return "a link"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "no plain file"
    if entry.flag_bits & 1:
        return "encrypted"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "packed in a way that not every reader knows"
    return ""


def _folded(name: str) -> str:
    """Return what all names have in common that some system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


def _digest(file: IO[bytes]) -> tuple[str, int]:
    found, size = sha256(), 0
    while block := file.read(BLOCK):
        found.update(block)
        size += len(block)
    return found.hexdigest(), size


def _told(error: Exception) -> str:
    return shown(str(error) or type(error).__name__).strip("'\"")
