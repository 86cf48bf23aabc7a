"""The works behind rules, numbers and claims, each with what a study used it for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

from msgspec import convert

from reportsto.errors import StudyError
from reportsto.files.place import Place
from reportsto.files.toml import read_toml
from reportsto.parameters import Info, Parameters, every_field

OWN = Path(__file__).with_name("works.toml")
LARGEST = 2**20
EVERY_RUN = ""
"""The mechanism of what no switch leaves out."""
MOST_LOOKED_AT = 2_000
"""Points of a study that are searched for a mechanism at work, evenly over all."""


@dataclass(frozen=True, slots=True)
class Work:
    """One work.

    Claims that it makes, supports or speaks against are in `claims`.

    Attributes:
        id: the key of a bibliography.
        authors: family name and initials each, as far as known.
        year: 0 where it is not known.
        title, container, volume, number, pages, publisher, doi: as printed; empty for what is not known.
        read: how far it was read, by the tags of `docs/reference/sources.md`.
        others: whether there are further authors.
        kind: article, inproceedings, post (of a blog) or report.
        missing: why it cannot be cited properly yet; empty where it can.
        named: how sources of numbers name it.
        rules: what else it was used for, by mechanism.
    """

    id: str
    authors: tuple[str, ...]
    year: int
    read: str
    title: str = ""
    container: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    others: bool = False
    kind: str = "article"
    missing: str = ""
    named: tuple[str, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)


@cache
def works() -> tuple[Work, ...]:
    """Return every work, in the order of the file."""
    table = read_toml(Place(OWN, StudyError), LARGEST, "a file of works (.toml)").table
    return convert(table["work"], tuple[Work, ...])


def uses(at_work: Iterable[Parameters] | None = None) -> dict[str, tuple[str, ...]]:
    """Return what each work was used for in runs with these parameters, by the id of the work.

    A work that was not used is left out. A mechanism counts as used if it is switched on in one of
    the runs; None is for every mechanism.
    """
    fields = {f"{group}.{entry}": info for group, entry, info in every_field()}
    on = set(fields) if at_work is None else _switched_on(fields, at_work)
    off = {switch for info in fields.values() for switch, _ in info.off}
    off -= {switch for name in on for switch, _ in fields[name].off}
    told = {one.id: (*_numbers(one, fields, on), *_rules(one, off)) for one in works()}
    return {key: what for key, what in told.items() if what}


def _switched_on(fields: Mapping[str, Info], at_work: Iterable[Parameters]) -> set[str]:
    """Return the parameters that no run needs an off-switch for: those whose value is another than when off."""
    on = {name for name, info in fields.items() if not info.off}
    for numbers in islice(at_work, MOST_LOOKED_AT):
        on |= {name for name in fields.keys() - on if not _off(numbers, name, fields[name])}
        if len(on) == len(fields):
            break
    return on


def _off(numbers: Parameters, name: str, info: Info) -> bool:
    value = numbers.get(name)
    values = value if isinstance(value, tuple) else (value,)
    return any(all(one == off for one in values) for _, off in info.off)


def _numbers(work: Work, fields: Mapping[str, Info], on: set[str]) -> list[str]:
    """Return the numbers of which a work is a source, each with its meaning."""
    return [
        f"{name}: {info.meaning}"
        for name, info in fields.items()
        if name in on and any(one in source for one in work.named for source in _sources(info))
    ]


def _rules(work: Work, off: set[str]) -> list[str]:
    return [what for mechanism, what in work.rules.items() if mechanism not in off]


def _sources(info: Info) -> list[str]:
    return [info.evidence.source, *(prior.evidence.source for prior in info.priors)]
