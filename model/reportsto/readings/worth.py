"""What it is worth to know, in words: the sentences and the section of a table of `statistics.worth`."""

import pandas as pd

from reportsto.drawing.words import parameter_words
from reportsto.readings.page import Section, Table
from reportsto.statistics.worth import beyond_chance
from reportsto.wording import number

MOST_TOLD = 3
MOST_SHOWN = 12
UNIT = "failures per 1,000 orders"
RULE = (
    "Savings are for the structure that is chosen, with twice their standard error, less what shuffled points save. "
    "Each point is chosen for by all others. A saving may be chance where it is within what the largest of so many has."
)


def worth_words(known: str) -> str:
    """Return what would be known in words: parameters by their meanings."""
    plain = {"everything": "everything", "nothing": "nothing", "world": "which world it is"}
    return " and ".join(plain.get(name) or f"“{parameter_words(name)}”" for name in known.split(" and "))


def worth_told(table: pd.DataFrame, unit: str = UNIT, most: int = MOST_TOLD) -> tuple[str, ...]:
    """Return a sentence for each of the most valuable things to know that are beyond chance; `table` is sorted."""
    found = table[beyond_chance(table) & ~table["known"].isin(["everything", "nothing"])]
    return tuple(
        f"Knowing {worth_words(str(row['known']))} would save on average {number(float(row['saves']))} {unit} of the "
        "structure chosen."
        for _, row in found.head(most).iterrows()
    )


def worth_section(table: pd.DataFrame, unit: str = UNIT) -> Section:
    """Return the section on what it is worth to know, with the rows that save most."""
    sure = beyond_chance(table) | table["known"].isin(["everything", "nothing"])
    rows = [
        [
            worth_words(str(row["known"])),
            f"{number(float(row['saves']))} ± {number(2 * float(row['error']))}",
            "" if certain else "yes",
            f"{100 * float(row['wrong']):.0f} %",
        ]
        for certain, (_, row) in zip(sure, table.head(MOST_SHOWN).iterrows(), strict=False)
    ]
    header = ["known", f"saves ({unit})", "may be chance", "wrong choices that matter"]
    return Section("What it is worth to know", (*worth_told(table, unit), Table(header, rows), RULE))
