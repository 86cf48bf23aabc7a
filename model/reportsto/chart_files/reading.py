"""Charts from files: CSV, or TOML with `[[post]]` tables or with `chart = "file.csv"` and what is known of it.

Whatever is wrong with a file is a `ChartError` that names file and line.
"""

from collections.abc import Mapping
from pathlib import Path

from reportsto.chart_files.csv import read_csv
from reportsto.chart_files.posts import (
    KINDS_OF_FILE,
    LONGEST_ID,
    REQUIRED,
    Fault,
    ReadChart,
    Row,
    chart_of,
    check_known,
    text_of,
)
from reportsto.charts.chart import Chart
from reportsto.errors import ChartError, ReportsToError, shown, unknown_name
from reportsto.files.place import Mistakes, Place, check_plain
from reportsto.files.toml import TomlFile, Where, read_toml

METADATA = ("title", "origin", "licence", "as_of", "note", "notes", "changed", "inferred", "demand_factor")
"""What a TOML file may say about a chart; free text or numbers that nothing here reads."""
COUNTS = ("posts", "seats", "handlers", "full_time_equivalents")
"""What a TOML file may say about the size of its chart; the whole numbers among them are checked against it."""
KEYS = ("name", "chart", "post", *METADATA, *COUNTS)
NUMBERS = ("headcount", "seat", "every")

LARGEST = 8 * 2**20  # tomllib reads 2 MB a second: a larger chart belongs in a CSV


def read_chart(path: str | Path) -> Chart:
    """Return the chart in a `.csv` or `.toml` file; its name is the file's, or the `name` in a TOML file.

    Headcounts may be full-time equivalents: rounded half up, and anybody's at least 1. Raises `ChartError`.
    """
    return read(Path(path)).chart


def read(path: Path) -> ReadChart:
    """Return the chart in a file, and the headcounts as they stand there."""
    kind = path.suffix.lower()
    if kind == ".toml":
        return _read_toml(path)
    if kind == ".csv":
        return read_csv(path, path.stem)
    place = Place(path, ChartError)
    check_plain(place, KINDS_OF_FILE)
    raise place.error(f"unknown kind of file {shown(kind)}; expected .csv or .toml")


def _read_toml(path: Path) -> ReadChart:
    """Return the chart in a TOML file, or in the CSV beside it that the file points to."""
    file = read_toml(Place(path, ChartError), LARGEST, KINDS_OF_FILE)
    table = file.table
    for key in table:
        if key not in KEYS:
            raise file.place.error(str(unknown_name("key", key, KEYS)))
    name = _name(table.get("name", path.stem), file)
    if ("chart" in table) == ("post" in table):
        raise file.place.error('expected either [[post]] tables or chart = "file.csv", and not both')
    read = _posts(file, name) if "post" in table else _beside(file, name)
    _check_counts(file, read.chart)
    return read


def _name(value: object, file: TomlFile) -> str:
    fault = _fault_of(file, ())
    text = text_of(_text(value, "name", fault), "name", fault)
    if not text or len(text) > LONGEST_ID:
        raise fault(f"is {shown(text)}; expected a name of 1 to {LONGEST_ID} characters", "name")
    return text


def _fault_of(file: TomlFile, where: Where) -> Fault:
    def fault(message: str, field: str) -> ReportsToError:
        return file.error((*where, field), message) if field else file.error(where, message, mark=":")

    return fault


def _posts(file: TomlFile, name: str) -> ReadChart:
    tables = file.table["post"]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise file.error(("post",), "is no list of tables; expected [[post]] above each post")
    rows: list[Row] = []
    mistakes = Mistakes(ChartError)
    for at, table in enumerate(tables):
        with mistakes.gathered():
            rows.append(_row(table, _fault_of(file, ("post", at))))
    mistakes.end()
    return chart_of(rows, file.place, name)


def _row(table: Mapping[str, object], fault: Fault) -> Row:
    for field in table:
        check_known("field", field, fault)
    for field in REQUIRED:
        if field not in table and field != "reports_to":
            raise fault(f"missing field '{field}'; expected {', '.join(REQUIRED)}", "")
    return Row({field: _cell(value, field, fault) for field, value in table.items()}, fault)


def _cell(value: object, field: str, fault: Fault) -> str:
    if field == "liaison" and isinstance(value, bool):
        return "yes" if value else "no"
    if field in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _text(value, field, fault)


def _text(value: object, field: str, fault: Fault) -> str:
    if not isinstance(value, str):
        expected = "a number" if field in NUMBERS else "text in quotation marks"
        raise fault(f"is {shown(value)}; expected {expected}", field)
    return value


def _beside(file: TomlFile, name: str) -> ReadChart:
    """Return the chart in the CSV that a TOML file points to; it must lie in the same folder."""
    beside, path = file.table["chart"], file.place.path
    if not isinstance(beside, str) or beside != Path(beside).name or not beside.lower().endswith(".csv"):
        raise file.error(("chart",), f"is {shown(beside)}; expected the name of a .csv file in the same folder")
    return read_csv(path.with_name(beside), name)


def _check_counts(file: TomlFile, chart: Chart) -> None:
    handlers = sum(post.headcount for post in chart.posts if post.answers)
    for field, count in (("posts", len(chart.posts)), ("seats", chart.seats), ("handlers", handlers)):
        value = file.table.get(field, count)
        if type(value) is not int or value != count:
            raise file.error((field,), f"is {shown(value)}; expected {count}, which the chart has")
