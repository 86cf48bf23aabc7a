"""What can be counted in one Python file: its lines by kind, its functions, its imports."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
BRANCHES = (
    ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.comprehension, ast.Assert, ast.ExceptHandler,
    ast.match_case,
)  # fmt: skip
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
NO_CODE = (
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One file, read once.

    Attributes:
        name: Path below the folder that is counted, with slashes.
        tree: Its syntax tree.
        code: Line numbers with code: no blank, no comment, no docstring; the sentence below a constant counts as code.
        docstrings: Line numbers of docstrings of modules, classes and functions.
        comments: Line numbers of comments that stand alone or behind code.
    """

    name: str
    tree: ast.Module
    code: frozenset[int]
    docstrings: frozenset[int]
    comments: frozenset[int]

    @property
    def room(self) -> str:
        """Return the folder it is in, or its own name."""
        return self.name.split("/")[0]

    @property
    def module(self) -> str:
        """Return its name as an import says it, below the package: `studies.study`."""
        parts = self.name.removesuffix(".py").split("/")
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def functions(self) -> Iterator[Function]:
        """Yield every function and method, also inner ones."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


def read_sources(folder: Path) -> list[Source]:
    """Return every Python file below a folder, in order of name."""
    return [_read(path, path.relative_to(folder).as_posix()) for path in sorted(folder.rglob("*.py"))]


def length(source: Source, function: Function) -> int:
    """Return the lines of code of a function with its signature, without its docstring."""
    return len(source.code & set(range(function.lineno, (function.end_lineno or 0) + 1)))


def complexity(function: Function) -> int:
    """Return McCabe's number: one, and one for each branch, loop, comprehension, `and` and `or`."""
    return 1 + sum(map(_branches, ast.walk(function)))


def arguments(function: Function) -> list[ast.arg]:
    """Return the arguments somebody passes: all but self and cls."""
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [one for one in every if one.arg not in ("self", "cls")]


def _branches(node: ast.AST) -> int:
    return len(node.values) - 1 if isinstance(node, ast.BoolOp) else int(isinstance(node, BRANCHES))


def _read(path: Path, name: str) -> Source:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, str(path))
    docstrings = _docstrings(tree)
    code: set[int] = set()
    comments: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        lines = range(token.start[0], token.end[0] + 1)
        if token.type == tokenize.COMMENT:
            comments.update(lines)
        elif token.type not in NO_CODE:
            code.update(lines)
    return Source(name, tree, frozenset(code - docstrings), frozenset(docstrings), frozenset(comments))


def _docstrings(tree: ast.Module) -> set[int]:
    documented = (node for node in ast.walk(tree) if isinstance(node, DOCUMENTED) and ast.get_docstring(node))
    return {line for node in documented for line in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)}
