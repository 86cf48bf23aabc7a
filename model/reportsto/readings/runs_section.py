"""The last section of a finding: which runs it stands on, which of them stopped and why, and how to make them again."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from reportsto.wording import counted

MOST_REASONS = 5
LONGEST_REASON = 200


def runs_section(told: str, table: pd.DataFrame, source: Mapping[str, object], *, files: str, after: str) -> list[str]:
    """Return the section. `told` says what was varied and how often.

    `files` says what the other files hold, `after` what is known of the runs as a whole; `source` is provenance.
    """
    failed = table[table["failure"] != ""]
    notes = source["notes"]
    return [
        "## The runs",
        f"{counted(len(table), 'run')} of {told}; {len(failed):,} failed. {after}".strip(),
        *_reasons(failed),
        *(map(str, notes) if isinstance(notes, list) else ()),
        f"Made by `{source['command']}` with reportsto {source['reportsto']}; the same command makes the same "
        f"`runs.parquet`, whose digest is in `provenance.json`. {files}",
    ]


def _reasons(failed: pd.DataFrame) -> Iterable[str]:
    """Yield each reason once, shortened, with how many runs it stopped and the first of them."""
    if failed.empty:
        return
    alike = failed.groupby(failed["failure"].str.replace(r"[\d.,]+", "N", regex=True), sort=False)
    most = sorted((rows for _, rows in alike), key=len, reverse=True)[:MOST_REASONS]
    yield "\n".join(
        f"- {counted(len(rows), 'run')}, first {_named(rows.iloc[0])}: {rows['failure'].iloc[0][:LONGEST_REASON]}"
        for rows in most
    )


def _named(run: "pd.Series[Any]") -> str:
    """Return which run it is."""
    names = [str(run[name]) for name in ("structure", "firm", "world", "variant") if run[name]]
    sample = [f"point {run['sample']}"] if "sample" in run else []
    return ", ".join([*names, *sample, f"replicate {run['replicate']}"])
