"""The figures of a study, drawn from small made-up tables."""

import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from reportsto.drawing import svg_bytes
from reportsto.drawing.advocacy import draw_advocacy_and_reach, draw_attitude_and_reach
from reportsto.drawing.attitude_over_time import draw_attitude_over_time
from reportsto.drawing.ceo_hours import PARTS, draw_ceo_hours
from reportsto.drawing.org_charts import draw_org_charts
from reportsto.drawing.outcomes import draw_outcomes
from reportsto.drawing.panels import MissingInput, limits_around
from reportsto.drawing.report_path import draw_report_path, left_of_1000
from reportsto.drawing.style import STRUCTURE_LOOKS, structure_looks
from reportsto.structures import STRUCTURES

NAMES = ("separate", "inside_operations", "customer_map")
FROM_TABLE = (
    draw_outcomes,
    draw_attitude_and_reach,
    draw_report_path,
    draw_ceo_hours,
    draw_advocacy_and_reach,
)


@dataclass
class Run:
    """One detailed run, as the runner hands it over."""

    daily: dict[str, list[float]]
    posts: list[dict[str, Any]]
    row: dict[str, Any] = field(default_factory=dict)


def runs(worlds=("once", "neutral")) -> pd.DataFrame:
    """Return four runs of three structures in each world; the numbers only have to be possible."""
    rows = []
    for at, (world, name, replicate) in enumerate((w, n, r) for w in worlds for n in NAMES for r in range(4)):
        rows.append(
            {
                "structure": name,
                "firm": "product_shop",
                "world": world,
                "without": "",
                "replicate": replicate,
                "advocacy": 0.3 + at / 100,
                "defensiveness": 0.4 - at / 100,
                "attitude_handlers_mean": -0.2 + at / 50,
                "complained": 0.2,
                "voiced": 0.3 + at / 100,
                "passed": 0.5,
                "attended": 0.5,
                "effective_advocacy": 0.05 * (0.3 + at / 100),
                "ceo_overhead_hours": 4.0,
                "ceo_exception_hours": 0.5,
                "ceo_dispute_hours": 1.0,
                "ceo_report_hours": 2.0,
                "failures_per_1000": 150.0 + at,
                "customers_end": 48_000.0 + at,
            }
        )
    return pd.DataFrame(rows)


def details(worlds=("once", "neutral")) -> dict[tuple[str, str, str], Run]:
    """Return one detailed run of each structure in each world: thirty days, four posts."""
    days = [float(day) for day in range(30)]
    daily = {"day": days, "attitude_handlers": [0.2 - day / 100 for day in days]}
    return {(name, "product_shop", world): Run(daily, posts(name)) for name in NAMES for world in worlds}


def posts(name: str) -> list[dict[str, Any]]:
    circle = "all" if name == "customer_map" else ""
    rows = [("ceo", "executive", None), ("head", "logistics", "ceo"), ("desk", "service", "head")]
    return [
        {
            "id": post,
            "title": post.title(),
            "function": function,
            "superior": None if circle else superior,
            "circle": circle,
            "headcount": 1,
            "attitude": 0.37,
        }
        for post, function, superior in rows
    ]


@pytest.mark.parametrize("draw", FROM_TABLE)
def test_each_figure_names_its_worlds_and_structures(draw):
    """
    Every world has a panel and every structure a label.
    """
    shown = svg_bytes(draw(runs())).decode()

    for words in ("(neutral)", "(once)", "Separate", "Inside operations", "Customer map"):
        assert words in shown


@pytest.mark.parametrize("draw", FROM_TABLE)
def test_the_same_table_gives_the_same_bytes(draw):
    """
    A figure is a function of its table alone.
    """
    assert svg_bytes(draw(runs(("once",)))) == svg_bytes(draw(runs(("once",))))


@pytest.mark.parametrize("draw", FROM_TABLE)
def test_failed_runs_change_nothing(draw):
    """
    A run that stopped early has NaN measures and leaves no mark.
    """
    table = runs(("once",))
    failed = {column: np.nan for column in table.columns} | {"structure": "separate", "firm": "x", "world": "once"}

    assert svg_bytes(draw(pd.concat([table, pd.DataFrame([failed])]))) == svg_bytes(draw(table))


@pytest.mark.parametrize("draw", FROM_TABLE)
def test_a_table_without_the_column_is_refused_by_name(draw):
    """
    The message says which figure needs which column.
    """
    with pytest.raises(MissingInput, match="needs the column"):
        draw(runs()[["structure", "world"]])


def test_the_worlds_of_attitude_and_reach_can_be_compared():
    """
    Where one world is spread out and another is not, both panels have the axes of the one that is.
    """
    table = runs()
    near, far = table["world"] == "neutral", table["world"] == "once"
    table.loc[near, "attitude_handlers_mean"] = 0.25 + 0.001 * np.arange(near.sum())
    table.loc[far, "attitude_handlers_mean"] = np.linspace(-0.3, 0.3, far.sum())

    close, wide = draw_attitude_and_reach(table).axes

    assert close.get_xlim() == wide.get_xlim() == pytest.approx((-0.348, 0.348))
    assert close.get_ylim() == wide.get_ylim()


@pytest.mark.parametrize(
    ("values", "limits"),
    [
        ((0.45, 0.46), (0.355, 0.555)),
        ((0.0, 0.6), (-0.048, 0.648)),
        ((0.99, 1.0), (0.8, 1.0)),
        ((-1.0, -1.0), (-1.0, -0.8)),
        ((-1.0, 1.0), (-1.0, 1.0)),
    ],
)
def test_axes_of_their_own_show_a_least_span_and_nothing_impossible(values, limits):
    """
    At least .2 of attitude around the marks, 8 % of margin on each side where they are apart, never beyond -1 and 1.
    """
    assert limits_around(pd.Series(values), 0.2, -1.0, 1.0) == pytest.approx(limits)


def test_outcomes_are_paired_differences_from_one_structure():
    """
    What all structures share cancels: operations has 4 failures more than separate in each of four replicates, which
    differ by far more among themselves; at the other level 3 fewer.
    """
    table = runs(("once",)).assign(variant="")
    table["failures_per_1000"] = 100.0 * table["replicate"] + 4.0 * (table["structure"] == "inside_operations")
    other = table.assign(variant="essays")
    other["failures_per_1000"] -= 7.0 * (other["structure"] == "inside_operations")

    figure = draw_outcomes(pd.concat([table, other]), levels={"": "middle", "essays": "essays"})
    bars = [line.get_xdata().tolist() for line in figure.axes[0].lines if line.get_marker() == "|"]

    assert [ends for ends in bars if ends != [0.0, 0.0]] == [[4.0, 4.0], [-3.0, -3.0]]
    assert "Separate has 150" in [text.get_text() for text in figure.axes[0].texts]


def test_one_run_has_no_interval_and_still_a_mark():
    """
    A single replicate is drawn without error.
    """
    shown = svg_bytes(draw_outcomes(runs().groupby(["structure", "world"], as_index=False).first())).decode()

    assert "Failures per 1,000 orders" in shown


def test_the_path_of_reports_multiplies_out():
    """
    Of 1,000 failures, 200 are heard, 100 sent up, 50 reach a decider and 10 are acted on.
    """
    factors = pd.DataFrame({"complained": [0.2], "voiced": [0.5], "passed": [0.5], "attended": [0.2]})

    assert left_of_1000(factors).round(9).tolist() == [[1000.0, 200.0, 100.0, 50.0, 10.0]]


def test_where_nobody_speaks_up_nothing_is_left():
    """
    Nought of nought passed on is nought acted on, not a gap in the line.
    """
    nan = float("nan")
    factors = pd.DataFrame({"complained": [0.2], "voiced": [0.0], "passed": [nan], "attended": [nan]})

    assert left_of_1000(factors).tolist() == [[1000.0, 200.0, 0.0, 0.0, 0.0]]


def test_a_silent_firm_is_not_left_out_of_the_path():
    """
    Runs with nothing sent up count in the mean, though their later factors are undefined.
    """
    table = runs(("once",))
    silent = table.assign(voiced=0.0, passed=np.nan, attended=np.nan)

    figure = draw_report_path(pd.concat([table, silent]))

    sent = [line for line in figure.axes[0].lines if line.get_gid() == "sent up"]

    assert np.isclose(sent[1].get_xdata()[0], 200 * (0.3 + 0.015) / 2)


def test_the_length_of_the_day_is_marked():
    """
    The line of the chief executive's day stands at the hours given; an endless day has none.
    """
    marked = draw_ceo_hours(runs(), hours=8.75).axes[0].lines

    assert [float(line.get_xdata()[0]) for line in marked] == [8.75]
    assert not draw_ceo_hours(runs(), hours=float("inf")).axes[0].lines


def test_bars_of_the_day_stand_one_on_the_other():
    """
    Overhead 4, exceptions .5, disputes 1 and reports 2 end at 7.5 hours.
    """
    bars = draw_ceo_hours(runs()).axes[0].patches

    assert max(bar.get_x() + bar.get_width() for bar in bars) == 7.5


def test_burn_in_ends_where_measuring_starts():
    """
    Of thirty days the first ten are shaded.
    """
    daily = {("separate", "once"): details()["separate", "product_shop", "once"].daily}

    (shade,) = draw_attitude_over_time(daily).axes[0].patches

    assert (shade.get_x(), shade.get_x() + shade.get_width()) == (0.0, 10.0)


def test_charts_of_all_structures_show_attitudes():
    """
    Three structures of three posts in two worlds: eighteen numbers, three headings, a column a world.
    """
    shown = svg_bytes(
        draw_org_charts({name: dict.fromkeys(("once", "neutral"), posts(name)) for name in NAMES})
    ).decode()

    assert shown.count("+0.37") == 18
    assert all(words in shown for words in ("Separate", "Inside operations", "Customer map", ">once<", ">neutral<"))


def test_charts_that_do_not_fit_on_a_page_are_not_drawn():
    """
    A firm of sixty posts in one list is no figure, and the message says how high it would be.
    """
    desks = [{**posts("separate")[2], "id": f"desk {at}"} for at in range(120)]

    with pytest.raises(MissingInput, match="mm of a page"):
        draw_org_charts({"separate": {"once": [*posts("separate")[:2], *desks]}})


def test_a_chief_executive_without_work_is_no_gap():
    """
    Where no hours are taken, or nothing was run, the figure says which.
    """
    idle = runs(("once",)).assign(**dict.fromkeys(PARTS, 0.0))

    assert [words.get_text() for words in draw_ceo_hours(idle).axes[0].texts] == ["none"] * 3

    partly = pd.concat([idle, idle[idle["structure"] == "separate"].assign(world="contract")])

    assert [words.get_text() for words in draw_ceo_hours(partly).axes[1].texts] == ["not run", "none", "not run"]


def test_every_structure_of_the_catalogue_has_a_look():
    """
    A new structure needs a colour, a marker and a label, or it takes a spare one.
    """
    assert {structure.id for structure in STRUCTURES} <= set(STRUCTURE_LOOKS)


def test_looks_differ_without_colour():
    """
    In black and white each structure still has a marker of its own, added charts included.
    """
    looks = structure_looks([*STRUCTURE_LOOKS, "my_chart", "your_chart"])

    assert len({style.marker for style in looks.values()}) == len(looks)


def run_alone(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True).stderr


def test_importing_and_drawing_needs_no_pyplot():
    """
    No global figure and no window system, however the figures are used.
    """
    program = (
        "import sys, reportsto.drawing as plots; from reportsto.firms.product_shop import PRODUCT_SHOP\n"
        "plots.svg_bytes(plots.draw_chart(PRODUCT_SHOP.chart))\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )

    assert run_alone(program) == ""


def test_drawing_leaves_the_callers_settings_alone():
    """
    A font size the caller has set is still theirs after a figure.
    """
    with mpl.rc_context({"font.size": 23.0, "svg.hashsalt": "mine"}):
        svg_bytes(draw_outcomes(runs()))

        assert (mpl.rcParams["font.size"], mpl.rcParams["svg.hashsalt"]) == (23.0, "mine")
