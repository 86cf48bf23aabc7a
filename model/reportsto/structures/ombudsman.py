"""Customer service inside operations, and one handler under the CEO who answers every 20th contact: a hybrid, assumed.

    CEO
    ├── Operations
    │   ├── Warehouse logistics
    │   └── Customer service
    ├── Ombudsman (answers customers too)
    ├── Marketing
    └── Sales, product, finance, administration

The ombudsman's reports reach the CEO alone. One direct report more for the CEO. With a single handler this is
`inside_operations`.
"""

from reportsto.charts.editing import in_order, move, seat_one_apart
from reportsto.structures._structure import HYBRID, Structure
from reportsto.vocabulary import Function

EVERY = 20
"""Contacts of which the ombudsman answers one."""

OMBUDSMAN = Structure(
    id="ombudsman",
    title="inside operations, with an ombudsman",
    row="",
    edit=in_order(
        move(Function.SERVICE, under=Function.LOGISTICS),
        seat_one_apart("ombudsman", under=Function.EXECUTIVE, every=EVERY),
    ),
    sources=(HYBRID,),
)
