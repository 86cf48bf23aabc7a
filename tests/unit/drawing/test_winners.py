"""Who is best at each combination of levels, as cells: alone, in a tie, or not decided."""

import pytest

from reportsto.drawing.panels import MissingInput
from reportsto.drawing.winners import Winner, draw_winners


def cells(rows=("digest", "bar"), tied=1, tie=True) -> list[Winner]:
    return [
        Winner(world, "assumed: middle", row, people, "separate" if people == "12" else "inside_operations", tied, tie)
        for world in ("neutral", "once")
        for row in rows
        for people in ("12", "56", "1,800")
    ]


def drawn(figure) -> list[str]:
    """Return what each cell of the first panel says."""
    return [patch.get_gid() for patch in figure.axes[0].patches if patch.get_gid()]


def test_a_world_has_a_panel_and_each_combination_a_cell():
    """
    Two rules by three sizes in each of two worlds: separate is best with 12 people, operations with more.
    """
    figure = draw_winners(cells(), title="Who has the fewest failures?", across="People")

    assert [axes.get_title(loc="left") for axes in figure.axes] == [
        "World: neutral\nassumed: middle", "World: once\nassumed: middle",
    ]  # fmt: skip
    assert drawn(figure) == 2 * ["separate alone", "inside_operations alone", "inside_operations alone"]
    assert [label.get_text() for label in figure.axes[-1].get_xticklabels()] == ["12", "56", "1,800"]


def test_with_one_lever_the_worlds_are_the_rows_of_one_panel():
    """
    Nothing else is varied: what is true in each world stands beside its row.
    """
    figure = draw_winners(cells(rows=("",)), title="Who?", across="People")

    assert len(figure.axes) == 1
    assert len(drawn(figure)) == 6
    assert "cost nothing" in " ".join(figure.axes[0].get_yticklabels()[0].get_text().split())


@pytest.mark.parametrize(("tie", "word"), [(True, "tie"), (False, "open")])
def test_nothing_is_best_that_does_not_beat_the_others(tie, word):
    """
    Of two that none beats the best mean marks a tie; where the runs do not decide, a question mark stands.
    """
    figure = draw_winners(cells(tied=2, tie=tie), title="Who?", across="People")

    assert {said.split()[1] for said in drawn(figure)} == {word}
    assert ("?" in [text.get_text() for text in figure.axes[0].texts]) == (not tie)


def test_without_levels_there_is_no_figure():
    with pytest.raises(MissingInput, match="at least one combination"):
        draw_winners([], title="Who?", across="People")
