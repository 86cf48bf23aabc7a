"""How attitudes move, day by day."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reportsto.drawing.panels import MissingInput, as_lines, axis_labels, legend_below, world_panels
from reportsto.drawing.style import FAINT, INK, PALE, SMALL, WIDE, Look, look, structure_looks
from reportsto.schedule import burn_in

NEEDS = ("day", "attitude_handlers")
WEEK = 5
"""Days from one point of a long line to the next: attitudes move too slowly for more to show."""


@look()
def draw_attitude_over_time(daily: Mapping[tuple[str, str], Mapping[str, Sequence[float]]]) -> Figure:
    """Draw the mean attitude of those who answer customers day by day in one run of each structure.

    The shaded days are the burn-in, which no measure counts. Everybody starts at the attitude they are hired with;
    pay, neighbours and customers do the rest. One panel a world. `daily` is keyed by (structure, world) and holds
    `day` and `attitude_handlers`.
    """
    drawn = {key: days for key, days in daily.items() if all(len(days.get(name, ())) for name in NEEDS)}
    if not drawn:
        raise MissingInput(f"figure 'attitude_over_time' needs daily {' and '.join(NEEDS)} of at least one run")
    figure, panels = world_panels([world for _, world in drawn], width=WIDE, height=46.0, columns=2)
    looks = structure_looks(structure for structure, _ in drawn)
    for world, panel in panels.items():
        here = {structure: days for (structure, of_world), days in drawn.items() if of_world == world}
        for at, (structure, style) in enumerate(looks.items()):
            if structure in here:
                _paint(panel, here[structure], style, at, len(looks))
        longest = max((days["day"] for days in here.values()), key=len)
        end = longest[0] + burn_in(len(longest))
        panel.axvspan(longest[0], end, color=PALE, alpha=0.6, linewidth=0, zorder=0)
        panel.axhline(0.0, color=FAINT, linewidth=0.6, dashes=(4, 2))
        panel.annotate(
            "burn-in", (end, 0.0), xycoords=("data", "axes fraction"), xytext=(-2, 2), textcoords="offset points",
            ha="right", fontsize=SMALL, color=INK,
        )  # fmt: skip
        panel.margins(x=0.01)
    axis_labels(figure, panels, x="Day", y="Mean attitude of handlers")
    legend_below(figure, as_lines(looks))
    return figure


def _paint(panel: Axes, days: Mapping[str, Sequence[float]], style: Look, nth: int, of: int) -> None:
    """Draw the line of one structure, its marks shifted so that those of two structures do not cover each other."""
    every = WEEK if len(days["day"]) > 40 * WEEK else 1
    n = len(days["day"]) // every
    panel.plot(
        days["day"][::every], days["attitude_handlers"][::every], color=style.colour, marker=style.marker,
        markevery=(n * (nth + 1) // (8 * (of + 1)), max(1, n // 8)), markersize=3.0, linewidth=0.9,
        dashes=style.dashes,
    )  # fmt: skip
