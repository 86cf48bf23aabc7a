"""What to cite: the software, and the works behind mechanisms and claims of a study or of all, with their uses."""

from reportsto.citing.claims import claims, claims_of, uses_for
from reportsto.citing.formats import Uses
from reportsto.citing.software import software, software_of
from reportsto.citing.works import MOST_LOOKED_AT, Work, uses, works
from reportsto.results.origin import Origin
from reportsto.results.provenance import commit
from reportsto.studies.design import Design

References = tuple[list[Work], Uses]
"""Works, and what each was used for by its id."""


def of_everything() -> References:
    """Return the software as it is here, and the works behind all mechanisms and claims."""
    return _with(software(commit()), used_for_everything())


def used_for_everything() -> Uses:
    """Return what each work is used for, over all mechanisms and all claims of the project's studies."""
    return _together(uses(), uses_for(claims()))


def of_study(plan: Design) -> References:
    """Return the software as it is here, and the works behind a study's mechanisms and claims."""
    return _with(software(commit()), _used(plan))


def of_results(made: Origin) -> References:
    """Return the software that made some results, and the works behind their mechanisms and claims."""
    return _with(software_of(made.source), _used(made.plan))


def _used(plan: Design) -> Uses:
    points = plan.points
    at_work = uses(one.scenario.parameters for one in points[:: len(points) // MOST_LOOKED_AT + 1])
    asked = claims_of(plan.study.id, [one.claim for one in plan.study.predictions])
    return _together(at_work, uses_for(asked))


def _together(one: Uses, other: Uses) -> Uses:
    return {work: (*one.get(work, ()), *other.get(work, ())) for work in {**one, **other}}


def _with(itself: Work, used: Uses) -> References:
    return [itself, *(one for one in works() if one.id in used)], used
