"""The phases of one working day and their steps, as a numbered table, and the rules for ties.

Both engines walk this table; `reportsto list phases` prints the phases. Every phase reads attitudes as of last night.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral
from typing import TypeGuard

import numpy as np

from reportsto.errors import SettingError, shown

DAYS_A_YEAR = 260
DEFAULT_DAYS = 750
LONGEST_RUN = 100_000
LONGEST_BURN_IN = 250
LEAST_FOLLOW_UP = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens in a phase.

    Attributes:
        does: in a sentence.
        rule: the function that decides it: its file and its name.
    """

    does: str
    rule: str


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of the day.

    Attributes:
        number: its place in the order.
        name: in one word.
        does: in a sentence.
        rules: the file that holds its rules.
        steps: what happens, in order; each for all people, contacts or desks unless it says otherwise.
    """

    number: int
    name: str
    does: str
    rules: str
    steps: tuple[Step, ...]


MORNING = (
    "On the day of a move (`--move DAY:STRUCTURE`) the new chart holds before phase 1. People keep attitudes, contacts "
    "and planned hours. Desks keep their items and half-filled digests."
)

PHASES = (
    Phase(
        1,
        "orders",
        "orders arrive, ship, are returned and fail",
        "orderflow/orders.py",
        (
            Step("demand moves", "orderflow/orders.py:next_shock"),
            Step("customers order, more on some weekdays", "orderflow/orders.py:expected_orders"),
            Step(
                "some orders are out of stock; their customers complain or stay silent",
                "orderflow/contacts.py:complaint_propensity",
            ),
            Step(
                "back orders are released or cancelled; the day's cohort enters process; what is ready joins the line",
                "orderflow/times.py:stay",
            ),
            Step(
                "the staff set yesterday, less improvement time, plus overtime, is today's capacity",
                "orderflow/orders.py:capacity",
            ),
            Step(
                "customers return orders; the day's returns enter process; what is ready joins the line of refunds",
                "orderflow/times.py:slow_share",
            ),
            Step(
                "orders ship and returns are refunded, the oldest first, while capacity lasts",
                "orderflow/orders.py:served",
            ),
            Step(
                "tomorrow's warehouse staff is set from what came in and what waits", "orderflow/staffing.py:next_staff"
            ),
        ),
    ),
    Phase(
        2,
        "contacts",
        "customers speak up, stay silent or just ask",
        "orderflow/contacts.py",
        (
            Step(
                "orders fail: late ones on the day they leave, others by chance; customers complain or stay silent",
                "orderflow/orders.py:oversold_rate",
            ),
            Step(
                "customers ask where their order is, ask about products and order by phone",
                "orderflow/contacts.py:status_rate",
            ),
        ),
    ),
    Phase(
        3,
        "handling",
        "service people answer: advocate, settle or defend",
        "orderflow/handling.py",
        (
            Step(
                "chances of a dispute follow from last night's attitudes", "orderflow/handling.py:dispute_probability"
            ),
            Step(
                "oldest contact first, too old ones given up: the next free handler advocates, settles or defends",
                "orderflow/handling.py:possible",
            ),
            Step(
                "an answer may end in a dispute, or be poor: then its customer comes back tomorrow or stays silent",
                "orderflow/handling.py:poor_answer",
            ),
            Step(
                "tomorrow's hours of handlers are set from the contacts that came in",
                "orderflow/staffing.py:handler_hours",
            ),
        ),
    ),
    Phase(
        4,
        "climb",
        "reports go up, recoloured and filtered",
        "escalation/climb.py",
        (
            Step(
                "each report is recoloured once, and the recorded cause sets its way",
                "escalation/climb.py:recorded_cause",
            ),
            Step(
                "managers on its way pass it on or keep it; what passes comes to a desk, or to a digest there",
                "escalation/climb.py:pass_probability",
            ),
        ),
    ),
    Phase(
        5,
        "attention",
        "managers spend their hours on exceptions, disputes and reports",
        "escalation/attention.py",
        (
            Step(
                "what was sent on or collected is handed over: under `digest` every fifth day, else every day",
                "escalation/attention.py:handed_over",
            ),
            Step(
                "desk by desk: exceptions join the line, and what has waited too long is lost",
                "escalation/attention.py:hours_left",
            ),
            Step(
                "the desk serves its line while hours last; who decides acts on a report or refuses it",
                "escalation/climb.py:act_probability",
            ),
            Step(
                "under `peers_first` a refused report may go on: the common superior gets it at the next handing over",
                "escalation/climb.py:going_on_probability",
            ),
        ),
    ),
    Phase(
        6,
        "improvement",
        "pressure and information become fewer failures, or overtime",
        "escalation/improvement.py",
        (
            Step("the influence of customer service moves", "escalation/climb.py:next_influence"),
            Step("orders, reports acted on and failures are smoothed", "escalation/improvement.py:smoothed"),
            Step(
                "owners are informed and pressed; they set time to improve, and overtime",
                "escalation/improvement.py:improvement_time",
            ),
            Step("capability moves", "escalation/improvement.py:next_capability"),
            Step("tomorrow's failure rates follow", "escalation/improvement.py:failure_rate"),
        ),
    ),
    Phase(
        7,
        "customers",
        "customers are content or leave; new ones come",
        "orderflow/customers.py",
        (
            Step("today's outcomes are counted, and some customers leave", "orderflow/customers.py:untroubled"),
            Step("new customers come", "orderflow/customers.py:next_customers"),
            Step("the reputation for making good moves", "orderflow/contacts.py:next_made_good"),
        ),
    ),
    Phase(
        8,
        "attitudes",
        "attitudes move towards neighbours and anchors",
        "attitudes/influence.py",
        (
            Step("people take in the cases, reports and rumours they heard today", "attitudes/anchors.py:next_contact"),
            Step("each anchor follows from disposition, pay and contact", "attitudes/anchors.py:anchor"),
            Step("tonight's attitudes lie between neighbours and anchor", "attitudes/influence.py:step"),
        ),
    ),
    Phase(
        9,
        "turnover",
        "people leave and are replaced",
        "attitudes/turnover.py",
        (
            Step(
                "some people leave, judged by last night's attitudes; tonight's take effect",
                "attitudes/turnover.py:leaving_hazard",
            ),
            Step("newcomers take the seats of those who left", "attitudes/turnover.py:newcomer_mean"),
        ),
    ),
)

EVENING = "After phase 9 the day is counted, if it is measured: attitudes and futility as they are then."

TIES = (
    "cases: oldest day first; on a day, cases born of yesterday's answers, then kinds in table order, then slot",
    "a manager's queue: first come first served; on a day by case, its dispute before its report; then exceptions",
    "people: seat order, also for every sum; the highest post of a function: fewest superiors, then lowest seat",
)


def check_days(days: object) -> int:
    """Return the length of a run, or raise `SettingError` unless it is a whole number from 1 to 100,000."""
    if not _whole(days) or not 1 <= days <= LONGEST_RUN:
        raise SettingError(f"days is {shown(days)}; expected a whole number from 1 to {LONGEST_RUN}")
    return int(days)


def _whole(value: object) -> TypeGuard[int]:
    """Tell whether a value is a whole number of Python's or NumPy's; no bool is."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def burn_in(days: int) -> int:
    """Return how many first days are left out of every measure: 250, or a third of a shorter run."""
    return min(LONGEST_BURN_IN, days // 3)


def check_move(move: object) -> tuple[int, str]:
    """Return the day and the structure of a move, or raise `SettingError`."""
    told = dict(move) if isinstance(move, Mapping) else {}
    day, structure = told.pop("day", None), told.pop("structure", None)
    if told or not _whole(day) or not isinstance(structure, str):
        raise SettingError(
            f"move is {shown(move)}; expected a day and a structure, such as "
            '{"day": 700, "structure": "inside_operations"}'
        )
    if not 1 <= day <= LONGEST_RUN:
        raise SettingError(f"move is on day {shown(day)}; expected a day of the run, from 1 on")
    return int(day), structure


def check_window(window: object) -> tuple[int, int]:
    """Return a window, the number of first days left out and the last day measured, or raise `SettingError`."""
    ends = tuple(window) if isinstance(window, (list, tuple, np.ndarray)) else ()
    if len(ends) != 2 or not all(map(_whole, ends)) or not 0 <= ends[0] < ends[1] <= LONGEST_RUN:
        raise SettingError(
            f"window is {shown(window)}; expected two whole numbers up to {LONGEST_RUN:,}, days left out and the last "
            "day, such as (250, 750)"
        )
    return int(ends[0]), check_days(ends[1])


def follow_up(
    answer_patience: float, manager_patience: float, lag: float, desks: int = 1, digest_days: float = 0.0
) -> int:
    """Return how many last days effective advocacy leaves out, since their reports may still be waiting.

    Ten, or as long as a case and its report can wait: patience in the queue, a day before, patience at each desk, a day
    after, and the warranty lag. A digest waits up to a day less than it collects before each desk. All in days.
    """
    collecting = desks * max(0.0, digest_days - 1.0)
    return max(LEAST_FOLLOW_UP, math.ceil(answer_patience + desks * manager_patience + lag + collecting) + 2)
