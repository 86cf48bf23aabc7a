"""`finding.md` of a study with a box of parameter points: what holds in how much of it, and where it turns around."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from reportsto.readings.answer import UNITS, number, span, verdict_counts
from reportsto.readings.crossover_words import crossover_lines
from reportsto.readings.markdown import markdown
from reportsto.readings.over_points import Cube, OverPoints, order_certificate
from reportsto.readings.runs_section import runs_section
from reportsto.readings.tornado import KIND, tornado_answer, tornado_lines
from reportsto.studies.sampling import OF_LEVELS
from reportsto.studies.study import Study
from reportsto.wording import counted

INDICES = {"total": "total Sobol' indices", "mu_star": "mean sizes of the elementary effect"}
MOST_RULES = 12
TOLD_SHARES = ("beyond", "beyond_wrong", "surely_right", "surely_wrong", "tied", "undecided")
MOST_PARAMETERS = 8
FEW_PARAMETERS = 4
WIDEST_INDEX = 1
"""A total index is a share: an interval as wide as all shares there are says nothing."""
ONE_AT_A_TIME = (
    "Points are ends of sweeps here, one parameter each: *supported* says that a prediction holds at more than half of "
    "them, never at all of them. Those that turn it are named above."
)


def box_finding(
    study: Study,
    table: pd.DataFrame,
    tables: OverPoints,
    source: Mapping[str, object],
    *,
    figures: Sequence[str] = (),
    sections: Sequence[str] = (),
    said: Sequence[str] = (),
) -> str:
    """Return the page; `source` is the provenance of the runs, `figures` the section that shows the figures.

    `sections` is what a plan that looks at results decided, `said` the same in a line.
    """
    parts = [
        f"# {study.title}",
        f"**Question.** {study.question}",
        "**Answer.**\n\n" + "\n".join(f"- {line}" for line in (*said, *box_answer(study, table, tables))),
        *figures,
        *tornado_lines(tables.tornado),
        *_claims(study, tables),
        *_shares(study, tables),
        *_orders(study, table),
        *crossover_lines(study, table, tables.crossovers),
        *(_flips(tables) if study.sampling.kind != KIND else []),
        *_sensitivity(study, tables),
        *sections,
        *_planning(tables),
        *_runs(study, table, source),
    ]
    return "\n\n".join(parts) + "\n"


def box_answer(study: Study, table: pd.DataFrame, tables: OverPoints) -> list[str]:
    """Return the answer in a few lines: who is ahead in how much of the box, and how the predictions fared."""
    lines = tornado_answer(tables.tornado)
    for measure in study.outcomes.primary:
        rows = _rows(tables.certificates, measure=measure)
        if rows.empty:
            continue
        better, worse = ("lower", "higher") if measure in study.outcomes.lower_is_better else ("higher", "lower")
        for (firm, variant, b), here in rows.groupby(["firm", "variant", "b"], sort=False):
            effect = span(here["smallest_effect"])
            worlds = list(here.groupby("world", sort=False))
            told = "; ".join(f"{world}: {_at(part, 'beyond')}" for world, part in worlds)
            other = "; ".join(f"{world}: {_at(part, 'beyond_wrong')}" for world, part in worlds)
            lines.append(
                f"{_named(firm, variant)}: `{measure}` is {better} (better) than in {b}, by more than {effect}, at "
                f"this share of {_points(here)}: {told}. It is {worse}, by more than that, at: {other}."
            )
    lines += _drivers(study, tables.sensitivity)
    if tables.certificates.empty:
        lines.append("Fewer than four replicates: no point can be told from noise, so no share is given.")
    if not tables.claims.empty:
        told = verdict_counts(tables.claims)
        lines.append(f"{counted(len(tables.claims), 'verdict')}, one for each prediction and world: {told}.")
    return lines


def _at(rows: pd.DataFrame, share: str) -> str:
    """Return at what share of points each structure is ahead, or behind: the largest share first."""
    ordered = rows.sort_values(share, ascending=False, kind="stable")
    some = [f"{row['a']} {_percent(row[share])}" for _, row in ordered.iterrows() if row[share] > 0.0]
    return ", ".join(some) or "none"


def _percent(share: float) -> str:
    return "under 1%" if 0.0 < share < 0.005 else f"{share:.0%}"


def _points(rows: pd.DataFrame) -> str:
    """Return how many points the shares are of: one number, or from the fewest to the most."""
    low, high = int(rows["points"].min()), int(rows["points"].max())
    return counted(low, "point") if low == high else f"{low:,} to {high:,} points"


def _drivers(study: Study, sensitivity: pd.DataFrame) -> list[str]:
    """Return in a line for each primary measure what a difference depends on most; nothing where no design asks it."""
    name = next((one for one in ("total", "mu_star") if one in sensitivity), "")
    lines = []
    for measure in study.outcomes.primary if name else ():
        rows = _rows(sensitivity, measure=measure).dropna(subset=[name])
        for (firm, variant, world, a, b), here in rows.groupby(["firm", "variant", "world", "a", "b"], sort=False):
            first = here.sort_values(name, ascending=False, kind="stable").head(FEW_PARAMETERS)
            place = f"{_named(firm, variant, world)}: `{measure}`, {a} less {b}"
            if name == "total" and not (first["total_high"] - first["total_low"]).max() < WIDEST_INDEX:
                told = f"too few points to tell what it depends on (intervals over {WIDEST_INDEX} wide)"
                lines.append(f"{place}: {told}.")
                continue
            told = ", ".join(f"{row['parameter']} {_with_ends(row, name)}" for _, row in first.iterrows())
            lines.append(f"{place}: the largest {INDICES[name]} have {told}.")
    return lines


def _with_ends(row: "pd.Series[Any]", name: str) -> str:
    return f"{row[name]:.2f} ({row[f'{name}_low']:.2f} to {row[f'{name}_high']:.2f})"


def _rows(table: pd.DataFrame, **where: object) -> pd.DataFrame:
    if table.empty:
        return table
    keep = pd.Series(data=True, index=table.index)
    for name, value in where.items():
        keep &= table[name] == value
    return table[keep]


def _claims(study: Study, tables: OverPoints) -> list[str]:
    if tables.claims.empty:
        return []
    rows = []
    worlds = [world for world in study.levers.worlds if world in set(tables.claims["world"])]
    for (claim, text, where), here in tables.claims.groupby(["claim", "prediction", "where"], sort=False):
        first = here.iloc[0]
        cells = {str(row["world"]): _verdict(row) for _, row in here.iterrows()}
        asked = f"`{first['measure']}`: {first['contrast']}{f', where {where}' if str(where) else ''}"
        turned = here[here["flips"] != ""]
        turns = "".join(f"{row['world']}: {row['flips']}" for _, row in turned.head(1).iterrows())
        caveat = "; ".join(part for part in (str(first["caveat"]), turns) if part)
        rows.append([f"{claim} ({first['kind']})", f"{text}<br>{asked}", *(cells.get(w, "") for w in worlds), caveat])
    return [
        "## Claims",
        markdown(["claim", "prediction", *worlds, "caveat; where it turns around"], rows),
        "A cell has the verdict, the share of points at which the prediction holds by more than the smallest effect "
        "(with its 95 % interval), and the median difference. *supported*: more than half of the points "
        "hold it so, the interval included; *refuted*: at more than half the replicates are sure of the other sign, by "
        "any size (a study at one point asks for more: beyond the smallest effect); "
        "*equivalent*, which comes first: at more than half the whole interval over replicates is within the smallest "
        "effect. All of this with the interval of the share above one half; *inconclusive*: none of "
        "these, so it depends on the parameters, or nothing could be told for the reason given. A check is partly "
        "built in: it can be *passed*, never supported.",
        *([ONE_AT_A_TIME] if study.sampling.kind == KIND else []),
    ]


def _verdict(row: "pd.Series[Any]") -> str:
    if row["reason"]:
        return f"**{row['verdict']}**: {row['reason']}"
    interval = f"{row['beyond']:.0%} ({row['beyond_low']:.0%} to {row['beyond_high']:.0%})"
    asked = f" of {counted(int(row['points']), 'point')}" if row["where"] else ""
    return f"**{row['verdict']}** {interval}{asked}, median {number(float(row['median']))}"


def _shares(study: Study, tables: OverPoints) -> list[str]:
    if tables.certificates.empty:
        return []
    parts = ["## Who is ahead in how much of the box"]
    for measure in study.outcomes.primary:
        rows = []
        better = "lower" if measure in study.outcomes.lower_is_better else "higher"
        for _, row in _rows(tables.certificates, measure=measure).iterrows():
            cells = [_percent(row[name]) for name in TOLD_SHARES]
            rows.append([_where(row), str(row["world"]), f"{row['a']} against {row['b']}", *cells])
        parts.append(f"**`{measure}`** ({UNITS[measure]}; {better} is better)")
        header = [
            "firm",
            "world",
            "a against b",
            "a better by the smallest effect",
            "b better by it",
            "a surely better",
            "b surely better",
        ]
        parts.append(markdown([*header, "tied", "undecided"], rows))
    parts.append(
        "The first two shares go by the mean of the replicates. *Surely*, by any size: the 95 % interval over "
        "replicates excludes zero, at each point by itself; where there is no difference that still happens at 5 "
        "points in 100. *Tied*: the interval is within the smallest effect; such a point may be sure of its sign too. "
        "*Undecided*: neither sure nor tied. Intervals of all shares are in `certificates.csv`."
    )
    if study.sampling.kind in OF_LEVELS:
        parts.append("The points are a grid that was chosen, not a sample: read an interval as the size of the grid.")
    return parts


def _orders(study: Study, table: pd.DataFrame) -> list[str]:
    order = study.outcomes.order
    if len(order) < 2:
        return []
    cube, rows = Cube(study, table), []
    for place in cube.places:
        for measure in (*study.outcomes.primary, *study.outcomes.measures):
            found = order_certificate(cube, order, place, measure)
            if found is not None:
                share = found.right
                cells = [f"{share.estimate:.1%} ({share.low:.1%} to {share.high:.1%})", f"{found.beyond.estimate:.1%}"]
                firm, world, variant = place
                where = f"{firm}, {variant}" if variant else firm
                rows.append([where, world, f"`{measure}`", *cells, found.verdict])
    beyond = "every step beyond the smallest effect"
    header = ["firm", "world", "measure", "share of points", beyond, "more than half of that?"]
    return [f"## The order {' > '.join(order)} (best first)", markdown(header, rows)] if rows else []


def _where(row: "pd.Series[Any]") -> str:
    return _named(row["firm"], row["variant"])


def _named(*words: object) -> str:
    return ", ".join(text for text in map(str, words) if text)


def _flips(tables: OverPoints) -> list[str]:
    if tables.flips.empty:
        return ["## Where it turns around", "No rule in words beats the base rate on points it was not made from."]
    best = tables.flips.sort_values("coverage", ascending=False, kind="stable").head(MOST_RULES)
    rows = [
        [_where(row), str(row["world"]), f"`{row['measure']}`, {row['a']} against {row['b']}", str(row["rule"]),
         f"{row['coverage']:.0%}", f"{row['density']:.0%} ({row['low']:.0%} to {row['high']:.0%})"]
        for _, row in best.iterrows()
    ]  # fmt: skip
    header = ["firm", "world", "contrast", "rule", "coverage", "density"]
    return [
        "## Where it turns around",
        markdown(header, rows),
        "Coverage: share of all such points that the rule holds. Density: share of the rule's points that are such. "
        "Both are counted on points the rule was not made from. All rules are in `flips.csv`.",
    ]


def _sensitivity(study: Study, tables: OverPoints) -> list[str]:
    if tables.sensitivity.empty:
        return []
    parts = ["## What drives the differences"]
    name = "total" if "total" in tables.sensitivity else "mu_star"
    for measure in study.outcomes.primary:
        here_all = _rows(tables.sensitivity, measure=measure)
        for (firm, variant, world, a, b), here in here_all.groupby(["firm", "variant", "world", "a", "b"], sort=False):
            sound = here.dropna(subset=[name]) if name in here else here.head(0)
            sound = sound.sort_values(name, ascending=False).head(MOST_PARAMETERS) if len(sound) else sound
            told = ", ".join(f"{row['parameter']} {_with_ends(row, name)}" for _, row in sound.iterrows())
            reason = "; ".join(dict.fromkeys(str(text) for text in here["reason"] if text))
            where = _named(firm, variant, world)
            parts.append(f"`{measure}`, {a} less {b}, {where}: {told or reason}.")
    word = INDICES[name][0].upper() + INDICES[name][1:]
    parts.append(f"{word} of the mean difference, largest first, with 95 % intervals; all in `sensitivity.csv`.")
    return parts


def _planning(tables: OverPoints) -> list[str]:
    if tables.planning.empty:
        return []
    lines = [
        f"- `{row['measure']}`, {row['a']} less {row['b']}, {_where(row)}, {row['world']}: {row['advice']}"
        for _, row in tables.planning.iterrows()
    ]
    return ["## Were there replicates enough?", "\n".join(lines)]


def _runs(study: Study, table: pd.DataFrame, source: Mapping[str, object]) -> list[str]:
    points = table["sample"].nunique()
    axes = ", ".join(axis.name for axis in study.uncertainties)
    told = (
        f"{study.days} days: {counted(points, 'point')} ({study.sampling.kind}) of {axes}; "
        f"{counted(source['replicates'], 'replicate')} each, shared by all points and structures; seed {study.seed}"
    )
    files = "`differences.parquet` has the paired difference at every point."
    return runs_section(told, table, source, files=files, after="")
