"""The page on functions is what the table says of the labelled posts."""

import runpy
from collections import Counter
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


def test_no_organisation_is_in_two_sets():
    """
    The sets are split by organisation, and each has posts of every function.
    """
    sets = [WRITER["labelled"](which) for which in WRITER["HEADINGS"]]
    assert len({name for one in sets for name in one}) == sum(len(one) for one in sets)
    for one in sets:
        assert {post["function"] for posts in one.values() for post in posts} == set(Function.words())


def test_a_first_look_is_one_at_its_set():
    """
    By function, a first look has as many posts as its set, and no more right than given.
    """
    for which in WRITER["LOOKS"]:
        have = Counter(post["function"] for posts in WRITER["labelled"](which).values() for post in posts)
        look = WRITER["first_look"](which)
        assert {word: counts[2] for word, counts in look.items()} == have
        assert sum(given for _, given, _ in look.values()) == sum(have.values())
        assert all(right <= min(given, have) for right, given, have in look.values())
