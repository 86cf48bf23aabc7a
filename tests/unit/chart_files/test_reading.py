"""Chart files: what is read, what is written, and every file that is refused in one line."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from domain import shop_chart, six_people
from reportsto.chart_files import csv as csv_charts
from reportsto.chart_files.csv import chart_to_csv
from reportsto.chart_files.notes import check_chart
from reportsto.chart_files.reading import read_chart
from reportsto.charts.chart import tree
from reportsto.charts.editing import circles, in_order, move
from reportsto.errors import ChartError
from reportsto.vocabulary import Function

HEADER = "id,title,reports_to,function,headcount,department,site,seat\n"
SMALL = """id,title,reports_to,function,headcount
ceo,Chief,,executive,
ops,Operations,ceo,logistics,
care,Care,ceo,service,2
"""
SMALL_ROWS = "ceo,Chief,,executive,,,,\nops,Operations,ceo,logistics,,,,\ncare,Care,ceo,service,2,,,\n"
POSTS = """
[[post]]
id = "ceo"
title = "Chief"
function = "executive"

[[post]]
id = "ops"
title = "Operations"
reports_to = "ceo"
function = "logistics"
headcount = 2.5

[[post]]
id = "care"
title = "Care"
reports_to = "ceo"
function = "service"
"""


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a file and returns its path."""

    def write(content: str | bytes, name: str = "my.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refusal(path: Path) -> str:
    """Return the message for a bad file; it must be one line, soon, and name the file first."""
    began = time.perf_counter()
    with pytest.raises(ChartError) as refused:
        read_chart(path)
    message = str(refused.value)
    assert time.perf_counter() - began < 5
    assert len(message.splitlines()) == 1
    assert len(message) < 600 + len(str(path))
    assert message.startswith(str(path))
    return message.removeprefix(str(path))


def with_row(row: str) -> str:
    """Return a sound small chart of four lines with one row more, on line 5."""
    return SMALL + row + "\n"


# ── What is read ─────────────────────────────────────────────────────────────────────────────────


def test_what_is_written_reads_back_the_same(written):
    """
    The default firm survives being written and read.
    """
    assert read_chart(written(chart_to_csv(shop_chart()), "shop.csv")) == shop_chart()


def test_titles_with_commas_and_quotation_marks_read_back_the_same(written):
    """
    A title is text, whatever stands in it: commas, quotation marks, a formula, markup.
    """
    title = '=SUM(1,2) "Ops", <b>é</b> # \\n'
    path = written(with_row('x,"' + title.replace('"', '""') + '",ceo,other,1'))

    chart = read_chart(path)

    assert chart.post("x").title == title
    assert read_chart(written(chart_to_csv(chart))) == chart


def test_columns_stand_in_any_order(written):
    """
    The header says which column is which, in capitals or not.
    """
    path = written("Function,reports_to,ID,title\nexecutive,,ceo,\nlogistics,ceo,ops,\nservice,ceo,care,\n")

    assert [(post.id, post.function.word) for post in read_chart(path).posts] == [
        ("ceo", "executive"),
        ("ops", "logistics"),
        ("care", "service"),
    ]


@pytest.mark.parametrize("top", ["", "XX"])
def test_the_top_reports_to_nobody(written, top):
    """
    Nothing and the organograms' XX both mean the top.
    """
    assert read_chart(written(SMALL.replace("Chief,,", f"Chief,{top},"))).root().id == "ceo"


def test_empty_cells_have_defaults(written):
    """
    No function is other, no headcount one person, no seat the row order.
    """
    post = read_chart(written(HEADER + SMALL_ROWS + "x,,ceo,,,,,\n")).post("x")

    assert (post.function, post.headcount, post.seat) == (Function.OTHER, 1, 4)


@pytest.mark.parametrize(
    ("given", "people"),
    [("1", 1), ("0.2", 1), ("1.49", 1), ("1.5", 2), ("2.5", 3), ("12.0", 12), ("1e2", 100), (" 3 ", 3)],
)
def test_full_time_equivalents_are_rounded_half_up(written, given, people):
    """
    Two and a half posts are three people, and a fifth of one is still somebody.
    """
    assert read_chart(written(with_row(f"x,X,ceo,other,{given}"))).post("x").headcount == people


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + SMALL.encode(),
        SMALL.replace("\n", "\r\n").encode(),
        SMALL.replace("\n", "\r").encode(),
        SMALL.rstrip("\n").encode(),
        SMALL.replace("\n", "\n\n,,,,\n").encode(),
    ],
    ids=["byte order mark", "Windows", "old Macintosh", "no last line break", "blank lines"],
)
def test_files_of_any_editor_are_read(written, content):
    """
    A byte order mark, other line ends and blank lines change nothing.
    """
    assert read_chart(written(content)) == read_chart(written(SMALL))


def test_a_seat_column_keeps_the_numbers(written):
    """
    Rows may be sorted as one likes when the seats are written down.
    """
    path = written("id,title,reports_to,function,seat\ncare,,ceo,service,2\nops,,ceo,logistics,1\nceo,,,executive,0\n")

    assert {post.id: post.seat for post in read_chart(path).posts} == {"ceo": 0, "ops": 1, "care": 2}


def test_a_line_break_in_a_title_becomes_a_space(written):
    """
    A spreadsheet's two-line title is one line.
    """
    assert read_chart(written(with_row('x,"Head of\r\nthings",ceo,other,1'))).post("x").title == "Head of things"


def test_labels_may_name_parts_of_a_department(written):
    """
    Two labels below one direct report are no contradiction.
    """
    top = "ceo,,,executive,,Board,,\ncare,,ceo,service,,Care,,\n"
    operations = "ops,,ceo,logistics,,Ops,,\ncrew,,ops,logistics,2,Depot,,\n"

    assert read_chart(written(HEADER + top + operations)).post("crew").department == "Depot"


def test_toml_posts_are_read(written):
    """
    A TOML chart has a name, its own tables for posts, and anything worth knowing about it.
    """
    head = 'name = "shop"\norigin = "drawn by hand"\nas_of = 2024-02-01\ninferred = ["a", "b"]\nposts = 3\n'

    chart = read_chart(written(head + POSTS, "my.toml"))

    assert (chart.name, chart.seats, chart.post("ops").headcount) == ("shop", 5, 3)


def test_toml_may_point_to_a_csv_beside_it(written):
    """
    The gallery keeps what is known of a chart in TOML and the posts in CSV.
    """
    written(SMALL, "rows.csv")

    assert read_chart(written('name = "shop"\nchart = "rows.csv"\nhandlers = 2\n', "my.toml")).name == "shop"


def test_a_chart_is_named_after_its_file(written):
    """
    A CSV has no other name.
    """
    assert read_chart(written(SMALL, "corner shop.csv")).name == "corner shop"


def test_a_large_chart_is_read_in_seconds(written):
    """
    Twenty thousand posts take no more than a few seconds.
    """
    rows = "".join(f"x{row},X,{f'x{row // 5}' if row > 4 else 'ops'},other,1\n" for row in range(20_000))
    began = time.perf_counter()

    chart = read_chart(written(SMALL + rows))

    assert len(chart.posts) == 20_003
    assert time.perf_counter() - began < 30


# ── What is refused ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x,X,,other,1", ":5: expected exactly one post that reports to nobody, found 2: 'ceo', 'x'"),
        ("x,X,y,other,1", ":5: post 'x' reports to 'y', which is no post here"),
        ("x,X,x,other,1", ":5: the reporting line runs in a circle: 'x' -> 'x'"),
        ("x,X,y,other,1\ny,Y,x,other,1", ":5: the reporting line runs in a circle: 'x' -> 'y' -> 'x'"),
        ("ops,X,ceo,other,1", ":5: post 'ops' stands there twice; every id must be unique"),
        ("x,X,care,other,1", ":4: post 'care' has headcount 2 and reports below it; a post with reports is one"),
        ('x,"two\nlines",ceo,other,1\ny,Y,ceo,other,0', ":7: headcount is '0'"),
        (",X,ceo,other,1", ":5: id is ''; expected a name of its own for each post"),
        ("XX,X,ceo,other,1", ":5: id is 'XX'; expected a name of its own"),
        (f"{'x' * 201},X,ceo,other,1", "expected at most 200 characters"),
        (
            "x,X,ceo,servcie,1",
            ":5: function is an unknown function 'servcie': did you mean 'service'? expected one of",
        ),
        ("x,X,ceo,other,-3", ":5: headcount is '-3'; expected a number of people, 1 or more"),
        ("x,X,ceo,other,0", ":5: headcount is '0'; expected a number of people, 1 or more"),
        ("x,X,,other,none", "expected a number of people, 1 or more, or 0 where nobody sits at the top"),
        ("x,X,ceo,other,nan", ":5: headcount is 'nan'; expected a number of people, 1 or more"),
        ("x,X,ceo,other,inf", ":5: headcount is 'inf'; expected a number of people, 1 or more"),
        ("x,X,ceo,other,many", ":5: headcount is 'many'; expected a number of people, 1 or more"),
        ("x,X,ceo,other,1e999", ":5: headcount is '1e999'; expected at most 10,000,000 people"),
        ("x,X,ceo,other,9999999\ny,Y,ceo,other,9", ": over 10,000,000 people"),
        ("x,X,ceo,other", ":5: 4 cells; expected 5, as in the header"),
        ("x,X,ceo,other,1,2", ":5: 6 cells; expected 5, as in the header"),
        ('x,"X,ceo,other,1\ny,Y,ceo,other,1', ":5: a quotation mark is left open"),
        ('x,"X" of,ceo,other,1', ":5: ',' expected after '\"'; expected quotation marks around a whole cell"),
        (f"x,{'X' * 10_001},ceo,other,1", ":5: title has 10,001 characters; expected at most 10,000"),
        (f"x,{'X' * 5_000_000},ceo,other,1", ":5: a cell of over 10,000 characters"),
        ('x,"' + "X,ceo\n" * 500_000, ":5: a cell of over 10,000 characters; is a quotation mark left open?"),
        ("x,\0,ceo,other,1", ":5: a NUL byte"),
        ("x,\x1b[2J,ceo,other,1", ":5: title is '\\x1b[2J'; expected text without control characters"),
        ('"x\ny",X,ceo,other,1', ":5: id is 'x\\ny'; expected text without control characters"),
        ("\u2028x\u2028y,X,ceo,other,1", ":5: id is 'x\\u2028y'; expected text without control characters"),
    ],
)
def test_bad_rows_are_named_by_line(written, row, message):
    """
    A row that cannot be used is refused with its line and, where there is one, its field.
    """
    assert message in refusal(written(with_row(row)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", ": the file is empty; expected a first line id,title,reports_to"),
        ("\n\n", ": the file is empty"),
        ("id,title,reports_to\n", ": no posts; expected at least a chief executive, service and logistics"),
        ("id,title\nceo,Chief\n", ":1: missing column 'reports_to'"),
        ("id,title,reports_to,head_count\n", "unknown column 'head_count': did you mean 'headcount'? expected one of"),
        ("id,title,reports_to,salary\n", ":1: unknown column 'salary': expected one of id, title, reports_to"),
        ("id,title,reports_to,id\n", ":1: column 'id' stands there twice"),
        ("id;title;reports_to\n", ":1: 'id;title;reports_to'; expected commas between the columns"),
        (SMALL.replace("care,Care,ceo,service,2\n", ""), ": chart 'my' has no customer service"),
        (SMALL.replace("logistics", "other"), ": chart 'my' has no logistics"),
        (SMALL.encode("utf-16"), ":1: byte 0xff is not UTF-8; save the file as UTF-8"),
        (SMALL.replace("Care", "Späti").encode("latin-1"), ":4: byte 0xe4 is not UTF-8"),
        (SMALL.encode("utf-16-le"), ":1: a NUL byte"),
        (HEADER + SMALL_ROWS + "x,,ceo,,,,,one\n", ":5: seat is 'one'; expected the number of the post's"),
        (HEADER + SMALL_ROWS + "x,,ceo,,,,,-1\n", ":5: seat is '-1'; expected the number of the post's first seat"),
        (HEADER + SMALL_ROWS + "x,,ceo,,,,,1.5\n", ":5: seat is '1.5'; expected the number"),
        (HEADER + SMALL_ROWS + "x,,ceo,,,,,4\n", ":2: post 'ceo' has no seat number though others have"),
        (
            "id,title,reports_to,function,seat\nceo,,,,0\nops,,ceo,logistics,1\ncare,,ceo,service,1\n",
            ":4: seat 1 of post 'care' overlaps or leaves a gap; expected 2",
        ),
        (
            HEADER + "ceo,,,,,,,\nops,,ceo,logistics,,Care,,\ncare,,ceo,service,,Care,,\n",
            ":4: department is 'Care' on posts 'ops' and 'care', which are in no common department",
        ),
        (
            HEADER + "ceo,,,,,Top,,\nops,,ceo,logistics,,Top,,\ncare,,ceo,service,,,,\n",
            ":3: department is 'Top' on posts 'ceo' and 'ops'",
        ),
        (
            SMALL + "".join(f"x{n},,{f'x{n - 1}' if n else 'ops'},,\n" for n in range(200)),
            ":103: post 'x98' has 100 superiors; expected fewer than 100",
        ),
    ],
)  # fmt: skip
def test_bad_files_are_refused(written, content, message):
    """
    Whatever is wrong with a file as a whole, the message says what to write instead.
    """
    assert message in refusal(written(content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name = ", ":1: "),
        ('name = "x"\nname = "y"\n', ":2: not valid TOML: Cannot overwrite a value, column 11"),
        ("notes = " + "[" * 100_000, ":1: brackets are nested too deeply"),
        (".".join("a" * 500_000) + " = 1", ":1: a name of over 20 dotted parts"),
        ("as_of = 2024-02-31\n", ":1: not valid TOML: Invalid date"),
        ("posts = " + "9" * 5_000 + "\n", ": not valid TOML: Exceeds the limit"),
        ("", ': expected either [[post]] tables or chart = "file.csv", and not both'),
        ('chart = "x.csv"\n' + POSTS, "and not both"),
        ("post = 3\n", ":1: post is no list of tables; expected [[post]]"),
        ("post = []\n", ": no posts"),
        ('tilte = "x"\n' + POSTS, ": unknown key 'tilte': did you mean 'title'?"),
        ("name = 3\n" + POSTS, ":1: name is 3; expected text in quotation marks"),
        ('name = ""\n' + POSTS, ":1: name is ''; expected a name of 1 to 200 characters"),
        ("posts = 4\n" + POSTS, ":1: posts is 4; expected 3, which the chart has"),
        ("handlers = 9\n" + POSTS, ":1: handlers is 9; expected 1, which the chart has"),
        (POSTS + 'superior = "x"\n', ":14: post[3]: unknown field 'superior'"),
        (POSTS.replace('title = "Chief"\n', ""), ":2: post[1]: missing field 'title'"),
        (POSTS + "seat = true\n", ":19: post[3].seat is True; expected a number"),
        (POSTS + "headcount = -1\n", ":19: post[3].headcount is '-1'; expected a number of people, 1 or more"),
        (POSTS + "headcount = 1e400\n", ":19: post[3].headcount is 1e400; expected a number of at most 1e308"),
        (POSTS + "demand_factor = 1e400\n", ":19: post[3].demand_factor is 1e400; expected a number of at most"),
        (POSTS + "headcount = nan\n", ":19: post[3].headcount is 'nan'; expected a number of people, 1 or more"),
        (POSTS + 'site = "\\u0000"\n', ":19: post[3].site is '\\x00'; expected text without control characters"),
        (POSTS + f'site = "{"x" * 10_001}"\n', ":19: post[3].site has 10,001 characters"),
        (POSTS.replace('to = "ceo"', 'to = "boss"'), ":7: post[2]: post 'ops' reports to 'boss'"),
        ('post = [{id = "x", title = "", size = 3}]\n', ":1: post[1]: unknown field 'size'"),
        ('chart = "../secret.csv"\n', ":1: chart is '../secret.csv'; expected the name of a .csv file in"),
        ("chart = 3\n", ":1: chart is 3; expected the name of a .csv file"),
    ],
)  # fmt: skip
def test_bad_toml_is_refused(written, content, message):
    """
    A TOML file is refused with the line of the mistake or of the post.
    """
    assert message in refusal(written(content, "my.toml"))


def test_toml_that_points_nowhere_names_the_missing_file(written):
    """
    The message is about the CSV that is not there.
    """
    with pytest.raises(ChartError, match=r"rows\.csv: cannot be read: No such file"):
        read_chart(written('chart = "rows.csv"\n', "my.toml"))


@pytest.mark.parametrize("name", ["my.csv", "my.toml", "my"])
def test_a_folder_is_refused(tmp_path, name):
    """
    A folder is no chart, whatever its name ends in.
    """
    (tmp_path / name).mkdir()

    assert ": is a folder" in refusal(tmp_path / name)


@pytest.mark.parametrize("name", ["my.csv", "my.toml", "my", "a\0b.csv"])
def test_a_missing_file_is_refused(tmp_path, name):
    """
    A file that is not there, or cannot be, is said to be unreadable.
    """
    with pytest.raises(ChartError, match="cannot be read"):
        read_chart(tmp_path / name)


def test_another_kind_of_file_is_refused(written):
    """
    A spreadsheet has to be saved as CSV first.
    """
    assert ": unknown kind of file '.xlsx'; expected .csv or .toml" in refusal(written("PK", "my.xlsx"))


def test_a_file_without_permission_is_refused(written, monkeypatch):
    """
    The operating system's reason is passed on, without a traceback.
    """

    def forbid(*_args, **_keywords):
        raise PermissionError(13, "Permission denied")

    path = written(SMALL)
    monkeypatch.setattr(Path, "open", forbid)

    assert ": cannot be read: Permission denied" in refusal(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path):
    """
    Nobody writes into this pipe, and reading it would wait for ever.
    """
    os.mkfifo(tmp_path / "my.csv")

    assert ": is no plain file" in refusal(tmp_path / "my.csv")


@pytest.mark.parametrize(("name", "megabytes"), [("my.csv", 64), ("my.toml", 8)])
def test_a_huge_file_is_refused(tmp_path, name, megabytes):
    """
    One byte more than allowed is too much, and is not parsed.
    """
    with (tmp_path / name).open("wb") as file:
        file.truncate(megabytes * 2**20 + 1)

    assert f": larger than {megabytes} MB" in refusal(tmp_path / name)


def test_too_many_posts_are_refused(written, monkeypatch):
    """
    Somebody who gives each person of a large company a row is told to count heads.
    """
    monkeypatch.setattr(csv_charts, "MOST_POSTS", 2)

    assert ":4: over 2 posts; expected a team to be one post with a headcount" in refusal(written(SMALL))


def test_a_million_rows_are_refused_before_any_is_looked_at(written):
    """
    Posts are counted before their cells are read: a second or two instead of twenty, though every row is wrong.
    """
    began = time.process_time()

    assert ": over 200,000 posts; expected a team" in refusal(written("id,title,reports_to\n" + "x,,\n" * 1_000_000))
    assert time.process_time() - began < 4


def test_a_line_above_the_header_is_named_once(written):
    """
    Where the first line is no header, rows of another width say nothing more.
    """
    assert ":1: unknown column '# exported'" in refusal(written("# exported\n" + SMALL))


def test_all_rows_that_cannot_be_used_are_named_at_once(written):
    """
    Three mistakes in three rows are three lines, each with its own place.
    """
    path = written(with_row("x,X,ceo,servcie,1\ny,Y,ceo,other,-3\nz,Z,ceo,other,1\nXX,Q,ceo,other,1"))

    with pytest.raises(ChartError) as refused:
        read_chart(path)

    told = str(refused.value).splitlines()
    assert [line.split(" is ")[0] for line in told] == [f"{path}:5: function", f"{path}:6: headcount", f"{path}:8: id"]


@pytest.mark.parametrize("field", ["headcount", "seat", "every"])
@pytest.mark.parametrize("number", ["9" * 400, "0x" + "f" * 4_000], ids=["400 nines", "4,000 hexadecimal digits"])
def test_a_number_larger_than_a_float_is_one_line(written, field, number):
    """
    A whole number that no float and no column holds is named with its digits counted, not printed.
    """
    message = refusal(written(POSTS + f"{field} = {number}\n", "my.toml"))

    assert f":19: post[3].{field} is a number of about" in message
    assert "expected a whole number of at most 18 digits" in message


@pytest.mark.parametrize("count", ["3.0", "true", "0x" + "f" * 4_000])
def test_a_count_is_a_whole_number(written, count):
    """
    Three posts are 3, not 3.0.
    """
    assert ":1: posts is " in refusal(written(f"posts = {count}\n" + POSTS, "my.toml"))


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2066", "\ufeff"])
def test_a_name_with_invisible_signs_is_refused_and_shown_escaped(written, sign):
    """
    Zero widths and direction marks make two names that look the same; a message shows them as what they are.
    """
    message = refusal(written(with_row(f"c{sign}eo,X,ceo,other,1")))

    assert "expected a name without invisible characters" in message
    assert message.isprintable()


def test_a_chart_has_no_invisible_name(written):
    """
    Its name stands in tables and messages; a title may hold what joins an emoji.
    """
    assert ":1: name is 'sh\\u202eop'; expected a name without" in refusal(
        written('name = "sh\\u202eop"\n' + POSTS, "my.toml")
    )
    assert read_chart(written(with_row("x,\U0001f469\u200d\U0001f4bb,ceo,other,1"))).post("x").title[1] == "\u200d"


def test_two_forms_of_an_accented_letter_are_one_name(written):
    """
    The same word from two keyboards, composed and decomposed, is one post.
    """
    chart = read_chart(written(with_row("caf\u00e9,X,ceo,other,1\nx,X,cafe\u0301,other,1")))

    assert chart.post("x").superior == "caf\u00e9"
    assert "'caf\u00e9' stands there twice" in refusal(written(with_row("caf\u00e9,,ceo,,\ncafe\u0301,,ceo,,")))


def test_names_that_differ_in_case_alone_are_two_posts_with_a_note(written):
    """
    CEO and ceo may be two posts; whoever reads the notes is told.
    """
    assert "posts 'ceo' and 'CEO' are two posts, though their ids look alike" in check_chart(
        written(with_row("CEO,X,ceo,other,1"))
    )


def test_a_superior_in_other_letters_is_offered_the_right_ones(written):
    """
    A superior that is no post but looks like one is a slip of the pen.
    """
    assert ":5: reports_to is 'OPS', which is no post here: did you mean 'ops'?" in refusal(
        written(with_row("x,X,OPS,other,1"))
    )


def test_a_file_name_cannot_break_the_line(tmp_path):
    """
    A line break in a file's name is shown as a space.
    """
    with pytest.raises(ChartError) as refused:
        read_chart(tmp_path / "a\nb.csv")

    assert len(str(refused.value).splitlines()) == 1


# ── What is written ──────────────────────────────────────────────────────────────────────────────


def test_the_first_lines_of_a_written_chart():
    """
    All columns are written, in the order of the documentation.
    """
    assert chart_to_csv(shop_chart()).splitlines()[:2] == [HEADER.strip(), "ceo,,,executive,1,,,0"]


def test_a_customer_map_cannot_be_written():
    """
    A map has no reporting lines, so a CSV of it would be another chart.
    """
    chart = circles({}, "all", lambda chart: {"all": 8})(shop_chart())

    with pytest.raises(ChartError, match="no reporting lines to write"):
        chart_to_csv(chart)


def test_an_edited_chart_whose_handlers_cannot_be_told_is_not_written():
    """
    With marketing under the one service person, a reader would take that person for a head who answers nobody.
    """
    chart = in_order(move(Function.SERVICE, Function.EXECUTIVE), move(Function.MARKETING, Function.SERVICE))(
        six_people()
    )

    with pytest.raises(ChartError, match="cannot be written as CSV"):
        chart_to_csv(chart)


def test_an_edited_chart_whose_owner_cannot_be_told_is_not_written():
    """
    With sales inside marketing, a reader would take a seller under the chief executive for its head.
    """
    posts = [replace(post, superior="ceo") if post.id == "sellers" else post for post in shop_chart().posts]
    chart = move(Function.SALES, Function.MARKETING)(tree(posts))

    with pytest.raises(ChartError, match="post 'sales' would be read back changed"):
        chart_to_csv(chart)


def test_an_edited_chart_reads_back_as_the_same_firm(written):
    """
    Inside operations is written as drawn: the same people, superiors and owners.
    """
    chart = move(Function.SERVICE, Function.LOGISTICS)(shop_chart())

    again = read_chart(written(chart_to_csv(chart)))

    assert [(post.id, post.superior, post.seat) for post in again.posts] == [
        (post.id, post.superior, post.seat) for post in chart.posts
    ]


# ── What is worth knowing ────────────────────────────────────────────────────────────────────────


def test_notes_on_the_default_firm(written):
    """
    Seven heads leave the chief executive time, and every function is there: three notes on size.
    """
    assert check_chart(written(chart_to_csv(shop_chart()))) == [
        "12 posts, 56 people, 8 of them answering customers",
        "7 people report directly to the top post, 'ceo'",
        "3 levels from top to bottom",
    ]


def test_notes_on_missing_functions(written):
    """
    The six-person firm has no product and no finance, so the chief executive owns their causes.
    """
    assert check_chart(written(chart_to_csv(six_people())))[3:] == [
        "no post has function 'product': post 'ceo' (executive) owns defect",
        "no post has function 'finance': post 'ceo' (executive) owns wrong_bill",
    ]


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ("x,X,ceo,other,2.5\ny,Y,ceo,other,0.2\nz,Z,ceo,other,7", "2 posts have %s: 2.7 in the file, 4 people here"),
        ("x,X,ceo,other,0.4", "1 post has %s: 0.4 in the file, 1 person here"),
        ("x,X,ceo,other,1200.25\ny,Y,ceo,other,1", "1 post has %s: 1,200.25 in the file, 1,200 people here"),
        ("x,X,ceo,other,12.0\ny,Y,ceo,other,", ""),
    ],
)
def test_notes_on_rounded_headcounts(written, rows, note):
    """
    Two and a half people and a fifth of one become three and one, which one line says; 12.0 is nothing to speak of.
    """
    notes = check_chart(written(with_row(rows)))
    told = note.replace("%s", "a fractional headcount, rounded half up and to 1 or more")

    assert [one for one in notes if "fractional" in one] == ([told] if told else [])


def test_notes_on_rounded_headcounts_of_toml(written):
    """
    Half a person in a TOML file is told of as in a CSV, and also where the TOML points to one.
    """
    written(SMALL.replace("service,2", "service,2.5"), "beside.csv")
    for path in (written(POSTS, "own.toml"), written('chart = "beside.csv"', "points.toml")):
        assert sum("2.5 in the file, 3 people here" in note for note in check_chart(path)) == 1


@pytest.mark.parametrize(("managers", "noted"), [(15, False), (16, True)])
def test_a_manager_without_time_is_noted(written, managers, noted):
    """
    At .58 hours each fifteen managers leave .05 of 8.75 hours, sixteen take 9.28.
    """
    extra = "".join(f"x{row},X,ceo,other,1\n" for row in range(managers - 2))
    path = written(SMALL.replace("service,2", "service,1") + extra)

    full = (
        "post 'ceo' has no time for reports: 16 managers and 0 others reporting to it take 9.28 of its 8.75 hours a day"
    )

    assert (full in check_chart(path)) is noted


def test_many_posts_without_time_are_counted_the_fullest_first(written):
    """
    Of twelve full posts ten are named, and the one with the most reports comes first.
    """
    heads = "".join(f"h{row},Head,ceo,other,1\n" for row in range(12))
    teams = "".join(f"t{row},Team,h{row},other,{200 + row}\n" for row in range(12))
    path = written(SMALL + heads + teams)

    notes = [note for note in check_chart(path) if "no time for reports" in note]

    assert len(notes) == 11
    assert notes[0].startswith("post 'h11' ")
    assert notes[-1] == "2 more posts have no time for reports either"


def test_a_manager_whose_time_is_just_used_up_is_noted(written):
    """
    Two direct reports at half an hour use up a day of one hour: meeting the limit is enough.
    """
    path = written(SMALL.replace("service,2", "service,1"))

    assert any("has no time" in note for note in check_chart(path, hours=1.0, manager_hours=0.5))


def test_the_hours_of_the_check_are_those_of_the_model():
    """
    The check takes no number of its own: 8.75 hours a day, .58 for a manager, .05 for anybody else.
    """
    assert check_chart.__kwdefaults__ == {"hours": 8.75, "manager_hours": 0.58, "line_hours": 0.05}
