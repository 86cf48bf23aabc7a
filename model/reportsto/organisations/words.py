"""What words say about a function: a table of rules, read from `functions.toml` and from a file of the user's own."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from msgspec import ValidationError, convert

from reportsto.errors import ChartError, listed, shown, unknown_name
from reportsto.files.place import Mistakes, Place
from reportsto.files.toml import TomlFile, read_toml
from reportsto.vocabulary import Function

OWN = Path(__file__).with_name("functions.toml")
LARGEST = 2**20
UNIT = "unit"
"""The function of words that name none, so that the unit decides."""
LONGEST = 300
"""Characters of a title that are looked at."""
LISTS = ("words", "whole", "parts", "not", "not_in", "not_under")
TRUE_OR_FALSE = ("below", "assists", "silent")
KEYS = ("function", "step", *LISTS, *TRUE_OR_FALSE)

_WORD = re.compile(r"\w+")
_APOSTROPHES = re.compile("['’`´]")  # noqa: RUF001
Stems = tuple[str, ...]
_Met = tuple[int, int, int, int, str]
"""Step, place, length below zero, rule and words."""
KEPT = ("accounts",)
"""Words that mean something else in the plural: who keeps accounts is not who looks after an account."""
SHORT = 2
"""Characters of a word that can be no more than a grade or a number."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the table.

    Attributes:
        function: what its words say; `None` for words that name no function.
        step: rules of a lower step hold first.
        words, whole, parts: phrases in a text, phrases that are the whole text, parts of words; as they are written.
        excludes: phrases that exclude the rule.
        excludes_in: phrases of a unit that keep a title in it from having the function.
        excludes_under: phrases of a superior's title that keep a title below it from having the function.
        below: whether posts further down that say nothing have the same function.
        assists: whether it is about those who work for one person.
        silent: whether a unit gives its function only to titles that say nothing but a rank.
    """

    function: Function | None
    step: int
    words: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    excludes_in: tuple[str, ...] = ()
    excludes_under: tuple[str, ...] = ()
    below: bool = False
    assists: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says.

    Attributes:
        rule, words: the rule that holds, and the words for which it does.
        silent: whether the text has no other words than such as name no function.
    """

    rule: Rule
    words: str
    silent: bool = False


@dataclass
class Words:
    """Rules in order, and the texts that were looked at already."""

    rules: Sequence[Rule]
    _phrases: dict[str, list[tuple[Stems, int, str]]] = field(default_factory=dict)
    _whole: dict[Stems, tuple[int, str]] = field(default_factory=dict)
    _parts: list[tuple[str, int]] = field(default_factory=list)
    _seen: dict[tuple[str, str, str], Said | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """File each phrase under its first word."""
        for at, rule in enumerate(self.rules):
            for phrase in rule.words:
                _file(self._phrases, phrase, at)
            for phrase in rule.whole:
                self._whole.setdefault(stems(phrase), (at, phrase))
            self._parts += [(_plain(part), at) for part in rule.parts]
        self._excludes = [_filed(rule.excludes) for rule in self.rules]
        self._excludes_in = [_filed(rule.excludes_in) for rule in self.rules]
        self._excludes_under = [_filed(rule.excludes_under) for rule in self.rules]

    def said(self, text: str, unit: str = "", above: str = "") -> Said | None:
        """Return what a title says in its unit and under the title of its superior, or what a unit says alone.

        Nothing where no rule knows a word of it. Words that name no function are passed over, as in "Administrative
        Officer, Finance": what the others say holds, if they say anything.
        """
        if (text, unit, above) not in self._seen:
            self._seen[text, unit, above] = self._looked_up(stems(text), stems(unit), stems(above))
        return self._seen[text, unit, above]

    def _looked_up(self, found: Stems, around: Stems, above: Stems) -> Said | None:
        said = None
        whole = found
        while held := [*self._held(found, whole, around, above)]:
            _, place, length, at, words = min(held)
            said = Said(self.rules[at], words)
            if said.rule.function is not None:
                return said
            found = (*found[:place], *("",) * -length, *found[place - length :])
        return said and replace(said, silent=not any(len(word) > SHORT and not word.isdecimal() for word in found))

    def _held(self, found: Stems, whole: Stems, around: Stems, above: Stems) -> Iterator[_Met]:
        """Yield what is met in what is left of a text, and not excluded by the whole of it."""
        met = [*self._met(found)]
        if found == whole and found in self._whole:
            at, phrase = self._whole[found]
            met.append((self.rules[at].step, 0, -len(found), at, phrase))
        for one in met:
            excludes = (whole, self._excludes), (around, self._excludes_in), (above, self._excludes_under)
            if not any(_has(text, phrases[one[3]]) for text, phrases in excludes):
                yield one

    def _met(self, found: Stems) -> Iterator[_Met]:
        """Yield each rule that knows words of a text; the least holds."""
        for place, stem in enumerate(found):
            for phrase, at, words in self._phrases.get(stem, ()):
                if found[place : place + len(phrase)] == phrase:
                    yield self.rules[at].step, place, -len(phrase), at, words
            for part, at in self._parts:
                if part in stem:
                    yield self.rules[at].step, place, -1, at, part


def own_words() -> Words:
    """Return the table of the model."""
    return Words(_own_rules())


def words_with(path: str | Path) -> Words:
    """Return the table in which the rules of a user's file hold before all others; raises `ChartError`."""
    return Words((*_first(read_rules(path)), *_own_rules()))


@cache
def _own_rules() -> tuple[Rule, ...]:
    return read_rules(OWN)


def _first(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Yield rules one after another below the lowest step of the model's own table."""
    lowest, highest = min(rule.step for rule in _own_rules()), max((rule.step for rule in rules), default=0)
    for rule in rules:
        yield replace(rule, step=rule.step - highest - 1 + lowest)


def stems(text: str) -> Stems:
    """Return the words of a text without accents, capitals, apostrophes and the s of a plural."""
    return tuple(
        _stem(word) for word in _WORD.findall(_plain(text[:LONGEST])) if word not in ("and", "of", "the", "und")
    )


def _plain(text: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.replace("ß", "ss")).replace("&", " and "))
    return "".join(one for one in taken_apart if not unicodedata.combining(one)).casefold().replace("_", " ")


def _stem(word: str) -> str:
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if is_plural and word not in KEPT else word


def _file(phrases: dict[str, list[tuple[Stems, int, str]]], phrase: str, at: int) -> None:
    first, *_ = found = stems(phrase)
    phrases.setdefault(first, []).append((found, at, phrase))


def _filed(excludes: Sequence[str]) -> dict[str, list[tuple[Stems, int, str]]]:
    phrases: dict[str, list[tuple[Stems, int, str]]] = {}
    for phrase in excludes:
        _file(phrases, phrase, 0)
    return phrases


def _has(found: Stems, phrases: Mapping[str, list[tuple[Stems, int, str]]]) -> bool:
    return any(
        found[place : place + len(phrase)] == phrase
        for place, stem in enumerate(found)
        for phrase, _, _ in phrases.get(stem, ())
    )


def read_rules(path: str | Path) -> tuple[Rule, ...]:
    """Return the rules of a file, which has a [[rule]] table for each.

    Raises one `ChartError` that names every mistake with file, line, field and what was expected.
    """
    mistakes = Mistakes(ChartError)
    file = read_toml(Place(Path(path), ChartError), LARGEST, "a file of words (.toml)", mistakes)
    for name in file.table:
        if name != "rule":
            mistakes.add(file.error((name,), "is not known; expected [[rule]] tables"))
    tables = file.table.get("rule", [])
    rules: list[Rule] = []
    for at, table in enumerate(tables if isinstance(tables, list) else []):
        with mistakes.gathered():
            rules.append(_rule(file, at, table))
    mistakes.end()
    if not rules:
        raise file.place.error("has no rules; expected [[rule]] tables")
    return tuple(rules)


def _rule(file: TomlFile, at: int, table: object) -> Rule:
    where = ("rule", at)
    if not isinstance(table, dict):
        raise file.error(where, f"is {shown(table)}; expected a table")
    _check_keys(file, at, table)
    word = table.get("function")
    if word not in (UNIT, *Function.words()):
        raise file.error((*where, "function"), f"is {shown(word)}; expected one of {listed((*Function.words(), UNIT))}")
    words, whole, parts, no, no_in, no_under = (_phrases(file, at, key, table.get(key, [])) for key in LISTS)
    step = table.get("step", 0)
    if type(step) is not int or not 0 <= step <= 100:
        raise file.error((*where, "step"), f"is {shown(step)}; expected a whole number from 0 to 100")
    if not (words or whole or parts):
        raise file.error(where, "has no words; expected words, whole or parts", mark=":")
    function = None if word == UNIT else Function[str(word).upper()]
    return Rule(
        function,
        step,
        words,
        whole,
        parts,
        no,
        no_in,
        no_under,
        below=table.get("below", False),
        assists=table.get("assists", False),
        silent=table.get("silent", False),
    )


def _check_keys(file: TomlFile, at: int, table: Mapping[str, object]) -> None:
    for key, value in table.items():
        if key not in KEYS:
            raise file.error(("rule", at, key), str(unknown_name("key", key, KEYS)))
        if key in TRUE_OR_FALSE and type(value) is not bool:
            raise file.error(("rule", at, key), f"is {shown(value)}; expected true or false")


def _phrases(file: TomlFile, at: int, key: str, value: object) -> tuple[str, ...]:
    try:
        phrases = convert(value, tuple[str, ...])
    except ValidationError:
        raise file.error(("rule", at, key), f"is {shown(value)}; expected a list of words in quotes") from None
    for phrase in phrases:
        if not stems(phrase):
            raise file.error(("rule", at, key), f"has {shown(phrase)}; expected a word")
    return phrases
