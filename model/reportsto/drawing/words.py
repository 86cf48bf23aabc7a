"""What measures and parameters are called wherever a person reads them: words, never identifiers."""

from functools import cache

from reportsto.parameters import every_field
from reportsto.records import COLUMNS

SHORT = {
    "failures_per_1000": "failures per 1,000 orders",
    "customers_end": "customers on the last day",
    "hours_paid": "hours paid a day",
    "effective_advocacy": "share of failures acted on",
    "attitude_handlers_mean": "mean attitude of handlers, −1 to 1",
    "share_lost": "share of customers lost a year",
    "cost_per_1000": "cost per 1,000 orders",
    "ceo_utilisation": "share of the chief executive's free hours used",
}
MECHANISMS = {
    "lateral": "word between colleagues",
    "own_line": "own-line faults count",
    "dual_thoughts": "recolouring of reports",
    "owner_resistance": "resistance of owners",
    "coordination": "distance between departments",
    "voice_feedback": "customers speak up when heard",
}
"""What off-switches switch off, where their names do not say it."""
_UNITS = {column.name: column.unit for column in COLUMNS}


def number(value: float) -> str:
    """Return a number as it stands on an axis: short, with commas and a true minus."""
    return (f"{value:,.0f}" if abs(value) >= 1000 else f"{value + 0.0:.4g}").replace("-", "−")


def measure_words(measure: str) -> str:
    """Return what a measure is called, with its unit; a column nobody knows is called by its name."""
    unit, words = _UNITS.get(measure, ""), measure.replace("_", " ")
    return SHORT.get(measure) or words + ("" if unit in ("", "1") or words.endswith(unit) else f", {unit}")


def parameter_words(name: str) -> str:
    """Return what a parameter is called: its meaning in short, for an off-switch the mechanism that it switches off."""
    if name.startswith("without."):
        return f"without {mechanism_words(name.removeprefix('without.'))}"
    group, _, rest = name.partition(".")
    entry, _, word = rest.partition(".")
    meaning = _meanings().get((group, entry), "")
    if not meaning:
        return name.replace(".", ": ").replace("_", " ")
    return f"{meaning}: {word.replace('_', ' ')}" if word else meaning


def mechanism_words(name: str) -> str:
    """Return what the mechanism of an off-switch is called."""
    return MECHANISMS.get(name) or name.replace("_", " ")


def parameter_label(name: str) -> str:
    """Return a parameter with its unit, as the words of an axis."""
    group, _, rest = name.partition(".")
    unit = _units().get((group, rest.partition(".")[0]), "")
    words = sentence(parameter_words(name)).replace(" and f_0", "")
    return words if unit in ("", "1", "0 or 1") else f"{words} ({unit.replace('1 / ', 'per ')})"


@cache
def _meanings() -> dict[tuple[str, str], str]:
    """Return the first clause of what each parameter means."""
    return {(group, entry): _first_clause(info.meaning) for group, entry, info in every_field()}


@cache
def _units() -> dict[tuple[str, str], str]:
    return {(group, entry): info.unit.partition(" (")[0] for group, entry, info in every_field()}


def _first_clause(meaning: str) -> str:
    for end in (";", " (", ", growing", ", as a share", ": s_r"):
        meaning = meaning.partition(end)[0]
    return meaning


def sentence(words: str) -> str:
    """Return the words with a capital in front."""
    return words[:1].upper() + words[1:]
