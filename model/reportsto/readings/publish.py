"""A result folder: tables, figures, provenance and the finding, written from the runs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from reportsto.api import Details
from reportsto.drawing import file_word, study_figures
from reportsto.readings.box_figures import draw_box
from reportsto.readings.box_finding import box_answer, box_finding
from reportsto.readings.crossovers import crossovers, draw_crossovers
from reportsto.readings.family import family_section, family_table
from reportsto.readings.finding import answer, finding
from reportsto.readings.gallery import gallery
from reportsto.readings.how_many import NAME, how_many, told_plan
from reportsto.readings.maps import draw_maps
from reportsto.readings.over_points import over_points
from reportsto.readings.power import power_section, power_table, told_power
from reportsto.readings.shapley import contributions
from reportsto.readings.shapley_figures import draw_contributions
from reportsto.readings.shapley_finding import shapley_answer, shapley_finding
from reportsto.readings.tables import make_tables
from reportsto.readings.tornado import KIND as ONE_AT_A_TIME
from reportsto.readings.tornado import draw_tornados, tornado
from reportsto.results.provenance import Execution, keep_runs, rendering, settle
from reportsto.results.published import Published
from reportsto.results.storage import (
    FINDING,
    PROVENANCE,
    write_bytes,
    write_json,
    write_parquet,
    write_table,
)
from reportsto.running.replication import decided
from reportsto.studies.design import Design
from reportsto.studies.study import Study

DIFFERENCES = "differences.parquet"
FIGURES = "figures"
OF_DAYS = ("attitude_over_time", "org_charts")
"""What the names of figures begin with that need days of runs, and not only their table."""


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

    What another form of the study left there goes, so that a folder holds one finding and what it is made of.
    """
    source = keep_runs(design, execution, folder, command=command, started=started)
    return _write(design, execution.table, details, source, Results(folder))


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
    before = kept.source.get("notes")
    source = {**kept.source, "notes": [*(before if isinstance(before, list) else []), *kept.notes]}
    results = Results(folder)
    if not details:
        results.keep(path for name in OF_DAYS for path in sorted((folder / FIGURES).glob(f"{name}*.*")))
    return _write(design, kept.table, details, source, results)


class Results:
    """A folder of results, and the names of the files that are written to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.figures = folder / FIGURES
        self.drawn: list[Path] = []
        self._kept: list[Path] = []
        self._names: list[str] = []

    def keep(self, paths: Iterable[Path]) -> None:
        """Let figures stay that were drawn before and cannot be drawn now."""
        self._kept.extend(paths)

    def table(self, name: str, table: pd.DataFrame) -> None:
        """Write a table as CSV."""
        self._names.append(write_table(self.folder / f"{name}.csv", table).name)

    def differences(self, table: pd.DataFrame) -> None:
        """Write the difference at every point."""
        write_parquet(self.folder / DIFFERENCES, table)
        self._names.append(DIFFERENCES)

    def draw(self, written: Iterable[Path]) -> list[Path]:
        """Take figures that were drawn into the folder; return them and those that were kept."""
        self.drawn.extend(written)
        return [*self.drawn, *self._kept]

    def finish(self, page: str) -> None:
        """Write the finding, after all that it shows; what is no part of the results any more goes before it."""
        settle(self.folder, [*self._names, *(f"{FIGURES}/{path.name}" for path in self.draw([]))])
        write_bytes(self.folder / FINDING, page.encode())


def _write(
    design: Design,
    table: pd.DataFrame,
    details: Mapping[tuple[str, str, str], Details],
    source: Mapping[str, object],
    results: Results,
) -> Sequence[str]:
    study = design.study
    decisions = _decisions(design, table, results)
    if not decisions.empty:
        table = table[table["replicate"] < design.replicates]
    said, section = told_plan(design, decisions), how_many(design, decisions)
    if study.sampling.kind == "shapley":
        return [*said, *_publish_switches(study, table, source, results)]
    if study.uncertainties:
        return _publish_box(study, table, source, results, said, section)
    tables = make_tables(study, table)
    family = family_table(study, table)
    if not family.empty:
        results.table("family", family)
    planning = power_table(study, table, design.replicates)
    results.table("planning", planning)
    for name, part in tables.named().items():
        results.table(name, part)
    drawn = results.draw(study_figures(table, details, results.figures, _ceo_hours(design)))
    page = finding(
        study, table, tables, source, figures=gallery(drawn, note=_whose(study)),
        sections=[*family_section(study, family), *section, *power_section(planning)], said=said,
    )  # fmt: skip
    results.finish(page)
    return [*said, *answer(study, table, tables), told_power(planning)]


def _decisions(design: Design, table: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Write and return what a plan that looks at its results decided; empty where the number was fixed."""
    if design.replication.kind == "fixed":
        return pd.DataFrame()
    decisions = decided(design, table)
    results.table(NAME, decisions)
    return decisions


def _publish_box(
    study: Study,
    table: pd.DataFrame,
    source: Mapping[str, object],
    results: Results,
    said: Sequence[str],
    sections: Sequence[str],
) -> Sequence[str]:
    tables = replace(over_points(study, table), crossovers=crossovers(study, table), tornado=tornado(study, table))
    if table["replicate"].nunique() > 1:  # with one replicate a difference is that of two rows
        results.differences(tables.differences)
    for name, part in tables.named().items():
        if not part.empty:
            results.table(name, part)
    figures = results.figures
    results.draw(draw_tornados(tables.tornado, figures))
    results.draw(draw_maps(study, table, figures))
    results.draw(draw_crossovers(study, table, tables.crossovers, figures))
    drawn = results.draw(draw_box(study, table, tables.sensitivity, figures))
    shown = gallery(drawn, _first(study))
    page = box_finding(study, table, tables, source, figures=shown, sections=sections, said=said)
    results.finish(page)
    return [*said, *box_answer(study, table, tables), told_power(tables.planning)]


def _publish_switches(
    study: Study, table: pd.DataFrame, source: Mapping[str, object], results: Results
) -> Sequence[str]:
    tables = contributions(study, table)
    for name, part in tables.named().items():
        if not part.empty:
            results.table(name, part)
    results.draw(draw_contributions(study, tables.shapley, results.figures))
    results.finish(shapley_finding(study, table, tables, source))
    return shapley_answer(study, tables)


def _whose(study: Study) -> str:
    """Return what figures are of that do not say so themselves."""
    firms = study.levers.firms
    first = f"Figures that name no firm are of {firms[0]}. " if len(firms) > 1 else ""
    return (
        f"{first}Attitude over time and organisation charts show one run each, replicate 0, in the worlds and "
        "structures of the quick form: what one run shows need not hold for the mean."
    )


def _first(study: Study) -> list[str]:
    """Return the figures that answer the question: the first map, or tornado, on its first measure, in each world."""
    if study.sampling.kind == ONE_AT_A_TIME and len(study.levers.structures) > 1:
        a = next(name for name in study.levers.structures if name != study.outcomes.against)
        return [f"tornado_{study.outcomes.primary[0]}_{a}_{world}" for world in study.levers.worlds]
    if not study.maps:
        return []
    first = study.maps[0]
    measure = next((name for name in first.measures if name in study.outcomes.primary), first.measures[0])
    many = len(study.levers.firms) > 1
    places = [f"{file_word(study.levers.firms[0])}_{world}" if many else world for world in study.levers.worlds]
    whole = [f"map_{first.id}", *(f"map_{first.id}_{world}" for world in study.levers.worlds)]
    return [*whole, *(f"map_{first.id}_{measure}_{place}" for place in places)]


def _ceo_hours(design: Design) -> float:
    return design.points[0].scenario.parameters.attention.hours
