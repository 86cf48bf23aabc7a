"""People's names in titles and units, taken out: `Head of Service (Jane Smith)`, `PA to John Brown`.

A name is known by the column of names in the file, by a common given name, or by a form of address. It is taken out
where it is all that stands between two marks: brackets, a dash, a comma, or words such as "PA to". So no word of a
title is lost that stands in one part with others, and a name in a form not listed here stays.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from pathlib import Path

from reportsto.organisations.words import own_words, stems

_BRACKETS = re.compile(r"[(\[<{]([^()\[\]<>{}]{0,80})[)\]>}]")
_MARKS = re.compile(r"\s+[-/:|+]+\s+|\s*[–—|;,()\[\]<>{}]\s*|\s*:\s+")
"""What stands between the parts of a title."""
_TO = re.compile(r"(?i)\s+(?:to|for|covering|c/o)\s+|(?<=office) of\s+")
"""Words after which a part begins that may be who a post works for."""
_AND = re.compile(r"(?i)\s+(?:and|und|et|y|&|\+)\s+|\s*/\s*")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-]+[^\W\d_]+)*\.?")
_INITIAL = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)*")
_TIDY = ((re.compile(r"[(\[<{]\s*[)\]>}]"), " "), (re.compile(r"\s+"), " "), (re.compile(r" ([,;:)\]}])"), r"\1"),
         (re.compile(r"([,;(\[])(?:\s*[,;])+ ?"), r"\1"))  # fmt: skip
_ADDRESS = {
    "mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "prof", "professor", "herr", "frau", "mme", "mlle",
    "monsieur", "madame", "señor", "señora",
}  # fmt: skip
_PARTICLES = {
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ter", "van", "von",
    "zu",
}  # fmt: skip
_MOST = 4
"""Words of a name, particles and forms of address aside."""
OF_ROLES = {
    "acting", "admin", "agent", "area", "assistant", "associate", "board", "chief", "clerk", "coordinator", "cover",
    "department", "deputy", "desk", "director", "division", "executive", "full", "general", "grade", "group", "head",
    "interim", "junior", "lead", "leader", "level", "manager", "maternity", "office", "officer", "part", "post",
    "position", "president", "region", "regional", "role", "secretary", "senior", "staff", "supervisor", "team",
    "teams", "temporary", "time", "unit", "vacancy", "vacant", "vice", "worker",
}  # fmt: skip
"""Words of posts, not of people."""
_OF_PLACES = {
    "academy", "airport", "avenue", "award", "bank", "barracks", "base", "bridge", "building", "camp", "campus",
    "cathedral", "center", "centre", "church", "clinic", "close", "collection", "college", "company", "court", "day",
    "depot", "dock", "docks", "east", "estate", "field", "foundation", "fund", "gallery", "garage", "garden",
    "gardens", "gate", "green", "hall", "hill", "hospice", "hospital", "house", "inc", "infirmary", "institute",
    "island", "laboratory", "lane", "library", "limited", "line", "llp", "lodge", "london", "ltd", "memorial", "mill",
    "museum", "north", "palace", "park", "partners", "partnership", "place", "plc", "port", "prison", "prize",
    "programme", "project", "road", "room", "scheme", "school", "section", "shift", "shop", "site", "society", "south",
    "square", "station", "store", "street", "studio", "studios", "suite", "theatre", "tower", "trust", "university",
    "ward", "west", "wharf", "wing", "works", "yard",
}  # fmt: skip
_NAMES_OF_OTHERS = {
    "alan turing", "ben sherman", "diego garcia", "fred perry", "harvey nichols", "hugo boss", "james watt",
    "john lewis", "marie curie", "morgan stanley", "paul smith", "philip morris", "thomas cook",
}  # fmt: skip
"""Firms and places that are called after people."""


@cache
def given_names() -> Set[str]:
    """Return common given names, in small letters."""
    lines = Path(__file__).with_name("given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word.casefold() for line in lines if not line.startswith("#") for word in line.split())


def known_people(names: Iterable[str]) -> Set[str]:
    """Return the people's names in a column of names, in small letters: two words or more, none of a title.

    A given name with a word of places or of the table is a name too (Susan Hall); with a word of posts it is a title.
    """
    return frozenset(_plain(one) for one in names if 2 <= len(one.split()) <= _MOST + 2 and _is_person(one.split()))


def _is_person(words: Sequence[str]) -> bool:
    if not _of_titles(word for word in words if word.casefold() not in _PARTICLES):
        return True
    return words[0].casefold() in given_names() and OF_ROLES.isdisjoint(stem for word in words for stem in stems(word))


def without_people(text: str, known: Set[str] = frozenset()) -> str:
    """Return a title or a unit without people's names; `known` are those of the file (`known_people`)."""
    if not any(map(str.isupper, text)):
        return text
    out = _BRACKETS.sub(lambda found: " " if _are_names(found[1], known, alone=True) else found[0], text)
    for begin, end, alone in reversed([*_parts(out)]):
        part = out[begin:end]
        if _are_names(part, known, alone=alone):
            before = _TO.search(out[:begin]) if not alone else None
            out = f"{out[: before.start() if before else begin]} {out[end:]}"
        else:
            to = next((one for one in _TO.finditer(part) if _are_names(part[one.end() :], known, alone=True)), None)
            out = f"{out[: begin + to.start()]} {out[end:]}" if to else out
    return _tidied(out) if out != text else text


def _parts(text: str) -> Iterator[tuple[int, int, bool]]:
    at = 0
    for mark in _MARKS.finditer(text):
        yield at, mark.start(), False
        at = mark.end()
    yield at, len(text), False


def _are_names(text: str, known: Set[str], *, alone: bool) -> bool:
    """Tell whether a text is one or more people's names; where it stands `alone`, a given name is enough."""
    text = text.strip(" .")
    if not text:
        return False
    family, comma, given = (one.strip() for one in text.partition(","))
    if comma:
        return " " not in family and _is_name(f"{given} {family}", known, alone=False)
    return all(_is_name(one, known, alone=alone) for one in _AND.split(text))


def _is_name(text: str, known: Set[str], *, alone: bool) -> bool:
    plain = _plain(text)
    if plain in known:
        return True
    words = text.split()
    if not words or not all(_WORD.fullmatch(word) or _INITIAL.fullmatch(word) for word in words):
        return False
    address = [word for word in words if word.casefold().strip(".") in _ADDRESS]
    names = [word for word in words if word not in address and word.casefold() not in _PARTICLES]
    if not 1 <= len(names) <= _MOST or not all(word[0].isupper() for word in names):
        return False
    if plain in _NAMES_OF_OTHERS or _of_titles(names):
        return False
    first = names[0].casefold().partition("-")[0]
    is_given = first in given_names() or names[0].casefold() in given_names()
    if address and words[0] in address:
        return True
    initial = _INITIAL.fullmatch(names[0]) is not None and len(names) > 1 and len(names[-1]) > 2
    short = alone and not names[0].isupper()  # KIM is an abbreviation
    return (is_given and (len(words) > 1 or short)) or initial


@cache
def _title_words() -> Set[str]:
    """Return the words of the table of functions, and those of roles and places."""
    phrases = (phrase for rule in own_words().rules for phrase in (*rule.words, *rule.whole, *rule.excludes))
    said = {stem for phrase in phrases for stem in stems(phrase)}
    return frozenset(said | {stem for word in (*OF_ROLES, *_OF_PLACES) for stem in stems(word)})


def _of_titles(words: Iterable[str]) -> bool:
    return any(stem in _title_words() for word in words for stem in stems(word))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _tidied(text: str) -> str:
    for found, put in _TIDY:
        text = found.sub(put, text)
    return text.strip(" ,;:-–—|/+&")
