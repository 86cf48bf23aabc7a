"""A study in parts, for the array jobs of a cluster: each has a folder and a journal of its own, merged at the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reportsto.errors import StudyError
from reportsto.results.links import refuse_link

MOST_SHARDS = 10_000
OURS = "a folder of this study, or nothing of that name"
"""What is expected where a study's shards would lie."""
_WRITTEN = re.compile(r"(\d{1,5})/(\d{1,5})")
_NAMED = re.compile(r"(\d{1,5})_of_(\d{1,5})")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `of` parts of a study; `number` counts from 1."""

    number: int
    of: int

    def part(self, points: Sequence[T]) -> list[T]:
        """Return every n-th point, whole, so that all shards take about as long and replicates stay together."""
        return list(points[self.number - 1 :: self.of])

    def folder(self, study: Path) -> Path:
        """Return where this shard keeps its runs; raises `StudyError` for a link, which may lead to another study."""
        folder = _folder(study) / f"{self.number}_of_{self.of}"
        refuse_link(folder, OURS)
        return folder


def shard(text: str) -> Shard:
    """Return the shard written as `i/n`, from 1/n to n/n; raises `StudyError`."""
    found = _WRITTEN.fullmatch(text.strip())
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= of <= MOST_SHARDS:
        raise StudyError(f"--shard is {text!r}; expected I/N with I from 1 to N, such as 3/8")
    return Shard(number, of)


def _folder(study: Path) -> Path:
    folder = study / "shards"
    refuse_link(folder, OURS)
    return folder


def shards_in(study: Path) -> list[Shard]:
    """Return the shards a folder holds, or raise `StudyError` where some of them are missing."""
    if not study.is_dir():
        raise StudyError(f"{study}: no such folder; expected one that study run --shard wrote to")
    names = [_NAMED.fullmatch(path.name) for path in sorted(_folder(study).glob("*"))]
    found = sorted({(int(name[2]), int(name[1])) for name in names if name})
    if not found:
        raise StudyError(
            f"{study}: no shards; expected folders such as shards/1_of_8, written by study run --shard 1/8"
        )
    counts = sorted({of for of, _ in found})
    if len(counts) > 1:
        raise StudyError(f"{study}: shards of {' and of '.join(map(str, counts))}; expected those of one number")
    missing = sorted(set(range(1, counts[0] + 1)) - {number for _, number in found})
    if missing:
        listed = ", ".join(map(str, missing[:10])) + (", ..." if len(missing) > 10 else "")
        raise StudyError(f"{study}: of {counts[0]} shards {len(missing)} are missing: {listed}; run them first")
    return [Shard(number, of) for of, number in found]
