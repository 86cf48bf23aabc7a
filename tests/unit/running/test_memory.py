"""What a study holds in memory while it runs does not grow with what its runs return."""

import tracemalloc

import pytest

from reportsto.running.workers import threads
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from unit.running import fake_firm

MEASURES = 'measures = ["advocacy", "effective_advocacy"]'
NUMBER = 8


def peak(write_study, folder, replicates):
    """Return the runs of a study, the columns of its table, and the most memory it took."""
    file = write_study(MEASURES, f"{MEASURES}\nlisted_only = true", "replicates = 3", f"replicates = {replicates}")
    plan = design(read_study(file))
    assert plan.runs
    tracemalloc.start()
    try:
        with threads(1) as one:
            table = fake_firm.run(plan, folder, one, work=row).table
        return len(table), len(table.columns), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def row(job):
    """Return no more of the fake firm's row than the study keeps, as the real one does."""
    found = fake_firm.row(job)
    kept = {"failures_per_1000", "advocacy", "effective_advocacy"}
    return {name: value for name, value in found.items() if name in kept or name not in fake_firm.NAMES}


@pytest.mark.slow
def test_memory_grows_by_little_more_than_the_table_itself(write_study, tmp_path):
    """
    Three times the runs, both more than are read at a time: each further one takes less than five times its key, place
    in the plan and numbers in columns. As rows of a dictionary it would be 30 times.
    """
    few, columns, small = peak(write_study, tmp_path / "few", 1_000)
    many, _, large = peak(write_study, tmp_path / "many", 3_000)
    each = (large - small) / (many - few)

    assert each < 5 * (NUMBER * columns + 100)
