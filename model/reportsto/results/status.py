"""How far a study in a folder is, without its study file."""

from pathlib import Path

from reportsto.errors import StudyError
from reportsto.results.journal import LATER, NAME, BusyJournal, Journal, how_far
from reportsto.results.links import refuse_link
from reportsto.results.shards import OURS, shards_in
from reportsto.results.storage import RUNS, read_runs

Report = tuple[bool, list[str]]


def status(folder: Path) -> Report:
    """Return whether all is well, and what to say: a line for the folder, one for each shard, one for its results."""
    if not folder.is_dir():
        raise StudyError(f"{folder}: no such folder; expected one that study run wrote to")
    shards, reports = _shards(folder)
    parts = [*([("", folder)] if (folder / NAME).exists() else []), *shards]
    if not parts and not (folder / RUNS).exists():
        raise StudyError(f"{folder}: no {NAME} and no {RUNS}; expected a folder that study run wrote to")
    if not parts:
        reports.append((True, f"published: without {NAME}, and a study that is run here goes on from its runs"))
    for name, path in parts:
        fine, line = _journal(path, alone=len(parts) == 1, shard=bool(name))
        reports.append((fine, name + line))
    reports.append(_table(folder))
    return all(fine for fine, _ in reports), [line for _, line in reports]


def _shards(folder: Path) -> tuple[list[tuple[str, Path]], list[tuple[bool, str]]]:
    """Return the shards of a folder by what they are called, and what is wrong with them as a whole."""
    refuse_link(folder / "shards", OURS)
    if not (folder / "shards").is_dir():
        return [], []
    try:
        return [(f"shard {one.number}/{one.of}: ", one.folder(folder)) for one in shards_in(folder)], []
    except StudyError as error:
        there = [path for path in sorted((folder / "shards").glob("*_of_*")) if not path.is_symlink()]
        return [(f"{path.name}: ", path) for path in there], [(False, str(error))]


def _table(folder: Path) -> tuple[bool, str]:
    if not (folder / RUNS).exists():
        return True, f"{RUNS}: not written yet"
    try:
        return True, f"{RUNS}: {len(read_runs(folder / RUNS)):,} rows, whole"
    except StudyError as error:
        return False, str(error)


def _journal(folder: Path, *, alone: bool, shard: bool) -> tuple[bool, str]:
    """Return whether a journal is sound, and how many runs it keeps: of how many, where it is that of a whole study."""
    try:
        with Journal(folder) as journal:
            facts, kept = journal.facts(), len(journal.sound_keys())
    except BusyJournal:
        far = how_far(folder)
        return True, f"at work: {far} runs kept so far" if far else "at work: another process has the journal"
    except StudyError as error:
        return False, str(error)
    total = int(facts["runs"]) if facts.get("runs", "").isdecimal() and not shard else None
    of = "" if total is None else f" of {total:,}"
    done = "kept" if alone or not of else "merged"
    if total is not None and kept > total:  # of another form, or of more replicates
        of, done = "", f"kept, more than the {total:,} of the last form that was run"
    if facts.get(LATER) and kept == total:
        done += f" of the first wave; {facts[LATER]} points of a second are to come"
    spoilt = f"; {journal.damaged} damaged, to be run again" if journal.damaged else ""
    known = f"{facts['study']}, {facts['form']} form: " if "study" in facts else ""
    return not journal.damaged, f"{known}{kept:,}{of} runs {done}{spoilt}"
