"""What travels through a firm: contacts, and what is left of a failure case on its way up."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from reportsto.tracing import GOOD, NEVER, TRACE, Fate
from reportsto.vocabulary import NOBODY


@dataclass(slots=True)
class History:
    """What a trace tells of a contact.

    Attributes:
        answered: day of the answer, or on which the customer gave up.
        handler: seat of who answered.
        act: `vocabulary.Act`; -1 for a request.
        answer: how the answer was: `tracing.GOOD`, `POOR` or `POOR_AND_BACK`.
        recorded: the cause its report carries; -1 without one.
        passed: how many managers passed the report on.
        ended: day on which its report ended.
        ended_at: seat of the manager who kept it, or of the arbiter.
        fate: where it ended.
        quarrel: whether the answer became a dispute.
        made_up: whether the report is of a settled case, its cause made up.
    """

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

    Attributes:
        day, entity, generation: the address; entity is the address of its kind * 2^24 + slot. A contact born of a poor
            answer keeps day and entity of the contact it comes from and adds a generation.
        kind: what it is about now.
        born: day on which it arrives.
        failed: day of the failure itself, which decides whether it is measured.
        severity: 0 to 1; 0 for a request.
        is_failure: whether it is a failure case, not a plain request.
        noise: of the choice between advocating, settling and defending.
        u_poor, u_dispute, u_exaggerate: decide on the answer.
        u_recolour, u_belief, u_outside, u_outside_cause: decide which cause its report carries.
        u_levels: decide what each manager does with its report, the last what the arbiter does.
        case: its number in order of arrival.
        parent: number of the case whose poor answer it comes from.
        history: what became of it.
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
DIGEST = 3


@dataclass(slots=True)
class Item:
    """Something that waits for a manager's hours; the fields from `sender` on are a report's.

    Attributes:
        kind: `DISPUTE`, `REPORT`, `EXCEPTION` or `DIGEST`.
        arrived: day.
        order: place of its case in the day, so that a dispute stands before the report of the same case.
        hours: what it takes, h.
        sender, stint: seat, and how often it had been refilled: a successor does not learn what became of a report.
        department: the sender's, or whose disputes or reports these are.
        true, recorded: causes; of disputes, the kind of contact.
        severity: of the case.
        u: the number that decides.
        beyond: seat of the common superior it may go on to after a refusal, or -1.
        head: seat of the sender's head, who takes it there or not.
        u_going_on, u_beyond: decide on that, and what the common superior does.
        measured: whether its failure is followed.
        false: whether its cause is made up.
        history: of its case.
        reports: of a digest, in the order in which they came.
    """

    kind: int
    arrived: int
    order: int
    hours: float
    sender: int = -1
    stint: int = 0
    department: int = NOBODY
    true: int = 0
    recorded: int = 0
    severity: float = 0.0
    u: float = 1.0
    beyond: int = NOBODY
    head: int = NOBODY
    u_going_on: float = 1.0
    u_beyond: float = 1.0
    measured: bool = False
    false: bool = False
    history: History | None = None
    reports: "list[Item]" = field(default_factory=list)

    @property
    def decisions(self) -> int:
        """Return how many reports it is or holds."""
        return len(self.reports) if self.kind == DIGEST else int(self.kind == REPORT)
