"""Words of the page: places, functions, points of what is assumed, and what every number on it is about."""

from reportsto.charts.chart import Chart
from reportsto.readings.at_one_point.page import named
from reportsto.readings.at_one_point.tables import Best
from reportsto.readings.words import listed, structure
from reportsto.schedule import burn_in
from reportsto.where.answer import Answered
from reportsto.where.asking import Question
from reportsto.where.places import departments
from reportsto.wording import counted
from reportsto.worlds import RATIONS, ROUTES

DAYS_A_YEAR = 250
AT = {"middle": "at the middle", "halfway": "halfway to the essays' numbers", "essays": "at the essays' numbers"}
"""Where what is assumed stands, as part of a sentence."""
MOST_DEPARTMENTS = 3


def best_named(one: Best) -> str:
    """Return who is best in words; of all places in one tie, or undecided, no list."""
    if 2 < len(one.tied) == len(one.means):
        return "a tie of all places" if one.tie else "not decided between any of them"
    return named(one)


def place_words(name: str) -> str:
    """Return where customer service sits, as part of a sentence."""
    return {"separate": "in a separate department"}.get(name, structure(name))


def seats_told(chart: Chart) -> str:
    """Return in which departments those who answer customers sit."""
    found = departments(chart)
    told = [f"{counted(count, 'person', 'people')} below {head}" for head, count in found.items()][:MOST_DEPARTMENTS]
    if len(found) > len(told):
        told.append(f"{sum([*found.values()][len(told) :]):,} below {counted(len(found) - len(told), 'other head')}")
    return listed(told)


def at_point(word: str) -> str:
    """Return a point of what is assumed as part of a sentence."""
    return AT.get(word, f"at {word} between the essays' numbers, 0, and the middle, 1")


def begun(words: str) -> str:
    """Return words as the beginning of a sentence."""
    return f"{words[:1].upper()}{words[1:]}"


def years(days: int) -> str:
    """Return the days that are measured, and the years they are where they are whole ones."""
    first = burn_in(days)
    told = f"days {first + 1:,} to {days:,}"
    if first % DAYS_A_YEAR or days % DAYS_A_YEAR:
        return told
    begin, end = first // DAYS_A_YEAR + 1, days // DAYS_A_YEAR
    return f"{f'year {begin}' if begin == end else f'years {begin} to {end}'} ({told})"


def beside(asked: Question, found: Answered, point: str = "") -> str:
    """Return what a number is about in a few words: people, years, point, rule, route, replicates."""
    made = found.runs.design.points[0].scenario
    ration, route = (name.replace("_", " ") for name in (made.ration, made.route))
    parts = (
        counted(asked.chart.seats, "person", "people"), years(asked.days), *([point] if point else []),
        *([f"rule {ration}"] if ration else []), *([f"route {route}"] if route else []),
        counted(asked.replicates, "paired replicate"),
    )  # fmt: skip
    return ", ".join(parts)


def decided_by(asked: Question, found: Answered) -> str:
    """Return in everyday words how decisions are rationed and where reports go."""
    made = found.runs.design.points[0].scenario
    told = [f"{begun(RATIONS[made.ration].sentence)} (`{made.ration}`)."] if made.ration in RATIONS else []
    if asked.chart.root().is_empty:
        told.append(NOBODY_ON_TOP)
    elif made.route in ROUTES:
        told.append(f"{begun(ROUTES[made.route].sentence)} (`{made.route}`).")
    return " ".join(told)


NOBODY_ON_TOP = (
    "Nobody sits at the top of this chart: the head of another department decides on complaints about it, and what is "
    "refused ends there; separate is a department beside the others, under nobody. `--top-desk` puts somebody there."
)
