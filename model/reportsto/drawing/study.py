"""All figures of one study: what each needs, and where it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import getdoc
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
from matplotlib.figure import Figure

from reportsto.drawing.advocacy_and_defensiveness import draw_advocacy_and_defensiveness
from reportsto.drawing.advocacy_and_reach import draw_advocacy_and_reach
from reportsto.drawing.attitude_and_reach import draw_attitude_and_reach
from reportsto.drawing.attitude_over_time import draw_attitude_over_time
from reportsto.drawing.ceo_hours import draw_ceo_hours
from reportsto.drawing.org_charts import draw_org_charts
from reportsto.drawing.outcomes import draw_outcomes
from reportsto.drawing.panels import MissingInput, sound_rows
from reportsto.drawing.report_flow import draw_report_flow, flow_of_runs
from reportsto.drawing.report_path import draw_report_path
from reportsto.drawing.style import WIDE, file_word, in_world_order, save


class Details(Protocol):
    """One run in detail, as the runner keeps it for a few runs of a study."""

    @property
    def daily(self) -> Mapping[str, Sequence[float]]:
        """Return one list a column, among them `day` and `attitude_handlers`."""

    @property
    def posts(self) -> Sequence[Mapping[str, Any]]:
        """Return one mapping a post: id, title, function, superior, circle, headcount and attitude."""


@dataclass(frozen=True, slots=True)
class Study:
    """What figures are drawn from: the runs of one firm, and details of some of them by (structure, world)."""

    rows: pd.DataFrame
    details: Mapping[tuple[str, str], Details]
    hours: float

    @property
    def worlds(self) -> list[str]:
        """Return the worlds of the detailed runs."""
        return in_world_order(world for _, world in self.details)


@dataclass(frozen=True, slots=True)
class StudyFigure:
    """One figure of a study: its file name, the function that draws it, and what of a study that function is given.

    `draw` takes a study and a width in mm. It returns one figure under "", or one for each world under the world's
    name, which then ends the file name.
    """

    name: str
    function: Callable[..., Figure]
    draw: Callable[[Study, float], Mapping[str, Figure]]

    @property
    def caption(self) -> str:
        """Return the caption: what the docstring of the function says."""
        return getdoc(self.function) or ""


FIGURES = (
    StudyFigure("outcomes", draw_outcomes, lambda study, mm: {"": draw_outcomes(study.rows, width=mm)}),
    StudyFigure(
        "attitude_and_reach",
        draw_attitude_and_reach,
        lambda study, mm: {"": draw_attitude_and_reach(study.rows, width=mm)},
    ),
    StudyFigure("report_flow", draw_report_flow, lambda study, mm: _report_flows(study, mm)),
    StudyFigure(
        "advocacy_and_reach",
        draw_advocacy_and_reach,
        lambda study, mm: {"": draw_advocacy_and_reach(study.rows, width=mm)},
    ),
    StudyFigure("report_path", draw_report_path, lambda study, mm: {"": draw_report_path(study.rows, width=mm)}),
    StudyFigure(
        "ceo_hours",
        draw_ceo_hours,
        lambda study, mm: {"": draw_ceo_hours(study.rows, hours=study.hours, width=mm)},
    ),
    StudyFigure(
        "advocacy_and_defensiveness",
        draw_advocacy_and_defensiveness,
        lambda study, mm: {"": draw_advocacy_and_defensiveness(study.rows, width=mm)},
    ),
    StudyFigure(
        "attitude_over_time",
        draw_attitude_over_time,
        lambda study, mm: {"": draw_attitude_over_time(_daily(study), width=mm)},
    ),
    StudyFigure("org_charts", draw_org_charts, lambda study, mm: _org_charts(study, mm)),
)
"""Every figure of a study, the one that answers the question first."""


def study_figures(
    table: pd.DataFrame,
    details: Mapping[tuple[str, str, str], Details],
    out_dir: Path,
    hours: float = 8.75,
    *,
    width: float = WIDE,
) -> list[Path]:
    """Write every figure as SVG and PNG for the first firm of the table, and return the files in the order written.

    Of the other firms only the outcomes are drawn, under the firm's name.

    `details` is keyed by (structure, firm, world). Where the table holds variants or ablations, only rows like the
    unchanged one are drawn: those with an empty `variant` and `without`, or like the first row where none is empty.
    A figure whose columns or details are missing is left out; what is returned is what there is. `hours` is the chief
    executive's day; `width` is in mm: `WIDE` or `NARROW`.
    """
    rows, firm = _one_setting(table)
    chosen = {(structure, world): run for (structure, of_firm, world), run in details.items() if of_firm == firm}
    study = Study(rows, chosen, hours)
    written: list[Path] = []
    for entry in FIGURES:
        try:
            drawn = entry.draw(study, width)
        except MissingInput:
            continue
        for part, figure in drawn.items():
            written.extend(save(figure, Path(out_dir) / (f"{entry.name}_{part}" if part else entry.name)))
    return written + _of_other_firms(table, firm, Path(out_dir), width)


def _of_other_firms(table: pd.DataFrame, first: str, folder: Path, width: float) -> list[Path]:
    """Write the outcomes of every further firm, each under its name."""
    written: list[Path] = []
    for firm in [str(name) for name in table["firm"].unique() if name != first] if first else ():
        rows, _ = _one_setting(table[table["firm"] == firm])
        try:
            figure = draw_outcomes(rows, width=width)
        except MissingInput:
            continue
        written.extend(save(figure, folder / f"outcomes_{file_word(firm)}"))
    return written


def _one_setting(table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the rows of the first firm without variants and ablations, and the firm's name."""
    if table.empty or "firm" not in table.columns:
        return table, ""
    firm = str(table["firm"].iloc[0])
    rows = table[table["firm"] == firm]
    for column in ("variant", "without"):
        if column in rows.columns:
            values = rows[column].astype(object).fillna("")
            rows = rows[values == ("" if (values == "").any() else values.iloc[0])]
    return rows, firm


def _daily(study: Study) -> dict[tuple[str, str], Mapping[str, Sequence[float]]]:
    return {key: run.daily for key, run in study.details.items()}


FLOWS = ("inside_operations", "separate", "inside_marketing", "customer_map")
"""Structures whose flow of reports is drawn first; a page holds four well."""


def _report_flows(study: Study, width: float) -> dict[str, Figure]:
    """Draw the flow of reports of four structures, one figure a world."""
    rows = sound_rows(study.rows, "report_flow", ("complained",))
    run = list(dict.fromkeys(rows["structure"].astype(str)))
    chosen = [*(name for name in FLOWS if name in run), *(name for name in run if name not in FLOWS)][:4]
    rows = rows[rows["structure"].isin(chosen)]
    title = "What becomes of 1,000 failures? World: {}"
    return {
        world: draw_report_flow(flow_of_runs(rows[rows["world"] == world]), title=title.format(world), width=width)
        for world in in_world_order(rows["world"])
    }


def _org_charts(study: Study, width: float) -> dict[str, Figure]:
    return {
        world: draw_org_charts(
            {structure: run.posts for (structure, of_world), run in study.details.items() if of_world == world},
            world=world,
            width=width,
        )
        for world in study.worlds
    }
