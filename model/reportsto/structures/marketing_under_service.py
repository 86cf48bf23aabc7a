"""Marketing reports to customer service: the placement turned round.

    CEO
    ├── Operations
    ├── Customer service
    │   ├── Handlers
    │   └── Marketing
    └── Sales, product, finance, administration

The head of service is the arbiter of marketing's failures.
"""

from reportsto.charts.editing import in_order, move
from reportsto.structures._structure import ESSAY_2, Structure
from reportsto.vocabulary import Function

MARKETING_UNDER_SERVICE = Structure(
    id="marketing_under_service",
    title="marketing under service",
    row="ST13",
    edit=in_order(
        move(Function.SERVICE, under=Function.EXECUTIVE),
        move(Function.MARKETING, under=Function.SERVICE),
    ),
    sources=(ESSAY_2 + " (a commenter of a page it links to)",),
)
