"""The warehouse's lines in compiled code: whole items, first come first served, remembered by the day they joined."""

from typing import Any

from reportsto.engine.compiling import compiled
from reportsto.engine.layout import OUT_OF_COHORTS, TAKEN


@compiled
def join(state: Any, lines: Any, cohorts_of: Any, which: int, day: int, count: int) -> None:
    """Add items that join on a day."""
    if count <= 0:
        return
    line, cohorts = lines[which], cohorts_of[which]
    if line.tail == len(cohorts):
        if line.head == 0:
            state.problem = OUT_OF_COHORTS
            return
        for at in range(line.head, line.tail):
            cohorts[at - line.head].day = cohorts[at].day
            cohorts[at - line.head].count = cohorts[at].count
        line.tail -= line.head
        line.head = 0
    cohorts[line.tail].day = day
    cohorts[line.tail].count = count
    line.tail += 1
    line.size += count


@compiled
def take(lines: Any, cohorts_of: Any, which: int, count: int) -> int:
    """Move items, oldest first, into the row `TAKEN` with the day they joined; return how many cohorts these are."""
    line, cohorts, taken = lines[which], cohorts_of[which], cohorts_of[TAKEN]
    left = min(count, line.size)
    line.size -= left
    rows = 0
    while left > 0:
        oldest = cohorts[line.head]
        part = min(left, oldest.count)
        taken[rows].day = oldest.day
        taken[rows].count = part
        rows += 1
        left -= part
        if part == oldest.count:
            line.head += 1
        else:
            oldest.count -= part
    return rows


@compiled
def taken_items(cohorts_of: Any, rows: int) -> int:
    """Return how many items the last `take` moved."""
    items = 0
    for at in range(rows):
        items += cohorts_of[TAKEN, at].count
    return items


@compiled
def count_ages(ages: Any, cohorts_of: Any, rows: int, day: int) -> None:
    """Count what the last `take` moved by age in days."""
    for at in range(rows):
        ages[day - cohorts_of[TAKEN, at].day] += cohorts_of[TAKEN, at].count
