"""Text in a cell of a CSV file: never a formula for a spreadsheet, and read back as it was written."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that looks like it gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that was guarded in a cell."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell
