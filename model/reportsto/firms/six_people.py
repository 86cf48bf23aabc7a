"""Six people: a chart somebody draws in minutes; one person answers all customers.

CEO
├── Operations ── one packer
├── Marketer
├── Seller
└── Customer service
"""

from reportsto.charts.chart import Post, tree
from reportsto.firms._firm import FirmPreset
from reportsto.vocabulary import Function

SIX_PEOPLE = FirmPreset(
    id="six_people",
    title="start-up of six people",
    chart=tree(
        (
            Post("ceo", Function.EXECUTIVE, None, title="Founder"),
            Post("operations", Function.LOGISTICS, "ceo", title="Head of operations"),
            Post("packer", Function.LOGISTICS, "operations", title="Packer"),
            Post("marketer", Function.MARKETING, "ceo", title="Marketer"),
            Post("seller", Function.SALES, "ceo", title="Seller"),
            Post("service", Function.SERVICE, "ceo", title="Customer service"),
        ),
        "six_people",
    ),
)
