"""What every figure over a factor owes its reader: words on the page, large enough, and no colour needed."""

import warnings
from collections.abc import Callable, Iterator
from inspect import getdoc
from itertools import product

import numpy as np
import pandas as pd
import pytest
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text

from reportsto.drawing import (
    NARROW,
    WIDE,
    Factor,
    draw_advocacy_and_reach,
    draw_report_flow,
    figure_bytes,
    flow_of_runs,
)
from reportsto.drawing.advocacy import draw_attitude_and_reach
from reportsto.drawing.org_charts import draw_org_charts
from reportsto.drawing.outcomes import Outcome, draw_outcomes
from reportsto.drawing.report_path import draw_report_path
from reportsto.drawing.style import STRUCTURE_LOOKS, TINY
from reportsto.drawing.winners import Winner, draw_winners
from reportsto.parameters import OFF_SWITCHES
from reportsto.readings.crossovers.figures import draw_crossover, draw_crossover_lines
from reportsto.readings.maps.cells import Race
from reportsto.readings.maps.figures import OUTSIDE, OWN_LINE, draw_placement_map, draw_winner_map
from reportsto.readings.one_at_a_time.figures import draw_tornado
from reportsto.readings.over_a_box.figures import draw_ceo_load, draw_shares
from reportsto.readings.sensitivity.figures import draw_morris_scatter, draw_sensitivity_bars
from reportsto.readings.shapley.figures import draw_shapley_bars
from reportsto.worlds import WORLDS

X, Y = OWN_LINE, OUTSIDE
CONTRAST = "Failures per 1,000 orders: marketing under service minus sales and marketing"
RACE = Race(measure="failures_per_1000", better="lower", smallest_effect=2.0)


def runs() -> pd.DataFrame:
    """Return runs of all structures over six by five settings; some failed, and each structure wins somewhere."""
    rng = np.random.default_rng(7)
    rows = []
    for (i, c), (j, w), (at, name), replicate in product(
        enumerate(np.linspace(0, 1.25, 6)), enumerate(np.linspace(0.2, 1, 5)), enumerate(STRUCTURE_LOOKS), range(4)
    ):
        ahead = 5.0 * ((i + 2 * j) % len(STRUCTURE_LOOKS) == at)
        failures = np.nan if (i, j) == (2, 2) else 100.0 - ahead + rng.normal()
        rows.append(
            {
                X.column: c,
                Y.column: w,
                "structure": name,
                "world": "once",
                "seed": 7,
                "replicate": replicate,
                "failures_per_1000": failures,
                "effective_advocacy": 0.1 + ahead / 200,
                "advocacy": 0.5 + ahead / 50,
                "complained": 0.25,
                "voiced": 0.5,
                "passed": 0.8,
                "attended": 0.9,
                "ceo_direct_reports": 3 + i,
                "ceo_utilisation": 0.1 * (at + i),
                "ceo_waiting": 1.0 * i * at,
            }
        )
    return pd.DataFrame(rows)


POINTS = {"": "what is assumed stands at middle", "halfway": "what is assumed stands at halfway"}
POSTS = [
    {"id": post, "title": f"Head of {post}", "function": post, "superior": boss, "headcount": 30, "attitude": attitude}
    for post, boss, attitude in [
        ("executive", None, 0.9),
        ("logistics", "executive", -0.9),
        ("service", "logistics", 0.0),
    ]
]


def of_worlds() -> pd.DataFrame:
    """Return a run of each structure, replicate, world and point."""
    one = runs()[lambda rows: (rows[X.column] == 0.0) & (rows[Y.column] == 0.2)]
    return pd.concat(
        one.assign(world=world, variant=point, attitude_handlers_mean=0.2 + 0.01 * one.index)
        for world in WORLDS
        for point in POINTS
    )


def cells() -> list[Winner]:
    """Return cells of all worlds, rules and sizes, each structure best somewhere."""
    names = list(STRUCTURE_LOOKS)
    every = product(WORLDS, ("middle", "essays"), ("bundles, common superior", "bar, peers first"), (12, 56, 1800))
    return [
        Winner(world, f"assumed: {point}", row, f"{people:,}", names[at % len(names)], 1 + at % 2, at % 3 > 0)
        for at, (world, point, row, people) in enumerate(every)
    ]


def parameters(n=18) -> pd.DataFrame:
    """Return sensitivities of parameters with long names."""
    effect = np.linspace(0.05, 0.9, n)
    names = [f"improvement.a_parameter_with_a_long_name_{at}" for at in range(n)]
    return pd.DataFrame(
        {"parameter": names, "first": effect / 3, "total": effect / 2, "mu_star": effect, "sigma": effect}
    ).assign(
        **dict.fromkeys(("first_low", "first_high", "total_low", "total_high", "mu_star_low", "mu_star_high"), np.nan)
    )


def shares() -> pd.DataFrame:
    """Return what every off-switch contributes in every world, from much below zero to much above."""
    names, worlds = list(OFF_SWITCHES), list(WORLDS)
    value = np.linspace(-17.5, 12.25, len(names))
    parts = [pd.DataFrame({"world": world, "mechanism": names, "value": value * at}) for at, world in enumerate(worlds)]
    return pd.concat(parts).assign(low=lambda rows: rows["value"] - 1.0, high=lambda rows: rows["value"] + 1.0)


def shares_of_points() -> pd.DataFrame:
    """Return shares of a box in all worlds and two pairs; one has parts too small for words."""
    shares = {"better": 0.58, "no_difference": 0.21, "not_decided": 0.16, "worse": 0.05}
    rows = [{"world": one, "a": f"inside_{a}", "b": "separate"} for one in WORLDS for a in ("operations", "marketing")]
    return pd.DataFrame(rows).assign(**shares)


def ends() -> pd.DataFrame:
    low = parameters().assign(
        end="low", contrast=lambda rows: -4.0 - rows["mu_star"], value=0.125, low=np.nan, high=np.nan
    )
    return pd.concat([low, low.assign(end="high", contrast=-1.0 + low["mu_star"], value=12345.0)])


def crossover(**size: float) -> Figure:
    table = runs()
    one = table[table[Y.column] == 1.0]
    crossings = pd.DataFrame({"value": [0.3, 0.9], "low": [-np.inf, 0.8], "high": [0.4, np.inf]})
    settings = {"a": "marketing_under_service", "b": "sales_and_marketing", "x": X}
    return draw_crossover(one, RACE, crossings=crossings, **settings, **size)


def crossover_lines() -> Figure:
    """Two pairs over four values: crossings with an open end, a pair better all along."""
    rows = [
        {"a": a, "b": "sales_and_marketing", "at": at, "value": value, "low": low, "high": high, "better_above": above}
        for at, a, value, low, high, above in [
            (0.25, "separate", 0.31, 0.3, 0.33, "separate"),
            (0.5, "separate", 0.9, 0.7, np.inf, "sales_and_marketing"),
            (1.0, "separate", np.nan, np.nan, np.nan, "sales_and_marketing"),
            (0.25, "marketing_under_service", 0.2, -np.inf, 0.4, "marketing_under_service"),
            (0.5, "marketing_under_service", np.nan, np.nan, np.nan, "marketing_under_service"),
            (1.0, "marketing_under_service", 0.5, 0.45, 0.55, "marketing_under_service"),
        ]
    ]
    held = Factor("improvement.outside_weight", "Improvement: outside weight", "steps")
    return draw_crossover_lines(pd.DataFrame(rows), along=X, held=held, levels=[0.0, 0.5, 1.0], title=CONTRAST)


def placement_map() -> Figure:
    prices = runs().assign(price=lambda rows: 100 * rows[X.column] + 80 * rows[Y.column])
    return draw_placement_map(runs(), prices=prices, pair="separate and inside operations", world="once")


DRAWN: dict[str, Callable[..., Figure]] = {
    "winner_map": lambda: draw_winner_map(runs(), RACE, x=X, y=Y),
    "placement_map": placement_map,
    "crossover": crossover,
    "crossover_lines": crossover_lines,
    "tornado": lambda: draw_tornado(ends(), base=-3.0, contrast=CONTRAST, smallest_effect=2.0),
    "sensitivity_bars": lambda **size: draw_sensitivity_bars(parameters(), outcome=CONTRAST, **size),
    "shapley_bars": lambda: draw_shapley_bars(shares(), outcome=CONTRAST, smallest_effect=2.0),
    "morris_scatter": lambda: draw_morris_scatter(parameters(), outcome=CONTRAST),
    "report_flow": lambda **size: draw_report_flow(flow_of_runs(runs()), **size),
    "ceo_load": lambda: draw_ceo_load(runs()),
    "shares": lambda: draw_shares(shares_of_points(), title="Who has the fewest failures, at how many points?"),
    "advocacy_and_reach": lambda **size: draw_advocacy_and_reach(runs(), **size),
    "attitude_and_reach": lambda: draw_attitude_and_reach(of_worlds()),
    "report_path": lambda: draw_report_path(of_worlds()),
    "outcomes": lambda: draw_outcomes(of_worlds(), [Outcome("failures_per_1000", 2.0)], levels=POINTS),
    "winners": lambda: draw_winners(cells(), title="Who has the fewest failures per 1,000 orders?", across="People"),
    "org_charts": lambda: draw_org_charts(
        dict.fromkeys(("separate", "inside_operations"), dict.fromkeys(WORLDS, POSTS))
    ),
}
ON_A_PAGE = (
    "placement_map", "ceo_load", "shares", "attitude_and_reach", "report_path", "outcomes", "org_charts", "winners",
)  # fmt: skip
"""Figures that are as wide as a page; others are as wide as a column."""
KINDS = ("svg", "png", "pdf")
EVERY = pytest.mark.parametrize("name", DRAWN)
SIZED = ("crossover", "sensitivity_bars", "report_flow", "advocacy_and_reach")
"""Figures whose width is chosen."""
SIZES = [(name, {"width": width}) for name in SIZED for width in (NARROW, WIDE)]
EVERY_SIZE = pytest.mark.parametrize(("name", "size"), [*SIZES, *((name, {}) for name in DRAWN if name not in SIZED)])


def words(figure: Figure) -> Iterator[Text]:
    """Yield every piece of text that is seen."""
    figure.draw_without_rendering()
    beyond = {label for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for label in _beyond(axis)}
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip() and text not in beyond:
            yield text


def _beyond(axis: Axis) -> Iterator[Text]:
    """Yield the labels of ticks outside the view: they exist and are not drawn."""
    low, high = sorted(axis.get_view_interval())
    for tick in axis.get_major_ticks():
        if not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
            yield tick.label1


@EVERY_SIZE
def test_words_are_on_the_page_and_large_enough(name, size):
    """
    Nothing is cut off at an edge, and nothing is smaller than the smallest size of the house.
    """
    figure = DRAWN[name](**size)
    page = figure.bbox.padded(0.5)
    seen = list(words(figure))
    off = [text.get_text() for text in seen if not _within(Text.get_window_extent(text), page)]

    assert off == []
    assert min(text.get_fontsize() for text in seen) >= TINY
    assert figure.get_figwidth() * 25.4 == pytest.approx(size.get("width", WIDE if name in ON_A_PAGE else NARROW))


@EVERY_SIZE
def test_labels_of_axes_and_panels_do_not_overlap(name, size):
    """
    Titles, names of axes, ticks and notes each have a place of their own.
    """
    seen = list(words(DRAWN[name](**size)))
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in seen]
    pairs = [
        (one, other)
        for at, (one, box) in enumerate(boxes)
        for other, second in boxes[:at]
        if box.overlaps(second) and not _contour(one, other)
    ]

    assert pairs == []


def _contour(one: str, other: str) -> bool:
    """Heights are written along their lines, turned: their upright boxes say nothing."""
    return one in HEIGHTS or other in HEIGHTS


HEIGHTS = {"50", "100", "150", "200"}


def _within(box, page) -> bool:
    return box.x0 >= page.x0 and box.x1 <= page.x1 and box.y0 >= page.y0 and box.y1 <= page.y1


@EVERY
def test_figures_are_written_without_a_warning_and_always_the_same(name):
    """
    The same table gives the same bytes, as SVG, PNG and PDF.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        once, again = ([figure_bytes(DRAWN[name](), kind) for kind in KINDS] for _ in range(2))

    assert once == again
    assert min(map(len, once)) > 5000


@pytest.mark.parametrize("draw", [draw_winner_map, draw_placement_map, draw_crossover, draw_crossover_lines,
                                  draw_tornado, draw_ceo_load, draw_shares, draw_sensitivity_bars, draw_shapley_bars,
                                  draw_morris_scatter, draw_report_flow])  # fmt: skip
def test_captions_say_what_is_seen_and_what_goes_in(draw):
    """
    The first line begins with Draw; the table and what is raised are named.
    """
    caption = getdoc(draw) or ""

    assert caption.startswith("Draw ")
    assert "`table`" in caption
    assert "Raises" in caption


def test_marks_of_a_map_tell_all_structures_apart_without_colour():
    """
    Seven structures win somewhere, with seven different marks.
    """
    lines = DRAWN["winner_map"]().axes[0].lines
    marks = {str(line.get_gid()).split()[-1]: line.get_marker() for line in lines if str(line.get_gid())[:4] == "mark"}

    assert len(marks) == len(set(marks.values())) == len(STRUCTURE_LOOKS)


def test_factors_are_called_by_name():
    """
    Without words of its own an axis says the column, without its group.
    """
    assert Factor("incentives.own_line_strength").words == "own line strength"
