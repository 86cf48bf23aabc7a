"""What a structure is: a name, one edit of a firm's base chart, and where the idea comes from."""

from collections.abc import Callable
from dataclasses import dataclass

from reportsto.charts.chart import Chart

ESSAY_1 = "the essay 'Customer service' (an e-commerce start-up's departments)"
ESSAY_2 = "the post 'Where does customer service fit on the org chart?' and its comments"
HYBRID = "our own question, whether the essays' placements are the only ones (assumed)"


@dataclass(frozen=True, slots=True)
class Structure:
    """One placement of customer service, as an edit that works on any chart.

    `row` is the id of the essays' element in `docs/reference/rows.md`, empty where the essays have none.
    """

    id: str
    title: str
    row: str
    edit: Callable[[Chart], Chart]
    sources: tuple[str, ...]
