"""What travels through a firm: contacts, and what is left of a failure case on its way up."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Contact:
    """One customer contact, with every number it may need drawn at its own address.

    `day`, `entity` (kind * 2^24 + slot) and `generation` are the address; a contact born of a poor answer keeps day
    and entity of the contact it comes from and adds a generation. `kind` is what it is about now.
    `failed` is the day of the failure itself, which decides whether it is measured. `is_failure` tells a failure case
    from a plain request.
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


REPORT = 1
DISPUTE = 0
EXCEPTION = 2


@dataclass(slots=True)
class Item:
    """Something that waits for a manager's hours.

    `kind` is DISPUTE, REPORT or EXCEPTION; `order` is the place of its case in the day, so a dispute stands before
    the report of the same case. The other fields are a report's: who sent it (seat and stint: a successor does not
    learn what became of it), true and recorded cause, the number that decides, whether its failure is measured.
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
