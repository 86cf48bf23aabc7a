"""What catalogues read of the software is what it says of itself, and no person, address or DOI is made up."""

import json
import re
import runpy
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
yaml = pytest.importorskip("yaml", reason="not checked: PyYAML is not here; it comes with the extra charts")
WRITER = runpy.run_path(str(ROOT / "docs" / "write_codemeta.py"))
CITED = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_codemeta_is_up_to_date():
    assert (ROOT / "codemeta.json").read_text(encoding="utf-8") == WRITER["codemeta"](), (
        "run .venv/bin/python docs/write_codemeta.py"
    )


def test_the_citation_file_says_what_the_package_says():
    """
    And has every field that CFF requires, and whatever else can be known.
    """
    required = {"cff-version", "message", "title", "authors"}
    known = {"type", "version", "date-released", "license", "abstract", "keywords"}

    assert required | known == CITED.keys()
    assert CITED["version"] == PROJECT["version"]
    assert CITED["license"] == PROJECT["license"]
    assert set(CITED["keywords"]) == set(PROJECT["keywords"])
    assert [one["name"] for one in CITED["authors"]] == [one["name"] for one in PROJECT["authors"]]
    assert PROJECT["description"].partition("model of ")[2] in CITED["title"]


def test_nobody_and_no_address_was_made_up():
    """
    The only addresses are those of standards; gaps are named in the citation file.
    """
    told = (ROOT / "codemeta.json").read_text(encoding="utf-8")
    addresses = re.findall(r"https?://[^\s\"]+", told)

    assert {one["@type"] for one in json.loads(told)["author"]} == {"Organization"}
    assert not re.search(r"10\.\d{4,}/", told)
    assert [one for one in addresses if not one.startswith(("https://w3id.org/codemeta/", "https://spdx.org/"))] == []
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert all(gap in text for gap in ("the persons who wrote it", "a DOI", "the address of a repository"))
