"""Read and check a study file: TOML in, a `Study` out, and one line for each mistake that names file, line and field.

Form comes first, for every section (`sections`); then what names and numbers mean, where what they rest on is sound.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from reportsto.chart_files.reading import read_chart
from reportsto.charts.chart import Chart
from reportsto.errors import ChartError, ReportsToError, SettingError, StudyError, listed, nearest, shown
from reportsto.files.place import Mistakes, Place
from reportsto.files.toml import TomlFile, read_toml
from reportsto.firms import FIRMS
from reportsto.patterns.matching import measures_for
from reportsto.patterns.pattern import COMPARED
from reportsto.patterns.reading import patterns as published_patterns
from reportsto.patterns.soundness import SOUND
from reportsto.patterns.targets import Target, Wanted, published, target, wrong
from reportsto.statistics.smallest_effects import SMALLEST_EFFECTS
from reportsto.structures import STRUCTURES
from reportsto.studies.asking import check_points, read_identify
from reportsto.studies.axes import read_axes, read_list, read_sampling, read_settings, wrong_points
from reportsto.studies.crossing import constants as everywhere
from reportsto.studies.crossing import crossed, levels_of, narrowed, refuse_twice, variant_at
from reportsto.studies.design import check_size
from reportsto.studies.firm_file import read_firm
from reportsto.studies.levers import kept
from reportsto.studies.own_firm import SUFFIX, OwnFirm
from reportsto.studies.predictions import read_family, read_prediction
from reportsto.studies.sampling import CHOSEN, Axis, Levels, Sampling, is_prior
from reportsto.studies.sections import Section, name_slips, read_parameters, read_section, refuse
from reportsto.studies.shipped import study_file
from reportsto.studies.study import (
    FEWEST_FIRST,
    Box,
    Constants,
    Family,
    Identify,
    Joint,
    Level,
    Levers,
    Map,
    Matching,
    Named,
    Outcomes,
    Question,
    Quick,
    Replication,
    Setting,
    Short,
    Study,
    Tried,
    Uncertainties,
    Variant,
    Written,
)
from reportsto.worlds import ACCEPTED, RATIONS, ROUTES, NamedSettings

SECTIONS = (
    "question", "predictions", "levers", "uncertainties", "design", "constants", "replication", "outcomes", "family",
    "variants", "maps", "patterns", "matching", "quick", "identify",
)  # fmt: skip
LARGEST = 1_000_000
"""Bytes; a study is written by hand, so a larger file is a mistake."""
DRAWN = ("latin_hypercube", "sobol_sequence")
"""Designs whose points stand for the box they are drawn from, each alike."""
REPLICATION_FIELDS = {
    "fixed": (),
    "until_precise": ("measure", "level", "most", "a", "b", "half_width"),
    "selection": ("measure", "level", "most", "indifference", "batch"),
}
"""The fields of each kind beside `kind` itself."""

Form = TypeVar("Form")
Made = TypeVar("Made")
Settings = tuple[Setting, ...]


def read_study(path: str | Path, patterns: str | Path | None = None) -> Study:
    """Return the study in a file, with the [[patterns]] of another file in place of its own, if one is named.

    The name of a study of the project will do too, such as "e0_placement".
    Raises one `StudyError` with a line for each mistake that can be told.
    """
    mistakes = Mistakes(StudyError)
    file = read_toml(Place(study_file(path), StudyError), LARGEST, "a TOML study file", mistakes)
    steps = _Steps(file, mistakes)
    counted = steps if patterns is None else _patterns_file(patterns, mistakes)
    # Every section has its form before any is looked into.
    question = steps.section("question", Question)
    named = steps.section("levers", Named)
    varied = steps.section("uncertainties", Uncertainties, parameters=True)
    box = steps.section("design", Box)
    constants = steps.section("constants", Constants, parameters=True)
    repeated = steps.section("replication", Replication)
    read = steps.section("outcomes", Outcomes)
    joint = steps.section("family", Joint) if "family" in file.table else None
    short = steps.section("quick", Short)
    survey = steps.section("identify", Identify) if "identify" in file.table else None
    asked = steps.sections("predictions", Written)
    tried = steps.sections("variants", Tried)
    drawn = steps.sections("maps", Map)
    wanted = counted.sections("patterns", Wanted)
    held = steps.section("matching", Matching)

    levers = steps.make(_levers, named)
    settings = steps.make(read_settings, steps.parameters("constants", Constants), steps.mistakes)
    listed = steps.make(read_list, box, settings)
    sampling = steps.make(read_sampling, box, constants, listed)
    own_numbers = steps.make(lambda found: frozenset(name for one in found.own for name in one.sets), levers)
    axes_of = partial(read_axes, held=own_numbers or ())
    axes = steps.make(axes_of, varied, steps.parameters("uncertainties", Uncertainties), settings, sampling, listed)
    steps.make(_check_levels, constants, varied, settings, axes, levers)
    fixed = steps.make(_fixed, settings, axes, sampling)
    steps.make(_check_named, named, levers, fixed)
    steps.make(_check_priors, varied, levers, axes)
    steps.make(_check_firms, named, levers, settings, axes, sampling)
    each = [steps.make(_variant, section, levers, settings, axes, fixed) for section in tried]
    own = steps.make(lambda *found: found, *each)
    steps.own_ids("variants")
    variants = steps.make(crossed, named, own, levers)
    outcomes = steps.make(_outcomes, read, levers)
    own_patterns = tuple(steps.make(_pattern, section, levers) for section in wanted)
    counted.own_ids("patterns")
    matching = steps.make(_matching, held, box, repeated, own_patterns)
    if patterns is None:
        steps.make(_check_highest, held, None if None in own_patterns else own_patterns)
    if patterns is not None or {"patterns", "matching"} & file.table.keys():
        steps.make(_refuse_unmatched, counted.file, None if None in own_patterns else own_patterns)
    predictions = tuple(steps.make(read_prediction, section, levers, own, axes) for section in asked)
    family = steps.make(read_family, joint, levers, axes) if "family" in file.table else Family((), ())
    replication = steps.make(_replication, repeated, constants, levers, outcomes)
    maps = tuple(steps.make(_map, section, axes, outcomes, levers) for section in drawn)
    steps.own_ids("maps")
    identify = steps.make(read_identify, survey, axes, variants, outcomes, levers) if "identify" in file.table else None
    if "identify" in file.table:
        steps.make(check_points, survey, box, short, axes, sampling)
    quick = steps.make(_quick, short, constants, levers, own, sampling)
    steps.mistakes.end()
    if own_patterns:
        outcomes = _with_measures(outcomes, own_patterns)
    study = Study(
        path=file.place.path, text=file.text, id=question.form.id, title=question.form.title,
        question=question.form.text, predictions=predictions, levers=levers, uncertainties=axes, sampling=sampling,
        seed=constants.form.seed, days=constants.form.days, replicates=constants.form.replicates,
        settings=everywhere(settings, levers),
        outcomes=outcomes, variants=variants, quick=quick, maps=maps, replication=replication, family=family,
        identify=identify,
        patterns=own_patterns, matching=matching if own_patterns else None,
    )  # fmt: skip
    check_size(study, study.replicates)
    return study


class _Steps:
    """Steps of reading a file: one that finds mistakes leaves out those that need it, and all the others go on."""

    def __init__(self, file: TomlFile, mistakes: Mistakes, known: Sequence[str] = SECTIONS) -> None:
        self.file = file
        self.mistakes = mistakes
        absent = [one for one in known if one not in file.table]
        slips = {name: nearest(name, absent) for name in file.table if name not in known}
        self._misspelt = set(slips.values())
        name_slips(file, (), "section", slips, known, self.mistakes)

    def make(self, step: Callable[..., Made], *needs: object) -> Made:
        """Return what a step makes of what it needs; nothing to rely on before `mistakes.end()`."""
        if all(need is not None for need in needs):
            with self.mistakes.gathered():
                return step(*needs)
        return cast(Made, None)

    def section(self, name: str, form: type[Form], *, parameters: bool = False) -> Section[Form]:
        """Return a section in its form; one that is not there has no fields."""
        if name in self._misspelt:
            return cast(Section[Form], None)
        table = self.file.table.get(name, {})
        return self.make(partial(read_section, parameters=parameters), self.file, (name,), table, form)

    def parameters(self, name: str, form: type[Any]) -> Section[None]:
        """Return the parameters of a section, whether or not its other fields have their form."""
        table, others = self.file.table.get(name, {}), [one.name for one in fields(form)]
        found = {key: value for key, value in table.items() if key not in others} if isinstance(table, dict) else {}
        return self.make(read_parameters, self.file, (name,), found)

    def sections(self, name: str, form: type[Form]) -> list[Section[Form]]:
        """Return the tables of a list of tables; nothing to rely on in place of one that has not its form."""
        tables = self.file.table.get(name, [])
        if not isinstance(tables, list):
            self.mistakes.add(self.file.error((name,), f"is {shown(tables)}; expected [[{name}]] tables"))
            return []
        return [self.make(read_section, self.file, (name, at), table, form) for at, table in enumerate(tables)]

    def own_ids(self, name: str) -> None:
        """Refuse a second table of one id in a list of tables, whether or not the two have their form."""
        seen = set()
        tables = self.file.table.get(name, [])
        for at, table in enumerate(tables if isinstance(tables, list) else []):
            given = table.get("id") if isinstance(table, dict) else None
            id_ = given.strip() if isinstance(given, str) else None
            if id_ in seen:
                self.mistakes.add(self.file.error((name, at, "id"), f"is '{id_}' a second time; expected another id"))
            seen.add(id_)


def _levers(section: Section[Named]) -> Levers:
    named = section.form
    own = tuple(_own_firm(section, name) for name in named.firms if name.lower().endswith(SUFFIX))
    firms = tuple(Path(name).stem if name.lower().endswith(SUFFIX) else name for name in named.firms)
    for name in {one.name for one in own}:
        if firms.count(name) > 1 or name in (one.id for one in FIRMS):
            raise section.error("firm", f"has a file whose firm is '{name}', as another is; expected another file name")
    if not named.chart:
        refuse(section.wrong(structure=[structure.id for structure in STRUCTURES]))
        return Levers(named.structures, firms, named.worlds, own=own, levels=levels_of(named))
    charts = tuple(_chart(section, name) for name in named.chart)
    if len(named.firms) > 1:
        raise section.error("firm", f"names {len(named.firms)} firms; expected one, whose numbers the charts get")
    names = tuple(chart.name for chart in charts)
    if len(set(names)) < len(names):
        raise section.error("chart", "has two charts of one name; expected a name of its own for each")
    given = (named.structures, names, named.worlds, named.chart, charts, firms[0], own)
    return Levers(*given, levels=levels_of(named))


def _check_levels(
    constants: Section[Any], varied: Section[Any], settings: Settings, axes: tuple[Axis, ...], levers: Levers
) -> None:
    """Refuse a lever of [levers] that other sections set too."""
    refuse_twice(constants, dict(settings), levers)
    refuse_twice(varied, [axis.name for axis in axes], levers)


def _chart(section: Section[Named], name: str) -> Chart:
    """Return a chart that a study names, beside its file."""
    with _told_in(section, "chart"):
        return read_chart(section.file.place.path.parent / name)


def _own_firm(section: Section[Named], name: str) -> OwnFirm:
    """Return a firm whose file a study names, beside its own."""
    with _told_in(section, "firm"):
        return read_firm(section.file.place.path.parent / name)


@contextmanager
def _told_in(section: Section[Named], field: str) -> Iterator[None]:
    """Name the field of the study beside each fault of the file that it names."""
    try:
        yield
    except (ChartError, SettingError) as error:
        lines = (section.error(field, f"cannot be used: {line}") for line in str(error).splitlines())
        raise StudyError("\n".join(map(str, lines))) from None


def _fixed(settings: Settings, axes: tuple[Axis, ...], sampling: Sampling) -> list[str]:
    """Return the parameters that the study sets at every point: none of the axes that a world may keep as they are."""
    moved = [axis.name for axis in axes if not is_prior(axis)] if sampling.kind != "one_at_a_time" else []
    return [*dict(settings), *moved]


def _check_priors(section: Section[Uncertainties], levers: Levers, axes: tuple[Axis, ...]) -> None:
    """Refuse a parameter's prior where every world of the study sets that number: nothing would vary."""
    worlds = [ACCEPTED[name].settings for name in levers.worlds]
    told = "is set by each world of [levers]; expected a list of levels, { low, high }, or no such line"
    inert = (axis.name for axis in axes if is_prior(axis) and all(axis.name in settings for settings in worlds))
    refuse(section.error(name, told) for name in inert)


def _check_firms(
    section: Section[Named], levers: Levers, settings: Settings, axes: tuple[Axis, ...], sampling: Sampling
) -> None:
    """Refuse two firms of [levers] that differ in nothing but numbers that the study sets or draws itself."""
    if levers.charts:
        return
    moved = [axis.name for axis in axes] if sampling.kind != "one_at_a_time" else []
    found: dict[object, str] = {}
    for one in (one for one in FIRMS if one.id in levers.firms):
        rest = {name: value for name, value in one.settings.items() if name not in {*dict(settings), *moved}}
        key = (one.chart.posts, *map(str, (one.owners, one.ration, one.route, one.assume, rest)))
        other = found.setdefault(key, one.id)
        if other != one.id:
            told = f"names '{other}' and '{one.id}', which differ only in numbers that the study sets or draws"
            raise section.error("firm", f"{told}; expected one of them")


def _check_named(section: Section[Named], levers: Levers, fixed: Collection[str]) -> None:
    """Refuse worlds, rationing rules or routes of [levers] that differ in nothing but what the study sets itself."""
    ways = section.form
    refuse(
        _alike(section, "world", [ACCEPTED[name] for name in levers.worlds], fixed),
        _alike(section, "ration", [RATIONS[name] for name in ways.ration], fixed),
        _alike(section, "route", [ROUTES[name] for name in ways.route], fixed),
    )


def _alike(
    section: Section[Any], field: str, named: Iterable[NamedSettings], fixed: Collection[str]
) -> Iterator[ReportsToError]:
    """Yield the error for two named settings whose runs would be the same: what tells them apart is set here."""
    left: dict[Settings, NamedSettings] = {}
    for one in named:
        rest = tuple(sorted((key, value) for key, value in one.settings.items() if key not in fixed))
        other = left.setdefault(rest, one)
        if other is not one:
            set_here = ", ".join(sorted(key for key in {*one.settings, *other.settings} if key in fixed))
            told = f"'{other.id}' and '{one.id}', which are the same where the study sets {set_here}"
            yield section.error(field, f"names {told}; expected one of them")


def _variant(
    section: Section[Tried], levers: Levers, settings: Settings, axes: tuple[Axis, ...], fixed: Collection[str]
) -> tuple[Variant, list[Level]]:
    """Return a variant, and the levels it is tried at."""
    elsewhere = {*dict(settings), *(axis.name for axis in axes)}
    inner = Section(section.file, (*section.where, "settings"), None, dict(section.form.settings))
    own = read_settings(inner)
    if not own:
        raise section.error("settings", "is empty; expected at least one parameter, such as improvement.lateral = 0")
    for name, _ in own:
        if name in elsewhere:
            raise inner.error(name, "is set in [constants] or [uncertainties] too; expected it in one place")
    refuse_twice(inner, dict(own), levers)
    variant = Variant(section.form.id, section.form.title, own, **_narrowed(section, levers))
    levels = narrowed(section, levers)
    every = [*fixed, *dict(own)]
    refuse(
        _alike(section, "world", [ACCEPTED[name] for name in variant.worlds], every),
        _alike(section, "ration", _tried(levels, "ration", RATIONS), every),
        _alike(section, "route", _tried(levels, "route", ROUTES), every),
    )
    return variant, levels


def _tried(levels: Iterable[Level], lever: str, known: Mapping[str, NamedSettings]) -> list[NamedSettings]:
    """Return the named settings that these combinations of levels have, each once."""
    found = dict.fromkeys(str(dict(level.settings)[lever]) for level in levels if lever in dict(level.settings))
    return [known[name] for name in found]


def _narrowed(section: Section[Tried] | Section[Short], levers: Levers) -> dict[str, Any]:
    """Return the structures, firms and worlds that are named, or all of the study's."""
    refuse(section.wrong(structure=levers.structures, firm=levers.firms, world=levers.worlds))
    return {name: getattr(section.form, name) or getattr(levers, name) for name in ("structures", "firms", "worlds")}


def _outcomes(section: Section[Outcomes], levers: Levers) -> Outcomes:
    read = section.form
    known = (*read.primary, *read.measures)
    refuse(section.wrong(lower_is_better=known, against=levers.structures, order=levers.structures))
    if len(read.order) == 1:
        raise section.error("order", f"names '{read.order[0]}' alone; expected two or more structures, the best first")
    others = tuple(name for name in read.measures if name not in read.primary)
    return replace(read, measures=others, against=read.against or levers.structures[0])


# ── Matching: patterns that points are held against ──────────────────────────────────────────────


def _patterns_file(path: str | Path, mistakes: Mistakes) -> _Steps:
    """Return the steps of a file that has nothing but [[patterns]]."""
    file = read_toml(Place(Path(path), StudyError), LARGEST, "a TOML file of [[patterns]]", mistakes)
    return _Steps(file, mistakes, ("patterns",))


def _pattern(section: Section[Wanted], levers: Levers) -> Target:
    refuse(
        (section.error(name if name in section.given else "", _placed(name, message, section.given))
         for name, message in wrong(section.form)),
        section.wrong(structure=levers.structures),
    )  # fmt: skip
    return target(section.form)


def _placed(name: str, message: str, given: Collection[str]) -> str:
    """Return a message about a field that stands there, or about the table that lacks it."""
    return message if name in given else f"{name} {message}"


def _matching(
    section: Section[Matching],
    box: Section[Box],
    repeated: Section[Replication],
    patterns: tuple[Target, ...],
) -> Matching:
    kind = box.form.kind
    if patterns and kind not in DRAWN:
        raise box.error("kind" if "kind" in box.given else "", f"is '{kind}'; [[patterns]] expect {listed(DRAWN)}")
    if patterns and repeated.form.kind != "fixed":
        raise repeated.error("kind", f"is '{repeated.form.kind}'; [[patterns]] expect fixed replicates")
    if section.form.waves < 2 and section.form.points:
        raise section.error("points", "is of the second wave; expected waves = 2, or no points")
    return section.form


def _check_highest(section: Section[Matching], patterns: tuple[Target, ...]) -> None:
    """Refuse to decide by a pattern behind the last one that decides."""
    deciding, highest = sum(one.rations != () for one in patterns), section.form.highest
    if "highest" in section.given and 0 < deciding < highest:
        told = f"{deciding:,}, the patterns that decide" if deciding > 1 else "1, as one pattern decides"
        raise section.error("highest", f"is {highest:,}; expected at most {told}")


def _refuse_unmatched(file: TomlFile, patterns: Sequence[Target]) -> None:
    """Refuse to match points to nothing, or to half inputs alone, which change no weight."""
    if not file.table.get("patterns"):
        raise file.place.error('has no [[patterns]]; expected one or more, such as id = "P1"')
    if patterns and not any(one.rations != () for one in patterns):
        told = f"no pattern of {listed(one.id for one in patterns)} decides, as a setting nearly decides each of them"
        raise file.error(("patterns",), f"{told}; expected an output or an own count")


def _with_measures(outcomes: Outcomes, patterns: Sequence[Target]) -> Outcomes:
    """Return outcomes with the measures that matching reads kept: of these patterns, of every published one, soundness.

    So other published patterns can be asked of runs that are there.
    """
    if not outcomes.listed_only:
        return outcomes
    every = (*patterns, *(published(one) for one in published_patterns() if one.use in COMPARED))
    needed = dict.fromkeys((*SOUND, *measures_for(every)))
    more = [name for name in needed if name not in (*outcomes.primary, *outcomes.measures)]
    return replace(outcomes, measures=(*outcomes.measures, *more))


def _map(section: Section[Map], axes: tuple[Axis, ...], outcomes: Outcomes, levers: Levers) -> Map:
    read = section.form
    named = {axis.name: axis.values for axis in axes if type(axis) is Levels}
    if len(named) < 2:
        raise section.error("", f"needs two lists of levels in [uncertainties]; there are {len(named)}")
    measures = (*outcomes.primary, *outcomes.measures)
    others = [name for name in named if name != read.x]
    refuse(section.wrong(x=named, y=others, measures=measures, structure=levers.structures))
    structures = read.structures or levers.structures
    if len(structures) < 2:
        raise section.error("structure", "names one structure; expected at least two to compare")
    at = tuple((name, kept(name, value)) for name, value in read.at)
    for name, value in at:
        if value not in named.get(name, ()):
            where = (*section.where, "at", name)
            raise section.file.error(where, f"is {shown(value)}; expected a level of another uncertainty")
    return replace(read, measures=read.measures or outcomes.primary, structures=structures, at=at)


def _quick(
    section: Section[Short],
    constants: Section[Constants],
    levers: Levers,
    variants: Sequence[tuple[Variant, list[Level]]],
    sampling: Sampling,
) -> Quick:
    read, ids = section.form, tuple(variant.id for variant, _ in variants)
    if read.variants:
        refuse(section.wrong(variants=ids))
    refuse(_wrong_numbers(section, constants, sampling))
    wanted, levels = section.given.get("variants", ids), narrowed(section, levers)
    if levers.levels[0] not in levels:
        raise section.error("", "leaves out a first level of [levers]; expected it, as others are held against it")
    return Quick(
        **_narrowed(section, levers),
        variants=(
            *(level.id for level in levels if level.id),
            *(variant_at(one.id, at) for one, its in variants if one.id in wanted for at in its if at in levels),
        ),
        replicates=read.replicates or constants.form.replicates,
        points=read.points or sampling.points,
    )


def _wrong_numbers(
    section: Section[Short], constants: Section[Constants], sampling: Sampling
) -> Iterator[ReportsToError]:
    read, most = section.form, constants.form.replicates
    if read.replicates > most:
        yield section.error("replicates", f"is {read.replicates:,}; expected a whole number from 1 to {most:,}")
    if not read.points:
        return
    if sampling.kind in CHOSEN and sampling.kind != "points":
        yield section.error("points", f"is for designs that draw points; the design is '{sampling.kind}'")
    elif read.points > sampling.points:
        yield section.error("points", f"is {read.points:,}; expected at most the {sampling.points:,} of [design]")
    else:
        yield from wrong_points(section, read.points, sampling.kind)


# ── How many replicates: a fixed number, or a plan that stops when it knows enough ───────────────


def _replication(
    section: Section[Replication], constants: Section[Constants], levers: Levers, outcomes: Outcomes
) -> Replication:
    plan = section.form
    refuse(_wrong_fields(section), _wrong_plan(section, constants, levers, outcomes))
    if plan.kind == "fixed":
        return plan
    measure = plan.measure or outcomes.primary[0]
    most = plan.most or 20 * constants.form.replicates
    if plan.kind == "until_precise":
        return replace(plan, measure=measure, most=most, half_width=_width(section, "half_width", measure, 0.5))
    return replace(plan, measure=measure, most=most, indifference=_width(section, "indifference", measure, 1.0))


def _wrong_fields(section: Section[Replication]) -> Iterator[ReportsToError]:
    kind = section.form.kind
    for name in sorted(section.given.keys() - {"kind", *REPLICATION_FIELDS[kind]}):
        expected = ", ".join(("kind", *REPLICATION_FIELDS[kind]))
        yield section.error(name, f"is no field of '{kind}'; expected {expected}")


def _wrong_plan(
    section: Section[Replication], constants: Section[Constants], levers: Levers, outcomes: Outcomes
) -> Iterator[ReportsToError]:
    plan, first = section.form, constants.form.replicates
    if plan.kind == "fixed":
        return
    if first < FEWEST_FIRST:
        reason = f"expected at least {FEWEST_FIRST} to begin with, which give the variances"
        yield constants.error("replicates", f"is {first}; [replication] '{plan.kind}' {reason}")
    if plan.most and plan.most < first:
        yield section.error("most", f"is {plan.most:,}; expected at least the {first:,} of [constants]")
    yield from section.wrong(measure=(*outcomes.primary, *outcomes.measures), a=levers.structures, b=levers.structures)
    if plan.kind == "selection" and len(levers.structures) < 2:
        where = ("levers", "structure")
        yield section.file.error(where, "names one structure; a selection expects two or more")
    if plan.kind == "until_precise":
        yield from section.lacks("a", "b")
        if plan.a == plan.b and plan.a:
            yield section.error("b", f"is '{plan.b}', like a; expected two structures")


def _width(section: Section[Replication], name: str, measure: str, part: float) -> float:
    """Return a width in the unit of a measure: what the file says, or a part of the smallest effect of interest."""
    given, usual = section.given.get(name), SMALLEST_EFFECTS.get(measure)
    if given is None and usual and not usual.relative:
        return part * usual.amount
    if not given:
        told = "is missing" if given is None else "is 0"
        raise section.error(name, f"{told}; expected more than 0, in the unit of the measure")
    return float(given)
