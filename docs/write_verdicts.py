"""Write docs/reference/verdicts.md and verdicts.csv: every verdict of commit 584b9dc beside today's.

`python docs/write_verdicts.py` reads the earlier tables from Git, today's from `results/`. Verdicts that mean the same
under another word are counted; one that means something else has a row with the rule that changed it.
"""

import subprocess
from io import StringIO
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "verdicts.md"
TABLE = PAGE.with_suffix(".csv")
BEFORE = "584b9dc"
CLAIMS = ("claim", "prediction", "measure", "firm", "world", "where", "mechanism", "kind")
CONTRASTS = ("firm", "world", "variant", "measure", "a", "b")
ASKED = {
    "claims": CLAIMS,
    "family": CONTRASTS,
    "certificates": CONTRASTS,
    "tornado": (*CONTRASTS, "parameter", "end"),
}
"""By table, the columns that say what a verdict is about."""
SAME = {
    "claims": {
        "supported": "as predicted", "passed": "as predicted", "refuted": "opposite", "failed": "opposite",
        "equivalent": "no difference that matters", "inconclusive": "not decided",
    },
    "family": {"equivalent": "no difference that matters", "inconclusive": "not decided"},
    "certificates": {
        "holds": "better", "fails": "worse", "tie": "no difference that matters", "open": "not decided",
    },
    "tornado": {
        "same": "as at the defaults", "turned": "opposite", "tied": "no difference that matters",
        "undecided": "not decided", "no result": "no result",
    },
}  # fmt: skip
"""By table, the words that only changed."""
COLUMNS = ("study", "table", "about", "before", "now", "reason")

AT_A_POINT = "at each point the whole interval must lie beyond the smallest effect; before, the mean had to"
ANY_SIZE = "opposite asks for more than the smallest effect; before, any size that was surely of the other sign did"
COUNTED = "a chosen grid: more than half of its points decide; before, a sampling interval had to lie above one half"
FEW = "a chosen grid of fewer than 8 points gets a count and no verdict"
OTHER_SHARE = "the verdict that more than half of the points have; before, ties at points came first"
SIGN = "an end is the same or opposite by more than the smallest effect; before, by any sure sign"
NO_SIGN = "at the defaults the difference is not beyond the smallest effect, so no end can turn it"


def compared() -> pd.DataFrame:
    """Return one row for each verdict of before, with today's and, where the meaning changed, the reason."""
    rows = [row for study in _studies() for table in ASKED for row in _rows(study, table)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _studies() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "results").glob("*/provenance.json"))


def _rows(study: str, table: str) -> list[tuple[str, ...]]:
    word = "becomes" if table == "tornado" else "verdict"
    before, now = _before(study, table), _now(study, table)
    if before is None or now is None or word not in before:
        return []
    asked = [name for name in ASKED[table] if name in before and name in now]
    both = before.merge(now, on=asked, suffixes=("_before", ""), validate="1:1")
    if not len(both) == len(before) == len(now):
        raise SystemExit(f"{study}/{table}.csv: {len(before)} verdicts before, {len(now)} now, {len(both)} in both")
    rows = []
    for _, row in both.iterrows():
        old, new = row[f"{word}_before"], row[word]
        about = ", ".join(row[name] for name in asked if row[name] and name != "prediction")
        rows.append((study, table, about, old, new, "" if _same(table, old, new) else _reason(table, row, old, new)))
    return rows


def _same(table: str, old: str, new: str) -> bool:
    """Tell whether two words mean the same; above and below are better or worse by the measure's direction."""
    if table == "family" and old in ("above", "below"):
        return new in ("better", "worse")
    return SAME[table].get(old, old) == new


def _reason(table: str, row: "pd.Series[str]", old: str, new: str) -> str:
    """Return which rule of before and now makes the difference."""
    if table == "tornado":
        return NO_SIGN if new == "no sign at the defaults" else SIGN
    chosen = row.get("as_predicted_low", row.get("better_low", "0")) == ""
    if chosen and new == "not decided" and 0 < int(row.get("points", 0)) < 8:
        return FEW
    if old in ("supported", "passed", "holds"):
        return AT_A_POINT
    if old in ("refuted", "failed", "fails"):
        return ANY_SIZE
    if old in ("equivalent", "tie"):
        return OTHER_SHARE
    return COUNTED if chosen else AT_A_POINT


def _before(study: str, table: str) -> pd.DataFrame | None:
    asked = ["git", "-C", str(ROOT), "show", f"{BEFORE}:results/{study}/{table}.csv"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    return None if found.returncode else _read(StringIO(found.stdout))


def _now(study: str, table: str) -> pd.DataFrame | None:
    path = ROOT / "results" / study / f"{table}.csv"
    return _read(path) if path.exists() else None


def _read(source: "StringIO | Path") -> pd.DataFrame:
    return pd.read_csv(source, dtype=str, keep_default_na=False)


def page(found: pd.DataFrame) -> str:
    """Return the page: the legend, how many verdicts changed, and each changed verdict on a prediction."""
    changed = found[found["reason"] != ""]
    counts = found.groupby("table", sort=False).agg(
        verdicts=("now", "size"), changed=("reason", lambda r: (r != "").sum())
    )
    reasons = changed.groupby(["table", "before", "now", "reason"], sort=False).size()
    return "\n".join(
        [
            "# Verdicts before and now",
            "",
            f"One rule gives every verdict since the commits after {BEFORE}; before, six places had rules and words of "
            "their own. This page is written by `docs/write_verdicts.py`. Every verdict is in "
            "[verdicts.csv](verdicts.csv). No run changed.",
            "",
            "## The same under another word",
            "",
            "| table | before | now |",
            "| --- | --- | --- |",
            *(f"| `{table}.csv` | {old} | {new} |" for table, words in SAME.items() for old, new in words.items()),
            "| `family.csv` | above, below | better or worse, by which end of the measure is better |",
            "",
            "A check has the words of all verdicts; the column `kind` says that it is a check.",
            "",
            "## How many changed in meaning",
            "",
            "| table | verdicts | changed |",
            "| --- | --- | --- |",
            *(f"| `{table}.csv` | {row['verdicts']:,} | {row['changed']:,} |" for table, row in counts.iterrows()),
            "",
            "| table | before | now | how many | reason |",
            "| --- | --- | --- | --- | --- |",
            *(f"| `{t}.csv` | {old} | {new} | {n:,} | {why} |" for (t, old, new, why), n in reasons.items()),
            "",
            "## Predictions whose verdict changed in meaning",
            "",
            "| study | about | before | now | reason |",
            "| --- | --- | --- | --- | --- |",
            *(
                f"| {row['study']} | {row['about']} | {row['before']} | {row['now']} | {row['reason']} |"
                for _, row in changed[changed["table"] == "claims"].iterrows()
            ),
            "",
        ]
    )


if __name__ == "__main__":
    verdicts = compared()
    verdicts.to_csv(TABLE, index=False, lineterminator="\n")
    PAGE.write_text(page(verdicts), encoding="utf-8")
