"""The page of rows says what the tests say: every element of the essays, each with its test or its reason."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITER = runpy.run_path(str(ROOT / "docs" / "write_rows.py"))
COUNTS = {"ST": 13, "RO": 9, "AC": 13, "ME": 21, "MT": 11, "TL": 10, "H": 10}


def test_the_page_is_what_the_generator_writes():
    """
    rows.md is up to date with the tests named after rows; `python docs/write_rows.py` writes it again.
    """
    assert WRITER["PAGE"].read_text(encoding="utf-8") == WRITER["page"]()


def test_all_87_rows_are_on_the_page():
    """
    Every element of the essays has a row of its own, once, in the order of their numbers.
    """
    page = WRITER["page"]()

    wanted = [f"{prefix}{number}" for prefix, count in COUNTS.items() for number in range(1, count + 1)]
    assert [row.id for row in WRITER["ROWS"]] == wanted
    assert len(wanted) == 87
    assert all(page.count(f"| **{row}** |") == 1 for row in wanted)


def test_every_row_that_works_has_a_test_that_pytest_collects():
    """
    What the page shows as the test of a row is a test that runs, and pytest finds no other.
    """
    collect = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "tests/seeds"]
    out = subprocess.run(collect, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout
    collected = {line.split("::")[1].split("[")[0] for line in out.splitlines() if "::" in line}

    assert collected == {test.name for tests in WRITER["seed_tests"]().values() for test in tests}


@pytest.mark.parametrize(
    ("tests", "reason", "message"), [((), "", "needs either"), (("a test",), "not built", "needs either")]
)
def test_a_row_has_a_test_or_a_reason(tests, reason, message):
    """
    A row with neither test nor reason is refused, and so is one with both.
    """
    row = WRITER["Row"]("ST1", "element", "here", reason)

    with pytest.raises(ValueError, match=message):
        WRITER["state"](row, tests)


def test_every_claim_is_made_of_short_sentences():
    """
    The page quotes what each test claims: from a capital letter to a full stop, at most 25 words a sentence.
    """
    claims = {test.name: test.claim for tests in WRITER["seed_tests"]().values() for test in tests}
    told = {row.id: f"{row.here}. {row.not_yet}" for row in WRITER["ROWS"]}

    assert [name for name, claim in claims.items() if not (claim[:1].isupper() and claim.endswith("."))] == []
    for name, text in (claims | told).items():
        assert max(len(sentence.split()) for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Za-z])", text)) <= 25, name
