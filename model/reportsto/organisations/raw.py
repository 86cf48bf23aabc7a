"""A post as it was read from a file, before functions are known, and a note about one repair."""

from dataclasses import dataclass
from decimal import Decimal

from reportsto.vocabulary import Function


@dataclass(frozen=True, slots=True)
class RawPost:
    """One post as it was read.

    Attributes:
        id: its name among the posts; unique once repairs are made.
        superior: id of the post it reports to; `None` for the top.
        title: of the job, as the file has it, without markup.
        unit: the part of the organisation it belongs to.
        headcount: people or full-time equivalents; 0 at a top where nobody sits.
        function: as the file says; `None` where it does not.
        vacant: whether nobody holds it.
        line: where it begins, counted from 1; 0 where a format has no lines.
        file: name of the file, for notes.
        site: where it sits.
        dotted: id of a second superior.
    """

    id: str
    superior: str | None
    title: str = ""
    unit: str = ""
    headcount: Decimal | int = 1
    function: Function | None = None
    vacant: bool = False
    line: int = 0
    file: str = ""
    site: str = ""
    dotted: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One repair, or one thing worth knowing about how a file was read.

    Attributes:
        file: name of the file.
        line: counted from 1; 0 for the file as a whole.
        what: what was found.
        done: what was done about it.
    """

    file: str
    line: int
    what: str
    done: str

    @property
    def told(self) -> str:
        """Return the note in one line, without its file."""
        return f"{f'line {self.line}: ' if self.line else ''}{self.what}: {self.done}"
