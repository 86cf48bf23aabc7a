"""Where should customer service sit? Two maps beside each other: who has the fewest failures, and whose word counts."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reportsto.drawing.factors import Factor
from reportsto.drawing.panels import heading, spaced
from reportsto.drawing.style import WIDE, Look, inches, look, structure_looks
from reportsto.drawing.words import number
from reportsto.parameters import Parameters
from reportsto.readings.maps.cells import Race
from reportsto.readings.maps.figures.winner_map import Contour, Points, legend, mark_points, paint_map
from reportsto.statistics.smallest_effects import SMALLEST_EFFECTS
from reportsto.worlds import WORLDS

OWN_LINE = Factor("incentives.own_line_strength", "How strongly faults of the own line count")
OUTSIDE = Factor("improvement.outside_weight", "Worth of a report from another department")
PRICE = "price"
PRICES = (100.0, 150.0, 200.0, 300.0, 500.0)
"""Heights of the price lines. Near the border beyond which there is no price it has no bound, and lines say nothing."""

RACES = (
    Race(
        measure="failures_per_1000",
        better="lower",
        smallest_effect=SMALLEST_EFFECTS["failures_per_1000"],
        title="Fewest failures per 1,000 orders",
    ),
    Race(
        measure="effective_advocacy",
        better="higher",
        smallest_effect=SMALLEST_EFFECTS["effective_advocacy"],
        title="Most failures acted on",
    ),
)


@look()
def draw_placement_map(
    table: pd.DataFrame,
    *,
    prices: pd.DataFrame | None = None,
    x: Factor = OWN_LINE,
    y: Factor = OUTSIDE,
    points: Points | None = None,
    world: str = "",
    pair: str = "",
    width: float = WIDE,
) -> Figure:
    """Draw who wins on failures beside who wins on effective advocacy, over two factors, with the worlds marked.

    Across: how strongly faults of the own line count. Up: what a report from another department is worth, 1 for no
    discount. Colour and mark of a cell say which structure beats all others by more than the smallest effect, 2
    failures per 1,000 orders or .01 of the failures; pale, with a hollow mark, it is a tie. Where the two maps differ,
    the structure whose word counts most is not the one with the fewest failures. Rings are the named worlds; one in
    brackets differs from this map in other settings too, so its cell is not its result. Dashed lines, over failures,
    are the price of a lost customer at which two structures cost the same.

    `table` holds the runs: the columns of both factors, `structure`, `replicate`, perhaps `seed`, `failures_per_1000`
    and `effective_advocacy`, NaN for a failed run. `prices` has the columns of both factors and `price`, in the
    currency of the firm, and `pair` says whose cost it compares. Without `points`, the four worlds are marked; `world`
    is the one whose other settings the map has. Raises as `draw_winner_map`.
    """
    figure, panels, room = _side_by_side(width) if width >= WIDE else _one_above_the_other(width)
    words = f"price of a lost customer at which {pair or 'two'} cost the same"
    price = None if prices is None else Contour(prices, PRICE, words, PRICES)
    drawn = [
        paint_map(panel, table, race, x=x, y=y, contour=contour, room=room)
        for panel, race, contour in zip(panels, RACES, (price, None), strict=True)
    ]
    for panel in panels:
        panel.label_outer()
    if world:
        heading(figure, f"All other settings as in the world {world}")
    entries = {name: style for found in drawn for name, style in found.entries.items()}
    legend(
        figure,
        _structures_first(entries),
        tie=f"pale, hollow mark: a tie, none ahead of all others by more than {_effects()}",
    )
    for panel, found in zip(panels, drawn, strict=True):
        mark_points(figure, panel, found, points or world_points(OWN_LINE.column, OUTSIDE.column, world))
    return figure


def _side_by_side(width: float) -> tuple[Figure, Sequence[Axes], tuple[float, float]]:
    """Return a figure, two panels of which the left one names the shared axis, and the room in each in mm."""
    figure = Figure(figsize=(inches(width), inches(76.0)), layout=spaced())
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    return figure, panels, (width / 2 - 14.0, 62.0)


def _one_above_the_other(width: float) -> tuple[Figure, Sequence[Axes], tuple[float, float]]:
    figure = Figure(figsize=(inches(width), inches(128.0)), layout=spaced())
    panels = figure.subplots(2, 1, sharex=True, sharey=True)
    return figure, panels, (width - 18.0, 52.0)


def world_points(x: str, y: str, world: str = "") -> Points:
    """Return where the worlds lie on a map over the parameters `x` and `y`, made in a world (without one, the default).

    A world that differs from that one in anything else is `elsewhere`: its place has its two values, and others too.
    """
    usual = Parameters()
    settings = {name: usual.with_settings(world.settings).as_flat() for name, world in WORLDS.items()}
    places = {name: (float(flat[x]), float(flat[y])) for name, flat in settings.items()}
    rest = {name: {key: value for key, value in flat.items() if key not in (x, y)} for name, flat in settings.items()}
    here = rest.get(world, {key: value for key, value in usual.as_flat().items() if key not in (x, y)})
    return Points(places, [name for name in WORLDS if rest[name] != here])


def _effects() -> str:
    failures, advocacy = (race.effect.amount for race in RACES)
    return f"{number(failures)} failures, or {number(advocacy)} of the failures acted on"


def _structures_first(entries: Mapping[str, Look]) -> dict[str, Look]:
    structures = structure_looks(name for name, style in entries.items() if style.marker)
    return {name: entries[name] for name in [*structures, *(name for name in entries if name not in structures)]}
