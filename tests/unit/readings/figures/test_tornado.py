"""What one assumption at a time does: known contrasts in, bars out."""

import numpy as np
import pandas as pd
import pytest

from reportsto.drawing import svg_bytes
from reportsto.drawing.panels import MissingInput
from reportsto.readings.one_at_a_time.figures import ENDS, MOST, draw_tornado

WORDS = "Failures per 1,000 orders: separate minus inside operations"


def ends() -> pd.DataFrame:
    """Return two parameters: fidelity moves the contrast by 6 at most, hours by 1 to either side."""
    rows = [
        ("attention.hours", "low", -6.0, 2.0),
        ("attention.hours", "high", -4.0, 8.0),
        ("climb.fidelity", "low", 1.0, 0.5),
        ("climb.fidelity", "high", -3.0, 1.0),
    ]
    table = pd.DataFrame(rows, columns=["parameter", "end", "contrast", "value"])
    return table.assign(low=table["contrast"] - 0.5, high=table["contrast"] + 0.5)


def bars(figure) -> dict[str, tuple[float, float]]:
    """Return where each bar begins and ends, by end and parameter."""
    return {
        bar.get_gid(): (bar.get_x(), bar.get_x() + bar.get_width())
        for bar in figure.axes[0].patches
        if str(bar.get_gid()).startswith(("low", "high"))
    }


def test_bars_run_from_the_base_to_the_end():
    """
    From -5 at the defaults; the parameter that moves it by 6 stands on top of the one that moves it by 1.
    """
    figure = draw_tornado(ends(), base=-5.0, contrast=WORDS, smallest_effect=2.0)

    assert bars(figure) == {
        "low climb.fidelity": (-5.0, 1.0),
        "high climb.fidelity": (-5.0, -3.0),
        "low attention.hours": (-5.0, -6.0),
        "high attention.hours": (-5.0, -4.0),
    }
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == [
        "Chance that a neutral\nmanager passes a report",
        "A manager's hours for people\nand issues (h / day)",
    ]
    assert sorted(text.get_text() for text in figure.axes[0].texts) == ["0.5", "1", "2", "8"]
    assert len([line for line in figure.axes[0].lines if line.get_gid() == "interval"]) == 4
    assert "defaults: −5" in svg_bytes(figure).decode()


def test_long_values_stay_inside_the_panel():
    """
    Five digits beside the longest bar, on either side.
    """
    figure = draw_tornado(ends().assign(value=12_345.0), base=-5.0, contrast=WORDS)
    figure.draw_without_rendering()
    panel = figure.axes[0]
    boxes = [text.get_window_extent() for text in panel.texts]

    assert all(panel.bbox.x0 <= box.x0 and box.x1 <= panel.bbox.x1 for box in boxes)


def test_the_ends_differ_without_colour():
    """
    One is hatched.
    """
    assert len({bar.hatch for bar, _ in ENDS.values()}) == len(ENDS)


def test_an_end_without_result_says_so():
    """
    Its runs failed: words in the place of a bar, and the other end still ranks the parameter.
    """
    table = ends()
    table.loc[2, ["contrast", "low", "high"]] = np.nan
    figure = draw_tornado(table, base=-5.0, contrast=WORDS)

    assert "low climb.fidelity" not in bars(figure)
    assert "low end, 0.5: no result" in [text.get_text() for text in figure.axes[0].texts]


def test_what_is_not_drawn_is_counted():
    """
    Fifteen parameters move the contrast by more than hours, which move it by 1.
    """
    more = [ends().iloc[:1].assign(parameter=f"group.other_{at}", contrast=5.0) for at in range(MOST - 1)]
    figure = draw_tornado(pd.concat([ends(), *more]), base=-5.0, contrast=WORDS)

    assert figure.axes[0].get_xlabel().endswith("1 more not drawn: at most 1")
    assert {"low climb.fidelity", "high climb.fidelity"} <= set(bars(figure))
    assert "low attention.hours" not in bars(figure)


def test_what_cannot_be_drawn_is_refused():
    """
    No number.
    """
    with pytest.raises(MissingInput, match="at least one number in contrast"):
        draw_tornado(ends().assign(contrast=np.nan), base=0.0, contrast=WORDS)
