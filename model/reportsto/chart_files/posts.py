"""A post from the cells of a row, whatever file they stood in, and a chart from all posts.

Ids, titles and labels are text and are never interpreted. All rows that cannot be used are named at once.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from reportsto.charts.chart import Chart, Post, PostError, edited, tree
from reportsto.errors import ChartError, ReportsToError, shown, unknown_name
from reportsto.files.place import Mistakes, Place
from reportsto.files.tables import LONGEST_CELL
from reportsto.vocabulary import Function

REQUIRED = ("id", "title", "reports_to")
SPECIAL = ("dotted", "liaison", "every")
"""A second superior, whether its people are liaisons, and of how many contacts they answer one."""
ANSWERS = "answers"
"""Whether a post answers customers, where it is not as its place on the chart says."""
OPTIONAL = ("function", "headcount", "department", "site", "seat", *SPECIAL, ANSWERS)
FIELDS = REQUIRED + OPTIONAL
IDS = ("id", "reports_to", "dotted", "name")
"""The fields that name a post or a chart: no invisible characters, and one form of an accented letter."""

NO_SUPERIOR = ("", "XX")
"""What the top post reports to: nothing, or the word of the United Kingdom's staff organograms."""
WORDS_OF_TRUTH = {"": False, "no": False, "yes": True}

KINDS_OF_FILE = "a .csv or .toml file"
LONGEST_ID = 200
DEEPEST = 100  # levels; the deepest organisation we know of has about 20
MOST_POSTS = 200_000
MOST_PEOPLE = 10_000_000

Fault = Callable[[str, str], ReportsToError]
"""Return the error for a message about a field of one post; "" for the post as a whole."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
"""Unicode's categories of what shows nothing, or moves what is beside it: zero widths, direction marks."""
_LINE_BREAKS = re.compile("[\r\n]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_FUNCTIONS = {function.word: function for function in Function}


@dataclass(frozen=True, slots=True)
class ReadChart:
    """A chart as it stood in a file.

    Attributes:
        chart: the chart.
        headcounts: of each of its posts as the file has it, before rounding.
    """

    chart: Chart
    headcounts: list[Decimal]


@dataclass(frozen=True, slots=True)
class Row:
    """One post as it stands in a file.

    Attributes:
        cells: the text of each field that is there.
        fault: makes the error for one of its fields.
    """

    cells: Mapping[str, str]
    fault: Fault


def chart_of(rows: Sequence[Row], file: Place, name: str) -> ReadChart:
    """Return the chart of all rows; raises one `ChartError` that names every row that cannot be used."""
    if not rows:
        raise file.error("no posts; expected at least a chief executive, service and logistics")
    mistakes = Mistakes(ChartError)
    read: list[tuple[Post, Decimal]] = []
    for row in rows:
        with mistakes.gathered():
            read.append(_post(row))
    mistakes.end()
    posts = [post for post, _ in read]
    if sum(post.headcount for post in posts) > MOST_PEOPLE:
        raise file.error(f"over {MOST_PEOPLE:,} people; expected a smaller chart")
    chart = _with_answers(_tree(posts, rows, file, name), rows, file)
    _check_depth(chart, rows)
    _check_departments(chart, rows)
    _check_top(chart, rows)
    return ReadChart(chart, [people for _, people in read])


def check_known(what: str, field: str, fault: Fault) -> None:
    """Refuse a field or column that no post has."""
    if field not in FIELDS:
        raise fault(str(unknown_name(what, field, FIELDS)), "")


def alike(text: str) -> str:
    """Return what two ids share that look the same: case, width and kind of space aside."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def departments(chart: Chart) -> dict[str, str]:
    """Return the head of the department of each post: a direct report of the top, or the top itself."""
    root = chart.root()
    head: dict[str, str] = {}
    for post in sorted(chart.posts, key=lambda post: post.level):
        head[post.id] = post.id if post.superior in (None, root.id) else head[post.superior or ""]
    return head


def text_of(value: str, field: str, fault: Fault) -> str:
    """Return the text of a cell without spaces around it; a line break in a title becomes a space."""
    if len(value) > LONGEST_CELL:
        raise fault(f"has {len(value):,} characters; expected at most {LONGEST_CELL:,}", field)
    text = value.strip()
    if text.isascii() and text.isprintable():
        return text
    if field == "title":
        text = " ".join(part.strip() for part in _LINE_BREAKS.split(text))
    if _CONTROL.search(text):
        raise fault(f"is {shown(text)}; expected text without control characters", field)
    if field not in IDS:
        return text
    if any(unicodedata.category(one) in _INVISIBLE for one in text):
        raise fault(f"is {shown(text)}; expected a name without invisible characters", field)
    return unicodedata.normalize("NFC", text)


def _post(row: Row) -> tuple[Post, Decimal]:
    """Return the post in a row and its headcount as written; what only all rows together tell is not checked here."""
    fault = row.fault
    text = {field: text_of(value, field, fault) for field, value in row.cells.items()}
    superior = text.get("reports_to", "")
    people = _headcount(text.get("headcount", ""), superior in NO_SUPERIOR, fault)
    every = _whole(text.get("every", ""), "every", "of how many contacts its people answer one, or nothing", fault)
    seat = _whole(text.get("seat", ""), "seat", "the number of the post's first seat, 0 or more", fault)
    post = Post(
        id=_id(text["id"], fault),
        function=_function(text.get("function", ""), fault),
        superior=None if superior in NO_SUPERIOR else superior,
        headcount=max(1, int(people.quantize(Decimal(1), ROUND_HALF_UP))) if people else 0,
        title=text["title"],
        department=text.get("department", ""),
        site=text.get("site", ""),
        seat=-1 if seat is None else seat,
        dotted=text.get("dotted", "") or None,
        liaison=_truth(text.get("liaison", ""), "liaison", fault),
        every=every or 0,
    )
    return post, people


def _id(text: str, fault: Fault) -> str:
    if text in NO_SUPERIOR:
        raise fault(f"is {shown(text)}; expected a name of its own for each post ('XX' and nothing are nobody)", "id")
    if len(text) > LONGEST_ID:
        raise fault(f"is {shown(text)}; expected at most {LONGEST_ID} characters", "id")
    return text


def _function(text: str, fault: Fault) -> Function:
    if text and text.lower() not in _FUNCTIONS:
        raise fault(f"is an {unknown_name('function', text, Function.words())}", "function")
    return _FUNCTIONS.get(text.lower(), Function.OTHER)


def _headcount(text: str, is_top: bool, fault: Fault) -> Decimal:
    """Return the people of a post; 0 for a top where nobody sits."""
    if not text:
        return Decimal(1)
    if is_top and text == "0":
        return Decimal(0)
    people = Decimal(text) if _NUMBER.fullmatch(text) else Decimal(0)
    if people <= 0:
        nobody = ", or 0 where nobody sits at the top" if is_top else ""
        raise fault(f"is {shown(text)}; expected a number of people, 1 or more{nobody}", "headcount")
    if people > MOST_PEOPLE:
        raise fault(f"is {shown(text)}; expected at most {MOST_PEOPLE:,} people", "headcount")
    return people


def _whole(text: str, field: str, expected: str, fault: Fault) -> int | None:
    if text and not _WHOLE.fullmatch(text):
        raise fault(f"is {shown(text)}; expected {expected}", field)
    return int(text) if text else None


def _truth(text: str, field: str, fault: Fault) -> bool:
    if text.lower() not in WORDS_OF_TRUTH:
        raise fault(f"is {shown(text)}; expected yes, no or nothing", field)
    return WORDS_OF_TRUTH[text.lower()]


def _with_answers(chart: Chart, rows: Sequence[Row], file: Place) -> Chart:
    """Return the chart on which those answer customers whom the file names, and the others as their place says."""
    said = [text_of(row.cells.get(ANSWERS, ""), ANSWERS, row.fault) for row in rows]
    if not any(said):
        return chart
    answers = [_truth(text, ANSWERS, row.fault) for text, row in zip(said, rows, strict=True)]
    posts = [
        replace(post, answers=value) if text else post
        for post, text, value in zip(chart.posts, said, answers, strict=True)
    ]
    if not any(post.answers for post in posts):
        raise file.error("nobody answers customers; expected a post with answers 'yes'")
    return edited(chart, posts)


def _tree(posts: Sequence[Post], rows: Sequence[Row], file: Place, name: str) -> Chart:
    """Return the tree of the posts; a mistake in it names the row of the post."""
    _check_spelling(posts, rows)
    try:
        return tree(posts, name)
    except PostError as error:
        # The last of two posts with one id is the one too many.
        row = {post.id: row for post, row in zip(posts, rows, strict=True)}.get(error.post)
        message = str(error).removeprefix(f"chart {name!r}: ")
        raise (row.fault(message, "") if row else file.error(message)) from None
    except ChartError as error:
        raise file.error(str(error)) from None


def _check_spelling(posts: Sequence[Post], rows: Sequence[Row]) -> None:
    """Refuse a superior that is no post but looks like one."""
    ids = {post.id for post in posts}
    near: dict[str, str] = {}
    for post, row in zip(posts, rows, strict=True):
        if post.superior is None or post.superior in ids:
            continue
        near = near or {alike(one): one for one in ids}
        if alike(post.superior) in near:
            right = near[alike(post.superior)]
            raise row.fault(f"is {shown(post.superior)}, which is no post here: did you mean {right!r}?", "reports_to")


def _check_depth(chart: Chart, rows: Sequence[Row]) -> None:
    for post, row in zip(chart.posts, rows, strict=True):
        if post.level >= DEEPEST:
            raise row.fault(f"post {post.id!r} has {post.level} superiors; expected fewer than {DEEPEST}", "")


def _check_top(chart: Chart, rows: Sequence[Row]) -> None:
    """Refuse a top where nobody sits above one post alone: that post is the top."""
    top = chart.root()
    if top.is_empty and len(chart.reports(top.id)) < 2:
        row = rows[chart.index(top.id)]
        raise row.fault("is '0' above a single post; expected two or more there, or that post as the top", "headcount")


def _check_departments(chart: Chart, rows: Sequence[Row]) -> None:
    """Refuse a label that stands in two departments of the tree; no rule reads the label."""
    department = departments(chart)
    first: dict[str, Post] = {}
    for post, row in zip(chart.posts, rows, strict=True):
        known = first.setdefault(post.department, post)
        if post.department and department[known.id] != department[post.id]:
            message = (
                f"is {shown(post.department)} on posts {known.id!r} and {post.id!r}, which are in no common "
                "department; expected one label below one direct report of the top"
            )
            raise row.fault(message, "department")
