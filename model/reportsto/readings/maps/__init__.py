"""The maps of a study: who wins over two of its parameters, all others averaged or held."""

from collections.abc import Iterable

from reportsto.readings.maps.drawings import drawings
from reportsto.readings.reading import Drawing, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.studies.study import Study


class Maps(Reading):
    """Which structure wins in each cell of a map, ties called ties."""

    def reads(self, study: Study) -> bool:
        """Read studies with maps."""
        return bool(study.maps)

    def figures(self, runs: Runs, tables: Tables) -> Iterable[Drawing]:
        """Return every map, those on the first measure first."""
        return drawings(runs)
