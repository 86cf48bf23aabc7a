"""Customer service inside marketing.

    CEO
    ├── Operations
    ├── Marketing
    │   ├── Marketers
    │   └── Customer service
    └── Sales, product, finance, administration

Saves the CEO a direct report, not the arbitration: logistics still meets service only at the CEO.
"""

from reportsto.charts.editing import move
from reportsto.structures._structure import ESSAY_1, Structure
from reportsto.vocabulary import Function

INSIDE_MARKETING = Structure(
    id="inside_marketing",
    title="inside marketing",
    row="ST3",
    edit=move(Function.SERVICE, under=Function.MARKETING),
    sources=(ESSAY_1,),
)
