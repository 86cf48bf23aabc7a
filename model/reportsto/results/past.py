"""What a folder already keeps of a study, run by run: rows of its journal, or of the table it was published with.

A run is known by its key, a digest of all that decides its row but the model. So a study may grow, shrink or change its
words: what is the same run is never run again. Whether the model is still the same is told by its sources.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportsto.digests import model_digest, sources
from reportsto.errors import StudyError
from reportsto.results.journal import ALL, NAME, BusyJournal, Journal, Row, has_runs
from reportsto.results.provenance import OVER, changed_parts, digests_of, made_by, provenance_of, record_of
from reportsto.results.record import FIELDS, Record
from reportsto.results.rows import rows_of
from reportsto.results.storage import PROVENANCE, ROWS_AT_A_TIME, RUNS, read_runs
from reportsto.studies.design import Design
from reportsto.studies.study import DESIGN_SECTIONS

SOURCES, HISTORY, ENGINE = "sources", "history", "engine"
"""Facts of a journal, and entries of provenance."""
MOST_NAMED = 6


@dataclass(frozen=True)
class Past:
    """What is kept in a folder.

    Attributes:
        folder: the folder.
        keys: the runs it keeps.
        fetch: returns their rows.
        changed: the parts of the study that are not what they were, by name.
        sources: digests of the model's sources that made them, by file; empty where nobody wrote them down.
        maker: one digest of all those sources; empty where nobody wrote it down.
        engine: the engines that made them; empty where nobody wrote them down.
        record: what was expected before the first of them.
        history: where they come from, and what was done with them.
        commit: the commit they were published with; empty for those of a journal.
        unknown: how many rows there are of which nobody can tell what they are runs of.
        damaged: the runs whose rows are there and cannot be read; they are made again.
    """

    folder: Path
    keys: Set[str]
    fetch: Callable[[Iterable[str]], Mapping[str, Row]]
    changed: tuple[str, ...]
    sources: Mapping[str, str]
    maker: str
    engine: str
    record: Record
    history: tuple[Mapping[str, object], ...]
    commit: str = ""
    unknown: int = 0
    damaged: Set[str] = frozenset()

    @property
    def other_sources(self) -> tuple[str, ...]:
        """Return the files of the model that are not those that made these runs; all in a word where none is known."""
        now = sources()
        if not self.sources:
            return () if self.maker == model_digest() else ("the model's sources",)
        return tuple(name for name in sorted({*now, *self.sources}) if now.get(name) != self.sources.get(name))

    def rows(self, keys: Iterable[str]) -> Iterator[tuple[str, Row]]:
        """Yield kept rows with their keys, some thousands in memory at a time."""
        wanted = sorted(keys)
        for low in range(0, len(wanted), ROWS_AT_A_TIME):
            yield from self.fetch(wanted[low : low + ROWS_AT_A_TIME]).items()


def measures_of(design: Design) -> frozenset[str]:
    """Return the measures a run of the design has to have."""
    kept = design.study.outcomes.kept
    return ALL if kept is None else frozenset(kept)


def past_in(journal: Journal, design: Design) -> Past:
    """Return what an open journal keeps."""
    facts = journal.facts()
    sections = {f"[{name}]": design.sections[name] for name in DESIGN_SECTIONS}
    sound, damaged = journal.sound_and_damaged()
    return Past(
        folder=journal.path.parent,
        keys=sound,
        damaged=damaged,
        fetch=journal.fetch,
        changed=tuple(name for name, now in sections.items() if facts.get(name, "") not in ("", now)),
        sources=json.loads(facts.get(SOURCES, "{}")),
        maker=facts.get("model", ""),
        engine=facts.get(ENGINE, ""),
        record={name: facts[name] for name in FIELDS if facts.get(name)},
        history=tuple(json.loads(facts.get(HISTORY, "[]"))),
    )


def past_published(design: Design, folder: Path) -> Past | None:
    """Return what the table of a published folder keeps; None where there is none. Refuses one that is damaged."""
    if not ((folder / PROVENANCE).exists() and (folder / RUNS).exists()):
        return None
    source = provenance_of(folder)
    table = read_runs(folder / RUNS)
    rows = rows_of(design, source, table)
    made = digests_of(source)
    known, history = made.get(SOURCES), source.get(HISTORY)
    return Past(
        folder=folder,
        keys=rows.at.keys(),
        fetch=rows.fetch,
        changed=tuple(changed_parts(design, source)) or ("levers",),
        sources=known if isinstance(known, dict) else {},
        maker=str(made.get("model_sources", "")),
        engine=str(source.get(ENGINE, "")),
        record=record_of(source),
        history=(*(history if isinstance(history, list) else ()), {"event": f"taken from {RUNS}", **made_by(source)}),
        commit=str(source.get("commit") or ""),
        unknown=sum(not name for name, _ in rows.made),
    )


def record_in(design: Design, folder: Path) -> Record | None:
    """Return what was expected before the first run in a folder; None where it keeps no run of the design.

    Where the journal keeps none, or is damaged, what was published tells.
    """
    try:
        if has_runs(folder):
            with Journal(folder) as journal:
                found = past_in(journal, design)
            if found.keys & design.keys:
                return found.record
    except BusyJournal:
        raise
    except StudyError:  # whatever is wrong with it, it goes
        pass
    with suppress(StudyError):
        told = past_published(design, folder)
        return told.record if told and told.keys & design.keys else None
    return None


def refuse(past: Past, design: Design, *, sources: bool = True) -> None:
    """Refuse kept runs of other sources of the model, unless `sources` are looked at later, or of another study."""
    others, why = past.other_sources, " and ".join(past.changed) or "the way a scenario is written"
    if past.unknown:
        of = f"{past.unknown:,} of its {past.unknown + len(past.keys):,} runs"
        raise StudyError(f"{past.folder}: {of} cannot be told from others: {why} changed since; {OVER}")
    if past.keys and others and sources:
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        of = f", of commit {past.commit[:7]}," if past.commit else ""
        which = ", ".join(others[:MOST_NAMED]) + more
        raise StudyError(
            f"{past.folder}: its runs{of} were made before {which} changed; --keep-equal runs some of them again and "
            "keeps all if every digit agrees, --fresh runs all again, or name another --out"
        )
    if past.keys and not (past.keys | past.damaged) & design.keys:
        raise StudyError(
            f"{past.folder}: none of its {len(past.keys):,} runs is one of this study: {why} changed since; {OVER}"
        )


def missing_runs(design: Design, folder: Path) -> int:
    """Return how many runs of a design a folder's journal lacks."""
    if not (folder / NAME).exists():
        return len(design.keys)
    with Journal(folder) as journal:
        return len(design.keys - journal.sound_keys(measures_of(design)))
