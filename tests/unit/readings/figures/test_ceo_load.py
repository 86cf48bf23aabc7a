"""The chief executive's load and advocacy against what is acted on: known runs in, lines and points out."""

import numpy as np
import pandas as pd
import pytest

from reportsto.drawing import svg_bytes
from reportsto.drawing.advocacy import draw_advocacy_and_reach
from reportsto.drawing.panels import MissingInput
from reportsto.readings.over_a_box.figures import PARTS, draw_ceo_load


def spans(worlds=("once",)) -> pd.DataFrame:
    """Return three runs of two structures at four spans; one day fills at eight direct reports."""
    return pd.DataFrame(
        [
            {
                "world": world,
                "structure": name,
                "replicate": at,
                "ceo_direct_reports": span + more,
                "ceo_utilisation": min(1.0, (span + more) / 8 + at / 100),
                "ceo_waiting": (span + more) ** 2 + at,
            }
            for world in worlds
            for name, more in (("separate", 1), ("inside_operations", 0))
            for span in (4, 5, 6, 7)
            for at in range(3)
        ]
    )


def line(figure, panel, name):
    (found,) = (line for line in figure.axes[panel].lines if line.get_gid() == name)
    return np.asarray(found.get_xdata()).tolist(), np.asarray(found.get_ydata()).tolist()


def test_a_line_a_structure_with_means_over_runs():
    """
    Separate has one direct report more; the dashed line stands where the day is full.
    """
    figure = draw_ceo_load(spans())

    assert line(figure, 0, "inside_operations") == ([4, 5, 6, 7], pytest.approx([0.51, 0.635, 0.76, 0.885]))
    assert line(figure, 1, "separate") == ([5, 6, 7, 8], pytest.approx([26, 37, 50, 65]))
    assert line(figure, 0, "full")[1] == [1.0, 1.0]


def test_worlds_axes_and_structures_are_named():
    """
    One row a world.
    """
    figure = draw_ceo_load(spans(("neutral", "once")))
    shown = svg_bytes(figure).decode()

    assert len(figure.axes) == 4
    for words in (
        "Reports on your own department cost nothing",
        "(once)",
        "Separate",
        "Share of free hours used",
        "Items waiting",
        "day is full",
    ):
        assert words in shown


def test_a_span_at_which_every_run_failed_breaks_the_line():
    """
    NaN in the line, not a straight line across.
    """
    table = spans()
    failed = (table["structure"] == "separate") & (table["ceo_direct_reports"] == 6)
    table.loc[failed, list(PARTS)] = np.nan

    assert np.isnan(line(draw_ceo_load(table), 0, "separate")[1]).tolist() == [False, True, False, False]


def test_lines_differ_without_colour():
    """
    Each structure has a marker of its own.
    """
    lines = [line for line in draw_ceo_load(spans()).axes[0].lines if line.get_gid() != "full"]

    assert len({line.get_marker() for line in lines}) == 2


def test_what_cannot_be_drawn_is_refused():
    """
    No column, no number.
    """
    with pytest.raises(MissingInput, match="'ceo_utilisation'"):
        draw_ceo_load(spans().drop(columns="ceo_utilisation"))
    with pytest.raises(MissingInput, match="'ceo_direct_reports'"):
        draw_ceo_load(spans().drop(columns="ceo_direct_reports"))
    with pytest.raises(MissingInput, match="at least one run"):
        draw_ceo_load(spans().assign(ceo_waiting=np.nan))


def test_without_what_waits_the_load_is_drawn_alone():
    """
    E2 keeps no queue: its figure has the share of hours used, and nothing in the place of the other half.
    """
    table = spans(("once", "neutral"))
    both, alone = draw_ceo_load(table), draw_ceo_load(table.drop(columns="ceo_waiting"))

    assert (len(both.axes), len(alone.axes)) == (4, 2)
    assert line(alone, 0, "separate") == line(both, 0, "separate")


def test_the_line_of_no_loss_is_advocacy_times_complaints():
    """
    With one failure in five complained of, a structure that sends up half could have 100 of 1,000 acted on.
    """
    run = {"world": "once", "advocacy": 0.5, "complained": 0.2, "effective_advocacy": 0.06}
    table = pd.DataFrame([{"structure": name, **run} for name in ("separate", "customer_map")])
    figure = draw_advocacy_and_reach(table)

    assert line(figure, 0, "no loss") == ([0, 1], [0, 200])
    points = [drawn for drawn in figure.axes[0].lines if drawn.get_marker() == "X"]
    assert [(float(p.get_xdata()[0]), float(p.get_ydata()[0])) for p in points] == [(0.5, 60)] * 2
    assert figure.axes[0].get_xlim()[0] == figure.axes[0].get_ylim()[0] == 0.0
