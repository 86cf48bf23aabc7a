"""A customer map: circles around the customer, no reporting lines.

            warehouse ── logistics, 5 handlers
            promise ──── marketing, sales, 1 handler
 customer ──┤
            product ──── product, 1 handler
            money ────── finance, administration, 1 handler, the former head of service
                                                              (the CEO stands alone)

Contacts go to a free handler of the owner's circle; the owner acts with certainty and has a manager's hours and no
overhead: generous and assumed, so studies also report it with the owner filtering like an arbiter
(`climb.map_owner_filters`). The 5/1/1/1 of eight handlers is the default firm's; other charts follow the share of
failure contacts each circle owns at base rates: whole shares first, then the largest remainders, and what nobody on
the chart owns to money.
"""

from collections.abc import Mapping

from reportsto.arithmetic import total
from reportsto.charts.chart import Chart
from reportsto.charts.editing import circles
from reportsto.charts.facts import cause_owners
from reportsto.parameters import Causes
from reportsto.structures._structure import ESSAY_2, Structure
from reportsto.vocabulary import Function

CIRCLE_OF = {
    Function.LOGISTICS: "warehouse",
    Function.MARKETING: "promise",
    Function.SALES: "promise",
    Function.PRODUCT: "product",
    Function.FINANCE: "money",
}
REST = "money"
EIGHT = {"warehouse": 5, "promise": 1, "product": 1, "money": 1}
"""The default firm's eight handlers, set by hand; the formula would give 6, 1, 1, 0."""


def handlers_by_circle(chart: Chart) -> Mapping[str, int]:
    """Return how many handlers sit in each circle."""
    n = sum(post.headcount for post in chart.posts if post.answers)
    shares = failure_shares(chart)
    return dict(EIGHT) if n == total(EIGHT.values()) and all(shares.values()) else largest_remainder(shares, n)


def failure_shares(chart: Chart) -> dict[str, float]:
    """Return the failure contacts an order that each circle owns, at the default rates and usual owners.

    A function that the chart lacks owns nothing: its causes go to money, as service's own would.
    """
    causes = Causes()
    shares = dict.fromkeys(EIGHT, 0.0)
    for cause, owner in enumerate(cause_owners({})):
        if owner not in (Function.SERVICE, None):
            circle = CIRCLE_OF[owner] if chart.highest(owner) else REST
            shares[circle] += causes.rate[cause] * causes.complaint[cause]
    return shares


def largest_remainder(shares: Mapping[str, float], n: int) -> dict[str, int]:
    """Return n split by shares: whole parts first, then the largest remainders, earlier names first on a tie."""
    everything = total(shares.values())
    exact = {name: n * share / everything for name, share in shares.items()}
    counts = {name: int(value) for name, value in exact.items()}
    by_remainder = sorted(shares, key=lambda name: counts[name] - exact[name])
    for name in by_remainder[: n - sum(counts.values())]:
        counts[name] += 1
    return counts


CUSTOMER_MAP = Structure(
    id="customer_map",
    title="customer map, no chart",
    row="ST6",
    edit=circles(CIRCLE_OF, rest=REST, handlers=handlers_by_circle),
    sources=(ESSAY_2,),
)
