"""The two primary outcomes: failures, and customers kept."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from reportsto.drawing.panels import mean_mark, name_rows, page, sound_rows
from reportsto.drawing.style import FAINT, SMALL, WIDE, Look, in_world_order, look, structure_looks
from reportsto.statistics.intervals import mean_interval

LABELS = {
    "failures_per_1000": "Failures per 1,000 orders",
    "customers_end": "Customers on the last day",
    "share_lost": "Share of customers lost a year",
}


@look()
def draw_outcomes(table: pd.DataFrame) -> Figure:
    """Draw the primary outcomes by structure: failures per 1,000 orders, and customers kept.

    Marks are means over runs, bars their 95 % t intervals, small dots the runs. All structures meet the same
    customers on the same days, so a difference between two of them is surer than these intervals suggest: overlap
    here does not make them equal; the paired differences decide. One row a world, the axes common to all.
    """
    kept = "customers_end" if "customers_end" in table.columns else "share_lost"
    rows = sound_rows(table, "outcomes", ("failures_per_1000", kept))
    looks, worlds = structure_looks(rows["structure"]), in_world_order(rows["world"])
    figure = page(WIDE, len(worlds) * (7.0 + 3.6 * len(looks)) + 10.0)
    grid = figure.subplots(len(worlds), 2, squeeze=False, sharex="col", sharey=True)
    for (first, second), world in zip(grid, worlds, strict=True):
        here = rows[rows["world"] == world]
        first.set_title(f"World: {world}")
        for panel, measure in ((first, "failures_per_1000"), (second, kept)):
            _intervals(panel, here, measure, looks)
            panel.xaxis.set_major_locator(MaxNLocator(7))
        name_rows(first, [style.label for style in looks.values()])
        second.grid(visible=False, axis="y")
        second.tick_params(axis="y", length=0)
    for panel, measure in zip(grid[-1], ("failures_per_1000", kept), strict=True):
        panel.set_xlabel(LABELS[measure])
        panel.xaxis.set_major_formatter("{x:,.10g}")
    return figure


def _intervals(panel: Axes, rows: pd.DataFrame, measure: str, looks: dict[str, Look]) -> None:
    for at, (structure, style) in enumerate(looks.items()):
        runs = rows.loc[rows["structure"] == structure, measure]
        found = mean_interval(runs)
        if not found.n:
            continue
        panel.plot(runs, [at] * len(runs), ".", color=FAINT, markersize=2.0, zorder=1)
        if found.n > 1:
            panel.plot([found.low, found.high], [at, at], color=style.colour, linewidth=1.6, marker="|", zorder=2)
        mean_mark(panel, found.estimate, at, style)
    panel.tick_params(labelsize=SMALL)
