"""The software itself, as it is cited: what is known, and what is not."""

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
    state = f"commit {commit}" if commit else f"sources {package_digest()} (commit not known: no repository)"
    return Work(
        "reportsto", (AUTHORS,), YEAR, "", TITLE, kind="software", number=__version__, publisher=state,
    )  # fmt: skip
