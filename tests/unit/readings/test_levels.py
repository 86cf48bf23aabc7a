"""Levels of further levers on the page, in its tables, and in what is kept."""

from types import SimpleNamespace

import pandas as pd

from reportsto.readings.at_one_point.page import _steps
from reportsto.studies.specification import read_study

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


def test_what_differs_in_one_lever_is_told_first(write_study):
    """
    Steps from the first levels: none, one, two; a variant of the study's own is one more.
    """
    both = LEVELS[1] + '\nroute = ["common_superior", "peers_first"]'
    study = read_study(write_study(LEVELS[0], both))

    steps = _steps(SimpleNamespace(study=study))
    assert steps[""] == 0
    assert steps["ration_digest"] == steps["route_peers_first"] == steps["no_lateral"] == 1
    assert steps["ration_digest_route_peers_first"] == steps["no_lateral_ration_digest"] == 2
    assert steps["no_lateral_ration_digest_route_peers_first"] == 3
