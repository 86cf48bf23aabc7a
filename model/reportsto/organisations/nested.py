"""Data that nests: JSON, YAML and TOML as records, whether flat, keyed, a graph, or posts inside posts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reportsto.chart_files.posts import DEEPEST
from reportsto.organisations.book import Book
from reportsto.organisations.columns import plain, role_of
from reportsto.organisations.sheet import Sheet, cleaned, columns_of
from reportsto.wording import counted

BELOW = (
    "children", "reports", "directreports", "subordinates", "employees", "members", "staff", "people", "team", "nodes",
    "posts", "positions", "items", "teammembers", "kinder",
)  # fmt: skip
"""What the list of those below a post is called."""
WRAPPED = ("data", "attributes", "properties", "fields")
"""What the table of a post's fields is called, where they do not stand beside its children."""
EDGES = ("edges", "links")
KEY = "key"
"""The column of the names that stand above records, where there are any."""
LINE = "\0line"
"""The line of a record, where a reader knows it."""
_ENDS = (("source", "target"), ("from", "to"), ("parent", "child"))


def read_nested(data: Any, sheet: Sheet, book: Book) -> Sheet:
    """Return the records in parsed data; raises `ChartError` where none is found."""
    edges = _edges(data)
    if edges is not None:
        data = _joined(data, edges, sheet, book)
    _walk(data, None, "", 0, sheet)
    if not sheet.records:
        raise sheet.place.error(
            "no posts found; expected a list of posts with id, title and reports_to, or posts inside posts (children)"
        )
    if sheet.loose:
        what = (
            f"{counted(sheet.loose, 'text or number', 'texts or numbers')} among posts; expected a title for each post"
        )
        book.repair(sheet.file, 0, what, "left out")
    sheet.columns = columns_of(record.cells for record in sheet.records)
    sheet.nested = any(record.above is not None for record in sheet.records)
    return sheet


def _walk(data: Any, above: int | None, key: str, deep: int, sheet: Sheet) -> None:
    """Keep every post in some data, each with the post that it stands inside."""
    if deep > 2 * DEEPEST:
        raise sheet.place.error(f"posts inside posts over {DEEPEST} levels deep; expected fewer")
    if isinstance(data, list):
        tables = any(isinstance(one, dict) for one in data)
        for one in data:
            if isinstance(one, (dict, list)):
                _walk(one, above, "", deep + 1, sheet)
            elif one is not None and tables:
                sheet.loose += 1
    elif isinstance(data, dict):
        cells = _cells(data)
        if _is_post(data, cells, key, above is not None):
            if key:
                cells.setdefault(KEY, cleaned(key))
            above = sheet.add(data.get(LINE, 0), cells, above)
            for text in (value for value in data.values() if isinstance(value, str)):
                sheet.take(data.get(LINE, 0), text)
            _walk_children(data, above, deep, sheet, posts_only=True)
        else:
            _walk_children(data, above, deep, sheet, posts_only=False)


def _walk_children(data: Mapping[str, Any], above: int | None, deep: int, sheet: Sheet, posts_only: bool) -> None:
    """Look for posts in what stands inside a post, or inside what is none."""
    for name, value in data.items():
        if isinstance(value, list):
            if plain(name) in BELOW or not posts_only:
                _walk(value, above, "", deep + 1, sheet)
            if plain(name) in BELOW and posts_only and not role_of(name):
                sheet.loose += len(value) if not any(isinstance(one, (dict, list)) for one in value) else 0
        elif isinstance(value, dict):
            if plain(name) in BELOW:
                _walk(value, above, "", deep + 1, sheet)
            elif not posts_only:
                _walk(value, above, "" if plain(name) in BELOW else name, deep + 1, sheet)


def _is_post(data: Mapping[str, Any], cells: Mapping[str, str], key: str, inside: bool) -> bool:
    """Tell whether some fields are those of a post, and not of the whole file."""
    direct = [name for name in cells if "." not in name or plain(name.partition(".")[0]) in WRAPPED]
    known = {role[0] for name in direct if (role := role_of(name))}
    if known & {"title", "reports_to"} or (key and known & {"id", "email"}):
        return True
    return len(known & {"id", "name", "email"}) > 1 or ("name" in known and (inside or _has_posts(data)))


def _has_posts(data: Mapping[str, Any]) -> bool:
    """Tell whether posts stand inside a table that has a name: a list of them that does not say who is above whom."""
    for name, value in data.items():
        first = value[0] if plain(name) in BELOW and isinstance(value, list) and value else None
        if isinstance(first, dict):
            return not any((role_of(one) or ("",))[0] == "reports_to" for one in first if isinstance(one, str))
    return False


def _cells(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a post as text; those of an inner table by both names: manager.id."""
    cells: dict[str, str] = {}
    for name, value in data.items():
        if name == LINE:
            continue
        if isinstance(value, dict) and plain(name) not in BELOW:
            inner = {f"{name}.{part}": text for part, one in value.items() if (text := _text(one)) is not None}
            cells.update({cleaned(part)[:200]: text for part, text in inner.items()})
        elif (text := _text(value)) is not None:
            cells[cleaned(str(name))[:200]] = text
    return cells


def _text(value: Any) -> str | None:
    """Return a value as text; a list of plain values with semicolons; `None` for what is no plain value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        parts = [_text(one) for one in value[:20] if not isinstance(one, (list, dict))]
        return "; ".join(part for part in parts if part) if len(parts) == len(value[:20]) else None
    return None if isinstance(value, dict) else cleaned(str(value))


def _edges(data: Any) -> list[Mapping[str, Any]] | None:
    if not isinstance(data, dict):
        return None
    found = next((value for name, value in data.items() if plain(str(name)) in EDGES), None)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else None


def _joined(
    data: Mapping[str, Any], edges: Sequence[Mapping[str, Any]], sheet: Sheet, book: Book
) -> list[dict[str, Any]]:
    """Return the nodes of a graph, each with its superior."""
    nodes: Any = next((value for name, value in data.items() if plain(str(name)) in ("nodes", "vertices")), None)
    pairs = [
        (str(edge[first]), str(edge[second]))
        for edge in edges
        for first, second in _ENDS
        if first in edge and second in edge
    ]
    into, out = Counter(second for _, second in pairs), Counter(first for first, _ in pairs)
    if max(into.values(), default=0) <= 1:
        superior = {second: first for first, second in pairs}
    elif max(out.values(), default=0) <= 1:
        superior = dict(pairs)
    else:
        raise sheet.place.error("a node with two superiors; expected edges from each superior to its reports")
    every = nodes if isinstance(nodes, list) else []
    found = [node for node in every if isinstance(node, dict) and "id" in node]
    lost = superior.keys() - {str(node["id"]) for node in found}
    for count, one, many, expected in (
        (len(every) - len(found), "node without an id", "nodes without an id", "an id for each node"),
        (len(edges) - len(pairs), "edge without two ends", "edges without two ends", "source and target"),
        (len(lost), "edge of a post that is no node", "edges of posts that are no nodes", "ids of nodes"),
    ):
        if count:
            book.repair(sheet.file, 0, f"{counted(count, one, many)}; expected {expected}", "left out")
    return [{**node, "reports_to": superior.get(str(node["id"]), "")} for node in found]
