"""The words of the question, as enums: functions, causes, kinds of contact, acts and outcomes.

Every enum is an `IntEnum`, so that a rule, an array and a compiled kernel can hold the plain number; `word` gives
the name people read and type. Nothing here knows a placement.
"""

from enum import IntEnum


class Word(IntEnum):
    """A numbered word: the number goes into arrays, the word goes into files and messages."""

    @property
    def word(self) -> str:
        """Return the name users type and read, in lower case."""
        return self.name.lower()

    @classmethod
    def words(cls) -> tuple[str, ...]:
        """Return every name of this vocabulary, in its fixed order."""
        return tuple(member.word for member in cls)


class Function(Word):
    """What a post is there to do."""

    SERVICE = 0
    LOGISTICS = 1
    MARKETING = 2
    SALES = 3
    PRODUCT = 4
    FINANCE = 5
    EXECUTIVE = 6
    OTHER = 7


class Cause(Word):
    """Why an order (or an answer) failed; the order is the table order of `docs/explanation/model.md`."""

    LATE = 0
    MIX_UP = 1
    SLOW_REFUND = 2
    BACK_ORDER = 3
    OVERSOLD = 4
    WRONG_PRICE = 5
    DEFECT = 6
    WRONG_BILL = 7
    POOR_ANSWER = 8
    IN_TRANSIT = 9  # the carrier's: nobody in the firm owns it


class Request(Word):
    """Plain requests: contacts that are no failure. Their numbers go on where the causes end."""

    ORDER_STATUS = 10
    PRODUCT_QUESTION = 11
    ORDER_ENTRY = 12


class Act(Word):
    """What a service person does with a failure case."""

    DEFEND = 0
    SETTLE = 1
    ADVOCATE = 2


class Outcome(Word):
    """How an order ended for the customer."""

    NO_FAILURE = 0
    SILENT = 1
    MADE_GOOD = 2
    MADE_GOOD_LATE = 3
    EXPLAINED_AWAY = 4
    GAVE_UP = 5


class Weekday(Word):
    """Working days: the number of a day modulo 5, so that day 1 is a Tuesday."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4


class Stream(Word):
    """The decisions that draw; one stream for each, so that no draw depends on how many came before."""

    START = 1
    DEMAND = 2
    FLOW = 3
    COUNTS = 4
    CONTACT = 5
    ANSWER = 6
    CLIMB = 7
    EXCEPTIONS = 8
    TURNOVER = 9


NOBODY = -1
"""Stands for a post, a seat or a department where there is none."""

N_CAUSES = len(Cause)
N_BELIEVED = int(Cause.IN_TRANSIT)
"""Causes that a department may believe in: those before the ones that nobody owns."""
N_KINDS = len(Cause) + len(Request)
N_FUNCTIONS = len(Function)
N_WEEKDAYS = len(Weekday)


def kind_word(kind: int) -> str:
    """Return the name of a kind of contact: a cause for a failure, a request otherwise."""
    return Cause(kind).word if kind < N_CAUSES else Request(kind).word
