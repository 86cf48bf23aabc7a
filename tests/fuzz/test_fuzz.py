"""Whatever charts, studies, traces, folders and command lines hold, the answer is a result or a clear refusal."""

import pandas as pd
import pytest
import targets
from harness import Outcome, Target, fuzz

from reportsto import api
from reportsto.files import toml
from reportsto.records import MEASURES
from reportsto.traces import reading
from reportsto.traces.columns import COLUMNS

FEW, MANY = 60, 2_000


@pytest.fixture(scope="module")
def seed_folder(tmp_path_factory):
    """Return a published folder, made once."""
    folder = tmp_path_factory.mktemp("folders")
    return folder, targets.folders(folder)


@pytest.fixture
def target(tmp_path, seed_folder, monkeypatch):
    """Return a function that returns a target by its name."""

    def row(chosen, seed, replicate, days, engine, *watch):
        numbers = {column.name: 0.5 for column in MEASURES}
        return {**api.identity(chosen, seed, replicate, days), **numbers}

    def named(name: str) -> Target:
        if name == "folders":
            return seed_folder[1]
        if name != "command_lines":
            return getattr(targets, name)(tmp_path)
        made = targets.command_lines(tmp_path, seed_folder[0] / "seed")
        monkeypatch.setattr(api, "run_one", row)
        monkeypatch.setattr(api, "warm_up", lambda say: None)
        return made

    return named


def failures(outcome: Outcome) -> str:
    return "\n".join(outcome.failures)


NAMES = ("charts", "organisations", "studies", "firms", "traces", "folders", "command_lines")


@pytest.mark.parametrize("name", NAMES)
def test_a_few_inputs_are_read_or_refused(target, name):
    """Sixty inputs a target, none twice."""
    assert failures(fuzz(target(name), FEW)) == ""


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_many_inputs_are_read_or_refused(target, name, record_property):
    """Two thousand inputs a target, none twice; the lines of readers that were run are printed at the end."""
    outcome = fuzz(target(name), MANY)
    record_property("summary", f"fuzz {name}: {outcome}")

    assert failures(outcome) == ""
    assert outcome.tried == MANY


def test_an_input_can_be_made_again(target):
    """The same number gives the same bytes."""
    from drawing_lots import Lots

    made = target("charts")

    assert made.make(Lots("charts", 7)) == made.make(Lots("charts", 7))
    assert len({made.make(Lots("charts", number)) for number in range(50)}) > 40


# ── With a mend taken out the targets find the fault ─────────────────────────────────────────────


@pytest.mark.slow
def test_a_reader_that_trusts_its_file_is_found(target, monkeypatch):
    """
    Fault 3: the reader of traces before its schema check.
    """

    def trusting(path):
        texts = dict.fromkeys(("without", "handler", "act", "report", "recorded", "owner", "way", "ended_at"), str)
        days = dict.fromkeys(("after", "answered", "ended", "person"), "Int64")
        try:
            table = pd.read_csv(path, dtype=texts | days, na_values=[""])
        except (OSError, EOFError, ValueError):
            raise reading.StudyError(f"{path}: cannot be read back") from None
        missing = [name for name in COLUMNS if name not in table.columns]
        if missing:
            raise reading.StudyError(f"{path}: column {missing[0]} is missing")
        table[list(texts)] = table[list(texts)].fillna("")
        return table

    monkeypatch.setattr(reading, "read_cases", trusting)

    assert failures(fuzz(target("traces"), MANY, until="Error")) != ""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["charts", "studies"])
def test_integers_larger_than_a_float_are_found(target, name, monkeypatch):
    """
    Fault 4: without the bound on whole numbers in TOML.
    """
    monkeypatch.setattr(toml, "LARGEST_NUMBER", 10**6000)

    assert "Error" in failures(fuzz(target(name), MANY, until="Error"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["charts", "studies"])
def test_quadratic_parsing_is_found(target, name, monkeypatch):
    """
    Fault 5: without the bound on dotted names.
    """
    monkeypatch.setattr(toml, "_check_form", lambda text, place: None)

    assert "took" in failures(fuzz(target(name), MANY, until="took"))
