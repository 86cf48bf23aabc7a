"""Write the table of `docs/findings.md` from the results of the first study: `python docs/write_findings.py`."""

from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "results" / "e0_placement"
PAGE = ROOT / "docs" / "findings.md"
BEGIN, END = "<!-- table: docs/write_findings.py -->", "<!-- /table -->"
FIRM = "product_shop"
MEASURES = {
    "attitude_handlers_mean": ("attitude", ".2f"),
    "effective_advocacy": ("V", ".3f"),
    "failures_per_1000": ("failures per 1,000 orders", ".1f"),
    "customers_end": ("customers", ",.0f"),
    "complaints_per_decision": ("complaints per decided report", ".1f"),
}


def table() -> str:
    """Return the table: a row for each world and structure, with the verdict of each measure against separate."""
    summary = pd.read_csv(RESULTS / "summary.csv", keep_default_na=False, na_values=[""])
    contrasts = pd.read_csv(RESULTS / "contrasts.csv")
    prices = pd.read_csv(RESULTS / "prices.csv")
    here = summary[(summary["firm"] == FIRM) & (summary["variant"].fillna("") == "")]
    lines = [
        f"| world | structure | {' | '.join(title for title, _ in MEASURES.values())} | price of a lost customer |",
        "| --- " * (3 + len(MEASURES)) + "|",
    ]
    for (world, structure), rows in here.groupby(["world", "structure"], sort=False):
        means = rows.set_index("measure")["mean"]
        cells = []
        for measure, (_, form) in MEASURES.items():
            pair = contrasts[
                (contrasts["firm"] == FIRM) & (contrasts["world"] == world) & (contrasts["measure"] == measure)
                & (contrasts["a"] == structure)
            ]  # fmt: skip
            cells.append(f"{means[measure]:{form}}{_mark(pair)}")
        price = prices[(prices["firm"] == FIRM) & (prices["world"] == world) & (prices["a"] == structure)]
        lines.append(f"| {world} | {structure} | {' | '.join(cells)} | {_price(price)} |")
    return "\n".join(lines)


def _mark(pair: pd.DataFrame) -> str:
    """Return a mark where the 95 % interval of the difference from separate excludes zero."""
    if pair.empty:
        return ""
    row = pair.iloc[0]
    return " ↑" if row["low"] > 0 else " ↓" if row["high"] < 0 else " ="


def _price(rows: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    row = rows.iloc[0]
    if row["label"] == "crossover":
        return f"{row['price']:.0f}: above it {row['keeper']}"
    return (
        str(row["label"])
        .replace("a dominates", f"{row['a']} dominates")
        .replace("b dominates", f"{row['b']} dominates")
    )


def page() -> str:
    """Return the page with its table as the results say it today."""
    text = PAGE.read_text(encoding="utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:start]}\n{table()}\n{text[end:]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
