"""A result folder: tables, figures, provenance and the finding, written from the runs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from reportsto.api import Details
from reportsto.plots import study_figures
from reportsto.report.box_figures import draw_box
from reportsto.report.box_finding import box_answer, box_finding
from reportsto.report.crossovers import crossovers, draw_crossovers
from reportsto.report.family import family_section, family_table
from reportsto.report.finding import answer, finding
from reportsto.report.gallery import gallery
from reportsto.report.how_many import NAME, how_many, told_plan
from reportsto.report.maps import draw_maps
from reportsto.report.over_points import over_points
from reportsto.report.power import power_section, power_table, told_power
from reportsto.report.shapley import contributions
from reportsto.report.shapley_figures import draw_contributions
from reportsto.report.shapley_finding import shapley_answer, shapley_finding
from reportsto.report.tables import make_tables
from reportsto.report.tornado import KIND as ONE_AT_A_TIME
from reportsto.report.tornado import draw_tornados, tornado
from reportsto.runner.design import Design
from reportsto.runner.execution import Execution
from reportsto.runner.provenance import keep_runs, rendering
from reportsto.runner.published import Published
from reportsto.runner.replication import decided
from reportsto.runner.storage import (
    FINDING,
    PROVENANCE,
    remove_files,
    write_bytes,
    write_json,
    write_parquet,
    write_table,
)
from reportsto.runner.study import Study

DIFFERENCES = "differences.parquet"
TABLES = (
    "certificates", "claims", "contrasts", "crossovers", "family", "flips", "levers", "planning", "prices", "ranking",
    NAME, "sensitivity", "shapley", "summary", "tornado",
)  # fmt: skip
"""The tables that one form of a study or another writes, beside that of its runs."""


def publish(
    design: Design,
    execution: Execution,
    details: Mapping[tuple[str, str, str], Details],
    folder: Path,
    *,
    command: str,
    started: datetime,
) -> Sequence[str]:
    """Write everything to the folder and return the answer in a few lines. `finding.md` is written last.

    What another form of the study left there goes first, so that a folder holds one finding and what it is made of.
    """
    _clear(folder)
    source = keep_runs(design, execution, folder, command=command, started=started)
    return _write(design, execution.table, details, source, folder)


def publish_again(
    design: Design,
    kept: Published,
    details: Mapping[tuple[str, str, str], Details],
    folder: Path,
    *,
    command: str,
    started: datetime,
) -> Sequence[str]:
    """Write tables, figures and the finding from published runs and return the answer; the runs stay as they are.

    Provenance stays that of the runs; `rendered` says by what, and when, the rest was written again. Figures that need
    days which are not in `details` stay as they are.
    """
    again = {**rendering(command=command, started=started), "notes": list(kept.notes)}
    write_json(folder / PROVENANCE, {**kept.source, "rendered": again})
    before = kept.source["notes"]
    source = {**kept.source, "notes": [*(before if isinstance(before, list) else []), *kept.notes]}
    return _write(design, kept.table, details, source, folder)


def _clear(folder: Path) -> None:
    """Delete tables, figures and the finding of a folder that holds published results."""
    if not (folder / PROVENANCE).exists():
        return
    drawn = [path for path in (folder / "figures").glob("*.svg") if path.with_suffix(".png").exists()]
    names = (FINDING, DIFFERENCES, *(f"{name}.csv" for name in TABLES))
    remove_files([*(folder / name for name in names), *drawn, *(path.with_suffix(".png") for path in drawn)])


def _write(
    design: Design,
    table: pd.DataFrame,
    details: Mapping[tuple[str, str, str], Details],
    source: Mapping[str, object],
    folder: Path,
) -> Sequence[str]:
    study = design.study
    decisions = _decisions(design, table, folder)
    if not decisions.empty:
        table = table[table["replicate"] < design.replicates]
    said, section = told_plan(design, decisions), how_many(design, decisions)
    if study.design.kind == "shapley":
        return [*said, *_publish_switches(study, table, source, folder)]
    if study.uncertainties:
        return _publish_box(study, table, source, folder, said, section)
    tables = make_tables(study, table)
    family = family_table(study, table)
    if not family.empty:
        write_table(folder / "family.csv", family)
    planning = power_table(study, table, design.replicates)
    write_table(folder / "planning.csv", planning)
    for name, part in tables.named().items():
        write_table(folder / f"{name}.csv", part)
    drawn = study_figures(table, details, folder / "figures", _ceo_hours(design))
    page = finding(
        study, table, tables, source, figures=gallery(drawn, folder / "figures", note=_whose(study)),
        sections=[*family_section(study, family), *section, *power_section(planning)], said=said,
    )  # fmt: skip
    write_bytes(folder / FINDING, page.encode())
    return [*said, *answer(study, table, tables), told_power(planning)]


def _decisions(design: Design, table: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Write and return what a plan that looks at its results decided; empty where the number was fixed."""
    if design.replication.kind == "fixed":
        return pd.DataFrame()
    decisions = decided(design, table)
    write_table(folder / f"{NAME}.csv", decisions)
    return decisions


def _publish_box(
    study: Study,
    table: pd.DataFrame,
    source: Mapping[str, object],
    folder: Path,
    said: Sequence[str],
    sections: Sequence[str],
) -> Sequence[str]:
    tables = replace(over_points(study, table), crossovers=crossovers(study, table), tornado=tornado(study, table))
    if table["replicate"].nunique() > 1:  # with one replicate a difference is that of two rows
        write_parquet(folder / DIFFERENCES, tables.differences)
    for name, part in tables.named().items():
        if not part.empty:
            write_table(folder / f"{name}.csv", part)
    figures = folder / "figures"
    drawn = [
        *draw_tornados(tables.tornado, figures),
        *draw_maps(study, table, figures),
        *draw_crossovers(study, table, tables.crossovers, figures),
        *draw_box(study, table, tables.sensitivity, figures),
    ]
    shown = gallery(drawn, figures, _first(study))
    page = box_finding(study, table, tables, source, figures=shown, sections=sections, said=said)
    write_bytes(folder / FINDING, page.encode())
    return [*said, *box_answer(study, table, tables), told_power(tables.planning)]


def _publish_switches(study: Study, table: pd.DataFrame, source: Mapping[str, object], folder: Path) -> Sequence[str]:
    tables = contributions(study, table)
    for name, part in tables.named().items():
        if not part.empty:
            write_table(folder / f"{name}.csv", part)
    draw_contributions(study, tables.shapley, folder / "figures")
    write_bytes(folder / FINDING, shapley_finding(study, table, tables, source).encode())
    return shapley_answer(study, tables)


def _whose(study: Study) -> str:
    """Return which firm figures are of that do not say so; nothing where there is one firm."""
    firms = study.levers.firms
    return f"Figures that name no firm are of {firms[0]}." if len(firms) > 1 else ""


def _first(study: Study) -> list[str]:
    """Return the figures that answer the question: the first map, or tornado, on its first measure, in each world."""
    if study.design.kind == ONE_AT_A_TIME and len(study.levers.structures) > 1:
        a = next(name for name in study.levers.structures if name != study.outcomes.against)
        return [f"tornado_{study.outcomes.primary[0]}_{a}_{world}" for world in study.levers.worlds]
    if not study.maps:
        return []
    first = study.maps[0]
    measure = next((name for name in first.measures if name in study.outcomes.primary), first.measures[0])
    many = len(study.levers.firms) > 1
    places = [f"{study.levers.firms[0]}_{world}" if many else world for world in study.levers.worlds]
    whole = [f"map_{first.id}", *(f"map_{first.id}_{world}" for world in study.levers.worlds)]
    return [*whole, *(f"map_{first.id}_{measure}_{place}" for place in places)]


def _ceo_hours(design: Design) -> float:
    return design.points[0].scenario.parameters.attention.hours
