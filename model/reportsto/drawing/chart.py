"""An org chart as a figure: who reports to whom, where customer service sits, and what people's attitudes are."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, Rectangle
from matplotlib.textpath import TextToPath

from reportsto.charts.chart import Chart, Post
from reportsto.drawing.layout import CUSTOMER_RADIUS, Box, Sheet, sheet
from reportsto.drawing.style import (
    ATTITUDE_ENDS,
    ATTITUDES,
    FAINT,
    INK,
    PALE,
    SMALL,
    TINY,
    WIDE,
    inches,
    look,
)
from reportsto.vocabulary import Function

MARGIN = 2.0
TITLE_HEIGHT = 7.0
SERVICE_FILL = "#9ECAE1"
MM_A_POINT = 25.4 / 72
HINTING = 1.05
"""Letters on a pixel grid are a little wider than their outlines."""
SCALE = Normalize(-1.0, 1.0, clip=True)


@look()
def draw_chart(
    chart: Chart,
    attitudes: Mapping[str, float] | None = None,
    title: str | None = None,
    *,
    width: float = WIDE,
) -> Figure:
    """Draw one chart; with attitudes by post id, colour each box by its people's mean attitude.

    Orange is a company defendant (-1), purple a customer advocate (+1), the number stands beside it. Customer service
    has thick edges. Boxes show title, function and number of people. A chart too broad for words in a row becomes an
    indented list; beyond 60 posts boxes carry no words, and a negative attitude is hatched. A customer map is drawn as
    circles around the customer: nobody reports to anybody, so there are no lines. `width` is in mm.
    """
    plan = sheet(chart, width - 2 * MARGIN)
    top = TITLE_HEIGHT if title else MARGIN
    height = top + plan.height + key_height(width)
    figure = Figure(figsize=(inches(width), inches(height)))
    paint(frame(figure, MARGIN, top, plan.width, plan.height), plan, attitudes)
    if title:
        figure.text(MARGIN / width, 1 - 2.0 / height, title, va="top", weight="bold", parse_math=False)
    draw_key(figure, coloured=attitudes is not None, hatched=plan.words == 0)
    return figure


def frame(figure: Figure, x: float, y: float, width: float, height: float) -> Axes:
    """Return axes measured in mm with y downwards, at this place from the figure's top left corner."""
    full_width, full_height = figure.get_figwidth() * 25.4, figure.get_figheight() * 25.4
    axes = figure.add_axes((x / full_width, 1 - (y + height) / full_height, width / full_width, height / full_height))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return axes


def paint(axes: Axes, plan: Sheet, attitudes: Mapping[str, float] | None) -> None:
    """Draw a sheet: lines or circles first, then boxes, then words."""
    axes.add_collection(LineCollection(plan.lines, colors=FAINT, linewidths=0.6, gid="reporting-lines"), autolim=False)
    if plan.rings:
        _paint_map(axes, plan)
    if plan.words == 0:
        _paint_small(axes, plan, attitudes)
        return
    for box in plan.boxes:
        service = box.post.function is Function.SERVICE
        axes.add_patch(
            Rectangle(
                (box.x, box.y),
                box.width,
                box.height,
                facecolor=_fill(box.post, attitudes),
                edgecolor=INK,
                linewidth=1.4 if service else 0.5,
            )
        )
    if plan.words == 1:
        _write_rows(axes, plan, attitudes)
        return
    for box in plan.boxes:
        _write_lines(axes, box, attitudes)


def key_height(width: float) -> float:
    """Return the room the key needs at this width, in mm."""
    return 10.0 if width >= WIDE else 15.0


def draw_key(figure: Figure, *, coloured: bool, hatched: bool = False) -> None:
    """Draw what edges, colours and hatching mean along the bottom edge, on two rows where one is too short."""
    width, height = figure.get_figwidth() * 25.4, figure.get_figheight() * 25.4
    lower = 3.8
    upper = lower + 5.0 if coloured and width < WIDE else lower
    figure.add_artist(
        Rectangle(
            (MARGIN / width, (upper - 1.3) / height),
            4 / width,
            2.6 / height,
            transform=figure.transFigure,
            facecolor="white" if coloured else SERVICE_FILL,
            edgecolor=INK,
            linewidth=1.4,
        )
    )
    words = "customer service" + ("      hatched: below 0" if hatched and coloured else "")
    figure.text((MARGIN + 5.5) / width, upper / height, words, va="center", fontsize=SMALL)
    if coloured:
        _draw_scale(figure, right=(width + 85) / 2 if width < WIDE else width - MARGIN, y=lower)


def _draw_scale(figure: Figure, *, right: float, y: float) -> None:
    width, height = figure.get_figwidth() * 25.4, figure.get_figheight() * 25.4
    bar = figure.add_axes(((right - 60) / width, (y - 1.2) / height, 36 / width, 2.4 / height))
    colours = ScalarMappable(SCALE, ATTITUDES.resampled(21))
    figure.colorbar(colours, cax=bar, orientation="horizontal", ticks=[-1, 0, 1])
    bar.set_xticks([-1, 0, 1], ["−1", "0", "+1"])
    bar.tick_params(labelsize=TINY, length=1.5, pad=1, width=0.4)
    figure.text((right - 61.5) / width, y / height, ATTITUDE_ENDS[0], va="center", ha="right", fontsize=SMALL)
    figure.text((right - 22.5) / width, y / height, ATTITUDE_ENDS[1], va="center", ha="left", fontsize=SMALL)


def _paint_map(axes: Axes, plan: Sheet) -> None:
    for ring in plan.rings:
        axes.add_patch(Circle((ring.x, ring.y), ring.radius, facecolor="white", edgecolor=FAINT, linewidth=0.8))
        where = (ring.x, ring.label_y)
        axes.text(*where, ring.name, ha="center", va="center", fontsize=SMALL, weight="bold", parse_math=False)
    axes.add_patch(Circle(plan.customer, CUSTOMER_RADIUS, facecolor=INK, edgecolor=INK))
    axes.text(*plan.customer, "Customer", ha="center", va="center", fontsize=SMALL, weight="bold", color="white")


def _paint_small(axes: Axes, plan: Sheet, attitudes: Mapping[str, float] | None) -> None:
    thin = min(0.4, plan.boxes[0].width * 0.2)
    below = [box for box in plan.boxes if (_attitude(box.post, attitudes) or 0.0) < 0]
    others = [box for box in plan.boxes if box not in below]
    for boxes, hatch in ((others, None), (below, "//////")):
        axes.add_collection(
            PatchCollection(
                [Rectangle((box.x, box.y), box.width, box.height) for box in boxes],
                facecolors=[_fill(box.post, attitudes) for box in boxes],
                edgecolors=INK,
                linewidths=[3 * thin if box.post.function is Function.SERVICE else thin for box in boxes],
                hatch=hatch,
            ),
            autolim=False,
        )


def _write_lines(axes: Axes, box: Box, attitudes: Mapping[str, float] | None) -> None:
    """Write the title on at most two lines, function and headcount under it, the attitude last."""
    rows = [(line, "bold") for line in _wrapped(_title(box.post), box.width - 1.2)]
    rows.append((fitted(_people(box.post), box.width - 1.2), "normal"))
    value = _attitude(box.post, attitudes)
    if value is not None:
        rows.append((signed(value), "bold"))
    step = 2.8
    first = box.y + box.height / 2 - (len(rows) - 1) * step / 2
    ink = _ink(value)
    for at, (words, weight) in enumerate(rows):
        axes.text(
            box.x + box.width / 2,
            first + at * step,
            words,
            ha="center",
            va="center",
            fontsize=SMALL,
            weight=weight,
            color=ink,
            parse_math=False,
        )


def _write_rows(axes: Axes, plan: Sheet, attitudes: Mapping[str, float] | None) -> None:
    """Write each box on one line, all boxes alike: the first form that fits everywhere, else cut titles short."""
    forms = ((_title_function_people, SMALL), (_title_people, SMALL), (_title_people, TINY))
    fitting = (form for form in forms if all(_fits(box, attitudes, *form) for box in plan.boxes))
    form, size = next(fitting, forms[-1])
    for box in plan.boxes:
        value = _attitude(box.post, attitudes)
        y, right, ink = box.y + box.height / 2, box.x + box.width - 0.8, _ink(value)
        title, rest = form(box.post)
        words = fitted(title, _room(box, value, size) - words_width(rest, size), size) + rest
        axes.text(box.x + 0.8, y, words, va="center_baseline", fontsize=size, color=ink, parse_math=False)
        if value is not None:
            number = signed(value)
            axes.text(right, y, number, va="center_baseline", ha="right", fontsize=size, weight="bold", color=ink)


def _title_function_people(post: Post) -> tuple[str, str]:
    return _title(post), f" · {_people(post)}"


def _title_people(post: Post) -> tuple[str, str]:
    return _title(post), f" · {post.headcount}"


def _fits(
    box: Box, attitudes: Mapping[str, float] | None, form: Callable[[Post], tuple[str, str]], size: float
) -> bool:
    return words_width("".join(form(box.post)), size) <= _room(box, _attitude(box.post, attitudes), size)


def _room(box: Box, value: float | None, size: float) -> float:
    number = words_width(signed(value), size, "bold") + 1.0 if value is not None else 0.0
    return box.width - 1.6 - number


def signed(value: float) -> str:
    """Return an attitude with its sign, or a dash for a post nobody has measured."""
    return "–" if value != value else f"{round(value, 2) + 0.0:+.2f}".replace("-", "−")


def fitted(words: str, room: float, size: float = SMALL, weight: str = "normal") -> str:
    """Return the words, cut with an ellipsis where they are wider than `room` mm."""
    if words_width(words, size, weight) <= room:
        return words
    while words and words_width(words + "…", size, weight) > room:
        words = words[:-1].rstrip()
    return words + "…"


@lru_cache(maxsize=4096)
def words_width(words: str, size: float, weight: str = "normal") -> float:
    """Return how wide the words are when set, in mm."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    width, _, _ = TextToPath().get_text_width_height_descent(words, font, ismath=False)
    return float(width) * MM_A_POINT * HINTING


def _wrapped(words: str, room: float) -> list[str]:
    """Return the words on one line or two, in bold."""
    first, rest = "", words.split()
    while rest and (not first or words_width(f"{first} {rest[0]}", SMALL, "bold") <= room):
        first = f"{first} {rest.pop(0)}".strip()
    lines = [first, " ".join(rest)] if rest else [first]
    return [fitted(line, room, SMALL, "bold") for line in lines]


def _title(post: Post) -> str:
    return post.title or post.id.replace("_", " ").replace("-", " ")


def _people(post: Post) -> str:
    return f"{post.function.word} · {post.headcount}"


def _attitude(post: Post, attitudes: Mapping[str, float] | None) -> float | None:
    return None if attitudes is None else attitudes.get(post.id, float("nan"))


def _fill(post: Post, attitudes: Mapping[str, float] | None) -> Any:
    value = _attitude(post, attitudes)
    if value is None:
        return SERVICE_FILL if post.function is Function.SERVICE else "white"
    return attitude_colours(value)[0]


def attitude_colours(value: float) -> tuple[Any, str]:
    """Return the colour of an attitude, and that of words on it."""
    return (PALE if value != value else ATTITUDES(SCALE(value))), _ink(value)


def _ink(value: float | None) -> str:
    return "white" if value is not None and abs(value) > 0.62 else INK
