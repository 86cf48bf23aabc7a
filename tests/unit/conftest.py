"""A small sound study file, and a way to change or spoil it: the only one the tests have."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportsto import cli

SOUND = """\
[question]
id = "small"
title = "A small study"
text = "Does it run?"

[levers]
structure = ["inside_operations", "separate"]
firm = "six_people"
world = ["once", "contract"]

[uncertainties]

[constants]
seed = 7
days = 30
replicates = 3
attention.hours = 6

[outcomes]
primary = ["failures_per_1000"]
lower_is_better = "failures_per_1000"
measures = ["advocacy", "effective_advocacy"]
against = "separate"

[[predictions]]
claim = "H2"
text = "Separate advocates more."
measure = "advocacy"
a = "separate"
b = "inside_operations"
direction = "a_above"
smallest_effect = 0.02
kind = "test"

[[predictions]]
claim = "H6"
text = "Word between colleagues matters."
measure = "advocacy"
a = "inside_operations"
b = "inside_operations"
variant_b = "no_lateral"
direction = "a_above"
smallest_effect = 0.02
kind = "test"

[[variants]]
id = "no_lateral"
title = "nobody tells a colleague"
settings.improvement.lateral = 0
structure = "inside_operations"

[quick]
world = "once"
variants = []
replicates = 2
"""

Write = Callable[..., Path]
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def write_study(tmp_path: Path) -> Write:
    """Return a function that writes the sound study: one text replaced by another, and so on, and `more` at its end."""

    def write(*changes: str, more: str = "", name: str = "study.toml") -> Path:
        text = SOUND
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / name
        path.write_text(text + more, encoding="utf-8")
        return path

    return write


@pytest.fixture
def reportsto(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process; returns exit code, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            cli.main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return call
