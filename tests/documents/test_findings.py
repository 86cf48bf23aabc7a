"""Every finding is short and has its scope, its numbers are in the tables it names, and sentences are short."""

import re
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from reportsto.firms import firm

ROOT = Path(__file__).parents[2]
README, FINDINGS = ROOT / "README.md", ROOT / "docs" / "findings.md"
SIZE = runpy.run_path(str(ROOT / "docs" / "write_size.py"))
MOST_WORDS, MOST_OF_A_CLAIM, MOST_OF_THE_LONGEST = 1500, 15, 28
NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?"
WITH_INTERVAL = re.compile(rf"({NUMBER}) \[({NUMBER}), ({NUMBER})\]")
SCOPES = {
    "size": r"\d people",
    "years": r"years? \w+ (?:and|to) \w+|second and third year",
    "world": r"\*(?:neutral|once|contagion|contract)\*|four worlds",
    "point": r"middle|halfway|essays|three points",
    "rule": r"digests|`bar`|three rules|once a week",
    "route": r"peers first|two routes|department at fault decides first",
}
"""What a claim has to say, and how it may say it."""
ONE = re.findall(r"^\*\*\d+\. .*?(?=^\*\*\d+\. |^## )", FINDINGS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
each_finding = pytest.mark.parametrize("said", ONE, ids=lambda said: said.split(".")[0].strip("*"))


@pytest.fixture(scope="module")
def prose():
    """The counting script stands outside the package and is imported from its folder."""
    sys.path.insert(0, str(ROOT / "tools"))
    import prose

    yield prose
    sys.path.remove(str(ROOT / "tools"))


def intervals(folder: Path) -> Iterator[tuple[float, float, float]]:
    """Yield every difference of a result folder with its own interval, both ways round, and every share in per cent."""
    for file in sorted(folder.glob("*.csv")):
        table = pd.read_csv(file)
        for low, high in (("low", "high"), ("pointwise_low", "pointwise_high")):
            if {"difference", low, high} <= set(table.columns):
                for one, start, end in table[["difference", low, high]].drop_duplicates().itertuples(index=False):
                    yield one, start, end
                    yield -one, -end, -start
        if {"better", "better_error"} <= set(table.columns):
            for share, error in table[["better", "better_error"]].itertuples(index=False):
                yield 100.0 * share, 100.0 * (share - 1.96 * error), 100.0 * (share + 1.96 * error)
        if {"better", "better_low", "better_high"} <= set(table.columns):
            for shares in table[["better", "better_low", "better_high"]].dropna().itertuples(index=False):
                yield tuple(100.0 * share for share in shares)


def read(text: str) -> tuple[float, int]:
    """Return a printed number and its decimals."""
    return float(text.replace(",", "")), len(text.partition(".")[2])


def test_there_are_findings_and_the_page_is_short():
    """
    At most 1,500 words.
    """
    assert len(ONE) >= 10
    assert len(FINDINGS.read_text(encoding="utf-8").split()) <= MOST_WORDS


@each_finding
def test_a_finding_is_a_claim_a_number_when_it_holds_and_when_it_fails(said):
    """
    A bold claim of at most 15 words, one number with its interval, both conditions, and a link to its study.
    """
    claim = re.match(r"\*\*\d+\. (.*?)\*\*", said, re.DOTALL).group(1)

    assert len(claim.split()) <= MOST_OF_A_CLAIM
    assert len(WITH_INTERVAL.findall(said)) == 1
    assert [said.count(part) for part in ("*Holds when:*", "*Fails when:*", "finding.md)")] >= [1, 1, 1]


@each_finding
def test_a_finding_names_its_scope(said):
    """
    Size, years, world, point of what is assumed, rule and route stand where it says when it holds.
    """
    holds = said.partition("*Holds when:*")[2].partition("*Fails when:*")[0]

    assert [name for name, words in SCOPES.items() if not re.search(words, holds)] == []


def test_the_front_page_names_the_scope_of_its_answer():
    """
    The same six, above its table.
    """
    answer = README.read_text(encoding="utf-8").partition("## The answer so far")[2].partition("| --- |")[0]

    assert [name for name, words in SCOPES.items() if not re.search(words, answer)] == []


@each_finding
def test_the_number_of_a_finding_is_in_the_tables_it_links(said):
    """
    A row of the first linked folder has this number and this interval, to the decimals that are printed.
    """
    (told,) = (tuple(map(read, found)) for found in WITH_INTERVAL.findall(said))
    folder = FINDINGS.parent / re.search(r"\]\(([^)]*)/finding\.md\)", said).group(1)
    alike = (
        all(
            abs(value - number) <= 0.5001 * 10.0**-decimals for value, (number, decimals) in zip(row, told, strict=True)
        )
        for row in intervals(folder)
    )

    assert any(alike)


def ahead(measure: str, pair: tuple[str, str] = ("separate", "inside_operations")) -> pd.DataFrame:
    """Return who is ahead in each cell of the study of size."""
    return SIZE["differences"](SIZE["runs_of"]("size"), measure, SIZE["CELL"], pair)


def test_the_counts_of_cells_are_those_of_the_study_of_size():
    """
    Each "so many of so many" of the page: 120 and 360 cells, and 22 in which a map is not ahead.
    """
    failures, hours = ahead("failures_per_1000"), ahead("hours_paid")
    maps = ahead("failures_per_1000", ("customer_map", "inside_operations"))
    middle = failures[failures["assume"] == 1.0]
    by_bar = failures[failures["ration"] == "bar"]
    found = {
        "120 of 120 cells": [(middle["ahead"] == "inside_operations").sum(), len(middle)],
        "360 of 360 cells": [(hours["ahead"] == "inside_operations").sum(), len(hours)],
        "22 of the 360 cells": [(maps["ahead"] != "customer_map").sum(), len(maps)],
    }
    said = " ".join(FINDINGS.read_text(encoding="utf-8").split())

    assert {text: list(map(int, re.findall(r"\d+", text))) for text in found} == found
    assert set(re.findall(r"\d+ of (?:the )?\d+ cells", said)) == set(found)
    assert (by_bar["ahead"] == "inside_operations").sum() == len(by_bar) == 120
    survivors = (FINDINGS.parent / "reference" / "what_survives.md").read_text(encoding="utf-8")
    assert "**4 of 18 orders of two places hold in all 360 cells; none of them is about fewer failures" in survivors
    assert "4 of 18 orders, none about failures" in said


def test_separate_leads_at_no_point_of_what_else_was_varied():
    """
    Each row of that table: its points, and in no world one at which separate has fewer failures by more than 2. In the
    map there are 4 of 99, all in contract.
    """
    table = FINDINGS.read_text(encoding="utf-8").partition("## What else was varied")[2].partition("\n## ")[0]
    rows = re.findall(r"results/(\w+)/finding\.md\) \|[^|]*\| (\d+) \|", table)

    assert len(rows) == table.count("finding.md") - 1
    found = pd.read_csv(ROOT / "results" / "map" / "certificates.csv", keep_default_na=False)
    of_map = (found["variant"] == "") & (found["measure"] == "failures_per_1000") & (found["a"] == "inside_operations")
    worse = found[of_map].set_index("world")["worse"]
    assert (99 * worse[worse > 0.0]).round().to_dict() == {"contract": 4.0}
    for study, points in rows:
        found = pd.read_csv(ROOT / "results" / study / "certificates.csv", keep_default_na=False)
        usual = ~found["variant"].str.contains("assume") if study == "e2_ceo_saturation" else found["variant"] == ""
        here = found[usual & (found["measure"] == "failures_per_1000")]
        pairs = [("better", "separate", "inside_operations"), ("worse", "inside_operations", "separate")]
        leads = [here[(here["a"] == a) & (here["b"] == b)][["points", share]] for share, a, b in pairs]
        assert sum(map(len, leads)) >= 3
        assert {tuple(row) for table in leads for row in table.itertuples(index=False)} == {(int(points), 0.0)}


@pytest.mark.parametrize("page", [README, FINDINGS], ids=lambda page: page.name)
def test_sentences_are_short(page, prose):
    """
    The longest tenth of the sentences has at most 28 words on average.
    """
    text = page.read_text(encoding="utf-8")

    assert prose.longest_tenth(text) <= MOST_OF_THE_LONGEST


def test_the_counting_of_words_is_right(prose):
    """
    Of ten sentences the longest is the longest tenth; tables, code, headings and targets of links do not count.
    """
    text = (
        "# Not this one at all\n\n"
        + "One two three. " * 9
        + "One two [three](a/b.md) four five.\n\n| a | b | c | d |\n"
    )

    assert len(prose.sentences(text)) == 10
    assert prose.longest_tenth(text) == 5


KNOWN = {
    "1,000": "orders that differences are counted in",
    "110": "lines of the front page",
    "2": "SMALLEST of docs/write_front_page.py",
    "97": "share of its hours from which a desk is full",
    "200": "draws of results/defaults/desks_20261128.csv",
    "95": "level of every interval",
    "3.11": "the oldest Python",
    "53": "seconds of docs/how-to/where_should_it_sit.md, measured on 28 November 2026",
    "100": "seconds of that page, the first time",
}
"""Numbers of the front page that are no result."""


def test_every_number_of_the_front_page_is_a_result_or_known(prose):
    """
    In its sentences: 56 people, 30 pairs, 173 to 186 failures, 22, 12 and 97 % of desks; the rest is in `KNOWN`.
    """
    runs = pd.read_parquet(ROOT / "results" / "e0_placement" / "runs.parquet")
    desks = pd.read_csv(ROOT / "results" / "defaults" / "desks_20261128.csv")
    full = desks[(desks["ration"] == "digest") & (desks["route"] == "peers_first") & (desks["people"] == 56)]
    full = full[full["desk"] == "chief executive"].set_index("structure")["full"]
    base = runs[(runs["firm"] == "product_shop") & (runs["variant"].fillna("") == "")]
    lines = base[base["structure"] != "customer_map"]
    rates = lines.groupby(["world", "structure"])["failures_per_1000"].mean()
    results = {
        str(firm("product_shop").chart.seats),
        str(base["replicate"].nunique()),
        *(f"{100 * full[name]:.0f}" for name in ("separate", "inside_operations")),
        *(f"{getattr(rates, end)():.0f}" for end in ("min", "max")),
    }
    text = re.sub(r"`[^`]*`|\]\([^)]*\)", " ", " ".join(prose.sentences(README.read_text(encoding="utf-8"))))
    said = set(re.findall(r"(?<![\w.-])\d[\d,]*(?:\.\d+)?(?![\w])", text))

    assert said - results - set(KNOWN) == set()
