"""Libraries that only some studies need, imported when such a study is read and not before."""

from importlib import import_module
from typing import Any

from reportsto.errors import StudyError


def library(module: str, *, name: str, extra: str) -> Any:
    """Return an imported module of the library `name`, which the optional extra `extra` installs.

    Raises StudyError with the command that installs it when the library is not there.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        raise StudyError(f"this study needs {name}: pip install 'reportsto[{extra}]'") from missing
