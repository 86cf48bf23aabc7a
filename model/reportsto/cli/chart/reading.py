"""The organisation in the files that a command was given."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportsto.errors import SettingError

if TYPE_CHECKING:
    from reportsto.organisations.organisation import Organisation


def organisation_of(files: Sequence[Path], reading: Any) -> "Organisation":
    """Return the organisation in one file, or in the two of a staff organogram; `reading` is of `reading_options`.

    Raises `ChartError` with all faults where it makes no chart.
    """
    from reportsto.organisations.reading import is_pair, read_organisation

    if len(files) > 1 and not is_pair(files):
        raise SettingError("expected one file, or the senior and junior posts of a staff organogram")
    organisation = read_organisation(files, **reading)
    _ = organisation.chart
    return organisation
