"""A result folder: nothing of it leads elsewhere, and its page says what provenance knows of its runs."""

import json
from datetime import UTC, datetime

import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.readings.page import NO_LEAD, NOTHING, Table
from reportsto.readings.publish import Asked, _point, page_of, publish
from reportsto.readings.reading import Answer, Reading
from reportsto.readings.runs import Runs
from reportsto.results.published import Published
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from reportsto.worlds import POINTS, assumed_at


def no_runs(write_study, source=None) -> Runs:
    """Return runs of the small study that have no number."""
    plan = design(read_study(write_study()))
    names = ("structure", "firm", "world", "variant")
    rows = [{name: getattr(point, name) for name in names} for point in plan.points]
    return Runs(plan, pd.DataFrame(rows).assign(replicate=0, failure=""), source)


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


def test_a_page_begins_with_no_more_than_a_reader_takes_in(write_study):
    """
    Of seven rows six stand beside the answer; of four things that would change it three, and a line says so.
    """
    said = Answer(sentence="It depends.", table=Table(["a"], [[str(at)] for at in range(7)]), turns=tuple("abcd"))
    page = page_of(no_runs(write_study), [(Reading(answer=lambda runs, tables: said), {})])

    assert [row[0] for row in page.table.rows] == ["0", "1", "2", "3", "4", "5"]
    assert page.limits[0].startswith("About the firm six people with 6 people, days ")
    assert "Decisions are rationed by digest. Reports go by peers first." in page.limits[0]
    assert len(page.limits) == 2
    assert "_" not in page.limits[0]
    assert page.turns == ("a", "b", "c", "And 1 more below, under “What else turns it round”.")
    assert [one.blocks[0].lines for one in page.sections if one.title == "What else turns it round"] == [("d",)]


def test_what_is_assumed_is_told_where_some_of_it_does_not_vary():
    """
    A study that draws every number of the line of assumptions stands at none of its points.
    """
    line = set(assumed_at(POINTS["middle"]))

    assert _point(POINTS["middle"], set()) == "What is assumed stands at middle."
    assert _point(POINTS["middle"], {min(line)}) == "What is assumed and does not vary stands at middle."
    assert _point(POINTS["middle"], line) == _point(float("nan"), set()) == ""


def test_where_no_place_leads_nothing_is_said_to_turn(write_study):
    """
    The heading counts nothing either.
    """
    for leads, said in ((True, NOTHING), (False, NO_LEAD)):
        answer = Answer(sentence="It depends.", leads=leads)
        page = page_of(no_runs(write_study), [(Reading(answer=lambda runs, tables, said=answer: said), {})])
        assert (page.turns, page.turning) == ((said,), "What turns it round")


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
    assert page_of(no_runs(write_study, source), []).sections[-1].blocks[-1].startswith(said)
