"""Who imports whom inside the package, and which files reach themselves again; typing and lazy imports count."""

import ast
from collections.abc import Collection, Iterator, Mapping

from source import Function, Source


def imports(sources: Collection[Source], package: str) -> dict[str, set[str]]:
    """Return the modules each module imports, by its name below the package."""
    known = {source.module for source in sources}
    return {source.module: set(_imported(source, package, known)) - {source.module} for source in sources}


def circles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """Return the groups of modules that reach each other, each of two or more."""
    reach = {module: _reached(module, graph) for module in graph}
    groups = {frozenset({other for other in reach[one] if one in reach[other]}) for one in graph}
    return [set(group) for group in sorted(groups, key=sorted) if len(group) > 1]


def inside_functions(source: Source, package: str) -> int:
    """Return how many imports of the package stand inside functions."""
    inner = {node for function in source.functions() for node in ast.walk(function)}
    return sum(_is_ours(node, package) for node in inner)


def late_names(function: Function) -> set[str]:
    """Return the names a function imports when it runs."""
    found = (node for node in ast.walk(function) if isinstance(node, ast.ImportFrom))
    return {alias.name for node in found for alias in node.names}


def _is_ours(node: ast.AST, package: str) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package


def _imported(source: Source, package: str, known: Collection[str]) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and _is_ours(node, package):
            base = (node.module or "").removeprefix(package).lstrip(".")
            inner = [f"{base}.{alias.name}".lstrip(".") for alias in node.names]
            yield from (name if name in known else base for name in inner)


def _reached(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting.extend(graph.get(at, ()))
    return seen
