"""The firm as users of Mesa expect a model: all arguments by name, with defaults, for `batch_run` and `SolaraViz`."""

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from inspect import signature
from pathlib import Path

import mesa

from reportsto.api import check_day, identity, scenario
from reportsto.charts.chart import Chart
from reportsto.errors import SettingError, unknown_name
from reportsto.parameters import Parameters
from reportsto.records import MEASURES, NAN
from reportsto.reference.firm import DAILY
from reportsto.reference.firm import Firm as ReferenceFirm
from reportsto.reference.people import Person
from reportsto.schedule import DEFAULT_DAYS
from reportsto.streams import check_seed
from reportsto.worlds import DEFAULT_WORLD


class Firm(ReferenceFirm):
    """One firm, made from names as `simulate` makes it: the same digits, day by day.

    `rng` is the seed of `simulate`, a whole number; None is 0. Another `replicate` meets other customers. Each further
    argument with a dot in its name sets a parameter: `Firm(**{"climb.fidelity": 0.7})`. It replaces the entry of
    `parameters`. What `datacollector` keeps is a word:

    - `collect="days"`: one line a day.
    - `collect="people"`: also one line a day for each person.
    - `collect="measures"`: the day, and on the last day every measure of `simulate`; NaN before.

    The other arguments are those of `simulate`. Raises `UnknownName`, `SettingError` or `ChartError` for what cannot
    be run. `step` raises `RunError` where a run must stop.

    Attributes:
        identity: the columns that name this run, as in a row of `simulate`.
    """

    def __init__(
        self,
        structure: str | None = None,
        firm: str = "product_shop",
        world: str = DEFAULT_WORLD,
        chart: Chart | str | Path | None = None,
        parameters: Parameters | Mapping[str, object] | None = None,
        rng: int | None = None,
        replicate: int = 0,
        days: int = DEFAULT_DAYS,
        *,
        without: Iterable[str] = (),
        scorecards: Mapping[str, float] | None = None,
        people: int = 0,
        ration: str | None = None,
        route: str | None = None,
        assume: float | str | None = None,
        move: Mapping[str, object] | None = None,
        collect: str = "days",
        **kwargs: object,  # the name that Mesa 3.3 looks for where it checks the parameters of a page
    ) -> None:
        """Hire everybody: the evening before day 1. Without a `structure`, a firm is separate and a chart as drawn."""
        seed = check_seed("rng", 0 if rng is None else rng)
        if collect not in COLLECTED:
            raise unknown_name("collect", collect, COLLECTED)
        made = scenario(
            structure, firm, chart, world, _with(kwargs, parameters), without, scorecards,
            people=people, ration=ration, route=route, assume=assume, move=move,
        )  # fmt: skip
        self.identity = identity(made, seed, replicate, days)
        check_day(made, days)
        super().__init__(
            made.chart, made.owners, made.parameters,
            seed=seed, replicate=replicate, days=days, scorecards=made.scorecards, move=made.move, collect=False,
        )  # fmt: skip
        self.datacollector = Collector(**COLLECTED[collect])
        # Nobody else is hired, so Mesa need not number agents any longer and can let go of this firm.
        self.forget()

    @cached_property
    def measures(self) -> dict[str, float]:
        """Return every measure of the finished run; raises `RunError` if it broke an invariant."""
        return self.row()


class Collector(mesa.DataCollector):
    """Mesa's collector, of which `batch_run` reports the people of every day.

    `batch_run` of Mesa 3.3 counts steps from 0 and records of agents from 1, so it loses everybody's last day.
    """

    def collect(self, model: mesa.Model) -> None:
        """Collect today."""
        super().collect(model)
        if not hasattr(self, "_collection_steps") and model.steps in self._agent_records:
            self._agent_records[model.steps - 1] = self._agent_records.pop(model.steps)


def _with(
    settings: dict[str, object], parameters: Parameters | Mapping[str, object] | None
) -> Parameters | Mapping[str, object] | None:
    """Return parameters with the settings that were given as arguments."""
    # The page of Mesa 3.5 hands each model that takes any argument an empty scenario of its own.
    settings.pop("scenario", None)
    if "seed" in settings:
        raise SettingError("seed is called rng here, as in Mesa: batch_run replaces any argument called seed")
    for name in settings:
        if "." not in name:
            raise unknown_name("argument", name, [one for one in signature(Firm).parameters if one != "kwargs"])
    if not settings or parameters is None:
        return settings or parameters
    if isinstance(parameters, Parameters):
        return parameters.with_settings(settings)
    if not isinstance(parameters, Mapping):
        return parameters  # for `scenario` to refuse
    return {**parameters, **settings}


def _measure(firm: Firm, name: str) -> float:
    return firm.measures[name] if firm.day >= firm.days else NAN


def _post(person: Person) -> str:
    firm: Firm = person.model
    return firm.chart.posts[person.post].id


def _function(person: Person) -> str:
    return person.function.word


COLLECTED: Mapping[str, dict[str, dict[str, object]]] = {
    "days": {"model_reporters": DAILY},
    "people": {
        "model_reporters": DAILY,
        "agent_reporters": {
            "seat": "seat",
            "post": _post,
            "function": _function,
            "attitude": "attitude",
            "tenure": "tenure",
            "futility": "futility",
        },
    },
    "measures": {"model_reporters": {"day": "day", **{one.name: partial(_measure, name=one.name) for one in MEASURES}}},
}
"""What the collector keeps, by the word for it."""
