"""Every way of reading, in the order in which a page has them: the first that has an answer gives it."""

from reportsto.readings.at_one_point import AtOnePoint
from reportsto.readings.reading import Reading
from reportsto.readings.replication import Selected, UntilPrecise
from reportsto.studies.study import Study

READINGS: tuple[Reading, ...] = (AtOnePoint(), UntilPrecise(), Selected())


def readings_of(study: Study) -> list[Reading]:
    """Return the ways that read a study."""
    return [reading for reading in READINGS if reading.reads(study)]
