"""Who is best at each combination of levels: a cell each, ties called ties."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from reportsto.drawing.panels import (
    MissingInput,
    heading,
    legend_below,
    mark_handle,
    marks,
    name_rows,
    page,
    world_title,
)
from reportsto.drawing.style import INK, PALE, SMALL, WIDE, Look, look, structure_looks

CELL, NAMES, TITLE = 5.0, 34.0, 9.0
"""Height of a cell, room for the names of rows, and room over a row of panels, in mm."""
STRONG, WEAK = 0.85, 0.25
"""How opaque a cell is where one structure beats all others, and where it does not."""


@dataclass(frozen=True, slots=True)
class Winner:
    """Who is best at one combination of levels.

    Attributes:
        world: the world.
        panel: what all cells of a panel share, in words, or nothing.
        row, column: where the cell stands, in words.
        best: the structure with the best mean.
        tied: how many structures none beats by more than the smallest effect.
        tie: whether no two of them have a difference that matters; otherwise runs do not decide between them.
    """

    world: str
    panel: str
    row: str
    column: str
    best: str
    tied: int
    tie: bool


@look()
def draw_winners(cells: Sequence[Winner], *, title: str, across: str) -> Figure:
    """Draw who is best in each world at each combination of levels.

    A full cell with a white mark: that structure beats all others by more than the smallest effect. A pale cell with
    a hollow mark: it has the best mean and ties with others. A pale cell with a question mark: the runs do not decide.
    `title` names the measure, `across` what stands along the horizontal axis. Rows and columns come as the cells do.
    Raises MissingInput without a cell.
    """
    if not cells:
        raise MissingInput("figure 'winners' needs at least one combination of levels")
    worlds, panels, rows, columns = (
        list(dict.fromkeys(getattr(one, name) for one in cells)) for name in ("world", "panel", "row", "column")
    )
    alone = rows == [""]  # then the worlds are the rows
    down = [""] if alone else worlds
    names = [world_title(world, 10 * WIDE) for world in worlds] if alone else rows
    looks = structure_looks(one.best for one in cells)
    figure = page(WIDE, len(down) * (CELL * len(names) + TITLE) + 26.0)
    grid = figure.subplots(len(down), len(panels), squeeze=False, sharex=True, sharey=True)
    for line, world in zip(grid, down, strict=True):
        for axes, panel in zip(line, panels, strict=True):
            axes.set_title("\n".join(filter(None, (world and f"World: {world.replace('_', ' ')}", panel))))
            for one in cells:
                if one.panel == panel and world in ("", one.world):
                    at = worlds.index(one.world) if alone else rows.index(one.row)
                    _paint(axes, columns.index(one.column), at, one, looks[one.best])
            axes.set_xticks(range(len(columns)), columns, fontsize=SMALL)
            axes.set_xlim(-0.5, len(columns) - 0.5)
            axes.tick_params(length=0)
            axes.grid(visible=False)
    name_rows(grid[0][0], [fill(name, 42 if alone else 26) for name in names])
    grid[0][0].set_ylim(len(names) - 0.5, -0.5)
    for axes in grid[-1]:
        axes.set_xlabel(across)
    heading(figure, title)
    legend_below(figure, _legend(looks, cells))
    return figure


def _paint(axes: Axes, x: int, y: int, one: Winner, style: Look) -> None:
    alone = one.tied == 1
    colour = style.colour if alone or one.tie else "#777777"
    axes.add_patch(
        Rectangle(
            (x - 0.5, y - 0.5), 1.0, 1.0, facecolor=colour, alpha=STRONG if alone else WEAK, edgecolor="white",
            linewidth=0.8, gid=f"{one.best} {'alone' if alone else 'tie' if one.tie else 'open'}",
        )
    )  # fmt: skip
    if alone or one.tie:
        marks(axes, [x], [y], style.marker, size=3.6, face="white" if alone else "none", edge=INK, thick=0.6, zorder=3)
    else:
        axes.text(x, y, "?", ha="center", va="center", fontsize=SMALL, color=INK)


def _legend(looks: dict[str, Look], cells: Sequence[Winner]) -> list[Line2D | Patch]:
    entries: list[Line2D | Patch] = [
        mark_handle(f"{style.label} best", style.marker, face=style.colour, edge=INK, size=5.0, thick=0.6)
        for style in looks.values()
    ]
    if any(one.tied > 1 and one.tie for one in cells):
        entries.append(mark_handle("pale: a tie, the mark has the best mean", "o", face="none", edge=INK, thick=0.6))
    if any(one.tied > 1 and not one.tie for one in cells):
        entries.append(Patch(facecolor=PALE, edgecolor=INK, linewidth=0.4, label="?: not decided"))
    return entries
