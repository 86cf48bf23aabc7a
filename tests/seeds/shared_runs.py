"""Result rows that all test processes of a session share: each run is made once, by whichever process claims it first.

Rows travel as JSON, which keeps every float to the last digit.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from domain import first_scenario as scenario
from reportsto.api import run_one

SEED = 0
PATIENCE_SECONDS = 900


class SharedRuns:
    """A folder of result rows, one file a run."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    def table(
        self,
        structures: Iterable[str],
        *,
        days: int,
        firm: str = "product_shop",
        world: str = "once",
        replicates: int = 16,
        parameters: Mapping[str, object] | None = None,
        without: Iterable[str] = (),
        variant: str = "",
    ) -> pd.DataFrame:
        """Return one row a structure and replicate; `variant` names what `parameters` and `without` change."""
        settings = {"firm": firm, "world": world, "parameters": dict(parameters or {}), "without": list(without)}
        jobs = [
            {"structure": structure, **settings, "days": days, "replicate": replicate}
            for structure in structures
            for replicate in range(replicates)
        ]
        for job in jobs:
            if self._claim(job):
                self._make(job)
        rows = pd.DataFrame([self._wait(job) for job in jobs]).assign(variant=variant)
        assert (rows["failure"] == "").all(), rows["failure"].unique()
        return rows

    def _path(self, job: Mapping[str, object]) -> Path:
        return self.folder / f"{hashlib.sha256(json.dumps(job, sort_keys=True).encode()).hexdigest()[:24]}.json"

    def _claim(self, job: Mapping[str, object]) -> bool:
        try:
            os.close(os.open(self._path(job).with_suffix(".claim"), os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            return False
        return True

    def _make(self, job: dict[str, object]) -> None:
        path = self._path(job)
        asked = dict(job)
        days, replicate = asked.pop("days"), asked.pop("replicate")
        try:
            row = run_one(scenario(**asked), SEED, replicate, days)
        except BaseException:
            path.with_suffix(".claim").unlink()  # so that nobody waits for a run that will not come
            raise
        path.with_suffix(".part").write_text(json.dumps(row))
        path.with_suffix(".part").replace(path)

    def _wait(self, job: dict[str, object]) -> dict[str, object]:
        path, until = self._path(job), time.monotonic() + PATIENCE_SECONDS
        while not path.exists():
            if self._claim(job):
                self._make(job)
            assert time.monotonic() < until, f"another test process never finished {job}"
            time.sleep(0.02)
        return json.loads(path.read_text())
