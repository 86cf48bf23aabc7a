"""The figures of a study at one point: those of the first firm, then the outcomes of every other."""

from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

from reportsto.drawing import Figure, MissingInput, draw_advocacy_and_reach, draw_report_flow, file_word, flow_of_runs
from reportsto.drawing.advocacy import draw_advocacy_and_defensiveness, draw_attitude_and_reach
from reportsto.drawing.attitude_over_time import draw_attitude_over_time
from reportsto.drawing.ceo_hours import draw_ceo_hours
from reportsto.drawing.org_charts import draw_org_charts
from reportsto.drawing.outcomes import draw_outcomes
from reportsto.drawing.panels import sound_rows
from reportsto.drawing.report_path import draw_report_path
from reportsto.drawing.style import in_world_order
from reportsto.readings.reading import Drawing, Tables
from reportsto.readings.runs import Runs

MARKS = "Large marks are means over runs, small marks single runs."
OF_TABLE: tuple[tuple[str, Callable[[pd.DataFrame], Figure], str], ...] = (
    (
        "outcomes", draw_outcomes,
        "Failures per 1,000 orders and customers kept, by structure and world. Bars are 95 % intervals of each mean; "
        "paired differences are surer than they suggest.",
    ),
    (
        "attitude_and_reach", draw_attitude_and_reach,
        f"Attitude of those who answer customers against reports acted on. {MARKS} Where attitude is high and reach "
        "low, people speak up and are not heard.",
    ),
    (
        "advocacy_and_reach", draw_advocacy_and_reach,
        f"Share of failure cases sent up against reports acted on. {MARKS} The distance below the dashed line is lost "
        "on the way.",
    ),
    (
        "report_path", draw_report_path,
        "Of 1,000 failures: heard of, sent up, decided, acted on. The steepest step is where a structure loses its "
        "customers' reports.",
    ),
    (
        "advocacy_and_defensiveness", draw_advocacy_and_defensiveness,
        f"Share of failure cases sent up against share explained away. {MARKS} What is left to the dashed line was "
        "settled with the customer and not sent up.",
    ),
)  # fmt: skip
"""Figures that are drawn from the table of runs alone: name, function, what to see."""

FLOWS = ("inside_operations", "separate", "inside_marketing", "customer_map")
"""Structures whose flow of reports is drawn first; a page holds four well."""
ONE_RUN = "One run each, replicate 0; what one run shows need not hold for the mean."


def figures(runs: Runs, tables: Tables) -> Iterator[Drawing]:
    """Yield every figure; one that lacks its columns or days is left out when it is drawn."""
    firms = list(dict.fromkeys(runs.base["firm"].astype(str)))
    rows = runs.base[runs.base["firm"] == firms[0]]
    yield from (Drawing(name, partial(draw, rows), caption) for name, draw, caption in OF_TABLE)
    yield Drawing(
        "ceo_hours",
        partial(draw_ceo_hours, rows, hours=runs.design.points[0].scenario.parameters.attention.hours),
        "The chief executive's hours a day by purpose. Where a bar reaches the line, the day is full and items wait.",
    )
    yield from _by_world(runs, rows)
    for firm in firms[1:]:
        of_firm = runs.base[runs.base["firm"] == firm]
        caption = f"Failures per 1,000 orders and customers kept in {firm.replace('_', ' ')}."
        yield Drawing(f"outcomes_{file_word(firm)}", partial(draw_outcomes, of_firm), caption)


def _by_world(runs: Runs, rows: pd.DataFrame) -> Iterator[Drawing]:
    """Yield the flow of reports of each world, then what shows days of single runs, where there are such."""
    for world in in_world_order(rows["world"]):
        caption = f"What becomes of 1,000 failures in the world {world}. Pale branches are lost, with their share."
        yield Drawing(f"report_flow_{world}", partial(_flow, rows[rows["world"] == world], world), caption)
    firm = str(rows["firm"].iloc[0])
    days = {(structure, world): run for (structure, of, world), run in runs.details.items() if of == firm}
    daily = {key: run.daily for key, run in days.items()}
    told = f"Mean attitude of those who answer customers, day by day. {ONE_RUN}"
    yield Drawing("attitude_over_time", partial(draw_attitude_over_time, daily) if days else None, told)
    for world in in_world_order(rows["world"]):
        posts = {structure: run.posts for (structure, there), run in days.items() if there == world}
        told = f"Who sits where, coloured by attitude, in the world {world}. {ONE_RUN}"
        yield Drawing(f"org_charts_{world}", partial(draw_org_charts, posts, world=world) if days else None, told)


def _flow(rows: pd.DataFrame, world: str) -> Figure:
    """Draw the flow of reports of four structures in one world."""
    rows = sound_rows(rows, "report_flow", ("complained",))
    run = list(dict.fromkeys(rows["structure"].astype(str)))
    chosen = [*(name for name in FLOWS if name in run), *(name for name in run if name not in FLOWS)][:4]
    if not chosen:
        raise MissingInput("figure 'report_flow' needs a run")
    title = f"What becomes of 1,000 failures? World: {world}"
    return draw_report_flow(flow_of_runs(rows[rows["structure"].isin(chosen)]), title=title)
