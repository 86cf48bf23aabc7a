"""TOML is bounded before it is parsed, and a mistake in it has a line."""

import time

import pytest

from reportsto.errors import StudyError
from reportsto.files.place import MOST_TOLD, Mistakes, Place
from reportsto.files.toml import line_of, read_toml

LARGEST = 1_000_000


def refused(path, text):
    """Return the message for a file with this text, made in little processor time."""
    path.write_text(text)
    began = time.process_time()
    with pytest.raises(StudyError) as error:
        read_toml(Place(path, StudyError), LARGEST, "a study")
    assert time.process_time() - began < 2
    return str(error.value).removeprefix(str(path))


@pytest.mark.parametrize(
    "part",
    ["a", '"a b"', "'a b'", '"a\\"b"', ' "a" '],
    ids=["bare", "with a blank", "literal", "with an escape", "with blanks around"],
)
def test_names_of_thousands_of_dotted_parts_are_not_parsed(tmp_path, part):
    """
    The parser needs the square of their number: 20,000 parts took 25 s and 1.5 GB.
    """
    for text in (f"{'.'.join([part] * 20_000)} = 1", f"[{'.'.join([part] * 20_000)}]", f"x = {{ {part}.{part}" * 9_999):
        assert refused(tmp_path / "x.toml", f"y = 1\n{text}\n").startswith(":2: ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" * 2_000 + " = 1", ":1: a name of over 1,000 characters"),
        ("x = " + "[" * 100_000, ":1: brackets are nested too deeply"),
        ("x = " + "{a=" * 100_000, ":1: brackets are nested too deeply"),
        ('x = """' + '"' * 200_000, ":1: not valid TOML"),
        ('x = "' + "\\" * 200_000, ":1: not valid TOML"),
        ("x = " + "9" * 400, ":1: x is a number of about 398 digits; expected a whole number of at most 18 digits"),
        ("[a]\nb.c = [0x" + "f" * 4_000 + "]", ":2: a.b.c is a number of about 4,800 digits"),
    ],
    ids=["long name", "nested lists", "nested tables", "open text", "open escape", "400 nines", "4,000 hex digits"],
)
def test_what_would_take_long_or_overflow_is_one_line(tmp_path, text, says):
    """
    Long names, deep brackets, texts left open and numbers larger than a float are refused soon.
    """
    assert refused(tmp_path / "x.toml", text).startswith(says)


def test_brackets_and_dots_in_texts_and_comments_are_no_structure(tmp_path):
    """
    Only names and brackets outside of texts are counted.
    """
    dots, brackets = "." * 100, "[" * 100
    text = f"a = \"{dots}{brackets}\" # {dots}{brackets}\nb = '{dots}'\n"
    text += f'c = """\n{brackets}"\n{dots}"""\nd = [{"1.5, " * 99}]\n'
    (tmp_path / "x.toml").write_text(text)

    table = read_toml(Place(tmp_path / "x.toml", StudyError), LARGEST, "a study").table

    assert table["c"] == f'{brackets}"\n{dots}'


TABLES = """\
[[predictions]]
measure = "a"
[[predictions]]
claim = "b"
measure = "c" # [[predictions]]
where = { voice.attitude.low = 1 }
[constants]
"attention.hours" = 6
attention . "patience" = 7
[[variants]]
id = "v"
[variants.settings]
improvement.lateral = 0
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("predictions", 1, "measure"), 5),
        (("predictions", 1, "where", "voice.attitude.low"), 6),
        (("predictions", 1), 3),
        (("predictions", 1, "nothing"), 3),
        (("constants", "attention.hours"), 8),
        (("constants", "attention.patience"), 9),
        (("variants", 0, "settings", "improvement.lateral"), 13),
        (("quick", "replicates"), None),
    ],
)
def test_the_line_of_a_field_is_where_it_stands(where, line):
    """
    With dots or in quotes, in the second of two tables, in a table below; what is not there has its table's line.
    """
    assert line_of(TABLES, where) == line


def gather(mistakes, number):
    """Gather so many mistakes."""
    for at in range(number):
        with mistakes.gathered():
            raise StudyError(f"mistake {at}")


def test_mistakes_are_named_together_and_enough_are_enough():
    """
    Three are three lines; of thousands the first ones are told.
    """
    few = Mistakes(StudyError)
    gather(few, 3)

    with pytest.raises(StudyError, match="mistake 0\nmistake 1\nmistake 2"):
        few.end()
    with pytest.raises(StudyError, match="perhaps more"):
        gather(Mistakes(StudyError), MOST_TOLD)
