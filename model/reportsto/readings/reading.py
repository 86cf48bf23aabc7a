"""A way of reading the runs of a study: which studies it reads, its tables, its part of the answer, sections, figures.

A method is one folder with a subclass of `Reading` that says what differs; `methods.READINGS` lists them, and
`publish` walks that list without knowing any of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from reportsto.drawing import Figure
from reportsto.readings.page import Section, Table
from reportsto.readings.runs import Runs
from reportsto.studies.study import Study

Tables = Mapping[str, pd.DataFrame]
"""Tables by the names of their files, without ".csv"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reading says first; of several readings of one study the first that has a part gives it.

    Attributes:
        sentence: the answer in one sentence.
        table: the answer by case, a few rows.
        intervals: the one line that says what every interval of the page is.
        turns: what would change the answer, the most important first; those of all readings are shown.
        limits: what the answer is about and what it leaves out; those of all readings are shown.
    """

    sentence: str = ""
    table: Table | None = None
    intervals: str = ""
    turns: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure to be drawn.

    Attributes:
        name: name of its files, without an ending.
        draw: draws it, and raises MissingInput where the runs do not have what it shows; None where it cannot be drawn
            from these runs, and files that were drawn before stay.
        caption: what to see in it.
    """

    name: str
    draw: Callable[[], Figure] | None
    caption: str = ""


class Reading:
    """One way of reading; a subclass overrides what it has.

    Attributes:
        large: names of tables that are written as Parquet, not as CSV.
    """

    large: tuple[str, ...] = ()

    def reads(self, study: Study) -> bool:
        """Tell whether it has anything to say about the runs of this study."""
        raise NotImplementedError

    def tables(self, runs: Runs) -> Tables:
        """Return the tables; an empty one is not written."""
        return {}

    def answer(self, runs: Runs, tables: Tables) -> Answer:
        """Return its part of the answer."""
        return Answer()

    def sections(self, runs: Runs, tables: Tables) -> list[Section]:
        """Return its sections of the page."""
        return []

    def figures(self, runs: Runs, tables: Tables) -> Iterable[Drawing]:
        """Return its figures, the one that answers the question first."""
        return ()
