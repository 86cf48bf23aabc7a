"""Rows TL that are true already: drawings that are stable text, and charts that can be changed back."""

import re
import shutil

import pytest

import people_files
from domain import apply
from domain import first_scenario as scenario
from reportsto.chart_files.csv import chart_to_csv
from reportsto.chart_files.drawing import as_mermaid, as_text, label
from reportsto.chart_files.folding import folded_chart
from reportsto.chart_files.reading import read_chart
from reportsto.chart_files.shape import shape_of
from reportsto.charts.editing import difference
from reportsto.charts.generating import generated
from reportsto.citing.claims import OPPOSES, SUPPORTS, claims
from reportsto.citing.formats import apa
from reportsto.citing.references import of_study
from reportsto.cli.main import main
from reportsto.drawing import draw_chart
from reportsto.organisations.reading import read_organisation
from reportsto.studies.design import design
from reportsto.studies.shipped import studies
from reportsto.studies.specification import read_study
from reportsto.vocabulary import Function
from seeds.firms import STRUCTURE_IDS
from small_study import SOUND


@pytest.mark.parametrize("structure", STRUCTURE_IDS)
def test_TL3_the_drawing_of_a_structure_is_stable_text(structure):
    """
    Each structure is drawn as the same text every time, with every post in it once.
    """
    texts = {(as_text(scenario(structure).chart), as_mermaid(scenario(structure).chart)) for _ in range(2)}
    [(text, mermaid)] = texts

    posts = scenario(structure).chart.posts
    circles = {post.circle for post in posts if post.circle}
    assert len(text.splitlines()) == len(posts) + len(circles)
    for row, post in enumerate(posts):
        assert label(post) in text
        assert len(re.findall(rf"(?m)^ +p{row}\[", mermaid)) == 1


def test_TL3_two_structures_are_two_drawings():
    """
    No two structures are drawn alike.
    """
    assert len({as_mermaid(scenario(structure).chart) for structure in STRUCTURE_IDS}) == len(STRUCTURE_IDS)


def test_TL4_a_customer_map_has_the_same_people_and_no_reporting_arrow():
    """
    The drawing of the map shows the people of the chart, in circles, and not one line of reporting.
    """
    chart, circles = scenario("separate").chart, scenario("customer_map").chart
    drawn = as_mermaid(circles)

    assert sum(post.headcount for post in circles.posts) == sum(post.headcount for post in chart.posts)
    assert {post.id for post in chart.posts} <= {post.id for post in circles.posts}
    assert "-->" in as_mermaid(chart)
    assert "-->" not in drawn
    assert drawn.count("subgraph") == len({post.circle for post in circles.posts})


def test_TL2_an_export_with_names_becomes_a_chart_file_without_them(tmp_path):
    """
    An export whose superiors are addresses is filed as a chart of the same posts, and nobody's name is in it.
    """
    export = tmp_path / "people.csv"
    export.write_text(people_files.by_email())
    filed = tmp_path / "chart.csv"
    filed.write_text(chart_to_csv(read_organisation([export]).chart))
    chart = read_chart(filed)

    assert [post.title for post in chart.posts] == list(people_files.TITLES.values())
    assert chart.highest(Function.SERVICE).superior == chart.highest(Function.LOGISTICS).id
    for name in people_files.NAMES.values():
        first, last = name.lower().split()
        assert not re.search(rf"\b({first}|{last})\b|@", filed.read_text().lower())


def test_TL5_a_report_of_depth_span_and_units_follows_a_move():
    """
    Customer service moved inside operations is one department less, and one more person between it and the top.
    """
    before, after = scenario("separate").chart, scenario("inside_operations").chart
    apart, inside = shape_of(before), shape_of(after)
    assert inside.departments == apart.departments - 1
    assert len(after.reports(after.root().id)) == len(before.reports(before.root().id)) - 1
    assert inside.to_top[0] == apart.to_top[0] + 1
    assert "logistics" in inside.inside


def test_TL5_ten_thousand_posts_are_drawn_on_a_page():
    """
    A chart of 10,000 posts is drawn in 60 boxes with words; every post is in one of them, or counted in it.
    """
    chart = generated(10_000, service_teams=3)
    drawn = folded_chart(chart, 60)
    assert len(drawn.posts) <= 60
    assert sum(post.headcount for post in drawn.posts) == chart.seats
    assert draw_chart(drawn).get_figheight() * 25.4 < 297


@pytest.mark.parametrize("structure", STRUCTURE_IDS)
def test_TL6_a_difference_applied_gives_the_second_chart(structure):
    """
    What changed between the drawn chart and any structure can be taken down, applied, and undone.
    """
    drawn, wanted = scenario("separate").chart, scenario(structure).chart

    assert apply(drawn, difference(drawn, wanted)).posts == wanted.posts
    assert apply(wanted, difference(wanted, drawn)).posts == drawn.posts


def test_TL8_every_claim_of_a_study_names_who_makes_it_or_says_that_it_is_ours():
    """
    Each claim that a prediction of a built-in study is about has one record. It names a work that makes the claim,
    the claim that it is a case of, or why we ask.
    """
    read = [read_study(path) for path in studies().values()]
    asked = {(study.id, one.claim) for study in read for one in study.predictions}
    recorded = [(study, one.id) for one in claims() for study in one.studies]

    assert len(asked) > 60
    assert sorted(recorded) == sorted(asked)
    assert [one.id for one in claims() if bool(one.by) + bool(one.after) + bool(one.own) != 1] == []


def test_TL8_works_are_on_both_sides_of_dual_thoughts():
    """
    Of the claim that marketing mixes two thoughts, some works speak for it and some against; cite prints both.
    """
    [dual] = [one for one in claims() if one.id == "H4"]
    told = apa(*of_study(design(read_study(studies()["e0_placement"]))))

    assert dual.agree
    assert dual.disagree
    for stand, works in ((SUPPORTS, dual.agree), (OPPOSES, dual.disagree)):
        for found in works.values():
            assert f"claim H4, {stand}: {found}" in told


def test_TL9_a_bundle_reproduces_its_own_table(tmp_path, monkeypatch, capsys):
    """
    A study with its results is one file that can be cited and posted elsewhere. What is inside suffices to make the
    same runs and the same tables again.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(SOUND, encoding="utf-8")
    for command in ("study run small.toml --quick --out out", "bundle make out --out small.zip"):
        with pytest.raises(SystemExit, match="0"):
            main(command.split())
    shutil.rmtree("out")
    (tmp_path / "small.toml").unlink()
    capsys.readouterr()
    with pytest.raises(SystemExit, match="0"):
        main(["bundle", "rerun", "small.zip"])
    told = capsys.readouterr().out

    assert "runs: 4 of 4 made again, equal bit for bit" in told
    assert re.search(r"tables: [1-9]\d* made again from the runs, equal in every cell", told)
