"""A manager's desk in compiled code: lists of items that wait for hours, first come first served.

Items live in one array and are chained by `next`; unused ones form a chain of their own. Disputes and reports of a day
arrive in the order of their cases, each in a list; `open_desk` merges the two, a dispute before its own report. What is
collected for a digest, or was sent on by another desk, is in a chain that `hand_over` puts in line.
"""

from reportsto.engine.compiling import compiled
from reportsto.engine.layout import OUT_OF_ITEMS, Desk, Item, Rows, State

DISPUTE, REPORT, EXCEPTION, DIGEST = 0, 1, 2, 3
NONE = -1


@compiled
def _new_item(state: State, items: Rows[Item], kind: int, order: int, hours: float) -> int:
    at = state.free_item
    if at == NONE:
        state.problem = OUT_OF_ITEMS
        return 0
    item = items[at]
    state.free_item = item.next
    item.next, item.kind, item.arrived, item.order, item.hours = NONE, kind, state.day, order, hours
    return at


@compiled
def release(state: State, items: Rows[Item], at: int) -> None:
    """Give back an item that nobody needs any more."""
    items[at].next = state.free_item
    state.free_item = at


@compiled
def add_dispute(here: Desk, state: State, items: Rows[Item], order: int, hours: float) -> None:
    """Let a dispute arrive today; disputes must arrive in order."""
    at = _new_item(state, items, DISPUTE, order, hours)
    if here.dispute_head == NONE:
        here.dispute_head = at
    else:
        items[here.dispute_tail].next = at
    here.dispute_tail = at


@compiled
def add_report(here: Desk, state: State, items: Rows[Item], order: int, hours: float) -> int:
    """Let a report arrive today and return its item; reports must arrive in order."""
    at = _new_item(state, items, REPORT, order, hours)
    if here.report_head == NONE:
        here.report_head = at
    else:
        items[here.report_tail].next = at
    here.report_tail = at
    return at


@compiled
def collect_report(here: Desk, state: State, items: Rows[Item], department: int, cause: int) -> int:
    """Return the item of a report that joins the digest on its department and cause."""
    at = _new_item(state, items, REPORT, 0, 0.0)
    if state.problem == 0:
        join_digest(here, state, items, department, cause, at)
    return at


@compiled
def join_digest(here: Desk, state: State, items: Rows[Item], department: int, cause: int, at: int) -> None:
    """Put the report of item `at` last into the digest on its department and cause."""
    one = collect(here, state, items, DIGEST, department, cause, 0.0)
    if state.problem:
        return
    digest = items[one]
    items[at].next = NONE
    if digest.first == NONE:
        digest.first = at
    else:
        items[digest.last].next = at
    digest.last = at


@compiled
def collect(here: Desk, state: State, items: Rows[Item], kind: int, department: int, about: int, hours: float) -> int:
    """Return the item in which a department's reports on a cause, or disputes on a kind, are collected."""
    at = here.coming_head
    while at != NONE:
        item = items[at]
        if item.kind == kind and item.department == department and item.recorded == about:
            return at
        at = item.next
    at = _new_item(state, items, kind, 0, hours)
    if state.problem == 0:
        items[at].department, items[at].recorded, items[at].first = department, about, NONE
        send_on(here, items, at)
    return at


@compiled
def send_on(there: Desk, items: Rows[Item], at: int) -> None:
    """Let an item come to a desk the next time that it is handed over."""
    items[at].next = NONE
    if there.coming_head == NONE:
        there.coming_head = at
    else:
        items[there.coming_tail].next = at
    there.coming_tail = at


@compiled
def hand_over(here: Desk, items: Rows[Item], at: int, day: int) -> int:
    """Put the first that comes today, `at`, in line; return the next, or -1."""
    here.coming_head = items[at].next
    items[at].arrived = day
    _put_last(here, items, at)
    return here.coming_head


@compiled
def open_desk(here: Desk, state: State, items: Rows[Item], exceptions: int, hours: float) -> None:
    """Put today's items in line: by case, a dispute before its report, then `exceptions` of `hours` each."""
    dispute, report = here.dispute_head, here.report_head
    while dispute != NONE or report != NONE:
        if report == NONE or (dispute != NONE and items[dispute].order <= items[report].order):
            at = dispute
            dispute = items[at].next
        else:
            at = report
            report = items[at].next
        _put_last(here, items, at)
    here.dispute_head = here.report_head = NONE
    for _ in range(exceptions):
        at = _new_item(state, items, EXCEPTION, 0, hours)
        if state.problem:
            return
        _put_last(here, items, at)


@compiled
def _put_last(here: Desk, items: Rows[Item], at: int) -> None:
    items[at].next = NONE
    if here.head == NONE:
        here.head = at
    else:
        items[here.tail].next = at
    here.tail = at
    here.waiting += 1


@compiled
def reports_in(items: Rows[Item], at: int) -> int:
    """Return how many reports an item is or holds."""
    if items[at].kind != DIGEST:
        return 1 if items[at].kind == REPORT else 0
    count, one = 0, items[at].first
    while one != NONE:
        count += 1
        one = items[one].next
    return count


@compiled
def take_first(here: Desk, items: Rows[Item]) -> int:
    """Take the item that has waited longest off the desk; there must be one."""
    at = here.head
    here.head = items[at].next
    here.waiting -= 1
    return at
