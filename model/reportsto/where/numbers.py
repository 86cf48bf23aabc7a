"""The numbers of a firm on the evening before its first day, each with its source; no default stays unnamed."""

from dataclasses import dataclass

from reportsto.arithmetic import total
from reportsto.parameters import every_name
from reportsto.studies.own_firm import OwnFirm, at_the_start, base_numbers
from reportsto.where.asking import Question
from reportsto.wording import counted, number

LONG_DAY = 10.0
"""Paid hours of one handler on a mean day from which on a page says so (assumed)."""


@dataclass(frozen=True, slots=True)
class Told:
    """One number of a firm.

    Attributes:
        what: in everyday words, with its unit.
        value: the number.
        given: whether the firm's own file says it.
        source: the file, or what the number is taken from.
    """

    what: str
    value: float
    given: bool
    source: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a firm counts on its first day.

    Attributes:
        told: every everyday number, then the parameters that the file sets.
        handlers: people who answer customers.
        orders: on a mean day.
        hours: paid hours of one handler on a mean day.
        usual: orders a handler has in the base firm.
        others: parameters that stay as the base firm has them.
    """

    told: tuple[Told, ...]
    handlers: int
    orders: float
    hours: float
    usual: float
    others: int
    factor: float = 1.0
    """What a number of contacts made of the rates of failures and requests."""

    @property
    def by_handler(self) -> str:
        """Return in words how demand is related to the people who answer."""
        each = self.orders / self.handlers
        return (
            f"The model makes demand by the people who answer customers: {counted(self.handlers, 'person', 'people')} "
            f"here. So {number(self.orders)} orders a day are {number(each)} for each of them; the base firm has "
            f"{number(self.usual)}. Paid hours follow the work: {number(self.hours)} for each of them on a mean day."
            + self._scaled
            + (" That is more than a day has: check who answers, orders and hours." if self.hours > LONG_DAY else "")
        )

    @property
    def _scaled(self) -> str:
        if self.factor == 1.0:
            return ""
        return (
            f" Rates of failures and requests are {number(self.factor)} times the base firm's, to bring these contacts."
        )


def numbers(asked: Question) -> Numbers:
    """Return the numbers of an organisation, with where each comes from."""
    settings, base = asked.settings, asked.base
    usual = base_numbers(base, asked.stands[0])
    p = usual.with_settings(settings)
    start, handlers = at_the_start(base, p, asked.chart), len(asked.chart.handlers)
    demand = usual.demand
    values = {
        "customers": ("customers at the start", float(start.customers)),
        "new_customers": ("new customers a day", p.demand.new_per_handler * handlers),
        "orders": ("orders a day", start.orders),
        "contacts": ("first contacts of customers a day", total(start.contacts)),
        "staff_hours": ("paid hours a day of all who answer", start.staff.load / p.staffing.occupancy),
        "returns": ("share of orders that come back", p.warehouse.return_share),
    }
    told = [_told(asked.firm, name, *value) for name, value in values.items()]
    own = () if isinstance(asked.firm, str) else asked.firm.parameters
    told += [Told(f"`{name}`", float(str(value)), True, _file(asked.firm)) for name, value in own if _is_one(value)]
    return Numbers(
        tuple(told), handlers, start.orders, start.staff.load / p.staffing.occupancy / handlers,
        demand.customers_per_handler * demand.orders_per_customer, len(every_name()) - len(settings),
        p.causes.rate[0] / usual.causes.rate[0] if _scales(asked.firm) else 1.0,
    )  # fmt: skip


def _scales(firm: str | OwnFirm) -> bool:
    return not isinstance(firm, str) and firm.everyday.contacts is not None


def _is_one(value: object) -> bool:
    return not isinstance(value, tuple)


def _file(firm: str | OwnFirm) -> str:
    return firm if isinstance(firm, str) else firm.path.name


def _told(firm: str | OwnFirm, name: str, what: str, value: float) -> Told:
    """Return a number with its source: the file, what follows from other numbers of the file, or a default."""
    if isinstance(firm, str):
        return Told(what, value, False, f"default of {firm}, by the people who answer")
    given = firm.everyday.given
    if name in given:
        return Told(what, value, True, firm.path.name)
    follows = {
        "customers": "orders", "new_customers": "customers", "orders": "customers", "contacts": "orders",
        "staff_hours": "contacts",
    }  # fmt: skip
    before, told = follows.get(name, ""), f"default of {firm.base}"
    known = given.keys() & {before, *({"orders", "customers"} if before in ("orders", "customers", "contacts") else ())}
    if known:
        return Told(what, value, False, f"{told} for these {' and '.join(sorted(known))}")
    return Told(what, value, False, f"{told}, by the people who answer" if before else told)
