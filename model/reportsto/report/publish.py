"""A result folder: tables, figures, provenance and the finding, written from the runs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from reportsto.api import Details
from reportsto.plots import study_figures
from reportsto.report.finding import answer, finding
from reportsto.report.tables import make_tables
from reportsto.runner.design import Design
from reportsto.runner.execution import Execution
from reportsto.runner.provenance import provenance
from reportsto.runner.storage import write_bytes, write_columns, write_json, write_runs, write_table


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
    tables = make_tables(design.study, execution.table)
    source = provenance(design, execution, command=command, started=started)
    write_runs(folder, execution.table)
    write_columns(folder / "columns.csv", execution.table)
    for name, table in tables.named().items():
        write_table(folder / f"{name}.csv", table)
    study_figures(execution.table, details, folder / "figures", _ceo_hours(design))
    write_json(folder / "provenance.json", source)
    write_bytes(folder / "finding.md", finding(design.study, execution.table, tables, source).encode())
    return answer(design.study, execution.table, tables)


def _ceo_hours(design: Design) -> float:
    return design.points[0].scenario.parameters.attention.hours
