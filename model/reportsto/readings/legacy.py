"""Pages of boxes and off-switches, until each of their readings is a folder of its own."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from reportsto.drawing import file_word
from reportsto.readings.box_figures import draw_box
from reportsto.readings.box_finding import box_answer, box_finding
from reportsto.readings.crossovers import crossovers, draw_crossovers
from reportsto.readings.gallery import gallery
from reportsto.readings.maps import draw_maps
from reportsto.readings.over_points import over_points
from reportsto.readings.page import Page
from reportsto.readings.power import told_power
from reportsto.readings.runs import Runs
from reportsto.readings.shapley import contributions
from reportsto.readings.shapley_figures import draw_contributions
from reportsto.readings.shapley_finding import shapley_answer, shapley_finding
from reportsto.readings.tornado import draw_tornados, tornado
from reportsto.results.provenance import settle
from reportsto.results.storage import FINDING, write_bytes, write_parquet, write_table
from reportsto.studies.study import Study


def legacy(runs: Runs, folder: Path) -> Page:
    """Write everything but the runs, and return the answer as a page without details."""
    shown = _switches(runs, folder) if runs.study.sampling.kind == "shapley" else _box(runs, folder)
    page, lines, names = shown
    settle(folder, names)
    write_bytes(folder / FINDING, page.encode())
    return Page(title=runs.study.title, question=runs.study.question, answer=lines[0], limits=tuple(lines[1:]))


def _box(runs: Runs, folder: Path) -> tuple[str, list[str], list[str]]:
    study, table, figures = runs.study, runs.table, folder / "figures"
    tables = replace(over_points(study, table), crossovers=crossovers(study, table), tornado=tornado(study, table))
    names = [write_table(folder / f"{name}.csv", part).name for name, part in tables.named().items() if not part.empty]
    if runs.replicates > 1:
        write_parquet(folder / "differences.parquet", tables.differences)
        names.append("differences.parquet")
    drawn = [
        *draw_tornados(tables.tornado, figures),
        *draw_maps(study, table, figures),
        *draw_crossovers(study, table, tables.crossovers, figures),
        *draw_box(study, table, tables.sensitivity, figures),
    ]
    page = box_finding(study, table, tables, runs.source, figures=gallery(drawn, _first(study)))
    return page, [*box_answer(study, table, tables), told_power(tables.planning)], [*names, *_files(drawn)]


def _switches(runs: Runs, folder: Path) -> tuple[str, list[str], list[str]]:
    tables = contributions(runs.study, runs.table)
    names = [write_table(folder / f"{name}.csv", part).name for name, part in tables.named().items() if not part.empty]
    drawn = draw_contributions(runs.study, tables.shapley, folder / "figures")
    page = shapley_finding(runs.study, runs.table, tables, runs.source)
    return page, shapley_answer(runs.study, tables), [*names, *_files(drawn)]


def _files(drawn: Iterable[Path]) -> list[str]:
    return [f"figures/{path.name}" for path in drawn]


def _first(study: Study) -> list[str]:
    """Return the figures that answer the question: the first map, or tornado, on its first measure, in each world."""
    if study.sampling.kind == "one_at_a_time" and len(study.levers.structures) > 1:
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
