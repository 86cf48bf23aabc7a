"""Figures of the house that hold, so that they stay: counted by the script that prints them."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tools():
    """The counting script stands outside the package and is imported from its folder."""
    sys.path.insert(0, str(ROOT / "tools"))
    import count

    yield count
    sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def sources(tools):
    return tools.read_sources(ROOT / "model" / "reportsto")


def test_no_file_reaches_itself_through_its_imports(tools, sources):
    """Imports for types and inside functions count."""
    assert tools.circles(tools.imports(sources, "reportsto")) == []


def test_no_function_has_more_than_eight_arguments(tools, sources):
    """But for the public entry points and what click calls."""
    assert tools.too_many_arguments(sources) == []


def test_the_engine_says_its_types(tools, sources):
    """Fewer than one parameter in five is Any, the parameters record left out."""
    assert tools.any_share(sources) < 0.2


def test_the_front_page_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 110
