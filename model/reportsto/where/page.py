"""The page of an organisation: the answer, what would turn it, what to measure, and all that it rests on."""

from collections.abc import Iterator, Sequence

import pandas as pd

from reportsto.api import AS_DRAWN
from reportsto.charts.chart import Chart
from reportsto.drawing.words import measure_words
from reportsto.readings.at_one_point import AT_ONE_POINT
from reportsto.readings.at_one_point.page import named
from reportsto.readings.at_one_point.tables import best_places
from reportsto.readings.identifying import FARES
from reportsto.readings.matching import MATCHING
from reportsto.readings.matching.held import AMONG
from reportsto.readings.matching.page import NOTHING_SAVES
from reportsto.readings.page import MOST_LINES, MOST_TURNS, NOTHING, Items, Page, Section, Table
from reportsto.readings.publish import ALSO, ASSUMED, scope
from reportsto.readings.words import MAPS, interval, listed, parameters, structure
from reportsto.readings.worth import worth_told
from reportsto.statistics.intervals import Interval
from reportsto.statistics.verdict import Verdict, verdicts
from reportsto.vocabulary import Function
from reportsto.where.answer import Answered, Drawn, Rule
from reportsto.where.asking import MIDDLE, PRIMARY, PRIORS, QUESTION, Question
from reportsto.where.numbers import Numbers
from reportsto.where.places import seats_by_department
from reportsto.wording import counted, number

DAYS_A_YEAR = 250
MOST_NAMED = 6
LEAST_TOLD = 0.01
"""Another place is told to turn the answer where it leads surely at more than this share of draws (assumed)."""
LED = (Function.LOGISTICS, Function.MARKETING, Function.SALES, Function.SERVICE)


def page_of(asked: Question, found: Answered, numbers: Numbers, notes: Sequence[str], folder: str) -> Page:
    """Return the page; `notes` say what was done to the chart, `folder` is where the studies stand."""
    told = AT_ONE_POINT.answer(found.runs, AT_ONE_POINT.tables(found.runs))
    turns = (*_drawn_turns(found), *told.turns)
    more = turns[MOST_TURNS:]
    return Page(
        title=f"{QUESTION} {asked.source}",
        question="Which place has the fewest failures, does it matter, and what would turn it?",
        about=f"{counted(asked.chart.seats, 'person', 'people')}, {counted(asked.replicates, 'paired replicate')}",
        answer=f"{_sentence(found)} {moves(asked, found)}",
        table=_table(told.table, found) if told.table else None,
        intervals=f"{told.intervals} {_a_year(numbers)}",
        turns=(*turns[:MOST_TURNS], *([f"And {len(more)} more below, under “{ALSO}”."] if more else ())) or (NOTHING,),
        limits=(_scope(asked, found), f"{ASSUMED} {_alarms(found)}".strip()),
        sections=(
            *([Section(ALSO, (Items(more),))] if more else []),
            _measure(found),
            Section("How the chart was read", (Items((*read_as(asked.chart), *_few(notes))),)),
            _numbers(asked, numbers),
            _places(asked, found),
            *(_draws(found.drawn) if found.drawn else ()),
            _again(asked, folder),
        ),
    )


# ── The answer ───────────────────────────────────────────────────────────────────────────────────


def _sentence(found: Answered) -> str:
    """Return who has the fewest failures, by world where that depends on it; maps are left out, and that is said."""
    maps = any(MAPS & {*run} for run in found.runs.structures.values())
    among = "Of the places with reporting lines, " if maps else ""
    said = _who(found)
    return f"{among}{said}" if among else f"{said[:1].upper()}{said[1:]}"


def _who(found: Answered) -> str:
    worlds: dict[str, list[str]] = {}
    for one in found.best:
        worlds.setdefault(named(one), []).append(one.place[1])
    what = f"the fewest {measure_words(PRIMARY[0])}"
    if len(worlds) > 1:
        told = "; ".join(f"{who} in {listed(f'*{world}*' for world in at)}" for who, at in worlds.items())
        return f"which has {what} depends on the world: {told}."
    (who,) = worlds
    one = found.best[0]
    if len(one.tied) == len(one.means):
        return f"none is told apart from the others in any world: {who}."
    return f"which has {what} is {who}, in every world." if _is_open(who) else f"{who} has {what}, in every world."


def _is_open(who: str) -> bool:
    return who.startswith("not decided")


def moves(asked: Question, found: Answered) -> str:
    """Return in how many worlds a move from where customer service sits now would matter."""
    now = asked.places.now
    better = [one.place[1] for one in found.best if _matters(one.tied, one.verdict, now)]
    undecided = [one.place[1] for one in found.best if one.place[1] not in better and not one.tie]
    seats = listed(f"{count} in {name}" for name, count in seats_by_department(asked.chart).items())
    sits = f"Today it sits {place_words(now)}" if now != AS_DRAWN else f"Today it sits as drawn ({seats})"
    told = "no other place is better by more than the smallest effect"
    if better:
        told = f"a move would matter in {listed(f'*{world}*' for world in better)}"
        if len(better) == len(found.best):
            told = "a move would matter in every world"
    rest = f"; in {listed(f'*{world}*' for world in undecided)} the runs do not decide" if undecided else ""
    return f"{sits}: {told}{rest}."


def _matters(tied: Sequence[str], said: Verdict, now: str) -> bool:
    return now not in tied and said is Verdict.AS_PREDICTED


def place_words(name: str) -> str:
    """Return where customer service sits, as part of a sentence."""
    return {"separate": "in a separate department"}.get(name, structure(name))


def _table(table: Table, found: Answered) -> Table:
    """Return the table of the middle with the share of draws at which its best place leads."""
    if found.drawn is None:
        return table
    header = [*table.header, "leads at, of the draws that meet the figures"]
    cells = [_leads(found.drawn, one.place[1], one.tied) for one in found.best]
    return Table(header, [[*row, cell] for row, cell in zip(table.rows, cells, strict=True)])


def _leads(drawn: Drawn, world: str, tied: Sequence[str]) -> str:
    shares = {name: drawn.share(world, name, AMONG[1]) for name in tied}
    led = [f"{structure(name)} {in_percent(share)}" for name, share in shares.items() if share.estimate > 0.0]
    return "; ".join(led) or "none of them"


def in_percent(share: Interval) -> str:
    """Return a share of draws with its 95 % interval."""
    return f"{share.estimate:.0%} ({share.low:.0%} to {share.high:.0%})" if share.n else "no draw is kept"


def _a_year(numbers: Numbers) -> str:
    failed = numbers.orders * DAYS_A_YEAR / 1000
    return (
        f"One failure in 1,000 orders is {number(failed)} failed orders a year, at {number(numbers.orders)} orders a "
        f"day and {DAYS_A_YEAR} days. How many orders fail at all is the model's number, not counted in your firm."
    )


# ── What would turn it ───────────────────────────────────────────────────────────────────────────


def _drawn_turns(found: Answered) -> Iterator[str]:
    """Yield where another place leads over draws of all that is assumed, and the numbers that part the places."""
    if found.drawn is None:
        return
    drawn = found.drawn
    for name in drawn.runs.study.levers.structures:
        shares = {one.place[1]: drawn.share(one.place[1], name, AMONG[1]) for one in found.best if name not in one.tied}
        led = {world: share for world, share in shares.items() if share.n and share.low >= LEAST_TOLD}
        if led:
            told = listed(f"{share.estimate:.0%} in *{world}*" for world, share in led.items())
            yield f"Other numbers: {structure(name)} leads instead at {told} of the draws that meet the figures."
    if drawn.rule and _fares(drawn.rule) == FARES[Verdict.AS_PREDICTED]:
        yield _rule(drawn.rule)


def _fares(rule: Rule) -> str:
    """Return whether a rule wins or loses against always the same place, at draws that had no part in it."""
    low, high = (float(str(rule.judged[name])) for name in ("low", "high"))
    return FARES.get(verdicts([low], [high], 0.0)[0], "is not decided to be better")


def _rule(rule: Rule) -> str:
    """Return what parts the places in words, and how it fares against always the same place, also where it loses."""
    always, fared = structure(rule.structures[rule.found.always]), rule.judged
    right, usual, saves, low, high = (
        float(str(fared[name])) for name in ("right", "right_always", "saves", "low", "high")
    )
    held = f"always {always} is right at {usual:.0%} of {fared['firms']} cases that were held out"
    cases = "; ".join(
        f"{structure(rule.structures[leaf.choice])} where {parameters(' and '.join(map(str, leaf.conditions)))}"
        for leaf in rule.found.leaves
        if leaf.choice != rule.found.always
    )
    if not cases:
        return f"No three numbers were found that part the places: {held}."
    return (
        f"Three numbers that part the places best: {cases}; else {always}. Chosen so, {right:.0%} are right; {held}. "
        f"The rule saves {interval(saves, low, high)} {measure_words(PRIMARY[0])}: it {_fares(rule)}."
    )


def _measure(found: Answered) -> Section:
    """Return what to measure: the numbers that it is worth most to know, and those that part the places."""
    if found.drawn is None:
        return Section("What to measure", ("Not looked for: no draws were run.",))
    table, rule = found.drawn.tables["worth"], found.drawn.rule
    kept = worth_of(table)
    lines = (worth_told(kept) or (NOTHING_SAVES,)) if len(kept) else ("Too few draws to say what a number is worth.",)
    return Section("What to measure", (Items(lines), _rule(rule) if rule else f"No rule: {found.drawn.why}."))


def worth_of(table: pd.DataFrame) -> pd.DataFrame:
    """Return what it is worth to know each number among draws that meet the patterns; too few of them, among all."""
    found = [table[table["among"] == among] for among in AMONG[1::-1]] if len(table) else []
    return next((one for one in found if len(one)), table)


# ── What it rests on ─────────────────────────────────────────────────────────────────────────────


def _scope(asked: Question, found: Answered) -> str:
    worlds = f"{counted(len(found.best), 'world')}: {listed(one.place[1] for one in found.best)}."
    draws = f" and {counted(asked.points, 'draw')} of all that is assumed, two replicates each" if asked.points else ""
    return f"{scope(found.runs)} {worlds} {counted(asked.replicates, 'replicate')}{draws}; seed {asked.seed}."


def _alarms(found: Answered) -> str:
    """Return the worlds in which the firm could not go on at the middle, and how many runs stopped."""
    from reportsto.readings.sound import sound_at

    unsound = [place[1] for place in found.runs.plain_places if not sound_at(found.runs, place).all()]
    stopped = int((found.runs.everything["failure"] != "").sum())
    told = []
    if unsound:
        told.append(f"In some place this firm gives up too much, is too busy or too late in {listed(unsound)}.")
    if stopped:
        told.append(f"{counted(stopped, 'run')} stopped before the end.")
    return " ".join(told)


def _few(notes: Sequence[str]) -> Iterator[str]:
    """Yield the first notes on the chart, and how many more there are."""
    yield from notes[:MOST_LINES]
    if len(notes) > MOST_LINES:
        yield f"And {len(notes) - MOST_LINES:,} more: `reportsto chart check --json` lists all."


def read_as(chart: Chart) -> Iterator[str]:
    """Yield how a chart was read: its size, who leads, who answers, and where customer service sits."""
    root, levels = chart.root(), 1 + max(post.level for post in chart.posts)
    yield (
        f"{counted(len(chart.posts), 'post')}, {counted(chart.seats, 'person', 'people')}, "
        f"{counted(levels, 'level')}; at the top “{root.title or root.id}”."
    )
    for function in LED:
        head = chart.highest(function)
        yield f"Head of {function.word}: " + (f"“{head.title or head.id}”." if head else "nobody.")
    answering: dict[str, int] = {}
    for post in chart.posts:
        if post.answers:
            title = post.title or post.id
            answering[title] = answering.get(title, 0) + post.headcount
    named = [f"{count} “{title}”" for title, count in list(answering.items())[:MOST_NAMED]]
    rest = f" and {counted(len(answering) - len(named), 'other title')}" if len(answering) > len(named) else ""
    yield f"Who answers customers: {counted(len(chart.handlers), 'person', 'people')}, {', '.join(named)}{rest}."
    seats = seats_by_department(chart)
    told = listed(f"{count} in {name}" for name, count in seats.items())
    yield f"Departments, by the function of their heads, in which they sit: {told}."


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
    """Return each place with its failures in each world, and why the others were not run."""
    run = asked.places
    means = {one.place[1]: one.means for one in best_places(found.runs, maps=True) if one.measure == PRIMARY[0]}
    rows = [
        [f"{structure(name)}{' (now)' if name == run.now else ''}"]
        + [number(each[name]) if name in each else "–" for each in means.values()]
        for name in run.run
    ]
    others = [
        f"{structure(name)}: not run, as its chart is that of {structure(twin)}." for name, twin in run.alike.items()
    ]
    others += [f"{structure(name)}: not possible, {why}." for name, why in run.refused.items()]
    star = ("A star marks a map without reporting lines: nothing prices it, so it is never called best.",)
    return Section(
        "The places",
        (
            Table(["place", *means], rows, f"{measure_words(PRIMARY[0])}, means over replicates".capitalize()),
            *([Items(tuple(others))] if others else ()),
            *(star if MAPS & {*run.run} else ()),
        ),
    )


def _draws(drawn: Drawn) -> Iterator[Section]:
    """Yield who leads over draws of all that is assumed, before and after patterns, and what each pattern excludes."""
    names = drawn.runs.study.levers.structures
    rows = [
        [world, among, *(in_percent(drawn.share(world, name, among)) for name in names)]
        for world in drawn.runs.study.levers.worlds
        for among in AMONG[:2]
    ]
    said = (
        "A cell has the share of draws at which the place leads all others by more than the smallest effect. Prior: "
        "all draws; survivors: those that meet the patterns below."
    )
    table = Table(["world", "draws", *map(structure, names)], rows)
    yield Section("Who leads over draws of all that is assumed", (table, said))
    wanted = ("What each pattern excludes", "Patterns in conflict", "What it is worth to know")
    yield from (one for one in MATCHING.sections(drawn.runs, drawn.tables) if one.title in wanted)


def _again(asked: Question, folder: str) -> Section:
    parts = [MIDDLE, *([PRIORS] if asked.points else [])]
    lines = tuple(f"`reportsto study run {folder}/{part}.toml --out {folder}/{part}`" for part in parts)
    told = "From the folder that holds it, these commands make the same digits again, with all tables and figures."
    return Section("The runs", (told, Items(lines)))
