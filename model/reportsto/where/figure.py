"""The figure of the page: what each place changes against today, by world and point of what is assumed."""

from pathlib import Path

from reportsto.drawing import figure_bytes
from reportsto.drawing.outcomes import LEVELS, Outcome, draw_outcomes
from reportsto.readings.page import Figure
from reportsto.readings.runs import cell
from reportsto.readings.words import listed, structure
from reportsto.results.storage import make_folder, write_bytes
from reportsto.where.answer import Answered, point_told
from reportsto.where.asking import FIGURE, PRIMARY, Question, figure_files
from reportsto.where.words import beside

MOST_POINTS = len(LEVELS)
"""Points of what is assumed that a figure holds."""


def write_figure(asked: Question, found: Answered, folder: Path) -> Figure:
    """Draw the figure into a folder and return it with what to see in it."""
    runs = found.runs
    place = runs.plain_places[0]
    against = runs.against[place]
    levels = {one.id: f"assumed: {point_told(one)}" for one in runs.study.levers.levels}
    outcomes = [
        Outcome(name, runs.effect(name, runs.usual(*cell(place, against), name)), runs.better(name) < 0)
        for name in PRIMARY
    ]
    rows = runs.table[runs.table["variant"].isin(levels)]
    drawn = draw_outcomes(rows, outcomes, against=against, levels=levels if len(levels) > 1 else None)
    for file in figure_files(folder):
        make_folder(file.parent)
        write_bytes(file, figure_bytes(drawn, file.suffix[1:]))
    return Figure(FIGURE, _caption(asked, found, against))


def _caption(asked: Question, found: Answered, against: str) -> str:
    points = listed((found.point, *found.elsewhere))
    return (
        f"What to see: in the left column, a mark left of the grey band has fewer failures per 1,000 orders than "
        f"{structure(against)}, where customer service sits now. Inside the band a difference is too small to matter. "
        f"Scope: {beside(asked, found, points)}."
    )
