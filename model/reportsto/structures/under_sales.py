"""Customer service under the head of sales.

CEO
├── Operations
├── Marketing
├── Sales
│   ├── Sellers
│   └── Customer service
└── Product, finance, administration
"""

from reportsto.charts.editing import move
from reportsto.structures._structure import ESSAY_2, Structure
from reportsto.vocabulary import Function

UNDER_SALES = Structure(
    id="under_sales",
    title="under sales",
    row="ST5",
    edit=move(Function.SERVICE, under=Function.SALES),
    sources=(ESSAY_2,),
)
