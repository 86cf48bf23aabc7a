"""A result folder: nothing of it leads elsewhere, and its page says what provenance knows of its runs."""

import json
from datetime import UTC, datetime

import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.readings.publish import Asked, page_of, publish
from reportsto.readings.runs import Runs
from reportsto.results.published import Published
from reportsto.studies.design import design
from reportsto.studies.specification import read_study


def test_figures_behind_a_link_are_refused_before_provenance_is_written_again(tmp_path, write_study):
    """
    What a folder says of its runs is as it was after a refusal.
    """
    folder, before = tmp_path / "out", json.dumps({"command": "as it was"})
    folder.mkdir()
    (folder / "provenance.json").write_text(before)
    (folder / "figures").symlink_to(tmp_path)
    kept = Published(pd.DataFrame(), {"command": "as it was"}, same_model=True, notes=())

    with pytest.raises(StudyError, match="figures: a link; expected a folder"):
        publish(design(read_study(write_study())), kept, {}, folder, Asked("reportsto study report", datetime.now(UTC)))

    assert (folder / "provenance.json").read_text() == before


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            {"command": "reportsto study run x.toml", "reportsto": "1.0"},
            "Made by `reportsto study run x.toml` with reportsto 1.0;",
        ),
        ({"command": "reportsto study run x.toml"}, "Made by `reportsto study run x.toml`;"),
        ({}, "Provenance does not say by which command the runs were made."),
    ],
)
def test_a_page_says_what_provenance_knows_of_its_runs(write_study, source, said):
    """
    Provenance of somebody else may lack what ours has: the page says so, and is written.
    """
    plan = design(read_study(write_study()))
    table = pd.DataFrame(
        [
            {"structure": one.structure, "firm": one.firm, "world": one.world, "variant": one.variant, "replicate": 0}
            for one in plan.points
        ]
    ).assign(failure="")

    assert page_of(Runs(plan, table, source), []).sections[-1].blocks[-1].startswith(said)
