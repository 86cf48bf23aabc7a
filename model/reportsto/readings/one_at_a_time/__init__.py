"""One assumption at a time: every parameter at both ends of its range, all others at their defaults.

How far each alone moves a difference, and which of them turn it round.
"""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import pandas as pd

from reportsto.drawing import NARROW, file_word
from reportsto.drawing.panels import world_title
from reportsto.drawing.words import parameter_words, sentence
from reportsto.readings.one_at_a_time.figures import draw_tornado
from reportsto.readings.page import Section, Table
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import KNOWN, Contrast, Runs, cell, like_first
from reportsto.readings.words import aim, difference, interval, measure, pair, place, structure, world
from reportsto.statistics.intervals import mean_interval, simultaneous
from reportsto.statistics.verdict import Verdict, verdict
from reportsto.studies.sampling import Axis
from reportsto.wording import counted, number

COLUMNS = (
    *KNOWN, "parameter", "end", "value", "contrast", "low", "high", "pointwise_low", "pointwise_high", "n", "moved",
    "moved_low", "moved_high", "base", "base_low", "base_high", "smallest_effect", "becomes",
)  # fmt: skip
"""`contrast` is the mean of a - b with the parameter at this end, `base` with all at their defaults, `moved` the paired
difference of the two, all in the unit of the measure. `low`, `high` and those of `moved` hold for all ends of a
measure, pair and place at once; `pointwise_*` and those of `base` are a number's own.

`becomes`: one of the words below, from `low` and `high`.
"""
USUAL, OPPOSITE, TIE = "as at the defaults", str(Verdict.OPPOSITE), str(Verdict.NO_DIFFERENCE)
NO_RESULT, NO_SIGN = "no result", "no sign at the defaults"
"""An end that no run reached; an end of a difference that at its defaults is not beyond the smallest effect."""
MOST_NAMED = 8
INTERVALS = (
    "Every interval is 95 % and a number's own; replicates are paired. What an end makes of a difference is judged by "
    "wider intervals, which hold for all its ends at once (`tornado.csv`)."
)


def tables(runs: Runs) -> Tables:
    """Return both ends of every parameter for each difference of a primary measure, with the columns `COLUMNS`."""
    rows = [row for one in runs.contrasts(measures=runs.study.outcomes.primary) for row in _ends(runs, one)]
    return {"tornado": pd.DataFrame(rows, columns=list(COLUMNS))}


def _ends(runs: Runs, one: Contrast) -> Iterator[dict[str, object]]:
    found, name = runs.difference(one), one.measure
    at, moved = simultaneous(found.T), simultaneous((found - found[0]).T)
    effect = runs.effect(name, float(np.nanmean(runs.values(*cell(one.place, one.b), name)[0])))
    own = [mean_interval(values) for values in found]
    base = dict(zip(("base", "base_low", "base_high"), own[0], strict=False))
    at_defaults = verdict(at.low[0], at.high[0], effect)
    usual = {Verdict.AS_PREDICTED: 1.0, Verdict.OPPOSITE: -1.0}.get(at_defaults, 0.0)
    for row, parameter, end, level in _layout(runs.study.uncertainties):
        yield {
            **one.known, "parameter": parameter, "end": end,
            "value": level, "contrast": at.estimate[row], "low": at.low[row], "high": at.high[row],
            "pointwise_low": own[row].low, "pointwise_high": own[row].high,
            "n": int(at.n[row]), "moved": moved.estimate[row], "moved_low": moved.low[row],
            "moved_high": moved.high[row], **base, "smallest_effect": effect,
            "becomes": _becomes(usual, float(at.estimate[row]), float(at.low[row]), float(at.high[row]), effect),
        }  # fmt: skip


def _layout(axes: Sequence[Axis]) -> Iterator[tuple[int, str, str, float]]:
    """Yield the point, the parameter, which end and its level, for both ends of each axis of numbers."""
    first = 1
    for axis in axes:
        levels = list(getattr(axis, "values", None) or (axis.low, axis.high))  # type: ignore[union-attr]
        if all(isinstance(level, (int, float)) for level in levels) and len(levels) > 1:
            numbers = [float(level) for level in levels]
            yield first + int(np.argmin(numbers)), axis.name, "low", min(numbers)
            yield first + int(np.argmax(numbers)), axis.name, "high", max(numbers)
        first += len(levels)


def _becomes(usual: float, estimate: float, low: float, high: float, effect: float) -> str:
    """Return what an end makes of a difference that has this sign at the defaults."""
    if np.isnan(estimate):
        return NO_RESULT
    if usual == 0.0:
        return NO_SIGN
    found = verdict(low, high, effect, sign=usual)
    return USUAL if found is Verdict.AS_PREDICTED else str(found)


def answer(runs: Runs, tables: Tables) -> Answer:
    """Return how many parameters turn the first difference in each world, and those that move it most."""
    first = tables["tornado"].iloc[0]
    here = like_first(tables["tornado"], ("firm", "variant", "measure", "a", "b"))
    turned = here[here["becomes"] == OPPOSITE]
    counts = turned.groupby("world")["parameter"].nunique().reindex(here["world"].unique(), fill_value=0)
    least, most = int(counts.min()), int(counts.max())
    alone = str(most) if least == most else f"{least} to {most}"
    header = ["If this is true in your firm", pair(first["a"], first["b"], "against"), "assumptions that turn it"]
    worlds = list(here.groupby("world", sort=False))
    return Answer(
        sentence=(
            f"Between {structure(str(first['a']))} and {structure(str(first['b']))}, {alone} of "
            f"{here['parameter'].nunique()} assumptions turn round which has the {aim(runs, str(first['measure']))}."
        ),
        table=Table([*header, "the strongest"], [_in_world(runs, str(name), ends) for name, ends in worlds]),
        intervals=INTERVALS,
        turns=tuple(_turns(turned)),
        limits=("One assumption moves at a time: what two of them do together is not seen here.",),
    )


def _in_world(runs: Runs, name: str, ends: pd.DataFrame) -> list[str]:
    turned, first = _becoming(ends, OPPOSITE), ends.iloc[0]
    base = difference(str(first["measure"]), first["base"], first["base_low"], first["base_high"])
    said = f"{turned['parameter'].nunique()} of {ends['parameter'].nunique()}"
    none = "there is nothing to turn" if (ends["becomes"] == NO_SIGN).any() else "none"
    return [world(name), base, said, _named(turned.head(1)) or none]


def _turns(turned: pd.DataFrame) -> Iterator[str]:
    """Yield the parameters that turn the difference, by how far they move it, each in the worlds where they do."""
    for _, rows in _becoming(turned, OPPOSITE).groupby(["parameter", "value"], sort=False):
        first = rows.iloc[0]
        worlds = " and ".join(dict.fromkeys(rows["world"].astype(str)))
        said = interval(first["contrast"], first["pointwise_low"], first["pointwise_high"])
        yield (
            f"With {_end(first)} the difference is {said} in place of {number(first['base'])}, in the world "
            f"{first['world']}. It turns in {worlds}."
        )


def sections(runs: Runs, tables: Tables) -> list[Section]:
    """Return what each end makes of each difference: those that turn it, and those that make it a tie."""
    parts: list[Table | str] = [
        "Every parameter at both ends of its range, all others at their defaults. *Opposite*: the whole interval is "
        "beyond the smallest effect, on the other side than at the defaults. *No difference that matters*: the whole "
        "interval is within it. All ends are in `tornado.csv`."
    ]
    header = ("firm and world", "a less b", "at the defaults", OPPOSITE, TIE, str(Verdict.NOT_DECIDED))
    for name, rows in tables["tornado"].groupby("measure", sort=False):
        lines = [_line(group) for _, group in rows.groupby(list(KNOWN), sort=False)]
        parts.append(Table(header, lines, measure(str(name)), "tornado.csv"))
    return [Section("Which single assumption turns the answer?", tuple(parts))]


def _line(rows: pd.DataFrame) -> list[str]:
    first = rows.iloc[0]
    lost = int((rows["becomes"] == NO_RESULT).sum())
    more = f"; {counted(lost, 'end')} without a result" if lost else ""
    none = "no sign at the defaults to turn" if (rows["becomes"] == NO_SIGN).any() else ""
    opposite, tie, open_ = (_named(_becoming(rows, word)) for word in (OPPOSITE, TIE, str(Verdict.NOT_DECIDED)))
    return [
        place(first["firm"], first["world"], first["variant"]), pair(first["a"], first["b"]),
        interval(first["base"], first["base_low"], first["base_high"]), opposite or none, tie, open_ + more,
    ]  # fmt: skip


def _becoming(rows: pd.DataFrame, word: str) -> pd.DataFrame:
    """Return the ends that make this of a difference, those that move it most first."""
    rows = rows[rows["becomes"] == word]
    return rows.loc[rows["moved"].abs().sort_values(ascending=False, kind="stable").index]


def _named(rows: pd.DataFrame) -> str:
    """Return the ends in words, each with the difference there."""
    said = [f"{_end(row)} ({number(row['contrast'])})" for _, row in rows.head(MOST_NAMED).iterrows()]
    more = [f"{len(rows) - MOST_NAMED} more"] if len(rows) > MOST_NAMED else []
    return "; ".join([*said, *more])


def _end(row: "pd.Series[float]") -> str:
    return f"“{parameter_words(str(row['parameter']))}” at {number(float(row['value']))}"


def figures(runs: Runs, tables: Tables) -> Iterator[Drawing]:
    """Yield a tornado for each difference in each world: those of the first pair and measure first."""
    found = tables["tornado"]
    many = found["firm"].nunique() > 1
    by = ["a", "measure", "firm", "variant", "world"]
    for (a, name, firm, variant, world_id), rows in found.groupby(by, sort=False):
        first = rows.iloc[0]
        both = pair(a, first["b"])
        words = f"{measure(str(name))}: {both}"
        file = ("tornado", name, a, file_word(str(firm)) if many else "", world_id, variant)
        yield Drawing(
            "_".join(filter(None, map(str, file))),
            partial(
                draw_tornado,
                rows.assign(low=rows["pointwise_low"], high=rows["pointwise_high"]),
                base=float(f"{first['base']:.3g}"),
                contrast=f"{sentence(both)}, {measure(str(name))}",
                where=world_title(str(world_id), NARROW),
                smallest_effect=float(f"{first['smallest_effect']:.3g}"),
            ),
            f"A bar that crosses zero turns the answer: {words}, in the world {world_id}. The longest bars are the "
            "assumptions to measure first.",
        )


ONE_AT_A_TIME = Reading(tables=tables, answer=answer, sections=sections, figures=figures)
"""How far each assumption alone moves a difference, and which of them turn it round."""
