"""Hypothesis without a stopwatch, and runs that many tests share."""

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from reportsto.structures import STRUCTURES
from seeds.shared_runs import SharedRuns

ABOUT_RESULTS = (
    "docs",
    "findings",
    "front_page",
    "how_to",
    "notebooks",
    "paper",
    "shown_commands",
    "size",
    "survivors",
    "worlds_in_words",
)
# A source distribution has neither results nor paper nor notebooks, so nobody can hold pages against them there.
collect_ignore = (
    [] if (Path(__file__).parents[1] / "results").is_dir() else [f"documents/test_{name}.py" for name in ABOUT_RESULTS]
)

# How long an example takes depends on who else uses the machine. `make test` draws the same every time, so that it
# passes or fails for what was changed; `make verify` draws anew.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("anew", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("DRAWS", "same"))


@pytest.fixture(scope="session")
def shared_runs(tmp_path_factory: pytest.TempPathFactory) -> SharedRuns:
    """Runs made once a session, also when several processes share the tests."""
    base = tmp_path_factory.getbasetemp()
    return SharedRuns((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared_runs")


@pytest.fixture(scope="session")
def placements(shared_runs: SharedRuns) -> pd.DataFrame:
    """The default firm in every structure of the essays: 16 replicates of 750 days in the world `once`."""
    return shared_runs.table([structure.id for structure in STRUCTURES if structure.row], days=750)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what a test recorded as its summary: captured output of a passed test is not shown."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, text in getattr(report, "user_properties", ()):
                if name == "summary" and report.when == "call":
                    terminalreporter.write_line(str(text))
