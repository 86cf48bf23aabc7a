"""TOML files: bounded before they are parsed, and able to tell on which line a field stands."""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportsto.errors import ReportsToError, shown
from reportsto.files.place import Mistakes, Place, read_text

MOST_PARTS = 20
"""Dotted parts of one name: `tomllib` needs the square of their number, and no name here has five."""
LONGEST_NAME = 1_000
DEEPEST = 50
"""Brackets inside brackets."""
LARGEST_NUMBER = 10**18
"""Whole numbers of TOML have 64 bits; a larger one has no use here, and no float holds all of them."""

Where = tuple[str | int, ...]
"""The way to a field: ("predictions", 2, "measure") is `measure` in the third [[predictions]]."""

_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY})[ \t]*\]\]?[ \t]*(?:#.*)?$")
_ENTRY = re.compile(rf"[ \t]*({_KEY})[ \t]*=")
_LAST = re.compile(r"(?:^|\.)[^.\[]*$|\[[0-9]+\]$")
"""The last step of a name: `.measure`, or `[2]`."""

# Strings and comments first: what stands in them is neither a name nor a bracket.
_TOKEN = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+"""'''
    r"""|'{3}(?:[^']++|'(?!''))*+'{3}"""
    r'''|"(?:[^"\\\n]++|\\[^\n])*+"'''
    r"""|'[^'\n]*+'|\#[^\n]*+|[\n=,.\[\]{}]""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file that was read.

    Attributes:
        place: the file.
        text: its text, to find lines in.
        table: what TOML makes of it.
    """

    place: Place
    text: str
    table: dict[str, object]

    def error(self, where: Where, message: str, mark: str = "") -> ReportsToError:
        """Return the error for one field: file, line, field with a `mark` behind it, and what was expected."""
        return self.place.on(line_of(self.text, where)).error(message, f"{dotted(where)}{mark if where else ''}")


def read_toml(place: Place, largest: int, what: str, mistakes: Mistakes | None = None) -> TomlFile:
    """Read the TOML file at a place, of `largest` bytes at most; `what` is expected, for messages.

    With `mistakes`, names that stand twice and numbers out of range are kept there, and the rest can be looked at too:
    of such a name the first value holds, and in place of such a number stands its text.
    """
    text = read_text(place, largest, what)
    _check_form(text, place)
    found = Mistakes(place.mistake) if mistakes is None else mistakes
    file = TomlFile(place, text, _parsed(text, place, found))
    for where, number, expected in _out_of_range(file.table, ()):
        error = file.error(where, f"is {number}; expected {expected}")
        found.add(error)
        found.named.append(str(error).removesuffix(f"is {number}; expected {expected}"))
    if mistakes is None:
        found.end()
    return file


def _parsed(text: str, place: Place, mistakes: Mistakes) -> dict[str, object]:
    """Return what TOML makes of a text; of a name that stands twice, what it says first."""
    try:
        return tomllib.loads(text, parse_float=_float)
    except tomllib.TOMLDecodeError as error:
        reason, line = _reason(str(error), text)
        wrong = place.on(line).error(f"not valid TOML: {reason}")
        lines = text.splitlines()
        if not (str(error).startswith("Cannot overwrite a value") and _ENTRY.match(lines[line - 1])):
            mistakes.add(wrong)
            mistakes.end()
        mistakes.add(wrong)
        return _parsed("\n".join([*lines[: line - 1], "", *lines[line:]]), place, mistakes)
    except RecursionError:
        raise place.error("brackets are nested too deeply; expected group.field") from None
    except ValueError as error:  # a date, or an integer of more digits than Python converts
        raise place.error(f"not valid TOML: {str(error).splitlines()[0]}") from None


def dotted(where: Where) -> str:
    """Return the way to a field as people write it: predictions[2].measure, counted from 1."""
    name = ""
    for step in where:
        part = f"[{step + 1}]" if isinstance(step, int) else _key(step)
        name += part if isinstance(step, int) or not name else f".{part}"
    return name


def line_of(text: str, where: Where) -> int | None:
    """Return the line (from 1) of a field, or of the nearest table around it; None when neither is in the text."""
    lines, name = _lines(text), dotted(where)
    while name and name not in lines:
        name = _LAST.sub("", name)
    return lines.get(name)


def _lines(text: str) -> dict[str, int]:
    """Return the line on which each field and table stands first, by its name as in messages."""
    lines: dict[str, int] = {}
    tables: Counter[str] = Counter()
    here = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            first, *others = _names(header[2])
            tables[first] += header[1] == "[["
            here = ".".join([f"{first}[{tables[first]}]" if tables[first] else first, *others])
            lines.setdefault(here, number)
        elif entry := _ENTRY.match(line):
            lines.setdefault(".".join([*([here] if here else []), *_names(entry[1])]), number)
    return lines


def _names(key: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_PART, key)]


def _check_form(text: str, place: Place) -> None:
    """Refuse names and brackets that the parser would need minutes for, in one pass over the text."""
    depth = parts = begun = 0
    for token in _TOKEN.finditer(text):
        kind = text[token.start()]
        if kind == ".":
            parts += 1
        elif kind in "[{":
            depth += 1
        elif kind in "]}":
            depth -= 1
        what = ""
        if depth > DEEPEST:
            what = "brackets are nested too deeply"
        elif parts >= MOST_PARTS:
            what = f"a name of over {MOST_PARTS} dotted parts"
        elif kind == "=" and token.start() - begun > LONGEST_NAME:
            what = f"a name of over {LONGEST_NAME:,} characters"
        if what:
            raise place.on(text.count("\n", 0, token.start()) + 1).error(f"{what}; expected group.field")
        if kind in "\n=,[{":
            parts, begun = 0, token.end()


def _reason(message: str, text: str) -> tuple[str, int]:
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if found is None:
        return message.replace(" (at end of document)", " at the end of the file")[:200], text.count("\n") + 1
    lines, line = text.splitlines(), int(found[1])
    key = re.match(r"\s*([\w.-]{1,60})\s*=", lines[line - 1]) if line <= len(lines) else None
    near = f", at '{key[1]}'" if key else ""
    reason = "".join(one if one.isprintable() else " " for one in message[: found.start()][:200])
    return f"{reason}, column {found[2]}{near}", line


class _TooLarge(str):
    """A number as it is written, whose float would be infinity."""


def _float(text: str) -> float | _TooLarge:
    value = float(text)
    return _TooLarge(text) if math.isinf(value) and not text.endswith("inf") else value


def _out_of_range(value: Any, where: Where) -> Iterator[tuple[Where, str, str]]:
    """Yield where each number out of range stands, the number and what is expected, and put its text in its place.

    Numbers in a list stand at the list.
    """
    for at, entry in value.items() if isinstance(value, dict) else enumerate(value):
        there = (*where, at) if isinstance(value, dict) or isinstance(entry, dict) else where
        if isinstance(entry, (dict, list)):
            yield from _out_of_range(entry, there)
        elif isinstance(entry, _TooLarge):
            yield there, entry[:40], "a number of at most 1e308, or inf"
        elif isinstance(entry, int) and abs(entry) > LARGEST_NUMBER:
            value[at] = shown(entry)
            yield there, shown(entry), "a whole number of at most 18 digits"


def _key(step: str) -> str:
    return step if re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", step) else shown(step, 60)
