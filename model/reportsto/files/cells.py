"""Text that stands for something: a cell is never a formula for a spreadsheet, a number has plain digits."""

import math
import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that looks like it gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that was guarded in a cell."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def number(text: str) -> float:
    """Return a number in plain digits, or raise ValueError: `1_0`, digits of other scripts and `1e999` are none."""
    value = float(text) if text.isascii() and "_" not in text else math.nan
    if (math.isnan(value) or math.isinf(value)) and text.strip().lower().lstrip("+-") not in ("inf", "nan"):
        raise ValueError(text)
    return value
