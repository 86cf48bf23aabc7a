"""Customer service inside a merged sales and marketing.

    CEO
    ├── Operations
    ├── Sales and marketing
    │   ├── Marketers
    │   ├── Sales
    │   └── Customer service
    └── Product, finance, administration

Saves the CEO two direct reports against `separate`.
"""

from reportsto.charts.editing import in_order, move
from reportsto.structures._structure import ESSAY_2, Structure
from reportsto.vocabulary import Function

SALES_AND_MARKETING = Structure(
    id="sales_and_marketing",
    title="inside sales and marketing",
    row="ST4",
    edit=in_order(
        move(Function.SERVICE, under=Function.MARKETING),
        move(Function.SALES, under=Function.MARKETING),
    ),
    sources=(ESSAY_2,),
)
