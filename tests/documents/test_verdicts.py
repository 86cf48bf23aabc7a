"""The table of verdicts before and now is the one its script writes, and its last column is what results say today."""

import runpy
from pathlib import Path

import pandas as pd

from reportsto.statistics.verdict import Verdict

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "verdicts.md"
WRITER = runpy.run_path(str(ROOT / "docs" / "write_verdicts.py"))
FOUND = pd.read_csv(PAGE.with_suffix(".csv"), dtype=str, keep_default_na=False)


def test_the_page_is_written_from_the_table():
    """
    Nobody counted by hand: the page follows from verdicts.csv.
    """
    assert PAGE.read_text(encoding="utf-8") == WRITER["page"](FOUND)


def test_every_verdict_on_a_prediction_is_that_of_the_results():
    """
    Study by study, the words of today are those of claims.csv, and there are no other words.
    """
    claims = FOUND[FOUND["table"] == "claims"]
    for study, rows in claims.groupby("study"):
        today = pd.read_csv(ROOT / "results" / str(study) / "claims.csv")["verdict"]
        assert sorted(rows["now"]) == sorted(today), f"{study}: run docs/write_verdicts.py"

    assert set(claims["now"]) <= set(Verdict)


def test_a_verdict_that_means_something_else_has_its_reason():
    """
    A renamed verdict has no reason, a changed one has; on a prediction none ever changed sides.
    """
    same = [
        WRITER["_same"](table, old, new)
        for table, old, new in zip(FOUND["table"], FOUND["before"], FOUND["now"], strict=True)
    ]
    sides = {("supported", "opposite"), ("passed", "opposite"), ("refuted", "as predicted"), ("failed", "as predicted")}

    assert ((FOUND["reason"] == "") == same).all()
    assert not sides & set(zip(FOUND["before"], FOUND["now"], strict=True))
