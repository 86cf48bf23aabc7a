"""Read and check a study file: TOML in, a `Study` out, and one line that names file, line and field for any mistake.

Lists vary, single values are fixed. Parameters may be written `attention.hours = 6` or `"attention.hours" = 6`.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from reportsto.api import AS_DRAWN
from reportsto.chart_files.reading import read_chart
from reportsto.charts.chart import Chart
from reportsto.errors import ChartError, ReportsToError
from reportsto.firms import FIRMS
from reportsto.parameters import Parameters
from reportsto.records import MEASURES
from reportsto.schedule import DEFAULT_DAYS
from reportsto.structures import STRUCTURES
from reportsto.studies.fields import Fields
from reportsto.studies.predictions import read_family, read_prediction
from reportsto.studies.replication import read_replication
from reportsto.studies.sampling import OF_LEVELS, SAMPLERS, Axis, Range, Sampling
from reportsto.studies.sampling import Levels as LevelsAxis
from reportsto.studies.source import read_source, shown
from reportsto.studies.study import (
    MOST_RUNS,
    Family,
    Levers,
    Map,
    Outcomes,
    Quick,
    Setting,
    Study,
    Variant,
    check_size,
)
from reportsto.studies.switches import read_switches
from reportsto.worlds import WORLDS

SECTIONS = (
    "question",
    "predictions",
    "levers",
    "uncertainties",
    "design",
    "constants",
    "replication",
    "outcomes",
    "family",
    "variants",
    "maps",
    "quick",
)
LARGEST_SEED = 2**32 - 1
LONGEST_RUN = 100_000
MOST_POINTS = 1_000_000


def read_study(path: str | Path) -> Study:
    """Return the study in a file; raises `StudyError` of one line that names the file, the line and the field."""
    source = read_source(Path(path))
    top = Fields(source, (), source.table)
    top.only(SECTIONS)
    question = top.inner("question")
    study_id, title, text = question.slug("id"), question.text("title"), question.text("text")
    question.done()
    levers = _levers(top.inner("levers"))
    seed, days, replicates, settings = _constants(top.inner("constants"))
    sampling = _sampling(top.inner("design"), seed)
    uncertainties = _uncertainties(top.inner("uncertainties"), settings, sampling)
    fixed = [*dict(settings), *_always_set(uncertainties, sampling)]
    _check_worlds(top.inner("levers"), levers.worlds, fixed)
    taken = [*dict(settings), *(axis.name for axis in uncertainties)]
    variants = _variants(top.several("variants"), levers, taken, fixed)
    outcomes = _outcomes(top.inner("outcomes"), levers)
    asked = top.several("predictions")
    predictions = tuple(read_prediction(fields, levers, variants, uncertainties) for fields in asked)
    family = read_family(top.inner("family"), levers, bool(uncertainties)) if top.has("family") else Family()
    replication = read_replication(top.inner("replication"), levers, outcomes, replicates)
    maps = _maps(top.several("maps"), uncertainties, outcomes, levers)
    quick = _quick(top.inner("quick"), levers, variants, replicates, sampling)
    study = Study(
        path=source.path, text=source.text, id=study_id, title=title, question=text, predictions=predictions,
        levers=levers, uncertainties=uncertainties, sampling=sampling, seed=seed, days=days, replicates=replicates,
        settings=settings, outcomes=outcomes, variants=variants, quick=quick, maps=maps,
        replication=replication, family=family,
    )  # fmt: skip
    check_size(study, replicates)
    return study


# ── Sections ─────────────────────────────────────────────────────────────────────────────────────


def _levers(fields: Fields) -> Levers:
    charts = tuple(_chart(fields, name) for name in _texts(fields, "chart")) if fields.has("chart") else ()
    known = [structure.id for structure in STRUCTURES]
    structures = fields.words("structure", [*known, AS_DRAWN] if charts else known)
    firms = fields.words("firm", [firm.id for firm in FIRMS])
    worlds = fields.words("world", list(WORLDS))
    fields.done()
    if not charts:
        return Levers(structures, firms, worlds)
    if len(firms) > 1:
        raise fields.error("firm", f"names {len(firms)} firms; expected one, whose numbers the charts get")
    names = tuple(chart.name for chart in charts)
    if len(set(names)) < len(names):
        raise fields.error("chart", "has two charts of one name; expected a name of its own for each")
    return Levers(structures, names, worlds, charts, firms[0])


def _chart(fields: Fields, name: str) -> Chart:
    try:
        return read_chart(fields.source.path.parent / name)
    except ChartError as error:
        raise fields.error("chart", f"cannot be used: {error}") from None


def _texts(fields: Fields, name: str) -> list[str]:
    value = fields.take(name, "a file name")
    entries = value if isinstance(value, list) else [value]
    if not entries or not all(isinstance(entry, str) and entry for entry in entries):
        raise fields.error(name, f"is {shown(value)}; expected a file name, or a list of them")
    return [str(entry) for entry in entries]


def _constants(fields: Fields) -> tuple[int, int, int, tuple[Setting, ...]]:
    seed = fields.whole("seed", 0, LARGEST_SEED)
    days = fields.whole("days", 2, LONGEST_RUN, DEFAULT_DAYS)
    replicates = fields.whole("replicates", 1, MOST_RUNS)
    return seed, days, replicates, _settings(fields, fields.rest())


def _settings(fields: Fields, values: Mapping[str, object]) -> tuple[Setting, ...]:
    for name, value in values.items():
        _check_setting(fields, name, value)
    return tuple((name, _frozen(value)) for name, value in values.items())


def _check_setting(fields: Fields, name: str, value: object) -> None:
    try:
        Parameters().with_settings({name: value})
    except ReportsToError as error:
        raise fields.error(name, f"cannot be set: {_short(error)}") from None


def _sampling(fields: Fields, seed: int) -> Sampling:
    kind = fields.word("kind", list(SAMPLERS), "factorial")
    points = 0 if kind in OF_LEVELS else _points(fields, kind)
    levels = fields.whole("levels", 2, 100, 4) if kind == "morris" else 4
    if levels % 2:
        raise fields.error("levels", f"is {levels}; expected an even number")
    sampling = Sampling(kind, points, levels, fields.whole("seed", 0, LARGEST_SEED, seed))
    fields.done()
    return sampling


def _points(fields: Fields, kind: str) -> int:
    points = fields.whole("points", 1, MOST_POINTS)
    if kind in ("sobol_sequence", "saltelli") and points & (points - 1):
        raise fields.error("points", f"is {points}; expected a power of two, which a Sobol' sequence needs to be even")
    if kind == "shapley" and points % 2:
        raise fields.error("points", f"is {points}; expected an even number: each order is followed by its reverse")
    return points


def _uncertainties(fields: Fields, settings: tuple[Setting, ...], sampling: Sampling) -> tuple[Axis, ...]:
    if sampling.kind == "shapley":
        return read_switches(fields)
    found: list[Axis] = []
    if fields.has("without"):
        raise fields.error("without", "is for the design 'shapley'; expected that in [design], or parameters here")
    values = fields.rest()
    ranges = {name.rpartition(".")[0] for name in values if name.endswith((".low", ".high"))}
    for name in values:
        parent, _, part = name.rpartition(".")
        if parent in ranges and part not in ("low", "high", "scale"):
            raise fields.error(name, "is no part of a range; expected low, high and, if you like, scale")
    for name, value in values.items():
        parent, _, part = name.rpartition(".")
        if parent in ranges:
            if part == "low" or f"{parent}.low" not in values:
                found.append(_range(fields, parent, values, sampling))
            continue
        found.append(_levels(fields, name, value, sampling))
    if not found and sampling.kind != "factorial":
        reason = f"is empty; expected something for the design '{sampling.kind}' to vary"
        raise fields.source.error(fields.where, reason)
    for axis in found:
        if axis.name in dict(settings):
            raise fields.error(axis.name, "is fixed in [constants] too; expected it in one place")
    return tuple(found)


def _levels(fields: Fields, name: str, values: object, sampling: Sampling) -> Axis:
    if not isinstance(values, list) or not values:
        hint = "a list (one value belongs in [constants])"
        hint += "" if sampling.kind == "factorial" else " or { low, high }"
        raise fields.error(name, f"is {shown(values)}; expected {hint}")
    for value in values:
        _check_setting(fields, name, value)
    levels = tuple(_frozen(value) for value in values)
    if len(set(levels)) < len(levels):
        raise fields.error(name, f"is {shown(values)}; expected each value once")
    return LevelsAxis(name, levels)


def _range(fields: Fields, name: str, values: Mapping[str, object], sampling: Sampling) -> Axis:
    """Return a range from its parts; `values` holds `name.low`, `name.high` and perhaps `name.scale`."""
    if sampling.kind == "factorial":
        raise fields.error(name, "is a range; expected a list of levels, or another kind in [design]")
    ends = []
    for part in ("low", "high"):
        value = values.get(f"{name}.{part}", "missing")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise fields.error(f"{name}.{part}", f"is {shown(value)}; expected a number")
        _check_setting(fields, name, value)
        ends.append(value)
    scale = values.get(f"{name}.scale", "linear")
    if scale not in ("linear", "log", "whole"):
        raise fields.error(f"{name}.scale", f"is {shown(scale)}; expected linear, log or whole")
    if not ends[0] < ends[1] or (scale == "log" and ends[0] <= 0):
        raise fields.error(f"{name}.low", f"is {ends[0]}; expected less than high{', above 0' * (scale == 'log')}")
    return Range(name, ends[0], ends[1], log=scale == "log", whole=scale == "whole")


def _always_set(axes: Collection[Axis], sampling: Sampling) -> list[str]:
    """Return the parameters that have a level at every point: one at a time, all but one are left as they are."""
    return [] if sampling.kind == "one_at_a_time" else [axis.name for axis in axes]


def _check_worlds(fields: Fields, worlds: Collection[str], fixed: Collection[str]) -> None:
    """Refuse two worlds that differ in nothing but what the study sets itself: their runs would be the same."""
    left: dict[tuple[Setting, ...], str] = {}
    for name in worlds:
        settings = WORLDS[name].settings
        rest = tuple(sorted((key, value) for key, value in settings.items() if key not in fixed))
        if rest in left:
            set_here = ", ".join(sorted(key for key in {*settings, *WORLDS[left[rest]].settings} if key in fixed))
            told = f"'{left[rest]}' and '{name}', which are the same where the study sets {set_here}"
            raise fields.error("world", f"names {told}; expected one of them")
        left[rest] = name


def _variants(
    tables: list[Fields], levers: Levers, fixed: Collection[str], always: Collection[str]
) -> tuple[Variant, ...]:
    variants: list[Variant] = []
    for fields in tables:
        variant_id, title = fields.slug("id"), fields.text("title")
        if variant_id in [known.id for known in variants]:
            raise fields.error("id", f"is '{variant_id}' a second time; expected an id of its own")
        inner = fields.inner("settings")
        settings = _settings(inner, inner.rest())
        if not settings:
            raise fields.error("settings", "is empty; expected at least one parameter, such as improvement.lateral = 0")
        for name, _ in settings:
            if name in fixed:
                raise inner.error(name, "is set in [constants] or [uncertainties] too; expected it in one place")
        structures, firms, worlds = _narrowed(fields, levers)
        _check_worlds(fields, worlds, [*always, *(name for name, _ in settings)])
        fields.done()
        variants.append(Variant(variant_id, title, settings, structures, firms, worlds))
    return tuple(variants)


def _narrowed(fields: Fields, levers: Levers) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return (
        fields.words("structure", levers.structures, levers.structures),
        fields.words("firm", levers.firms, levers.firms),
        fields.words("world", levers.worlds, levers.worlds),
    )


def _outcomes(fields: Fields, levers: Levers) -> Outcomes:
    known = [column.name for column in MEASURES]
    primary = fields.words("primary", known)
    measures = fields.words("measures", known, ())
    lower = fields.words("lower_is_better", (*primary, *measures), ())
    against = fields.word("against", levers.structures, levers.structures[0])
    listed_only = fields.truth("listed_only", False)
    order = fields.words("order", levers.structures, ())
    if len(order) == 1:
        raise fields.error("order", f"names '{order[0]}' alone; expected two or more structures, the best first")
    fields.done()
    others = tuple(name for name in measures if name not in primary)
    return Outcomes(primary, others, lower, against, listed_only, order)


def _maps(tables: list[Fields], axes: tuple[Axis, ...], outcomes: Outcomes, levers: Levers) -> tuple[Map, ...]:
    maps: list[Map] = []
    for fields in tables:
        found = _map(fields, axes, outcomes, levers)
        if found.id in [known.id for known in maps]:
            raise fields.error("id", f"is '{found.id}' a second time; expected an id of its own")
        maps.append(found)
    return tuple(maps)


def _map(fields: Fields, axes: tuple[Axis, ...], outcomes: Outcomes, levers: Levers) -> Map:
    named = {axis.name: axis.values for axis in axes if isinstance(axis, LevelsAxis)}
    if len(named) < 2:
        raise fields.source.error(fields.where, f"needs two lists of levels in [uncertainties]; there are {len(named)}")
    map_id, x = fields.slug("id"), fields.word("x", list(named))
    y = fields.word("y", [name for name in named if name != x])
    measures = fields.words("measures", (*outcomes.primary, *outcomes.measures), outcomes.primary)
    structures = fields.words("structure", levers.structures, levers.structures)
    cross = fields.word("cross", ["x", "y"], "x")
    inner = fields.inner("at")
    at = tuple((name, _frozen(value)) for name, value in inner.rest().items())
    for name, value in at:
        if value not in named.get(name, ()):
            raise inner.error(name, f"is {shown(value)}; expected a level of another uncertainty")
    fields.done()
    if len(structures) < 2:
        raise fields.error("structure", "names one structure; expected at least two to compare")
    return Map(map_id, x, y, measures, structures, at, cross)


def _quick(fields: Fields, levers: Levers, variants: tuple[Variant, ...], replicates: int, sampling: Sampling) -> Quick:
    structures, firms, worlds = _narrowed(fields, levers)
    ids = tuple(variant.id for variant in variants)
    none = fields.has("variants") and fields.take("variants", "a list") == []
    wanted = () if none else fields.words("variants", ids, ids)
    few = fields.whole("replicates", 1, replicates, replicates)
    points = sampling.points
    if fields.has("points"):
        if sampling.kind in OF_LEVELS:
            raise fields.error("points", f"is for designs that draw points; the design is '{sampling.kind}'")
        points = _points(fields, sampling.kind)
        if points > sampling.points:
            raise fields.error("points", f"is {points:,}; expected at most the {sampling.points:,} of [design]")
    fields.done()
    return Quick(structures, firms, worlds, wanted, few, points)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _short(error: Exception) -> str:
    text = str(error)
    return text if len(text) <= 300 else f"{text[:297]}..."
