"""Ways to spoil an input: its bytes, its words, its lines, and the grammar of TOML and CSV."""

import re
from collections.abc import Callable

from drawing_lots import Lots

Mutation = Callable[[Lots, bytes], bytes]

NASTY = [
    b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b'"', b"'", b",", b";", b"=", b"[", b"]", b"{", b"#", b"\\",
    "\u200b".encode(), "\u202e".encode(), "e\u0301".encode(), "\u0661".encode(), "\U0001f600".encode(),
]  # fmt: skip
NUMBERS = [
    b"0", b"-0", b"-1", b"1_0", b"1e308", b"1e999", b"inf", b"-inf", b"nan", b"3.0", b"0.5", b"0xffffffffffffffffffff",
    b"9" * 20, b"9" * 400, b"9" * 4400, b"0x" + b"f" * 4000, b"true", b'"3"', b"[]", b"{}", b"1979-05-27",
]  # fmt: skip
NOTHING = [b"NA", b"null", b"None", b"nan", b"", b" ", b"=x", b"no", b"sing", b"#N/A", b"-1", b"@x"]
WORD = re.compile(rb"[\w.+-]+")
NUMBER = re.compile(rb"(?<![\w.])-?\d[\d_.]*(?![\w.])")


def flip(lots: Lots, data: bytes) -> bytes:
    """Change one byte."""
    at = lots.below(len(data))
    return data[:at] + bytes([lots.below(256)]) + data[at + 1 :]


def cut(lots: Lots, data: bytes) -> bytes:
    """Leave out a short part, or all behind it."""
    begin, end = lots.span(len(data))
    return data[:begin] + (data[end:] if lots.below(4) else b"")


def repeat(lots: Lots, data: bytes) -> bytes:
    """Say a short part again, once or often."""
    begin, end = lots.span(len(data))
    return data[:end] + data[begin:end] * lots.of([1, 2, 500]) + data[end:]


def insert(lots: Lots, data: bytes) -> bytes:
    """Put something nasty in."""
    at = lots.below(len(data) + 1)
    return data[:at] + lots.of(NASTY) * lots.of([1, 1, 1, 300]) + data[at:]


def swap_words(lots: Lots, data: bytes) -> bytes:
    """Put one word in the place of another."""
    words = list(WORD.finditer(data))
    if len(words) < 2:
        return data
    old, new = lots.of(words), lots.of(words)
    return data[: old.start()] + new.group() + data[old.end() :]


def spoil_number(lots: Lots, data: bytes) -> bytes:
    """Put an impossible number in the place of one."""
    found = list(NUMBER.finditer(data))
    if not found:
        return data
    one = lots.of(found)
    return data[: one.start()] + lots.of(NUMBERS) + data[one.end() :]


def swap_lines(lots: Lots, data: bytes) -> bytes:
    """Leave out a line, say it twice, or put it elsewhere."""
    lines = data.split(b"\n")
    line = lines.pop(lots.below(len(lines)))
    for _ in range(lots.below(3)):
        lines.insert(lots.below(len(lines) + 1), line)
    return b"\n".join(lines)


def spoil_cell(lots: Lots, data: bytes) -> bytes:
    """Put a word for nothing, a formula or a number in the place of a cell."""
    lines = data.split(b"\n")
    at = lots.below(len(lines))
    cells = lines[at].split(b",")
    cells[lots.below(len(cells))] = lots.of([*NOTHING, *NUMBERS])
    lines[at] = b",".join(cells)
    return b"\n".join(lines)


def long_name(lots: Lots, data: bytes) -> bytes:
    """Add a field whose name has many dotted parts, or brackets inside brackets."""
    many = lots.of([19, 21, 300, 20_000])
    name = b".".join([lots.of([b'"a b"', b"a", b"'x'"])] * many)
    line = lots.of(
        [name + b" = 1", b"x = " + b"[" * many + b"]" * many, b"[" + name + b"]", b"y = { " + name + b" = 1 }"]
    )
    lines = data.split(b"\n")
    lines.insert(lots.below(len(lines) + 1), line)
    return b"\n".join(lines)


BYTES: list[Mutation] = [flip, cut, repeat, insert]
TOKENS: list[Mutation] = [swap_words, spoil_number, swap_lines]
TOML: list[Mutation] = [*BYTES, *TOKENS, spoil_number, long_name]
CSV: list[Mutation] = [*BYTES, *TOKENS, spoil_cell, spoil_cell, spoil_cell]


def mutated(lots: Lots, data: bytes, mutations: list[Mutation]) -> bytes:
    """Return an input after one to three mutations, most often one: a reader is met deeper where less is wrong."""
    for _ in range(lots.of([1, 1, 1, 2, 3])):
        data = lots.of(mutations)(lots, data)
    return data
