"""The last section of a page: which runs it stands on, which of them stopped and why, and how to make them again."""

from collections.abc import Iterator

import pandas as pd

from reportsto.readings.page import Block, Items, Section
from reportsto.readings.runs import Runs
from reportsto.readings.words import place
from reportsto.wording import counted

MOST_REASONS = 5
LONGEST_REASON = 200


def how_made(runs: Runs) -> Section:
    """Return the section, the same for every study."""
    table, study, source = runs.everything, runs.study, runs.source
    failed = table[table["failure"] != ""]
    points = f"{counted(len(runs.design.visited), 'point')} ({study.sampling.kind}), " if study.uncertainties else ""
    what = (
        f"{counted(len(table), 'run')} of {study.days:,} days: {points}{counted(runs.replicates, 'replicate')} shared "
        f"by all structures, seed {study.seed}; {len(failed):,} failed."
    )
    varied = ", ".join(f"`{axis.name}`" for axis in study.uncertainties)
    notes = source["notes"]
    reasons = tuple(_reasons(failed))
    blocks: list[Block] = [
        what,
        *([f"Varied: {varied}."] if varied else []),
        *([Items(reasons)] if reasons else []),
        *(map(str, notes) if isinstance(notes, list) else ()),
        f"Made by `{source['command']}` with reportsto {source['reportsto']}; the same command makes the same "
        "`runs.parquet`, whose digest is in `provenance.json`. Every table in this folder is made from it.",
    ]
    return Section("The runs", tuple(blocks))


def _reasons(failed: pd.DataFrame) -> Iterator[str]:
    """Yield each reason once, shortened, with how many runs it stopped and the first of them."""
    if failed.empty:
        return
    alike = failed.groupby(failed["failure"].str.replace(r"[\d.,]+", "N", regex=True), sort=False)
    for rows in sorted((rows for _, rows in alike), key=len, reverse=True)[:MOST_REASONS]:
        first = rows.iloc[0]
        sample = f"point {first['sample']}" if "sample" in first else ""
        names = [first[name] for name in ("structure", "firm", "world", "variant")]
        where = place(*names, sample, f"replicate {first['replicate']}")
        yield f"{counted(len(rows), 'run')}, first {where}: {first['failure'][:LONGEST_REASON]}"
