"""Customer service as a department of its own, under the CEO.

    CEO
    ├── Operations
    ├── Marketing
    ├── Sales, product, finance, administration
    └── Customer service

One direct report more for the CEO, who is the arbiter between service and every other department.
"""

from reportsto.charts.editing import move
from reportsto.structures._structure import ESSAY_1, Structure
from reportsto.vocabulary import Function

SEPARATE = Structure(
    id="separate",
    title="separate department",
    row="ST2",
    edit=move(Function.SERVICE, under=Function.EXECUTIVE),
    sources=(ESSAY_1,),
)
