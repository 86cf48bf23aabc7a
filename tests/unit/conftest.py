"""A way to change or spoil the small study file, and to call a command in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportsto.cli import main as cli
from small_study import SOUND

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
