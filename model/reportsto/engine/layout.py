"""Which array holds what, in which unit.

Everything is an array of records, or one record: a compiled function is handed a pointer and a length for each array,
so what belongs together lives together. A record is written once, as a class that names its fields; `layout_of` makes
the array type of it, so that the compiler and the checker of types read the same words. Rows are in seat order; -1
stands for nobody.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, NamedTuple, Protocol, TypeVar, get_type_hints

import numpy as np
from numpy.typing import NDArray

from reportsto.arrays import Floats, Integers, Records
from reportsto.measuring import AGES
from reportsto.parameters import Parameters
from reportsto.records import Tally
from reportsto.tracing import TRACE
from reportsto.vocabulary import N_CAUSES, N_FUNCTIONS, N_KINDS, Act, Outcome

Row = TypeVar("Row")


class Rows(Protocol[Row]):
    """An array of records, as compiled code sees it."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Row]: ...

    def __getitem__(self, at: int) -> Row: ...

    def __setitem__(self, at: int, row: Row) -> None: ...


Word64 = Annotated[np.uint64, "u8"]
Words64 = NDArray[np.uint64]
Short = Annotated[int, "i2"]
Half = Annotated[int, "i4"]
DRAWS_A_DAY = 32
"""Numbers of a stream that are drawn together for a day: those of a few entities, from 0 on."""
ByCause = Annotated[Floats, "f8", (N_CAUSES,)]
NumbersByCause = Annotated[Integers, "i4", (N_CAUSES,)]
FlagsByCause = Annotated[Integers, "i1", (N_CAUSES,)]
ByKind = Annotated[Floats, "f8", (N_KINDS,)]
FlagsByKind = Annotated[Integers, "i1", (N_KINDS,)]
ByFunction = Annotated[Floats, "f8", (N_FUNCTIONS,)]
ByLine = Annotated[Floats, "f8", (2,)]
ByFunctionAndCause = Annotated[Floats, "f8", (N_FUNCTIONS, N_CAUSES)]
NumbersByActAndCause = Annotated[Integers, "i8", (len(Act), N_CAUSES)]
ByDraw = Annotated[Floats, "f8", (DRAWS_A_DAY,)]
ByOutcome = Annotated[Floats, "f8", (len(Outcome),)]

_PLAIN: dict[object, str] = {int: "i8", float: "f8", bool: "?"}


def layout_of(record: type) -> np.dtype[np.void]:
    """Return the array type of a record class: its fields in order, aligned."""
    parts: list[Any] = []
    for name, kind in get_type_hints(record, include_extras=True).items():
        form = getattr(kind, "__metadata__", None) or (_PLAIN[kind],)
        parts.append((name, *form))
    return np.dtype(parts, align=True)


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

Numbers = Any
"""A record of `NUMBERS`; its fields are made from `Parameters`, so no checker can know them."""


def _tally_type() -> np.dtype[np.void]:
    parts: list[Any] = []
    for field in fields(Tally):
        if field.name not in AGES:
            value = np.array(getattr(Tally(), field.name))
            parts.append((field.name, "f8", *((value.shape,) if value.shape else ())))
    return np.dtype(parts, align=True)


TALLY = _tally_type()
"""The sums of `records.Tally`, with the same names."""

BASIS = np.dtype(
    [
        ("handlers", "i8"), ("people", "i8", (N_FUNCTIONS,)), ("owner_function", "i8", (N_CAUSES,)),
        ("owned", "f8", (N_CAUSES,)), ("ceo_direct_reports", "i8"), ("posts", "i8"), ("depth", "i8"),
        ("filters", "f8"), ("has_top", "?"), ("spread", "?"), ("follows", "?"), ("hours_a_day", "f8"),
        ("reports_an_item", "f8"), ("hour", "f8"), ("make_good", "f8"),
    ],
    align=True,
)  # fmt: skip
"""`measuring.Basis`, with the same names."""


class State:
    """Today, and what moves from day to day."""

    seed: Word64
    replicate: Word64
    day: int
    days: int
    burn_in: int
    last_followed: int
    measured: bool
    in_cohort: bool  # whether today's failures are followed
    is_map: bool
    by_turns: bool  # somebody answers every n-th contact
    ceo: int  # seat
    problem: int  # 0 while all is well
    problem_size: float
    customers: int
    base_orders: float  # a day
    orders_today: int
    staff: ByLine  # orders, and refunds, that the warehouse's staff can do a day
    came_level: ByLine  # orders, and returns, a day
    working_least: float
    shift: float  # hours every handler is paid for today
    contact_load: float  # hours of contacts on a mean day of the week
    arrived_hours: float  # today's contacts, at the mean hours of an answer
    worked_today: float  # hours
    expected_today: float  # hours these answers take on average
    worked_level: float
    expected_level: float
    shock: float
    wait: float  # days
    refund_wait: float
    made_good: float  # reputation, 0 to 1
    questions_answered: int
    contacts_today: int
    complaints_today: int
    influence: float  # of customer service, 0 to 1
    heard_today: int
    made_good_today: int
    rude_today: float
    attitude_handlers: float
    learning: float
    order_level: float  # orders, smoothed, a day
    heard_weight: float
    contacts_head: int  # the queue is contacts[head:tail]
    contacts_tail: int
    warranty_head: int
    warranty_tail: int
    born: int  # cases born of today's answers
    reports: int  # reports sent today
    free_item: int  # head of the list of unused items
    cases: int  # rows of the trace
    passed: int  # managers who passed on the report that climbs
    direct_sum: float  # attitudes of those who report to the chief executive
    u_flow: ByDraw  # today's numbers of the flow stream, by entity
    u_counts: ByDraw  # and of the stream of counts
    rates: ByCause  # per order
    capability: ByCause  # halvings
    improving: ByCause
    overtime: ByCause
    acted_level: ByCause
    pressing_level: ByCause
    failure_level: ByCause
    failures: ByCause  # today
    acts: NumbersByActAndCause  # today's answers to failure cases
    acts_followed: NumbersByActAndCause  # those of them whose failures are followed
    acted_right: ByCause
    acted_as: ByCause
    rumoured: ByCause  # cases of today that everybody in marketing and sales knows by rumour
    even: ByCause  # running sums of equal shares
    outcomes: ByOutcome
    told: ByFunctionAndCause
    told_severity: ByFunction
    function_sum: ByFunction
    contact_share: ByFunction  # con_f


class Seat:
    """Somebody in a seat."""

    post: Half
    department: Half
    team: Half
    cell: Half  # a team's part in one department
    function: Short
    superior: Half  # seat
    stint: Half  # how often the seat was refilled
    weight: float  # of all neighbours
    attitude: float
    tonight: float
    disposition: float
    tenure: float  # days
    paid: float
    cases: float
    contact: float
    futility: float
    heard_severity: float
    heard_any: bool
    heard: ByCause


class Post:
    """What posts that are alike are paid on: c, b by cause, pay of one case by cause, whether a cause is of their line.

    `relay_weight` is what one report counts with whoever passes it on.
    """

    strength: float
    relay_weight: float
    stakes: ByCause
    pay: ByCause
    own_line: FlagsByCause


class Handler:
    """Somebody who answers customers; hours are left today and owed to tomorrow.

    `every` n > 0: out of the rotation, answers every n-th contact.
    """

    seat: Half
    department: Half
    work: Half  # row of Work
    every: Half
    hours: float
    owed: float


class Work:
    """What a case costs and where its report goes, from those of the posts that answer customers that are alike."""

    hours: ByKind  # of one answer
    same_department: FlagsByKind  # with the owner
    decider: NumbersByCause  # desk
    peer: NumbersByCause  # desk of the head of the owner's department, if a report goes there first; or -1
    path_start: NumbersByCause  # into the array of path seats, nearest first
    path_length: NumbersByCause  # the arbiter included
    second_decider: NumbersByCause  # desk, by way of a dotted line
    second_start: NumbersByCause
    second_length: NumbersByCause  # 0 where there is no such way


class Kind:
    """A kind of contact: its owner, and who contacts the firm about it today."""

    answer_hours: float  # mean over handlers
    owner_function: int
    needs_owner: bool
    circle: int  # department that should answer
    like: int  # the first kind with the same owner's people
    owner_start: int  # into the array of owners' seats
    owner_end: int
    owner_mean: float
    dispute_chance: float
    accepted: int


class Department:
    """A department: its belief, and sums of attitudes."""

    recolouring: float  # chance that its belief replaces a cause
    size: float
    sum: float
    overheard: float
    inside: ByFunction
    beliefs: ByCause  # running sums


class Line:
    """A line of the warehouse: its rows of cohorts are head to tail."""

    head: int
    tail: int
    size: int


class Cohort:
    """Items of a line that joined on one day."""

    day: int
    count: int


class Batch:
    """What came in on one day and is in process: `reference.warehouse.Batch`."""

    day: int
    count: int
    ready: int
    stay: float
    u: float
    left: float


TO_SHIP, TO_REFUND, BACK_ORDERS, TAKEN = 0, 1, 2, 3
"""Lines of the warehouse: rows of the arrays of lines and cohorts; the last is what was just taken out of one."""


class Desk:
    """A desk: a chain of items that wait, two of items that came in today, and one of what comes tomorrow."""

    seat: Half
    overhead: float  # h / day
    exceptions: float  # mean a day
    owed: float  # hours
    top: bool  # the chief executive's
    senior: bool  # of a head of a department or above
    needed: bool  # by this chart
    idle: float  # hours in which nothing waited, over measured days
    available: float  # hours that overhead left, over measured days
    head: Half
    tail: Half
    waiting: Half
    dispute_head: Half
    dispute_tail: Half
    report_head: Half
    report_tail: Half
    coming_head: Half  # handed over from other desks tomorrow
    coming_tail: Half


class Item:
    """Something that waits for a manager's hours; the fields from `sender` on are a report's."""

    next: Half  # -1 at the end of a list
    kind: Short
    arrived: Half  # day
    order: Half
    hours: float
    department: Half  # the sender's, or whose reports or disputes these are
    recorded: Short  # cause; of disputes, the kind of contact
    first: Half  # of a digest: its chain of reports
    last: Half
    sender: Half  # seat
    stint: Half
    case: Half  # row of the trace
    work: Half  # the sender's row of Work
    true: Short
    severity: float
    u: float
    beyond: Half  # desk of the common superior, after a refusal; or -1
    head: Half  # seat of the sender's head
    u_going_on: float
    u_beyond: float
    measured: bool
    false: bool


class Report:
    """A report before it climbs, and on its way."""

    contact: Half  # row
    handler: Half  # number
    order: Half  # place in the day
    false: bool
    recorded: Short
    start: Half  # of the way, into the array of path seats
    length: Short
    decider: Half  # desk
    beyond: Half  # desk of the common superior, after a refusal; or -1
    u_first: float  # the numbers of the first two levels
    u_second: float
    u_outside: float  # the numbers of what is written down of an owner outside
    u_which: float


class Contact:
    """What `reference.cases.Contact` is, without its numbers: they are drawn when needed, at the same address."""

    day: Half  # with entity and generation: its address
    entity: Half
    generation: Half
    kind: Short
    born: Half
    failed: Half
    case: Half  # row of the trace: its own, or before it arrives that of the contact it comes from
    severity: float


class Traced:
    """A row of `tracing.TRACE`."""

    severity: float
    day: int
    entity: int
    generation: int
    parent: int
    kind: int
    failed: int
    arrived: int
    answered: int
    handler: int
    act: int
    answer: int
    recorded: int
    passed: int
    ended: int
    ended_at: int
    fate: int
    quarrel: int
    made_up: int


assert tuple(get_type_hints(Traced)) == TRACE.names, "what compiled code may write is what a trace has"

STATE, SEAT, POST, HANDLER, WORK = (layout_of(record) for record in (State, Seat, Post, Handler, Work))
KIND, DEPARTMENT, LINE, COHORT, DESK = (layout_of(record) for record in (Kind, Department, Line, Cohort, Desk))
BATCH = layout_of(Batch)
ITEM, REPORT, CONTACT = (layout_of(record) for record in (Item, Report, Contact))


class Packed(NamedTuple):
    """A workplace as arrays; a run copies what it changes."""

    state: Records  # (1,) State
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
    heads: Integers  # seats, by department
    function_start: Integers  # (functions + 2,) into function_seats; the last group is the handlers
    function_seats: Integers
    groups: Integers  # (2,) how many teams and cells there are
    basis: Records  # (1,) of `BASIS`


class Kept(NamedTuple):
    """What a run fills; what is not asked for has no rows."""

    tally: Records  # (1,) of `TALLY`
    measures: Records  # (1,) of `measuring.MEASURED`
    values: Floats  # the same, one number after the other
    ages: Floats  # (4, days + 2), in the order of `AGES`
    sums: Floats  # (functions + 1, statistics) of attitudes
    extremes: Floats  # (2,) lowest and highest attitude
    attitudes: Floats  # (days, seats) at the end of each day
    daily: Floats  # (days, columns)
    clock: Integers  # (1,) the day, for whoever watches
    cases: Records  # rows of `tracing.TRACE`


class Arrays(NamedTuple):
    """Everything a run reads and writes, made once in the kernel; a phase takes out what it needs."""

    p: Numbers
    state: State
    tally: Tally
    seats: Rows[Seat]
    posts: Rows[Post]
    handlers: Rows[Handler]
    works: Rows[Work]
    kinds: Rows[Kind]
    departments: Rows[Department]
    desks: Rows[Desk]
    items: Rows[Item]
    lines: Rows[Line]
    cohorts: Rows[Rows[Cohort]]  # a row for each line
    batches: Rows[Rows[Batch]]  # orders and returns in process, by day modulo the days that takes at most
    left_late: Integers  # (2, days + 2) what left the warehouse today, by age
    contacts: Rows[Contact]  # the queue
    coming: Rows[Contact]  # born of today's answers
    warranty: Rows[Contact]  # defects whose lag is not over
    reports: Rows[Report]
    path: Integers
    owner_seats: Integers
    direct: Integers
    team_sum: Floats
    cell_sum: Floats
    words: Words64  # (3, chunk) addresses
    scratch: Floats  # (4, chunk)
    ages: Floats  # (4, days + 2), in the order of `AGES`
    trace: Rows[Traced]


OUT_OF_CONTACTS, OUT_OF_WARRANTY, OUT_OF_ITEMS, OUT_OF_COHORTS, OUT_OF_ANSWERS, OUT_OF_CASES = range(1, 7)
"""Why a run stopped for want of room: it is made again with more."""

TOO_MANY_CONTACTS = 7
"""Why a run cannot be made."""

UNSOUND = 8
"""A run that was made and has broken a promise."""
