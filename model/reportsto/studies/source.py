"""A study file as text: bounded, decoded, parsed; and which line a field stands on, so that errors can say so."""

import re
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path

from reportsto.errors import StudyError

LIMIT = 1_000_000
"""Bytes; a study is written by hand, so a larger file is a mistake."""

# A key of thousands of dotted parts takes tomllib hours (the square of their number); no field has twenty.
_LONG_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]+[ \t]*\.[ \t]*){20}""")

Where = tuple[str | int, ...]
"""The way to a field: ("predictions", 2, "measure") is `measure` in the third [[predictions]]."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one study file, its name as the user wrote it, and what TOML makes of it."""

    path: Path
    text: str
    table: dict[str, object]

    def error(self, where: Where, message: str) -> StudyError:
        """Return the error for one field: file, line, field, and what was expected."""
        line = line_of(self.text, where)
        return StudyError(f"{_place(self.path, line)}: {dotted(where)}{' ' if where else ''}{message}")


def read_source(path: Path) -> Source:
    """Read a study file; raises `StudyError` for anything that is not a small TOML file."""
    raw = _read(path)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise StudyError(f"{_place(path, line)}: not UTF-8 text; expected a TOML study file") from None
    text = text.removeprefix("\ufeff")
    return Source(path, text, _parsed(path, text))


def shown(value: object) -> str:
    """Return a value for an error message: on one line, and never long."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def dotted(where: Where) -> str:
    """Return the way to a field as people write it: predictions[2].measure, counted from 1."""
    name = ""
    for step in where:
        part = f"[{step + 1}]" if isinstance(step, int) else _key(step)
        name += part if isinstance(step, int) or not name else f".{part}"
    return name


def line_of(text: str, where: Where) -> int | None:
    """Return the line (from 1) of a field, or of the nearest table around it; None when neither is in the text."""
    lines = text.splitlines()
    found: int | None = None
    first, last = 0, len(lines)
    for at, step in enumerate(where):
        if isinstance(step, int):
            continue
        nth = where[at + 1] if at + 1 < len(where) and isinstance(where[at + 1], int) else None
        header = _header_line(lines, first, last, step, nth)
        if header is not None:
            found, first = header, header + 1
            last = _section_end(lines, first, step)
            continue
        line = _key_line(lines, first, last, step)
        if line is None:
            break
        found = line
        if isinstance(nth, int):
            continue
    return None if found is None else found + 1


def _read(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise StudyError(f"{_name(path)}: not a file; expected a TOML study file")
        with path.open("rb") as file:
            raw = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise StudyError(f"{_name(path)}: {reason.lower()}; expected a TOML study file") from None
    if len(raw) > LIMIT:
        raise StudyError(f"{_name(path)}: more than {LIMIT:,} bytes; expected a study file written by hand")
    return raw


def _parsed(path: Path, text: str) -> dict[str, object]:
    long_key = _LONG_KEY.search(text)
    if long_key:
        line = text.count("\n", 0, long_key.start()) + 1
        raise StudyError(f"{_place(path, line)}: a name of over 20 dotted parts; expected group.field")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, line = _reason(str(error), text)
        raise StudyError(f"{_place(path, line)}: not valid TOML: {reason}") from None
    except RecursionError:
        raise StudyError(f"{_name(path)}: nested too deeply; expected tables and flat lists") from None
    except ValueError as error:  # an integer of more digits than Python converts
        raise StudyError(f"{_name(path)}: not valid TOML: {str(error).splitlines()[0]}") from None


def _reason(message: str, text: str) -> tuple[str, int]:
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if found is None:
        return message.replace(" (at end of document)", " at the end of the file"), text.count("\n") + 1
    lines, line = text.splitlines(), int(found[1])
    key = re.match(r"\s*([\w.-]+)\s*=", lines[line - 1]) if line <= len(lines) else None
    near = f", at '{key[1]}'" if key else ""
    return f"{message[: found.start()]}, column {found[2]}{near}", line


def _name(path: Path) -> str:
    """Return a file name on one line, whatever characters are in it."""
    text = str(path)
    return text if text.isprintable() else repr(text)


def _place(path: Path, line: int | None) -> str:
    return _name(path) if line is None else f"{_name(path)} line {line}"


def _key(step: str) -> str:
    return step if re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", step) else shown(step)


def _header_line(lines: list[str], first: int, last: int, step: str, nth: int | str | None) -> int | None:
    opening = re.compile(rf"\s*\[\[?\s*(?:[\w.]+\.)?[\"']?{re.escape(step)}[\"']?\s*\]")
    found = [at for at in range(first, last) if opening.match(lines[at])]
    position = nth if isinstance(nth, int) else 0
    return found[position] if position < len(found) else None


def _section_end(lines: list[str], first: int, name: str) -> int:
    inner = re.compile(rf"\s*\[\[?\s*{re.escape(name)}\.")
    for at in range(first, len(lines)):
        # A list that goes over several lines may have a bracket of its own at the start of one: those hold no name.
        if re.match(r"\s*\[\[?\s*[A-Za-z\"']+[\w.\"' ]*\]", lines[at]) and not inner.match(lines[at]):
            return at
    return len(lines)


def _key_line(lines: list[str], first: int, last: int, step: str) -> int | None:
    for name in (step, step.rsplit(".", 1)[-1]):
        wanted = re.compile(rf"(?:^|[\s{{,.])[\"']?{re.escape(name)}[\"']?\s*[=.]")
        for at in range(first, last):
            if wanted.search(lines[at].split("#")[0]):
                return at
    return None
