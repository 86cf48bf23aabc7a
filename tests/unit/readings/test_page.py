"""A page says the same in a terminal, in Markdown and in HTML, and what people typed stays text in all three."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from reportsto.readings.page import MOST_LINES, MOST_SHOWN, Figure, Items, Page, Section, Table, markdown, spans
from reportsto.readings.page_html import html
from reportsto.readings.page_terminal import terminal

RESULTS = Path(__file__).parents[3] / "results"
NASTY = "<script>alert('a')</script> & [red]b[/red] | c](http://there) \x1b[31m"
LARGEST = 5_000_000
"""Bytes of a page that a mail server takes."""


class Reader(HTMLParser):
    """What a browser finds in a page: its tags, where they point, its words and the cells of its tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.targets, self.words, self.cells, self.inside = [], [], [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.targets += [value for name, value in attrs if name in ("src", "href")]
        if tag in ("td", "th"):
            self.cells.append("")
            self.inside = True
        if tag == "br":
            self.cells[-1] += "<br>"

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data):
        self.words.append(data)
        if self.inside:
            self.cells[-1] += data


@pytest.fixture
def page() -> Page:
    return Page(
        title=NASTY,
        question="Which?",
        answer="Inside **operations**.",
        intervals="Intervals are 95 %.",
        table=Table(["if this is true", "place"], [["costs nothing", "inside\noperations"], ["lose", "no difference"]]),
        figures=tuple(Figure(f"outcomes_{at}", "Dots are runs.") for at in range(MOST_SHOWN + 2)),
        turns=("Fewer hours turn it.",),
        limits=("56 people.",),
        sections=(Section("Claims", ("A `measure`.", Items(("one", NASTY)), Table(["a"], [[NASTY]], "Tests"))),),
    )


def test_a_page_in_html_runs_nothing_and_loads_nothing_from_elsewhere(page, tmp_path):
    """
    No script, no address of another machine, and what people typed is there as text.
    """
    found = Reader(html(page, tmp_path))

    assert "script" not in found.tags
    assert not any(target.startswith(("http", "//", "javascript")) for target in found.targets)
    assert "".join(found.words).count("<script>alert('a')</script> & [red]b[/red] | c](http://there)") == 4


def test_a_page_in_html_holds_the_figures_it_shows_and_links_the_others(page, tmp_path):
    """
    Five figures are inside the page; a figure that is not there is a link like those beyond the fifth.
    """
    for one in page.figures[1:]:
        (tmp_path / f"{one.name}.svg").write_text("<svg/>")
    inside = [target for target in Reader(html(page, tmp_path)).targets if target.startswith("data:")]
    linked = [target for target in Reader(html(page, tmp_path)).targets if target.startswith("figures/")]

    assert len(inside) == MOST_SHOWN - 1
    assert set(linked) == {f"figures/{one.name}.png" for one in page.figures}


def test_a_page_that_stands_elsewhere_links_no_figure_that_it_holds(page, tmp_path):
    """
    The page of `where --html` may be sent alone: a link to a figure that is in it would lead nowhere.
    """
    for one in page.figures:
        (tmp_path / f"{one.name}.svg").write_text("<svg/>")
    targets = Reader(html(page, tmp_path, beside=False)).targets

    held = {f"figures/{one.name}.png" for one in page.shown}
    assert held & set(Reader(html(page, tmp_path)).targets) == held
    assert held.isdisjoint(targets)


@pytest.mark.skipif(not RESULTS.is_dir(), reason="not checked: results are not here")
def test_the_largest_published_figures_make_a_page_that_can_be_sent(page):
    """
    A page of the largest figures of any published study stays under 5 MB: what does not fit is linked, and at most one.
    """
    folders = [folder for folder in RESULTS.glob("**/figures") if any(folder.glob("*.png"))]
    folder = max(folders, key=lambda one: max(file.stat().st_size for file in one.iterdir()))
    largest = sorted(folder.glob("*.png"), key=lambda file: -file.stat().st_size)[:MOST_SHOWN]
    figures = tuple(Figure(file.stem, "") for file in largest)
    text = html(Page(title="", question="", answer="", figures=figures), folder)

    assert len(text) < LARGEST
    assert text.count("data:image") >= len(largest) - 1 > 0
    assert all(f'href="figures/{file.name}"' in text for file in largest)


def test_markdown_and_html_have_the_same_tables(page, tmp_path):
    """
    Each cell of one is a cell of the other, in the same order.
    """
    lines = [line for line in markdown(page).splitlines() if line.startswith("| ") and "| --- |" not in line]
    cells = [cell.strip() for line in lines for cell in line.replace("\\|", "\0").strip("|").split("|")]
    plain = [cell.replace("\0", "|").replace("&lt;", "<").replace("&amp;", "&").replace("]\\(", "](") for cell in cells]

    assert [cell for cell in plain if cell] == [
        cell.replace("&lt;", "<") for cell in Reader(html(page, tmp_path)).cells
    ]


def test_markdown_shows_what_people_typed_as_text(page):
    """
    A tag, a link and a bar in a title or a cell reach the reader as they were typed.
    """
    text = markdown(page)

    assert "<script" not in text
    assert "](http" not in text
    assert text.splitlines()[0] == "# &lt;script>alert('a')&lt;/script> &amp; [red]b[/red] | c]\\(http://there) [31m"


def test_a_page_fits_a_terminal_of_40_columns(page):
    """
    Each row of the table is lines of its own, with the names of its columns.
    """
    lines = terminal(page, width=40).splitlines()

    assert max(map(len, lines)) <= 40
    assert lines[lines.index("costs nothing") + 1].startswith("  place: inside")


def test_a_terminal_of_80_columns_shows_the_answer_without_wrapping_a_line(page):
    """
    The answer, each row of the first table and what turns it are on lines of at most 80 characters, without colour.
    """
    text = terminal(page)

    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    for said in ("Inside operations.", "costs nothing", "Fewer hours turn it.", "56 people.", "<script>"):
        assert said in text


def test_stars_of_maps_and_products_are_no_marks():
    """
    A star after a word or between numbers stays a star.
    """
    assert list(spans("customer map* or 2*3*4")) == [("plain", "customer map* or 2*3*4")]
    assert list(spans("*tied* and **best** of `a*b*`"))[::2] == [
        ("emphasis", "tied"),
        ("strong", "best"),
        ("code", "a*b*"),
    ]


@pytest.mark.parametrize(
    ("file", "rows", "rest"), [("all.csv", MOST_LINES, 2), ("all.csv", MOST_LINES - 2, 0), ("", 40, 0)]
)
def test_a_long_table_shows_its_beginning_and_links_the_rest(tmp_path, file, rows, rest):
    """
    With a file a page shows 30 rows or lines, in both forms, and links the file with the number of the others.

    What stands in no file is shown whole.
    """
    lines = [str(1000 + at) for at in range(rows + rest)]
    blocks = (Table(["a"], [[line] for line in lines], file=file), Items(tuple(lines), file))
    page = Page(title="T", question="Q", answer="A", sections=(Section("S", blocks),))

    told, words = markdown(page), Reader(html(page, tmp_path))
    assert sum(told.count(line) for line in lines) == 2 * rows
    assert sum("".join(words.words).count(line) for line in lines) == 2 * rows
    assert told.count("(all.csv)") == words.targets.count("all.csv") == (2 if rest else 0)
    assert ("The other 2 rows: [all.csv](all.csv)." in told) == bool(rest)
