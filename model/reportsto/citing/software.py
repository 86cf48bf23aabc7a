"""The software itself, as it is cited: what is known, and what is not."""

from collections.abc import Mapping

from reportsto import __version__
from reportsto.citing.works import Work
from reportsto.digests import package_digest

TITLE = "reportsto: an agent-based incentive model of where customer service sits on the org chart"
AUTHORS = "The reportsto authors"
YEAR = 2026
GAPS = (
    "no persons are named as authors",
    "no DOI: no release was deposited in an archive",
    "no address: no public repository is named",
)
"""Fields of a citation that nobody can fill today."""


def software(commit: str | None) -> Work:
    """Return the software as a work, with its version and the commit or else the digest of its sources."""
    return _work(__version__, _state(commit, package_digest()))


def software_of(source: Mapping[str, object]) -> Work:
    """Return the software that made results as a work, with what they were made from, by their provenance."""
    return _work(str(source.get("reportsto") or "unknown"), f"{_made_with(source)}. {_study(source)}")


def state_of(source: Mapping[str, object]) -> str:
    """Return version and state of the software that made results, in words."""
    return f"reportsto {source.get('reportsto') or '(version unknown)'}, {_made_with(source)}"


def _made_with(source: Mapping[str, object]) -> str:
    told = source.get("digests")
    digests = told if isinstance(told, dict) else {}
    commit = source.get("commit")
    return _state(str(commit) if commit else None, str(digests.get("package_sources") or "unknown"))


def _study(source: Mapping[str, object]) -> str:
    """Return which study was run, with its seed and the digest of its runs."""
    told = source.get("digests")
    digest = told.get("runs_csv") if isinstance(told, dict) else None
    runs = f", {source['runs']:,} runs" if isinstance(source.get("runs"), int) else ""
    ended = f"; sha256 of the runs as CSV {digest}" if digest else ""
    return f"Study {source.get('study')} ({source.get('form')} form{runs}), seed {source.get('seed')}{ended}"


def _state(commit: str | None, sources: str) -> str:
    return f"commit {commit}" if commit else f"sources {sources} (commit not known: no repository)"


def _work(version: str, state: str) -> Work:
    return Work("reportsto", (AUTHORS,), YEAR, "", TITLE, kind="software", number=version, publisher=state)
