"""What a plan that looks at its results decided: contrasts that are precise enough, or the best structure, by place."""

import pandas as pd

from reportsto.readings.answer import number
from reportsto.readings.markdown import markdown
from reportsto.studies.design import Design
from reportsto.wording import counted

MOST_SHOWN = 40
NAME = "replication"


def told_plan(design: Design, decisions: pd.DataFrame) -> list[str]:
    """Return in a line what was decided; nothing where the number of replicates was fixed."""
    plan = design.replication
    if plan.kind == "fixed":
        return [design.left_out] if design.left_out else []
    if plan.kind == "until_precise":
        sure = int(decisions["precise"].sum())
        return [
            f"`{plan.measure}`, {plan.a} less {plan.b}: within {number(plan.half_width)} to either side at "
            f"{sure} of {counted(len(decisions), 'place')}, after {_span(decisions['replicates'])} replicates."
        ]
    places = decisions.groupby(["firm", "world", "variant", "sample"], sort=False)
    named = int(places["best"].any().sum())
    close = int((places["best"].any() & (places["reason"].first() != "")).sum())
    less = f" (at {close} of them by less than that: another may be as good)" if close else ""
    return [
        f"The best on `{plan.measure}` is named at {named} of {counted(places.ngroups, 'place')}: right with "
        f"probability {plan.level:g} or more where it leads by {number(plan.indifference)} or more{less}; "
        f"{_span(decisions['replicates'])} replicates a structure."
    ]


def how_many(design: Design, decisions: pd.DataFrame) -> list[str]:
    """Return the section of the finding; nothing where the number of replicates was fixed."""
    plan = design.replication
    if plan.kind == "fixed":
        return ["## How many replicates", design.left_out] if design.left_out else []
    precise = plan.kind == "until_precise"
    rows = [_precise_row(row) for _, row in decisions.iterrows()] if precise else _best_rows(decisions)
    header = ["firm", "world", "variant", "point"]
    header += ["a - b", "replicates", "looks", "precise"] if precise else ["best", "replicates", "remark"]
    how = (
        "Looks were planned beforehand and share the error rate, so an interval holds where its study stopped."
        if precise
        else "Selection by KN (Kim and Nelson 2001): structures that have fallen too far behind are dropped."
    )
    return [
        "## How many replicates",
        *told_plan(design, decisions),
        markdown(header, rows[:MOST_SHOWN]),
        *([f"{len(rows) - MOST_SHOWN:,} more are in `{NAME}.csv`."] if len(rows) > MOST_SHOWN else []),
        f"{how} Every other table here is made from the first {design.replicates} replicates, a number fixed "
        "beforehand; `runs.parquet` has all.",
    ]


def _precise_row(row: "pd.Series[float]") -> list[str]:
    found = f"{number(row['estimate'])} [{number(row['low'])}, {number(row['high'])}]"
    looks = f"{row['look']} of {row['looks']}"
    return [*_where(row), found, str(row["replicates"]), looks, "yes" if row["precise"] else "no"]


def _best_rows(decisions: pd.DataFrame) -> list[list[str]]:
    out = []
    for _, rows in decisions.groupby(["firm", "world", "variant", "sample"], sort=False):
        best = ", ".join(rows.loc[rows["best"], "structure"].astype(str)) or "–"
        spent = ", ".join(f"{row['structure']} {row['replicates']}" for _, row in rows.iterrows())
        out.append([*_where(rows.iloc[0]), best, spent, str(rows["reason"].iloc[0])])
    return out


def _where(row: "pd.Series[float]") -> list[str]:
    return [str(row["firm"]), str(row["world"]), str(row["variant"]), str(row["sample"])]


def _span(counts: "pd.Series[int]") -> str:
    low, high = counts.min(), counts.max()
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
