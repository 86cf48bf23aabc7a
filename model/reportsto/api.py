"""From names to runs: a scenario is a chart, owners and numbers; `simulate` returns one row a replicate."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportsto.chart_files.reading import read_chart
from reportsto.charts.chart import Chart
from reportsto.charts.editing import heads, leads
from reportsto.charts.facts import cause_owners
from reportsto.charts.sizes import attitudes_by_post
from reportsto.errors import RunError, SettingError, shown, unknown_name
from reportsto.firms import firm as find_firm
from reportsto.parameters import Parameters
from reportsto.records import COLUMNS, FIRST_VERSION, MEASURES, NAN
from reportsto.reference.cases import trace_of
from reportsto.schedule import DEFAULT_DAYS, burn_in, check_days, check_move, check_window
from reportsto.streams import check_seed
from reportsto.structures import structure as find_structure
from reportsto.vocabulary import Function
from reportsto.workplace import Move, check_room
from reportsto.worlds import DEFAULT_WORLD, assumed_at
from reportsto.worlds import ration as find_ration
from reportsto.worlds import route as find_route
from reportsto.worlds import world as find_world

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from reportsto.engine.batch import Batch
    from reportsto.reference.firm import Firm

ENGINES = ("compiled", "reference")
"""Equal bit for bit: the compiled one is faster, the reference is the Mesa firm, to be read and stepped."""
AS_DRAWN = "as_drawn"
CUSTOM = "custom"
"""The world, ration and route of a run whose `Parameters` came whole, so that no named settings shaped them."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that decides a run but the draws; made by `scenario`, safe to send to another process.

    Attributes:
        structure, firm, world, ration, route: names, as they go into a row.
        without: mechanisms switched off.
        chart: of the structure.
        owners: function that owns each cause, or None.
        parameters: every number.
        scorecards: metric pay of functions and posts that differ.
        assume: point of what is assumed, 0 to 1; NaN where the `Parameters` came whole.
        window: first days left out and last day, in place of the days a run is asked for; None for those.
        move: to another chart on a day; None for none.
    """

    structure: str
    firm: str
    world: str
    without: tuple[str, ...]
    chart: Chart
    owners: tuple[Function | None, ...]
    parameters: Parameters
    scorecards: Mapping[str, float] = field(default_factory=dict)
    ration: str = CUSTOM
    route: str = CUSTOM
    assume: float = NAN
    window: tuple[int, int] | None = None
    move: Move | None = None

    def chart_on(self, day: int) -> Chart:
        """Return the chart of a day."""
        return self.move.chart if self.move and self.move.day <= day else self.chart

    @property
    def people(self) -> int:
        """Return the number of people the firm was given; 0 for as many as it has."""
        return int(self.parameters.chart.people)


Daily = dict[str, list[float]]
Described = tuple[dict[str, float], Daily, dict[str, float]]
"""The measures, the daily series, and each post's mean attitude."""


@dataclass(frozen=True, slots=True)
class Details:
    """One run with what a figure needs.

    Attributes:
        row: identity and measures.
        daily: series by name, a number a day.
        posts: id, title, function, superior, circle, headcount and mean attitude of each post.
    """

    row: dict[str, object]
    daily: Daily
    posts: list[dict[str, object]]


def scenario(
    structure: str | None = None,
    firm: str = "product_shop",
    chart: Chart | str | Path | None = None,
    world: str = DEFAULT_WORLD,
    parameters: Parameters | Mapping[str, object] | None = None,
    without: Iterable[str] = (),
    scorecards: Mapping[str, float] | None = None,
    *,
    people: int = 0,
    ration: str | None = None,
    route: str | None = None,
    assume: float | str | None = None,
    window: Sequence[int] | None = None,
    move: Mapping[str, object] | None = None,
) -> Scenario:
    """Return the scenario these names stand for.

    Without a `structure`, a chart runs as drawn and a firm runs separate. With `people` the firm's own chart has so
    many. Without a `ration`, a `route` or an `assume` the run has the firm's; `assume` is essays, halfway, middle or a
    number from 0 to 1. A firm that sets every number itself takes no other point than its own. Settings apply in this
    order: those of `assume`, the firm's, the world's, the ration's, the route's, `parameters`, then `without`. A
    `Parameters` object replaces all named settings.
    Parameters that begin with `chart.` edit the chart: `chart.people` is `people`, further heads are hired before the
    structure rearranges it, further leads after.
    With a `move`, such as {"day": 700, "structure": "inside_operations"}, the same people work by that structure's
    chart from that morning on.
    Raises `UnknownName`, `SettingError` or `ChartError`.
    """
    preset = find_firm(firm)
    stands = preset.stands(assume)
    _check_tables(parameters=parameters, scorecards=scorecards)
    without = _several("without", without, "names of mechanisms, such as ['staffing']")
    ration, route = preset.ration if ration is None else ration, preset.route if route is None else route
    named = (preset, find_world(world), find_ration(ration), find_route(route))
    base = preset.chart if chart is None else chart if isinstance(chart, Chart) else read_chart(Path(chart))
    if structure is None:
        structure = "separate" if chart is None else AS_DRAWN
    if isinstance(parameters, Parameters):
        # Through the checks: a dataclass made by hand may hold anything.
        numbers, world, ration, route = Parameters().with_settings(parameters.as_flat()), CUSTOM, CUSTOM, CUSTOM
        stands = NAN
    else:
        numbers = Parameters().with_settings(assumed_at(stands))
        for settings in (*(one.settings for one in named), parameters or {}):
            numbers = numbers.with_settings(settings)
    if wanted := Parameters().with_settings({"chart.people": people}).chart.people:
        if numbers.chart.people:
            raise SettingError(f"people is {people} and chart.people {numbers.chart.people:g}; expected one of the two")
        numbers = numbers.with_settings({"chart.people": wanted})
    if numbers.chart.people:
        if chart is not None:
            raise SettingError(
                f"chart.people is {numbers.chart.people:g}; expected 0: chart {base.name!r} has its people"
            )
        base = preset.of_size(int(numbers.chart.people))
    moved = None
    if move is not None:
        day, other = check_move(move)
        moved = Move(day, other, chart_of(base, other, numbers))
    made = Scenario(
        structure=structure,
        firm=firm if chart is None else base.name,
        world=world,
        without=without,
        chart=chart_of(base, structure, numbers),
        owners=cause_owners(dict(preset.owners)),
        parameters=numbers.without(without),
        scorecards=dict(scorecards or {}),
        ration=ration,
        route=route,
        assume=stands,
        window=None if window is None else check_window(window),
        move=moved,
    )
    check_room(made.chart, made.owners, made.parameters)
    return made


def chart_of(base: Chart, structure: str, parameters: Parameters) -> Chart:
    """Return the chart of a structure, with further heads and leads; raises `UnknownName` or `ChartError`."""
    return _edited(base, structure, int(parameters.chart.heads), int(parameters.chart.leads))


@lru_cache(maxsize=64)
def _edited(base: Chart, structure: str, more_heads: int, more_leads: int) -> Chart:
    chart = heads(more_heads)(base)
    if structure != AS_DRAWN:
        chart = find_structure(structure).edit(chart)
    return leads(more_leads)(chart)


def run_one(
    scenario: Scenario,
    seed: int,
    replicate: int,
    days: int = DEFAULT_DAYS,
    engine: str = ENGINES[0],
    watch: Callable[[int], object] | None = None,
) -> dict[str, object]:
    """Return the result row of one run: identity columns, then every measure.

    `watch` is told the day now and then (compiled engine only), for runs of large firms. A run that had to stop
    (`RunError`) gives a row with its reason in `failure` and NaN measures.
    """
    known = identity(scenario, seed, replicate, days)
    try:
        if check_engine(engine) == "reference":
            return {**known, **_reference_row(scenario, seed, replicate, days)}
        return {**known, **_batch(scenario, days).run(seed, replicate, watch=watch).row}
    except RunError as error:
        return _failed(known, error)


def run_details(
    scenario: Scenario, seed: int, replicate: int, days: int = DEFAULT_DAYS, engine: str = ENGINES[0]
) -> Details:
    """Return one run with its daily series and the attitude of every post, for figures."""
    describe = _compiled_days if check_engine(engine) == "compiled" else _reference_days
    known = identity(scenario, seed, replicate, days)
    try:
        row, daily, attitudes = describe(scenario, seed, replicate, days)
    except RunError as error:
        return Details(_failed(known, error), {}, [])
    posts: list[dict[str, object]] = [
        {
            "id": post.id,
            "title": post.title,
            "function": post.function.word,
            "superior": post.superior,
            "circle": post.circle,
            "headcount": post.headcount,
            "attitude": attitudes[post.id],
        }
        for post in scenario.chart_on(_span(scenario, days)[1]).posts
    ]
    return Details({**known, **row}, daily, posts)


def check_engine(engine: str) -> str:
    """Return the name of an engine, or raise `UnknownName` with the nearest right one."""
    if engine not in ENGINES:
        raise unknown_name("engine", engine, ENGINES)
    return engine


def simulate(
    structure: str | None = None,
    firm: str = "product_shop",
    chart: Chart | str | Path | None = None,
    world: str = DEFAULT_WORLD,
    parameters: Parameters | Mapping[str, object] | None = None,
    seed: int = 0,
    replicates: Iterable[int] = range(5),
    days: int = DEFAULT_DAYS,
    without: Iterable[str] = (),
    engine: str = ENGINES[0],
    scorecards: Mapping[str, float] | None = None,
    *,
    people: int = 0,
    ration: str | None = None,
    route: str | None = None,
    assume: float | str | None = None,
    windows: Iterable[Sequence[int]] | None = None,
    move: Mapping[str, object] | None = None,
) -> "pd.DataFrame":
    """Run one scenario and return a data frame: one row a replicate, columns as in `reportsto list measures`.

    With `windows`, such as [(250, 750), (1040, 1560)], each replicate and window has a row. The first number is of days
    left out of the measures, the second is the last day. They take the place of `days`. With a `move`, such as
    {"day": 700, "structure": "inside_operations"}, the people work by another structure from that morning on.

    The same replicate meets the same customers in every structure. Rows of stopped runs carry the reason in
    `failure` and NaN measures. The first run of all compiles the model, and says so on standard error. Raises
    `UnknownName`, `SettingError` or `ChartError` for what cannot be run.
    """
    import pandas as pd

    compiled = check_engine(engine) == "compiled"
    made = scenario(
        structure, firm, chart, world, parameters, without, scorecards,
        people=people, ration=ration, route=route, assume=assume, move=move,
    )  # fmt: skip
    wanted = _several("replicates", replicates, "replicate numbers, such as range(5)")
    each = [made] if windows is None else [replace(made, window=window) for window in check_windows(windows)]
    check_day(made, max((_span(one, days)[1] for one in each), default=days))
    if compiled:
        warm_up(lambda line: sys.stderr.write(f"{line}\n"))
    rows = [run_one(one, seed, replicate, days, engine) for replicate in wanted for one in each]
    return pd.DataFrame(rows, columns=[column.name for column in COLUMNS])


def check_day(scenario: Scenario, days: int) -> None:
    """Raise `SettingError` if a run of so many days never comes to the scenario's move."""
    if scenario.move and scenario.move.day > days:
        raise SettingError(f"move is on day {scenario.move.day}; expected a day of the run, from 1 to {days}")


def check_windows(windows: object) -> tuple[tuple[int, int], ...]:
    """Return windows, each as `check_window` does; raises `SettingError` for none at all or one twice."""
    given = _several("windows", windows, "windows, such as [(250, 750), (1040, 1560)]")
    found = tuple(map(check_window, given))
    if not found:
        raise SettingError("windows is empty; expected at least one, such as (250, 750)")
    for at, window in enumerate(found):
        if window in found[:at]:
            raise SettingError(f"window {window} stands twice; expected each once")
    return found


def _several(name: str, given: object, what: str) -> tuple[Any, ...]:
    """Return the members of what should be a list; raises `SettingError` for a text or what has none."""
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise SettingError(f"{name} is {shown(given)}; expected a list of {what}")
    return tuple(given)


def _check_tables(**given: object) -> None:
    """Refuse what should be numbers by name and is not; None is for none."""
    for name, table in given.items():
        if table is not None and not isinstance(table, (Mapping, Parameters)):
            raise SettingError(f"{name} is {shown(table)}; expected numbers by name, such as {{'attention.hours': 6}}")


@dataclass(frozen=True, slots=True)
class Traced:
    """One run with every contact that arrived.

    Attributes:
        row: identity and measures.
        cases: rows of `tracing.TRACE`, in order of arrival.
    """

    row: dict[str, object]
    cases: "NDArray[np.void]"


def run_traced(
    scenario: Scenario, seed: int, replicate: int, days: int = DEFAULT_DAYS, engine: str = ENGINES[0]
) -> Traced:
    """Return one run with what became of every case; raises `RunError` if the run had to stop."""
    known = identity(scenario, seed, replicate, days)
    if check_engine(engine) == "compiled":
        outcome = _batch(scenario, days).run(seed, replicate, trace=True)
        return Traced({**known, **outcome.row}, outcome.cases)
    firm = mesa_firm(scenario, seed, replicate, days, collect=False, trace=True)
    try:
        return Traced({**known, **firm.run()}, trace_of(firm.ledger.cases or ()))
    finally:
        firm.forget()


def identity(scenario: Scenario, seed: int, replicate: int, days: int) -> dict[str, object]:
    """Return the identity columns of a run that did not fail."""
    after, days = _span(scenario, days)
    return {
        "structure": scenario.structure,
        "firm": scenario.firm,
        "world": scenario.world,
        **FIRST_VERSION,
        "people": scenario.people,
        "move_day": scenario.move.day if scenario.move else 0,
        "move_structure": scenario.move.structure if scenario.move else "",
        "ration": scenario.ration,
        "route": scenario.route,
        "assume": scenario.assume,
        "without": ",".join(scenario.without),
        "seed": check_seed("seed", seed),
        "replicate": check_seed("replicate", replicate),
        "days": days,
        "after": after,
        "failure": "",
    }


def _span(scenario: Scenario, days: int) -> tuple[int, int]:
    """Return the first days left out, and the last day, of a run that is asked for so many days."""
    days = check_days(days) if scenario.window is None else days
    return scenario.window or (burn_in(days), days)


def _failed(identity: dict[str, object], error: RunError) -> dict[str, object]:
    return {**identity, "failure": str(error), **{column.name: NAN for column in MEASURES}}


def _reference_row(scenario: Scenario, seed: int, replicate: int, days: int) -> dict[str, float]:
    firm = mesa_firm(scenario, seed, replicate, days, collect=False)
    try:
        return firm.run()
    finally:
        firm.forget()


def _reference_days(scenario: Scenario, seed: int, replicate: int, days: int) -> Described:
    firm = mesa_firm(scenario, seed, replicate, days, collect=True)
    try:
        row = firm.run()
        collector = firm.datacollector
        assert collector is not None, "a run with details collects"
        frame = collector.get_model_vars_dataframe()
        return row, {name: frame[name].tolist() for name in frame.columns}, firm.attitudes_by_post()
    finally:
        firm.forget()


def mesa_firm(
    scenario: Scenario, seed: int, replicate: int, days: int, *, collect: bool, trace: bool = False
) -> "Firm":
    """Return the Mesa model of one run, on the evening before day 1; whoever is done with it calls `forget`."""
    from reportsto.reference.firm import Firm

    after, days = _span(scenario, days)
    return Firm(
        scenario.chart,
        scenario.owners,
        scenario.parameters,
        seed=seed,
        replicate=replicate,
        days=days,
        after=after,
        scorecards=scenario.scorecards,
        move=scenario.move,
        collect=collect,
        trace=trace,
    )


def _compiled_days(scenario: Scenario, seed: int, replicate: int, days: int) -> Described:
    outcome = _batch(scenario, days).run(seed, replicate, log=True, daily=True)
    measured = outcome.attitudes[_span(scenario, days)[0] :]
    shown = measured if len(measured) else outcome.attitudes[-1:]
    return outcome.row, outcome.daily, attitudes_by_post(scenario.chart_on(_span(scenario, days)[1]), shown)


_PACKED: "list[tuple[Scenario, int, Batch]]" = []
_MOST_PACKED = 64
_LAST: "tuple[Scenario, Scenario, int, Batch] | None" = None
"""The scenario that was asked for last as it was handed over, as it is kept, its length and how it is packed."""


def _batch(scenario: Scenario, days: int) -> "Batch":
    """Return the packed scenario; the last ones are kept, since the replicates of a study come in turn.

    Somebody may have changed the scorecards of the very scenario that was asked for last; nothing else of it changes.
    """
    global _LAST
    last = _LAST
    if last and last[0] is scenario and last[2] == days and last[1].scorecards == scenario.scorecards:
        return last[3]
    known, batch = _packed(scenario, days)
    _LAST = (scenario, known, days, batch)
    return batch


def _packed(scenario: Scenario, days: int) -> "tuple[Scenario, Batch]":
    """Return what equals a scenario and is packed, after packing it if need be."""
    from reportsto.engine.batch import Batch

    for known, length, batch in _PACKED:
        if length == days and known == scenario:
            return known, batch
    after, last = _span(scenario, days)
    batch = Batch(scenario.chart, scenario.owners, scenario.parameters, last, scenario.scorecards, after, scenario.move)
    # A copy: somebody may change the scorecards of theirs.
    known = replace(scenario, scorecards=dict(scenario.scorecards))
    _PACKED.append((known, days, batch))
    del _PACKED[:-_MOST_PACKED]
    return known, batch


def warm_up(say: Callable[[str], object]) -> None:
    """Compile what the compiled engine needs, unless that was done before, telling `say` that it takes a while."""
    from reportsto.engine.compiling import cache_folder, is_cold
    from reportsto.engine.kernel import is_compiled

    if is_cold() and not is_compiled():
        kept = "" if cache_folder() else " (no folder to keep it in: every start will)"
        say(f"Compiling the model for this machine: about half a minute, once{kept}.")
        run_one(scenario(firm="six_people"), 0, 0, 1)
