"""Levels of further levers on the page, in its tables, and in what is kept."""

import pandas as pd

LEVELS = ('world = ["once", "contract"]', 'world = ["once", "contract"]\nration = ["bundles", "digest"]')


def test_each_level_is_named_where_it_is_told(write_study, reportsto, tmp_path):
    """
    `levels.csv` has a difference for each level and variant, the page a line; nothing is run twice without a journal.
    """
    path, out = write_study(*LEVELS), tmp_path / "out"
    code, _, _ = reportsto("study", "run", path, "--out", out)
    assert code == 0

    table = pd.read_csv(out / "levels.csv", keep_default_na=False)
    assert set(table["variant"]) == {"", "ration_digest"}  # no_lateral was tried in one structure: no difference
    held = pd.read_csv(out / "levers.csv")
    assert set(zip(held["a"], held["b"].fillna(""), strict=True)) == {
        ("ration_digest", ""),
        ("no_lateral", ""),
        ("no_lateral_ration_digest", "ration_digest"),
    }
    page = (out / "finding.md").read_text(encoding="utf-8")
    assert "Unless a line says otherwise, ration bundles." in page
    assert "decisions are rationed by digest" in page
    rows = pd.read_parquet(out / "runs.parquet")
    assert set(rows.loc[rows["variant"] == "ration_digest", "ration"]) == {"digest"}

    (out / "journal.sqlite").unlink()
    code, _, told = reportsto("study", "run", path, "--out", out)
    assert code == 0
    assert f"{len(rows)} runs" in told
    assert "a second" not in told  # the line that tells how fast runs are made
