"""What the children of the nursery do in place of the engine and of the figures. Spawned workers import it, too."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from reportsto.running.workers import Job
from unit.running import fake_firm

numbers = fake_firm.row


@dataclass(frozen=True)
class Noted:
    """A way to make a row that first says which run it begins, and takes a while."""

    work: Callable[[Job], dict[str, object]]
    seconds: float
    log: str | None

    def __call__(self, job: Job) -> dict[str, object]:
        if self.log:
            handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            os.write(handle, f"began {job.key}\n".encode())
            os.close(handle)
        time.sleep(self.seconds)
        return self.work(job)


def blank_figures(runs, tables):
    """Yield two figures that are drawn at once, and saved like all others."""
    from matplotlib.figure import Figure

    from reportsto.readings.reading import Drawing

    for name in ("first", "second"):
        yield Drawing(name, lambda: Figure(figsize=(1, 1)), "Nothing.")
