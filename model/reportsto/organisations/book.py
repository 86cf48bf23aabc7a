"""What is said about a reading: notes, repairs that a strict reading refuses, and faults that every reading refuses."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportsto.organisations.raw import Note


@dataclass
class Book:
    """Everything there is to say about how files were read.

    Attributes:
        strict: whether a repair is a fault.
        notes: repairs, and things worth knowing.
        faults: one line each, with file and line.
        left_out: line by text of the cells of rows that were left out: who reports to such a row is no further fault.
    """

    strict: bool = False
    notes: list[Note] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def note(self, file: str, line: int, what: str, done: str) -> None:
        """Keep something worth knowing that is no mistake of the file."""
        self.notes.append(Note(file, line, what, done))

    def repair(self, file: str, line: int, what: str, done: str) -> None:
        """Keep a repair; a strict reading refuses what was to be repaired. `what` begins with the field."""
        if self.strict:
            self.fault(file, line, what)
        else:
            self.note(file, line, what, done)

    def leave_out(self, file: str, line: int, what: str, cells: Iterable[str]) -> None:
        """Leave a row out, and remember what stood in it."""
        self.repair(file, line, what, "left out")
        for cell in cells:
            self.left_out.setdefault(cell.strip(), line)

    def fault(self, file: str, line: int, what: str) -> None:
        """Keep what no reading can use. `what` begins with the field and says what was expected."""
        self.faults.append(f"{file}:{line}: {what}" if line else f"{file}: {what}")
