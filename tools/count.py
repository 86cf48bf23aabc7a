"""Count what the house aims at, and print each figure beside its aim: `make count`, or `python tools/count.py`.

Code lines are lines with code: no blank line, no comment, no docstring. Lengths are of whole functions in such lines.
Complexity is McCabe's, with comprehensions, `and` and `or`. Circles count every import inside the package, also those
for types and inside functions. Lines of tests are all that are not blank.
`--way` adds the way from `study run FILE` to its page (see way.py): it runs the small study of the tests, a minute.
`--unused` lists functions and classes that nothing else in the package and no public name refers to.
Standard library only.
"""

import argparse
import ast
import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from circles import circles, imports, inside_functions
from source import Function, Source, arguments, complexity, length, read_sources

ROOT = Path(__file__).parents[1]
RULES = ("orderflow", "escalation", "attitudes", "incentives")
STUDY_SIDE = (
    "cli",
    "drawing",
    "files",
    "readings",
    "results",
    "running",
    "statistics",
    "studies",
    "traces",
    "wording.py",
)
MOST_ARGUMENTS = 8
EXEMPT = ("simulate", "scenario", "Firm.__init__")
"""Public entry points; what click calls is exempt too."""

PARAMETERS_RECORD = "p"
"""How a compiled function calls the record of all parameters."""


@dataclass(frozen=True)
class Figure:
    """One figure of the house, and what it should be."""

    name: str
    value: str
    aim: str = ""


def figures(package: Path, tests: Path, readme: Path) -> list[Figure]:
    """Return every figure that can be read from the source."""
    sources = read_sources(package)
    name = package.name
    code = _lines(sources)
    ringed = circles(imports(sources, name))
    outside = [source for source in sources if source.room != "engine"]
    late = sum(inside_functions(source, name) for source in sources)
    ratio = sum(len(source.code | source.docstrings | source.comments) for source in read_sources(tests)) / code
    documented = sum(len(source.docstrings) for source in sources) / code
    commented = sum(len(source.comments) for source in sources) / code
    return [
        Figure("package code lines", f"{code:,}", "<= 16,000"),
        Figure("  of these rules", f"{_lines(_in(sources, RULES)):,}"),
        Figure("  of these the study side", f"{_lines(_in(sources, STUDY_SIDE)):,}", "<= 7,500"),
        Figure("function length, median / p95", _spread(_lengths(sources), "g"), "<= 6 / <= 26"),
        Figure("complexity outside the engine, mean / p95", _mean(_complexities(outside)), "<= 2.8 / <= 8"),
        Figure("complexity of the engine, mean / p95", _mean(_complexities(_in(sources, ("engine",))))),
        Figure("files in an import circle", f"{sum(map(len, ringed))} in {len(ringed)}", "0"),
        Figure("imports inside functions", f"{late}", "only for start-up"),
        Figure(f"functions over {MOST_ARGUMENTS} arguments", f"{len(too_many_arguments(sources))}", "0"),
        Figure("Any among the engine's parameters", f"{any_share(sources):.0%}", "< 20%"),
        Figure("docstring lines per 100 code lines", f"{100 * documented:.0f}", "30 to 50"),
        Figure("comment lines per 100 code lines", f"{100 * commented:.1f}", "4"),
        Figure("test : code", f"{ratio:.2f}", ">= 1.3"),
        Figure("README lines", f"{len(readme.read_text(encoding='utf-8').splitlines())}", "<= 110"),
    ]


def too_many_arguments(sources: Collection[Source]) -> list[str]:
    """Return every function with more arguments than a person keeps apart, but for the exempt ones."""
    return [
        f"{source.name}: {name} ({len(arguments(function))})"
        for source in sources
        for name, function in _named(source.tree)
        if len(arguments(function)) > MOST_ARGUMENTS and name not in EXEMPT and not _called_by_click(function)
    ]


def any_share(sources: Collection[Source]) -> float:
    """Return the share of parameters in `engine/` typed Any, the parameters record left out."""
    every = [
        one
        for source in _in(sources, ("engine",))
        for function in source.functions()
        for one in arguments(function)
        if one.arg != PARAMETERS_RECORD
    ]
    loose = [one for one in every if one.annotation is None or _names_any(one.annotation)]
    return len(loose) / max(1, len(every))


def unused(package: Path) -> list[str]:
    """Return functions and classes that no other line of the package names: what only tests may call."""
    sources = read_sources(package)
    public = {
        node.value
        for source in sources
        if source.name == "__init__.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
    }
    used = Counter(name for source in sources for name in _mentioned(source.tree))
    return [
        f"{source.name}: {name}"
        for source in sources
        for name, node in _defined(source.tree)
        if not used[node.name] and node.name not in public and not _kept_alive(node)
    ]


# ── Counting ─────────────────────────────────────────────────────────────────────────────────────


def _in(sources: Collection[Source], rooms: Collection[str]) -> list[Source]:
    return [source for source in sources if source.room in rooms]


def _lines(sources: Collection[Source]) -> int:
    return sum(len(source.code) for source in sources)


def _lengths(sources: Collection[Source]) -> list[int]:
    return [length(source, function) for source in sources for function in source.functions()]


def _complexities(sources: Collection[Source]) -> list[int]:
    return [complexity(function) for source in sources for function in source.functions()]


def _p95(values: Collection[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def _spread(values: Sequence[float], form: str) -> str:
    return f"{statistics.median(values):{form}} / {_p95(values):{form}}"


def _mean(values: Sequence[float]) -> str:
    return f"{statistics.fmean(values):.1f} / {_p95(values):g}"


def _names_any(annotation: ast.expr) -> bool:
    """Tell whether a type is Any itself, also by an alias such as Any64; a callable of Any is not."""
    return isinstance(annotation, ast.Name) and annotation.id.startswith("Any")


# ── Names ────────────────────────────────────────────────────────────────────────────────────────


def _named(node: ast.AST, above: str = "") -> Iterator[tuple[str, Function]]:
    """Yield each function with its class in front: `Firm.__init__`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield f"{above}{child.name}", child
        yield from _named(child, f"{child.name}." if isinstance(child, ast.ClassDef) else above)


def _defined(node: ast.AST) -> Iterator[tuple[str, Function | ast.ClassDef]]:
    for child in ast.walk(node):
        if isinstance(child, Function | ast.ClassDef):
            yield child.name, child


def _mentioned(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _called_by_click(function: Function) -> bool:
    return any("command" in ast.unparse(one) or "click." in ast.unparse(one) for one in function.decorator_list)


def _kept_alive(node: Function | ast.ClassDef) -> bool:
    """Tell whether Python or click calls it without naming it."""
    return node.name.startswith("__") or (bool(node.decorator_list) and isinstance(node, Function))


def _by_room(sources: Collection[Source]) -> list[Figure]:
    rooms = Counter({room: 0 for room in sorted({source.room for source in sources})})
    for source in sources:
        rooms[source.room] += len(source.code)
    return [Figure(f"  {room}", f"{lines:,}") for room, lines in rooms.items() if not room.endswith(".py")]


# ── The way from a study file to its page ────────────────────────────────────────────────────────


def _way() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(__file__).with_name("way.py")
        subprocess.run([sys.executable, str(script), folder], check=True, stdout=subprocess.DEVNULL)
        way = json.loads((Path(folder) / "way.json").read_text(encoding="utf-8"))
    return [
        Figure("files from `study run FILE` to its page", f"{len({file for file, _ in way})}", "<= 20"),
        Figure("names from `study run FILE` to its page", f"{len(way)}", "<= 60"),
        *(Figure(f"  {file}", name) for file, name in way),
    ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to count (default: this one)")
    parser.add_argument("--way", action="store_true", help="run the small study and list files and names on its way")
    parser.add_argument("--unused", action="store_true", help="list what nothing in the package refers to")
    chosen = parser.parse_args()
    package = chosen.root / "model" / "reportsto"
    sources = read_sources(package)
    rows = [*figures(package, chosen.root / "tests", chosen.root / "README.md"), *_by_room(sources)]
    for row in [*rows, *(_way() if chosen.way else [])]:
        print(f"{row.name:<46}{row.value:>14}   {row.aim}".rstrip())
    for circle in circles(imports(sources, package.name)):
        print("circle:", ", ".join(sorted(circle)))
    for line in too_many_arguments(sources):
        print("arguments:", line)
    for line in unused(package) if chosen.unused else []:
        print("unused:", line)


if __name__ == "__main__":
    main()
