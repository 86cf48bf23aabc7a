"""Where two structures change places: along one factor, and as lines in a plane of two."""

from collections.abc import Sequence
from itertools import pairwise
from textwrap import fill
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reportsto.arrays import Floats
from reportsto.drawing.factors import Factor, Ruler, factor_rows
from reportsto.drawing.labels import Spot, label_points
from reportsto.drawing.panels import MissingInput, heading, mark_handle, marks, page, smallest_effect_band, words_at
from reportsto.drawing.style import FAINT, INK, NARROW, PALE, Look, label, look, structure_looks
from reportsto.drawing.words import measure_words, number, sentence
from reportsto.readings.maps.cells import Race
from reportsto.statistics.intervals import mean_interval

BAND = "#B8CFE0"
ROW = 5.0
"""Height of a value of the held factor with one pair, in mm; half as much more for each other pair."""


class Band(NamedTuple):
    """The mean difference at each value of a factor, with its own 95 % interval; NaN where there is no result."""

    estimate: Floats
    low: Floats
    high: Floats


@look()
def draw_crossover(
    table: pd.DataFrame,
    race: Race,
    *,
    a: str,
    b: str,
    x: Factor,
    crossings: pd.DataFrame | None = None,
    width: float = NARROW,
) -> Figure:
    """Draw the difference between two structures along one factor, and where they change places.

    Points are means of a - b over matched replicates; the band around them is the 95 % interval of each. Within the
    grey band about zero a difference is smaller than the smallest effect: there the choice hardly
    matters. A diamond marks a crossing, its bar the interval of the crossing; an arrow says that the interval goes on
    beyond the values that were run. A cross on the axis is a value without a result, and the line is broken there.

    `table` holds the runs, one for each value, structure and replicate: the column of the factor, `structure`, `seed`,
    `replicate`, and the measure, NaN for a failed run. `race` says which measure, which end of it is better, and the
    smallest effect in its unit. `crossings` has one row for each crossing: `value` (its place on the factor), `low` and
    `high`, which may be infinite; rows without a value are none. Raises MissingInput without a column or a pair.
    """
    levels, band = _differences(table, race.measure, a=a, b=b, x=x)
    ruler, least = Ruler(x, levels), race.effect.amount
    figure = page(width, 80.0)
    panel = figure.subplots()
    smallest_effect_band(panel.axhspan, least)
    panel.axhline(0.0, color=INK, linewidth=0.7, zorder=1)
    _paint_line(panel, ruler, band)
    panel.set_xlim(*ruler.edges[[0, -1]])
    _reach(panel, band, least)
    ruler.mark(panel.xaxis, width - 20.0)
    panel.set_xlabel(x.words)
    panel.set_ylabel(fill(f"Difference in {measure_words(race.measure)}", 30))
    title = race.title or f"{label(a)} or {label(b).lower()}?"
    heading(figure, "\n".join(fill(line, int(width / 1.65)) for line in title.splitlines()))
    above, below = (a, b) if race.better == "higher" else (b, a)
    for name, y, va, arrow in ((above, 0.985, "top", "↑"), (below, 0.015, "bottom", "↓")):
        words_at(panel, 0.985, y, f"{arrow} {label(name)} better", transform=panel.transAxes, ha="right", va=va)
    found = np.empty((0, 3)) if crossings is None else crossings[["value", "low", "high"]].dropna(subset="value")
    _legend(figure, least, crossing=len(found) > 0, missing=bool(np.isnan(band.estimate).any()))
    _paint_crossings(figure, panel, ruler, np.asarray(found, dtype=np.float64), band)
    return figure


def _differences(table: pd.DataFrame, measure: str, *, a: str, b: str, x: Factor) -> tuple[Floats, Band]:
    """Return the values of the factor and, at each, the mean of a - b over matched replicates with its interval."""
    rows = factor_rows(table, "crossover", ("structure", "seed", "replicate", measure), [x])
    rows = rows[rows["structure"].isin((a, b))]
    levels = np.unique(rows[x.column].to_numpy(dtype=np.float64))
    first, second = (
        rows[rows["structure"] == name]
        .pivot(index=["seed", "replicate"], columns=x.column, values=measure)
        .reindex(columns=levels)
        for name in (a, b)
    )
    pairs = first - second
    if pairs.isna().all(axis=None):
        raise MissingInput(f"figure 'crossover' needs at least one replicate with {measure} of both {a} and {b}")
    found = np.array([mean_interval(values)[:3] for values in pairs.to_numpy(dtype=np.float64).T])
    return levels, Band(*found.T)


def _paint_line(panel: Axes, ruler: Ruler, band: Band) -> None:
    places = ruler.places
    panel.fill_between(places, band.low, band.high, color=BAND, linewidth=0, zorder=2, gid="interval")
    for edge in (band.low, band.high):
        panel.plot(places, edge, color=INK, linewidth=0.4, zorder=2)
    panel.plot(places, band.estimate, color=INK, marker="o", markersize=3.0, zorder=4, gid="difference")
    nothing = places[np.isnan(band.estimate)]
    if nothing.size:  # a line without points, not clipped, would push the panel off the page
        across = panel.get_xaxis_transform()
        marks(panel, nothing, 0.0 * nothing, "x", size=4.0, transform=across, clip_on=False, gid="no result")


def _reach(panel: Axes, band: Band, least: float) -> None:
    """Give the band and the smallest effect room, and a line of words above and below."""
    ends = np.array([*band.low, *band.high, *band.estimate, -least, least, 0.0])
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = 0.14 * ((high - low) or 1.0)
    panel.set_ylim(low - room, high + room)


def _legend(figure: Figure, least: float, *, crossing: bool, missing: bool) -> None:
    handles = [
        Line2D([], [], color=INK, marker="o", markersize=3.0, label="mean difference"),
        Patch(facecolor=BAND, edgecolor=INK, linewidth=0.4, label="95 % interval of each"),
        Patch(facecolor=PALE, label=f"hardly matters: below {number(least)}"),
    ]
    if crossing:
        handles.append(Line2D([], [], color=INK, marker="D", markerfacecolor="white", label="crossing, 95 % interval"))
    if missing:
        handles.append(mark_handle("no result", "x", size=4.0))
    figure.legend(handles=handles, loc="outside lower center", ncols=2 if figure.get_figwidth() < 5 else len(handles))


def _paint_crossings(figure: Figure, panel: Axes, ruler: Ruler, found: Floats, band: Band) -> None:
    """Mark the crossings on the line of no difference, with labels that keep off their bars and off the line."""
    spots, avoid, known = [], [], ~np.isnan(band.estimate)
    if known.sum() > 1:
        x, y = ruler.places[known], band.estimate[known]
        fine = np.linspace(x[0], x[-1], 60)
        avoid = list(zip(fine.tolist(), np.interp(fine, x, y).tolist(), strict=True))
    for place, low, high in found:
        at = float(ruler.at(place))
        bar = _paint_interval(panel, ruler, (low, high), 0.0, colour=INK, width=2.2)
        marks(panel, [at], [0.0], "D", zorder=7, gid="crossing")
        spots.append(Spot(at, 0.0, f"{number(place)} ({_end(low, ruler)} to {_end(high, ruler)})"))
        avoid += [(along, 0.0) for along in np.linspace(*bar, 12).tolist()] if bar else []
    label_points(figure, panel, spots, radius=4.0, marks=avoid)


def _end(value: float, ruler: Ruler) -> str:
    """Return the end of an interval in words: an infinite one lies beyond what was run."""
    if np.isinf(value):
        return f"< {number(ruler.levels[0])}" if value < 0 else f"> {number(ruler.levels[-1])}"
    return "?" if np.isnan(value) else number(value)


def _paint_interval(
    panel: Axes, ruler: Ruler, ends: tuple[float, float], at: float, *, colour: str, width: float
) -> tuple[float, float] | None:
    """Draw an interval, a stop where it ends, an arrow where it goes on; return where it is drawn, None without one."""
    if np.isnan(ends).any():
        return None
    first, last = float(ruler.levels[0]), float(ruler.levels[-1])
    low, high = (float(place) for place in ruler.at([max(ends[0], first), min(ends[1], last)]))
    panel.plot(
        [low, high], [at, at], color=colour, linewidth=width, solid_capstyle="butt", zorder=3, gid="crossing interval"
    )
    for place, end, arrow in zip((low, high), ends, ("<", ">"), strict=True):
        shape = "|" if np.isfinite(end) else arrow
        marks(
            panel, [place], [at], shape, size=2.0 + 2.0 * width, face=colour, edge=colour, zorder=3, gid=f"end {shape}"
        )
    return low, high


@look()
def draw_crossover_lines(
    table: pd.DataFrame, *, along: Factor, held: Factor, levels: Sequence[float], title: str
) -> Figure:
    """Draw along one factor which of two structures is better, for each value of another.

    Across: the factor on which structures change places, over the values that were run. Up: the values of the other
    factor, in equal steps, with a line for each structure. The line is thick and coloured where that structure is the
    better one, thin and grey where the one all are held against is. A mark is where they change places, its bar the
    95 % interval; an arrow says that the interval goes on beyond the values that were run. A pair that changes places
    nowhere is left out.

    `table` has one row for each value `at` of the held factor, pair `a` and `b`, and crossing: `value`, `low` and
    `high`, in the unit of the factor, NaN or infinite where there is none; `better_above` names the structure that is
    better above the crossing. `levels` are the values of `along` that were run. Raises MissingInput where no pair
    changes places.
    """
    if table["value"].isna().all():
        raise MissingInput("figure 'crossover_lines' needs at least one crossing")
    table = table[table.groupby("a")["value"].transform(lambda values: values.notna().any()).astype(bool)]
    across, up, looks = Ruler(along, levels), Ruler(held, table["at"]), structure_looks(table["a"])
    high = ROW * len(up.levels) * (1.0 + len(looks)) / 2.0
    handles = _sides(str(table["b"].iloc[0]), looks)
    figure = page(NARROW, 32.0 + high + 3.5 * len(handles))
    panel = figure.subplots()
    for at, (name, style) in enumerate(looks.items()):
        aside = 0.0 if len(looks) == 1 else 0.5 * (at / (len(looks) - 1) - 0.5)
        for level, rows in table[table["a"] == name].groupby("at"):
            _paint_pair(panel, rows, style, across, float(up.at(float(str(level)))) + aside)
    across.mark(panel.xaxis, NARROW - 24.0)
    up.mark(panel.yaxis, high, upright=True)
    panel.set(xlim=across.edges[[0, -1]], ylim=up.edges[[0, -1]])
    panel.tick_params(axis="y", length=0)
    for edge in up.edges[1:-1]:
        panel.axhline(float(edge), color=INK, linewidth=0.3, zorder=1)
    panel.grid(visible=False, axis="y")
    panel.set_xlabel(fill(sentence(along.words), int(NARROW / 1.9)))
    panel.set_ylabel(fill(sentence(held.words), max(14, int(high / 1.5))))
    heading(figure, "\n".join(fill(line, int(NARROW / 1.65)) for line in title.splitlines()))
    figure.legend(handles=handles, loc="outside lower center", ncols=1)
    return figure


def _paint_pair(panel: Axes, rows: pd.DataFrame, style: Look, across: Ruler, y: float) -> None:
    """Draw who is better along the factor, and each crossing, at one value of the held factor."""
    found = rows.dropna(subset="value").sort_values("value")
    a, b, better = str(rows["a"].iloc[0]), str(rows["b"].iloc[0]), list(rows["better_above"].astype(str))
    if len(found):
        better = list(found["better_above"].astype(str))
        better = [b if better[0] == a else a, *better]
    ends = [float(across.levels[0]), *found["value"], float(across.levels[-1])]
    for (start, end), who in zip(pairwise(ends), better, strict=False):
        colour, width = (style.colour, 2.4) if who == a else (FAINT, 0.8)
        panel.plot(
            across.at([start, end]), [y, y], color=colour, linewidth=width, solid_capstyle="butt", zorder=2,
            gid=f"better {who}",
        )  # fmt: skip
    for _, row in found.iterrows():
        _paint_interval(panel, across, (row["low"], row["high"]), y, colour=INK, width=0.8)
        marks(
            panel, [float(across.at(row["value"]))], [y], style.marker, size=4.0, edge=style.colour, zorder=4,
            gid=f"crossing {a}",
        )  # fmt: skip


def _sides(against: str, looks: dict[str, Look]) -> list[Line2D]:
    """Return a legend entry for each structure that is better somewhere, and for the one all are held against."""
    coloured = [
        Line2D(
            [], [], color=style.colour, linewidth=2.4, marker=style.marker, markersize=4.0, markerfacecolor="white",
            label=f"{style.label} is better; the mark is where it changes places",
        )
        for style in looks.values()
    ]  # fmt: skip
    return [*coloured, Line2D([], [], color=FAINT, linewidth=0.8, label=f"{label(against)} is better")]
