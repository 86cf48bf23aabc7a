"""Which structure is best in each place, by the rule of all verdicts: a tie is the set that none beats.

Without variants. Means are over the replicates in which every structure has a number: otherwise structures would be
compared over different customers, and the one whose hardest runs stopped would win.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reportsto.readings.runs import Place, Runs
from reportsto.readings.words import MAPS
from reportsto.statistics.intervals import Interval, mean_interval
from reportsto.statistics.rankings import Better, best_shares
from reportsto.statistics.verdict import Verdict, unbeaten, verdict
from reportsto.studies.study import Cell


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

    @property
    def decided(self) -> bool:
        """Tell whether one structure is better than the other by more than the smallest effect."""
        return self.verdict in (Verdict.AS_PREDICTED, Verdict.OPPOSITE)


def best_places(runs: Runs, *, maps: bool = False) -> list[Best]:
    """Return who is best in every place on every primary measure; with `maps`, those compete too."""
    return [
        best_of(runs, place, measure, [name for name in runs.structures[place] if maps or name not in MAPS])
        for place in runs.plain_places
        for measure in runs.study.outcomes.primary
    ]


def best_of(runs: Runs, place: Place, measure: str, names: Sequence[str]) -> Best:
    """Return who of these structures is best in a place on a measure."""
    firm, world, variant = place
    table = np.column_stack([runs.values(Cell(name, firm, variant), world, measure)[0] for name in names])
    there = ~np.isnan(table).all(axis=0)
    lost = tuple(name for name, some in zip(names, there, strict=True) if not some)
    rivals = [name for name, some in zip(names, there, strict=True) if some]
    table = table[:, there]
    table = table[~np.isnan(table).any(axis=1)]
    if not rivals or len(table) == 0:
        return Best(place, measure, {}, (), "", "", mean_interval([]), Verdict.NOT_DECIDED, np.nan, lost)
    better = runs.better(measure)
    means = dict(zip(rivals, table.mean(axis=0).tolist(), strict=True))
    ranked = sorted(rivals, key=lambda name: -better * means[name])
    least = runs.effect(measure, means.get(runs.against[place], means[ranked[-1]]))
    tied = tuple(rivals[at] for at in unbeaten(table, least, sign=better))
    one, other = _compared(ranked, tied, runs.against[place])
    gap = table[:, rivals.index(one)] - table[:, rivals.index(other)]
    lead = mean_interval(gap)
    said = verdict(lead.low, lead.high, least, sign=better)
    return Best(place, measure, {name: means[name] for name in ranked}, tied, one, other, lead, said, least, lost)


def _compared(ranked: Sequence[str], tied: Sequence[str], against: str) -> tuple[str, str]:
    """Return the two structures whose difference is told."""
    outside = [name for name in ranked if name not in tied]
    if outside:
        return ranked[0], against if against in outside else outside[0]
    other = against if against in ranked else ranked[-1]
    return next((name for name in ranked if name != other), other), other


def ranking(runs: Runs) -> pd.DataFrame:
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


def neighbours(runs: Runs, found: Best) -> Iterator[tuple[str, str, Verdict]]:
    """Yield each structure but the best with the one before it in the order, and the verdict on their difference."""
    firm, world, variant = found.place
    names = list(found.means)
    table = np.array([runs.values(Cell(name, firm, variant), world, found.measure)[0] for name in names])
    table = table[:, ~np.isnan(table).any(axis=0)]
    for at in range(1, len(names)):
        _, low, high, _ = mean_interval(table[at - 1] - table[at])
        yield names[at - 1], names[at], verdict(low, high, found.least, sign=runs.better(found.measure))
