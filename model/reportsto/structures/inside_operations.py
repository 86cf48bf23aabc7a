"""Customer service inside operations, beside the warehouse.

    CEO
    ├── Operations
    │   ├── Warehouse logistics
    │   └── Customer service
    ├── Marketing
    └── Sales, product, finance, administration

The head of operations is the arbiter of logistics' failures, and every logistics failure is the own line's.
"""

from reportsto.charts.editing import move
from reportsto.structures._structure import ESSAY_1, ESSAY_2, Structure
from reportsto.vocabulary import Function

INSIDE_OPERATIONS = Structure(
    id="inside_operations",
    title="inside operations",
    row="ST1",
    edit=move(Function.SERVICE, under=Function.LOGISTICS),
    sources=(ESSAY_1, ESSAY_2),
)
