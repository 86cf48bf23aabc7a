"""Shares of a box: known shares in, bars out."""

import pandas as pd
import pytest

from reportsto.drawing.panels import MissingInput
from reportsto.drawing.style import STRUCTURE_LOOKS
from reportsto.readings.over_a_box.figures import draw_shares

TABLE = pd.DataFrame(
    {
        "world": ["once", "contract"],
        "a": "inside_operations",
        "b": "separate",
        "better": [0.8, 0.58],
        "no_difference": [0.12, 0.2],
        "not_decided": [0.07, 0.16],
        "worse": [0.01, 0.06],
    }
)


def test_the_parts_of_a_bar_are_the_shares_from_better_to_worse():
    """
    They make up the whole bar, in the colours of the two structures at its ends; small parts have no words.
    """
    figure = draw_shares(TABLE, title="Who?")
    panel = figure.axes[0]

    assert [bar.get_x() for bar in panel.patches] == pytest.approx([0.0, 80.0, 92.0, 99.0])
    assert [bar.get_width() for bar in panel.patches] == pytest.approx([80.0, 12.0, 7.0, 1.0])
    ends = [STRUCTURE_LOOKS[name].colour for name in ("inside_operations", "separate")]
    names = {style.colour: style.label for style in STRUCTURE_LOOKS.values()}
    entries = {one.get_label(): one for one in figure.legends[0].legend_handles}
    for bar, colour in zip((panel.patches[0], panel.patches[3]), ends, strict=True):
        assert bar.get_facecolor() == entries[f"{names[colour]} better"].get_facecolor()
    assert [text.get_text() for text in panel.texts if text.get_text()] == ["80%", "12%", "7%"]


def test_shares_that_are_not_there_are_named():
    with pytest.raises(MissingInput, match="'worse'"):
        draw_shares(TABLE.drop(columns="worse"), title="Who?")
