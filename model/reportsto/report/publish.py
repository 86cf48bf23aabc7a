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
from reportsto.report.finding import answer, finding
from reportsto.report.gallery import gallery
from reportsto.report.maps import draw_maps
from reportsto.report.over_points import over_points
from reportsto.report.tables import make_tables
from reportsto.report.tornado import KIND as ONE_AT_A_TIME
from reportsto.report.tornado import draw_tornados, tornado
from reportsto.runner.design import Design
from reportsto.runner.execution import Execution
from reportsto.runner.provenance import provenance, rendering
from reportsto.runner.published import Published
from reportsto.runner.storage import write_bytes, write_columns, write_json, write_parquet, write_runs, write_table
from reportsto.runner.study import Study


def publish(
    design: Design,
    execution: Execution,
    details: Mapping[tuple[str, str, str], Details],
    folder: Path,
    *,
    command: str,
    started: datetime,
) -> Sequence[str]:
    """Write everything to the folder and return the answer in a few lines. `finding.md` is written last."""
    table = execution.table
    source = provenance(design, execution, command=command, started=started)
    write_runs(folder, table)
    write_columns(folder / "columns.csv", table)
    write_json(folder / "provenance.json", source)
    return _write(design, table, details, source, folder)


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
    write_json(folder / "provenance.json", {**kept.source, "rendered": again})
    before = kept.source["notes"]
    source = {**kept.source, "notes": [*(before if isinstance(before, list) else []), *kept.notes]}
    return _write(design, kept.table, details, source, folder)


def _write(
    design: Design,
    table: pd.DataFrame,
    details: Mapping[tuple[str, str, str], Details],
    source: Mapping[str, object],
    folder: Path,
) -> Sequence[str]:
    study = design.study
    if study.uncertainties:
        return _publish_box(study, table, source, folder)
    tables = make_tables(study, table)
    for name, part in tables.named().items():
        write_table(folder / f"{name}.csv", part)
    drawn = study_figures(table, details, folder / "figures", _ceo_hours(design))
    pages = gallery(drawn, folder / "figures")
    write_bytes(folder / "finding.md", finding(study, table, tables, source, pages).encode())
    return answer(study, table, tables)


def _publish_box(study: Study, table: pd.DataFrame, source: Mapping[str, object], folder: Path) -> Sequence[str]:
    tables = replace(over_points(study, table), crossovers=crossovers(study, table), tornado=tornado(study, table))
    write_parquet(folder / "differences.parquet", tables.differences)
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
    write_bytes(
        folder / "finding.md",
        box_finding(study, table, tables, source, gallery(drawn, figures, _first(study))).encode(),
    )
    return box_answer(study, table, tables)


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
