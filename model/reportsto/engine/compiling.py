"""How functions of this folder are compiled, and where the machine code is kept between sessions.

Numba's disk cache looks only at the file of the function it keeps: after a change in another file, a rule's say, it
loads the old machine code without a word. So the folder of the cache is named after a digest of every source file of
the package and of the versions of Python, Numba and NumPy; another state of the code is another folder.

Never `fastmath`: it changes the last bits. `error_model="numpy"` leaves out the test for zero before a division,
which would keep loops from being vectorised; no rule divides by zero.
"""

import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import numba
import numpy as np
from llvmlite import binding
from numba.core.caching import NullCache

from reportsto.digests import COMPILED, digest, sources
from reportsto.errors import SettingError

F = TypeVar("F", bound=Callable[..., object])

_njit: Any = numba.njit
_config: Any = numba.config
_FAST = {"nogil": True, "error_model": "numpy"}
INNER = {**_FAST, "_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Functions called by compiled code alone: no way in from Python or C, which took a third of compiling.

They own no memory, and so count no references: counting took a fifth of a run.
"""


def _use_wide_registers() -> None:
    """Let loops use registers of 512 bits where these cost no clock; bits of results do not depend on it.

    LLVM prefers 256 bits on all of Intel's processors, for the sake of those before Ice Lake, which have no `vbmi2`.
    What somebody has set for Numba stays.
    """
    if _config.ENABLE_AVX and _config.CPU_NAME is None and _config.CPU_FEATURES is None:
        features = binding.get_host_cpu_features().flatten()
        if "+avx512vbmi2" in features.split(","):
            _config.CPU_NAME, _config.CPU_FEATURES = binding.get_host_cpu_name(), f"{features},-prefer-256-bit"


_use_wide_registers()

CACHE_VARIABLE = "REPORTSTO_CACHE"
"""Environment variable that names another folder for compiled code."""

KEPT = 4
"""How many states of the code keep their machine code."""


def compiled(function: F) -> F:
    """Compile a function that other compiled functions call."""
    out: F = _njit(**INNER)(function)
    return out


def inlined(function: F) -> F:
    """Compile a function into each of its callers: for the few that a loop must contain to be vectorised."""
    out: F = _njit(**INNER, inline="always")(function)
    return out


def entry(function: F) -> F:
    """Compile a function that Python calls, and keep its machine code on disk if a folder can be written."""
    folder = cache_folder()
    usual = _config.CACHE_DIR
    _config.CACHE_DIR = str(folder) if folder else usual
    try:
        out: F = _njit(**_FAST, cache=folder is not None)(function)
    finally:
        _config.CACHE_DIR = usual
    return out


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a compiled entry; where its kept machine code is damaged or cannot be kept, compile it again, unkept."""
    try:
        return function(*arguments)
    except MemoryError:
        raise
    except Exception:  # whatever a damaged file makes of itself when it is read
        folder = cache_folder()
        if folder is None or isinstance(getattr(function, "_cache", None), NullCache):
            raise
        shutil.rmtree(folder, ignore_errors=True)
        function._cache = NullCache()  # type: ignore[attr-defined]
        return function(*arguments)


@cache
def code_digest() -> str:
    """Return the digest of all sources a compiled function can come from, and of the versions that compile them."""
    versions = [sys.version, numba.__version__, np.__version__, platform.machine()]
    return digest([versions, sources(COMPILED)])[:32]


@cache
def cache_folder() -> Path | None:
    """Return the folder for this state of the code, made if need be; none where nothing can be written.

    Whoever can write there can have us run anything. Raises `SettingError` where that is somebody else.
    """
    try:
        chosen = os.environ.get(CACHE_VARIABLE)
        base = Path(chosen or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        base.mkdir(parents=True, exist_ok=True)
        _check_base(base)
        folder = base
        for name in ("reportsto", "compiled", code_digest()):
            folder = folder / name
            folder.mkdir(mode=0o700, exist_ok=True)
            _check_private(folder, stat.S_IWGRP | stat.S_IWOTH)
        # Nobody else comes as far as the files of a private folder, whatever their own mode says.
        reached = folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH)
        for file in folder.rglob("*"):
            _check_private(file, stat.S_IWGRP | stat.S_IWOTH if reached else 0)
        folder.touch()  # the folder last used is the last to be cleared
        _clear_old(folder)
    except (OSError, RuntimeError):  # RuntimeError: nobody with a home, as in some containers
        return None
    return folder if os.access(folder, os.W_OK) else None


def _check_base(path: Path) -> None:
    """Refuse a folder in which others could put a folder of theirs in the place of ours."""
    found = path.stat()
    sticky = found.st_mode & stat.S_ISVTX  # as in /tmp: there nobody moves what is somebody else's
    if os.name == "posix" and (found.st_uid not in (0, os.geteuid()) or (found.st_mode & stat.S_IWOTH and not sticky)):
        _refuse(path, "others can write to it")


def _check_private(path: Path, writable: int) -> None:
    """Refuse a file or folder of compiled code that is a link, belongs to somebody else, or that others can write."""
    if os.name != "posix":
        return
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        _refuse(path, "a link")
    if found.st_uid != os.geteuid():
        _refuse(path, "somebody else's")
    if found.st_mode & writable:
        _refuse(path, "others can write to it")


def _refuse(path: Path, wrong: str) -> NoReturn:
    raise SettingError(
        f"{path}: {wrong}, and what is compiled there is run; delete it, or let {CACHE_VARIABLE} name a folder of yours"
    )


def is_cold() -> bool:
    """Return whether nothing has been kept yet for this state of the code, so that the first run compiles."""
    folder = cache_folder()
    return folder is None or not any(folder.rglob("*.nbc"))


def _clear_old(folder: Path) -> None:
    others = [other for other in folder.parent.iterdir() if other != folder and len(other.name) == len(folder.name)]
    others.sort(key=lambda other: other.stat().st_mtime, reverse=True)
    for other in others[KEPT - 1 :]:
        shutil.rmtree(other, ignore_errors=True)
