"""What a place changes: the difference of every structure from one of them, in each world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from reportsto.drawing.panels import (
    legend_below,
    mark_handle,
    mean_mark,
    name_rows,
    page,
    smallest_effect_band,
    sound_rows,
    words_at,
    world_title,
)
from reportsto.drawing.style import INK, PALE, SMALL, WIDE, Look, in_world_order, label, look, structure_looks
from reportsto.drawing.words import measure_words, number, sentence
from reportsto.statistics.intervals import mean_interval

LEVELS = (Look("", "#0072B2", "o"), Look("", "#666666", "^"), Look("", "#D55E00", "s"))
"""How each level looks where there are several; with one, a structure looks as everywhere."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A measure that is compared.

    Attributes:
        measure: its column.
        least: the smallest effect, in its unit.
        less_is_better: whether less of it is better.
    """

    measure: str
    least: float = 0.0
    less_is_better: bool = True


FAILURES_AND_CUSTOMERS = (Outcome("failures_per_1000", 2.0), Outcome("customers_end", less_is_better=False))


@look()
def draw_outcomes(
    table: pd.DataFrame,
    outcomes: Sequence[Outcome] = FAILURES_AND_CUSTOMERS,
    *,
    against: str = "separate",
    levels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw by how much each structure differs from the structure `against`: a row a world, a column an outcome.

    Marks are means of paired differences over replicates, bars their 95 % t intervals, each its own. Inside the grey
    band a difference is too small to matter. The number on top of a panel is what the structure `against` has. `levels`
    gives the words of each variant that is shown beside the runs without one, "" for those. The axes of a column are
    common to all worlds.
    """
    levels = levels or {"": ""}
    rows = sound_rows(table, "outcomes", [one.measure for one in outcomes])
    rows = rows.assign(variant=rows.get("variant", ""))
    looks = structure_looks(name for name in rows["structure"] if name != against)
    marks = {name: style for name, style in zip(levels, LEVELS, strict=False)} if len(levels) > 1 else {}
    worlds = in_world_order(rows["world"])
    high = (2.8 + 0.7 * len(levels)) * len(looks) + 13.0
    figure = page(WIDE, len(worlds) * high + 16.0)
    grid = figure.subplots(len(worlds), len(outcomes), squeeze=False, sharex="col", sharey=True)
    for panels, world in zip(grid, worlds, strict=True):
        here = rows[rows["world"] == world]
        _name(panels, world_title(world, WIDE - 50.0))
        for panel, outcome in zip(panels, outcomes, strict=True):
            _paint(panel, here, outcome, against, looks, marks)
        name_rows(panels[0], [style.label for style in looks.values()])
        panels[0].set_ylim(top=-1.3)  # a line for what the structure compared with has
    for panel, outcome in zip(grid[-1], outcomes, strict=True):
        better = "left" if outcome.less_is_better else "right"
        words = sentence(measure_words(outcome.measure))
        panel.set_xlabel(f"{words},\nless {label(against).lower()} ({better} is better)", fontsize=SMALL)
    legend_below(figure, _legend(marks, levels))
    return figure


def _name(panels: Sequence[Axes], words: str) -> None:
    """Write a title over a row of panels, which may go on over all of them: blank ones keep its room."""
    for panel in panels:
        panel.set_title(" ")
    title = panels[0].annotate(
        words, (0.0, 1.0), xytext=(0, 3), xycoords="axes fraction", textcoords="offset points", weight="bold"
    )
    title.set_in_layout(False)


def _paint(
    panel: Axes,
    rows: pd.DataFrame,
    outcome: Outcome,
    against: str,
    looks: Mapping[str, Look],
    marks: Mapping[str, Look],
) -> None:
    """Draw the differences of one world on one measure."""
    smallest_effect_band(panel.axvspan, outcome.least)
    panel.axvline(0.0, color=INK, linewidth=0.7, zorder=1)
    variants = list(marks) or [""]
    for nth, variant in enumerate(variants):
        each = rows[rows["variant"] == variant].pivot(index="replicate", columns="structure", values=outcome.measure)
        aside = 0.5 * (nth - (len(variants) - 1) / 2) / len(variants)
        for at, (name, style) in enumerate(looks.items()):
            if {name, against} <= set(each.columns):
                found = mean_interval(each[name] - each[against])
                drawn = marks.get(variant, style)
                ends = [found.low, found.high] if found.n > 1 else [found.estimate] * 2
                panel.plot(ends, [at + aside] * 2, color=drawn.colour, linewidth=1.2, marker="|", zorder=2)
                mean_mark(panel, found.estimate, at + aside, drawn, size=4.0 if marks else 5.5)
        if nth == 0 and against in each:
            has = number(float(f"{each[against].mean():.4g}"))
            words_at(panel, 0.01, -0.95, f"{label(against)} has {has}", transform=panel.get_yaxis_transform())
    panel.tick_params(labelsize=SMALL)
    panel.tick_params(axis="y", length=0)
    panel.grid(visible=False, axis="y")
    panel.xaxis.set_major_locator(MaxNLocator(4))
    panel.xaxis.set_major_formatter(lambda value, _: number(value))


def _legend(marks: Mapping[str, Look], levels: Mapping[str, str]) -> list[Line2D | Patch]:
    kinds: list[Line2D | Patch] = [
        mark_handle(levels[name], style.marker, face=style.colour, edge=style.colour, size=4.0)
        for name, style in marks.items()
    ]
    return [*kinds, Patch(facecolor=PALE, label="a difference too small to matter")]
