"""Which array holds what, in which unit.

Everything is an array of records, or one record: a compiled function is handed a pointer and a length for each array,
and every further array costs a call some counting of references, so what belongs together lives together. `NUMBERS`
are the parameters, `STATE` is today, `TALLY` what happened; `SEAT`, `POST`, `HANDLER`, `WORK`, `KIND`, `DEPARTMENT` and
`DESK` have a row for each; `CONTACT` and `ITEM` are what waits. Rows are in seat order; -1 stands for nobody.
"""

from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportsto.parameters import Parameters
from reportsto.records import Tally
from reportsto.vocabulary import N_CAUSES, N_FUNCTIONS, N_KINDS, Outcome

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Records = NDArray[np.void]


def _numbers_type() -> np.dtype[np.void]:
    """Return one record with every parameter: `group_field`, vectors in order of their words."""
    parts: list[Any] = []
    defaults = Parameters()
    for group in fields(defaults):
        values = getattr(defaults, group.name)
        assert is_dataclass(values), "parameters come in groups"
        for field in fields(values):
            value = getattr(values, field.name)
            size = ((len(value),),) if isinstance(value, tuple) else ()
            parts.append((f"{group.name}_{field.name}", "f8", *size))
    return np.dtype(parts, align=True)


NUMBERS = _numbers_type()
"""The parameters of a run; units as in `docs/reference/parameters.md`."""

AGES = ("ship_ages", "refund_ages")
"""Counts by age, kept apart: as long as the run."""


def _tally_type() -> np.dtype[np.void]:
    parts: list[Any] = []
    for field in fields(Tally):
        if field.name not in AGES:
            value = np.array(getattr(Tally(), field.name))
            parts.append((field.name, "f8", *((value.shape,) if value.shape else ())))
    return np.dtype(parts, align=True)


TALLY = _tally_type()
"""The sums of `records.Tally`, with the same names."""

_K = (N_CAUSES,)

STATE = np.dtype(
    [
        ("seed", "u8"),
        ("replicate", "u8"),
        ("day", "i8"),
        ("days", "i8"),
        ("burn_in", "i8"),
        ("last_followed", "i8"),
        ("measured", "?"),
        ("in_cohort", "?"),  # whether today's failures are followed
        ("is_map", "?"),
        ("ceo", "i8"),  # seat
        ("problem", "i8"),  # 0 while all is well
        ("problem_kind", "i8"),
        ("problem_size", "f8"),
        ("customers", "i8"),
        ("base_orders", "f8"),  # a day
        ("orders_today", "i8"),
        ("shock", "f8"),
        ("wait", "f8"),  # days
        ("refund_wait", "f8"),
        ("made_good", "f8"),  # reputation, 0 to 1
        ("questions_answered", "i8"),
        ("heard_today", "i8"),
        ("made_good_today", "i8"),
        ("rude_today", "f8"),
        ("extra_satisfaction", "f8"),
        ("attitude_handlers", "f8"),
        ("learning", "f8"),
        ("contacts_head", "i8"),  # the queue is contacts[head:tail]
        ("contacts_tail", "i8"),
        ("warranty_head", "i8"),
        ("warranty_tail", "i8"),
        ("born", "i8"),  # cases born of today's answers
        ("reports", "i8"),  # reports sent today
        ("free_item", "i8"),  # head of the list of unused items
        ("cases", "i8"),  # rows of the trace
        ("passed", "i8"),  # managers who passed on the report that climbs
        ("direct_sum", "f8"),  # attitudes of those who report to the chief executive
        ("rates", "f8", _K),  # per order
        ("capability", "f8", _K),  # halvings
        ("improving", "f8", _K),
        ("overtime", "f8", _K),
        ("acted_level", "f8", _K),
        ("pressing_level", "f8", _K),
        ("failure_level", "f8", _K),
        ("failures", "f8", _K),  # today
        ("acted_right", "f8", _K),
        ("acted_as", "f8", _K),
        ("even", "f8", _K),  # running sums of equal shares
        ("outcomes", "f8", (len(Outcome),)),
        ("told", "f8", (N_FUNCTIONS, N_CAUSES)),
        ("told_severity", "f8", (N_FUNCTIONS,)),
        ("function_sum", "f8", (N_FUNCTIONS,)),
        ("contact_share", "f8", (N_FUNCTIONS,)),  # con_f
    ],
    align=True,
)

SEAT = np.dtype(
    [
        ("post", "i8"),
        ("department", "i8"),
        ("team", "i8"),
        ("cell", "i8"),  # a team's part in one department
        ("function", "i8"),
        ("superior", "i8"),  # seat
        ("stint", "i8"),  # how often the seat was refilled
        ("weight", "f8"),  # of all neighbours
        ("attitude", "f8"),
        ("tonight", "f8"),
        ("disposition", "f8"),
        ("tenure", "f8"),  # days
        ("paid", "f8"),
        ("cases", "f8"),
        ("contact", "f8"),
        ("futility", "f8"),
        ("heard_severity", "f8"),
        ("heard_any", "?"),
        ("heard", "f8", _K),
    ],
    align=True,
)
POST = np.dtype([("strength", "f8"), ("stakes", "f8", _K), ("pay", "f8", _K), ("own_line", "i1", _K)], align=True)
"""What a post is paid on: c, b by cause, pay of one case by cause, whether a cause is of its own line."""

HANDLER = np.dtype(
    [("seat", "i8"), ("department", "i8"), ("work", "i8"), ("hours", "f8"), ("owed", "f8")],
    align=True,
)
"""Somebody who answers customers; `work` is a row of `WORK`, hours are left today and owed to tomorrow."""

_ALL = (N_KINDS,)

WORK = np.dtype(
    [
        ("hours", "f8", _ALL),  # of one answer
        ("same_department", "i1", _ALL),  # with the owner
        ("decider", "i8", _K),  # desk
        ("path_start", "i8", _K),  # into the array of path seats, nearest first
        ("path_length", "i8", _K),  # the arbiter included
    ],
    align=True,
)
"""What a case costs and where its report goes, from one of the posts that answer customers."""

KIND = np.dtype(
    [
        ("maximal", "f8"),  # candidates a day
        ("owner_function", "i8"),
        ("needs_owner", "?"),
        ("circle", "i8"),  # department that should answer
        ("like", "i8"),  # the first kind with the same owner's people
        ("owner_start", "i8"),  # into the array of owners' seats
        ("owner_end", "i8"),
        ("owner_mean", "f8"),
        ("dispute_chance", "f8"),
        ("slot_start", "i8"),  # into the array of accepted candidates
        ("accepted", "i8"),
    ],
    align=True,
)
DEPARTMENT = np.dtype(
    [
        ("recolouring", "f8"),  # chance that its belief replaces a cause
        ("size", "f8"),
        ("sum", "f8"),
        ("overheard", "f8"),
        ("inside", "f8", (N_FUNCTIONS,)),
        ("beliefs", "f8", _K),  # running sums
    ],
    align=True,
)
LINE = np.dtype([("head", "i8"), ("tail", "i8"), ("size", "i8")], align=True)
COHORT = np.dtype([("day", "i8"), ("count", "i8")], align=True)
TO_SHIP, TO_REFUND, BACK_ORDERS, TAKEN = 0, 1, 2, 3
"""Lines of the warehouse: rows of the arrays of lines and cohorts; the last is what was just taken out of one."""

DESK = np.dtype(
    [
        ("seat", "i8"),
        ("overhead", "f8"),  # h / day
        ("exceptions", "f8"),  # mean a day
        ("owed", "f8"),  # hours
        ("head", "i8"),
        ("tail", "i8"),
        ("waiting", "i8"),
        ("dispute_head", "i8"),
        ("dispute_tail", "i8"),
        ("report_head", "i8"),
        ("report_tail", "i8"),
    ],
    align=True,
)
ITEM = np.dtype(
    [
        ("next", "i8"),  # -1 at the end of a list
        ("kind", "i8"),
        ("arrived", "i8"),  # day
        ("order", "i8"),
        ("hours", "f8"),
        ("sender", "i8"),  # seat
        ("stint", "i8"),
        ("case", "i8"),  # row of the trace
        ("work", "i8"),  # the sender's row of WORK
        ("true", "i8"),
        ("recorded", "i8"),
        ("severity", "f8"),
        ("u", "f8"),
        ("measured", "?"),
        ("false", "?"),
    ],
    align=True,
)
REPORT = np.dtype([("contact", "i8"), ("handler", "i8"), ("order", "i8"), ("false", "?")], align=True)
"""A report before it climbs: row of its contact, number of its handler, place in the day."""


CONTACT = np.dtype(
    [
        ("day", "i4"),  # with entity and generation: its address
        ("entity", "i4"),
        ("generation", "i4"),
        ("kind", "i2"),
        ("born", "i4"),
        ("failed", "i4"),
        ("case", "i4"),  # row of the trace: its own, or before it arrives that of the contact it comes from
        ("severity", "f8"),
    ],
    align=True,
)
"""What `reference.cases.Contact` is, without its numbers: they are drawn when they are needed, at the same address."""

CANDIDATE = np.dtype([("u_severity", "f8"), ("slot", "i8")], align=True)
"""A candidate who contacts the firm today."""


class Packed(NamedTuple):
    """A chart as arrays; a run copies what it changes."""

    state: Records  # (1,) STATE
    seats: Records
    posts: Records
    handlers: Records
    works: Records
    kinds: Records
    departments: Records
    desks: Records
    path: Integers  # seats
    owner_seats: Integers
    direct: Integers  # seats that report to the chief executive
    function_start: Integers  # (functions + 2,) into function_seats; the last group is the handlers
    function_seats: Integers
    groups: Integers  # (2,) how many teams and cells there are


OUT_OF_CONTACTS, OUT_OF_WARRANTY, OUT_OF_ITEMS, OUT_OF_COHORTS, OUT_OF_ANSWERS, OUT_OF_CASES = range(1, 7)
"""Why a run stopped for want of room: it is made again with more."""

TOO_MANY_CONTACTS, TOO_MANY_SLOTS = range(7, 9)
"""Why a run cannot be made."""
