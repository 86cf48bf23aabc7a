"""Sobol' bars and the Morris scatter: known indices in, bars, points and labels out."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from reportsto.drawing import NARROW, WIDE, svg_bytes
from reportsto.drawing.labels import words_extent
from reportsto.drawing.panels import MissingInput
from reportsto.readings.sensitivity.figures import INDICES, KINDS, draw_morris_scatter, draw_sensitivity_bars

OUTCOME = "failures per 1,000 orders"


def indices() -> pd.DataFrame:
    """Return three parameters; fidelity does little on its own and much with others, the last has no index."""
    return pd.DataFrame(
        {
            "parameter": ["attention.hours", "climb.fidelity", "voice.scale"],
            "first": [0.3, 0.05, np.nan],
            "first_low": [0.25, 0.0, np.nan],
            "first_high": [0.35, 0.1, np.nan],
            "total": [0.4, 0.6, np.nan],
            "total_low": [0.3, 0.5, np.nan],
            "total_high": [0.5, 0.7, np.nan],
            "reason": ["", "", "constant"],
        }
    )


def effects(n=14) -> pd.DataFrame:
    """Return parameters along a curve, close together at its lower end."""
    mu_star = np.linspace(0.2, 2.0, n) ** 2
    sigma = mu_star * np.resize([0.2, 0.7, 1.2], n)
    names = [f"group.parameter_{at}" for at in range(n)]
    return pd.DataFrame({"parameter": names, "mu_star": mu_star, "sigma": sigma, "mu_star_low": 0.9 * mu_star}).assign(
        mu_star_high=np.nan
    )


def bars(figure) -> dict[str, float]:
    return {bar.get_gid(): bar.get_width() for bar in figure.axes[0].patches if bar.get_gid()}


def texts(figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_bars_are_as_long_as_the_indices(width):
    """
    Sorted by the total index, each with its interval; a parameter without one is last and says so.
    """
    figure = draw_sensitivity_bars(indices(), outcome=OUTCOME, width=width)

    assert bars(figure) == {
        "total climb.fidelity": 0.6,
        "first climb.fidelity": 0.05,
        "total attention.hours": 0.4,
        "first attention.hours": 0.3,
    }
    rows = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert [row.replace("\n", " ") for row in rows] == [
        "Chance that a neutral manager passes a report",
        "A manager's hours for people and issues (h / day)",
        "Voice: scale",
    ]
    assert len([line for line in figure.axes[0].lines if line.get_gid() == "interval"]) == 4
    assert texts(figure) == ["no result"]
    assert "all first-order indices together: 0.35" in svg_bytes(figure).decode()
    assert figure.get_figwidth() * 25.4 == pytest.approx(width)


def test_what_is_not_drawn_is_counted():
    """
    Two of three are left; the larger has a total of .4.
    """
    figure = draw_sensitivity_bars(indices(), outcome=OUTCOME, most=1)

    assert figure.axes[0].get_xlabel().endswith("2 more not drawn: total at most 0.4")


def test_indices_need_no_intervals():
    """
    Point estimates alone have bars, and a little below zero is drawn as it is.
    """
    ends = {f"{index}_{end}": np.nan for index in INDICES for end in ("low", "high")}
    figure = draw_sensitivity_bars(indices().assign(first=[-0.02, 0.0, np.nan], **ends), outcome=OUTCOME)

    assert bars(figure)["first attention.hours"] == -0.02
    assert not [line for line in figure.axes[0].lines if line.get_gid() == "interval"]


def test_indices_and_kinds_differ_without_colour():
    """
    One bar is hatched; each kind of point has a marker of its own.
    """
    assert len({bar.hatch for bar, _ in INDICES.values()}) == len(INDICES)
    assert len({marker for _, marker, _ in KINDS.values()}) == len(KINDS)


def test_points_stand_at_mu_star_and_sigma_by_kind():
    """
    Sigma below half of mu*, above it, and above mu* itself.
    """
    table = effects(3)
    figure = draw_morris_scatter(table, outcome=OUTCOME)
    found = {line.get_gid(): line for line in figure.axes[0].lines if line.get_gid() in KINDS}

    for at, kind in enumerate(("even", "uneven", "turning")):
        assert found[kind].get_xdata().tolist() == [table["mu_star"][at]]
        assert found[kind].get_ydata().tolist() == [table["sigma"][at]]


def test_labels_overlap_neither_each_other_nor_the_frame():
    """
    Of fourteen parameters the twelve that matter most ask for a label, and more than half find room: no label at all is
    better than one that covers a point.
    """
    figure = draw_morris_scatter(effects(), outcome=OUTCOME)
    figure.draw_without_rendering()
    panel = figure.axes[0]
    boxes = [words_extent(text) for text in panel.texts]

    assert len(boxes) > 6
    assert "group: parameter 13" in texts(figure)
    assert "group: parameter 0" not in texts(figure)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert all(panel.bbox.x0 <= box.x0 and box.x1 <= panel.bbox.x1 for box in boxes)


def test_a_parameter_without_effects_is_counted():
    """
    A constant output has no effects: no point, and one more without a result.
    """
    table = effects()
    table.loc[3, "sigma"] = np.nan

    assert "1 without a result" in svg_bytes(draw_morris_scatter(table, outcome=OUTCOME)).decode()


def test_parameters_that_do_nothing_are_drawn():
    """
    All effects zero: a point in the corner, no warning.
    """
    figure = draw_morris_scatter(effects(1).assign(mu_star=0.0, sigma=0.0, mu_star_low=0.0), outcome=OUTCOME)

    assert figure.axes[0].lines


@pytest.mark.parametrize("draw", [draw_sensitivity_bars, draw_morris_scatter])
def test_what_cannot_be_drawn_is_refused(draw):
    """
    No number.
    """
    nothing = pd.DataFrame({"parameter": ["a"]} | {key: [np.nan] for key in ("first", "total", "mu_star", "sigma")})
    with pytest.raises(MissingInput, match="at least one number"):
        draw(nothing, outcome=OUTCOME)
