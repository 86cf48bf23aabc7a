"""Charts as CSV, one post a row: read and written."""

import csv
import io
from dataclasses import replace
from pathlib import Path

from reportsto.chart_files.posts import (
    ANSWERS,
    FIELDS,
    KINDS_OF_FILE,
    MOST_POSTS,
    OPTIONAL,
    REQUIRED,
    SPECIAL,
    ReadChart,
    Row,
    chart_of,
)
from reportsto.charts.chart import Chart, Post
from reportsto.errors import ChartError
from reportsto.files.place import Place, read_text
from reportsto.files.tables import parse_table
from reportsto.vocabulary import Function

LARGEST = 64 * 2**20


def read_csv(path: Path, name: str) -> ReadChart:
    """Return the chart in a CSV file."""
    place = Place(path, ChartError)
    return _parsed(read_text(place, LARGEST, KINDS_OF_FILE), place, name)


def chart_to_csv(chart: Chart) -> str:
    """Return the chart as the text of a CSV file with all columns, those of `SPECIAL` only where a post needs them.

    Raises `ChartError` where reading it again would give another firm: a customer map has no reporting lines to
    write, and on an edited chart those who answer customers, or own a cause, may be others than its drawing says.
    """
    if chart.is_map:
        raise ChartError(f"chart {chart.name!r} is a customer map: it has no reporting lines to write")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # so that a line break in a cell of either kind is quoted
    leading = {post.superior for post in chart.posts}
    as_placed = [post.function is Function.SERVICE and post.id not in leading for post in chart.posts]
    cells = [_cells(post, placed) for post, placed in zip(chart.posts, as_placed, strict=True)]
    usual = [field for field in FIELDS if field not in (*SPECIAL, ANSWERS)]
    special = list(SPECIAL) if any(one[field] for one in cells for field in SPECIAL) else []
    answers = [ANSWERS] if any(one[ANSWERS] for one in cells) else []
    fields = [*usual, *special, *answers]
    writer.writerow(fields)
    writer.writerows([one[field] for field in fields] for one in cells)
    text = out.getvalue().replace("\r\n", "\n")
    _check_reads_back(chart, text)
    return text


def _cells(post: Post, placed: bool) -> dict[str, object]:
    """Return what a row says of a post; whether it answers customers only where that differs from its place."""
    return {
        "id": post.id,
        "title": post.title,
        "reports_to": post.superior or "",
        "function": post.function.word,
        "headcount": post.headcount,
        "department": post.department,
        "site": post.site,
        "seat": post.seat,
        "dotted": post.dotted or "",
        "liaison": "yes" if post.liaison else "",
        "every": post.every or "",
        ANSWERS: "" if post.answers == placed else "yes" if post.answers else "no",
    }


def _parsed(text: str, place: Place, name: str) -> ReadChart:
    hint = "posts; expected a team to be one post with a headcount"
    table = parse_table(text, place, MOST_POSTS, ",".join(FIELDS), hint)
    fields = table.columns("column", FIELDS)
    absent = [field for field in REQUIRED if field not in fields]
    if absent:
        expected = f"expected {','.join(REQUIRED)} and perhaps {','.join(OPTIONAL)}"
        raise table.place.error(f"missing column '{absent[0]}'; {expected}")
    table.check_widths()
    rows = [Row(dict(zip(fields, cells, strict=True)), place.on(line).error) for line, cells in table.rows]
    return chart_of(rows, place, name)


def _check_reads_back(chart: Chart, text: str) -> None:
    try:
        again = _parsed(text, Place(Path(f"{chart.name}.csv"), ChartError), chart.name).chart
    except ChartError as error:
        raise ChartError(f"chart {chart.name!r} cannot be written as CSV: {error}") from None
    changed = [
        post for post, read in zip(chart.posts, again.posts, strict=True) if replace(post, level=read.level) != read
    ]
    for function in Function:
        before, after = chart.highest(function), again.highest(function)
        changed += [before] if before and after and before.id != after.id else []
    if changed:
        raise ChartError(
            f"chart {chart.name!r} cannot be written as CSV: post {changed[0].id!r} would be read back changed"
        )
