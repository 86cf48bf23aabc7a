"""Where two structures change places along one factor."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reportsto.arrays import Floats
from reportsto.drawing.factors import Factor, Ruler, factor_rows
from reportsto.drawing.labels import Spot, label_points
from reportsto.drawing.panels import MissingInput, heading, require, spaced
from reportsto.drawing.style import INK, NARROW, PALE, SMALL, inches, label, look
from reportsto.drawing.words import measure_words, number
from reportsto.errors import StudyError
from reportsto.readings.crossovers.figures.interval import paint_interval
from reportsto.readings.maps.cells import Race
from reportsto.statistics.intervals import Intervals, simultaneous
from reportsto.statistics.rankings import Better

BAND = "#B8CFE0"


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

    Points are means of a - b over matched replicates; the band around them is a 95 % interval that holds at all
    values at once. Within the grey band about zero a difference is smaller than the smallest effect: there the choice
    hardly matters. A diamond marks a crossing, its bar the interval of the crossing; an arrow says that the interval
    goes on beyond the values that were run. A cross on the axis is a value without a result, and the line is broken
    there.

    `table` holds the runs: the column of the factor, `structure`, `replicate`, perhaps `seed`, and the measure, NaN
    for a failed run. `race` says which measure, which end of it is better, and the smallest effect in its unit.
    `crossings` has one row for each crossing:
    `y` (its place on the factor), `low` and `high`, which may be infinite; rows with y NaN are none. Raises
    MissingInput without a column or a pair, StudyError when two runs share a place, structure and replicate.
    """
    levels, band = differences(table, race.measure, a=a, b=b, x=x)
    smallest_effect = race.effect.amount
    ruler = Ruler(x, levels)
    figure = Figure(figsize=(inches(width), inches(80.0)), layout=spaced())
    panel = figure.subplots()
    panel.axhspan(-smallest_effect, smallest_effect, color=PALE, linewidth=0, zorder=0, gid="smallest effect")
    panel.axhline(0.0, color=INK, linewidth=0.7, zorder=1)
    _paint_line(panel, ruler, band)
    panel.set_xlim(*ruler.edges[[0, -1]])
    _reach(panel, band, smallest_effect)
    ruler.mark(panel.xaxis, width - 20.0)
    panel.set_xlabel(x.words)
    panel.set_ylabel(fill(f"Difference in {measure_words(race.measure)}", 30))
    heading(figure, fill(race.title or f"{label(a)} or {label(b).lower()}?", int(width / 1.9)))
    _say_who_is_better(panel, a, b, race.better)
    found = _found(crossings)
    _legend(figure, smallest_effect, crossing=len(found) > 0, missing=bool(np.isnan(band.estimate).any()))
    _paint_crossings(figure, panel, ruler, found)
    return figure


def differences(table: pd.DataFrame, measure: str, *, a: str, b: str, x: Factor) -> tuple[Floats, Intervals]:
    """Return the values of the factor and, at each, the mean of a - b over matched replicates with its interval."""
    rows = factor_rows(table, "crossover", ("structure", "replicate", measure), [x])
    if "seed" not in rows.columns:
        rows = rows.assign(seed=0)
    rows = rows[rows["structure"].isin((a, b))]
    key = ["seed", "replicate"]
    if rows.duplicated([x.column, *key, "structure"]).any():
        raise StudyError(f"a crossover needs one run for each {x.column}, structure and replicate: some have several")
    first, second = (
        rows[rows["structure"] == name].pivot(index=key, columns=x.column, values=measure) for name in (a, b)
    )
    levels = np.unique(rows[x.column].to_numpy(dtype=np.float64))
    pairs = first.reindex(columns=levels) - second.reindex(columns=levels)
    if pairs.isna().all(axis=None):
        raise MissingInput(f"figure 'crossover' needs at least one replicate with {measure} of both {a} and {b}")
    return levels, simultaneous(pairs.to_numpy(dtype=np.float64))


def _paint_line(panel: Axes, ruler: Ruler, band: Intervals) -> None:
    places = ruler.places
    panel.fill_between(places, band.low, band.high, color=BAND, linewidth=0, zorder=2, gid="interval")
    for edge in (band.low, band.high):
        panel.plot(places, edge, color=INK, linewidth=0.4, zorder=2)
    panel.plot(places, band.estimate, color=INK, marker="o", markersize=3.0, zorder=4, gid="difference")
    nothing = places[np.isnan(band.estimate)]
    if nothing.size:  # a line without points, not clipped, would push the panel off the page
        panel.plot(
            nothing,
            np.zeros(len(nothing)),
            linestyle="",
            marker="x",
            color=INK,
            markersize=4.0,
            transform=panel.get_xaxis_transform(),
            clip_on=False,
            gid="no result",
        )


def _reach(panel: Axes, band: Intervals, smallest_effect: float) -> None:
    """Give the band and the smallest effect room, and a line of words above and below."""
    ends = np.array([*band.low, *band.high, *band.estimate, -smallest_effect, smallest_effect, 0.0])
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = 0.14 * ((high - low) or 1.0)
    panel.set_ylim(low - room, high + room)


def _say_who_is_better(panel: Axes, a: str, b: str, better: Better) -> None:
    above, below = (a, b) if better == "higher" else (b, a)
    for name, y, va, arrow in ((above, 0.985, "top", "↑"), (below, 0.015, "bottom", "↓")):
        words = f"{arrow} {label(name)} better"
        panel.text(0.985, y, words, transform=panel.transAxes, ha="right", va=va, fontsize=SMALL, parse_math=False)


def _legend(figure: Figure, smallest_effect: float, *, crossing: bool, missing: bool) -> None:
    handles = [
        Line2D([], [], color=INK, marker="o", markersize=3.0, label="mean difference"),
        Patch(facecolor=BAND, edgecolor=INK, linewidth=0.4, label="95 % interval, all at once"),
        Patch(facecolor=PALE, label=f"hardly matters: below {number(smallest_effect)}"),
    ]
    if crossing:
        handles.append(Line2D([], [], color=INK, marker="D", markerfacecolor="white", label="crossing, 95 % interval"))
    if missing:
        handles.append(Line2D([], [], linestyle="", marker="x", color=INK, label="no result"))
    figure.legend(handles=handles, loc="outside lower center", ncols=2 if figure.get_figwidth() < 5 else len(handles))


def _found(crossings: pd.DataFrame | None) -> Floats:
    """Return place, low and high of each crossing, shape (crossings, 3)."""
    if crossings is None:
        return np.empty((0, 3))
    require(crossings, "crossover", ("y", "low", "high"))
    return crossings.loc[crossings["y"].notna(), ["y", "low", "high"]].to_numpy(dtype=np.float64)


def _paint_crossings(figure: Figure, panel: Axes, ruler: Ruler, found: Floats) -> None:
    spots, marks = [], _line_marks(panel)
    for place, low, high in found:
        at = float(ruler.at(place))
        bar = paint_interval(panel, ruler, (low, high), 0.0, colour=INK, width=2.2)
        panel.plot(
            [at], [0.0], marker="D", markersize=5.0, color="white", markeredgecolor=INK, zorder=7, gid="crossing"
        )
        spots.append(Spot(at, 0.0, f"{number(place)} ({_end(low, ruler)} to {_end(high, ruler)})"))
        marks += [(float(along), 0.0) for along in np.linspace(*bar, 12)] if bar else []
    label_points(figure, panel, spots, boxed=True, radius=4.0, marks=marks)


def _end(value: float, ruler: Ruler) -> str:
    """Return the end of an interval in words: an infinite one lies beyond what was run."""
    if np.isinf(value):
        return f"< {number(ruler.levels[0])}" if value < 0 else f"> {number(ruler.levels[-1])}"
    return "?" if np.isnan(value) else number(value)


def _line_marks(panel: Axes) -> list[tuple[float, float]]:
    """Return points along the line of differences, which labels keep off."""
    (line,) = (line for line in panel.lines if line.get_gid() == "difference")
    x, y = np.asarray(line.get_xdata(), dtype=float), np.asarray(line.get_ydata(), dtype=float)
    known = ~np.isnan(y)
    if known.sum() < 2:
        return []
    fine = np.linspace(x[known][0], x[known][-1], 60)
    return [(float(at), float(up)) for at, up in zip(fine, np.interp(fine, x[known], y[known]), strict=True)]
