"""The page on functions is what the table says of the labelled posts."""

import runpy
from pathlib import Path

from reportsto.vocabulary import Function

ROOT = Path(__file__).parents[2]
WRITER = runpy.run_path(str(ROOT / "docs" / "write_functions.py"))


def test_the_page_is_what_the_table_says():
    """
    functions.md is up to date with the labelled posts; `python docs/write_functions.py` writes it again.
    """
    assert WRITER["PAGE"].read_text(encoding="utf-8") == WRITER["page"]()


def test_the_table_is_precise_where_it_was_built():
    """
    On the half it was built on, at least nine in ten posts that get a function have it, for every function.
    """
    pairs = WRITER["compared"](WRITER["BUILT"])
    for word in Function.words():
        right, given = WRITER["precision"](pairs, word)
        assert right >= WRITER["AIM"] * given, word


def test_no_organisation_is_in_both_halves():
    """
    The halves are split by organisation, the fresh set has others, and each has posts of every function.
    """
    built, aside, fresh = (WRITER["labelled"](WRITER[which]) for which in ("BUILT", "ASIDE", "FRESH"))
    assert not built.keys() & aside.keys()
    assert not fresh.keys() & (built.keys() | aside.keys())
    for half in (built, aside, fresh):
        assert {post["function"] for posts in half.values() for post in posts} == set(Function.words())
