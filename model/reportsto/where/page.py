"""The page of an organisation: the answer, what would turn it, what to measure, and all that it rests on."""

from collections.abc import Iterator, Sequence

from reportsto.drawing.words import measure_words
from reportsto.readings.at_one_point import AT_ONE_POINT
from reportsto.readings.at_one_point.tables import best_of
from reportsto.readings.matching import MATCHING
from reportsto.readings.matching.held import AMONG
from reportsto.readings.page import MOST_TURNS, NOTHING, Figure, Items, Page, Section, Table
from reportsto.readings.publish import ALSO, ASSUMED
from reportsto.readings.words import MAPS, listed, span, structure
from reportsto.where.answer import Answered, Drawn, point_told
from reportsto.where.asking import BY_PLACE, PRIMARY, PRIORS, QUESTION, Question
from reportsto.where.chart_read import few, read_as
from reportsto.where.first_table import first_table
from reportsto.where.numbers import Numbers
from reportsto.where.sentence import moves, sentence
from reportsto.where.turning import in_percent, measure, row_and_column, shares_told, turns
from reportsto.where.words import DAYS_A_YEAR, at_point, begun, beside, decided_by, years
from reportsto.wording import counted, number

LIVED = (*PRIMARY[1:], "satisfaction")
"""What is told of cost, and of what customers live through, beside failures."""
WHICH = dict(zip(AMONG, ("all", "those that meet the patterns below"), strict=False))


def page_of(
    asked: Question, found: Answered, numbers: Numbers, notes: Sequence[str], folder: str, *figures: Figure
) -> Page:
    """Return the page; `notes` say what was done to the chart, `folder` is where the studies stand."""
    told = AT_ONE_POINT.answer(found.runs, AT_ONE_POINT.tables(found.runs))
    lines = turns(found, told.turns)
    more = lines[MOST_TURNS:]
    return Page(
        title=f"{QUESTION} {asked.source}",
        question="Which place has the fewest failures, does it matter, and what would turn it?",
        about=beside(asked, found),
        answer=f"{sentence(found)} {moves(asked, found)}",
        table=first_table(found),
        intervals="\n".join(
            filter(None, (row_and_column(found), shares_told(found), f"{_intervals(asked, found)} {_a_year(numbers)}"))
        ),
        figures=figures,
        turns=(*lines[:MOST_TURNS], *([f"And {len(more)} more below, under “{ALSO}”."] if more else ())) or (NOTHING,),
        limits=(_scope(asked, found), f"{ASSUMED} {_alarms(found)}".strip()),
        sections=(
            *([Section(ALSO, (Items(more),))] if more else []),
            _lived(asked, found),
            measure(found),
            Section("How the chart was read", (Items((*read_as(asked.chart), *few(notes))),)),
            _numbers(asked, numbers),
            _places(asked, found),
            *(_draws(found.drawn) if found.drawn else ()),
            _again(asked, folder),
        ),
    )


def _intervals(asked: Question, found: Answered) -> str:
    return (
        f"Every interval is 95 % and a number's own; differences are means over {asked.replicates} paired replicates. "
        f"In a tie no two places differ by more than the smallest effect, {number(found.best[0].least)} failures per "
        "1,000 orders. Customers kept and paid hours are those of the best place, less those of the place it is "
        "compared with."
    )


def _a_year(numbers: Numbers) -> str:
    failed = numbers.orders * DAYS_A_YEAR / 1000
    return (
        f"One failure in 1,000 orders is {number(failed)} failed orders a year, at {number(numbers.orders)} orders a "
        f"day and {DAYS_A_YEAR} days. How many orders fail at all is the model's number, not counted in your firm."
    )


def _scope(asked: Question, found: Answered) -> str:
    """Return what every number is about: the firm, the days, the rules, the worlds and how much was run."""
    worlds = f"{counted(len(found.best), 'world')}: {listed(one.place[1] for one in found.best)}."
    draws = f"{counted(asked.points, 'draw')} of all that is assumed, of two replicates each; " if asked.points else ""
    points = listed((found.point, *found.elsewhere))
    return (
        f"Your firm as {asked.source} has it: {counted(asked.chart.seats, 'person', 'people')}, {years(asked.days)}. "
        f"{decided_by(asked, found)} {worlds} What is assumed stands at {points}. "
        f"{counted(asked.replicates, 'paired replicate')} of each; {draws}seed {asked.seed}."
    )


def _alarms(found: Answered) -> str:
    """Return the worlds in which the firm could not go on, by point, and how many runs stopped."""
    from reportsto.readings.sound import sound_at

    told = []
    for level in found.runs.study.levers.levels:
        places = [place for place in found.runs.places if place[2] == level.id]
        unsound = [place[1] for place in places if not sound_at(found.runs, place).all()]
        if unsound:
            where = at_point(point_told(level))
            told.append(f"{begun(where)}, in some place this firm gives up too much, is too busy or too late in "
                        f"{listed(unsound)}.")  # fmt: skip
    stopped = int((found.runs.everything["failure"] != "").sum())
    if stopped:
        told.append(f"{counted(stopped, 'run')} stopped before the end.")
    return " ".join(told)


# ── What it rests on ─────────────────────────────────────────────────────────────────────────────


def _lived(asked: Question, found: Answered) -> Section:
    """Return what each place costs and what customers live through there, from the least world to the most."""
    means = found.runs.base.groupby(["structure", "world"], sort=False)[list(LIVED)].mean()
    rows = [
        [_named(asked, name), *(span(means[what].loc[name]) for what in LIVED)]
        for name in asked.places.run
        if bool(means.loc[name].notna().to_numpy().all())
    ]
    said = (
        f"Means {at_point(found.point)}, from the least of the worlds to the most. Hours paid are those of all who "
        f"answer customers, and those behind the capacity to ship and to refund; one a day is {DAYS_A_YEAR} a year. "
        "Nothing here prices a manager."
    )
    header = ["place", *map(measure_words, LIVED)]
    return Section(
        "What it costs, and what customers live through", (Table(header, rows, _title("Cost", asked, found)), said)
    )


def _named(asked: Question, name: str) -> str:
    return f"{structure(name)}{' (now)' if name == asked.places.now else ''}"


def _title(what: str, asked: Question, found: Answered, point: str = "") -> str:
    return f"{what}; {beside(asked, found, point or found.point)}"


def _numbers(asked: Question, found: Numbers) -> Section:
    rows = [[one.what, number(one.value), one.source] for one in found.told]
    named = asked.firm if isinstance(asked.firm, str) else asked.firm.path.name
    given = [one for one in found.told if one.given]
    said = f"{counted(len(given), 'number')} from {named}; " if given else "No number of your own was given; "
    return Section(
        "The numbers of the firm",
        (
            Table(["number", "value", "from"], rows),
            found.by_handler,
            f"{said}{found.others:,} more are those of {asked.base}, most of them assumed.",
        ),
    )


def _places(asked: Question, found: Answered) -> Section:
    """Return each place with its failures in each world at each point, and why the others were not run."""
    run = asked.places
    others = [
        f"{structure(name)}: not run, as its chart is that of {structure(twin)}." for name, twin in run.alike.items()
    ]
    others += [f"{structure(name)}: not possible, {why}." for name, why in run.refused.items()]
    star = ("A star marks a map without reporting lines: nothing prices it, so it is never called best.",)
    tables = (_failures(asked, found, one.id, point_told(one)) for one in found.runs.study.levers.levels)
    return Section(
        "The places", (*tables, *([Items(tuple(others))] if others else ()), *(star if MAPS & {*run.run} else ()))
    )


def _failures(asked: Question, found: Answered, variant: str, point: str) -> Table:
    """Return the failures of each place in each world at one point."""
    runs = found.runs
    places = [place for place in runs.places if place[2] == variant]
    means = {place[1]: best_of(runs, place, PRIMARY[0], runs.structures[place]).means for place in places}
    rows = [
        [_named(asked, name), *(number(each[name]) if name in each else "–" for each in means.values())]
        for name in asked.places.run
    ]
    return Table(["place", *means], rows, _title(begun(measure_words(PRIMARY[0])), asked, found, point))


def _draws(drawn: Drawn) -> Iterator[Section]:
    """Yield who leads over draws of all that is assumed, before and after patterns, and what each pattern excludes."""
    names = drawn.runs.study.levers.structures
    rows = [
        [world, WHICH[among], *(in_percent(drawn.share(world, name, among)) for name in names)]
        for world in drawn.runs.study.levers.worlds
        for among in AMONG[:2]
    ]
    said = (
        "All that is assumed is drawn at random from what each number could be. A cell has the share of draws at which "
        "the place leads all others by more than the smallest effect, with its 95 % interval. *Patterns* are published "
        "figures about firms, and your own counts."
    )
    table = Table(["world", "draws", *map(structure, names)], rows)
    yield Section("Who leads over draws of all that is assumed", (table, said))
    wanted = ("What each pattern excludes", "Patterns in conflict", "What it is worth to know")
    yield from (one for one in MATCHING.sections(drawn.runs, drawn.tables) if one.title in wanted)


def _again(asked: Question, folder: str) -> Section:
    parts = [BY_PLACE, *([PRIORS] if asked.points else [])]
    lines = tuple(f"`reportsto study run {folder}/{part}.toml --out {folder}/{part}`" for part in parts)
    told = "From the folder that holds it, these commands make the same digits again, with all tables and figures."
    return Section("The runs", (told, Items(lines)))
