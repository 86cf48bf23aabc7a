"""What a traced run writes down of each contact; a run that is not traced never comes here."""

from reportsto.engine.compiling import compiled
from reportsto.engine.layout import OUT_OF_CASES, Contact, Rows, State, Traced
from reportsto.tracing import GOOD, NEVER, Fate
from reportsto.vocabulary import N_CAUSES, NOBODY

UNANSWERED, ANSWERED, KEPT, AT_A_DESK = int(Fate.UNANSWERED), int(Fate.ANSWERED), int(Fate.KEPT), int(Fate.AT_A_DESK)


@compiled
def begin_cases(state: State, contacts: Rows[Contact], low: int, high: int, trace: Rows[Traced]) -> None:
    """Give today's contacts, rows `low` to `high` of the queue, the next rows of the trace."""
    if state.cases + high - low > len(trace):
        state.problem = OUT_OF_CASES
        return
    for at in range(low, high):
        contact = contacts[at]
        row = trace[state.cases]
        row.severity = contact.severity
        row.day, row.entity, row.generation = contact.day, contact.entity, contact.generation
        row.parent = contact.case if contact.generation > 0 else NOBODY
        row.kind, row.failed, row.arrived = contact.kind, contact.failed, contact.born
        row.answered = row.ended = NEVER
        row.handler = row.ended_at = NOBODY
        row.act = row.recorded = -1
        row.answer, row.fate = GOOD, UNANSWERED
        row.passed = row.quarrel = row.made_up = 0
        contact.case = state.cases
        state.cases += 1


@compiled
def note_end(trace: Rows[Traced], case: int, day: int, fate: int) -> None:
    """Write down that nobody will answer."""
    if len(trace):
        trace[case].answered, trace[case].fate = day, fate


@compiled
def note_answer(trace: Rows[Traced], case: int, day: int, seat: int, act: int, disputed: bool, answer: int) -> None:
    """Write down who answered, and how."""
    if len(trace):
        row = trace[case]
        row.answered, row.handler, row.quarrel, row.answer, row.fate = day, seat, disputed, answer, ANSWERED
        if row.kind < N_CAUSES:
            row.act = act


@compiled
def note_report(row: Traced, state: State, recorded: int, made_up: bool, at: int, kept: bool) -> None:
    """Write down what a report says and where it is tonight: kept by the manager `at`, or at the arbiter's desk."""
    row.recorded, row.made_up, row.passed, row.ended_at = recorded, made_up, state.passed, at
    if kept:
        row.ended, row.fate = state.day, KEPT
    else:
        row.fate = AT_A_DESK


@compiled
def note_going_on(trace: Rows[Traced], case: int, at: int) -> None:
    """Write down that a refused report went on to the common superior `at`."""
    if len(trace):
        trace[case].ended_at = at


@compiled
def note_end_of_report(trace: Rows[Traced], case: int, day: int, fate: int) -> None:
    """Write down how a report ended at the arbiter's desk."""
    if len(trace):
        trace[case].ended, trace[case].fate = day, fate
