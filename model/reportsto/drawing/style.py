"""One look for all figures: colours, markers and labels of structures, sizes in millimetres, and a figure as bytes.

Every structure differs in colour, marker and dash at once, so a figure survives a black-and-white printer and colour
blindness (the seven colours are those of Okabe and Ito). Nothing here touches the settings of the caller's matplotlib:
figures are drawn and saved inside `look()`.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.colors import Colormap
from matplotlib.figure import Figure

from reportsto.worlds import WORLDS

NARROW = 89.0
"""Width of one column of a journal page, in mm."""
WIDE = 180.0
"""Width of a whole journal page, in mm."""
DPI = 300

FONT = 7.0
SMALL = 6.0
TINY = 5.0
INK = "#222222"
FAINT = "#9A9A9A"
PALE = "#E6E6E6"

ATTITUDES: Colormap = mpl.colormaps["PuOr"]
"""From -1, company defendant (orange), over white to +1, customer advocate (purple)."""
ATTITUDE_ENDS = ("company defendant", "customer advocate")


@dataclass(frozen=True, slots=True)
class Look:
    """How one structure appears in every figure."""

    label: str
    colour: str
    marker: str
    dashes: tuple[float, ...] = ()


STRUCTURE_LOOKS = {
    "inside_operations": Look("Inside operations", "#D55E00", "s"),
    "separate": Look("Separate", "#0072B2", "o"),
    "inside_marketing": Look("Inside marketing", "#009E73", "^", (5, 1.5)),
    "sales_and_marketing": Look("Sales and marketing", "#CC79A7", "v", (2, 1)),
    "under_sales": Look("Under sales", "#E69F00", "D", (5, 1.5, 1, 1.5)),
    "marketing_under_service": Look("Marketing under service", "#56B4E9", "P", (1, 1)),
    "customer_map": Look("Customer map", "#000000", "X"),
    "operations_dotted_line": Look("Operations, dotted line", "#8C510A", "<", (3, 1, 1, 1)),
    "separate_with_liaison": Look("Separate, liaison", "#4D4D9F", ">", (4, 1, 1, 1, 1, 1)),
    "ombudsman": Look("Ombudsman", "#1B7837", "d", (6, 1)),
}
_SPARE = (("#666666", "h"), ("#A6761D", "p"), ("#999999", "*"), ("#B2182B", "H"), ("#542788", "8"), ("#35978F", "1"))


def label(structure: str) -> str:
    """Return the short label of a structure; a name of somebody's own is shown with spaces for underscores."""
    known = STRUCTURE_LOOKS.get(structure)
    return known.label if known else structure.replace("_", " ")


def structure_looks(structures: Iterable[str]) -> dict[str, Look]:
    """Return the look of each structure, in the order figures show them: the known ones first, then as they come.

    Charts that people added take the spare looks in turn.
    """
    present = list(dict.fromkeys(structures))
    known = {name: style for name, style in STRUCTURE_LOOKS.items() if name in present}
    others = [name for name in present if name not in known]
    spare = {name: Look(label(name), *_SPARE[at % len(_SPARE)], (3, 1)) for at, name in enumerate(others)}
    return known | spare


def in_world_order(worlds: Iterable[str]) -> list[str]:
    """Return the worlds, each once: from nothing charged for own faults to charged three times, then others."""
    present = list(dict.fromkeys(worlds))
    return [world for world in WORLDS if world in present] + [world for world in present if world not in WORLDS]


def inches(millimetres: float) -> float:
    """Return a length in the unit of matplotlib."""
    return millimetres / 25.4


SETTINGS: dict[Any, object] = {
    "font.family": "DejaVu Sans",
    "font.size": FONT,
    "text.color": INK,
    "text.usetex": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.labelsize": FONT,
    "axes.titlesize": FONT,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 3.0,
    "axes.labelpad": 2.0,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.formatter.useoffset": False,
    "grid.color": PALE,
    "grid.linewidth": 0.5,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 2.0,
    "ytick.major.size": 2.0,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "lines.linewidth": 1.0,
    "lines.markersize": 4.0,
    "hatch.linewidth": 0.5,
    "svg.fonttype": "none",
    "svg.hashsalt": "reportsto",
    "pdf.fonttype": 42,
    "savefig.facecolor": "white",
}
"""Of matplotlib; the caller's own are back when a figure is done."""


@contextmanager
def look() -> Iterator[None]:
    """Give every figure the same look while it is made and saved; usable as a decorator."""
    with mpl.rc_context(SETTINGS):
        yield


def file_word(name: str) -> str:
    """Return a name as a part of a file name: a chart's may hold anything. Other names stay other names."""
    safe = re.sub(r"[^A-Za-z0-9_-]+", "_", name)[:60]
    return name if safe == name else f"{safe}_{hashlib.sha256(name.encode()).hexdigest()[:6]}"


_UNDATED = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def figure_bytes(figure: Figure, kind: str) -> bytes:
    """Return a figure as `svg`, `png` or `pdf`. The same figure gives the same bytes: no date, no program version."""
    buffer = io.BytesIO()
    with look():
        figure.savefig(buffer, format=kind, dpi=DPI, metadata=_UNDATED[kind])
    return buffer.getvalue()


def svg_bytes(figure: Figure) -> bytes:
    """Return a figure as SVG, for a page that shows it in place."""
    return figure_bytes(figure, "svg")


def pdf_bytes(figures: Iterable[Figure]) -> bytes:
    """Return figures as the pages of one PDF, each as large as its figure; the same figures give the same bytes."""
    buffer = io.BytesIO()
    with look(), PdfPages(buffer, metadata=_UNDATED["pdf"]) as pages:
        for figure in figures:
            pages.savefig(figure)
    return buffer.getvalue()
