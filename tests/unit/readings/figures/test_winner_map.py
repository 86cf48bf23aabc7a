"""The map of winners: known runs in, cells, marks and words out."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from reportsto.drawing import NARROW, svg_bytes
from reportsto.drawing.factors import Factor, Ruler
from reportsto.drawing.panels import MissingInput
from reportsto.drawing.style import STRUCTURE_LOOKS
from reportsto.drawing.words import measure_words, number
from reportsto.parameters import Parameters
from reportsto.readings.maps.cells import Race, winner_cells
from reportsto.readings.maps.figures import (
    OUTSIDE,
    OWN_LINE,
    draw_placement_map,
    draw_winner_map,
    grouped,
    lighter,
    world_places,
)
from reportsto.statistics.smallest_effects import SmallestEffect
from reportsto.worlds import WORLDS

X, Y = Factor("c", "Strength, c"), Factor("w", "Worth, w")
FEWEST = Race(measure="failures_per_1000", better="lower", smallest_effect=2.0)
MEANS = {
    (0.0, 0.2): (100.0, 110.0),
    (0.0, 1.0): (100.0, 101.0),
    (1.0, 0.2): (100.0, 100.0),
    (1.0, 1.0): (100.0, 97.0),
}
"""By (c, w): failures of operations and of a separate department."""


def runs(means=MEANS, replicates=4) -> pd.DataFrame:
    """Return runs in which replicates differ by what all structures share."""
    rows = [
        {
            "c": c,
            "w": w,
            "structure": name,
            "seed": 7,
            "replicate": at,
            "failures_per_1000": mean + at,
            "effective_advocacy": 0.1,
        }
        for (c, w), pair in means.items()
        for name, mean in zip(("inside_operations", "separate"), pair, strict=True)
        for at in range(replicates)
    ]
    return pd.DataFrame(rows)


def placed(means=MEANS) -> pd.DataFrame:
    """Return these runs over the two factors of the placement map."""
    return runs(means).rename(columns={"c": OWN_LINE.column, "w": OUTSIDE.column})


def by_place(cells: pd.DataFrame, column: str) -> dict[tuple[float, float], object]:
    return dict(zip(zip(cells["x"], cells["y"], strict=True), cells[column], strict=True))


def patches(figure: Figure, at: int = 0) -> dict[str, int]:
    """Return how many cells each kind of patch has."""
    return {found.get_gid(): len(found.get_paths()) for found in figure.axes[at].collections if found.get_gid()}


def test_the_best_mean_wins_a_cell():
    """
    Lower is better: operations wins by 10, separate by 3; a lead of 1 is a tie, and so is none.
    """
    cells = winner_cells(runs(), FEWEST, x="c", y="w")

    assert by_place(cells, "winner") == {
        (0.0, 0.2): "inside_operations",
        (0.0, 1.0): "",
        (1.0, 0.2): "",
        (1.0, 1.0): "separate",
    }
    assert by_place(cells, "leader")[0.0, 1.0] == "inside_operations"
    assert by_place(cells, "leader")[1.0, 0.2] == ""
    assert by_place(cells, "state") == {
        (0.0, 0.2): "clear",
        (0.0, 1.0): "tie",
        (1.0, 0.2): "tie",
        (1.0, 1.0): "clear",
    }
    assert by_place(cells, "lead")[1.0, 1.0] == 3.0


def test_where_higher_is_better_the_other_one_wins():
    """
    The same numbers, read as something good.
    """
    most = Race(measure="failures_per_1000", better="higher", smallest_effect=2.0)

    assert by_place(winner_cells(runs(), most, x="c", y="w"), "winner")[0.0, 0.2] == "separate"


def test_a_relative_effect_is_a_share_of_the_seconds_mean():
    """
    Five per cent of 111.5 is more than a lead of 3, and less than one of 10.
    """
    share = Race(measure="failures_per_1000", better="lower", smallest_effect=SmallestEffect(0.05, relative=True))

    cells = winner_cells(runs(), share, x="c", y="w")

    assert by_place(cells, "state")[1.0, 1.0] == "tie"
    assert by_place(cells, "state")[0.0, 0.2] == "clear"


def test_a_winner_has_to_be_sure():
    """
    Separate is 9 ahead in three replicates and 15 behind in one: the mean is 3 ahead, and the cell is a tie.
    """
    table = runs({(0.0, 0.0): (100.0, 100.0)})
    other = table["structure"] == "separate"
    table.loc[other, "failures_per_1000"] += [-9.0, -9.0, -9.0, 15.0]

    (cell,) = winner_cells(table, FEWEST, x="c", y="w").to_dict("records")

    assert (cell["leader"], cell["lead"], cell["state"]) == ("separate", 3.0, "tie")


def test_a_replicate_with_a_failed_run_counts_for_nobody():
    """
    Replicate 3 of operations failed: without it, replicates 0 to 2 of both decide.
    """
    table = runs()
    failed = (table["structure"] == "inside_operations") & (table["replicate"] == 3)
    table.loc[failed, "failures_per_1000"] = np.nan

    cells = winner_cells(table, FEWEST, x="c", y="w")

    assert by_place(cells, "lead")[0.0, 0.2] == 10.0
    assert set(cells["n"]) == {3}
    assert set(cells["missing"]) == {1}
    assert "left out in 4" in svg_bytes(draw_winner_map(table, FEWEST, x=X, y=Y)).decode()


def test_a_cell_without_results_is_hatched_and_not_won():
    """
    Where operations failed everywhere, separate does not win by default; where nothing was run, nobody does.
    """
    table = runs()
    failed = (table["c"] == 0.0) & (table["w"] == 0.2) & (table["structure"] == "inside_operations")
    table.loc[failed, "failures_per_1000"] = np.nan
    table = table[~((table["c"] == 1.0) & (table["w"] == 1.0))]

    figure = draw_winner_map(table, FEWEST, x=X, y=Y)

    assert patches(figure) == {"tie inside_operations": 1, "equal": 1, "none": 2}
    hatched = next(found for found in figure.axes[0].collections if found.get_gid() == "none")
    assert hatched.get_hatch()
    assert "no result" in svg_bytes(figure).decode()


def test_cells_marks_and_words_are_drawn():
    """
    Two clear cells and two ties, one of them exact: the mark of the leader stands in each, hollow in a tie.
    """
    figure = draw_winner_map(runs(), FEWEST, x=X, y=Y)
    marks = {line.get_gid(): line for line in figure.axes[0].lines}

    assert patches(figure) == {
        "clear inside_operations": 1,
        "tie inside_operations": 1,
        "clear separate": 1,
        "equal": 1,
    }
    assert marks["mark clear separate"].get_marker() == STRUCTURE_LOOKS["separate"].marker
    assert marks["mark clear separate"].get_markerfacecolor() == "white"
    assert marks["mark tie inside_operations"].get_markerfacecolor() == "none"
    shown = svg_bytes(figure).decode()
    assert all(words in shown for words in ("Strength, c", "Worth, w", "Separate", "a tie, none", "who is lowest?"))


def test_borders_stand_where_the_winner_changes():
    """
    Operations on the left; a tie below separate on the right: three edges between unlike neighbours.
    """
    figure = draw_winner_map(runs(), FEWEST, x=X, y=Y)
    (borders,) = (found for found in figure.axes[0].collections if found.get_gid() is None)

    assert len(borders.get_segments()) == 3


def test_named_points_share_a_label_where_they_share_a_place():
    """
    Those that differ from the map in other settings stand in brackets.
    """
    places = {"neutral": (0, 1), "once": (1, 1), "contract": (1, 1)}

    assert grouped(places, ["contract"]) == [((0, 1), "neutral"), ((1, 1), "once (contract)")]
    shown = [{text.get_text() for text in panel.texts} for panel in draw_placement_map(placed()).axes]
    assert shown == [{"neutral", "once (contagion, contract)"}] * 2


def test_a_point_off_the_map_is_left_out():
    """
    A world beyond the values that were run has no cell.
    """
    table = placed()
    near = table[table[OWN_LINE.column] == 0.0]

    assert [text.get_text() for text in draw_placement_map(near).axes[0].texts] == ["neutral"]


def test_contours_have_their_heights_written_on_them():
    """
    Prices from 80 to 120 have a line at 100; what has no price has no line, and neither has a flat table.
    """
    axes = {OWN_LINE.column: [0, 0, 1, 1], OUTSIDE.column: [0.2, 1, 0.2, 1]}
    prices = pd.DataFrame({**axes, "price": [80.0, 80.0, 120.0, 120.0]})
    left, right = draw_placement_map(placed(), prices=prices).axes

    assert "100" in {text.get_text() for text in left.texts}
    assert "100" not in {text.get_text() for text in right.texts}
    for nothing in (np.inf, np.nan, 7.0):
        figure = draw_placement_map(placed(), prices=prices.assign(price=nothing))
        assert {text.get_text() for text in figure.axes[0].texts} == {"neutral", "once (contagion, contract)"}


def test_what_cannot_be_drawn_is_refused():
    """
    A table in which every run failed has no result, and one without the column no figure.
    """
    with pytest.raises(MissingInput, match="failures_per_1000"):
        winner_cells(runs().assign(failures_per_1000=np.nan), FEWEST, x="c", y="w")
    with pytest.raises(MissingInput, match="needs the column 'w'"):
        draw_winner_map(runs().drop(columns="w"), FEWEST, x=X, y=Y)


def test_a_map_fits_its_column():
    """
    As wide as a column of a journal, and less high than a page.
    """
    figure = draw_winner_map(runs(), FEWEST, x=X, y=Y)

    assert figure.get_figwidth() * 25.4 == pytest.approx(NARROW)
    assert 40 < figure.get_figheight() * 25.4 < 230


def lightness(colour: tuple[float, float, float]) -> float:
    """Return how light a colour prints without colour, from 0 for black to 1 for white (luma of ITU-R BT.601)."""
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_pale_cells_are_paler_in_grey_than_any_clear_one():
    """
    On a black-and-white print, a lead that hardly matters is lighter than any that does.
    """
    clear = [lightness(lighter(style.colour, 0.15)) for style in STRUCTURE_LOOKS.values()]
    pale = [lightness(lighter(style.colour, 0.8)) for style in STRUCTURE_LOOKS.values()]

    assert min(pale) > max(clear)


def test_the_placement_map_shows_both_races_and_the_worlds():
    """
    Failures beside reports acted on; `once` in the corner, and in brackets the worlds that are more than a place.
    """
    table = placed({key: (100.0, 90.0) for key in MEANS})
    shown = svg_bytes(draw_placement_map(table)).decode()

    for words in ("Fewest failures", "Most failures acted on", "neutral", "once (contagion, contract)"):
        assert words in shown
    assert "or 0.01" in svg_bytes(draw_placement_map(near(table))).decode()


def near(table: pd.DataFrame) -> pd.DataFrame:
    """Return the runs with a lead that hardly matters."""
    return table.assign(failures_per_1000=np.where(table["structure"] == "separate", 99.0, 100.0))


def test_worlds_lie_where_their_settings_put_them():
    """
    Neutral has c = 0, the others the default c; contagion and contract set more than that.
    """
    places, elsewhere = world_places()

    default = Parameters()
    c, outside = default.incentives.own_line_strength, default.improvement.outside_weight
    assert places == {name: (0 if name == "neutral" else c, outside) for name in WORLDS}
    assert elsewhere == ["contagion", "contract"]


def test_cells_meet_halfway_on_their_scale():
    """
    Linear between 1 and 3 is 2; steps are one apart.
    """
    assert Ruler(Factor("q"), [1, 3]).edges.tolist() == [0, 2, 4]
    assert Ruler(Factor("q", scale="steps"), [1, 3, 10]).edges.tolist() == [-0.5, 0.5, 1.5, 2.5]
    assert Ruler(Factor("q"), [5]).edges.tolist() == [4.5, 5.5]


def test_numbers_and_measures_in_words():
    """
    A true minus, commas from a thousand, units where they are known.
    """
    assert [number(value) for value in (-0.0, -1.5, 12345.6, 0.125)] == ["0", "−1.5", "12,346", "0.125"]
    assert measure_words("refund_days") == "refund days"
    assert measure_words("overtime") == "overtime"
    assert measure_words("ceo_lost") == "ceo lost, items / day"
    assert measure_words("my_own") == "my own"
