"""`chart show` and `chart draw` as a person uses them: small and large charts, narrow terminals, hostile titles."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from reportsto.chart_files.csv import chart_to_csv
from reportsto.charts.generating import generated

SHOP = """\
id,title,reports_to,function
1,Managing Director,,executive
2,Head of Operations,1,logistics
3,Warehouse Associate,2,logistics
4,Warehouse Associate,2,logistics
5,Customer Service Manager,2,service
6,Customer Service Representative,5,service
7,Head of Marketing,1,marketing
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    path.write_text(SHOP, encoding="utf-8")
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.csv"
    path.write_text(chart_to_csv(generated(10_000, service_teams=3)), encoding="utf-8")
    return path


def test_show_says_shape_place_and_filters(reportsto, shop):
    """
    The head of the page has posts, levels, spans, where service sits, and who stands between it and the top.
    """
    code, out, _ = reportsto("chart", "show", shop, "--width", 120)
    assert code == 0
    assert "7 posts, 7 people, 4 levels, 1 department, 0 dotted lines." in out
    assert "inside Head of Operations (logistics)" in out
    assert "From who answers to the top: 2 people between." in out
    assert "To Head of Operations, who owns late, mix up, slow refund, back order: 1 person between." in out
    assert "Customer Service Representative [service*]" in out
    assert "Warehouse Associate ×2 [logistics]" in out


@pytest.mark.parametrize("width", [30, 40, 80])
def test_ten_thousand_posts_are_legible_in_a_narrow_terminal(reportsto, large, width):
    """
    No line is wider than the terminal, the tree has no more lines than asked for, and all posts are counted.
    """
    code, out, _ = reportsto("chart", "show", large, "--width", width, "--lines", 50)
    assert code == 0
    assert all(cell_len(line) <= width for line in out.splitlines())
    tree = out.split("\n\n")[1].splitlines()
    assert len(tree) <= 50
    folded = [int(count.replace(",", "")) for count in re.findall(r"… ([\d,]+) posts?", "\n".join(tree))]
    assert sum(folded) + sum("…" not in line or "[" in line for line in tree) == 10_000


def test_show_opens_what_is_below_a_post(reportsto, shop):
    """
    With --below only that post and those below it are listed; an unknown id is one line.
    """
    assert reportsto("chart", "show", shop, "--below", "5")[1].splitlines()[0] == "Customer Service Manager [service]"
    code, _, err = reportsto("chart", "show", shop, "--below", "99")
    assert code == 2
    assert err.count("\n") == 1
    assert "'99'" in err


def test_a_hostile_title_moves_no_cursor(reportsto, tmp_path):
    """
    Escapes, direction marks and very long or double-width titles stay inside their line.
    """
    path = tmp_path / "hostile.csv"
    path.write_text(SHOP.replace("Head of Marketing", "\u202eHead 市场营销" + "营" * 200), encoding="utf-8")
    _, out, _ = reportsto("chart", "show", path, "--width", 40)
    assert "\u202e" not in out
    assert "\x1b" not in out
    assert all(cell_len(line) <= 40 for line in out.splitlines())


def test_a_large_chart_is_drawn_on_a_page_with_its_words(reportsto, large, tmp_path):
    """
    The drawing of 10,000 posts has the titles of the departments and counts what is folded.
    """
    out = tmp_path / "large.svg"
    assert reportsto("chart", "draw", large, "--out", out)[0] == 0
    text = out.read_text(encoding="utf-8")
    assert text.count("more posts") >= 10
    assert out.stat().st_size < 1_000_000


def test_a_pdf_has_a_page_for_the_firm_and_each_department(reportsto, shop, large, tmp_path):
    """
    A page for the top and one for each department with reports; too many pages are refused in one line.
    """
    out = tmp_path / "shop.pdf"
    assert reportsto("chart", "draw", shop, "--out", out)[0] == 0
    assert len(re.findall(rb"/Type /Page\b(?!s)", out.read_bytes())) == 2
    code, _, err = reportsto("chart", "draw", large, "--out", tmp_path / "large.pdf", "--levels", 9)
    assert code == 2
    assert "ask for fewer levels" in err
    assert err.count("\n") == 1


def test_show_says_who_plays_logistics_part(reportsto, tmp_path):
    """
    In a firm without logistics the page names the unit that delivers, and the option that names another.
    """
    path = tmp_path / "software.csv"
    path.write_text("id,title,reports_to\n1,CEO,\n2,VP Engineering,1\n3,Developer,2\n4,Support Engineer,1\n")
    code, out, _ = reportsto("chart", "show", path, "--width", 160)
    assert code == 0
    assert "head of operations (logistics): '2'" in out
    assert "plays logistics' part; name another with --as logistics=ID" in " ".join(out.split())
    assert "VP Engineering [logistics]" in out
    assert "head of operations (logistics): '3'" in reportsto("chart", "show", path, "--as", "logistics=3")[1]


def test_draw_reads_a_chart_of_any_kind(reportsto, tmp_path):
    """
    A chart without functions, with semicolons and its own names for columns, is drawn with service found.
    """
    path, out = tmp_path / "people.csv", tmp_path / "people.svg"
    path.write_text("Nr;Job Title;Manager ID\n1;CEO;\n2;Warehouse Manager;1\n3;Customer Service Agent;1\n")
    assert reportsto("chart", "draw", path, "--out", out)[0] == 0
    assert "service" in out.read_text(encoding="utf-8")


def test_words_of_ones_own_say_who_serves(reportsto, tmp_path):
    """
    A firm whose service is called guild wardens is refused, and read with a file of words that says so.
    """
    path, words = tmp_path / "guild.csv", tmp_path / "words.toml"
    path.write_text("id,title,reports_to\n1,CEO,\n2,Head of Logistics,1\n3,Guild Warden,2\n")
    words.write_text('[[rule]]\nfunction = "service"\nwords = ["guild warden"]\n')
    code, _, err = reportsto("chart", "show", path)
    assert code == 2
    assert "--as answering=ID" in err
    code, out, _ = reportsto("chart", "show", path, "--words", words)
    assert code == 0
    assert "Guild Warden [service*]" in out
    code, _, err = reportsto("chart", "check", path, "--words", path)
    assert code == 2
    assert err.count("\n") == 1
