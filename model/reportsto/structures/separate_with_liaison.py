"""Customer service as a department of its own, with one handler seated in operations: a hybrid, assumed.

    CEO
    ├── Operations
    │   ├── Warehouse logistics
    │   └── Liaison (answers customers too)
    ├── Marketing
    ├── Sales, product, finance, administration
    └── Customer service

All of customer service asks operations at the cost of the own department, by way of the liaison. The liaison's own
department is operations, in pay, in talk and on the way up. With a single handler this is `separate`.
"""

from reportsto.charts.editing import in_order, move, seat_one_apart
from reportsto.structures._structure import HYBRID, Structure
from reportsto.vocabulary import Function

SEPARATE_WITH_LIAISON = Structure(
    id="separate_with_liaison",
    title="separate department, with a liaison in operations",
    row="",
    edit=in_order(
        move(Function.SERVICE, under=Function.EXECUTIVE),
        seat_one_apart("liaison", under=Function.LOGISTICS, liaison=True),
    ),
    sources=(HYBRID,),
)
