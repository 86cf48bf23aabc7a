"""Read how many replicates a study file asks for: a fixed number, or a plan that stops when it knows enough."""

from reportsto.studies.fields import Fields
from reportsto.studies.study import MOST_RUNS, Levers, Outcomes, Replication

REPLICATIONS = ("fixed", "until_precise", "selection")
FEWEST_FIRST = 20
"""Replicates before the first look: with ten, intervals were right too seldom (see `statistics.sequential`)."""


def read_replication(fields: Fields, levers: Levers, outcomes: Outcomes, first: int) -> Replication:
    """Return how many replicates are run; `first` is the number in [constants]."""
    kind = fields.word("kind", REPLICATIONS, "fixed")
    if kind == "fixed":
        fields.done()
        return Replication()
    if first < FEWEST_FIRST:
        where = ("constants", "replicates")
        reason = f"expected at least {FEWEST_FIRST} to begin with, which give the variances"
        raise fields.source.error(where, f"is {first}; [replication] '{kind}' {reason}")
    measure = fields.word("measure", (*outcomes.primary, *outcomes.measures), outcomes.primary[0])
    level = fields.share("level", 0.95)
    most = fields.whole("most", first, MOST_RUNS, 20 * first)
    a = b = ""
    half_width = indifference = 0.0
    batch = 1
    if kind == "until_precise":
        a, b = fields.word("a", levers.structures), fields.word("b", levers.structures)
        if a == b:
            raise fields.error("b", f"is '{b}', like a; expected two structures")
        half_width = _width(fields, "half_width", measure, 0.5)
    else:
        indifference = _width(fields, "indifference", measure, 1.0)
        batch = fields.whole("batch", 1, 10_000, 10)
        if len(levers.structures) < 2:
            raise fields.source.error(("levers", "structure"), "names one structure; a selection expects two or more")
    fields.done()
    return Replication(kind, measure, a, b, half_width, indifference, level, most, batch)


def _width(fields: Fields, name: str, measure: str, part: float) -> float:
    """Return a width in the unit of a measure: what the file says, or a part of the smallest effect of interest."""
    from reportsto.statistics.claims import SMALLEST_EFFECTS  # loads SciPy, which other files do not need

    usual = SMALLEST_EFFECTS.get(measure)
    if not fields.has(name) and usual and not usual.relative:
        fields.leave(name)
        return part * usual.amount
    width = fields.amount(name)
    if width == 0.0:
        raise fields.error(name, "is 0; expected more than 0, in the unit of the measure")
    return width
