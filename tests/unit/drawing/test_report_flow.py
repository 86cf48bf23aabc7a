"""The path of reports as a flow: known counts in, bands, branches and words out."""

import numpy as np
import pandas as pd
import pytest

from reportsto.drawing import NARROW, WIDE, svg_bytes
from reportsto.drawing.panels import MissingInput
from reportsto.drawing.report_flow import count_words, draw_report_flow, flow_of_runs, share_words
from reportsto.errors import StudyError


def runs() -> pd.DataFrame:
    """Return two runs: of 1,000 failures 200 are heard, 100 sent up, 50 arrive, 40 are acted on, 30 for the cause."""
    run = {
        "structure": "separate",
        "world": "once",
        "complained": 0.2,
        "voiced": 0.5,
        "passed": 0.5,
        "attended": 0.8,
        "advocacy": 0.5,
        "settled": 0.2,
        "defensiveness": 0.3,
        "reports_declined": 0.3,
        "reports_lost": 0.1,
        "effective_advocacy_cause_right": 0.03,
    }
    return pd.DataFrame([run, run])


def counts(flow: pd.DataFrame) -> dict[str, float]:
    """Return the count of each branch, and of each stage."""
    return {branch or stage: count for stage, branch, count in flow[["stage", "branch", "count"]].to_numpy()}


def drawn(figure, at=0) -> dict[str, float]:
    """Return how broad each band and branch is, in mm."""
    broad = {}
    for patch in figure.axes[at].patches:
        box = patch.get_path().get_extents() if str(patch.get_gid()).startswith("lost") else patch.get_bbox()
        broad[patch.get_gid()] = box.width
    return broad


def test_every_failure_goes_on_or_is_lost():
    """
    800 stay silent, 40 are settled and 60 explained away, 50 kept, 7.5 declined and 2.5 too late, 10 misread.
    """
    expected = {
        "occurred": 1000,
        "stayed silent": 800,
        "complained": 200,
        "gave up waiting": 0,
        "heard": 200,
        "settled, not reported": 40,
        "explained away": 60,
        "sent up": 100,
        "kept on the way up": 50,
        "reached a decider": 50,
        "waited too long": 2.5,
        "read, not acted on": 7.5,
        "acted on": 40,
        "wrong cause named": 10,
        "right cause": 30,
    }

    assert counts(flow_of_runs(runs())) == pytest.approx(expected)


def test_those_who_gave_up_are_a_branch_of_their_own():
    """
    Advocated 100 are .625 of those heard: 160 of 200; a hundredth more or less is only where the window ends.
    """
    assert counts(flow_of_runs(runs().assign(advocacy=0.625)))["gave up waiting"] == pytest.approx(40)
    assert counts(flow_of_runs(runs().assign(advocacy=0.5025)))["gave up waiting"] == 0


def test_the_factors_alone_make_a_flow():
    """
    Without the other columns there are five steps, and what is lost has one branch a step.
    """
    flow = flow_of_runs(runs()[["structure", "complained", "voiced", "passed", "attended"]])

    assert "right cause" not in set(flow["stage"])
    assert counts(flow)["settled, not reported"] == 100
    assert "explained away" not in svg_bytes(draw_report_flow(flow)).decode()


def test_failed_runs_and_silent_firms():
    """
    A failed run changes nothing; where nobody speaks up the flow ends, and nothing is divided by nothing.
    """
    failed = runs().assign(**dict.fromkeys(runs().columns[2:], np.nan))
    silent = runs().assign(voiced=0.0, passed=np.nan, attended=np.nan, advocacy=0.0, effective_advocacy_cause_right=0.0)

    assert counts(flow_of_runs(pd.concat([runs(), failed]))) == pytest.approx(counts(flow_of_runs(runs())))
    found = counts(flow_of_runs(silent))
    assert (found["heard"], found["sent up"], found["right cause"]) == (200, 0, 0)
    assert svg_bytes(draw_report_flow(flow_of_runs(silent)))


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_bands_are_as_broad_as_what_goes_on(width):
    """
    A fifth of the first band goes on; every branch says its number and its share of those that came.
    """
    figure = draw_report_flow(flow_of_runs(runs()), width=width)
    broad = drawn(figure)
    words = [text.get_text() for text in figure.axes[0].texts]

    assert broad["to heard"] == pytest.approx(broad["to complained"])
    assert broad["to sent up"] == pytest.approx(broad["to heard"] / 2)
    for said in (
        "stayed silent 800 (80 %)",
        "explained away 60 (30 %)",
        "waited too long 2.5 (5 %)",
        "1,000",
        "Separate",
    ):
        assert said in words
    assert "lost gave up waiting" not in broad
    assert figure.get_figwidth() * 25.4 == pytest.approx(width)


def test_no_words_lie_on_each_other_or_beyond_the_edge():
    """
    Thin branches, many to a step: each line of words has its own place on the page.
    """
    flow = flow_of_runs(pd.concat([runs(), runs().assign(structure="inside_operations", voiced=0.02)]))
    for width in (NARROW, WIDE):
        figure = draw_report_flow(flow, width=width)
        figure.draw_without_rendering()
        for axes in figure.axes:
            boxes = [text.get_window_extent() for text in axes.texts]
            assert not [1 for at, one in enumerate(boxes) for other in boxes[:at] if one.overlaps(other)]
            assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 for box in boxes)


def test_counted_cases_are_drawn_too():
    """
    A trace knows its cases one by one; what no branch accounts for is said to be missing.
    """
    rows = [("once", "failed", "", 50), ("once", "heard", "silent", 30), ("once", "heard", "", 10)]
    flow = pd.DataFrame(rows, columns=["structure", "stage", "branch", "count"])

    words = [text.get_text() for text in draw_report_flow(flow).axes[0].texts]

    assert "silent 30 (60 %)" in words
    assert "not accounted for 10 (20 %)" in words


def test_what_cannot_be_drawn_is_refused():
    """
    More than came, less than nothing, unlike stages, two worlds, a missing column.
    """
    flow = flow_of_runs(runs())
    with pytest.raises(StudyError, match="more than came from 'occurred'"):
        draw_report_flow(flow.assign(count=np.where(flow["stage"] == "occurred", 5.0, flow["count"])))
    with pytest.raises(StudyError, match="0 or more"):
        draw_report_flow(flow.assign(count=-1.0))
    with pytest.raises(StudyError, match="0 or more"):
        draw_report_flow(flow.assign(count=np.nan))
    with pytest.raises(StudyError, match="same stages"):
        draw_report_flow(pd.concat([flow, flow.iloc[:3].assign(structure="customer_map")]))
    with pytest.raises(StudyError, match="one row with an empty branch"):
        draw_report_flow(flow[flow["branch"] != ""])
    with pytest.raises(StudyError, match="has contract, once"):
        flow_of_runs(pd.concat([runs(), runs().assign(world="contract")]))
    with pytest.raises(MissingInput, match="'passed'"):
        flow_of_runs(runs().drop(columns="passed"))
    with pytest.raises(MissingInput, match="'branch'"):
        draw_report_flow(flow.drop(columns="branch"))
    with pytest.raises(MissingInput, match="at least one structure"):
        draw_report_flow(flow.iloc[:0])


def test_numbers_are_short_and_shares_honest():
    """
    Whole from ten on; less than half a per cent is not nothing.
    """
    assert [count_words(count) for count in (1000.0, 10.4, 2.5, 0.0)] == ["1,000", "10", "2.5", "0"]
    assert [share_words(share) for share in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "0 %",
        "< 1 %",
        "50 %",
        "> 99 %",
        "100 %",
    ]
