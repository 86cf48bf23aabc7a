"""Published results are taken over to changed sources only where runs made again are equal."""

import importlib.util
import json
from pathlib import Path

import pytest

from reportsto.digests import model_digest, sources
from reportsto.errors import StudyError
from reportsto.results.provenance import keep_runs
from reportsto.running.execution import executing
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from unit.running import fake_firm

TOOL = Path(__file__).parents[3] / "tools" / "take_over.py"
RULE = "orderflow/contacts.py"


@pytest.fixture
def take_over():
    spec = importlib.util.spec_from_file_location("take_over", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.take_over


@pytest.fixture
def older(write_study, tmp_path):
    """Return a study file and the folder of its published runs, which were made by another form of one rule."""
    file, folder = write_study(), tmp_path / "published"
    plan = design(read_study(file))
    with executing(plan, folder, fake_firm.order()) as done:
        keep_runs(plan, done, folder, command="", started=fake_firm.START)
    (folder / "journal.sqlite").unlink()
    known = json.loads((folder / "provenance.json").read_text())
    known["digests"]["sources"][RULE] = known["digests"]["model_sources"] = "0" * 64
    (folder / "provenance.json").write_text(json.dumps(known))
    return file, folder


def test_equal_runs_are_taken_over_and_provenance_says_so(take_over, older):
    file, folder = older
    table, made = (folder / "runs.parquet").read_bytes(), []
    order = fake_firm.order(keep_equal=5, work=lambda job: made.append(job) or fake_firm.row(job))

    told = take_over(file, folder, order)

    known = json.loads((folder / "provenance.json").read_text())
    assert len(made) == 5
    assert told.startswith("5 of ")
    assert known["digests"]["model_sources"] == model_digest()
    assert known["digests"]["sources"] == dict(sources())
    assert known["history"][-1]["changed_sources"] == [RULE]
    assert (folder / "runs.parquet").read_bytes() == table
    assert take_over(file, folder, order) == "of today's sources already"


def test_one_digit_that_differs_takes_nothing_over(take_over, older):
    file, folder = older
    before = (folder / "provenance.json").read_bytes()

    with pytest.raises(StudyError, match="runs differ, so none is reused"):
        take_over(file, folder, fake_firm.order(keep_equal=5, work=lambda job: fake_firm.row(job) | {"advocacy": 2.5}))

    assert (folder / "provenance.json").read_bytes() == before
