"""What to cite: the software, and the works behind the mechanisms of a study or of all of them, with their uses."""

from reportsto.citing.formats import Uses
from reportsto.citing.software import software, software_of
from reportsto.citing.works import MOST_LOOKED_AT, Work, uses, works
from reportsto.results.origin import Origin
from reportsto.results.provenance import commit
from reportsto.studies.design import Design

References = tuple[list[Work], Uses]
"""Works, and what each was used for by its id."""


def of_everything() -> References:
    """Return the software as it is here, and the works behind all mechanisms."""
    return _with(software(commit()), uses())


def of_study(plan: Design) -> References:
    """Return the software as it is here, and the works behind the mechanisms at work in a study."""
    return _with(software(commit()), _used(plan))


def of_results(made: Origin) -> References:
    """Return the software that made some results, and the works behind the mechanisms at work in them."""
    return _with(software_of(made.source), _used(made.plan))


def _used(plan: Design) -> Uses:
    points = plan.points
    return uses(one.scenario.parameters for one in points[:: len(points) // MOST_LOOKED_AT + 1])


def _with(itself: Work, used: Uses) -> References:
    return [itself, *(one for one in works() if one.id in used)], used
