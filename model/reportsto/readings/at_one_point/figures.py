"""The figures of a study at one point: those of the first firm, then the outcomes of every other."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

import pandas as pd

from reportsto.drawing import Figure, MissingInput, draw_advocacy_and_reach, draw_report_flow, file_word, flow_of_runs
from reportsto.drawing.advocacy import draw_attitude_and_reach
from reportsto.drawing.attitude_over_time import draw_attitude_over_time
from reportsto.drawing.ceo_hours import draw_ceo_hours
from reportsto.drawing.org_charts import draw_org_charts
from reportsto.drawing.outcomes import LEVELS, Outcome, draw_outcomes
from reportsto.drawing.panels import sound_rows
from reportsto.drawing.report_path import draw_report_path
from reportsto.drawing.style import in_world_order
from reportsto.drawing.winners import Winner, draw_winners
from reportsto.drawing.words import sentence
from reportsto.readings.at_one_point.tables import best_of
from reportsto.readings.reading import Drawing, Tables
from reportsto.readings.runs import Place, Runs, cell
from reportsto.readings.words import MAPS, aim, measure, structure
from reportsto.studies.crossing import in_words, level_word

MARKS = "Large marks are means over runs, small marks single runs."
OF_TABLE: tuple[tuple[str, Callable[[pd.DataFrame], Figure], str], ...] = (
    (
        "report_path", draw_report_path,
        "Of 1,000 failures: heard of, sent up, decided, acted on. The longest gap is where a structure loses its "
        "customers' reports.",
    ),
    (
        "attitude_and_reach", draw_attitude_and_reach,
        f"Attitude of those who answer customers against reports acted on. {MARKS} Where attitude is high and reach "
        "low, people speak up and are not heard.",
    ),
)  # fmt: skip
"""Figures that are drawn from the table of runs alone: name, function, what to see."""
SENT_UP = (
    f"Share of failure cases sent up against reports acted on. {MARKS} The distance below the dashed line is lost on "
    "the way."
)
MOST_OUTCOMES = 3
FLOWS = ("inside_operations", "separate", "inside_marketing", "customer_map")
"""Structures whose flow of reports is drawn first; a page holds four well."""
MEANS = "Means over replicates."


def figures(runs: Runs, tables: Tables) -> Iterator[Drawing]:
    """Yield every figure; one that lacks its columns or days is left out when it is drawn."""
    first, *others = dict.fromkeys(firm for firm, _, _ in runs.plain_places)
    rows = runs.base[runs.base["firm"] == first]
    grid = _winners(runs, first)
    if len(runs.study.levers.levels) > len(LEVELS):
        yield from grid
    yield _outcomes(runs, first, "outcomes")
    if len(runs.study.levers.levels) <= len(LEVELS):
        yield from grid
    yield from (Drawing(name, partial(draw, rows), caption) for name, draw, caption in OF_TABLE)
    yield from _of_days(runs, first)
    yield Drawing("advocacy_and_reach", partial(draw_advocacy_and_reach, rows), SENT_UP)
    yield Drawing(
        "ceo_hours",
        partial(draw_ceo_hours, rows, hours=runs.design.points[0].scenario.parameters.attention.hours),
        "The chief executive's hours a day by purpose. Where a bar reaches the line, the day is full and items wait.",
    )
    for world in in_world_order(rows["world"]):
        caption = f"What becomes of 1,000 failures in the world {world}. Pale branches are lost, with their share."
        yield Drawing(f"report_flow_{world}", partial(_flow, rows[rows["world"] == world], world), caption)
    yield from (_outcomes(runs, firm, f"outcomes_{file_word(firm)}") for firm in others)


def _outcomes(runs: Runs, firm: str, name: str) -> Drawing:
    """Return the differences of a firm on the primary measures; levels are shown where there are few of them."""
    place = next(one for one in runs.plain_places if one[0] == firm)
    against, levels = runs.against[place], runs.study.levers.levels
    few = {one.id: one.title or in_words(one.settings) for one in levels} if len(levels) <= len(LEVELS) else {"": ""}
    primary = runs.study.outcomes.primary[:MOST_OUTCOMES]
    words = ", ".join(measure(one) for one in primary)
    return Drawing(
        name,
        partial(
            draw_outcomes,
            runs.table[(runs.table["firm"] == firm) & runs.table["variant"].isin(few)],
            [_outcome(runs, place, one) for one in primary],
            against=against,
            levels=few,
        ),
        f"What each place changes against {structure(against)}, in {firm.replace('_', ' ')}: {words}. Differences are "
        "paired; inside the grey band a difference is too small to matter.",
    )


def _winners(runs: Runs, firm: str) -> Iterator[Drawing]:
    """Yield who is best on the first primary measure at each combination of levels, where there are several."""
    levels = runs.study.levers.levels
    varied = [lever for lever, _ in levels[0].settings if len({dict(one.settings)[lever] for one in levels}) > 1]
    if not varied:
        return
    name = runs.study.outcomes.primary[0]
    across = "people" if "people" in varied else varied[-1]
    apart = "assume" if "assume" in varied and across != "assume" else ""
    down = [lever for lever in varied if lever not in (across, apart)]
    cells = []
    if across == "people":
        levels = tuple(sorted(levels, key=lambda one: int(str(dict(one.settings)[across]))))
    for level, (of, world, variant) in product(levels, runs.places):
        if of == firm and variant == level.id:
            found = best_of(runs, (of, world, variant), name, _lines(runs, (of, world, variant)))
            words = {lever: level_word(lever, value) for lever, value in level.settings}
            panel = f"assumed: {words[apart]}" if apart else ""
            row = ", ".join(words[lever] for lever in down)
            if found.tied:
                best = next(iter(found.means))
                cells.append(Winner(world, panel, row, words[across], best, len(found.tied), found.tie))
    said = {"people": "People", "assume": "What is assumed"}.get(across, sentence(across))
    yield Drawing(
        "winners",
        partial(draw_winners, cells, title=f"Who has the {aim(runs, name)}?", across=said),
        f"Who has the {aim(runs, name)} at each level that was run, in {firm.replace('_', ' ')}. Where a colour gives "
        "way to another along a row or a column, the order turns.",
    )


def _lines(runs: Runs, place: Place) -> list[str]:
    """Return the structures with reporting lines of a place."""
    return [name for name in runs.structures[place] if name not in MAPS]


def _outcome(runs: Runs, place: Place, name: str) -> Outcome:
    usual = runs.usual(*cell(place, runs.against[place]), name)
    return Outcome(name, runs.effect(name, usual), runs.better(name) < 0)


def _of_days(runs: Runs, firm: str) -> Iterator[Drawing]:
    """Yield what shows days and posts, where there are such."""
    days = {(structure, world): run for (structure, of, world), run in runs.details.items() if of == firm}
    posts: dict[str, dict[str, list[dict[str, object]]]] = {}
    for (name, world), run in days.items():
        posts.setdefault(name, {})[world] = run.posts
    daily = {key: run.daily for key, run in days.items()}
    told = f"Who sits where, and the attitude of each post in each world. {MEANS}"
    yield Drawing("org_charts", partial(draw_org_charts, posts) if days else None, told)
    told = f"Attitude of those who answer customers, day by day. {MEANS} Where lines part, the place has an effect."
    yield Drawing("attitude_by_day", partial(draw_attitude_over_time, daily) if days else None, told)


def _flow(rows: pd.DataFrame, world: str) -> Figure:
    """Draw the flow of reports of four structures in one world."""
    rows = sound_rows(rows, "report_flow", ("complained",))
    run = list(dict.fromkeys(rows["structure"].astype(str)))
    chosen = [*(name for name in FLOWS if name in run), *(name for name in run if name not in FLOWS)][:4]
    if not chosen:
        raise MissingInput("figure 'report_flow' needs a run")
    title = f"What becomes of 1,000 failures? World: {world}"
    return draw_report_flow(flow_of_runs(rows[rows["structure"].isin(chosen)]), title=title)
