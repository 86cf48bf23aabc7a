"""`finding.md`: the question, the answer in a few lines, each claim with its verdict, and how to make it all again.

Written from the tables, never by hand: a number here is a number there. Worlds stand side by side, never one alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from reportsto.readings.answer import MEANINGS, UNITS, advice, number, orders, span, verdict_counts, with_interval
from reportsto.readings.markdown import markdown
from reportsto.readings.runs_section import runs_section
from reportsto.readings.tables import Tables
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.studies.study import Study
from reportsto.wording import counted
from reportsto.worlds import WORLDS

SHOWN_MEASURES = 4
"""Measures beside the primary ones that are shown on the page, for the first firm; the others are in summary.csv."""


PREAMBLE = (
    "With reporting lines, customer service does best as follows. A world is an assumption about how strongly a fault "
    "of one's own line counts; which one holds has not been measured."
)


def finding(
    study: Study,
    table: pd.DataFrame,
    tables: Tables,
    source: Mapping[str, object],
    *,
    figures: Sequence[str] = (),
    sections: Sequence[str] = (),
    said: Sequence[str] = (),
) -> str:
    """Return the page; `source` is the provenance of the runs, `figures` the section that shows the figures.

    `sections` are the primary family and whether replicates were enough; `said` is what a plan that looks at results
    has to say first.
    """
    parts = [
        f"# {study.title}",
        f"**Question.** {study.question}",
        "**Answer.**\n\n" + "\n".join(f"- {line}" for line in (*said, *answer(study, table, tables))),
        *figures,
        *_claims(study, tables),
        *sections,
        *_worlds(study, table, tables),
        *_runs(study, table, tables, source),
    ]
    return "\n\n".join(parts) + "\n"


def answer(study: Study, table: pd.DataFrame, tables: Tables) -> list[str]:
    """Return the answer in a few lines: where service does best in each firm, and how the predictions fared."""
    sure = how_sure(tables)
    if study.uncertainties:
        return [sure, verdicts(tables)]
    lines = [*advice(study, table), *stopped(table), sure, *left_out(table), verdicts(tables)]
    return [PREAMBLE, *lines]


def how_sure(tables: Tables) -> str:
    """Return what the intervals are, or that there are none where nothing was run more than once."""
    if tables.summary["n"].max() == 1:
        return (
            "One replicate: nothing here has an interval, so no two structures are told apart and no prediction is "
            f"decided. Run at least {FEWEST_PAIRS}."
        )
    return "Differences are paired, each with its own 95 % interval, from `contrasts.csv`."


def stopped(table: pd.DataFrame) -> list[str]:
    """Return in a line that runs stopped, and what that does to the rest; nothing where none did."""
    failed = int((table["failure"] != "").sum())
    if not failed:
        return []
    said = f"{failed:,} of {counted(len(table), 'run')} stopped before their end"
    if not (table.loc[table["variant"] == "", "failure"] != "").any():
        return [f"{said}, all of them with a variant."]
    return [f"{said}: structures are ranked over replicates that all of the ranked have, which may be the easier ones."]


def left_out(table: pd.DataFrame) -> list[str]:
    """Return a warning that names the worlds these runs leave out, if any."""
    missing = [name for name in WORLDS if name not in set(table["world"])]
    return [f"Not run here, and the order may be another there: {', '.join(missing)}."] if missing else []


def verdicts(tables: Tables) -> str:
    """Return how the predictions fared, counted over worlds."""
    told = verdict_counts(tables.claims)
    if not told:
        return "No prediction was judged."
    asked = counted(len(tables.asked), "prediction")
    each = "it names" if len(tables.asked) == 1 else "they name"
    return f"{counted(len(tables.claims), 'verdict')} on {asked} in each world {each}: {told}."


# ── Claims ───────────────────────────────────────────────────────────────────────────────────────


def _claims(study: Study, tables: Tables) -> list[str]:
    parts = ["## Claims", verdicts(tables)]
    if tables.asked and not study.uncertainties:
        parts.append(_claims_table(study, tables))
        parts.append(
            "A number is a - b, with an interval that holds for all rows of this table at once (95 %). *supported*: "
            "beyond the smallest effect that matters, in the predicted direction; *refuted*: beyond it in the other; "
            "*equivalent*: smaller than it; *inconclusive*: the runs do not decide. A check is *passed* or *failed*: "
            "it is partly built in and no finding. Intervals say how far more replicates could move a number, not "
            "whether "
            "the assumptions are right."
        )
    if tables.unasked:
        names = ", ".join(dict.fromkeys(prediction.claim for prediction in tables.unasked))
        parts.append(f"Not asked of these runs (they lack a firm, world, structure or variant): parts of {names}.")
    return parts


def _claims_table(study: Study, tables: Tables) -> str:
    worlds = [world for world in study.levers.worlds if world in set(tables.claims["world"])]
    rows, at = [], 0
    for prediction in tables.asked:
        judged = tables.claims.iloc[at : at + len(prediction.worlds)]
        at += len(prediction.worlds)
        cells = {str(row["world"]): _verdict(row) for _, row in judged.iterrows()}
        caveats = dict.fromkeys(part for caveat in judged["caveat"] for part in str(caveat).split("; ") if part)
        sign = ">" if prediction.direction == "a_above" else "<"
        claim = f"{prediction.claim} ({prediction.kind})"
        effect = span(judged["smallest_effect"])
        asked = f"`{prediction.measure}` in {prediction.firm}: {prediction.contrast} {sign} 0, by {effect}"
        found = [cells.get(world, "") for world in worlds]
        rows.append([claim, f"{prediction.text}<br>{asked}", *found, "; ".join(caveats)])
    return markdown(["claim", "prediction", *worlds, "caveat"], rows)


def _verdict(row: "pd.Series[Any]") -> str:
    return f"**{row['verdict']}** {with_interval(row, 'number')}"


# ── Worlds ───────────────────────────────────────────────────────────────────────────────────────


def _worlds(study: Study, table: pd.DataFrame, tables: Tables) -> list[str]:
    if study.uncertainties:
        return []
    first = str(table["firm"].iloc[0])
    parts = [
        *_orders(study, table),
        "## The worlds side by side",
        "Mean over replicates and its own 95 % interval. A world says how often faults of one's own line count; "
        "the order of structures depends on it.",
    ]
    for firm in dict.fromkeys(table["firm"].astype(str)):
        more = study.outcomes.measures[:SHOWN_MEASURES] if firm == first else ()
        for measure in (*study.outcomes.primary, *more):
            parts.append(f"**{firm}: `{measure}`** ({UNITS[measure]}), {MEANINGS[measure]}")
            parts.append(_world_table(study, tables.summary, firm, measure))
    return parts


def _orders(study: Study, table: pd.DataFrame) -> list[str]:
    return [
        "## The structures in order",
        "`<` and `>` stand between neighbours that a paired 95 % interval tells apart, `≈` between those it does not. "
        "A star marks the map without reporting lines, whose owners act with certainty: generous and assumed.",
        "\n".join(f"- {line}" for line in orders(study, table)),
    ]


def _world_table(study: Study, summary: pd.DataFrame, firm: str, measure: str) -> str:
    here = summary[(summary["firm"] == firm) & (summary["measure"] == measure) & (summary["variant"] == "")]
    worlds = [world for world in study.levers.worlds if world in set(here["world"])]
    rows = []
    for structure, means in here.groupby("structure", sort=False):
        cells = {str(row["world"]): with_interval(row, "mean") for _, row in means.iterrows()}
        rows.append([str(structure), *(cells.get(world, "") for world in worlds)])
    return markdown(["structure", *worlds], rows)


# ── Runs ─────────────────────────────────────────────────────────────────────────────────────────


def _runs(study: Study, table: pd.DataFrame, tables: Tables, source: Mapping[str, object]) -> list[str]:
    told = f"{study.days} days, {counted(source['replicates'], 'replicate')}, seed {study.seed}"
    files = (
        "`summary.csv`, `contrasts.csv`, `levers.csv`, `claims.csv`, `ranking.csv` and `prices.csv` are made from it."
    )
    return runs_section(told, table, source, files=files, after=_pairing(study, tables))


def _pairing(study: Study, tables: Tables) -> str:
    primary = tables.contrasts[tables.contrasts["measure"].isin(study.outcomes.primary)]
    ratios = primary["variance_ratio"].dropna()
    if ratios.empty:
        return "Too few replicates to say what the shared draws removed."
    return (
        "All structures meet the same candidate customers: the variance of a paired difference of a primary measure is "
        f"{number(float(ratios.median()))} of an unpaired one's (median of {len(ratios)} contrasts; "
        f"{number(float(ratios.min()))} to {number(float(ratios.max()))})."
    )
