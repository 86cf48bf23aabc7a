"""A result folder under attack, and what must hold after every blow."""

from dataclasses import dataclass, field
from pathlib import Path

from faults.children import Child, Ended, Nursery, Trail, contents, kept


@dataclass
class Victim:
    """One study in one folder, with a log of what was begun and what was acknowledged as kept."""

    nursery: Nursery
    study_file: Path
    folder: Path
    words: tuple[object, ...] = ()
    kept: set[str] = field(default_factory=set)
    since: int = 0

    @property
    def trail(self) -> Trail:
        """Return the log, which lies outside the folder."""
        return Trail(self.folder.with_suffix(".log"))

    def start(self, *more: object, **how: object) -> Child:
        """Start the command, the same every time."""
        self.since = self.trail.mark()
        words = ("study", "run", self.study_file, "--out", self.folder, *self.words, *more)
        return self.nursery.start(*words, log=self.trail.path, **how)

    @property
    def phase(self) -> str:
        """Return how far the last command came: start (nothing kept), runs, details, table, publishing or end."""
        reached = self.trail.said("phase", self.since)
        if reached[-1:] == ["start"] and self.trail.said("kept", self.since):
            return "runs"
        return reached[-1] if reached else "start"

    def check(self) -> None:
        """After a blow: what was acknowledged is there, nothing is lost, and nothing that was there was run again."""
        now = kept(self.folder, self.folder.with_suffix(".copy"))
        begun = self.trail.said("began", self.since)
        assert set(self.trail.said("kept")) <= now, "a run was acknowledged and is not there"
        assert self.kept <= now, "a run was lost"
        assert not self.kept & set(begun), "a run was made twice"
        self.kept = now

    def finish(self, expected: dict[str, object], **how: object) -> Ended:
        """Run the same command undisturbed: it makes what is missing and publishes what an undisturbed study does."""
        ended = self.start(**how).wait()
        assert ended.calm.code == 0, ended.err
        begun = self.trail.said("began", self.since)
        assert len(begun) == len(set(begun)), "a run was made twice"
        self.check()
        self.equals(expected)
        acknowledged = self.trail.said("kept")
        assert len(acknowledged) == len(set(acknowledged)), "a run was kept twice"
        return ended

    def equals(self, expected: dict[str, object]) -> None:
        """Compare everything that was published."""
        found = contents(self.folder)
        assert sorted(found) == sorted(expected)
        assert [name for name in found if found[name] != expected[name]] == []
