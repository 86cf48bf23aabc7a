"""What survives and what does not: the page says what the runs of the size study say, and counts are right."""

import importlib
import sys
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def writer():
    """Return the script as a module; it takes a part of another script of its folder."""
    sys.path.insert(0, str(DOCS))
    try:
        yield importlib.import_module("write_survivors")
    finally:
        sys.path.remove(str(DOCS))


def runs(failures):
    """Return runs of four places in eight cells; `failures` gives those of operations above the others' 100."""
    rows = []
    for world, assume, people in product(("once", "contract"), (1.0, 0.0), (12, 56)):
        for structure, replicate in product(
            ("inside_operations", "separate", "inside_marketing", "customer_map"), range(4)
        ):
            more = failures(world, assume) if structure == "inside_operations" else 0.0
            rows.append(
                {
                    "world": world, "assume": assume, "ration": "digest", "route": "peers_first", "people": people,
                    "structure": structure, "replicate": replicate, "customers_end": 1000.0, "hours_paid": 50.0,
                    "failures_per_1000": 100.0 + more + 0.01 * replicate,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def of_operations(writer, failures):
    found = writer.counted(writer.orders(runs(failures)))
    named = found[["leads", "trails"]].isin(("inside_operations", "separate")).all(axis=1)
    return found[named & (found["measure"] == "failures_per_1000")].iloc[0]


def test_an_order_that_holds_everywhere_is_one_that_holds_everywhere(writer):
    row = of_operations(writer, lambda *_: -5.0)

    assert (row["leads"], row["holds"], row["opposite"], row["cells"]) == ("inside_operations", 8, 0, 8)


def test_an_order_that_turns_says_what_the_cells_have_in_common(writer):
    """
    Operations leads but in one world with the essays' numbers, where it trails, and in the other, where it is a tie.
    """
    ahead = {("once", 1.0): -5.0, ("contract", 1.0): -5.0, ("once", 0.0): 1.0, ("contract", 0.0): 5.0}
    row = of_operations(writer, lambda *cell: ahead[cell])

    assert (row["leads"], row["holds"], row["opposite"], row["tie"], row["open"]) == ("inside_operations", 4, 2, 2, 0)
    assert row["where"] == "world contract; assumed: essays"


def test_the_page_is_what_the_runs_say(writer):
    assert writer.PAGE.read_text(encoding="utf-8") == writer.page(writer.runs_of("size")), "run docs/write_survivors.py"
