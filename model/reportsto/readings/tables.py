"""The tables of a result folder, each made from the table of runs alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from reportsto.records import MEASURES
from reportsto.statistics.claims import COLUMNS, Contrast, Prediction, SmallestEffect, judge
from reportsto.statistics.contrasts import paired_contrasts
from reportsto.statistics.intervals import mean_interval
from reportsto.statistics.prices import MEASURES as PRICED
from reportsto.statistics.prices import break_even_price
from reportsto.statistics.rankings import best_shares
from reportsto.studies.study import Cell, Study
from reportsto.studies.study import Prediction as Written

PLACE = ("firm", "world")


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that is counted from the runs; `unasked` are the claims these runs cannot decide."""

    summary: pd.DataFrame
    contrasts: pd.DataFrame
    levers: pd.DataFrame
    claims: pd.DataFrame
    ranking: pd.DataFrame
    prices: pd.DataFrame
    asked: tuple[Prediction, ...]
    unasked: tuple[Written, ...]

    def named(self) -> dict[str, pd.DataFrame]:
        """Return the tables by the names of their files."""
        return {
            "summary": self.summary,
            "contrasts": self.contrasts,
            "levers": self.levers,
            "claims": self.claims,
            "ranking": self.ranking,
            "prices": self.prices,
        }


def make_tables(study: Study, table: pd.DataFrame) -> Tables:
    """Return all tables of a study; uncertainties, where a study has them, split every one of them."""
    uncertain = [axis.name for axis in study.uncertainties]
    measures = [*study.outcomes.primary, *study.outcomes.measures]
    table = table[_needed(study, table, measures)]
    base = table[table["variant"] == ""]
    by = [*uncertain, *PLACE]
    pairs = _pairs(study, base)
    asked, unasked = askable(study.predictions, table)
    priced = all(name in base.columns for name in PRICED)
    prices = [break_even_price(base, a, b, by=by) for a, b in pairs] if priced else []
    return Tables(
        summary=summarise(table, measures, [*uncertain, "structure", *PLACE, "variant"]),
        contrasts=paired_contrasts(base, pairs, measures, by=by),
        levers=_levers(table, measures, [*by, "structure"]),
        claims=_claims(table, asked, uncertain),
        ranking=_ranking(study, base, by),
        prices=pd.concat(prices, ignore_index=True) if prices else pd.DataFrame(),
        asked=tuple(asked),
        unasked=tuple(unasked),
    )


def _needed(study: Study, table: pd.DataFrame, measures: list[str]) -> list[str]:
    """Return the columns that are read: every selection copies its table, and most of a hundred measures are not."""
    asked = {prediction.measure for prediction in study.predictions}
    unread = {column.name for column in MEASURES} - {*measures, *asked, *PRICED}
    return [name for name in table.columns if name not in unread]


def summarise(table: pd.DataFrame, measures: Sequence[str], by: Sequence[str]) -> pd.DataFrame:
    """Return, for each group and measure, the mean over replicates and its t interval; `missing` have no number."""
    rows = []
    for values, group in table.groupby(list(by), sort=False, dropna=False):
        for measure in measures:
            mean, low, high, n = mean_interval(group[measure].to_numpy())
            sd = float(group[measure].std(ddof=1)) if n > 1 else float("nan")
            figures = (measure, n, mean, sd, low, high, len(group) - n)
            rows.append((*values, *figures))
    return pd.DataFrame(rows, columns=[*by, "measure", "n", "mean", "sd", "low", "high", "missing"])


def askable(predictions: Sequence[Written], table: pd.DataFrame) -> tuple[list[Prediction], list[Written]]:
    """Return the predictions these runs can judge, in the worlds they can, and those they cannot."""
    there = {
        Cell(str(structure), str(firm), str(variant)): set(rows["world"].astype(str))
        for (structure, firm, variant), rows in table.groupby(["structure", "firm", "variant"])
    }
    asked, unasked = [], []
    for written in predictions:
        worlds = [world for world in written.worlds if all(world in there.get(cell, ()) for cell in written.cells)]
        if worlds:
            asked.append(_as_statistics(written, worlds))
        else:
            unasked.append(written)
    return asked, unasked


def _as_statistics(written: Written, worlds: Sequence[str]) -> Prediction:
    effect = written.smallest_effect
    return Prediction(
        claim=written.claim,
        text=written.text,
        measure=written.measure,
        a=written.a.structure,
        b=written.b.structure,
        direction="a_above" if written.direction == "a_above" else "a_below",
        kind="check" if written.kind == "check" else "test",
        smallest_effect=None if effect is None else SmallestEffect(effect, written.relative),
        firm=written.a.firm,
        worlds=tuple(worlds),
        variant=written.a.variant,
        variant_b=written.b.variant,
        minus=_contrast(*written.minus) if written.minus else None,
        caveat=written.caveat,
    )


def _contrast(a: Cell, b: Cell) -> Contrast:
    return Contrast(a=a.structure, b=b.structure, firm=a.firm, variant=a.variant, variant_b=b.variant)


def _claims(table: pd.DataFrame, asked: list[Prediction], uncertain: list[str]) -> pd.DataFrame:
    judged = []
    for values, rows in _split(table, uncertain):
        verdicts = judge(rows, asked)
        for at, (name, value) in enumerate(zip(uncertain, values, strict=True)):
            verdicts.insert(at, name, [value] * len(verdicts))
        judged.append(verdicts)
    return pd.concat(judged, ignore_index=True)[[*uncertain, *COLUMNS]]


def _split(table: pd.DataFrame, by: list[str]) -> Iterator[tuple[tuple[object, ...], pd.DataFrame]]:
    if not by:
        yield (), table
        return
    for values, rows in table.groupby(by, sort=False):
        yield tuple(values), rows


def _pairs(study: Study, base: pd.DataFrame) -> list[tuple[str, str]]:
    """Return each structure against the one they are held against, or against the first where that was not run."""
    run = list(dict.fromkeys(base["structure"].astype(str)))
    against = study.outcomes.against if study.outcomes.against in run else run[0]
    return [(name, against) for name in run if name != against]


def _levers(table: pd.DataFrame, measures: Sequence[str], by: list[str]) -> pd.DataFrame:
    """Return what each variant does in each structure it was tried in."""
    found = []
    for variant in dict.fromkeys(table["variant"].astype(str)):
        if variant:
            keys = table.loc[table["variant"] == variant, by].drop_duplicates()
            rows = table[table["variant"].isin(["", variant])].merge(keys, on=by)
            found.append(paired_contrasts(rows, [(variant, "")], measures, by=by, over="variant"))
    if not found:
        return paired_contrasts(table, [], measures, by=by, over="variant")
    return pd.concat(found, ignore_index=True)


def _ranking(study: Study, base: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    lower = study.outcomes.lower_is_better
    return pd.concat(
        [
            best_shares(base, measure, better="lower" if measure in lower else "higher", by=by)
            for measure in study.outcomes.primary
        ],
        ignore_index=True,
    )
