"""What a page says of one assumption at a time."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from reportsto.drawing import file_word
from reportsto.drawing.words import parameter_words
from reportsto.readings.one_at_a_time.ends import NO_RESULT, NO_SIGN, OPPOSITE, TIE
from reportsto.readings.one_at_a_time.figures import draw_tornado
from reportsto.readings.page import MOST_ROWS, MOST_TURNS, Section, Table, table
from reportsto.readings.reading import Answer, Drawing
from reportsto.readings.runs import KNOWN, Runs, like_first
from reportsto.readings.words import aim, difference, interval, measure, number, pair, place, structure, world
from reportsto.statistics.verdict import Verdict
from reportsto.wording import counted

MOST_NAMED = 8
INTERVALS = "Intervals are 95 % and hold for all ends of one difference at once; replicates are paired."


def answer(runs: Runs, found: pd.DataFrame) -> Answer:
    """Return how many parameters turn the first difference in each world, and those that move it most."""
    first = found.iloc[0]
    here = like_first(found, ("firm", "variant", "measure", "a", "b"))
    turned = here[here["becomes"] == OPPOSITE]
    counts = turned.groupby("world")["parameter"].nunique().reindex(here["world"].unique(), fill_value=0)
    least, most = int(counts.min()), int(counts.max())
    alone = str(most) if least == most else f"{least} to {most}"
    return Answer(
        sentence=(
            f"Between {structure(str(first['a']))} and {structure(str(first['b']))}, {alone} of "
            f"{here['parameter'].nunique()} assumptions turn round which has the {aim(runs, str(first['measure']))}."
        ),
        table=_table(runs, here),
        intervals=INTERVALS,
        turns=tuple(_turns(turned))[:MOST_TURNS],
        limits=("One assumption moves at a time: what two of them do together is not seen here.",),
    )


def section(found: pd.DataFrame) -> Section:
    """Return what each end makes of each difference: those that turn it, and those that make it a tie."""
    parts: list[Table | str] = [
        "Every parameter at both ends of its range, all others at their defaults. *Opposite*: the whole interval is "
        "beyond the smallest effect, on the other side than at the defaults. *No difference that matters*: the whole "
        "interval is within it. All ends are in `tornado.csv`."
    ]
    for name, rows in found.groupby("measure", sort=False):
        lines = [_line(group) for _, group in rows.groupby(list(KNOWN), sort=False)]
        header = ("firm and world", "a less b", "at the defaults", OPPOSITE, TIE, str(Verdict.NOT_DECIDED))
        parts.append(table(header, lines, measure(str(name))))
    return Section("Which single assumption turns the answer?", tuple(parts))


def drawings(found: pd.DataFrame) -> Iterator[Drawing]:
    """Yield a tornado for each difference in each world: those of the first pair and measure first."""
    many = found["firm"].nunique() > 1
    for (a, name, firm, variant, world_id), rows in found.groupby(
        ["a", "measure", "firm", "variant", "world"], sort=False
    ):
        words = f"{measure(str(name))}: {pair(a, rows['b'].iloc[0])}"
        first = rows.iloc[0]
        file = "_".join(filter(None, map(str, (name, a, file_word(str(firm)) if many else "", world_id, variant))))
        yield Drawing(
            f"tornado_{file}",
            partial(
                draw_tornado,
                rows,
                base=float(f"{first['base']:.4g}"),
                contrast=f"{words}, world {world_id}",
                smallest_effect=float(f"{first['smallest_effect']:.3g}"),
            ),
            f"A bar that crosses zero turns the answer: {words}, in the world {world_id}. The longest bars are the "
            "assumptions to measure first.",
        )


def _table(runs: Runs, here: pd.DataFrame) -> Table:
    rows = []
    for name, ends in list(here.groupby("world", sort=False))[:MOST_ROWS]:
        turned = _strongest(ends[ends["becomes"] == OPPOSITE])
        first = ends.iloc[0]
        base = difference(runs, str(first["measure"]), first["base"], first["base_low"], first["base_high"])
        said = f"{turned['parameter'].nunique()} of {ends['parameter'].nunique()}"
        rows.append([world(str(name)), base, said, _named(turned.head(1)) or _nothing(ends)])
    first = here.iloc[0]
    compared = pair(first["a"], first["b"], "against")
    return table(["If this is true in your firm", compared, "assumptions that turn it", "the strongest"], rows)


def _nothing(ends: pd.DataFrame) -> str:
    return "there is nothing to turn" if (ends["becomes"] == NO_SIGN).any() else "none"


def _turns(turned: pd.DataFrame) -> Iterator[str]:
    """Yield the parameters that turn the difference, by how far they move it, each in the worlds where they do."""
    ordered = _strongest(turned)
    for _, rows in ordered.groupby(["parameter", "value"], sort=False):
        first = rows.iloc[0]
        worlds = " and ".join(dict.fromkeys(rows["world"].astype(str)))
        said = interval(first["contrast"], first["low"], first["high"])
        yield (
            f"With {_end(first)} the difference is {said} in place of {number(first['base'])}, in the world "
            f"{first['world']}. It turns in {worlds}."
        )


def _strongest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.loc[rows["moved"].abs().sort_values(ascending=False, kind="stable").index]


def _line(rows: pd.DataFrame) -> list[str]:
    first = rows.iloc[0]
    base = interval(first["base"], first["base_low"], first["base_high"])
    lost = counted(int((rows["becomes"] == NO_RESULT).sum()), "end")
    more = "" if lost.startswith("0") else f"; {lost} without a result"
    none = "no sign at the defaults to turn" if (rows["becomes"] == NO_SIGN).any() else ""
    words = (OPPOSITE, TIE, str(Verdict.NOT_DECIDED))
    cells = [_named(_strongest(rows[rows["becomes"] == word])) for word in words]
    return [
        place(first["firm"], first["world"], first["variant"]),
        pair(first["a"], first["b"]),
        base,
        cells[0] or none,
        cells[1],
        cells[2] + more,
    ]


def _named(rows: pd.DataFrame) -> str:
    """Return the ends in words, each with the difference there."""
    said = [f"{_end(row)} ({number(row['contrast'])})" for _, row in rows.head(MOST_NAMED).iterrows()]
    more = [f"{len(rows) - MOST_NAMED} more"] if len(rows) > MOST_NAMED else []
    return "; ".join([*said, *more])


def _end(row: "pd.Series[float]") -> str:
    return f"“{parameter_words(str(row['parameter']))}” at {number(float(row['value']))}"
