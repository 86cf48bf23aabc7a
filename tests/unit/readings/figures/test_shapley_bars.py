"""The figure of Shapley values: known values in, bars and numbers out."""

import numpy as np
import pandas as pd
import pytest

from reportsto.drawing import MissingInput, svg_bytes
from reportsto.readings.shapley.figures import MOST, draw_shapley_bars

OUTCOME = "failures per 1,000 orders: separate less operations"


def shares() -> pd.DataFrame:
    """Return three mechanisms in two worlds; `own_line` is large in one of them only, `misfit` is nothing."""
    return pd.DataFrame(
        {
            "world": ["neutral"] * 3 + ["contract"] * 3,
            "mechanism": ["lateral", "own_line", "misfit"] * 2,
            "value": [5.0, 0.0, 0.01, 4.0, -12.0, -0.02],
            "low": [4.0, 0.0, -0.1, 3.0, -14.0, -0.1],
            "high": [6.0, 0.0, 0.1, 5.0, -10.0, 0.1],
        }
    )


def bars(panel) -> dict[str, float]:
    return {bar.get_gid().removeprefix("value "): bar.get_width() for bar in panel.patches if "value" in bar.get_gid()}


def test_bars_are_as_long_as_the_values_and_the_largest_in_any_world_is_on_top():
    """
    One panel a world on one scale, with what all add up to beside its name, and an interval on each bar.
    """
    figure = draw_shapley_bars(shares(), outcome=OUTCOME)
    neutral, contract = figure.axes

    assert bars(neutral) == {"own_line": 0.0, "lateral": 5.0, "misfit": 0.01}
    assert bars(contract) == {"own_line": -12.0, "lateral": 4.0, "misfit": -0.02}
    assert [text.get_text() for text in neutral.get_yticklabels()] == [
        "own-line faults count", "word between\ncolleagues", "misfit",
    ]  # fmt: skip
    assert [panel.get_title(loc="left") for panel in figure.axes] == ["neutral: +5.01 in all", "contract: −8.02 in all"]
    assert [len([line for line in panel.lines if line.get_gid() == "interval"]) for panel in figure.axes] == [3, 3]
    assert neutral.get_xlim() == contract.get_xlim()


def test_a_bar_that_lowers_is_hatched_so_that_it_can_be_told_without_colour():
    """
    Solid to the right, hatched to the left.
    """
    figure = draw_shapley_bars(shares(), outcome=OUTCOME)
    hatched = {bar.get_gid(): bool(bar.get_hatch()) for bar in figure.axes[1].patches}

    assert hatched == {"value own_line": True, "value lateral": False, "value misfit": True}


def test_what_is_not_drawn_is_counted_and_still_in_the_sum():
    """
    Ten others do more: own line, which does up to 12, lateral and misfit are not drawn.
    """
    more = [{"world": "neutral", "mechanism": f"other_{at}", "value": 20.0, "low": 19.0} for at in range(MOST)]
    figure = draw_shapley_bars(pd.concat([shares(), pd.DataFrame(more)]), outcome=OUTCOME)

    assert set(bars(figure.axes[0])) == {one["mechanism"] for one in more}
    assert "3 more not drawn: at most 12" in svg_bytes(figure).decode()
    assert figure.axes[0].get_title(loc="left") == "neutral: +205 in all"


def test_the_words_below_do_not_lie_over_each_other_or_over_the_panels():
    """
    The legend, which says what is drawn, ends below the lowest panel and inside the figure.
    """
    figure = draw_shapley_bars(shares(), outcome=OUTCOME, smallest_effect=2.0)
    figure.draw_without_rendering()
    key = figure.legends[0].get_window_extent()

    assert "hardly matters: below 2" in [text.get_text() for text in figure.legends[0].get_texts()]
    assert all(key.y1 <= panel.get_tightbbox().y0 for panel in figure.axes)
    assert figure.bbox.x0 <= key.x0
    assert key.x1 <= figure.bbox.x1


def test_values_need_no_intervals_and_a_table_without_values_is_refused():
    """
    Without intervals there are bars alone; no number is one clear line.
    """
    plain = draw_shapley_bars(shares().assign(low=np.nan, high=np.nan), outcome=OUTCOME)

    assert not [line for line in plain.axes[0].lines if line.get_gid() == "interval"]
    with pytest.raises(MissingInput, match="at least one number"):
        draw_shapley_bars(shares().assign(value=np.nan), outcome=OUTCOME)
