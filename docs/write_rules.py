"""Write docs/reference/rules.md from results/rules: what each new rule does: `python docs/write_rules.py`."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from reportsto.firms import firm
from reportsto.readings.words import interval, structure
from reportsto.records import MEASURES
from reportsto.statistics.intervals import Interval, mean_interval
from reportsto.statistics.smallest_effects import SMALLEST_EFFECTS
from reportsto.statistics.verdict import verdict
from reportsto.studies.specification import read_study
from reportsto.studies.study import Study
from reportsto.worlds import WORLDS

ROOT = Path(__file__).parents[1]
STUDY = ROOT / "experiments" / "rules.toml"
RUNS = ROOT / "results" / "rules" / "runs.parquet"
PAGE = ROOT / "docs" / "reference" / "rules.md"
FAILURES = "failures_per_1000"
CONTRASTS = (("separate", "inside_operations"), ("inside_marketing", "separate"))
MEANINGS = {column.name: f"{column.meaning} ({column.unit})" for column in MEASURES}
SEATS = firm("product_shop_v1").chart.seats
WORDS = {"only": "only: ", "to": "then: "}
PUBLISHED = {"neutral": "9.8", "blame_pays": "5.4", "once": "-4.9", "contract": "-22.2"}
"""Separate less operations, failures per 1,000 orders, as published; intervals are in results/v1/e0_placement."""
HEAD = """\
# What each new rule does

<!-- written by docs/write_rules.py from results/rules; the study is experiments/rules.toml -->

{answer}

Every number is a difference of two structures, with its own 95 % interval over {n} paired replicates. The firm is the
shop of the first version, {seats} people, on which rules are switched on. Less is better for failures, hours and costs,
more is better for customers. *Contagion* is the scorecard override. *Blame pays* is contagion as it was in the first
version, and no fifth world.

- *Only* lines switch one rule on, *then* lines keep all rules above them. The order is the design's.
- Settings of a rule that the first version does not have are assumed: [parameters](parameters.md).
- Hours paid are hours of the people there are. Without staffing they are 266 a day everywhere, so a difference is 0.
  The hours worked differ there too, and costs per 1,000 orders contain them.
- Contacts are drawn directly in every line, which has no switch. The step from *published first version* to *first
  version* has other seeds, too, and is within error. The published intervals are in
  [results/v1](../../results/v1/README.md).
- Nothing here says which rule is right. The evidence for each is in [the model](../explanation/model.md).
"""


def page() -> str:
    """Return the page: an answer, then a table for each measure, pair of structures and window."""
    study, runs = read_study(STUDY), read_rules()
    parts = [HEAD.format(answer=_answer(study, runs), n=runs["replicate"].nunique(), seats=SEATS)]
    for measure in study.outcomes.primary:
        parts.append(f"## {MEANINGS[measure][0].upper()}{MEANINGS[measure][1:]}\n")
        for pair in CONTRASTS:
            for window in _windows(study):
                parts.append(_table(study, runs, measure, pair, window))
    return "\n".join(parts).rstrip() + "\n"


def read_rules() -> pd.DataFrame:
    """Return the runs, each with its rules in `rules`, whatever the window."""
    runs = pd.read_parquet(RUNS)
    late = [level.id for level in read_study(STUDY).levers.levels if level.id]
    names = runs["variant"].fillna("")
    for name in late:
        names = names.str.removesuffix(name).str.removesuffix("_")
    return runs.assign(rules=names)


def difference(runs: pd.DataFrame, pair: tuple[str, str], measure: str) -> Interval:
    """Return the mean of a paired difference over the replicates in which both runs have a number."""
    each = runs.pivot(index="replicate", columns="structure", values=measure)
    return mean_interval((each[pair[0]] - each[pair[1]]).to_numpy())


def _table(study: Study, runs: pd.DataFrame, measure: str, pair: tuple[str, str], window: tuple[int, ...]) -> str:
    in_window = runs[runs["after"] == window[0]]
    who = f"{structure(pair[0])} less {structure(pair[1])}"
    lines = [
        f"**{who}, days {window[0] + 1:,} to {window[1]:,}**\n",
        f"| rules | {' | '.join(study.levers.worlds)} |",
        f"| --- |{' --- |' * len(study.levers.worlds)}",
    ]
    for name, title in _rules(study):
        here = in_window[in_window["rules"] == name]
        found = [difference(here[here["world"] == world], pair, measure) for world in study.levers.worlds]
        lines.append(f"| {title} | {' | '.join(interval(one.estimate, one.low, one.high) for one in found)} |")
        if not name and measure == "failures_per_1000" and pair == CONTRASTS[0] and window == _windows(study)[0]:
            lines.append(
                f"| *published first version* | {' | '.join(PUBLISHED.get(w, '–') for w in study.levers.worlds)} |"
            )
    return "\n".join(lines) + "\n"


def _windows(study: Study) -> list[tuple[int, int]]:
    return [dict(level.settings)["window"] for level in study.levers.levels]  # type: ignore[misc]


def _rules(study: Study) -> Iterator[tuple[str, str]]:
    yield "", "first version"
    for variant in study.variants:
        first, _, _ = variant.id.partition("_")
        if "window" not in variant.id:
            yield variant.id, f"{WORDS.get(first, '')}{variant.title}"


def _answer(study: Study, runs: pd.DataFrame) -> str:
    """Return in a table of its own what the two ends of the ladder say of failures, by the smallest effect."""
    smallest = SMALLEST_EFFECTS[FAILURES].amount
    lines = [
        f"Where has separate fewer failures than operations? A difference counts from {smallest:g} per 1,000 orders; "
        "in a tie the whole interval lies within that.\n",
        f"| rules | days | {' | '.join(WORLDS)} |",
        f"| {' | '.join(['---'] * (2 + len(WORLDS)))} |",
    ]
    for name, title in (("", "the first version's"), ("to_all", "all")):
        for window in _windows(study):
            here = runs[(runs["after"] == window[0]) & (runs["rules"] == name)]
            cells = [
                _said(difference(here[here["world"] == world], CONTRASTS[0], FAILURES), smallest) for world in WORLDS
            ]
            lines.append(f"| {title} | {window[0] + 1:,} to {window[1]:,} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _said(one: Interval, smallest: float) -> str:
    return verdict(one.low, one.high, smallest).said(expected="more", other="fewer", tie="a tie")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
