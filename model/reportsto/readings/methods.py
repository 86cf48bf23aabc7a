"""Every way of reading, in the order in which a page has them: the first that has an answer gives it."""

from reportsto.readings.at_one_point import AtOnePoint
from reportsto.readings.crossovers import Crossovers
from reportsto.readings.maps import Maps
from reportsto.readings.one_at_a_time import OneAtATime
from reportsto.readings.over_a_box import ChiefLoad, OverABox, Regions
from reportsto.readings.reading import Reading
from reportsto.readings.replication import Selected, UntilPrecise
from reportsto.readings.sensitivity import MORRIS, SOBOL
from reportsto.readings.shapley import Shapley
from reportsto.studies.study import Study

READINGS: tuple[Reading, ...] = (
    AtOnePoint(), OneAtATime(), Shapley(), OverABox(), Maps(), Crossovers(), Regions(), SOBOL, MORRIS, ChiefLoad(),
    UntilPrecise(), Selected(),
)  # fmt: skip


def readings_of(study: Study) -> list[Reading]:
    """Return the ways that read a study."""
    return [reading for reading in READINGS if reading.reads(study)]
