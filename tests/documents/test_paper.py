"""The draft of a paper has what JOSS asks for, and cites what its list of references has."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAPER = (ROOT / "paper" / "paper.md").read_text(encoding="utf-8")
REQUIRED = (
    "Summary", "Statement of need", "State of the field", "Software design", "Research impact statement",
    "AI usage disclosure", "Acknowledgements", "References",
)  # fmt: skip


def entries(path: str) -> dict[str, str]:
    """Return the entries of a .bib by their keys."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return {found[1]: found[0] for found in re.findall(r"(@\w+\{(\w+),.*?\n\}\n)", text, re.DOTALL)}


def test_the_paper_has_every_section_in_order():
    """
    Sections that JOSS requires, and 750 to 1,750 words.
    """
    assert tuple(re.findall(r"^# (.+)$", PAPER, re.MULTILINE)) == REQUIRED
    assert 750 <= len(PAPER.partition("# Summary")[2].split()) <= 1750


def test_what_the_paper_cites_is_what_its_list_has():
    """
    Every key is in paper.bib and none is idle; works of the model are as in the sources.
    """
    own, sources = entries("paper/paper.bib"), entries("docs/reference/sources.bib")
    cited = set(re.findall(r"@(\w+)", PAPER.partition("# Summary")[2]))

    assert cited == set(own)
    assert {key: sources[key] for key in own.keys() & sources.keys()} == {
        key: own[key] for key in own.keys() & sources.keys()
    }
    assert own.keys() - sources.keys() == {"mesa2025", "salib2017"}
