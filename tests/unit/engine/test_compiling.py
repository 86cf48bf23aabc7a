"""Machine code is kept between sessions, and never beyond the sources it was made from."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import reportsto
from reportsto import api
from reportsto.engine import compiling, kernel
from reportsto.errors import SettingError, UnknownName

PACKAGE = Path(reportsto.__file__).parent


@pytest.fixture
def copied(tmp_path):
    """Copy the package, so that a rule can be edited."""
    shutil.copytree(PACKAGE, tmp_path / "model" / "reportsto", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "model"


def asked(copy: Path, code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(copy), **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    return done.stdout.strip()


def edit(copy: Path, name: str, old: str, new: str) -> None:
    path = copy / "reportsto" / name
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


DIGEST = "from reportsto.engine.compiling import code_digest; print(code_digest())"


def test_the_folder_is_named_after_every_source_a_kernel_comes_from(copied):
    """A changed rule, stream or chart fact is another folder; a changed figure is not."""
    original = asked(copied, DIGEST)
    assert original == compiling.code_digest()

    (copied / "reportsto" / "drawing" / "another.py").write_text("")
    assert asked(copied, DIGEST) == original

    edit(copied, "orderflow/contacts.py", "return base * (1.0 + per_day_waited * wait)", "return base")
    assert asked(copied, DIGEST) != original


def test_simulate_says_once_that_it_compiles(monkeypatch, capsys):
    """In a notebook half a minute of silence looks like a fault; from the second call on there is nothing to say."""
    compiled = []
    monkeypatch.setattr(compiling, "is_cold", lambda: True)
    monkeypatch.setattr(kernel, "is_compiled", lambda: bool(compiled))
    monkeypatch.setattr(api, "run_one", lambda *_: compiled.append("a run") or {})

    for _ in range(2):
        api.simulate("separate", "six_people", replicates=[0], days=1)

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert told.err.startswith("Compiling the model for this machine: about half a minute, once")


def test_what_cannot_be_run_is_not_compiled_for(monkeypatch, capsys):
    """A mistyped name is answered at once."""
    monkeypatch.setattr(compiling, "is_cold", lambda: True)
    monkeypatch.setattr(kernel, "is_compiled", lambda: False)

    with pytest.raises(UnknownName):
        api.simulate("seperate", "six_people", replicates=[0], days=1)

    assert capsys.readouterr().err == ""


def test_old_machine_code_is_cleared(tmp_path, monkeypatch):
    """Only the last few states of the code keep theirs, and other people's folders are left alone."""
    monkeypatch.setenv(compiling.CACHE_VARIABLE, str(tmp_path))
    compiling.cache_folder.cache_clear()
    kept = tmp_path / "reportsto" / "compiled"
    for n in range(10):
        (kept / f"{n:032d}").mkdir(parents=True)
        os.utime(kept / f"{n:032d}", (n, n))
    (kept / "somebody").mkdir()
    try:
        folder = compiling.cache_folder()
    finally:
        compiling.cache_folder.cache_clear()

    left = sorted(path.name for path in kept.iterdir())
    assert left == sorted([f"{n:032d}" for n in (7, 8, 9)] + [folder.name, "somebody"])


def test_a_home_that_cannot_be_written_to_only_costs_the_cache(tmp_path, monkeypatch):
    """A file where the folder should be: nothing is kept, nothing fails."""
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv(compiling.CACHE_VARIABLE, str(tmp_path / "taken"))
    compiling.cache_folder.cache_clear()
    try:
        assert compiling.cache_folder() is None
        assert compiling.is_cold()
    finally:
        compiling.cache_folder.cache_clear()


def test_damaged_machine_code_is_made_again(tmp_path, monkeypatch):
    """An error on reading what was kept costs the cache and a compilation, not the run."""
    monkeypatch.setenv(compiling.CACHE_VARIABLE, str(tmp_path))
    compiling.cache_folder.cache_clear()
    asked_for = []

    def entry(number):
        asked_for.append(number)
        if len(asked_for) == 1:
            raise EOFError("Ran out of input")
        return number

    entry._cache = "what was kept"
    try:
        folder = compiling.cache_folder()
        (folder / "damaged.nbi").write_bytes(b"")
        assert compiling.call(entry, 7) == 7
    finally:
        compiling.cache_folder.cache_clear()

    assert asked_for == [7, 7]
    assert not folder.exists()


def test_a_mistake_of_ours_is_not_hidden_as_damage(tmp_path, monkeypatch):
    """What fails again without a cache is raised."""
    monkeypatch.setenv(compiling.CACHE_VARIABLE, str(tmp_path))
    compiling.cache_folder.cache_clear()

    def entry():
        raise ValueError("a bug")

    entry._cache = None
    try:
        with pytest.raises(ValueError, match="a bug"):
            compiling.call(entry)
    finally:
        compiling.cache_folder.cache_clear()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """Return the folder in which compiled code would be kept, with nothing in it."""
    monkeypatch.setenv(compiling.CACHE_VARIABLE, str(tmp_path))
    compiling.cache_folder.cache_clear()
    yield tmp_path
    compiling.cache_folder.cache_clear()


def test_the_folder_of_compiled_code_is_private(cache):
    """Whatever the umask lets others do elsewhere."""
    before = os.umask(0)
    try:
        folder = compiling.cache_folder()
    finally:
        os.umask(before)

    assert [path.stat().st_mode & 0o777 for path in (folder, *folder.parents[:2])] == [0o700] * 3


@pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX")
@pytest.mark.parametrize("part", ["", "reportsto", "reportsto/compiled", "reportsto/compiled/DIGEST"])
def test_a_cache_that_others_can_write_is_refused(cache, part):
    """A planted file would be run: one line with the folder and what to do, and nothing is loaded."""
    folder = cache / part.replace("DIGEST", compiling.code_digest())
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o777)

    with pytest.raises(SettingError, match=rf"{folder}: others can write to it, .*REPORTSTO_CACHE"):
        compiling.cache_folder()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="not checked: only root can give a file away")
def test_compiled_code_of_somebody_else_is_refused(cache):
    """Also a single file, in a folder that was once open."""
    folder = compiling.cache_folder()
    compiling.cache_folder.cache_clear()
    planted = folder / "planted.nbi"
    planted.write_bytes(b"")
    os.chown(planted, 12345, -1)

    with pytest.raises(SettingError, match=r"planted\.nbi: somebody else's"):
        compiling.cache_folder()


@pytest.mark.skipif(os.name != "posix", reason="links are not made by everybody elsewhere")
def test_what_lies_deeper_in_the_cache_is_looked_at_too(cache):
    """The compiler keeps its files in folders of their own: a link there, or a file that others can write."""
    folder = compiling.cache_folder()
    deep = folder / "engine_12ab"
    deep.mkdir()
    (deep / "kernel.nbc").symlink_to(cache / "elsewhere")
    compiling.cache_folder.cache_clear()
    with pytest.raises(SettingError, match=r"engine_12ab/kernel\.nbc: a link"):
        compiling.cache_folder()

    (deep / "kernel.nbc").unlink()
    (deep / "kernel.nbc").write_bytes(b"")
    (deep / "kernel.nbc").chmod(0o666)
    folder.chmod(0o755)
    compiling.cache_folder.cache_clear()
    with pytest.raises(SettingError, match=r"engine_12ab/kernel\.nbc: others can write to it"):
        compiling.cache_folder()


def test_a_cache_behind_a_link_is_refused(cache):
    """A link may lead into a folder of somebody else's."""
    (cache / "elsewhere").mkdir()
    (cache / "reportsto").symlink_to(cache / "elsewhere")

    with pytest.raises(SettingError, match="reportsto: a link"):
        compiling.cache_folder()


@pytest.mark.slow
def test_an_edited_rule_changes_the_result(copied, tmp_path):
    """
    Numba's own cache would not notice: run, edit a rule in another file than the kernel's, run again.
    """
    run = "from reportsto.api import *; print(run_one(scenario(firm='six_people'), 1, 0, 60)['contacts'])"
    cache = {compiling.CACHE_VARIABLE: str(tmp_path / "cache")}
    before, again = asked(copied, run, **cache), asked(copied, run, **cache)
    edit(copied, "orderflow/contacts.py", "return base * (1.0 + per_day_waited * wait)", "return 2.0 * base")
    after = asked(copied, run, **cache)

    assert before == again
    assert float(after) > float(before)
