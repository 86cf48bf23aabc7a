"""Read and check a study file: TOML in, a `Study` out, and one line for each mistake that names file, line and field.

Form comes first, for every section (`form`); then what names and numbers mean, as far as what they rest on is sound.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from reportsto.chart_files.reading import read_chart
from reportsto.charts.chart import Chart
from reportsto.errors import ChartError, ReportsToError, StudyError, shown
from reportsto.files.place import Place
from reportsto.files.toml import read_toml
from reportsto.structures import STRUCTURES
from reportsto.studies import form
from reportsto.studies.axes import frozen, read_axes, read_sampling, settings_of, wrong_points
from reportsto.studies.listed import read_list
from reportsto.studies.predictions import read_family, read_prediction
from reportsto.studies.replication import read_replication
from reportsto.studies.sampling import CHOSEN, Axis, Levels, Sampling
from reportsto.studies.sections import Section, Steps, refuse
from reportsto.studies.study import Family, Map, Outcomes, Quick, Setting, Study, Variant, check_size
from reportsto.studies.study import Levers as ReadLevers
from reportsto.worlds import WORLDS

SECTIONS = (
    "question", "predictions", "levers", "uncertainties", "design", "constants", "replication", "outcomes", "family",
    "variants", "maps", "quick",
)  # fmt: skip
LARGEST = 1_000_000
"""Bytes; a study is written by hand, so a larger file is a mistake."""


def read_study(path: str | Path) -> Study:
    """Return the study in a file; raises one `StudyError` with a line for each mistake that can be told."""
    file = read_toml(Place(Path(path), StudyError), LARGEST, "a TOML study file")
    steps = Steps(file)
    steps.only(SECTIONS)
    # Every section has its form before any is looked into.
    question = steps.section("question", form.Question)
    placed = steps.section("levers", form.Levers)
    varied = steps.section("uncertainties", form.Uncertainties, parameters=True)
    design = steps.section("design", form.Design)
    constants = steps.section("constants", form.Constants, parameters=True)
    repeated = steps.section("replication", form.Replication)
    read = steps.section("outcomes", form.Outcomes)
    joint = steps.section("family", form.Family) if "family" in file.table else None
    short = steps.section("quick", form.Quick)
    asked = steps.sections("predictions", form.Prediction)
    tried = steps.sections("variants", form.Variant)
    drawn = steps.sections("maps", form.Map)

    levers = steps.make(_levers, placed)
    settings = steps.make(settings_of, steps.parameters("constants", form.Constants), steps.mistakes)
    listed = steps.make(read_list, design, settings)
    sampling = steps.make(read_sampling, design, constants, listed)
    values = steps.parameters("uncertainties", form.Uncertainties)
    axes = steps.make(read_axes, varied, values, settings, sampling, listed)
    fixed = steps.make(_fixed, settings, axes, sampling)
    steps.make(lambda section, levers, fixed: _check_worlds(section, levers.worlds, fixed), placed, levers, fixed)
    each = [steps.make(_variant, section, levers, settings, axes, fixed) for section in tried]
    variants = steps.make(lambda *found: found, *each)
    steps.make(_check_ids, *tried)
    outcomes = steps.make(_outcomes, read, levers)
    predictions = tuple(steps.make(read_prediction, section, levers, variants, axes) for section in asked)
    family = steps.make(read_family, joint, levers, axes) if "family" in file.table else Family()
    replication = steps.make(read_replication, repeated, constants, levers, outcomes)
    maps = tuple(steps.make(_map, section, axes, outcomes, levers) for section in drawn)
    steps.make(_check_ids, *drawn)
    quick = steps.make(_quick, short, constants, levers, variants, sampling)
    steps.mistakes.end()
    study = Study(
        path=file.place.path, text=file.text, id=question.form.id, title=question.form.title,
        question=question.form.text, predictions=predictions, levers=levers, uncertainties=axes, sampling=sampling,
        seed=constants.form.seed, days=constants.form.days, replicates=constants.form.replicates, settings=settings,
        outcomes=outcomes, variants=variants, quick=quick, maps=maps, replication=replication,
        family=family,
    )  # fmt: skip
    check_size(study, study.replicates)
    return study


def _levers(section: Section[form.Levers]) -> ReadLevers:
    levers = section.form
    if not levers.chart:
        refuse(section.wrong(structure=[structure.id for structure in STRUCTURES]))
    charts = tuple(_chart(section, name) for name in levers.chart)
    if not charts:
        return ReadLevers(levers.structure, levers.firm, levers.world)
    if len(levers.firm) > 1:
        raise section.error("firm", f"names {len(levers.firm)} firms; expected one, whose numbers the charts get")
    names = tuple(chart.name for chart in charts)
    if len(set(names)) < len(names):
        raise section.error("chart", "has two charts of one name; expected a name of its own for each")
    return ReadLevers(levers.structure, names, levers.world, charts, levers.firm[0])


def _chart(section: Section[form.Levers], name: str) -> Chart:
    """Return a chart that a study names, beside its file."""
    try:
        return read_chart(section.file.place.path.parent / name)
    except ChartError as error:
        lines = (section.error("chart", f"cannot be used: {line}") for line in str(error).splitlines())
        raise StudyError("\n".join(map(str, lines))) from None


def _fixed(settings: tuple[Setting, ...], axes: tuple[Axis, ...], sampling: Sampling) -> list[str]:
    """Return the parameters that the study sets at every point: none of the axes where they move one at a time."""
    return [*dict(settings), *(axis.name for axis in axes if sampling.kind != "one_at_a_time")]


def _check_worlds(
    section: Section[form.Levers] | Section[form.Variant], worlds: Collection[str], fixed: Collection[str]
) -> None:
    """Refuse two worlds that differ in nothing but what the study sets itself: their runs would be the same."""
    left: dict[tuple[Setting, ...], str] = {}
    for name in worlds:
        settings = WORLDS[name].settings
        rest = tuple(sorted((key, value) for key, value in settings.items() if key not in fixed))
        if rest in left:
            set_here = ", ".join(sorted(key for key in {*settings, *WORLDS[left[rest]].settings} if key in fixed))
            told = f"'{left[rest]}' and '{name}', which are the same where the study sets {set_here}"
            raise section.error("world", f"names {told}; expected one of them")
        left[rest] = name


def _check_ids(*sections: Section[form.Variant] | Section[form.Map]) -> None:
    """Refuse a second variant or map of one id."""
    ids = [section.form.id for section in sections]
    refuse(
        section.error("id", f"is '{section.form.id}' a second time; expected an id of its own")
        for at, section in enumerate(sections)
        if section.form.id in ids[:at]
    )


def _variant(
    section: Section[form.Variant],
    levers: ReadLevers,
    settings: tuple[Setting, ...],
    axes: tuple[Axis, ...],
    fixed: Collection[str],
) -> Variant:
    variant, taken = section.form, {*dict(settings), *(axis.name for axis in axes)}
    inner = section.inner("settings", variant.settings)
    own = settings_of(inner)
    if not own:
        raise section.error("settings", "is empty; expected at least one parameter, such as improvement.lateral = 0")
    for name, _ in own:
        if name in taken:
            raise inner.error(name, "is set in [constants] or [uncertainties] too; expected it in one place")
    structures, firms, worlds = _narrowed(section, levers)
    _check_worlds(section, worlds, [*fixed, *dict(own)])
    return Variant(variant.id, variant.title, own, structures, firms, worlds)


Places = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _narrowed(section: Section[form.Variant] | Section[form.Quick], levers: ReadLevers) -> Places:
    """Return the structures, firms and worlds that are named, or all of the study's."""
    part = section.form
    refuse(section.wrong(structure=levers.structures, firm=levers.firms, world=levers.worlds))
    return part.structure or levers.structures, part.firm or levers.firms, part.world or levers.worlds


def _outcomes(section: Section[form.Outcomes], levers: ReadLevers) -> Outcomes:
    read = section.form
    against = read.against or levers.structures[0]
    known = (*read.primary, *read.measures)
    refuse(section.wrong(lower_is_better=known, against=levers.structures, order=levers.structures))
    if len(read.order) == 1:
        raise section.error("order", f"names '{read.order[0]}' alone; expected two or more structures, the best first")
    others = tuple(name for name in read.measures if name not in read.primary)
    return Outcomes(read.primary, others, read.lower_is_better, against, read.listed_only, read.order)


def _map(section: Section[form.Map], axes: tuple[Axis, ...], outcomes: Outcomes, levers: ReadLevers) -> Map:
    read = section.form
    named = {axis.name: axis.values for axis in axes if type(axis) is Levels}
    if len(named) < 2:
        raise section.error("", f"needs two lists of levels in [uncertainties]; there are {len(named)}")
    measures = (*outcomes.primary, *outcomes.measures)
    others = [name for name in named if name != read.x]
    refuse(section.wrong(x=named, y=others, measures=measures, structure=levers.structures))
    structures = read.structure or levers.structures
    if len(structures) < 2:
        raise section.error("structure", "names one structure; expected at least two to compare")
    inner = section.inner("at", read.at or {})
    at = tuple((name, frozen(value)) for name, value in inner.rest.items())
    for name, value in at:
        if value not in named.get(name, ()):
            raise inner.error(name, f"is {shown(value)}; expected a level of another uncertainty")
    return Map(read.id, read.x, read.y, read.measures or outcomes.primary, structures, at, read.cross)


def _quick(
    section: Section[form.Quick],
    constants: Section[form.Constants],
    levers: ReadLevers,
    variants: tuple[Variant, ...],
    sampling: Sampling,
) -> Quick:
    read, ids = section.form, tuple(variant.id for variant in variants)
    if read.variants:
        refuse(section.wrong(variants=ids))
    refuse(_wrong_numbers(section, constants, sampling))
    wanted = ids if read.variants is None else read.variants
    replicates, points = read.replicates or constants.form.replicates, read.points or sampling.points
    return Quick(*_narrowed(section, levers), wanted, replicates, points)


def _wrong_numbers(
    section: Section[form.Quick], constants: Section[form.Constants], sampling: Sampling
) -> Iterator[ReportsToError]:
    read, most = section.form, constants.form.replicates
    if read.replicates and read.replicates > most:
        yield section.error("replicates", f"is {read.replicates:,}; expected a whole number from 1 to {most:,}")
    if read.points is None:
        return
    if sampling.kind in CHOSEN and sampling.kind != "points":
        yield section.error("points", f"is for designs that draw points; the design is '{sampling.kind}'")
    elif read.points > sampling.points:
        yield section.error("points", f"is {read.points:,}; expected at most the {sampling.points:,} of [design]")
    else:
        yield from wrong_points(section, read.points, sampling.kind)
