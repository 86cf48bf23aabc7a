"""The counting script counts what it says, on packages small enough to count by hand."""

import importlib.util
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[3] / "tools"


@pytest.fixture(scope="module")
def count():
    sys.path.insert(0, str(TOOLS))
    spec = importlib.util.spec_from_file_location("count", TOOLS / "count.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(TOOLS))


@pytest.fixture
def package(tmp_path):
    """Return a function that writes a package and reads it back as sources."""

    def write(**files):
        root = tmp_path / "house"
        for name, text in files.items():
            path = root / f"{name.replace('_in_', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return root

    return write


TEXT = '''"""A file."""

# why
A = 1  # one
"""What A is."""


def f(x):
    """Say it.

    In three lines.
    """

    return [y for y in x if y and x] or (
        A
    )
'''


def test_lines_are_counted_by_kind(count, package):
    """Code: A, the sentence below it, def, three lines of return. Docstrings: 1 + 4. Comments: 2."""
    (source,) = count.read_sources(package(a=TEXT))

    assert (len(source.code), len(source.docstrings), len(source.comments)) == (6, 5, 2)


def test_a_function_is_as_long_as_its_code_and_as_complex_as_its_branches(count, package):
    """Four lines; one, and a comprehension, an `and` and an `or`."""
    (source,) = count.read_sources(package(a=TEXT))
    (function,) = source.functions()

    assert (count.length(source, function), count.complexity(function)) == (4, 4)


def test_a_circle_closes_through_typing_and_lazy_imports(count, package):
    """a needs b for a type, b needs c inside a function, c needs a; d only looks on."""
    root = package(
        a="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house.b import B\n",
        b="def f():\n    from house import c\n",
        c="from house.a import A\n",
        d="from house.a import A\n",
    )
    sources = count.read_sources(root)

    assert count.circles(count.imports(sources, "house")) == [{"a", "b", "c"}]
    assert sum(count.inside_functions(source, "house") for source in sources) == 1


def test_nine_arguments_are_too_many_unless_click_passes_them(count, package):
    """Self is none; simulate and what click calls are exempt."""
    nine = ", ".join("abcdefghi")
    root = package(
        a=f"class Floor:\n    def m(self, {nine}): ...\n    def n(self, {nine[:-3]}): ...\n",
        b=f"def simulate({nine}): ...\n@group.command('x')\ndef run({nine}): ...\n",
    )

    assert count.too_many_arguments(count.read_sources(root)) == ["a.py: Floor.m (9)"]


def test_any_is_counted_in_the_engine_without_the_parameters_record(count, package):
    """Of state, seats and day one is Any; p is not asked."""
    root = package(engine_in_a="def f(p: Any, state: Any, seats: Seats, day: int): ...\n", b="def g(x: Any): ...\n")

    assert count.any_share(count.read_sources(root)) == pytest.approx(1 / 3)


def test_what_nothing_refers_to_is_listed(count, package):
    """f is called, g is public, only h is left."""
    root = package(__init__="_HOME = {'g': 'a'}\n", a="def f(): ...\ndef g(): f()\ndef h(): ...\n")

    assert count.unused(root) == ["a.py: h"]
