"""What is remembered of a case when a run is traced: who met it, what they did, where its report ended.

Both engines fill rows of `TRACE`, one a contact in order of arrival, and the rows are equal byte for byte. A contact
that still waits for its warranty lag when the run ends has not arrived and has no row.
"""

import numpy as np

from reportsto.vocabulary import Word

NEVER = -1


class Fate(Word):
    """Where a case ended."""

    UNANSWERED = 0
    GAVE_UP = 1
    ANSWERED = 2
    KEPT = 3
    AT_A_DESK = 4
    LOST = 5
    DECLINED = 6
    ACTED_ON = 7


MEANING = {
    Fate.UNANSWERED: "still waited for an answer when the run ended",
    Fate.GAVE_UP: "the customer waited longer than patience and gave up",
    Fate.ANSWERED: "answered; nobody reported it",
    Fate.KEPT: "a manager on its way up kept the report",
    Fate.AT_A_DESK: "the report still waited for a decision when the run ended",
    Fate.LOST: "the report waited for a decision longer than patience",
    Fate.DECLINED: "the common superior, or the owner's head under `peers_first`, read the report and did not act",
    Fate.ACTED_ON: "the common superior, or the owner's head under `peers_first`, acted on the report",
}

GOOD, POOR, POOR_AND_BACK = 0, 1, 2
"""How an answer was, as `orderflow.handling.poor_answer` numbers it: a case that comes back is a further row."""

TRACE = np.dtype(
    [
        ("severity", "f8"),
        ("day", "i4"),  # with entity and generation: the address of its numbers
        ("entity", "i4"),
        ("generation", "i4"),
        ("parent", "i4"),  # row of the contact whose poor answer it comes from, or -1
        ("kind", "i4"),
        ("failed", "i4"),  # day
        ("arrived", "i4"),  # day
        ("answered", "i4"),  # day of the answer, or on which the customer gave up
        ("handler", "i4"),  # seat
        ("act", "i4"),  # -1 for a request
        ("answer", "i4"),
        ("recorded", "i4"),  # the cause its report carries, -1 without one
        ("passed", "i4"),  # managers who passed the report on
        ("ended", "i4"),  # day on which its report ended
        ("ended_at", "i4"),  # seat of the manager who kept it, or of the last to decide
        ("fate", "i4"),
        ("quarrel", "i4"),  # whether the answer became a dispute
        ("made_up", "i4"),  # whether the report is of a settled case, its cause made up
    ],
    align=True,
)
"""One traced contact; -1 where nothing happened yet, or to nobody."""
