"""What a study rests on is cited: no more, no less, and nothing made up."""

import json
import re
from pathlib import Path

import bibtexparser
import pytest
from bibtexparser.middlewares import SeparateCoAuthors
from pylatexenc.latex2text import LatexNodes2Text

from reportsto import __version__
from reportsto.api import scenario
from reportsto.citing.claims import Claim, claims, claims_of, root_of, uses_for
from reportsto.citing.formats import FORMATS
from reportsto.citing.references import used_for_everything
from reportsto.citing.software import AUTHORS, GAPS, TITLE, YEAR, software, software_of
from reportsto.citing.works import Work, uses, works
from reportsto.digests import package_digest
from reportsto.parameters import OFF_SWITCHES, RULE_SWITCHES, every_field

ROOT = Path(__file__).parents[2]
WORKS = {one.id: one for one in works()}
ENTRIES = re.split(r"\n- ", (ROOT / "docs" / "reference" / "sources.md").read_text(encoding="utf-8"))


def of_run(*without: str) -> dict[str, tuple[str, ...]]:
    return uses([scenario(without=without).parameters])


@pytest.mark.parametrize("work", works(), ids=lambda work: work.id)
def test_a_work_is_in_the_page_of_sources(work):
    """
    Family names, year and title stand together in one entry, with the tag of how far it was read.
    """
    family = [name.partition(",")[0] for name in work.authors]
    wanted = [*family, str(work.year)] if family else [f'"{work.title.rstrip("?")}']
    told = [
        one
        for one in (" ".join(entry.split()) for entry in ENTRIES)
        if all(name in one for name in wanted) and work.title.lower() in one.lower()
    ]

    assert told
    assert not work.volume or f" {work.volume}" in told[0]
    assert not work.pages or work.pages in told[0]
    assert any(f"[{tag}" in told[0] or f"{tag}]" in told[0] for tag in (work.read, "S", "M"))


def test_every_work_that_a_number_names_is_cited():
    """
    Each name with a year among the sources of parameters is one that some work goes by.
    """
    names = [name for one in works() for name in one.named]
    sources = [one.evidence.source for _, _, info in every_field() for one in (info, *info.priors)]
    dated = {source for source in sources if re.search(r"[A-Z][\w'-]+ (?:et al\. )?(?:19|20)\d\d\b", source)}

    assert len(dated) > 20
    assert [source for source in dated if not any(name in source for name in names)] == []


@pytest.mark.parametrize(
    ("without", "work"),
    [
        ("influence", "friedkin1990"),
        ("influence", "vanmaanen1979"),
        ("incentives", "holmstrom1991"),
        ("contact", "grant2007"),
        ("dual_thoughts", "dearborn1958"),
        ("filtering", "williamson1967"),
        ("coordination", "jin1996"),
        ("futility", "milliken2003"),
        ("misfit", "schneider1987"),
        ("improvement", "schneiderman1988"),
        ("owner_resistance", "reitzig2013"),
    ],
)
def test_a_run_without_a_mechanism_does_not_cite_its_work(without, work):
    assert work in of_run()
    assert work not in of_run(without)
    assert work in uses([scenario(without=[without]).parameters, scenario().parameters])


@pytest.mark.parametrize("mechanism", sorted({name for one in works() for name in one.rules} - {""}))
def test_a_rule_belongs_to_a_mechanism_that_can_be_switched_off(mechanism):
    assert mechanism in {**OFF_SWITCHES, **RULE_SWITCHES}


def test_every_work_is_used_by_some_rule_number_or_claim():
    """
    A work without a use would be decoration; a use of a work that is not listed would be lost.
    """
    assert set(used_for_everything()) == set(WORKS)


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: f"{claim.id} {claim.studies[0]}")
def test_a_claim_is_a_short_sentence_and_a_case_follows_a_claim_with_a_maker(claim):
    """
    A case leads to one claim, which others made and which is no case itself.
    """
    assert re.fullmatch(r"[^.]+\.", claim.says)
    assert len(claim.says.split()) <= 25
    assert root_of(claim).by or claim.own
    assert [one.after for one in claims() if one.id == claim.after] in ([], [""])
    assert not {*claim.by, *claim.agree} & set(claim.disagree)


def test_a_case_brings_the_works_of_its_claim_once():
    """
    Asked alone it names them itself; beside its claim it is named with it. Of another study it is nothing.
    """
    claim = next(one for one in claims() if one.id == "F1")
    case = next(one for one in claims() if one.after == "F1")
    [found] = claim.agree.values()

    assert uses_for([case]) == {
        "service_essay": (f"claim {case.id}, which it makes: {claim.says.rstrip('.')}",),
        "lieberman1956": (f"claim {case.id}, which it supports: {found}",),
    }
    assert uses_for([claim, case])["lieberman1956"] == (f"claim F1 with {case.id}, which it supports: {found}",)
    assert claims_of("my_own", ["F1"]) == []
    assert claims_of("e0_placement", ["F1"]) == [claim]


def test_what_a_work_found_is_told_by_how_it_stands():
    asked = Claim("X", ("x",), "It holds.", by=("a",), agree={"b": "so it does"}, disagree={"c": "it does not"})

    assert uses_for([asked]) == {
        "a": ("claim X, which it makes: It holds",),
        "b": ("claim X, which it supports: so it does",),
        "c": ("claim X, which it speaks against: it does not",),
    }


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_names_version_commit_gaps_and_uses(form):
    used = of_run()
    told = FORMATS[form]([software("0123abc"), *(WORKS[one] for one in used)], used)

    for wanted in (__version__, "0123abc", GAPS[1], "Psychology", "Friedkin", "Not citable yet: "):
        assert wanted in told
    assert "doi" not in told.replace("no DOI", "").lower()


def test_a_bibliography_has_an_entry_a_work_and_balanced_braces():
    told = FORMATS["bibtex"]([software(None), *works()], used_for_everything())

    assert re.findall(r"^@\w+\{(\w+),$", told, re.MULTILINE) == [
        "reportsto",
        *(one.id for one in works() if not one.missing),
    ]
    assert told.count("{") == told.count("}")
    assert f"Sources {package_digest()} (commit not known" in told


# What LaTeX has a meaning for, also unbalanced: provenance may come from somebody else.
AWKWARD = "Müller & Søn, 5 % of $1 #2 a_b }} C:\\d {~ “so” \n@article{x, title={y}}"
TEXTS = {name: f"{name} {AWKWARD}" for name in ("title", "container", "volume", "number")}
DRAWN = [
    Work("awkward", (f"Ångström {AWKWARD}", "Ørsted {H & {I, Ç."), 1999, "S", pages="1-2", **TEXTS),
    Work("a_report", ("Œuvre, É.",), 2001, "M", AWKWARD, "Bank & Søn", doi="10.1000/a_b", others=True, kind="report"),
]


def bibliography(text: str) -> dict[str, dict[str, object]]:
    """Return the fields of each entry as a reader of BibTeX has them; nothing in the text may be left unread."""
    read = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()])
    plain = LatexNodes2Text().latex_to_text
    assert read.failed_blocks == []
    return {
        entry.key: {
            one.key: [plain(name) for name in one.value] if one.key == "author" else plain(one.value)
            for one in entry.fields
        }
        for entry in read.entries
    }


@pytest.mark.parametrize("these", [[software("0123abc"), *works()], DRAWN], ids=["own", "awkward"])
def test_a_parser_of_bibtex_reads_every_field_as_it_is(these):
    """
    Umlauts, ampersands, braces and names; an entry neither ends early nor brings another with it.
    """
    read = bibliography(FORMATS["bibtex"](these, {one.id: ["this & that_{"] for one in these}))

    assert list(read) == [one.id for one in these if not one.missing]
    for one in (one for one in these if not one.missing):
        told = read[one.id]
        place = {"report": "institution", "inproceedings": "booktitle"}.get(one.kind, "journal")
        number = "version" if one.kind == "software" else "number"
        assert told["author"] == [*one.authors, *(["others"] if one.others else [])]
        assert (told["title"], told["year"], told.get(place, "")) == (one.title, str(one.year), one.container)
        assert (told.get("volume", ""), told.get(number, "")) == (one.volume, one.number)
        assert told.get("pages", "").replace("–", "-") == one.pages
        assert told.get("doi", "") == one.doi
        assert ("this & that_{" if one.kind != "software" else GAPS[1]) in told["note"]


@pytest.mark.parametrize("file", ["docs/reference/sources.bib", "paper/paper.bib"])
def test_a_parser_of_bibtex_reads_our_bibliographies(file):
    if not (ROOT / file).exists():
        pytest.skip(f"not checked: {file} is not here")
    text = (ROOT / file).read_text(encoding="utf-8")

    assert list(bibliography(text)) == re.findall(r"^@\w+\{(\w+),$", text, re.MULTILINE)


def test_csl_is_a_list_of_works_with_people_and_years():
    told = json.loads(FORMATS["csl"](works(), used_for_everything()))

    assert [one["id"] for one in told] == [one.id for one in works()]
    friedkin = next(one for one in told if one["id"] == "friedkin1990")
    assert friedkin["author"] == [{"family": "Friedkin", "given": "N. E."}, {"family": "Johnsen", "given": "E. C."}]
    assert friedkin["issued"] == {"date-parts": [[1990]]}


def test_a_work_without_author_and_date_has_neither_in_csl_and_goes_by_its_title():
    """
    The two essays: a gap is named as one, and nothing stands in for it.
    """
    essay = WORKS["service_essay"]
    [entry] = json.loads(FORMATS["csl"]([essay], used_for_everything()))

    assert entry.keys() == {"id", "type", "title", "note"}
    for form, mark in (("bibtex", "% "), ("apa", "")):
        told = FORMATS[form]([essay], used_for_everything())
        assert told.startswith(f'{mark}Not citable yet: "Customer service": author, date and address not recorded')


@pytest.mark.parametrize("these", [[software("0123abc"), *works()], DRAWN], ids=["own", "awkward"])
def test_csl_keeps_to_its_schema_and_loses_no_text(these):
    """
    The types and fields are those of csl-data.json of CSL 1.0.2, which allows no others.
    """
    told = json.loads(FORMATS["csl"](these, {one.id: ["this"] for one in these}))
    fields = {"id", "type", "author", "issued", "title", "container-title", "publisher"}
    fields |= {"volume", "issue", "version", "page", "DOI", "note"}

    for entry, one in zip(told, these, strict=True):
        assert {"id", "type"} <= entry.keys() <= fields
        assert entry["type"] in {"article-journal", "paper-conference", "post-weblog", "report", "software"}
        assert all(name.keys() in ({"family", "given"}, {"literal"}) for name in entry.get("author", []))
        assert {one.title, one.container, one.volume, one.number, one.pages, one.doi} - {""} <= {
            value for value in entry.values() if isinstance(value, str)
        }


def test_the_software_is_cited_as_in_its_citation_file():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")

    for line in (f'title: "{TITLE}"', f"version: {__version__}", f"  - name: {AUTHORS}", f"date-released: {YEAR}-"):
        assert line in text


# ── The command ──────────────────────────────────────────────────────────────────────────────────


def test_a_folder_of_results_is_cited_with_what_made_it(reportsto, tmp_path):
    """
    Version, commit, study and seed are those of its provenance, not those of this installation; into a file too.
    """
    folder = ROOT / "results" / "near_outcome"
    if not folder.is_dir():
        pytest.skip("not checked: results are not here")
    source = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    code, out, _ = reportsto("cite", folder)
    assert reportsto("cite", folder, "--format", "bibtex", "--out", tmp_path / "x.bib")[:2] == (0, "")

    assert code == 0
    for told in (out, (tmp_path / "x.bib").read_text(encoding="utf-8").replace("\\_", "_")):
        for wanted in (source["reportsto"], f"Commit {source['commit']}", "near_outcome", str(source["seed"])):
            assert wanted in told


def test_results_without_a_commit_name_the_sources_that_made_them():
    """
    As a wheel makes them; unknown words are named as unknown and not filled in.
    """
    source = {"reportsto": "9.9", "commit": None, "digests": {"package_sources": "abc123"}, "study": "mine"}
    made = software_of(source)

    assert made.number == "9.9"
    assert made.publisher.startswith("sources abc123 (commit not known: no repository). Study mine")
    assert software_of({}).number == "unknown"


def test_a_folder_without_results_is_one_line(reportsto, tmp_path):
    code, out, err = reportsto("cite", tmp_path)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "provenance.json: cannot be read" in err
