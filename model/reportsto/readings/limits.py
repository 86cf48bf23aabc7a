"""What the answer of a study with points is about, and what it leaves out."""

from collections.abc import Iterator

from reportsto.readings.runs import Runs
from reportsto.wording import counted
from reportsto.worlds import WORLDS


def limits(runs: Runs) -> Iterator[str]:
    """Yield firm, days, points and replicates; then what was left out."""
    study = runs.study
    firms = ", ".join(name.replace("_", " ") for name in study.levers.firms)
    points = counted(len(runs.design.visited), "point")
    yield (
        f"Firm {firms}: {study.days:,} days, {points} over {counted(len(study.uncertainties), 'parameter')}, "
        f"{counted(runs.replicates, 'replicate')} each; all else at its default or as the study sets it."
    )
    yield from left_out(runs, "their points are left out")


def left_out(runs: Runs, how: str) -> Iterator[str]:
    """Yield the worlds that were not run, and how many runs stopped; `how` says what that does to the rest."""
    missing = [name for name in WORLDS if name not in set(runs.table["world"])]
    if missing:
        yield f"Not run here, and the answer may differ there: {', '.join(missing)}."
    stopped = int((runs.table["failure"] != "").sum())
    if stopped:
        yield f"{stopped:,} of {counted(len(runs.table), 'run')} stopped before their end; {how}."
