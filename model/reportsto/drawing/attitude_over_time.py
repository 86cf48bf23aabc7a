"""How attitudes move, day by day."""

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from reportsto.drawing.panels import MissingInput, as_lines, axis_labels, legend_below, world_panels
from reportsto.drawing.style import FAINT, INK, PALE, SMALL, WIDE, look, structure_looks
from reportsto.schedule import burn_in

NEEDS = ("day", "attitude_handlers")
WEEK = 5
"""Days from one point of a long line to the next: attitudes move too slowly for more to show."""


@look()
def draw_attitude_over_time(
    daily: Mapping[tuple[str, str], Mapping[str, Sequence[float]]], *, width: float = WIDE
) -> Figure:
    """Draw the mean attitude of those who answer customers day by day in one run of each structure.

    The shaded days are the burn-in, which no measure counts. Everybody starts at the attitude they are hired with;
    pay, neighbours and customers do the rest. One panel a world. `daily` is keyed by (structure, world) and holds
    `day` and `attitude_handlers`.
    """
    drawn = {key: days for key, days in daily.items() if all(len(days.get(name, ())) for name in NEEDS)}
    if not drawn:
        raise MissingInput(f"figure 'attitude_over_time' needs daily {' and '.join(NEEDS)} of at least one run")
    figure, panels = world_panels([world for _, world in drawn], width=width, height=46.0, columns=2)
    looks = structure_looks(structure for structure, _ in drawn)
    for world, panel in panels.items():
        for at, (structure, style) in enumerate(looks.items()):
            if (structure, world) in drawn:
                days = drawn[structure, world]
                every = WEEK if len(days["day"]) > 40 * WEEK else 1
                n = len(days["day"]) // every
                (line,) = panel.plot(
                    days["day"][::every],
                    days["attitude_handlers"][::every],
                    color=style.colour,
                    marker=style.marker,
                    markevery=(n * (at + 1) // (8 * (len(looks) + 1)), max(1, n // 8)),
                    markersize=3.0,
                    linewidth=0.9,
                )
                line.set_dashes(style.dashes)
        longest = max((days["day"] for (_, at_world), days in drawn.items() if at_world == world), key=len)
        end = longest[0] + burn_in(len(longest))
        panel.axvspan(longest[0], end, color=PALE, alpha=0.6, linewidth=0, zorder=0)
        panel.axhline(0.0, color=FAINT, linewidth=0.6, dashes=(4, 2))
        panel.annotate(
            "burn-in",
            (end, 0.0),
            xycoords=("data", "axes fraction"),
            xytext=(-2, 2),
            textcoords="offset points",
            ha="right",
            fontsize=SMALL,
            color=INK,
        )
        panel.margins(x=0.01)
    axis_labels(figure, panels, x="Day", y="Mean attitude of handlers")
    legend_below(figure, as_lines(looks))
    return figure
