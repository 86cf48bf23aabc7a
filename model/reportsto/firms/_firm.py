"""What a firm is: a base chart, exceptions to the default numbers, and who owns which cause."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportsto.charts.chart import Chart, Post, tree
from reportsto.charts.sizing import sized
from reportsto.errors import SettingError, shown
from reportsto.evidence import Value
from reportsto.vocabulary import Cause, Function
from reportsto.worlds import ASSUMED, assumed_at, point


@dataclass(frozen=True, slots=True)
class FirmPreset:
    """One kind of firm: all but the placement of customer service.

    `grows` tells whether its chart can have another number of people. `settings` are parameter settings; `owners` are
    causes that belong to another function than usual. `ration`, `route` and `assume` are the firm's named settings of
    `reportsto.worlds`, where a run names none.
    """

    id: str
    title: str
    chart: Chart
    grows: bool = False
    settings: Mapping[str, Value] = field(default_factory=dict)
    owners: Mapping[Cause, Function] = field(default_factory=dict)
    ration: str = "digest"
    route: str = "peers_first"
    assume: float = ASSUMED
    source: str = "assumed"

    def stands(self, assume: float | str | None) -> float:
        """Return the point of what is assumed, 0 to 1; the firm's own for None.

        Raises `SettingError` for no point, and for another than its own where the firm's settings leave none to move.
        """
        wanted = self.assume if assume is None else point(assume)
        if wanted != self.assume and assumed_at(wanted).keys() <= self.settings.keys():
            raise SettingError(
                f"assume is {shown(assume)}; expected {self.assume:g} or none: firm {self.id!r} sets each number itself"
            )
        return wanted

    def of_size(self, people: int) -> Chart:
        """Return the chart with so many people; raises `SettingError` where the firm cannot have them."""
        if not self.grows:
            raise SettingError(f"chart.people is {people}; expected 0: firm {self.id!r} has {self.chart.seats} people")
        return sized(self.chart, people)


def shop_chart(name: str) -> Chart:
    """Return the default chart: 56 people, customer service separate.

    CEO
    ├── Operations ── 30 logistics staff
    ├── Marketing ─── 6 marketers
    ├── Sales ─────── 4 sellers
    ├── Product
    ├── Finance
    ├── Customer service ── 8 handlers
    └── Administration
    """
    return tree(
        (
            Post("ceo", Function.EXECUTIVE, None, title="Chief executive"),
            Post("operations", Function.LOGISTICS, "ceo", title="Head of operations"),
            Post("marketing", Function.MARKETING, "ceo", title="Head of marketing"),
            Post("sales", Function.SALES, "ceo", title="Head of sales"),
            Post("product", Function.PRODUCT, "ceo", title="Head of product"),
            Post("finance", Function.FINANCE, "ceo", title="Head of finance"),
            Post("service", Function.SERVICE, "ceo", title="Head of customer service"),
            Post("administration", Function.OTHER, "ceo", title="Head of administration"),
            Post("handlers", Function.SERVICE, "service", 8, title="Customer service"),
            Post("warehouse", Function.LOGISTICS, "operations", 30, title="Warehouse logistics"),
            Post("marketers", Function.MARKETING, "marketing", 6, title="Marketers"),
            Post("sellers", Function.SALES, "sales", 4, title="Sellers"),
        ),
        name,
    )
