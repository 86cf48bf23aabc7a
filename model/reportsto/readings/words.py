"""Numbers and names as people read them."""

import math
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from reportsto.drawing.words import measure_words, parameter_words
from reportsto.firms import FIRMS
from reportsto.readings.runs import Runs
from reportsto.records import MEASURES
from reportsto.structures import STRUCTURES
from reportsto.wording import number
from reportsto.worlds import WORLDS

MAPS = frozenset(structure.id for structure in STRUCTURES if structure.edit(FIRMS[0].chart).is_map)
"""Structures without reporting lines, whose owners act with certainty: generous, and left out of the advice."""
MEANINGS = {column.name: column.meaning for column in MEASURES}
UNITS = {column.name: column.unit for column in MEASURES}
COUNTS = (
    "1 / 1,000 orders", "customers", "customers / 1,000 orders", "people", "posts", "orders", "items",
    "1 / day", "orders / day", "items / day", "reports / day", "h", "h / day",
)  # fmt: skip
"""Units of what is counted: there are fewer of it, not less."""
measure = measure_words
_NAME = re.compile(r"\b[a-z]\w*(?:\.[a-z]\w*)+")


def interval(value: float, low: float, high: float) -> str:
    """Return a number with its interval, where it has one, all three with the decimals that the largest needs."""
    said = list(map(number, (value, low, high)))
    if math.isnan(low) or any("e" in one for one in said):
        return said[0] if math.isnan(low) else f"{said[0]} [{said[1]}, {said[2]}]"
    most = max(map(abs, (value, low, high)))
    digits = 2 - math.floor(math.log10(most)) if 0.0 < most < 100.0 else int(most < 1000.0)
    decimals = digits if any("." in one for one in said) else 0
    value, low, high = (round(one, decimals) + 0.0 for one in (value, low, high))  # no minus before a zero
    return f"{value:,.{decimals}f} [{low:,.{decimals}f}, {high:,.{decimals}f}]"


def with_interval(row: "pd.Series[Any]", name: str) -> str:
    """Return the number in a row of a table, with the row's interval where it has one."""
    value, low, high = (float(str(row[column])) for column in (name, "low", "high"))
    return interval(value, low, high)


def span(values: "pd.Series[float]") -> str:
    """Return a number, or from the least to the largest where there are several."""
    low, high = number(float(values.min())), number(float(values.max()))
    return low if low == high else f"{low} to {high}"


def structure(name: str) -> str:
    """Return a structure's id as words, a map marked with a star."""
    return name.replace("_", " ") + ("*" if name in MAPS else "")


def pair(a: object, b: object, word: str = "less") -> str:
    """Return two structures as words: "inside operations less separate"."""
    return f"{structure(str(a))} {word} {structure(str(b))}"


def world(name: str) -> str:
    """Return a world as a sentence that is true in some firms, with its id."""
    return f"{WORLDS[name].sentence} ({name})" if name in WORLDS else name


def listed(names: Iterable[str]) -> str:
    """Return names as a list in a sentence: "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def place(*words: object) -> str:
    """Return what is not empty, with commas."""
    return ", ".join(text for text in map(str, words) if text)


def parameters(rule: str) -> str:
    """Return a rule about parameters in words: their meanings in place of their names."""
    words = _NAME.sub(lambda found: f"“{parameter_words(found.group())}”", rule)
    return words.replace(" > ", " is above ").replace(" <= ", " is at most ").replace("_", " ")


def quantity(name: str) -> str:
    """Return what is measured, without its range: "mean attitude of handlers"."""
    return measure(name).split(", ")[0]


def aim(runs: Runs, name: str) -> str:
    """Return what is best on a measure of a study: "fewest failures per 1,000 orders", "largest share acted on"."""
    words = quantity(name)
    sizes = ("largest", "smallest") if words.startswith("share") else ("highest", "lowest")
    return f"{(('most', 'fewest') if UNITS.get(name) in COUNTS else sizes)[runs.better(name) < 0]} {words}"


def difference(name: str, value: float, low: float, high: float) -> str:
    """Return a difference of a measure in words, with its interval: "9.8 [8.8, 10.9] fewer"."""
    if value < 0:
        return f"{interval(-value, -high, -low)} {'fewer' if UNITS.get(name) in COUNTS else 'less'}"
    return f"{interval(value, low, high)} more"
