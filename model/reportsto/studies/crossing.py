"""Levers of [levers] beside structure, firm and world: every combination of their levels is run.

The first level of each lever is what a study is about. Each other combination becomes a variant of its own, and so does
each variant at each combination. So what is true of variants is true of levels: keys, tables, the quick form.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import product
from typing import Any

from reportsto.errors import ReportsToError, did_you_mean, listed, shown
from reportsto.studies.sections import Section, refuse
from reportsto.studies.study import Crossed, Level, Levers, Setting, Variant
from reportsto.worlds import POINTS

LISTS = {one.name: "window" if one.name == "windows" else one.name for one in fields(Crossed)}
"""Each list of levels by its name in a file, with the lever it is of."""
TITLES = {
    "people": "there are {} people",
    "ration": "decisions are rationed by {}",
    "route": "reports go by {}",
    "window": "measures are of days {}",
    "assume": "what is assumed stands at {}",
    "move": "customer service moves on day {}",
}
TWICE = "is in [levers] too; expected it in one place"


def levels_of(named: Crossed) -> tuple[Level, ...]:
    """Return every combination of the levels that a section lists, the first levels first."""
    given = {lever: getattr(named, name) for name, lever in LISTS.items() if getattr(named, name)}
    return tuple(_level(given, values) for values in product(*given.values()))


def _level(given: Mapping[str, Sequence[object]], values: Sequence[object]) -> Level:
    settings = tuple(zip(given, values, strict=True))
    other = [(lever, value) for lever, value in settings if value != given[lever][0]]
    return Level(
        id="_".join(f"{lever}_{_word(_named(lever, value))}" for lever, value in other),
        title=in_words(other),
        settings=settings,
    )


def in_words(settings: Iterable[tuple[str, object]]) -> str:
    """Return levels of levers as people read them: "there are 12 people, what is assumed stands at essays"."""
    return ", ".join(TITLES[lever].format(_told(_named(lever, value))) for lever, value in settings)


def level_word(lever: str, value: object) -> str:
    """Return the level of a lever in a word or two: "1,800", "digest", "essays"."""
    return _told(_named(lever, value))


def _named(lever: str, value: object) -> object:
    """Return the name of a point of what is assumed that has one; of all else, the value."""
    return next((name for name, at in POINTS.items() if lever == "assume" and at == value), value)


def _word(value: object) -> str:
    """Return a level as part of an id."""
    if isinstance(value, tuple):
        return "_".join(map(str, value))
    return str(value).replace(":", "_")


def _told(value: object) -> str:
    """Return a level as people read it."""
    if isinstance(value, tuple):
        return f"{value[0] + 1:,} to {value[1]:,}"
    return value.replace("_", " ").replace(":", " to ") if isinstance(value, str) else f"{value:,}"


def taken(levers: Levers) -> frozenset[str]:
    """Return the levers that [levers] lists, which nothing else may set."""
    return frozenset(lever for lever, _ in levers.levels[0].settings)


def refuse_twice(section: Section[Any], names: Iterable[str], levers: Levers) -> None:
    """Refuse names of a section that are levers of [levers] too."""
    refuse(section.error(name, TWICE) for name in names if name in taken(levers))


def narrowed(section: Section[Any], levers: Levers) -> list[Level]:
    """Return the combinations that a section's lists of levels leave, by default all; others are refused."""
    every: dict[str, list[object]] = {lever: [] for lever in LISTS.values()}
    for level in levers.levels:
        for lever, value in level.settings:
            every[lever].append(value)
    refuse(_others(section, every))
    wanted = {lever: getattr(section.form, name) for name, lever in LISTS.items()}
    return [
        level
        for level in levers.levels
        if all(not wanted[lever] or value in wanted[lever] for lever, value in level.settings)
    ]


def _others(section: Section[Any], every: Mapping[str, Sequence[object]]) -> Iterator[ReportsToError]:
    for name, lever in LISTS.items():
        for value in getattr(section.form, name):
            yield from wrong_level(section, name, value, every[lever])


def wrong_level(section: Section[Any], name: str, value: object, levels: Sequence[object]) -> Iterator[ReportsToError]:
    """Yield the error for a value that is no level of [levers]."""
    if not levels:
        told = shown(_named(name, value))
        yield section.error(name, f"is {told}; [levers] lists no level of it: expected one there, or none here")
    elif value not in levels:
        near = did_you_mean(value, map(str, levels)) if isinstance(value, str) else ""
        expected = listed(dict.fromkeys(_plain(_named(name, level)) for level in levels))
        yield section.error(name, f"is {_plain(_named(name, value))}{':' if near else ';'} {near}expected {expected}")


def _plain(value: object) -> str:
    """Return a level as a file has it."""
    return str(list(value)) if isinstance(value, tuple) else str(value)


def selected(section: Section[Any], levers: Levers, usual: Level) -> Level:
    """Return the combination that a prediction names; a lever that it leaves out is as in `usual`."""
    asked = {lever: getattr(section.form, lever) for lever in LISTS.values()}
    named = {lever: value for lever, value in asked.items() if value is not None}
    every = {lever: [dict(level.settings).get(lever) for level in levers.levels] for lever in named}
    none = {lever: [] if lever not in taken(levers) else values for lever, values in every.items()}
    refuse(*(wrong_level(section, lever, value, none[lever]) for lever, value in named.items()))
    wanted = {**dict(usual.settings), **named}
    return next(level for level in levers.levels if dict(level.settings) == wanted)


def at_level(level: Level) -> str:
    """Return a combination of levels as a file has it."""
    return ", ".join(f"{lever} {_plain(_named(lever, value))}" for lever, value in level.settings)


def variant_at(variant: str, level: Level) -> str:
    """Return the id of a variant ("" for none) at a combination of levels."""
    return "_".join(filter(None, (variant, level.id)))


def crossed(
    section: Section[Any], variants: Sequence[tuple[Variant, list[Level]]], levers: Levers
) -> tuple[Variant, ...]:
    """Return what a study runs beside its first levels: each other combination, and each variant at those of its own.

    Raises `StudyError` where two of these would have one id.
    """
    alone = Variant("", "", (), levers.structures, levers.firms, levers.worlds)
    own = {variant.id: (variant, levels) for variant, levels in variants}  # a second id is refused where it stands
    found = [
        replace(
            variant,
            id=variant_at(variant.id, level),
            title=", ".join(filter(None, (variant.title, level.title))),
            settings=(*(level.settings if level.id else ()), *variant.settings),
        )
        for variant, levels in ((alone, list(levers.levels)), *own.values())
        for level in levels
        if variant.id or level.id
    ]
    twice = [name for name, times in Counter(variant.id for variant in found).items() if times > 1]
    refuse(section.error("", f"makes a second variant '{name}'; expected another id in [[variants]]") for name in twice)
    return tuple(found)


def usual_variant(levers: Levers, variant: str) -> str:
    """Return the variant that a variant is held against: its own levels without it; "" where these are the first."""
    ids = [level.id for level in levers.levels if level.id and variant.endswith(f"_{level.id}")]
    return max(ids, key=len, default="")


def constants(settings: tuple[Setting, ...], levers: Levers) -> tuple[Setting, ...]:
    """Return what holds everywhere unless a variant says otherwise: the first levels too."""
    return (*settings, *levers.levels[0].settings)
