"""A second wave goes through the same journal as all runs: interrupted, repeated or published, it is the same."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.results.provenance import keep_runs
from reportsto.results.published import published
from reportsto.results.status import status
from reportsto.results.storage import RUNS, read_runs
from reportsto.running.execution import Order, check_shards, execute, executing
from reportsto.running.run_study import run_study
from reportsto.running.waves import kept_waves, published_waves, with_waves
from reportsto.studies.design import design
from reportsto.studies.specification import read_study

BOX = """[uncertainties]
every = "prior"
[design]
kind = "latin_hypercube"
points = 12
"""
ASKED = """[[patterns]]
id = "ours"
measure = "voiced"
value = 0.3
sd = 0.02
structure = "separate"

[matching]
points = 5

[quick]
"""


@pytest.fixture
def study(write_study):
    """Two worlds, of which neutral keeps the own-line strength that it sets."""
    return read_study(
        write_study(
            "[uncertainties]\n", BOX, "attention.hours = 6\n", "", "[quick]\n", ASKED,
            "replicates = 3", "replicates = 2", '"contract"]',
            '"neutral"]', "settings.improvement.lateral", "settings.voice.own_line",
        )
    )  # fmt: skip


def test_all_cells_visit_the_points_of_both_waves(study, tmp_path):
    table = run_study(study, tmp_path, workers=1)

    assert sorted(table["sample"].unique()) == list(range(17))
    assert set(table.groupby(["structure", "world", "variant"])["sample"].nunique()) == {17}
    assert set(table[table["world"] == "neutral"]["incentives.own_line_strength"]) == {0.0}


def test_a_study_that_is_run_again_runs_nothing(study, tmp_path):
    """The second wave is drawn from the kept runs of the first, by the same address: the same points, so no new run."""
    first = run_study(study, tmp_path, workers=1)
    plan, order = with_waves(design(study), tmp_path)
    with executing(plan, tmp_path, order) as again:
        assert (again.ran, again.kept) == (0, len(plan.keys))
        pd.testing.assert_frame_equal(again.table, first)


def test_a_study_stopped_between_its_waves_goes_on_to_the_same_table(study, tmp_path):
    """Until then `study status` says how many points are still to come."""
    whole = run_study(study, tmp_path / "whole", workers=1)
    execute(design(study), tmp_path / "stopped")
    assert status(tmp_path / "stopped")[1][0].endswith(" of the first wave; 5 points of a second are to come")
    assert "second" not in status(tmp_path / "whole")[1][0]

    pd.testing.assert_frame_equal(run_study(study, tmp_path / "stopped", workers=1), whole)


def test_a_published_folder_has_the_points_of_its_second_wave(study, tmp_path):
    """Without a journal the table tells them, also those that a world kept out of some of its rows."""
    plan, order = with_waves(design(study), tmp_path)
    with executing(plan, tmp_path, order) as done:
        keep_runs(plan, done, tmp_path, command="", started=datetime.now(UTC))
    assert kept_waves(design(study), tmp_path).keys == plan.keys
    (tmp_path / "journal.sqlite").unlink()

    found = published_waves(design(study), read_runs(tmp_path / RUNS))
    assert found.keys == plan.keys
    assert len(published(found, tmp_path).table) == len(plan)
    plan, order = with_waves(design(study), tmp_path)
    assert execute(plan, tmp_path, order).ran == 0


def test_other_patterns_refuse_what_was_published_for_these(study, write_study, tmp_path):
    run_study(study, tmp_path, workers=1)
    (tmp_path / "journal.sqlite").unlink()
    other = study.path.read_text().replace("value = 0.3", "value = 0.2")
    study.path.write_text(other)
    plan = published_waves(design(read_study(study.path)), read_runs(tmp_path / RUNS))

    with pytest.raises(StudyError, match="another study or form: matching changed since"):
        published(plan, tmp_path)


def test_two_waves_cannot_be_run_in_shards(study):
    with pytest.raises(StudyError, match="looks at all results of the first; expected waves = 1"):
        check_shards(design(study))


def test_fresh_runs_forget_the_first_wave_once(study, tmp_path):
    """The second step goes on with what the first has just made."""
    run_study(study, tmp_path, workers=1)

    plan, order = with_waves(design(study), tmp_path, Order(fresh=True))

    assert not order.fresh
    assert execute(plan, tmp_path, order).kept == len(design(study).keys)
