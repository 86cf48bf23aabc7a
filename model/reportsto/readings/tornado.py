"""One assumption at a time: how far each moves a difference, which of them turn it round; table, figures, words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reportsto.drawing import MissingInput, draw_tornado, file_word, save
from reportsto.drawing.words import measure_words
from reportsto.readings.answer import number
from reportsto.readings.over_points import Cube, Place, smallest_effect
from reportsto.statistics.intervals import simultaneous
from reportsto.studies.study import Cell, Study
from reportsto.wording import counted

COLUMNS = (
    "firm", "world", "variant", "measure", "a", "b", "parameter", "end", "value", "contrast", "low", "high", "n",
    "moved", "moved_low", "moved_high", "base", "base_low", "base_high", "smallest_effect", "becomes",
)  # fmt: skip
"""`contrast` is the mean of a - b with the parameter at this end, `base` with all at their defaults, `moved` the paired
difference of the two, all in the unit of the measure. Intervals hold for all ends of a measure, pair and place at once.

`becomes`: turned (the other sign than at the defaults, both surely, and at least the smallest effect), tied (the whole
interval within the smallest effect, which the estimate at the defaults is not), same (a sure sign, not the other one),
no result, or undecided (none of these).
"""
KIND = "one_at_a_time"
MOST_NAMED = 5


def tornado(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns `COLUMNS` for each primary measure; empty unless the design is one at a time."""
    if study.sampling.kind != KIND:
        return pd.DataFrame(columns=list(COLUMNS))
    cube = Cube(study, table)
    rows: list[dict[str, object]] = []
    for place in cube.places:
        run = cube.structures(place)
        b = study.outcomes.against if study.outcomes.against in run else run[0]
        for a in (name for name in run if name != b):
            for measure in study.outcomes.primary:
                rows += _ends(cube, place, a, b, measure)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _ends(cube: Cube, place: Place, a: str, b: str, measure: str) -> Iterator[dict[str, object]]:
    firm, world, variant = place
    here, there = Cell(a, firm, variant), Cell(b, firm, variant)
    base_b = cube.values(there, world, measure)
    found = cube.values(here, world, measure) - base_b
    at, moved = simultaneous(found.T), simultaneous((found - found[0]).T)
    effect = smallest_effect(cube.study, measure).in_units(float(np.nanmean(base_b[0])))
    base = tuple(map(float, (at.estimate[0], at.low[0], at.high[0])))
    known = dict(zip(COLUMNS[:6], (*place, measure, a, b), strict=True))
    for row, parameter, end, level in _layout(cube.study):
        interval = tuple(map(float, (at.estimate[row], at.low[row], at.high[row])))
        yield {
            **known, "parameter": parameter, "end": end, "value": level,
            **dict(zip(("contrast", "low", "high"), interval, strict=True)), "n": int(at.n[row]),
            "moved": moved.estimate[row], "moved_low": moved.low[row], "moved_high": moved.high[row],
            "base": base[0], "base_low": base[1], "base_high": base[2],
            "smallest_effect": effect, "becomes": _becomes(base, interval, effect),
        }  # fmt: skip


def _layout(study: Study) -> Iterator[tuple[int, str, str, float]]:
    """Yield the point, the parameter, which end and its level, for both ends of each axis of numbers."""
    first = 1
    for axis in study.uncertainties:
        levels = list(getattr(axis, "values", None) or (axis.low, axis.high))  # type: ignore[union-attr]
        if all(isinstance(level, (int, float)) for level in levels) and len(levels) > 1:
            numbers = [float(level) for level in levels]
            yield first + int(np.argmin(numbers)), axis.name, "low", min(numbers)
            yield first + int(np.argmax(numbers)), axis.name, "high", max(numbers)
        first += len(levels)


def _becomes(base: tuple[float, ...], end: tuple[float, ...], effect: float) -> str:
    """Return what an end makes of the answer; each is an estimate with the ends of its interval."""
    if np.isnan(end[0]):
        return "no result"
    if -effect < end[1] and end[2] < effect:
        return "tied" if abs(base[0]) >= effect else "same"
    if _sign(base) * _sign(end) < 0:
        return "turned" if abs(end[0]) >= effect else "undecided"
    return "same" if _sign(end) != 0 else "undecided"


def _sign(interval: tuple[float, ...]) -> int:
    """Return the sign that the whole interval has, 0 where it includes zero or is unknown."""
    _, low, high = interval
    return 1 if low > 0.0 else -1 if high < 0.0 else 0


def draw_tornados(found: pd.DataFrame, folder: Path) -> list[Path]:
    """Write a figure for each measure, pair and place, and return the files."""
    written: list[Path] = []
    many = found["firm"].nunique() > 1
    for (firm, world, variant, measure, a, b), rows in found.groupby(list(COLUMNS[:6]), sort=False):
        words = f"{measure_words(str(measure))}: {a} less {b}, world {world}".replace("_", " ")
        first = rows.iloc[0]
        try:
            figure = draw_tornado(
                rows, base=float(f"{first['base']:.4g}"), contrast=words,
                smallest_effect=float(f"{first['smallest_effect']:.3g}"),
            )  # fmt: skip
        except MissingInput:
            continue
        named = file_word(str(firm)) if many else ""
        name = "_".join(text for text in map(str, (measure, a, named, world, variant)) if text)
        written.extend(save(figure, folder / f"tornado_{name}"))
    return written


def tornado_answer(found: pd.DataFrame) -> list[str]:
    """Return a line for each pair and place: how many parameters turn the first measure round, and the strongest."""
    if found.empty:
        return []
    lines = []
    for _, rows in found[found["measure"] == found["measure"].iloc[0]].groupby(list(COLUMNS[:6]), sort=False):
        firm, world, variant, measure, a, b = (str(rows.iloc[0][name]) for name in COLUMNS[:6])
        turned = rows[rows["becomes"] == "turned"].sort_values("moved", key=lambda moved: -moved.abs(), kind="stable")
        names = [f"{row['parameter']} at {number(float(row['value']))}" for _, row in turned.iterrows()]
        place = ", ".join(text for text in (firm, world, variant) if text)
        base = rows.iloc[0]
        if _sign((base["base"], base["base_low"], base["base_high"])) == 0:
            told = f"{number(base['base'])} {_interval(base, 'base_low', 'base_high')}"
            lines.append(f"{place}: `{measure}`, {a} less {b}, has no sure sign at the defaults to turn: {told}.")
            continue
        more = f" and {counted(len(names) - MOST_NAMED, 'more end')}" if len(names) > MOST_NAMED else ""
        said = f": {', '.join(names[:MOST_NAMED])}{more}" if names else ""
        lines.append(
            f"{place}: {turned['parameter'].nunique()} of {rows['parameter'].nunique()} parameters, alone at an end, "
            f"turn the sign of `{measure}`, {a} less {b}{said}."
        )
    return lines


def tornado_lines(found: pd.DataFrame) -> list[str]:
    """Return the section of the finding: what each contrast is at the defaults, and what turns it or makes it a tie."""
    if found.empty:
        return []
    parts = [
        "## Which single assumption turns the answer?",
        "Every parameter at both ends of its sweep, all others at their defaults. *Turned*: the other sign, surely, by "
        "at least the smallest effect; *tied*: the whole interval is within it; *undecided*: neither. "
        "Intervals hold for all ends of one line "
        "at once (95 %). One at a time shows no interaction. All ends are in `tornado.csv`.",
    ]
    for (measure,), rows in found.groupby(["measure"], sort=False):
        parts.append(f"**`{measure}`**")
        parts.append("\n".join(f"- {_line(group)}" for _, group in rows.groupby(list(COLUMNS[:6]), sort=False)))
    return parts


def _line(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    firm, world, variant, _, a, b = (str(first[name]) for name in COLUMNS[:6])
    place = ", ".join(text for text in (firm, world, variant) if text)
    base = f"{number(first['base'])} {_interval(first, 'base_low', 'base_high')}"
    told = [f"{word}: {_named(rows, word)}" for word in ("turned", "tied", "undecided", "no result")]
    said = "; ".join(text for text in told if not text.endswith(": "))
    return f"{place}: {a} less {b} is {base} at the defaults. {said or 'Nothing turns it or makes it a tie'}."


def _named(rows: pd.DataFrame, word: str) -> str:
    here = rows[rows["becomes"] == word]
    here = here.loc[here["moved"].abs().sort_values(ascending=False, kind="stable").index]
    return ", ".join(
        f"{row['parameter']} at {number(float(row['value']))}"
        + ("" if np.isnan(row["contrast"]) else f" ({number(float(row['contrast']))} {_interval(row, 'low', 'high')})")
        for _, row in here.iterrows()
    )


def _interval(row: "pd.Series[Any]", low: str, high: str) -> str:
    if np.isnan(row[low]):
        return "without interval"
    return f"[{number(float(row[low]))}, {number(float(row[high]))}]"
