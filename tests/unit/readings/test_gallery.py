"""The figures of a finding, on its page."""

from reportsto.readings.gallery import SHOWN, gallery


def test_the_first_figures_are_shown_and_the_others_linked(tmp_path):
    """
    In the order they were drawn, those that answer the question first; a file that lies there and was not drawn is not
    one of them.
    """
    folder = tmp_path / "figures"
    folder.mkdir()
    names = [f"map_{at}" for at in range(SHOWN + 1)]
    for name in [*names, "mine"]:
        (folder / f"{name}.svg").touch()
    written = [folder / f"{name}.{kind}" for name in names for kind in ("svg", "png")]

    heading, *shown, more = gallery(written, first=["map_4", "not_drawn"])

    assert heading == "## Figures"
    assert shown[0] == "![Map 4](figures/map_4.svg)"
    assert [text.split("]")[0] for text in shown] == [f"![Map {at}" for at in (4, 0, 1, 2)]
    assert more == "1 more: [Map 3](figures/map_3.svg)."


def test_without_figures_there_is_no_section():
    assert gallery([]) == []
