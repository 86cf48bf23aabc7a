"""Works as BibTeX, as APA and as CSL-JSON. A field that is not known is left out, and a gap is named."""

import json
from collections.abc import Iterable, Mapping, Sequence

from reportsto.citing.software import GAPS
from reportsto.citing.works import Work

Uses = Mapping[str, Sequence[str]]
BIB_KINDS = {
    "article": "article", "inproceedings": "inproceedings", "post": "misc", "report": "techreport",
    "software": "software",
}  # fmt: skip
CSL_KINDS = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "post": "post-weblog",
    "report": "report",
}
CONTAINERS = {"article": "journal", "inproceedings": "booktitle", "report": "institution"}
LATEX = str.maketrans(
    {letter: f"\\{letter}" for letter in "&%_#$"}
    | {"{": r"\lbrace{}", "}": r"\rbrace{}", "\\": r"\textbackslash{}", "~": r"\textasciitilde{}"}
)
READ = {"M": "bibliographic data from memory", "S": "bibliographic data seen", "S2": "known from others' accounts"}
"""What each tag of `docs/reference/sources.md` says."""


def bibtex(works: Iterable[Work], uses: Uses) -> str:
    """Return a .bib file; works that cannot be cited properly are comments."""
    return "\n\n".join(_gap(one, uses, "% ") if one.missing else _bib_entry(one, uses) for one in works) + "\n"


def apa(works: Iterable[Work], uses: Uses) -> str:
    """Return a reference a paragraph, in the manner of APA 7, with what each was used for."""
    return "\n\n".join(_gap(one, uses, "") if one.missing else _paragraph(one, uses) for one in works) + "\n"


def csl(works: Iterable[Work], uses: Uses) -> str:
    """Return CSL-JSON; what each was used for is its note, and so is a gap."""
    return json.dumps([_csl_entry(one, uses) for one in works], indent=1, ensure_ascii=False) + "\n"


FORMATS = {"bibtex": bibtex, "apa": apa, "csl": csl}


def _bib_entry(work: Work, uses: Uses) -> str:
    names = [_escaped(name) for name in work.authors]
    people = [name if "," in name else f"{{{name}}}" for name in names]
    version = work.kind == "software"
    known = {
        "author": " and ".join([*people, *(["others"] if work.others else [])]),
        "title": f"{{{_escaped(work.title)}}}",
        CONTAINERS.get(work.kind, "journal"): _escaped(work.container),
        "year": str(work.year),
        "volume": _escaped(work.volume),
        "version" if version else "number": _escaped(work.number),
        "pages": work.pages.replace("-", "--"),
        "publisher": "" if version else _escaped(work.publisher),
        "doi": work.doi,
        "note": _escaped(_note(work, uses)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in known.items() if value]
    return "\n".join([f"@{BIB_KINDS[work.kind]}{{{work.id},", *lines, "}"])


def _paragraph(work: Work, uses: Uses) -> str:
    people = [*work.authors, *(["et al."] if work.others else [])]
    names = ", ".join(people)
    if len(people) > 1 and not work.others:
        names = f"{', '.join(people[:-1])}, & {people[-1]}"
    if work.kind == "software":
        return f"{names} ({work.year}). {work.title} (version {work.number}) [software]. {_note(work, uses)}"
    place = f"{work.volume}({work.number})" if work.volume and work.number else work.volume
    where = ", ".join(part for part in (work.container, place, work.pages) if part)
    title = work.title if work.title.endswith("?") else f"{work.title}."
    return f"{names} ({work.year}). {title} {where}. {_note(work, uses)}"


def _csl_entry(work: Work, uses: Uses) -> dict[str, object]:
    known = {
        "publisher" if work.kind == "report" else "container-title": work.container,
        "volume": work.volume,
        "version" if work.kind == "software" else "issue": work.number,
        "page": work.pages,
        "DOI": work.doi,
        "title": work.title,
        "note": f"Not citable yet: {work.missing}. {_used(work, uses)}" if work.missing else _note(work, uses),
    }
    people = [_name(one) for one in work.authors] + ([{"literal": "et al."}] if work.others else [])
    return {
        "id": work.id,
        "type": CSL_KINDS.get(work.kind, "software"),
        **({"author": people} if people else {}),
        **({"issued": {"date-parts": [[work.year]]}} if work.year else {}),
        **{name: value for name, value in known.items() if value},
    }


def _name(author: str) -> dict[str, str]:
    family, comma, given = author.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": author}


def _note(work: Work, uses: Uses) -> str:
    if work.kind == "software":
        return f"{work.publisher[0].upper()}{work.publisher[1:]}. Gaps: {'; '.join(GAPS)}."
    return f"{_used(work, uses)} {READ[work.read].capitalize()}."


def _used(work: Work, uses: Uses) -> str:
    return f"Used for {'; '.join(uses[work.id])}."


def _gap(work: Work, uses: Uses, mark: str) -> str:
    named = f"{' & '.join(work.authors)} ({work.year})" if work.authors else f'"{work.title}"'
    return f"{mark}Not citable yet: {named}: {work.missing}. {_used(work, uses)}"


def _escaped(text: str) -> str:
    """Return a text as LaTeX. A brace has a name, as one without its other half would end the entry."""
    return text.translate(LATEX)
