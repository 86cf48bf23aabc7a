"""Build a large real chart for timing: the Ministry of Defence, 31 March 2012, from its two published organogram files.

    python benchmarks/build_mod_chart.py SENIOR.csv JUNIOR.csv CHART.csv

Cleaned with as few decisions as a chart needs, and for timing only: no result on it means anything about the ministry.
Senior posts keep their references and superiors; a reference given twice counts once, the first time. The eight posts
that report to nobody (`XX`) report to one post that is made up. Junior rows of one senior post, grade and title are
one post with their full-time equivalents as headcount, rounded half up, at least one. Functions come from a few words
of the title (`WORDS`); the people of `SERVICE_UNDER`, named by hand, are customer service. Everybody else is `other`.
Standard library only; the same input gives the same bytes.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SERVICE_UNDER = {
    "105357": "Head of Veteran's Services: answers veterans, the ministry's customers in person",
    "112611": "Head Pensions Compensation & Veterans: claims and complaints about them",
}
WORDS = {
    "logistics": ("logistic", "storekeep", "warehouse", "inventory", "supply chain", "transport", "movement"),
    "finance": ("finance", "financial", "account", "pay "),
    "marketing": ("communication", "media", "marketing"),
    "sales": ("commercial",),
    "product": ("engineering", "design"),
}
ROOT = "ministry"


def function_of(title: str, reference: str) -> str:
    """Return the function of a title, or of whom it reports to."""
    if reference in SERVICE_UNDER:
        return "service"
    low = title.lower()
    return next((function for function, words in WORDS.items() if any(word in low for word in words)), "other")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a published file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key or "": (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def chart(senior: Path, junior: Path) -> list[tuple[str, str, str, str, str]]:
    """Return (id, title, reports_to, function, headcount) of every post."""
    out = [(ROOT, "Ministry (made up: eight posts report to nobody)", "", "executive", "1")]
    known: set[str] = set()
    for row in rows_of(senior):
        reference = row["Post Unique Reference"]
        if reference in known:
            continue
        known.add(reference)
        above = row["Reports to Senior Post"]
        title = row["Job Title"]
        function = function_of(title, reference)
        out.append((reference, title, ROOT if above == "XX" else above, function, "1"))
    groups: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in rows_of(junior):
        key = (row["Reporting Senior Post"], row["Grade"], row["Generic Job Title"])
        groups[key] += Decimal(row["Number of Posts in FTE"])
    for at, ((above, grade, title), posts) in enumerate(sorted(groups.items())):
        people = max(1, int(posts.quantize(Decimal(1), ROUND_HALF_UP)))
        out.append((f"j{at}", f"{grade} {title}".strip(), above, function_of(title, above), str(people)))
    return out


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the chart."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("senior", type=Path)
    parser.add_argument("junior", type=Path)
    parser.add_argument("chart", type=Path)
    asked = parser.parse_args(arguments)
    with asked.chart.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "title", "reports_to", "function", "headcount"))
        writer.writerows(chart(asked.senior, asked.junior))


if __name__ == "__main__":
    main()
