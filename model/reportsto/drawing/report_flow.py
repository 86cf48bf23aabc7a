"""The path of reports as a flow: how many failures go on at each step, and where the others are lost.

`report_path` compares structures by what is left, on one scale of orders of magnitude; this figure shows each structure
alone, true to size, with the branches that leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from reportsto.arrays import Floats
from reportsto.drawing.chart import frame
from reportsto.drawing.panels import MissingInput, require, words_at
from reportsto.drawing.report_path import left_of_1000, path_rows
from reportsto.drawing.style import FAINT, FONT, INK, NARROW, PALE, WIDE, inches, label, look, structure_looks
from reportsto.errors import StudyError

COLUMNS = ("structure", "stage", "branch", "count")
"""Columns of a table of flows. A `branch` is where `count` of the stage before are lost; "" are those that go on."""

GAP, LINE, LEAST_ROW = 2.5, 2.9, 6.0
"""Room below a branch, least room for a branch with its words, least height of a row, in mm."""
BEND = 2.0
"""How far a branch falls before it turns, in mm."""
MARGIN, TITLE, HEADING = 1.5, 7.0, 6.0
STAGE_WORDS, BRANCH_WORDS = 29.0, 37.0
"""Room for the words on the left and on the right, in mm."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How many reach a stage, and what left on the way to it: words and number of each branch."""

    words: str
    count: float
    lost: tuple[tuple[str, float], ...] = ()


@look()
def draw_report_flow(table: pd.DataFrame, *, title: str = "", width: float = WIDE) -> Figure:
    """Draw what becomes of failures as a flow from top to bottom: who goes on, and where the others are lost.

    The band is as broad as the number that goes on, on one scale for all structures. Each pale branch to the right is
    what is lost at a step, with its number and, in brackets, its share of those that came to the step. One panel a
    structure; four fit a page well. Nothing here says what a fix is worth, nor what is mended without a report.

    `table` has the columns `structure`, `stage`, `branch` and `count`, in the order of the path: for each stage its
    branches, then one row with an empty branch for those that reach it. `flow_of_runs` makes one from results; counts
    of traced cases do as well. What no branch accounts for gets one that says so. Raises MissingInput for a missing
    column, StudyError for a count that is negative or not a number, for more going on than came, and for structures
    with different stages.
    """
    flows = flows_by_structure(table)
    across = min(len(flows), 1 if width <= NARROW else 2)
    room = (width - MARGIN * (across + 1)) / across
    most = max(flow[0].count for flow in flows.values())
    scale = (room - STAGE_WORDS - BRANCH_WORDS - BEND) / (most or 1.0)
    rows = [max(heights) for heights in zip(*(_heights(flow, scale) for flow in flows.values()), strict=True)]
    tall = HEADING + sum(rows) + 4.0
    down = -(-len(flows) // across)
    figure = Figure(figsize=(inches(width), inches(TITLE + down * tall)))
    words = title or "What becomes of failures on their way to a decision?"
    figure.text(MARGIN / width, 1 - 3.0 / (TITLE + down * tall), words, va="center", fontweight="bold", fontsize=FONT)
    for at, (name, style) in enumerate(structure_looks(flows).items()):
        axes = frame(figure, MARGIN + at % across * (room + MARGIN), TITLE + at // across * tall, room, tall)
        words_at(axes, 0.0, 1.5, label(name), fontweight="bold")
        _paint(axes, flows[name], rows, scale, style.colour)
    return figure


def flow_of_runs(table: pd.DataFrame) -> pd.DataFrame:
    """Return the flow of 1,000 failures of each structure, mean over its runs, with the columns `COLUMNS`.

    `table` holds runs of one world: `structure` and the factors of effective advocacy `complained`, `voiced`, `passed`
    and `attended`. Where the columns exist, `advocacy` splits off those who gave up waiting, `settled` and
    `defensiveness` say what else was done with a case, `reports_declined` and `reports_lost` how a report ended at the
    decider, and `effective_advocacy_cause_right` how many were acted on for the right cause. Failed runs are left out.
    Raises MissingInput for a missing column, StudyError for several worlds in one table.
    """
    rows = path_rows(table.assign(world=table.get("world", "")), "report_flow")
    if rows["world"].nunique() > 1:
        raise StudyError(
            "a flow needs the runs of one world: the table has " + ", ".join(sorted(rows["world"].unique()))
        )
    found = []
    for structure, runs in rows.groupby("structure", sort=False):
        steps = _steps(runs)
        found += [(structure, stage, branch, float(count.mean())) for stage, branch, count in steps]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _steps(runs: pd.DataFrame) -> list[tuple[str, str, Floats]]:
    """Return stage, branch and the count of each run, in the order of the path."""
    failed, complained, advocated, passed, acted = left_of_1000(runs).T
    heard = complained
    if "advocacy" in runs.columns:
        share = np.nan_to_num(_column(runs, "advocacy"))
        answered = np.divide(advocated, share, out=complained.copy(), where=share > 0.0)
        # Shares of the window and of its cases differ a little, some cases being answered after it: up to 1 %.
        heard = np.where(answered > 0.99 * complained, complained, answered)
    settled, explained = _split(heard - advocated, runs, "settled", "defensiveness")
    declined, late = _split(passed - acted, runs, "reports_declined", "reports_lost")
    steps = [
        ("occurred", "", failed),
        ("complained", "stayed silent", failed - complained),
        ("complained", "", complained),
        ("heard", "gave up waiting", complained - heard),
        ("heard", "", heard),
        ("sent up", "settled, not reported", settled),
        ("sent up", "explained away", explained),
        ("sent up", "", advocated),
        ("reached a decider", "kept on the way up", advocated - passed),
        ("reached a decider", "", passed),
        ("acted on", "waited too long", late),
        ("acted on", "read, not acted on", declined),
        ("acted on", "", acted),
    ]
    if "effective_advocacy_cause_right" in runs.columns:
        right = np.minimum(acted, 1000.0 * np.nan_to_num(_column(runs, "effective_advocacy_cause_right")))
        steps += [("right cause", "wrong cause named", acted - right), ("right cause", "", right)]
    return steps


def _split(lost: Floats, runs: pd.DataFrame, one: str, other: str) -> tuple[Floats, Floats]:
    """Return what is lost in two parts, in the proportion of two columns; without them, all is the first."""
    if one not in runs.columns or other not in runs.columns:
        return lost, np.zeros(len(lost))
    first, second = np.nan_to_num(_column(runs, one)), np.nan_to_num(_column(runs, other))
    both = first + second
    share = np.divide(first, both, out=np.ones(len(lost)), where=both > 0.0)
    return lost * share, lost * (1.0 - share)


def _column(runs: pd.DataFrame, name: str) -> Floats:
    return runs[name].to_numpy(dtype=np.float64)


def flows_by_structure(table: pd.DataFrame) -> dict[str, list[Stage]]:
    """Return the stages of each structure in order, checked: every count is what is left of the one before."""
    require(table, "report_flow", COLUMNS)
    if table.empty:
        raise MissingInput("figure 'report_flow' needs at least one structure")
    flows = {
        str(structure): _stages(str(structure), rows) for structure, rows in table.groupby("structure", sort=False)
    }
    if len({tuple(stage.words for stage in flow) for flow in flows.values()}) > 1:
        raise StudyError("a flow needs the same stages in every structure")
    return flows


def _stages(structure: str, table: pd.DataFrame) -> list[Stage]:
    stages: list[Stage] = []
    for words, rows in table.groupby("stage", sort=False):
        stages.append(_stage(structure, str(words), rows, stages[-1] if stages else None))
    return stages


def _stage(structure: str, words: str, rows: pd.DataFrame, before: Stage | None) -> Stage:
    branches, counts = rows["branch"].fillna("").astype(str), rows["count"].astype(float)
    if not (counts >= -TINY).all():
        raise StudyError(f"a flow needs counts of 0 or more: stage {words!r} of {structure} has {counts.min():g}")
    on = counts[branches == ""]
    if len(on) != 1:
        raise StudyError(f"a flow needs one row with an empty branch for stage {words!r} of {structure}: got {len(on)}")
    lost = [(name, count) for name, count in zip(branches, counts, strict=True) if name and count > TINY]
    if before is not None:
        rest = before.count - float(on.iloc[0]) - sum(count for _, count in lost)
        if rest < -TINY * max(1.0, before.count):
            raise StudyError(f"stage {words!r} of {structure} has more than came from {before.words!r}")
        if rest > ACCOUNTED * before.count:
            lost.append(("not accounted for", rest))
    return Stage(words, float(on.iloc[0]), tuple(lost))


TINY = 1e-9
ACCOUNTED = 1e-3
"""What is missing from a stage is shown from this share of it on; below, it is rounding."""


def _turns(stage: Stage, before: Stage, scale: float) -> list[tuple[float, float]]:
    """Return where the branches on the way to a stage leave, top and bottom in mm below the stage before."""
    turns: list[tuple[float, float]] = []
    least = BEND
    for _, count in stage.lost:
        thick = scale * count
        top = max(least, (sum(turns[-1]) / 2 + LINE - thick / 2) if turns else BEND)
        turns.append((top, top + thick))
        least = top + thick
    return turns


def _heights(flow: Sequence[Stage], scale: float) -> list[float]:
    """Return the height of the way to each stage but the first, in mm."""
    return [
        max([LEAST_ROW, *(max(low, (top + low + LINE) / 2) + GAP for top, low in _turns(stage, before, scale))])
        for before, stage in pairwise(flow)
    ]


def _paint(axes: Axes, flow: Sequence[Stage], rows: Sequence[float], scale: float, colour: str) -> None:
    left, y = STAGE_WORDS, HEADING
    out = left + scale * flow[0].count + BEND
    for at, stage in enumerate(flow):
        broad = max(scale * stage.count, 0.15)
        if at:
            before, height = flow[at - 1], rows[at - 1]
            _paint_branches(axes, stage, before, y, left, out, scale)
            axes.add_patch(Rectangle((left, y), broad, height, facecolor=colour, linewidth=0, gid=f"to {stage.words}"))
            y += height
        axes.plot([left, left + max(scale * stage.count, 0.8)], [y, y], color=INK, linewidth=1.6, solid_capstyle="butt")
        words_at(axes, left - 9.5, y, stage.words, ha="right")
        words_at(axes, left - 1.0, y, count_words(stage.count), ha="right", fontweight="bold")


def _paint_branches(axes: Axes, stage: Stage, before: Stage, y: float, left: float, out: float, scale: float) -> None:
    """Draw what leaves: each branch falls from the right edge of what is left of the band, and turns right."""
    right = left + scale * before.count
    for (words, count), (top, low) in zip(stage.lost, _turns(stage, before, scale), strict=True):
        inner, outer = right, right - scale * count
        right = outer
        corners = [(inner, y), (inner, y + top), (out, y + top), (out, y + low), (outer, y + low), (outer, y)]
        codes = [Path.MOVETO, Path.CURVE3, Path.CURVE3, Path.LINETO, Path.CURVE3, Path.CURVE3]
        style = {"facecolor": PALE, "edgecolor": FAINT, "linewidth": 0.4, "zorder": 0}
        axes.add_patch(PathPatch(Path(corners, codes), gid=f"lost {words}", **style))
        share = f"{words} {count_words(count)} ({share_words(count / before.count)})"
        words_at(axes, out + 1.0, y + (top + low) / 2, share)


def count_words(count: float) -> str:
    """Return a count as a label: whole from ten on, else with one decimal."""
    return f"{count:,.0f}" if count >= 9.95 or abs(count - round(count)) < 0.05 else f"{count:.1f}"


def share_words(share: float) -> str:
    """Return a share in per cent, and never 0 or 100 of what is neither."""
    if 0.0 < share < 0.005:
        return "< 1 %"
    if 0.995 < share < 1.0:
        return "> 99 %"
    return f"{100 * share:.0f} %"
