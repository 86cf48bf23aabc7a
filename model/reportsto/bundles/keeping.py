"""Runs of a bundle that were made again, kept in a folder, so that a rerun that was stopped goes on where it was."""

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reportsto.bundles.archive import file_digest
from reportsto.digests import model_digest
from reportsto.errors import StudyError, shown
from reportsto.results.journal import FILES, KEEPING, NAME, Journal, told_kept
from reportsto.results.storage import make_folder
from reportsto.running.execution import Interrupted, Order, again
from reportsto.running.workers import Done, Ended, Pool
from reportsto.studies.design import Design, Run

AT_A_TIME = 1_000
"""Kept runs that are read back at a time."""
OURS = "rerun of the bundle"
"""The fact that names the bundle by its sha256. The journal of a study has none."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The journal of a rerun, and the keys of the sound runs that it had when it was opened."""

    journal: Journal
    keys: Set[str]

    def there(self, runs: Sequence[Run]) -> list[Run]:
        """Return which of these runs were made again before."""
        return [run for run in runs if run.key in self.keys]


@contextmanager
def kept_in(folder: Path, bundle: Path, engine: str) -> Iterator[Kept]:
    """Yield what a folder keeps; refuse other files there, and runs of another bundle, model or engine."""
    make_folder(folder)
    others = sorted(path.name for path in folder.iterdir() if path.name not in FILES)
    if others:
        raise StudyError(f"--keep: {folder}: has {shown(others[0])}; expected a new folder, or one of this rerun")
    with Journal(folder) as journal:
        _claim(journal, {OURS: file_digest(bundle), "model": model_digest(), "engine": engine})
        yield Kept(journal, journal.sound_keys())


def _claim(journal: Journal, facts: Mapping[str, str]) -> None:
    """Write down whose runs a journal keeps, or refuse one that keeps other runs."""
    known = journal.facts()
    names = {OURS: "another bundle", "model": "another model", "engine": "another engine"}
    differ = [names[name] for name, value in facts.items() if known.get(name) != value]
    if known and differ:
        told = ", ".join(differ) if OURS in known else "a study"
        raise StudyError(f"--keep: {journal.path.parent / NAME}: keeps runs of {told}; expected a new folder")
    journal.state(facts)


def again_kept(plan: Design, runs: Sequence[Run], pool: Pool, order: Order, before: Kept) -> Iterator[Ended]:
    """Yield runs that were made again before, in no try; then make the others, and keep each chunk as it ends."""
    journal, there = before.journal, before.there(runs)
    for at in range(0, len(there), AT_A_TIME):
        found = journal.fetch(run.key for run in there[at : at + AT_A_TIME])
        yield Ended([Done(key, row, "", 0.0) for key, row in found.items()], 0)
    kept = len(there)
    journal.tell(kept, len(runs))
    try:
        for ended in again(plan, [run for run in runs if run.key not in before.keys], pool, order):
            rows = [(one.key, one.row, one.seconds, ended.tries) for one in ended.done if one.row is not None]
            kept += len(rows)
            with KEEPING:
                journal.keep(rows)
                journal.tell(kept, len(runs))
            yield ended
    except KeyboardInterrupt:
        raise Interrupted(f"interrupted: {told_kept(journal.path.parent)}") from None
