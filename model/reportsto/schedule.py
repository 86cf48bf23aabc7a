"""The phases of one working day, as a numbered table, and the rules for ties.

Both engines walk this table; `reportsto list phases` prints it. Every phase reads attitudes as of last night.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from reportsto.errors import SettingError, shown

DAYS_A_YEAR = 260
DEFAULT_DAYS = 750
LONGEST_RUN = 100_000
LONGEST_BURN_IN = 250
LEAST_FOLLOW_UP = 10


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of the day.

    Attributes:
        number: its place in the order.
        name: in one word.
        does: in a sentence.
        rules: the file that holds its rules.
    """

    number: int
    name: str
    does: str
    rules: str


PHASES = (
    Phase(1, "orders", "orders arrive, ship, are returned and fail", "orderflow/orders.py"),
    Phase(2, "contacts", "customers speak up, stay silent or just ask", "orderflow/contacts.py"),
    Phase(3, "handling", "service people answer: advocate, settle or defend", "orderflow/handling.py"),
    Phase(4, "climb", "reports go up, recoloured and filtered", "escalation/climb.py"),
    Phase(5, "attention", "managers spend their hours on exceptions, disputes and reports", "escalation/attention.py"),
    Phase(6, "improvement", "pressure and information become fewer failures, or overtime", "escalation/improvement.py"),
    Phase(7, "customers", "customers are content or leave; new ones come", "orderflow/customers.py"),
    Phase(8, "attitudes", "attitudes move towards neighbours and anchors", "attitudes/influence.py"),
    Phase(9, "turnover", "people leave and are replaced", "attitudes/turnover.py"),
)

TIES = (
    "cases: oldest day first; on a day, cases born of yesterday's answers, then kinds in table order, then slot",
    "a manager's queue: first come first served; on a day by case, its dispute before its report; then exceptions",
    "people: seat order, also for every sum; the highest post of a function: fewest superiors, then lowest seat",
)


def check_days(days: object) -> int:
    """Return the length of a run, or raise `SettingError` unless it is a whole number from 1 to 100,000."""
    if type(days) is not int or not 1 <= days <= LONGEST_RUN:
        raise SettingError(f"days is {days!r}; expected a whole number from 1 to {LONGEST_RUN}")
    return days


def burn_in(days: int) -> int:
    """Return how many first days are left out of every measure: 250, or a third of a shorter run."""
    return min(LONGEST_BURN_IN, days // 3)


def check_move(move: object) -> tuple[int, str]:
    """Return the day and the structure of a move, or raise `SettingError`."""
    told = dict(move) if isinstance(move, Mapping) else {}
    day, structure = told.pop("day", None), told.pop("structure", None)
    if told or type(day) is not int or not isinstance(structure, str):
        raise SettingError(
            f"move is {shown(move)}; expected a day and a structure, such as "
            '{"day": 700, "structure": "inside_operations"}'
        )
    if not 1 <= day <= LONGEST_RUN:
        raise SettingError(f"move is on day {shown(day)}; expected a day of the run, from 1 on")
    return day, structure


def check_window(window: object) -> tuple[int, int]:
    """Return a window, the number of first days left out and the last day measured, or raise `SettingError`."""
    ends = tuple(window) if isinstance(window, (list, tuple)) else ()
    if len(ends) != 2 or any(type(end) is not int for end in ends) or not 0 <= ends[0] < ends[1] <= LONGEST_RUN:
        raise SettingError(
            f"window is {shown(window)}; expected two whole numbers up to {LONGEST_RUN:,}, days left out and the last "
            "day, such as (250, 750)"
        )
    return ends[0], check_days(ends[1])


def follow_up(
    answer_patience: float, manager_patience: float, lag: float, desks: int = 1, digest_days: float = 0.0
) -> int:
    """Return how many last days effective advocacy leaves out, since their reports may still be waiting.

    Ten, or as long as a case and its report can wait: patience in the queue, a day before, patience at each desk, a day
    after, and the warranty lag. A digest waits up to a day less than it collects before each desk. All in days.
    """
    collecting = desks * max(0.0, digest_days - 1.0)
    return max(LEAST_FOLLOW_UP, math.ceil(answer_patience + desks * manager_patience + lag + collecting) + 2)
