"""Take typed fields out of the tables of a study file; what is missing, misspelt or of the wrong type is one line."""

import math
import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from reportsto.errors import StudyError
from reportsto.studies.source import Source, Where, shown

SLUG = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Fields:
    """One table of a study file. Each field is taken once; `done` refuses what nobody took."""

    def __init__(self, source: Source, where: Where, table: object) -> None:
        self.source = source
        self.where = where
        if not isinstance(table, dict):
            raise self.source.error(where, f"is {shown(table)}; expected a table")
        self._table: dict[str, object] = table
        self._taken: list[str] = []

    def error(self, name: str, message: str) -> StudyError:
        """Return the error for one field of this table."""
        return self.source.error((*self.where, name), message)

    def has(self, name: str) -> bool:
        """Return whether the field is there."""
        return name in self._table

    def take(self, name: str, expected: str) -> object:
        """Return a field as TOML gave it; a missing one is an error where it is misspelt, or else at the table."""
        if name not in self._table:
            others = [other for other in self._table if other not in self._taken]
            for misspelt in get_close_matches(name, others, n=1, cutoff=0.75):
                raise self.error(misspelt, f"is not a field: did you mean '{name}'? expected {expected}")
        self._taken.append(name)
        if name not in self._table:
            raise self.source.error(self.where, f"has no '{name}'; expected {expected}")
        return self._table[name]

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text that is not empty, or the default."""
        if default is not None and not self.has(name):
            self._taken.append(name)
            return default
        value = self.take(name, "a text")
        if not isinstance(value, str) or not value.strip():
            raise self.error(name, f"is {shown(value)}; expected a text in quotes")
        return value.strip()

    def slug(self, name: str) -> str:
        """Return an id that is safe in file names, tables and messages."""
        value = self.take(name, "an id such as 'e0_placement'")
        if not isinstance(value, str) or not SLUG.fullmatch(value):
            raise self.error(name, f"is {shown(value)}; expected small letters, digits and _, such as 'e0_placement'")
        return value

    def word(self, name: str, allowed: Collection[str], default: str | None = None) -> str:
        """Return one of the allowed words."""
        if default is not None and not self.has(name):
            self._taken.append(name)
            return default
        return self._known(name, self.take(name, f"one of {_listed(allowed)}"), allowed)

    def words(self, name: str, allowed: Collection[str], default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return allowed words from a list or a single text, each once."""
        if default is not None and not self.has(name):
            self._taken.append(name)
            return default
        value = self.take(name, f"a list of {_listed(allowed)}")
        found = tuple(self._known(name, entry, allowed) for entry in self._list(name, value))
        self._once(name, found)
        return found

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number between two bounds."""
        if default is not None and not self.has(name):
            self._taken.append(name)
            return default
        value = self.take(name, f"a whole number from {low:,} to {high:,}")
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.error(name, f"is {shown(value)}; expected a whole number from {low:,} to {high:,}")
        return value

    def amount(self, name: str) -> float:
        """Return a finite number, zero or more."""
        value = self.take(name, "a number")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < math.inf:
            raise self.error(name, f"is {shown(value)}; expected a number, zero or more")
        return float(value)

    def share(self, name: str, default: float) -> float:
        """Return a number between 0 and 1, neither of them, or the default."""
        if not self.has(name):
            self.leave(name)
            return default
        value = self.amount(name)
        if not 0 < value < 1:
            raise self.error(name, f"is {shown(value)}; expected a number between 0 and 1")
        return value

    def leave(self, name: str) -> None:
        """Let a field be known though it is not there: a default stands for it."""
        self._taken.append(name)

    def truth(self, name: str, default: bool) -> bool:
        """Return true or false."""
        if not self.has(name):
            self._taken.append(name)
            return default
        value = self.take(name, "true or false")
        if not isinstance(value, bool):
            raise self.error(name, f"is {shown(value)}; expected true or false")
        return value

    def inner(self, name: str) -> "Fields":
        """Return a table inside this one; a missing one is empty."""
        self._taken.append(name)
        return Fields(self.source, (*self.where, name), self._table.get(name, {}))

    def several(self, name: str) -> list["Fields"]:
        """Return the tables of an array of tables; a missing one has none."""
        self._taken.append(name)
        tables = self._table.get(name, [])
        if not isinstance(tables, list):
            raise self.error(name, f"is {shown(tables)}; expected [[{name}]] tables")
        return [Fields(self.source, (*self.where, name, at), table) for at, table in enumerate(tables)]

    def rest(self) -> dict[str, object]:
        """Return what is left, with the names of nested tables joined by dots: parameters may be written either way."""
        left = {name: value for name, value in self._table.items() if name not in self._taken}
        self._taken.extend(left)
        flat: dict[str, object] = {}
        for name, value in _flattened(left):
            if name in flat:
                raise self.error(name, "stands here twice, written in two ways")
            flat[name] = value
        return flat

    def only(self, names: Collection[str]) -> None:
        """Refuse the first field with another name."""
        for name in self._table:
            if name not in names:
                near = get_close_matches(name, list(names), n=1, cutoff=0.5)
                hint = f"did you mean '{near[0]}'? " if near else ""
                kind = "field" if self.where else "section"
                raise self.error(name, f"is not a {kind}: {hint}expected {', '.join(names)}")

    def done(self) -> None:
        """Refuse the first field that nobody took."""
        self.only(self._taken)

    def _list(self, name: str, value: object) -> list[object]:
        entries = value if isinstance(value, list) else [value]
        if not entries:
            raise self.error(name, "is an empty list; expected at least one entry")
        return entries

    def _once(self, name: str, found: Iterable[str]) -> None:
        seen: set[str] = set()
        for entry in found:
            if entry in seen:
                raise self.error(name, f"names '{entry}' twice; expected each once")
            seen.add(entry)

    def _known(self, name: str, value: object, allowed: Collection[str]) -> str:
        if isinstance(value, str) and value in allowed:
            return value
        near = get_close_matches(value.lower(), list(allowed), n=1, cutoff=0.5) if isinstance(value, str) else []
        hint = f"did you mean '{near[0]}'? " if near else ""
        raise self.error(name, f"is {shown(value)}: {hint}expected {_listed(allowed)}")


def _flattened(table: dict[str, object], before: str = "") -> Iterable[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _listed(allowed: Collection[str]) -> str:
    names = [name or '""' for name in allowed]
    return ", ".join(names[:12]) + (f", ... ({len(names)} in all)" if len(names) > 12 else "")
