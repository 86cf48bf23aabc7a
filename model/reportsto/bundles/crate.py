"""The description of a bundle, as RO-Crate 1.1: JSON-LD that names every file with its sha256, and what made what."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from reportsto.bundles.archive import EXPECTED, MOST_FILES
from reportsto.errors import StudyError, shown

Entity = dict[str, Any]

METADATA = "ro-crate-metadata.json"
LARGEST = 2**24
"""Bytes of a description."""
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
# Version 1.1 has no term for a digest of a file.
CONTEXT = [f"{SPECIFICATION}/context", {"sha256": "https://schema.org/sha256"}]
ROOT, SOFTWARE, RUN = "./", "#reportsto", "#run"
NO_LICENCE: Entity = {
    "@id": "#no-licence",
    "@type": "CreativeWork",
    "name": "No licence was named",
    "description": "Ask whoever made this bundle before you use more of it than the law allows.",
}
SPDX = "https://spdx.org/licenses/"
FORMS = {
    "bib": "application/x-bibtex", "cff": "application/yaml", "csv": "text/csv", "html": "text/html",
    "json": "application/json", "md": "text/markdown", "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml", "toml": "application/toml",
}  # fmt: skip
PLAIN = "text/plain"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a bundle.

    Attributes:
        name: where it is in the bundle, with / between folders.
        content: its bytes.
        about: what it is, in a sentence.
        sha256: the digest of its bytes.
    """

    name: str
    content: bytes
    about: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Whose a bundle is, and what others may do with it, as far as whoever makes it says.

    Attributes:
        licence: an SPDX identifier.
        authors: names of persons.
        publisher: the name of an organisation.
    """

    licence: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None

    def __str__(self) -> str:
        """Return authors and publisher in words, with each gap."""
        by = f"By {', '.join(self.authors)}." if self.authors else "Nobody is named as author of this bundle."
        return f"{by} Published by {self.publisher}." if self.publisher else f"{by} No publisher is named."


@dataclass(frozen=True, slots=True)
class Described:
    """What a description says.

    Attributes:
        parts: the sha256 and the size in bytes of each file, by its name.
        study: the study file.
        software: version and commit of the software that made the results, in words.
    """

    parts: Mapping[str, tuple[str, int]]
    study: str
    software: str


def describe(
    parts: Sequence[Part],
    *,
    study: str,
    results: str,
    title: str,
    question: str,
    source: Mapping[str, object],
    software: str,
    terms: Terms,
) -> bytes:
    """Return the description of these files.

    `study` is the name of the study file, `results` what the names of results begin with, `source` the provenance.
    """
    licence = _licence(terms.licence)
    authors = [_named(f"#author-{at}", "Person", name) for at, name in enumerate(terms.authors, 1)]
    by = [{"@id": one["@id"]} for one in authors]
    publisher = [_named("#publisher", "Organization", terms.publisher)] if terms.publisher else []
    made = [_ref(part.name) for part in parts if part.name.startswith(results)]
    numbers = [_number(name, source[name]) for name in ("seed", "replicates", "days", "form") if name in source]
    root: Entity = {
        "@id": ROOT,
        "@type": "Dataset",
        "name": f"{title}: study, results and environment",
        "description": f"{question} The study file, what it gave, with which software and packages, and what to cite.",
        "datePublished": str(source.get("finished", "")) or "1980-01-01",
        "license": {"@id": licence["@id"]},
        **({"author": by if len(by) > 1 else by[0]} if by else {}),
        **({"publisher": {"@id": "#publisher"}} if publisher else {}),
        "mainEntity": _ref(study),
        "mentions": {"@id": RUN},
        "hasPart": [_ref(part.name) for part in parts],
    }
    run: Entity = {
        "@id": RUN,
        "@type": "CreateAction",
        "name": str(source.get("command", "the study was run")),
        "instrument": {"@id": SOFTWARE},
        "object": [_ref(study), *({"@id": one["@id"]} for one in numbers)],
        "result": made,
        **{
            theirs: source[ours]
            for theirs, ours in (("startTime", "started"), ("endTime", "finished"))
            if isinstance(source.get(ours), str)
        },
    }
    graph: list[Entity] = [
        {"@id": METADATA, "@type": "CreativeWork", "conformsTo": {"@id": SPECIFICATION}, "about": {"@id": ROOT}},
        root,
        *map(_file, parts),
        {
            "@id": SOFTWARE,
            "@type": "SoftwareApplication",
            "name": "reportsto",
            "softwareVersion": str(source.get("reportsto", "unknown")),
            "description": software,
        },
        run,
        *numbers,
        *authors,
        *publisher,
        licence,
    ]
    return (json.dumps({"@context": CONTEXT, "@graph": graph}, indent=2, ensure_ascii=False) + "\n").encode()


def read_description(content: bytes, place: str) -> Described:
    """Return what a description says; raises `StudyError` where it is not one of a bundle. `place` is for messages."""

    def wrong(what: str) -> StudyError:
        return StudyError(f"{place}: {what}; {EXPECTED}")

    try:
        found = json.loads(content.decode())
    except (ValueError, RecursionError):
        raise wrong("not JSON") from None
    graph = found.get("@graph") if isinstance(found, dict) else None
    if not isinstance(graph, list) or len(graph) > 2 * MOST_FILES:
        raise wrong("no list called @graph")
    entities = {one["@id"]: one for one in graph if isinstance(one, dict) and isinstance(one.get("@id"), str)}
    if len(entities) < len(graph):
        raise wrong("an entity without an @id of its own")
    root = entities.get(ROOT, {})
    listed = root.get("hasPart")
    parts = {}
    for at in listed if isinstance(listed, list) else []:
        name = _id(at)
        one = entities.get(name, {})
        digest, size = str(one.get("sha256", "")), str(one.get("contentSize", ""))
        if (
            one.get("@type") != "File"
            or not re.fullmatch("[0-9a-f]{64}", digest)
            or not re.fullmatch(r"\d{1,12}", size)
        ):
            raise wrong(f"{shown(name)} is a part without sha256 and contentSize")
        parts[unquote(name)] = (digest, int(size))
    study = unquote(_id(root.get("mainEntity")))
    if study not in parts:
        raise wrong("names no study file among its parts")
    return Described(parts, study, str(entities.get(SOFTWARE, {}).get("description", "")))


def about_all(parts: Iterable[Part]) -> str:
    """Return a line for each file, with what it is."""
    return "\n".join(f"- `{part.name}`: {part.about}" for part in parts)


def _file(part: Part) -> Entity:
    return {
        **_ref(part.name),
        "@type": "File",
        "name": part.name.rpartition("/")[2],
        "description": part.about,
        "encodingFormat": FORMS.get(part.name.rpartition(".")[2], PLAIN),
        "contentSize": str(len(part.content)),
        "sha256": part.sha256,
    }


def _ref(name: str) -> Entity:
    return {"@id": quote(name)}


def _id(reference: object) -> str:
    found = reference.get("@id") if isinstance(reference, dict) else None
    return found if isinstance(found, str) else ""


def _licence(licence: str | None) -> Entity:
    return _named(f"{SPDX}{licence}", "CreativeWork", licence) if licence else NO_LICENCE


def _named(key: str, kind: str, name: str) -> Entity:
    return {"@id": key, "@type": kind, "name": name}


def _number(name: str, value: object) -> Entity:
    return {"@id": f"#{name}", "@type": "PropertyValue", "name": name, "value": value}
