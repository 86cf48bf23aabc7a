"""`finding.md` of a study of off-switches: which mechanism makes the difference of two structures, world by world."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reportsto.readings.answer import UNITS, number, told, verdict_counts, with_interval
from reportsto.readings.markdown import markdown
from reportsto.readings.runs_section import runs_section
from reportsto.readings.shapley import Contributions
from reportsto.studies.study import Study
from reportsto.wording import counted

LARGEST = 4
"""Mechanisms that the answer names for each pair and world."""


def shapley_finding(study: Study, table: pd.DataFrame, tables: Contributions, source: Mapping[str, object]) -> str:
    """Return the page; `source` is the provenance of the runs."""
    parts = [
        f"# {study.title}",
        f"**Question.** {study.question}",
        "**Answer.**\n\n" + "\n".join(f"- {line}" for line in shapley_answer(study, tables)),
        *_claims(study, tables),
        *_values(study, tables),
        *_runs(study, table, tables, source),
    ]
    return "\n\n".join(parts) + "\n"


def shapley_answer(study: Study, tables: Contributions) -> list[str]:
    """Return, for each primary measure, pair and world, what brings most of it, and how the predictions fared."""
    lines = []
    chosen = tables.shapley[tables.shapley["measure"].isin(study.outcomes.primary)]
    by = ["measure", "firm", "variant", "a", "b", "world"]
    for (measure, firm, variant, a, b, world), rows in chosen.groupby(by, sort=False):
        largest = rows.loc[rows["value"].abs().sort_values(ascending=False, kind="stable").index].head(LARGEST)
        named = ", ".join(f"{row['mechanism']} {_signed(row['value'])}" for _, row in largest.iterrows())
        place = ", ".join(text for text in (str(firm), str(variant), str(world)) if text)
        whole = _signed(rows["all_on"].iloc[0])
        lines.append(f"{place}: `{measure}`, {told(str(a))} less {told(str(b))} is {whole}; most of it: {named}.")
    if not tables.claims.empty:
        asked = counted(len(tables.claims), "verdict")
        lines.append(f"{asked}, one for each prediction and world: {verdict_counts(tables.claims)}.")
    return lines


def _signed(value: float) -> str:
    return f"{'+' if value > 0.0 else ''}{number(float(value))}"


def _claims(study: Study, tables: Contributions) -> list[str]:
    if tables.claims.empty:
        return []
    worlds = [world for world in study.levers.worlds if world in set(tables.claims["world"])]
    rows = []
    asked = ["claim", "prediction", "mechanism", "measure", "contrast", "direction"]
    for (claim, text, _, measure, contrast, direction), here in tables.claims.groupby(asked, sort=False):
        first = here.iloc[0]
        cells = {
            str(row["world"]): f"**{row['verdict']}** {with_interval(row, 'number')}" for _, row in here.iterrows()
        }
        sign = f"{'>' if direction == 'a_above' else '<'} 0, by {number(float(here['smallest_effect'].mean()))}"
        found = [cells.get(world, "") for world in worlds]
        caveat = str(first["caveat"])
        rows.append([f"{claim} ({first['kind']})", f"{text}<br>`{measure}`: {contrast} {sign}", *found, caveat])
    return [
        "## Claims",
        markdown(["claim", "prediction", *worlds, "caveat"], rows),
        "A number is the Shapley value of the mechanism in a - b, with its own 95 % interval over orders and "
        "replicates. *supported*: beyond the smallest effect, in the predicted direction; *refuted*: beyond it in the "
        "other; *equivalent*: smaller than it; *inconclusive*: the runs do not decide. A check is *passed* or "
        "*failed*.",
    ]


def _values(study: Study, tables: Contributions) -> list[str]:
    parts = [
        "## What each mechanism contributes",
        "The mean, over orders in which mechanisms are switched off, of what the difference loses when this one goes. "
        "Each column adds up to the last row, the difference with all on less that with all off. These shares are "
        "about the model and averaged over what else is on: no mechanism of a firm was switched off, and what one of "
        "them does alone may be another number.",
    ]
    for measure in (*study.outcomes.primary, *study.outcomes.measures):
        chosen = tables.shapley[tables.shapley["measure"] == measure]
        for (firm, variant, a, b), rows in chosen.groupby(["firm", "variant", "a", "b"], sort=False):
            place = ", ".join(text for text in (str(firm), str(variant)) if text)
            parts.append(f"**`{measure}`** ({UNITS[measure]}), {told(str(a))} less {told(str(b))}, {place}")
            parts.append(_table(study, rows))
    return parts


def _table(study: Study, rows: pd.DataFrame) -> str:
    worlds = [world for world in study.levers.worlds if world in set(rows["world"])]
    cells = {(str(row["world"]), str(row["mechanism"])): with_interval(row, "value") for _, row in rows.iterrows()}
    largest = rows["value"].abs().groupby(rows["mechanism"]).max().sort_values(ascending=False, kind="stable")
    lines = [[str(name), *(cells.get((world, str(name)), "") for world in worlds)] for name in largest.index]
    ends = rows.drop_duplicates("world").set_index("world")
    wholes = ends["all_on"] - ends["all_off"]
    lines.append(["**all together**", *(f"**{number(float(wholes[world]))}**" for world in worlds)])
    return markdown(["mechanism", *worlds], lines)


def _runs(study: Study, table: pd.DataFrame, tables: Contributions, source: Mapping[str, object]) -> list[str]:
    first: pd.Series[Any] = tables.shapley.iloc[0]
    told = (
        f"{study.days} days: {counted(int(first['orders']), 'order')} of "
        f"{len(study.uncertainties)} off-switches, every second one the reverse of the one before; "
        f"{counted(source['replicates'], 'replicate')}, shared by all points and structures; seed {study.seed}, "
        f"of the orders {study.sampling.seed}"
    )
    files = (
        "Columns `without.*` hold the orders: from one sample to the next one more is 1. All values, with intervals "
        "over orders alone, are in `shapley.csv`."
    )
    return runs_section(told, table, source, files=files, after=_null(tables))


def _null(tables: Contributions) -> str:
    """Say what is left between two structures when every mechanism of the study is off."""
    most = float(tables.shapley["all_off"].abs().max())
    if most == 0.0:
        return "With all of them off, no two structures differ in any measure, to the last digit."
    where = tables.shapley["measure"].iloc[int(tables.shapley["all_off"].abs().argmax())]
    return (
        f"With all of them off, structures still differ (in `{where}` by up to {number(most)}): the study leaves "
        "mechanisms on, and what they bring is in no value."
    )
