"""Take tables of a study file into their form: msgspec checks types, words and bounds; every mistake has its line."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar, cast, get_args

from msgspec import Meta, Struct, ValidationError, convert, structs

from reportsto.errors import ReportsToError, StudyError, did_you_mean, listed, nearest, shown
from reportsto.files.place import Mistakes
from reportsto.files.toml import TomlFile, Where

Form = TypeVar("Form", bound=Struct)
Made = TypeVar("Made")

PLAIN = {bool: "true or false", str: "a text in quotes"}
"""What is expected of types that say no more of themselves."""


@dataclass(frozen=True, slots=True)
class Section(Generic[Form]):
    """A table of a study file that has its form.

    Attributes:
        file: the study file.
        where: the way to the table.
        form: its fields; those left out have their defaults.
        given: the names of the fields that are there.
        rest: parameters by their full names, where it is a table of parameters.
    """

    file: TomlFile
    where: Where
    form: Form
    given: frozenset[str]
    rest: dict[str, object] = field(default_factory=dict)

    def error(self, name: str, message: str) -> ReportsToError:
        """Return the error for one field, or for the table where none is named."""
        return self.file.error((*self.where, name) if name else self.where, message)

    def has(self, name: str) -> bool:
        """Return whether the field is there."""
        return name in self.given

    def inner(self, name: str, table: dict[str, object]) -> "Section[Form]":
        """Return a table of parameters inside this one, as a section of its own."""
        where = (*self.where, name)
        return Section(self.file, where, self.form, frozenset(table), flat(self.file, where, table))

    def wrong(self, **allowed: Collection[str]) -> Iterator[ReportsToError]:
        """Yield an error for each word of these fields that is not allowed here; fields left out are right."""
        for name in self.given & allowed.keys():
            found = getattr(self.form, name)
            for word in [found] if isinstance(found, str) else found:
                if word not in allowed[name]:
                    yield self.error(name, unknown_word(word, allowed[name]))

    def lacks(self, *names: str) -> Iterator[ReportsToError]:
        """Yield an error for each of these fields that is not there."""
        for name in names:
            if not self.has(name):
                kind = next(one.type for one in structs.fields(self.form) if one.name == name)
                yield self.error("", f"has no '{name}'; expected {_expected(kind)}")


class Steps:
    """Steps of reading a file: one that finds mistakes leaves out those that need it, and all the others go on."""

    def __init__(self, file: TomlFile) -> None:
        self.file = file
        self.mistakes = Mistakes(StudyError)
        self._misspelt: set[str] = set()

    def only(self, names: Collection[str]) -> None:
        """Name the sections that no study has, and leave out those that were meant."""
        absent = [one for one in names if one not in self.file.table]
        slips = {name: nearest(name, absent) for name in self.file.table if name not in names}
        self._misspelt.update(slips.values())
        _name_slips(self.file, (), "section", slips, names, self.mistakes)

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
        return self.make(lambda: read_section(self.file, (name,), table, form, parameters=parameters))

    def parameters(self, name: str, form: type[Struct]) -> Section[Any]:
        """Return the parameters of a section, whether or not its other fields have their form."""
        table = self.file.table.get(name, {})
        fields = {one.name for one in structs.fields(form)}
        found = {key: value for key, value in table.items() if key not in fields} if isinstance(table, dict) else {}
        return self.make(lambda: Section(self.file, (), cast(Any, None), frozenset()).inner(name, found))

    def sections(self, name: str, form: type[Form]) -> list[Section[Form]]:
        """Return the tables of a list of tables; nothing to rely on in place of one that has not its form."""
        tables = self.file.table.get(name, [])
        if not isinstance(tables, list):
            self.mistakes.add(self.file.error((name,), f"is {shown(tables)}; expected [[{name}]] tables"))
            return []
        steps = (partial(read_section, self.file, (name, at), table, form) for at, table in enumerate(tables))
        return [self.make(step) for step in steps]


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
    mistakes = Mistakes(StudyError)
    fields = {one.name: one for one in structs.fields(form)}
    slips = _slips(table, fields, parameters)
    _name_slips(file, where, "field", slips, fields, mistakes)
    values: dict[str, object] = {}
    for name, one in fields.items():
        if name in table:
            with mistakes.gathered():
                values[name] = _value(file, (*where, name), table[name], one.type)
        elif one.required and name not in slips.values():
            mistakes.add(file.error(where, f"has no '{name}'; expected {_expected(one.type)}"))
    mistakes.end()
    return Section(file, where, form(**values), frozenset(values))


def _name_slips(
    file: TomlFile, where: Where, what: str, slips: Mapping[str, str], names: Collection[str], mistakes: Mistakes
) -> None:
    for name, near in slips.items():
        hint = f"did you mean '{near}'? " if near else ""
        mistakes.add(file.error((*where, name), f"is not a {what}: {hint}expected {', '.join(names)}"))


def _slips(table: Collection[str], fields: Mapping[str, structs.FieldInfo], parameters: bool) -> dict[str, str]:
    """Return the names in a table that are no fields, each with the field that was meant, if one is near.

    Where parameters may stand, only what is much like a field that has to be there.
    """
    absent = [name for name, one in fields.items() if name not in table and (one.required or not parameters)]
    slips = {name: nearest(name, absent, 0.75 if parameters else 0.5) for name in table if name not in fields}
    return {name: near for name, near in slips.items() if near or not parameters}


def flat(file: TomlFile, where: Where, table: dict[str, object]) -> dict[str, object]:
    """Return a table with the names of nested tables joined by dots: parameters may be written either way."""
    found: dict[str, object] = {}
    for name, value in _flattened(table):
        if name in found:
            raise file.error((*where, name), "stands here twice, written in two ways")
        found[name] = value
    return found


def unknown_word(word: object, allowed: Collection[str]) -> str:
    """Return the message about a word that is not allowed; nothing where any would be."""
    near = did_you_mean(word, allowed)
    return f"is {shown(word)}{':' if near else ';'} {near}expected {listed(allowed)}" if allowed else ""


def _value(file: TomlFile, where: Where, raw: object, kind: Any) -> object:
    names, words = _is_names(kind), _words(kind)
    if names and not isinstance(raw, list):
        raw = [raw]
    try:
        value = convert(raw, kind)
    except ValidationError as error:
        bad = _at(raw, str(error))
        told = unknown_word(bad, words) or f"is {shown(bad)}; expected {_expected(kind)}"
        raise file.error(where, told) from None
    found = value if names else [value]
    for at, word in enumerate(found if words or names else ()):
        if words and word not in words:
            raise file.error(where, unknown_word(word, words))
        if word in found[:at]:
            raise file.error(where, f"names {shown(word)} twice; expected each once")
    return value.strip() if isinstance(value, str) else value


def _at(value: Any, message: str) -> object:
    """Return the part of a value that a message of msgspec is about: it ends in a path such as `$[1]`."""
    for at in re.findall(r"\[(\d+)\]", message.rpartition(" - at ")[2]):
        value = value[int(at)]
    return value


def _parts(kind: Any) -> list[Any]:
    """Return a type and all that it is made of: types, words of a `Literal`, what msgspec knows of it."""
    return [kind, *(part for inner in get_args(kind) for part in _parts(inner))]


def _is_names(kind: Any) -> bool:
    """Tell whether a field is a list of names, for which one name may stand alone."""
    return tuple[str, ...] in _parts(kind)


def _words(kind: Any) -> list[str]:
    """Return the words that a field may be, or each of its list; none where it may be any."""
    parts = _parts(kind)
    listed_by = [part.extra["words"] for part in parts if isinstance(part, Meta) and part.extra]
    return [part for part in parts if isinstance(part, str)] or [word for words in listed_by for word in words]


def _expected(kind: Any) -> str:
    """Return what a field has to be, in the words of its form."""
    told = [part.description for part in _parts(kind) if isinstance(part, Meta) and part.description]
    plain = [PLAIN[part] for part in _parts(kind) if part is bool or part is str]
    return told[-1] if told else ", ".join(_words(kind)) or plain[0]


def _flattened(table: dict[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
