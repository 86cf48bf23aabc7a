"""Who makes the claims that the project's studies test, and which works speak for them or against them.

A prediction is about the claim of its id. What stands here is no part of a study: it can be put right at any time, and
the digests of predictions stay.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from msgspec import convert

from reportsto.citing.works import LARGEST
from reportsto.errors import StudyError
from reportsto.files.place import Place
from reportsto.files.toml import read_toml

OWN = Path(__file__).with_name("claims.toml")
MAKES, SUPPORTS, OPPOSES = "which it makes", "which it supports", "which it speaks against"
"""How a work can stand to a claim."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What some predictions are about.

    Attributes:
        id: the claim of these predictions.
        studies: the studies that ask it.
        says: the claim in a sentence.
        by: ids of the works that make it.
        agree, disagree: what other works found that speaks for it or against it, by their ids.
        after: the id of the claim that this one is a case of; its works count here too.
        own: why it is asked, where no known work makes it.
    """

    id: str
    studies: tuple[str, ...]
    says: str
    by: tuple[str, ...] = ()
    agree: Mapping[str, str] = field(default_factory=dict)
    disagree: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    own: str = ""

    def stands(self) -> Iterator[tuple[str, str, str]]:
        """Yield each work named here with how it stands to the claim, and what it found or the claim itself."""
        for work in self.by:
            yield work, MAKES, self.says.rstrip(".")
        for stand, works in ((SUPPORTS, self.agree), (OPPOSES, self.disagree)):
            for work, found in works.items():
                yield work, stand, found


@cache
def claims() -> tuple[Claim, ...]:
    """Return every claim of the project's studies, in the order of the file."""
    table = read_toml(Place(OWN, StudyError), LARGEST, "a file of claims (.toml)").table
    return convert(table["claim"], tuple[Claim, ...])


def claims_of(study: str, ids: Iterable[str]) -> list[Claim]:
    """Return the claims of these ids that a study of the project asks; others have no record and are left out."""
    wanted = set(ids)
    return [one for one in claims() if study in one.studies and one.id in wanted]


def root_of(claim: Claim) -> Claim:
    """Return the claim that another is a case of, or the claim itself."""
    return next(one for one in claims() if one.id == claim.after) if claim.after else claim


def uses_for(asked: Collection[Claim]) -> dict[str, tuple[str, ...]]:
    """Return how the works of some claims stand to them, by the id of the work.

    Cases of a claim that is asked too are named with it, and not again.
    """
    told = defaultdict[str, list[str]](list)
    for claim in asked:
        root = root_of(claim)
        for work, stand, found in claim.stands():
            told[work].append(_told(_named(claim, asked), stand, found))
        if claim.after and root not in asked:
            for work, stand, found in root.stands():
                told[work].append(_told(claim.id, stand, found))
    return {work: tuple(dict.fromkeys(lines)) for work, lines in told.items()}


def _named(claim: Claim, asked: Iterable[Claim]) -> str:
    cases = [one.id for one in asked if one.after == claim.id]
    return f"{claim.id} with {', '.join(cases)}" if cases else claim.id


def _told(named: str, stand: str, found: str) -> str:
    return f"claim {named}, {stand}: {found}"
