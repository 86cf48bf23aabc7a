"""Take tables of a study file into their form: msgspec checks types, words and bounds; every mistake has its line."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, Generic, TypeVar, cast, get_args, get_type_hints

from msgspec import Meta, ValidationError, convert

from reportsto.errors import ReportsToError, StudyError, did_you_mean, listed, nearest, shown
from reportsto.files.place import Mistakes
from reportsto.files.toml import TomlFile, Where
from reportsto.studies.study import KEYS, Settings

Form = TypeVar("Form")

PLAIN = {bool: "true or false", str: "a text in quotes"}
"""What is expected of types that say no more of themselves."""


@dataclass(frozen=True, slots=True)
class Section(Generic[Form]):
    """A table of a study file that has its form.

    Attributes:
        file: the study file.
        where: the way to the table.
        form: its fields; those left out have their defaults. None for a table of parameters.
        given: what stands there, by the names in the file; of a table of parameters, all of them by their full names.
    """

    file: TomlFile
    where: Where
    form: Form
    given: Mapping[str, Any]

    def error(self, name: str, message: str) -> ReportsToError:
        """Return the error for one field, or for the table where none is named."""
        return self.file.error((*self.where, name) if name else self.where, message)

    def wrong(self, **allowed: Collection[str]) -> Iterator[ReportsToError]:
        """Yield an error for each word of these fields that is not allowed here; fields left out are right."""
        for name, words in allowed.items():
            found = self.given.get(name, ())
            for word in [found] if isinstance(found, str) else found:
                if word not in words:
                    yield self.error(name, _unknown_word(word, words))

    def lacks(self, *names: str) -> Iterator[ReportsToError]:
        """Yield an error for each of these fields that is not there."""
        known = fields_of(type(self.form))
        yield from (
            self.error("", f"has no '{name}'; expected {_expected(known[name].kind)}")
            for name in names
            if name not in self.given
        )


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a form: its name in the record, its type, and whether it has to be there."""

    name: str
    kind: Any
    required: bool


def fields_of(form: type[Any]) -> dict[str, _Field]:
    """Return the fields of a form, by their names in the file."""
    kinds = get_type_hints(form, include_extras=True)
    found = (_Field(one.name, kinds[one.name], one.default is MISSING) for one in fields(form))
    return {KEYS.get(one.name, one.name): one for one in found}


def refuse(*found: Iterable[ReportsToError]) -> None:
    """Raise one error for all that were found, if any were."""
    lines = [str(error) for group in found for error in group]
    if lines:
        raise StudyError("\n".join(lines))


def read_section(
    file: TomlFile, where: Where, table: object, form: type[Form], *, parameters: bool = False
) -> Section[Form]:
    """Return a table in its form; `parameters` may stand beside its fields.

    Raises one `StudyError` for all fields that are missing, misspelt, or not as the form says.
    """
    if not isinstance(table, dict):
        raise file.error(where, f"is {shown(table)}; expected a table")
    mistakes, known = Mistakes(StudyError), fields_of(form)
    # Where parameters may stand, a slip is only what is much like a field that has to be there.
    absent = [name for name, one in known.items() if name not in table and (one.required or not parameters)]
    slips = {name: nearest(name, absent, 0.75 if parameters else 0.5) for name in table if name not in known}
    slips = {name: near for name, near in slips.items() if near or not parameters}
    name_slips(file, where, "field", slips, known, mistakes)
    given: dict[str, Any] = {}
    for name, one in known.items():
        if name in table:
            with mistakes.gathered():
                given[name] = _value(file, (*where, name), table[name], one.kind)
        elif one.required and name not in slips.values():
            mistakes.add(file.error(where, f"has no '{name}'; expected {_expected(one.kind)}"))
    mistakes.end()
    return Section(file, where, form(**{known[name].name: value for name, value in given.items()}), given)


def read_parameters(file: TomlFile, where: Where, table: Mapping[str, object]) -> Section[None]:
    """Return a table of parameters, which may be written with dots or as nested tables."""
    found: dict[str, object] = {}
    for name, value in _flattened(table):
        if name in found:
            raise file.error((*where, name), "stands here twice, written in two ways")
        found[name] = value
    return Section(file, where, None, found)


def name_slips(
    file: TomlFile, where: Where, what: str, slips: Mapping[str, str], names: Collection[str], mistakes: Mistakes
) -> None:
    """Keep a mistake for each name that is none, with the one that was meant; `what` is a field or a section."""
    for name, near in slips.items():
        hint = f"did you mean '{near}'? " if near else ""
        mistakes.add(file.error((*where, name), f"is not a {what}: {hint}expected {', '.join(names)}"))


def _unknown_word(word: object, allowed: Collection[str]) -> str:
    """Return the message about a word that is not allowed; nothing where any would be."""
    near = did_you_mean(word, allowed)
    return f"is {shown(word)}{':' if near else ';'} {near}expected {listed(allowed)}" if allowed else ""


def _value(file: TomlFile, where: Where, raw: object, kind: Any) -> object:
    if kind == Settings:
        if not isinstance(raw, dict):
            raise file.error(where, f"is {shown(raw)}; expected {_expected(kind)}")
        return tuple(read_parameters(file, where, raw).given.items())
    check, words, suffix = _check(kind), _words(kind), _told(kind, "suffix")
    names = _is_names(kind) or check is not None
    if names and _is_alone(raw, kind):
        raw = [raw]
    numbers = _told(kind, "numbers") or {}
    given = [_as_number(one, numbers) for one in raw] if isinstance(raw, list) else _as_number(raw, numbers)
    try:
        value = convert(given, kind)
    except ValidationError as error:
        bad = _at(raw, str(error))
        near = did_you_mean(bad, numbers) if isinstance(bad, str) else ""
        told = _unknown_word(bad, words) or f"is {shown(bad)}{':' if near else ';'} {near}expected {_expected(kind)}"
        raise file.error(where, told) from None
    found: list[Any] = list(cast(Any, value)) if names else [value]
    for at, word in enumerate(found if words or names else ()):
        if words and word not in words and not (suffix and str(word).lower().endswith(suffix)):
            raise file.error(where, _unknown_word(word, words))
        if word in found[:at]:
            raise file.error(where, f"names {shown(word)} twice; expected each once")
        if check:
            _try(check, word, file, where)
    return value.strip() if isinstance(value, str) else value


def _as_number(word: object, numbers: Mapping[str, float]) -> object:
    """Return the number that a word stands for, or what it is."""
    return numbers.get(word, word) if isinstance(word, str) else word


def _try(check: Callable[[Any], object], value: object, file: TomlFile, where: Where) -> None:
    """Raise the error for a value that a lever cannot have, with its place in the file."""
    try:
        check(value)
    except ReportsToError as error:
        raise file.error(where, f"cannot be set: {str(error)[:300]}") from None


def _at(value: Any, message: str) -> object:
    """Return the part of a value that a message of msgspec is about: it ends in a path such as `$[1]`."""
    for at in re.findall(r"\[(\d+)\]", message.rpartition(" - at ")[2]):
        if not isinstance(value, list):  # of a table the path does not say which entry
            return value
        value = value[int(at)]
    return value


def _parts(kind: Any) -> list[Any]:
    """Return a type and all that it is made of: types, words of a `Literal`, what msgspec knows of it."""
    return [kind, *(part for inner in get_args(kind) for part in _parts(inner))]


def _is_names(kind: Any) -> bool:
    """Tell whether a field is a list of names, for which one name may stand alone."""
    return tuple[str, ...] in _parts(kind)


def _is_alone(raw: object, kind: Any) -> bool:
    """Tell whether a field of a list has one value that stands alone; a window is a list itself."""
    of_lists = tuple[int, ...] in _parts(kind)[2:]
    return not isinstance(raw, list) or (of_lists and not any(isinstance(one, list) for one in raw))


def _words(kind: Any) -> list[str]:
    """Return the words that a field may be, or each of its list; none where it may be any."""
    parts = _parts(kind)
    listed_by = [part.extra.get("words", ()) for part in parts if isinstance(part, Meta) and part.extra]
    return [part for part in parts if isinstance(part, str)] or [word for words in listed_by for word in words]


def _check(kind: Any) -> Callable[[Any], object] | None:
    """Return what refuses a value of a list that no form can tell from a right one; None where nothing does."""
    return cast(Callable[[Any], object] | None, _told(kind, "check"))


def _told(kind: Any, name: str) -> Any:
    """Return what a type says under a name beside its form; None where it says nothing."""
    found = (part.extra.get(name) for part in _parts(kind) if isinstance(part, Meta) and part.extra)
    return next(filter(None, found), None)


def _expected(kind: Any) -> str:
    """Return what a field has to be, in the words of its form."""
    told = [part.description for part in _parts(kind) if isinstance(part, Meta) and part.description]
    plain = [PLAIN[part] for part in _parts(kind) if part is bool or part is str]
    return told[-1] if told else ", ".join(_words(kind)) or plain[0]


def _flattened(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
