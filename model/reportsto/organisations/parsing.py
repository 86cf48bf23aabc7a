"""JSON, YAML and TOML as plain data, bounded before they are parsed: numbers stay the text that they are."""

import json
from typing import Any

from reportsto.errors import ChartError, shown
from reportsto.files.place import Mistakes, Place
from reportsto.files.toml import read_toml
from reportsto.organisations.book import Book
from reportsto.organisations.columns import role_of
from reportsto.organisations.json_keys import keys_twice
from reportsto.organisations.nested import read_nested
from reportsto.organisations.sheet import Sheet

LARGEST_YAML = 2 * 2**20
"""Bytes: a parser of YAML reads about 0.1 MB a second."""
LARGEST_TOML = 8 * 2**20
EXTRA = "pip install 'reportsto[charts]'"


def read_json(text: str, place: Place, book: Book) -> Sheet:
    """Return the posts in a JSON text; of two fields of one name in one object the last is read, and told."""
    has_twice = False

    def as_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal has_twice
        found = dict(pairs)
        has_twice = has_twice or len(found) < len(pairs)
        return found

    try:
        data = json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=as_object)
    except json.JSONDecodeError as error:
        raise place.on(error.lineno).error(f"not valid JSON: {error.msg}, column {error.colno}") from None
    except RecursionError:
        raise place.error("brackets are nested too deeply; expected at most 100 levels of posts") from None
    for line, name in keys_twice(text) if has_twice else ():
        _tell_twice(str(place), line, name, book)
    return _posts_of(data, place, book)


def _tell_twice(file: str, line: int, name: str, book: Book) -> None:
    field = shown(name) if role_of(name) else "a field"  # a key may be a person's name
    what = f"{field} stands there twice in one table; expected each field once"
    book.repair(file, line, what, "the last is read")


def read_yaml(text: str, place: Place, book: Book) -> Sheet:
    """Return the posts in a YAML text, without anchors, tags or types: every value is text."""
    try:
        import yaml
    except ImportError:
        raise place.error(f"YAML needs the package PyYAML: {EXTRA}") from None
    from reportsto.organisations.yaml_text import parsed

    if len(text) > LARGEST_YAML:
        raise place.error(f"larger than {LARGEST_YAML // 2**20} MB; expected a smaller file, or CSV")
    try:
        data, twice = parsed(text)
    except yaml.YAMLError as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None) or "cannot be read"
        line = mark.line + 1 if mark else None
        raise place.on(line).error(f"not valid YAML: {str(problem)[:200]}") from None
    except RecursionError:
        raise place.error("nested too deeply; expected at most 100 levels of posts") from None
    for line, name in twice:
        _tell_twice(str(place), line, name, book)
    return _posts_of(data, place, book)


def read_toml_posts(place: Place, book: Book) -> Sheet:
    """Return the posts in a TOML file."""
    return read_nested(read_toml(place, LARGEST_TOML, "a chart", Mistakes(ChartError)).table, Sheet(place), book)


def _posts_of(data: Any, place: Place, book: Book) -> Sheet:
    try:
        return read_nested(data, Sheet(place), book)
    except RecursionError:
        raise place.error("nested too deeply; expected at most 100 levels of posts") from None
