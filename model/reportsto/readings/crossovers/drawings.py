"""Which figures of crossings are drawn."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from reportsto.drawing import Factor, file_word
from reportsto.drawing.words import measure_words, parameter_label, parameter_words, sentence
from reportsto.readings.crossovers.figures.crossing import draw_crossover
from reportsto.readings.crossovers.figures.lines import draw_crossover_lines
from reportsto.readings.crossovers.lines import of_plane
from reportsto.readings.crossovers.planes import PLACE, Plane, at_default, planes
from reportsto.readings.maps.cells import Race
from reportsto.readings.reading import Drawing
from reportsto.readings.runs import Runs
from reportsto.readings.words import number, place, structure


def drawings(runs: Runs, found: pd.DataFrame) -> Iterator[Drawing]:
    """Yield a figure of the lines of each map, measure and place that has one.

    For the first map and its first primary measure also the difference along the axis, with the held parameter nearest
    to its default: there a reader sees what lies on either side of the crossing.
    """
    for (name, measure, firm, world, variant), rows in found.groupby(["map", "measure", *PLACE], sort=False):
        first = rows.iloc[0]
        title = f"{sentence(measure_words(str(measure)))}: where others change places with {structure(first['b'])}"
        yield Drawing(
            _file(runs, f"crossover_{name}_{measure}", (str(firm), str(world), str(variant))),
            partial(
                draw_crossover_lines,
                rows,
                along=Factor(first["along"], parameter_label(first["along"])),
                held=Factor(first["held"], parameter_label(first["held"]), "steps"),
                levels=sorted(runs.table[first["along"]].unique()),
                measure=str(measure),
                title=f"{title} ({place(world, variant)})",
            ),
            f"Each mark is where two structures change places on {measure_words(str(measure))}, in the world {world}. "
            "Bars are 95 % intervals.",
        )
    for plane in planes(runs):
        rows = at_default(of_plane(found, plane))
        if _is_first(runs, plane) and rows["value"].notna().any():
            yield _one(runs, plane, rows)


def _one(runs: Runs, plane: Plane, rows: pd.DataFrame) -> Drawing:
    at = rows["at"].iloc[0]
    held = f"{parameter_words(plane.held)} {number(float(at))}"
    pair = f"{sentence(structure(plane.a))} or {structure(plane.b)}?"
    return Drawing(
        _file(runs, f"crossing_{plane.wanted.id}_{plane.measure}_{plane.a}", plane.place),
        partial(
            draw_crossover,
            plane.rows[plane.rows[plane.held] == at],
            Race(
                measure=plane.measure,
                better="lower" if runs.better(plane.measure) < 0 else "higher",
                smallest_effect=runs.effect(plane.measure, plane.mean_b(at)),
                title=f"{pair} {sentence(held)} ({place(*plane.place[1:])})",
            ),
            a=plane.a,
            b=plane.b,
            x=Factor(plane.along, parameter_label(plane.along)),
            crossings=rows[["value", "low", "high"]].rename(columns={"value": "y"}),
        ),
        f"{pair} The diamond is where they change places; inside the grey band no difference matters. "
        f"Here {held}, world {plane.place[1]}.",
    )


def _is_first(runs: Runs, plane: Plane) -> bool:
    first = runs.study.maps[0]
    measures = [name for name in first.measures if name in runs.study.outcomes.primary]
    return plane.wanted.id == first.id and plane.measure == measures[0]


def _file(runs: Runs, name: str, where: tuple[str, str, str]) -> str:
    firm, world, variant = map(str, where)
    many = len(runs.study.levers.firms) > 1
    return "_".join(filter(None, (name, file_word(firm) if many else "", world, variant)))
