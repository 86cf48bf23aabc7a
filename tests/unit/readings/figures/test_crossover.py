"""Where two structures change places: known differences in, line, band and crossing out."""

import numpy as np
import pandas as pd
import pytest

from reportsto.drawing import NARROW, WIDE, svg_bytes
from reportsto.drawing.factors import Factor
from reportsto.drawing.panels import MissingInput
from reportsto.readings.crossovers.figures import draw_crossover
from reportsto.readings.maps.cells import Race

C = Factor("c", "Strength, c")
RACE = Race(measure="failures_per_1000", better="lower", smallest_effect=2.0)
ASKED = {"a": "separate", "b": "inside_operations", "x": C}
CROSSING = pd.DataFrame({"value": [0.5], "low": [0.25], "high": [0.75]})


def runs(replicates=5) -> pd.DataFrame:
    """Return runs in which separate is 10 worse at c = 0 and 10 better at c = 1; replicates differ by a little."""
    return pd.DataFrame(
        [
            {
                "c": c,
                "structure": name,
                "seed": 7,
                "replicate": at,
                "failures_per_1000": 100 + at + own * (10 - 20 * c + 0.1 * at),
            }
            for c in (0.0, 0.5, 1.0)
            for name, own in (("separate", 1), ("inside_operations", 0))
            for at in range(replicates)
        ]
    )


def drawn(figure) -> dict[str, list]:
    """Return the lines of the panel by their name."""
    found: dict[str, list] = {}
    for line in figure.axes[0].lines:
        found.setdefault(line.get_gid() or "", []).append(line)
    return found


def test_differences_are_paired():
    """
    What replicates share cancels: 10.2, .2 and -9.8, with an interval around each.
    """
    panel = draw_crossover(runs(), RACE, **ASKED).axes[0]
    line = next(line for line in panel.lines if line.get_gid() == "difference")
    low, high = (np.asarray(edge.get_ydata()) for edge in panel.lines if edge.get_linewidth() == 0.4)

    assert line.get_xdata().tolist() == [0.0, 0.5, 1.0]
    assert line.get_ydata() == pytest.approx([10.2, 0.2, -9.8])
    assert (low < line.get_ydata()).all()
    assert (high > line.get_ydata()).all()


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_line_band_crossing_and_effect_are_drawn(width):
    """
    The line has the means, the grey band is as high as the smallest effect, the diamond stands at the crossing.
    """
    figure = draw_crossover(runs(), RACE, crossings=CROSSING, width=width, **ASKED)
    lines = drawn(figure)
    (effect,) = (patch for patch in figure.axes[0].patches if patch.get_gid() == "smallest effect")

    assert lines["difference"][0].get_ydata() == pytest.approx([10.2, 0.2, -9.8])
    assert (effect.get_y(), effect.get_height()) == (-2.0, 4.0)
    assert (lines["crossing"][0].get_xdata()[0], lines["crossing"][0].get_ydata()[0]) == (0.5, 0.0)
    assert list(lines["crossing interval"][0].get_xdata()) == [0.25, 0.75]
    assert figure.get_figwidth() * 25.4 == pytest.approx(width)
    shown = svg_bytes(figure).decode()
    for words in ("0.5 (0.25 to 0.75)", "↓ Separate better", "↑ Inside operations better", "below 2", "Strength, c"):
        assert words in shown


def test_an_interval_beyond_what_was_run_ends_in_an_arrow():
    """
    Its label says beyond which value.
    """
    open_ended = CROSSING.assign(low=-np.inf, high=np.inf)
    figure = draw_crossover(runs(), RACE, crossings=open_ended, **ASKED)

    assert {"end <", "end >"} <= set(drawn(figure))
    assert "0.5 (< 0 to > 1)" in [text.get_text() for text in figure.axes[0].texts]


def test_no_crossing_leaves_no_mark():
    """
    A row without a place, and no table at all, are no crossing; one replicate has no interval of it.
    """
    for crossings in (None, CROSSING.assign(value=np.nan)):
        assert "crossing" not in drawn(draw_crossover(runs(), RACE, crossings=crossings, **ASKED))
    alone = CROSSING.assign(low=np.nan, high=np.nan)
    figure = draw_crossover(runs(replicates=1), RACE, crossings=alone, **ASKED)
    assert "crossing interval" not in drawn(figure)
    assert "0.5 (? to ?)" in [text.get_text() for text in figure.axes[0].texts]


def test_a_value_without_result_breaks_the_line():
    """
    Every run of one structure failed at c = .5: a cross on the axis, and NaN in the line.
    """
    table = runs()
    table.loc[(table["c"] == 0.5) & (table["structure"] == "separate"), "failures_per_1000"] = np.nan
    lines = drawn(draw_crossover(table, RACE, **ASKED))

    assert np.isnan(lines["difference"][0].get_ydata()).tolist() == [False, True, False]
    assert list(lines["no result"][0].get_xdata()) == [0.5]


def test_what_cannot_be_drawn_is_refused():
    """
    A structure that was not run, and a table without the column.
    """
    with pytest.raises(MissingInput, match="both customer_map and inside_operations"):
        draw_crossover(runs(), RACE, **{**ASKED, "a": "customer_map"})
    with pytest.raises(MissingInput, match="needs the column 'c'"):
        draw_crossover(runs().drop(columns="c"), RACE, **ASKED)
