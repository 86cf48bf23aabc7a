"""The table beside the answer: the best place in each world, what it brings, and what changes elsewhere."""

from collections.abc import Iterator

from reportsto.drawing.words import measure_words
from reportsto.readings.at_one_point.tables import Best
from reportsto.readings.page import Table
from reportsto.readings.runs import Contrast, Runs
from reportsto.readings.words import difference, structure, world
from reportsto.statistics.intervals import Interval, mean_interval
from reportsto.statistics.verdict import Verdict, verdict
from reportsto.where.answer import Answered
from reportsto.where.asking import PRIMARY
from reportsto.where.words import begun, best_named

BESIDE = {"customers_end": "customers kept", "hours_paid": "paid hours a day"}
"""What else is said of the best place, against the place it is compared with."""


def first_table(found: Answered) -> Table:
    """Return a row for each world: who is best at the first point, whether that matters, and who is elsewhere."""
    header = [
        "If this is true in your firm", f"fewest {measure_words(PRIMARY[0])}, {found.point}", "does it matter?",
        *found.elsewhere,
    ]  # fmt: skip
    rows = [
        [
            world(one.place[1]),
            best_words(one),
            "\n".join((_matters(one), *(f"{BESIDE[name]}: {said}" for name, said in beside_words(found.runs, one)))),
            *(best_words(best[at]) for best in found.elsewhere.values()),
        ]
        for at, one in enumerate(found.best)
    ]
    return Table(header, rows)


def best_words(one: Best) -> str:
    """Return who is best and by how much against whom: a tie is called one."""
    who = begun(best_named(one))
    if not one.one or (len(one.tied) > 1 and not one.tie):
        return who
    size = difference(one.measure, one.lead.estimate, one.lead.low, one.lead.high)
    subject = "" if _leads(one) else f"{structure(one.one)} "
    return f"{who}\n{subject}{size} than {structure(one.other)}"


def _leads(one: Best) -> bool:
    """Tell whether the difference that is told is of the best place, against one that is not among the best."""
    return one.one in one.tied[:1] and one.other not in one.tied


def _matters(one: Best) -> str:
    return "yes" if one.verdict in (Verdict.AS_PREDICTED, Verdict.OPPOSITE) else str(one.verdict)


def beside_words(runs: Runs, one: Best) -> Iterator[tuple[str, str]]:
    """Yield for each other primary measure what the best place has more or less than the place it is compared with."""
    for name in BESIDE if _leads(one) else ():
        found, said = beside_lead(runs, one, name)
        size = difference(name, found.estimate, found.low, found.high)
        yield name, "a tie" if said is Verdict.NO_DIFFERENCE else size + " (open)" * (said is Verdict.NOT_DECIDED)


def beside_lead(runs: Runs, one: Best, name: str) -> tuple[Interval, Verdict]:
    """Return the compared difference on another measure with its own interval, and what it says."""
    contrast = Contrast(one.place, name, one.one, one.other)
    found = mean_interval(runs.difference(contrast).ravel())
    return found, verdict(found.low, found.high, runs.least(contrast), sign=runs.better(name))
