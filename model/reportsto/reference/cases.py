"""What travels through a firm: contacts, and what is left of a failure case on its way up."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from reportsto.tracing import GOOD, NEVER, NOBODY, TRACE, Fate


@dataclass(slots=True)
class History:
    """What a trace tells of a contact; fields as in `tracing.TRACE`."""

    answered: int = NEVER
    handler: int = NOBODY
    act: int = -1
    answer: int = GOOD
    recorded: int = -1
    passed: int = 0
    ended: int = NEVER
    ended_at: int = NOBODY
    fate: int = Fate.UNANSWERED
    quarrel: bool = False
    made_up: bool = False


@dataclass(slots=True)
class Contact:
    """One customer contact, with every number it may need drawn at its own address.

    `day`, `entity` (kind * 2^24 + slot) and `generation` are the address; a contact born of a poor answer keeps day
    and entity of the contact it comes from and adds a generation. `kind` is what it is about now.
    `failed` is the day of the failure itself, which decides whether it is measured. `is_failure` tells a failure case
    from a plain request. `case` numbers arrivals; `parent` is the case whose poor answer it comes from.
    """

    day: int
    entity: int
    generation: int
    kind: int
    born: int
    failed: int
    severity: float
    is_failure: bool
    noise: float = 0.0
    u_poor: float = 1.0
    u_dispute: float = 1.0
    u_exaggerate: float = 1.0
    u_recolour: float = 1.0
    u_belief: float = 0.0
    u_outside: float = 1.0
    u_outside_cause: float = 0.0
    u_levels: list[float] = field(default_factory=list)
    case: int = NOBODY
    parent: int = NOBODY
    history: History = field(default_factory=History)


def trace_of(contacts: Sequence[Contact]) -> NDArray[np.void]:
    """Return a row of `tracing.TRACE` for each contact."""
    rows = np.zeros(len(contacts), TRACE)
    for row, contact in zip(rows, contacts, strict=True):
        told = {field.name: getattr(contact.history, field.name) for field in fields(History)}
        for name in TRACE.names or ():
            row[name] = told[name] if name in told else getattr(contact, "born" if name == "arrived" else name)
    return rows


REPORT = 1
DISPUTE = 0
EXCEPTION = 2


@dataclass(slots=True)
class Item:
    """Something that waits for a manager's hours.

    `kind` is DISPUTE, REPORT or EXCEPTION; `order` is the place of its case in the day, so a dispute stands before
    the report of the same case. The other fields are a report's: who sent it (seat and stint: a successor does not
    learn what became of it), true and recorded cause, the number that decides, whether its failure is measured, and
    the history of its case.
    """

    kind: int
    arrived: int
    order: int
    hours: float
    sender: int = -1
    stint: int = 0
    true: int = 0
    recorded: int = 0
    severity: float = 0.0
    u: float = 1.0
    measured: bool = False
    false: bool = False
    history: History | None = None
