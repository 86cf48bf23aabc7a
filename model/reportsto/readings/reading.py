"""A way of reading the runs of a study: which studies it reads, its tables, its part of the answer, sections, figures.

A method is one folder with a `Reading`, the functions that read its runs; `methods.READINGS` lists them, and `publish`
walks that list without knowing any of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from reportsto.drawing import Figure
from reportsto.readings.page import Section, Table
from reportsto.readings.runs import Runs

Tables = Mapping[str, pd.DataFrame]
"""Tables by the names of their files, without ".csv"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reading says first; of several readings of one study the first that has a part gives it.

    Attributes:
        sentence: the answer in one sentence.
        table: the answer by case, a few rows.
        intervals: the one line that says what every interval of the page is.
        turns: what turns the answer round, the most important first; those of all readings are shown.
        limits: what the answer leaves out; those of all readings are shown, in one line.
        leads: whether some place is best anywhere.
    """

    sentence: str = ""
    table: Table | None = None
    intervals: str = ""
    turns: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    leads: bool = True


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


def _nothing(runs: Runs, tables: Tables) -> tuple[()]:
    """Return nothing: what a reading has no function for."""
    return ()


def _no_answer(runs: Runs, tables: Tables) -> Answer:
    return Answer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way of reading runs; what it has no function for stays empty. `methods` says which studies it reads.

    Attributes:
        tables: its tables from the runs; an empty one is not written.
        answer: its part of the answer, from the runs and its tables.
        sections: its sections of the page.
        figures: its figures, the one that answers the question first.
        large: names of tables that are written as Parquet, not as CSV.
    """

    tables: Callable[[Runs], Tables] = lambda runs: {}
    answer: Callable[[Runs, Tables], Answer] = _no_answer
    sections: Callable[[Runs, Tables], Iterable[Section]] = _nothing
    figures: Callable[[Runs, Tables], Iterable[Drawing]] = _nothing
    large: tuple[str, ...] = ()
