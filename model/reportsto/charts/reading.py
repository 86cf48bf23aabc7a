"""Charts as files: CSV (one post a row) and TOML (`[[post]]` tables, or `chart = "file.csv"` with what is known of it).

Ids, titles and labels are text and are never interpreted. Whatever is wrong with a file is one `ChartError` of one
line that names the file and, where it can be told, the line and the field.
"""

import csv
import io
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from os import fspath
from pathlib import Path
from typing import Any, NoReturn

from reportsto.charts.chart import Chart, Post, PostError, tree
from reportsto.charts.facts import ChartFacts, cause_owners, chart_facts
from reportsto.errors import ChartError, unknown_name
from reportsto.parameters import Attention
from reportsto.vocabulary import Cause, Function

REQUIRED = ("id", "title", "reports_to")
SPECIAL = ("dotted", "liaison", "every")
"""A second superior, whether its people are liaisons, and of how many contacts they answer one."""
OPTIONAL = ("function", "headcount", "department", "site", "seat", *SPECIAL)
FIELDS = REQUIRED + OPTIONAL

METADATA = ("title", "origin", "licence", "as_of", "note", "notes", "changed", "inferred", "demand_factor")
"""What a TOML file may say about a chart; free text or numbers that nothing here reads."""

COUNTS = ("posts", "seats", "handlers", "full_time_equivalents")
"""What a TOML file may say about the size of its chart; the whole numbers among them are checked against it."""

NOBODY = ("", "XX")
"""What the top post reports to: nothing, or the word of the United Kingdom's staff organograms."""

NUMBERS = ("headcount", "seat", "every")
WORDS_OF_TRUTH = {"": False, "no": False, "yes": True}

LARGEST_CSV = 64 * 2**20
LARGEST_TOML = 8 * 2**20  # tomllib reads 2 MB a second: a larger chart belongs in a CSV
LONGEST_CELL = 10_000
LONGEST_ID = 200
DEEPEST = 100  # levels; the deepest organisation we know of has about 20
MOST_POSTS = 200_000
MOST_PEOPLE = 10_000_000

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LINE_BREAKS = re.compile("[\r\n]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
# A key of thousands of dotted parts takes tomllib hours (the square of their number), and no chart has one of twenty.
_LONG_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]+[ \t]*\.[ \t]*){20}""")
_FUNCTIONS = {function.word: function for function in Function}
_ATTENTION = Attention()


def read_chart(path: str | Path) -> Chart:
    """Return the chart in a `.csv` or `.toml` file; its name is the file's, or the `name` in a TOML file.

    Headcounts may be full-time equivalents: rounded half up, and anybody's at least 1. Raises `ChartError`.
    """
    return _read(Path(path)).chart


def chart_to_csv(chart: Chart) -> str:
    """Return the chart as the text of a CSV file with all columns, those of `SPECIAL` only where a post needs them.

    Raises `ChartError` where reading it again would give another firm: a customer map has no reporting lines to
    write, and on an edited chart those who answer customers, or own a cause, may be others than its drawing says.
    """
    if chart.is_map:
        raise ChartError(f"chart '{chart.name}' is a customer map: it has no reporting lines to write")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # so that a line break in a cell of either kind is quoted
    special = any(post.dotted or post.liaison or post.every for post in chart.posts)
    writer.writerow(FIELDS if special else [field for field in FIELDS if field not in SPECIAL])
    for post in chart.posts:
        above, function = post.superior or "", post.function.word
        row = (post.id, post.title, above, function, post.headcount, post.department, post.site, post.seat)
        more = (post.dotted or "", "yes" if post.liaison else "", post.every or "")
        writer.writerow((*row, *more) if special else row)
    text = out.getvalue().replace("\r\n", "\n")
    _check_reads_back(chart, text)
    return text


def check_chart(
    path: str | Path,
    *,
    hours: float = _ATTENTION.hours,
    manager_hours: float = _ATTENTION.manager_overhead,
    line_hours: float = _ATTENTION.line_overhead,
) -> list[str]:
    """Return what is worth knowing about a chart file before it is run: notes, none of them an error.

    `hours` are a manager's for a day; a direct report takes `manager_hours` of them, or `line_hours` if it is none.
    Raises `ChartError` for a file that cannot be read as a chart.
    """
    read = _read(Path(path))
    chart, facts = read.chart, chart_facts(read.chart, cause_owners({}))
    return [
        *_size_notes(chart, facts),
        *_rounding_notes(read),
        *_overhead_notes(chart, facts, hours, manager_hours, line_hours),
        *_owner_notes(chart, facts),
    ]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands, for messages: a file, a line if it can be told, a field."""

    path: Path
    line: int | None = None
    field: str = ""
    label: str = ""  # in place of a line that cannot be told

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line is not None else self.label
        return ", ".join(part for part in (_shown_path(self.path), line, self.field) if part)

    def at(self, field: str) -> "_Place":
        return _Place(self.path, self.line, field, self.label)

    def expected(self, value: object, what: str) -> NoReturn:
        raise ChartError(f"{self}: {_shown(value)}; expected {what}")


@dataclass(frozen=True, slots=True)
class _Read:
    """A chart, and the headcount of each of its posts as the file has it, before rounding."""

    chart: Chart
    headcounts: list[Decimal]


def _read(path: Path) -> _Read:
    kind = path.suffix.lower()
    if kind == ".toml":
        return _read_toml(path)
    if kind == ".csv":
        return _read_csv(path, path.stem)
    _check_plain(path)
    raise ChartError(f"{_shown_path(path)}: unknown kind of file '{_one_line(kind)}'; expected .csv or .toml")


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────


def _read_csv(path: Path, name: str) -> _Read:
    return _parse_csv(_text(path, LARGEST_CSV), path, name)


def _parse_csv(text: str, path: Path, name: str) -> _Read:
    rows = _csv_rows(text, path)
    header = next(rows, None)
    if header is None:
        raise ChartError(f"{_shown_path(path)}: the file is empty; expected a first line {','.join(FIELDS)}")
    fields = _csv_header(header[1], _Place(path, header[0]))
    posts: list[tuple[Post, Decimal]] = []
    places: list[_Place] = []
    for line, cells in rows:
        place = _Place(path, line)
        if len(cells) != len(fields):
            raise ChartError(
                f"{place}: {len(cells)} cells; expected {len(fields)}, as in the header: {','.join(fields)}"
            )
        if len(posts) == MOST_POSTS:
            raise ChartError(f"{place}: over {MOST_POSTS:,} posts; expected a team to be one post with a headcount")
        posts.append(_post(dict(zip(fields, cells, strict=True)), place))
        places.append(place)
    return _chart(posts, places, _Place(path), name)


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each row that is not blank begins, and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ChartError(f"{_Place(path, line)}: {_csv_mistake(error)}") from None
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _csv_mistake(error: csv.Error) -> str:
    if "field larger" in str(error):
        return f"a cell of over {LONGEST_CELL:,} characters; is a quotation mark left open?"
    if "unexpected end" in str(error):
        return 'a quotation mark is left open; expected a closing " before the end of the file'
    return f'{error}; expected quotation marks around a whole cell, and "" for one inside it'


def _csv_header(cells: Sequence[str], place: _Place) -> list[str]:
    fields = [cell.strip().lower() for cell in cells]
    if len(fields) == 1 and re.search("[;\t]", fields[0]):
        place.expected(cells[0], "commas between the columns")
    for field in fields:
        _check_known("column", field, place)
        if fields.count(field) > 1:
            raise ChartError(f"{place}: column '{field}' stands there twice")
    for field in REQUIRED:
        if field not in fields:
            raise ChartError(
                f"{place}: missing column '{field}'; expected {','.join(REQUIRED)} and perhaps {','.join(OPTIONAL)}"
            )
    return fields


# ── TOML ─────────────────────────────────────────────────────────────────────────────────────────


def _read_toml(path: Path) -> _Read:
    text = _text(path, LARGEST_TOML)
    data = _toml(text, path)
    place = _Place(path)
    for key in data:
        if key not in ("name", "chart", "post", *METADATA, *COUNTS):
            raise ChartError(
                f"{place}: {unknown_name('key', _short(key), ('name', 'chart', 'post', *METADATA, *COUNTS))}"
            )
    name = _name(data.get("name", path.stem), place)
    if ("chart" in data) == ("post" in data):
        raise ChartError(f'{place}: expected either [[post]] tables or chart = "file.csv", and not both')
    read = _toml_posts(data["post"], text, path, name) if "post" in data else _beside(data["chart"], path, name)
    _check_counts(data, read.chart, place)
    return read


def _name(value: object, place: _Place) -> str:
    text = _cell(value, place, "name")
    if not text or len(text) > LONGEST_ID:
        place.at("name").expected(text, f"a name of 1 to {LONGEST_ID} characters")
    return text


def _toml(text: str, path: Path) -> dict[str, Any]:
    long_key = _LONG_KEY.search(text)
    if long_key:
        raise ChartError(f"{_Place(path, _line_of(text, long_key.start()))}: a name of over 20 dotted parts")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.fullmatch(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL)
        message, line, column = found.groups() if found else (str(error), None, None)
        where = _Place(path, int(line), f"column {column}") if line else _Place(path, text.count("\n") + 1)
        raise ChartError(f"{where}: {_one_line(_short(message, 200))}; expected TOML") from None
    except RecursionError:
        raise ChartError(f"{_Place(path)}: brackets are nested too deeply; expected [[post]] tables") from None
    except ValueError as error:  # a date or a number that Python cannot hold
        raise ChartError(f"{_Place(path)}: {_one_line(_short(str(error), 200))}; expected TOML") from None


def _toml_posts(tables: object, text: str, path: Path, name: str) -> _Read:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ChartError(f"{_Place(path)}: 'post' is no list of tables; expected [[post]] above each post")
    lines = [_line_of(text, found.start(1)) for found in re.finditer(r"^[ \t]*(\[\[[ \t]*post[ \t]*\]\])", text, re.M)]
    if len(lines) == len(tables):
        places = [_Place(path, line) for line in lines]
    else:
        places = [_Place(path, label=f"post {number}") for number in range(1, len(tables) + 1)]
    posts = [_toml_post(table, place) for table, place in zip(tables, places, strict=True)]
    return _chart(posts, places, _Place(path), name)


def _toml_post(table: Mapping[str, object], place: _Place) -> tuple[Post, Decimal]:
    for field in table:
        _check_known("field", field, place)
    for field in REQUIRED:
        if field not in table and field != "reports_to":
            raise ChartError(f"{place}: missing field '{field}'; expected {', '.join(REQUIRED)}")
    cells = {}
    for field, value in table.items():
        number = field in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool)
        if field == "liaison" and isinstance(value, bool):
            value = "yes" if value else "no"
        if not number and not isinstance(value, str):
            place.at(field).expected(value, "a number" if field in NUMBERS else "text in quotation marks")
        cells[field] = str(value)
    return _post(cells, place)


def _beside(file: object, path: Path, name: str) -> _Read:
    """Return the chart in the CSV that a TOML file points to; it must lie in the same folder."""
    if not isinstance(file, str) or file != Path(file).name or not file.lower().endswith(".csv"):
        _Place(path, field="chart").expected(file, "the name of a .csv file in the same folder")
    return _read_csv(path.with_name(file), name)


def _check_counts(data: Mapping[str, object], chart: Chart, place: _Place) -> None:
    handlers = sum(post.headcount for post in chart.posts if post.answers)
    for field, count in (("posts", len(chart.posts)), ("seats", chart.seats), ("handlers", handlers)):
        if field in data and data[field] != count:
            place.at(field).expected(data[field], f"{count}, which the chart has")


# ── Both ─────────────────────────────────────────────────────────────────────────────────────────


def _post(cells: Mapping[str, str], place: _Place) -> tuple[Post, Decimal]:
    """Return the post in a row and its headcount as written; what only all rows together tell is not checked here."""
    text = {field: _cell(value, place, field) for field, value in cells.items()}
    superior, people = text.get("reports_to", ""), _headcount(text.get("headcount", ""), place)
    post = Post(
        id=_id(text["id"], place),
        function=_function(text.get("function", ""), place),
        superior=None if superior in NOBODY else superior,
        headcount=max(1, int(people.quantize(Decimal(1), ROUND_HALF_UP))),
        title=text["title"],
        department=text.get("department", ""),
        site=text.get("site", ""),
        seat=_seat(text.get("seat", ""), place),
        dotted=text.get("dotted", "") or None,
        liaison=_liaison(text.get("liaison", ""), place),
        every=_every(text.get("every", ""), place),
    )
    return post, people


def _cell(value: object, place: _Place, field: str) -> str:
    """Return the text of a cell without spaces around it; a line break in a title becomes a space."""
    if not isinstance(value, str):
        place.at(field).expected(value, "text in quotation marks")
    if len(value) > LONGEST_CELL:
        raise ChartError(f"{place.at(field)}: {len(value):,} characters; expected at most {LONGEST_CELL:,}")
    text = " ".join(part.strip() for part in _LINE_BREAKS.split(value)).strip() if field == "title" else value.strip()
    if _CONTROL.search(text):
        place.at(field).expected(text, "text without control characters")
    return text


def _id(text: str, place: _Place) -> str:
    if text in NOBODY:
        place.at("id").expected(text, "a name of its own for each post ('XX' and nothing stand for nobody)")
    if len(text) > LONGEST_ID:
        place.at("id").expected(text, f"at most {LONGEST_ID} characters")
    return text


def _function(text: str, place: _Place) -> Function:
    found = _FUNCTIONS.get(text.lower())
    if found is not None:
        return found
    if text:
        raise ChartError(f"{place.at('function')}: {unknown_name('function', _short(text), Function.words())}")
    return Function.OTHER


def _headcount(text: str, place: _Place) -> Decimal:
    if not text:
        return Decimal(1)
    people = Decimal(text) if _NUMBER.fullmatch(text) else Decimal(0)
    if people <= 0:
        place.at("headcount").expected(text, "a number of people, 1 or more")
    if people > MOST_PEOPLE:
        place.at("headcount").expected(text, f"at most {MOST_PEOPLE:,} people")
    return people


def _seat(text: str, place: _Place) -> int:
    if text and not _WHOLE.fullmatch(text):
        place.at("seat").expected(text, "the number of the post's first seat, 0 or more")
    return int(text) if text else -1


def _liaison(text: str, place: _Place) -> bool:
    if text.lower() not in WORDS_OF_TRUTH:
        place.at("liaison").expected(text, "yes, no or nothing")
    return WORDS_OF_TRUTH[text.lower()]


def _every(text: str, place: _Place) -> int:
    if text and not _WHOLE.fullmatch(text):
        place.at("every").expected(text, "of how many contacts its people answer one, or nothing")
    return int(text) if text else 0


def _chart(read: Sequence[tuple[Post, Decimal]], places: Sequence[_Place], file: _Place, name: str) -> _Read:
    posts = [post for post, _ in read]
    if not posts:
        raise ChartError(f"{file}: no posts; expected at least a chief executive, service and logistics")
    if sum(post.headcount for post in posts) > MOST_PEOPLE:
        raise ChartError(f"{file}: over {MOST_PEOPLE:,} people; expected a smaller chart")
    try:
        chart = tree(posts, name)
    except PostError as error:
        # The last of two posts with one id is the one too many.
        place = {post.id: place for post, place in zip(posts, places, strict=True)}.get(error.post, file)
        message = str(error).removeprefix(f"chart '{name}': ")
        raise ChartError(f"{place}: {message}") from None
    except ChartError as error:
        raise ChartError(f"{file}: {error}") from None
    _check_depth(chart, places)
    _check_departments(chart, places)
    return _Read(chart, [people for _, people in read])


def _check_depth(chart: Chart, places: Sequence[_Place]) -> None:
    for post, place in zip(chart.posts, places, strict=True):
        if post.level >= DEEPEST:
            raise ChartError(f"{place}: post '{post.id}' has {post.level} superiors; expected fewer than {DEEPEST}")


def _check_departments(chart: Chart, places: Sequence[_Place]) -> None:
    """Refuse a label that stands in two departments of the tree; no rule reads the label."""
    department = chart_departments(chart)
    first: dict[str, Post] = {}
    for post, place in zip(chart.posts, places, strict=True):
        known = first.setdefault(post.department, post)
        if post.department and department[known.id] != department[post.id]:
            raise ChartError(
                f"{place.at('department')}: {_shown(post.department)} on posts '{known.id}' and '{post.id}', which are "
                "in no common department; expected one label below one direct report of the top"
            )


def chart_departments(chart: Chart) -> dict[str, str]:
    """Return the head of the department of each post: a direct report of the top, or the top itself."""
    root = chart.root()
    head: dict[str, str] = {}
    for post in sorted(chart.posts, key=lambda post: post.level):
        head[post.id] = post.id if post.superior in (None, root.id) else head[post.superior or ""]
    return head


def _check_known(what: str, field: str, place: _Place) -> None:
    if field not in FIELDS:
        raise ChartError(f"{place}: {unknown_name(what, _short(field), FIELDS)}")


def _check_reads_back(chart: Chart, text: str) -> None:
    try:
        again = _parse_csv(text, Path(f"{chart.name}.csv"), chart.name).chart
    except ChartError as error:
        raise ChartError(f"chart '{chart.name}' cannot be written as CSV: {error}") from None
    changed = [
        post for post, read in zip(chart.posts, again.posts, strict=True) if replace(post, level=read.level) != read
    ]
    for function in Function:
        before, after = chart.highest(function), again.highest(function)
        changed += [before] if before and after and before.id != after.id else []
    if changed:
        raise ChartError(
            f"chart '{chart.name}' cannot be written as CSV: post '{changed[0].id}' would be read back changed"
        )


def _text(path: Path, largest: int) -> str:
    """Return the text of a file that is safe to parse: a plain file, not too large, UTF-8 with or without a mark."""
    data = _bytes(path, largest)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _Place(path, data[: error.start].count(b"\n") + 1)
        raise ChartError(
            f"{place}: byte {error.start} (0x{data[error.start]:02x}) is not UTF-8; save the file as UTF-8"
        ) from None
    if "\0" in text:
        at = text.index("\0")
        raise ChartError(f"{_Place(path, _line_of(text, at))}: a NUL byte; expected text, saved as UTF-8")
    return text.removeprefix("\ufeff")


def _bytes(path: Path, largest: int) -> bytes:
    _check_plain(path)
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(data) > largest:
        raise ChartError(f"{_shown_path(path)}: larger than {largest // 2**20} MB; expected a smaller file")
    return data


def _check_plain(path: Path) -> None:
    """Refuse what is not there or no plain file: a pipe would be waited for, a device never ends."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "no plain file"
        raise ChartError(f"{_shown_path(path)}: is {what}; expected a .csv or .toml file")


def _unreadable(path: Path, error: Exception) -> ChartError:
    reason = getattr(error, "strerror", None) or str(error)
    return ChartError(f"{_shown_path(path)}: cannot be read: {reason}; expected a .csv or .toml file")


def _line_of(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _shown(value: object) -> str:
    return _short(repr(_short(value, 200) if isinstance(value, str) else value), 80)


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _shown_path(path: Path) -> str:
    return _one_line(fspath(path)).encode(errors="backslashreplace").decode()


# ── Notes ────────────────────────────────────────────────────────────────────────────────────────


def _size_notes(chart: Chart, facts: ChartFacts) -> list[str]:
    top = chart.root()
    below = facts.manager_reports[facts.root] + facts.line_reports[facts.root]
    return [
        f"{_counted(len(chart.posts), 'post')}, {_counted(facts.seats, 'person', 'people')}, "
        f"{len(facts.handlers)} of them answering customers",
        f"{_counted(below, 'person reports', 'people report')} directly to the top post, '{top.id}'",
        f"{_counted(max(facts.level) + 1, 'level')} from top to bottom",
    ]


def _rounding_notes(read: _Read) -> Iterator[str]:
    rounded = [
        (written, post.headcount)
        for written, post in zip(read.headcounts, read.chart.posts, strict=True)
        if written != post.headcount
    ]
    if rounded:
        written, people = sum(one for one, _ in rounded), sum(one for _, one in rounded)
        has = "post has" if len(rounded) == 1 else "posts have"
        yield (
            f"{len(rounded):,} {has} a fractional headcount, rounded half up and to 1 or more: "
            f"{f'{written:,.2f}'.rstrip('0').rstrip('.')} in the file, {_counted(people, 'person', 'people')} here"
        )


def _overhead_notes(
    chart: Chart, facts: ChartFacts, hours: float, manager_hours: float, line_hours: float
) -> Iterator[str]:
    for post, managers, others in zip(chart.posts, facts.manager_reports, facts.line_reports, strict=True):
        overhead = manager_hours * managers + line_hours * others
        if overhead >= hours:
            yield (
                f"post '{post.id}' has no time for reports: {_counted(managers, 'manager')} and "
                f"{_counted(others, 'other')} reporting to it take {overhead:.2f} of its {hours:.2f} hours a day"
            )


def _owner_notes(chart: Chart, facts: ChartFacts) -> Iterator[str]:
    usual = cause_owners({})
    for function in dict.fromkeys(usual):
        if chart.highest(function) is None:
            causes = [cause for cause in Cause if usual[cause] is function]
            names = ", ".join(cause.word for cause in causes)
            owner = chart.posts[facts.owner[causes[0]]]
            yield f"no post has function '{function.word}': post '{owner.id}' ({owner.function.word}) owns {names}"


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
