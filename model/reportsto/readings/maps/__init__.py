"""The maps of a study: who wins over two of its parameters, all others averaged or held."""

from reportsto.readings.maps.drawings import drawings
from reportsto.readings.reading import Reading

MAPS = Reading(figures=lambda runs, tables: drawings(runs))
"""Which structure wins in each cell of a map, ties called ties."""
