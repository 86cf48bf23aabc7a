"""What a study was run with, as far as that can be told: versions of Python and of every package in use."""

import json
import platform
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import reportsto
from reportsto.digests import model_digest, package_digest
from reportsto.results.provenance import commit

LOCK = Path(reportsto.__file__).parents[2] / "requirements.lock"
"""The locked packages of a checkout; an installed package has none."""
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def environment(source: Mapping[str, object]) -> bytes:
    """Return as JSON what the runs were made with, by their provenance, and what the bundle was made with."""
    told = {
        "runs": {name: source.get(name) for name in ("reportsto", "commit", "python", "platform", "libraries")},
        "bundle": {
            "reportsto": reportsto.__version__,
            "commit": commit(),
            "model_sources": model_digest(),
            "package_sources": package_digest(),
            "python": platform.python_version(),
            "platform": f"{platform.system()} {platform.machine()}",
            "packages": dict(sorted(_installed("reportsto"))),
        },
    }
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()


def lock() -> bytes | None:
    """Return the locked packages of the checkout we are in, if it is one."""
    try:
        return LOCK.read_bytes() if (LOCK.parent / "pyproject.toml").is_file() else None
    except OSError:
        return None


def _installed(first: str) -> Iterator[tuple[str, str]]:
    """Yield name and version of a package and of all it requires that are installed, each once."""
    seen, ahead = set[str](), [first]
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:  # an extra, or of another system
            continue
        yield name, found.version
        wanted = [line for line in found.requires or () if name == first or "extra ==" not in line]
        ahead += [_plain(match[0]) for line in wanted if (match := _NAME.match(line))]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
