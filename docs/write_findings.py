"""Write the tables of `docs/findings_in_detail.md` from E0 and the off-switches: `python docs/write_findings.py`."""

from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "results" / "e0_placement"
PAGE = ROOT / "docs" / "findings_in_detail.md"
BEGIN, END = "<!-- table: docs/write_findings.py -->", "<!-- /table -->"
SHAPLEY = ROOT / "results" / "e9_shapley" / "shapley.csv"
SHAPLEY_BEGIN, SHAPLEY_END = "<!-- shapley: docs/write_findings.py -->", "<!-- /shapley -->"
SHAPLEY_MEASURES = {
    "failures_per_1000": ("Failures per 1,000 orders", "+.1f"),
    "effective_advocacy": ("V", "+.3f"),
    "attitude_handlers_mean": ("Attitude of those who answer customers", "+.2f"),
    "customers_end": ("Customers at the end", "+,.0f"),
}
PAIRS = (("separate", "inside_operations", "S - O"), ("inside_marketing", "separate", "M - S"))
LEAST = 0.1
"""Mechanisms that stay below this share of the largest number of their table are added up in one row."""
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


def shapley_tables() -> str:
    """Return a table for each measure: what each mechanism contributes to two differences in each world."""
    values = pd.read_csv(SHAPLEY, keep_default_na=False, na_values=[""])
    return "\n\n".join(
        f"**{title}**\n\n{_shapley_table(values[values['measure'] == measure], form)}"
        for measure, (title, form) in SHAPLEY_MEASURES.items()
    )


def _shapley_table(rows: pd.DataFrame, form: str) -> str:
    worlds = list(dict.fromkeys(rows["world"]))
    columns = [(a, b, world, f"{short}, {world}") for a, b, short in PAIRS for world in worlds]
    lines = [f"| mechanism | {' | '.join(title for *_, title in columns)} |", "| --- " * (1 + len(columns)) + "|"]
    named = {key: here.set_index("mechanism") for key, here in rows.groupby(["a", "b", "world"])}
    parts = [named[a, b, world] for a, b, world, _ in columns]
    largest = rows["value"].abs().groupby(rows["mechanism"]).max().sort_values(ascending=False, kind="stable")
    shown = [name for name in largest.index if largest[name] >= LEAST * largest.iloc[0]]
    for name in shown:
        lines.append(f"| {name} | {' | '.join(_share(part.loc[name], form) for part in parts)} |")
    left = [name for name in largest.index if name not in shown]
    sums = [_figure(part.loc[left, "value"].sum(), form) for part in parts]
    lines.append(f"| the other {len(left)} together | {' | '.join(sums)} |")
    whole = [f"**{_figure(part['all_on'].iloc[0] - part['all_off'].iloc[0], form)}**" for part in parts]
    lines.append(f"| **all** | {' | '.join(whole)} |")
    return "\n".join(lines)


def _share(row: pd.Series, form: str) -> str:
    """Return a value, marked where its 95 % interval includes zero."""
    return _figure(row["value"], form) + ("" if row["low"] > 0 or row["high"] < 0 else " =")


def _figure(value: float, form: str) -> str:
    """Return a number with its sign; what rounds to nothing has none."""
    text = f"{value:{form}}"
    return text if any(digit in "123456789" for digit in text) else text[1:]


def page() -> str:
    """Return the page with its tables as the results say it today."""
    text = PAGE.read_text(encoding="utf-8")
    for begin, end, written in ((BEGIN, END, table), (SHAPLEY_BEGIN, SHAPLEY_END, shapley_tables)):
        text = f"{text[: text.index(begin) + len(begin)]}\n{written()}\n{text[text.index(end) :]}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
