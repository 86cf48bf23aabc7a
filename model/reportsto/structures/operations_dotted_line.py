"""Customer service inside operations, its head with a dotted line to the CEO: a hybrid, assumed.

    CEO ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┐
    ├── Operations           ┊
    │   ├── Warehouse        ┊
    │   └── Customer service ┘
    ├── Marketing
    └── Sales, product, finance, administration

Of the reports that pass the head of service, half (`climb.dotted`) go to the CEO, who decides on them; the others go to
the head of operations. The dotted line takes half of a direct report's hours (`attention.dotted_overhead`).
"""

from reportsto.charts.editing import dotted_line, in_order, move
from reportsto.structures._structure import HYBRID, Structure
from reportsto.vocabulary import Function

OPERATIONS_DOTTED_LINE = Structure(
    id="operations_dotted_line",
    title="inside operations, with a dotted line to the CEO",
    row="",
    edit=in_order(
        move(Function.SERVICE, under=Function.LOGISTICS),
        dotted_line(Function.SERVICE, to=Function.EXECUTIVE),
    ),
    sources=(HYBRID,),
)
