"""What a study at one point comes to: means, differences, the best structure of each place, verdicts, prices.

The best structure is named by the rule of all verdicts: a tie is the set that none beats. Means are then over the
replicates in which every structure has a number: otherwise structures would be compared over different customers, and
the one whose hardest runs stopped would win.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from reportsto.arrays import Floats
from reportsto.readings.power import power_table
from reportsto.readings.reading import Tables
from reportsto.readings.runs import Contrast, Place, Runs, cell
from reportsto.readings.sections import contrast
from reportsto.readings.words import MAPS
from reportsto.statistics.contrasts import paired_contrasts
from reportsto.statistics.intervals import FEWEST_PAIRS, Interval, mean_interval, simultaneous
from reportsto.statistics.prices import MEASURES as PRICED
from reportsto.statistics.prices import break_even_price
from reportsto.statistics.rankings import Better, best_shares
from reportsto.statistics.verdict import Verdict, unbeaten, verdict, verdicts
from reportsto.studies.crossing import usual_variant
from reportsto.studies.study import Prediction

SETTING = ["structure", "firm", "world", "variant"]
CLAIMS = (
    "claim", "prediction", "measure", "world", "firm", "contrast", "direction", "n", "number", "low", "high",
    "smallest_effect", "verdict", "kind", "caveat",
)  # fmt: skip
"""Columns of a table of verdicts; number, low, high and smallest_effect are in the unit of the measure."""
FAMILY = (
    "firm", "world", "variant", "measure", "a", "b", "n", "difference", "low", "high", "pointwise_low",
    "pointwise_high", "smallest_effect", "verdict",
)  # fmt: skip
"""Columns of the family; all but names and n are in the unit of the measure."""


def tables(runs: Runs) -> Tables:
    """Return all tables of a study at one point."""
    return {
        "summary": _summary(runs), "contrasts": _contrasts(runs), "levers": _levers(runs),
        "levels": _at_levels(runs), "claims": claims(runs),
        "family": family(runs), "ranking": _ranking(runs), "prices": _prices(runs),
        "planning": power_table(runs, runs.design.replicates),
    }  # fmt: skip


# ── Means and differences ────────────────────────────────────────────────────────────────────────


def _summary(runs: Runs) -> pd.DataFrame:
    """Return, for each setting and measure, the mean over replicates and its t interval; `missing` have no number."""
    rows = []
    for values, group in runs.table.groupby(SETTING, sort=False):
        for measure in runs.measures:
            mean, low, high, n = mean_interval(group[measure].to_numpy())
            sd = float(group[measure].std(ddof=1)) if n > 1 else float("nan")
            rows.append((*values, measure, n, mean, sd, low, high, len(group) - n))
    return pd.DataFrame(rows, columns=[*SETTING, "measure", "n", "mean", "sd", "low", "high", "missing"])


def _contrasts(runs: Runs) -> pd.DataFrame:
    """Return each structure against the one it is held against, on every measure."""
    return paired_contrasts(_few(runs.base, runs.measures), _pairs(runs), runs.measures)


def _levers(runs: Runs) -> pd.DataFrame:
    """Return what each variant does in each structure it was tried in, against the runs without it at its levels."""
    by, table = ["firm", "world", "structure"], _few(runs.table, runs.measures)
    found = []
    for variant in filter(None, dict.fromkeys(table["variant"].astype(str))):
        usual = usual_variant(runs.study.levers, variant)
        keys = table.loc[table["variant"] == variant, by].drop_duplicates()
        rows = table[table["variant"].isin([usual, variant])].merge(keys, on=by)
        found.append(paired_contrasts(rows, [(variant, usual)], runs.measures, by=by, over="variant"))
    return _joined(found)


def _at_levels(runs: Runs) -> pd.DataFrame:
    """Return each structure against the one it is held against in every variant; none where [levers] has no levels."""
    if len(runs.study.levers.levels) == 1:
        return pd.DataFrame()
    by, table = ["firm", "world", "variant"], _few(runs.table, runs.measures)
    found = [
        paired_contrasts(rows, runs.pairs[tuple(map(str, place))], runs.measures, by=by)  # type: ignore[index]
        for place, rows in table.groupby(by, sort=False)
        if runs.pairs[tuple(map(str, place))]  # type: ignore[index]
    ]
    return _joined(found)


def _prices(runs: Runs) -> pd.DataFrame:
    """Return the price of a lost customer at which a structure costs what the one it is held against costs."""
    if not all(name in runs.base.columns for name in PRICED):
        return pd.DataFrame()
    base = _few(runs.base, PRICED)
    return _joined([break_even_price(base, a, b) for a, b in _pairs(runs)])


def _pairs(runs: Runs) -> list[tuple[str, str]]:
    return list(dict.fromkeys(pair for place in runs.plain_places for pair in runs.pairs[place]))


def _few(table: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """Return the columns that are read: every selection copies its table, and most of a hundred measures are not."""
    return table[[*SETTING, "seed", "replicate", *dict.fromkeys(measures)]]


def _joined(found: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


# ── Verdicts, whose intervals hold for all rows of a table at once ───────────────────────────────


def claims(runs: Runs) -> pd.DataFrame:
    """Return one row for each prediction and world it can be judged in, with the columns `CLAIMS`.

    `number` is the mean of a - b over matched replicates, less that of `minus` where there is one. Judging more
    predictions at once makes each interval wider.
    """
    asked = list(runs.judged())
    if not asked:
        return pd.DataFrame(columns=list(CLAIMS))
    differences = np.column_stack([runs.asked(prediction, world)[0] for prediction, world in asked])
    signs = [1.0 if prediction.direction == "a_above" else -1.0 for prediction, _ in asked]
    table = _at_once([_claim(runs, prediction, world) for prediction, world in asked], differences, signs)
    table["caveat"] = [_caveat(row["caveat"], int(row["n"]), len(differences)) for _, row in table.iterrows()]
    return table[list(CLAIMS)]


def family(runs: Runs) -> pd.DataFrame:
    """Return one row for each contrast that the study named beforehand, in each world and at each of its levels.

    It is empty where none was run.

    `low` and `high` hold for all rows at once (95 %, max-t bootstrap of whole replicates), `pointwise_*` for a row
    alone. The verdict is from `low` and `high`, and says whether a is better or worse than b.
    """
    named = runs.study.family
    every = product(named.firms, runs.study.levers.worlds, named.variants, named.measures, named.contrasts)
    asked = [
        Contrast((firm, world, variant), measure, a, b)
        for firm, world, variant, measure, (a, b) in every
        if {a, b} <= {*runs.structures.get((firm, world, variant), ())}
    ]
    if not asked:
        return pd.DataFrame(columns=list(FAMILY))
    differences = [runs.difference(one)[0] for one in asked]
    rows: list[dict[str, object]] = [{**one.known, "smallest_effect": runs.least(one)} for one in asked]
    table = _at_once(rows, np.column_stack(differences), [runs.better(one.measure) for one in asked])
    table["pointwise_low"], table["pointwise_high"] = np.array([mean_interval(one)[1:3] for one in differences]).T
    table["verdict"] = [Verdict(word).comparison for word in table["verdict"]]
    return table.rename(columns={"number": "difference"})[list(FAMILY)]


def unasked(runs: Runs) -> list[str]:
    """Return the ids of claims with a prediction that these runs cannot judge in any world."""
    asked = {id(prediction) for prediction, _ in runs.judged()}
    return list(dict.fromkeys(one.claim for one in runs.study.predictions if id(one) not in asked))


def _at_once(rows: list[dict[str, object]], differences: Floats, signs: ArrayLike) -> pd.DataFrame:
    """Return the rows with their number, interval and verdict; `differences` has a column for each of them."""
    table, found = pd.DataFrame(rows), simultaneous(differences)
    table["n"], table["number"], table["low"], table["high"] = found.n, found.estimate, found.low, found.high
    table["verdict"] = verdicts(found.low, found.high, table["smallest_effect"], sign=signs).astype(str)
    return table


def _claim(runs: Runs, prediction: Prediction, world: str) -> dict[str, object]:
    measure = prediction.measure
    effect = runs.effect(measure, runs.usual(prediction.b, world, measure), prediction)
    return {
        "claim": prediction.claim, "prediction": prediction.text, "measure": measure, "world": world,
        "firm": prediction.a.firm, "contrast": contrast(prediction), "direction": prediction.direction,
        "smallest_effect": effect, "kind": prediction.kind, "caveat": prediction.caveat,
    }  # fmt: skip


def _caveat(own: str, n: int, every: int) -> str:
    said = [own] if own else []
    if n < every:
        said.append(f"{every - n} of {every} pairs dropped: a run is missing or its ratio undefined")
    if n < FEWEST_PAIRS:
        pairs = "1 pair is" if n == 1 else f"{n} pairs are"
        said.append(f"{pairs} too few for an interval: run at least {FEWEST_PAIRS} replicates")
    return "; ".join(said)


# ── The best structure, without variants ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Best:
    """Who is best in one place on one measure.

    Attributes:
        place: firm, world and variant.
        measure: what they compete in.
        means: the mean of each structure, from best to worst; one without any number is not there.
        tied: the structures that none beats by more than the smallest effect, the best mean first.
        one, other: the best, and what it is compared with: the structure all are held against, or where that is in the
            tie the best outside it; where all are a tie, the structure all are held against and the best of the others.
        lead: the paired difference one - other, with its own 95 % interval.
        verdict: on that difference, where "one is better" was asked.
        least: the smallest effect, in units where the structure all are held against has its mean here; without that
            structure, the last of the order.
        lost: structures of which no run has a number.
        tie: whether no two of `tied` have a difference that matters; otherwise runs do not decide between them.
    """

    place: Place
    measure: str
    means: dict[str, float]
    tied: tuple[str, ...]
    one: str
    other: str
    lead: Interval
    verdict: Verdict
    least: float
    lost: tuple[str, ...]
    tie: bool = False


def best_places(runs: Runs, *, maps: bool = False) -> list[Best]:
    """Return who is best in every place on every primary measure; with `maps`, those compete too."""
    return [
        best_of(runs, place, measure, [name for name in runs.structures[place] if maps or name not in MAPS])
        for place in runs.plain_places
        for measure in runs.study.outcomes.primary
    ]


def best_of(runs: Runs, place: Place, measure: str, names: Sequence[str]) -> Best:
    """Return who of these structures is best in a place on a measure."""
    table = _side_by_side(runs, place, measure, names)
    there = [not np.isnan(column).all() for column in table.T]
    lost = tuple(name for name, some in zip(names, there, strict=True) if not some)
    rivals = [name for name, some in zip(names, there, strict=True) if some]
    table = table[:, there]
    table = table[~np.isnan(table).any(axis=1)]
    if not rivals or len(table) == 0:
        return Best(place, measure, {}, (), "", "", mean_interval([]), Verdict.NOT_DECIDED, np.nan, lost)
    better, against = runs.better(measure), runs.against[place]
    means = dict(zip(rivals, table.mean(axis=0).tolist(), strict=True))
    ranked = sorted(rivals, key=lambda name: -better * means[name])
    least = runs.effect(measure, means.get(against, means[ranked[-1]]))
    inside = unbeaten(table, least, sign=better)
    tied = tuple(rivals[at] for at in inside)
    one, other = _compared(ranked, tied, against)
    lead = mean_interval(table[:, rivals.index(one)] - table[:, rivals.index(other)])
    said = verdict(lead.low, lead.high, least, sign=better)
    pairs = [mean_interval(table[:, a] - table[:, b]) for a, b in combinations(inside, 2)]
    tie = all(verdict(pair.low, pair.high, least) is Verdict.NO_DIFFERENCE for pair in pairs)
    order = {name: means[name] for name in ranked}
    return Best(place, measure, order, tied, one, other, lead, said, least, lost, tie)


def neighbours(runs: Runs, found: Best) -> Iterator[tuple[str, Verdict]]:
    """Yield each structure but the best, in order, and the verdict on what the one before it has more or less."""
    names = list(found.means)
    table = _side_by_side(runs, found.place, found.measure, names)
    table = table[~np.isnan(table).any(axis=1)]
    for at in range(1, len(names)):
        _, low, high, _ = mean_interval(table[:, at - 1] - table[:, at])
        yield names[at], verdict(low, high, found.least, sign=runs.better(found.measure))


def _side_by_side(runs: Runs, place: Place, measure: str, names: Sequence[str]) -> Floats:
    """Return a column for each structure, a row for each replicate."""
    out: Floats = np.column_stack([runs.values(*cell(place, name), measure)[0] for name in names])
    return out


def _compared(ranked: Sequence[str], tied: Sequence[str], against: str) -> tuple[str, str]:
    """Return the two structures whose difference is told."""
    outside = [name for name in ranked if name not in tied]
    if outside:
        return ranked[0], against if against in outside else outside[0]
    other = against if against in ranked else ranked[-1]
    return next((name for name in ranked if name != other), other), other


def _ranking(runs: Runs) -> pd.DataFrame:
    """Return, for each place, primary measure and structure, its mean, whether none beats it, and how often it wins.

    `unbeaten` is yes for the structures of a tie; `share` is the share of replicates in which a structure is best.
    """
    tied = {(*found.place[:2], found.measure): found for found in best_places(runs, maps=True)}
    shares = []
    for measure in runs.study.outcomes.primary:
        better: Better = "lower" if runs.better(measure) < 0 else "higher"
        shares.append(best_shares(runs.base, measure, better=better))
    table = pd.concat(shares, ignore_index=True)
    keys = list(zip(table["firm"], table["world"], table["measure"], table["structure"], strict=True))
    table.insert(4, "mean", [tied[key[:3]].means.get(key[3], np.nan) for key in keys])
    table.insert(5, "unbeaten", ["yes" if key[3] in tied[key[:3]].tied else "no" for key in keys])
    return table
