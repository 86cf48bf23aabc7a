"""Case files read back: what was written is what is read, and anything else is named by file, line and column."""

import json
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportsto.api import run_traced, scenario
from reportsto.errors import StudyError, UnknownName
from reportsto.traces.cases import case_table, write_cases, write_origin
from reportsto.traces.columns import COLUMNS, join_way, split_way
from reportsto.traces.reading import read_cases
from reportsto.traces.story import story
from reportsto.traces.where_lost import where_lost

NAMES = st.one_of(
    st.sampled_from(
        ["NA", "null", "None", "nan", "=x", "'=x", "''@a", "-1", "a > b", "a\\> b", "\\", ">", '"', ",", "1_0"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8),
)


@pytest.fixture(scope="module")
def firm():
    return scenario("inside_marketing", "six_people")


@pytest.fixture(scope="module")
def traced(firm):
    return run_traced(firm, 3, 0, 60)


@pytest.fixture(scope="module")
def table(firm, traced):
    return case_table(firm, [traced])


@pytest.fixture
def changed(tmp_path, table):
    """Return a function that writes the trace with one cell replaced, in the first row of a fate."""

    def write(column, text, fate="acted_on"):
        cells = table.astype(object).where(table.notna(), "")
        row = cells.index[cells["fate"] == fate][0]
        cells.loc[row, column] = text
        path = tmp_path / "t.csv"
        path.write_text(cells.to_csv(index=False))
        return path, row + 2

    return write


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return all(
        one[name].astype(object).where(one[name].notna(), None).tolist()
        == other[name].astype(object).where(other[name].notna(), None).tolist()
        for name in COLUMNS
    )


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz"])
def test_a_file_reads_back_as_it_was_written(tmp_path, table, name):
    """Names, days and empty cells, packed or not."""
    write_cases(tmp_path / name, table)

    assert same(read_cases(tmp_path / name), table)


@settings(max_examples=60)
@given(names=st.lists(NAMES, min_size=8, max_size=8, unique=True))
def test_whatever_posts_are_called_they_are_read_back_by_their_names(table, names):
    """
    A post named NA, null or =x is that post, and a way through `a > b` has as many posts as before.
    """
    ways = {post for way in table["way"] for post in split_way(way)}
    posts = sorted({*table["handler"], *table["ended_at"], *ways} - {""})
    called = {"": "", **dict(zip(posts, names, strict=False))}
    renamed = table.copy()
    for column in ("handler", "ended_at"):
        renamed[column] = [called[post] for post in table[column]]
    renamed["way"] = [join_way([called[post] for post in split_way(way)]) if way else "" for way in table["way"]]
    with tempfile.TemporaryDirectory() as folder:
        write_cases(Path(folder) / "t.csv", renamed)
        back = read_cases(Path(folder) / "t.csv")

    assert same(back, renamed)


@pytest.mark.parametrize("name", ["NA", "null", "None", "nan", "=x"])
def test_a_post_with_the_name_of_nothing_is_told_by_its_name(changed, name):
    """
    Fault 3: such a post was told as nothing, and =x came back as '=x.
    """
    path, line = changed("handler", name)

    assert f"{name}, person" in " ".join(story(read_cases(path), line - 2))


@pytest.mark.parametrize(("text", "told"), [("no", False), ("0", False), ("yes", True), ("1", True)])
def test_a_quarrel_that_says_no_is_none(changed, text, told):
    """
    Fault 3: `no` was told as a quarrel.
    """
    path, line = changed("quarrel", text)

    assert any("quarrel" in sentence for sentence in story(read_cases(path), line - 2)) is told


@pytest.mark.parametrize(
    "text", ["much", "inf", "nan", "1.5", "-1", "1e999", "9" * 400, "1_0", "\u0661", "=1", "", "\0"]
)
@pytest.mark.parametrize("column", ["severity", "passed", "ended", "person"])
def test_a_cell_that_cannot_be_is_named(changed, column, text):
    """
    Fault 3: text, infinity or a fraction was a traceback; it is one line with file, line, column and what was expected.
    """
    path, line = changed(column, text)

    with pytest.raises(StudyError) as error:
        read_cases(path)
    assert str(error.value).startswith(f"{path}:{line}: {column} is ")
    assert "; expected " in str(error.value)
    assert str(error.value).count("\n") == 0


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [
        ("act", "sing", "is 'sing'; expected one of defend, settle, advocate, or nothing"),
        ("about", "weather", "is 'weather'; expected one of "),
        ("fate", "forgotten", "is 'forgotten'; expected one of "),
        ("fate", "answered", "expected something where the fate is that of a report, else nothing"),
        ("report", "", "is empty; expected something where the fate is that of a report"),
        ("handler", "", "is empty; expected the post that answered"),
        ("handler", "a\u200bb", "expected a name without invisible signs"),
        ("passed", "99", "is 99; expected at most the number of posts on the way"),
        ("case", "77777", "expected the number behind that of the row above"),
        ("after", "99999", "expected a case before this one"),
    ],
)
def test_a_word_nobody_knows_and_a_row_that_contradicts_itself_are_named(changed, column, text, told):
    path, line = changed(column, text)

    with pytest.raises(StudyError) as error:
        read_cases(path)
    assert f"{path}:{line}: {column} " in str(error.value) or column == "fate"
    assert told in str(error.value)


def test_all_wrong_cells_are_named_at_once(changed):
    path, line = changed("act", "sing")
    path.write_text(path.read_text().replace("mix_up", "mixed"))

    with pytest.raises(StudyError) as error:
        read_cases(path)
    assert len(str(error.value).splitlines()) > 1
    assert f"{path}:{line}: act is 'sing'" in str(error.value) or "perhaps more" in str(error.value)


def test_a_trace_that_was_changed_after_it_was_written_is_refused(tmp_path, firm, traced, table):
    """
    The origin beside it holds its digest; without the origin the file is read for what it is.
    """
    path = tmp_path / "t.csv"
    write_cases(path, table)
    origin = write_origin(path, firm, traced, "compiled")
    assert same(read_cases(path), table)

    path.write_text(path.read_text().replace(",settle,", ",defend,", 1))
    with pytest.raises(StudyError, match=r"was changed after it was written; .* or remove t.csv.json"):
        read_cases(path)
    origin.unlink()
    assert len(read_cases(path)) == len(table)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"sha256": 3}', "[" * 100_000])
def test_an_origin_that_is_none_is_one_line(tmp_path, table, text):
    path = tmp_path / "t.csv"
    write_cases(path, table)
    (tmp_path / "t.csv.json").write_text(text)

    with pytest.raises(StudyError) as error:
        read_cases(path)
    assert str(error.value).count("\n") == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "column structure is missing"),
        (b"a,b\n1,2\n", "column structure is missing"),
        (b"\xff\xfe", "cannot be read back"),
        (b"\x1f\x8b broken", "cannot be read back"),
        (",".join(COLUMNS).encode() + b"\n1,2\n", "t.csv:2: 2 cells; expected 29, as in the header"),
        (b'"' + b"x" * 200_000, "field larger than field limit"),
    ],
)
def test_another_file_is_named(tmp_path, content, told):
    path = tmp_path / ("t.csv.gz" if content[:1] == b"\x1f" else "t.csv")
    path.write_bytes(content)

    with pytest.raises(StudyError, match=told):
        read_cases(path)


def test_a_file_that_is_not_there_or_of_another_kind_is_named(tmp_path):
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    with pytest.raises(StudyError, match=r"t\.csv: cannot be read: No such file"):
        read_cases(tmp_path / "t.csv")
    with pytest.raises(StudyError, match="is a folder"):
        read_cases(folder)
    with pytest.raises(UnknownName, match="kind of case file"):
        read_cases(tmp_path / "t.xlsx")


def test_a_trace_without_cases_reads_back(tmp_path, table):
    """No row is no mistake, and tables of it are empty."""
    write_cases(tmp_path / "t.csv", table.iloc[:0])

    assert len(where_lost(read_cases(tmp_path / "t.csv"))) == 0


def test_the_origin_says_what_each_column_means(tmp_path, firm, traced, table):
    write_cases(tmp_path / "t.csv", table)
    origin = json.loads(write_origin(tmp_path / "t.csv", firm, traced, "compiled").read_text())

    assert origin["columns"]["severity"] == "0 to 1; 0 for a request"
