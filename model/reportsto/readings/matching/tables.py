"""Tables of matching: what each pattern excludes, who is best among what is kept, which patterns are in conflict."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.patterns.matching import MIXTURE, Matched
from reportsto.readings.matching.held import AMONG, Held, Here
from reportsto.readings.sections import contrast
from reportsto.statistics.intervals import Interval, share_interval
from reportsto.statistics.matching import Bools, conflicts, effective_sample, only_missed, weighted_mean
from reportsto.statistics.verdict import HALF, Verdict
from reportsto.statistics.worth import FEWEST_POINTS, worth_table
from reportsto.studies.study import Cell, Prediction

FEWEST_EFFECTIVE = 10.0
"""Points that a share is worth nothing below (assumed)."""
WORLDS_DRAWN = 3
"""The part of an address of draws, behind the seed of the points, that gives each point a world."""
TIE, FEW = "no place leads", "too few points are kept"


def patterns_table(of: Held) -> pd.DataFrame:
    """Return what each pattern excludes in each place, as shares of the prior.

    `met`: points that meet it, by implausibility at most the cut. `only_missed`: points that miss it and no other.
    `kept`: kept by all patterns; `kept_without`: kept where this one is left out; `cuts`: the difference. `leader`: who
    leads among the kept. `missed`: kept points that miss it. A pattern that does not decide cuts nothing. Errors are
    Monte Carlo errors, one standard error.
    """
    return pd.DataFrame([row for here in of.places for row in _patterns(of, here)])


def _patterns(of: Held, here: Here) -> Iterator[dict[str, object]]:
    matched, prior = of.found, here.prior
    kept = matched.kept[here.rows]
    share, error = weighted_mean(kept, prior, here.samples)
    first = of.runs.study.outcomes.primary[0]
    only = np.zeros(len(matched.targets))
    only[matched.decides] = only_missed(matched.judged[here.rows], prior, matched.cut)
    for at, one in enumerate(matched.targets):
        met = matched.found[here.rows, at] <= matched.cut
        left = kept_without(matched, at)[here.rows]
        alone, alone_error = weighted_mean(met, prior, here.samples)
        yield {
            "firm": here.firm, "world": here.world, "pattern": one.id, "title": one.title,
            "structure": one.structure or MIXTURE, "decides": bool(matched.decides[at]), "scale": one.scale,
            "sd": one.sd, "met": alone, "met_error": alone_error, "only_missed": only[at],
            "kept": share, "kept_error": error, "kept_without": weighted_mean(left, prior)[0],
            "cuts": weighted_mean(left, prior)[0] - share,
            "leader": leader(of, here, first, prior * kept), "leader_without": leader(of, here, first, prior * left),
            "missed": weighted_mean(~met, prior * kept)[0], "points": len(kept), "kept_points": int(kept.sum()),
        }  # fmt: skip


def kept_without(matched: Matched, at: int) -> Bools:
    """Return which points are kept where one pattern is left out, shape (points,)."""
    left = matched.decides.copy()
    left[at] = False
    return replace(matched, decides=left).kept


def leader(of: Held, here: Here, measure: str, weight: Floats) -> str:
    """Return the structure that leads by more than the smallest effect at more than half of the points, or a word.

    The whole 95 % interval of its share must lie above one half.
    """
    values = of.outcomes(here, measure) * of.runs.better(measure)
    there = _whole(values)
    weight = weight * there
    effective = effective_sample(weight, here.samples)
    if effective < FEWEST_EFFECTIVE:
        return FEW
    _, beyond, _ = _compared(np.where(there[:, None], values, 0.0), _effect(of, measure, values))
    lows = [interval(weighted_mean(one, weight)[0], effective).low for one in beyond.T]
    ahead = [at for at, low in enumerate(lows) if low > HALF]
    return of.structures(here)[ahead[0]] if ahead else TIE


def interval(share: float, effective: float) -> Interval:
    """Return a weighted share with its 95 % Wilson interval, by as many equal weights as the points are worth."""
    points = int(effective)
    return share_interval(min(share, 1.0) * points if points else 0.0, points)


def _effect(of: Held, measure: str, values: Floats) -> float:
    """Return the smallest effect in units of the measure."""
    return of.runs.effect(measure, abs(float(np.nanmean(values))))


def conflicts_table(of: Held) -> pd.DataFrame:
    """Return the pairs of patterns that points of a place meet one by one, and none meets together."""
    rows = []
    for here in of.places:
        found, ids = of.found.judged[here.rows], _judged(of)
        for one, other in conflicts(found, of.found.cut):
            each = [weighted_mean(found[:, at] <= of.found.cut, here.prior)[0] for at in (one, other)]
            rows.append(
                {"firm": here.firm, "world": here.world, "pattern": ids[one], "other": ids[other], "met": each[0],
                 "other_met": each[1], "points": len(found)}
            )  # fmt: skip
    return pd.DataFrame(rows)


def _judged(of: Held) -> list[str]:
    return [one.id for one, decides in zip(of.found.targets, of.found.decides, strict=True) if decides]


def survivors_table(of: Held) -> pd.DataFrame:
    """Return who is best on each primary measure: in each place, for all points and for sound ones.

    `among`: the prior, the survivors, or survivors weighted by how well they meet the patterns. `best`: share of points
    at which the structure has the best mean over replicates; `better`: by more than the smallest effect over every
    other; `regret`: what choosing it everywhere loses on average against the best at each point, in the unit of the
    measure. Errors are Monte Carlo errors, one standard error. `effective`: how many equal weights they are worth.
    `share`: of the prior; `world_share`: of all worlds together, each as likely before.
    """
    return pd.DataFrame([row for here in of.places for row in _survivors(of, here)])


def _survivors(of: Held, here: Here) -> Iterator[dict[str, object]]:
    structures = of.structures(here)
    for measure in of.runs.study.outcomes.primary:
        better = of.runs.better(measure)
        values = of.outcomes(here, measure) * better
        there = _whole(values)
        effect = _effect(of, measure, values)
        best, beyond, lost = _compared(np.where(there[:, None], values, 0.0), effect)
        for points, among, weight in of.sets(here):
            known = {
                "firm": here.firm, "world": here.world, "measure": measure, "points": points, "among": among,
                "n": int((weight * there > 0.0).sum()), "effective": effective_sample(weight * there, here.samples),
                "share": float((weight * there).sum() / (here.prior * there).sum()),
                "world_share": _world_share(of, here, among, points), "smallest_effect": effect,
            }  # fmt: skip
            for at, name in enumerate(structures):
                row: dict[str, object] = {**known, "structure": name}
                for word, found in (("best", best), ("better", beyond), ("regret", lost)):
                    row[word], row[f"{word}_error"] = weighted_mean(found[:, at], weight * there, here.samples)
                yield row


def _whole(values: Floats) -> Bools:
    """Return at which points every structure has a number, shape (points,)."""
    out: Bools = np.all(np.isfinite(values), axis=1)
    return out


def _compared(values: Floats, effect: float) -> tuple[Floats, Floats, Floats]:
    """Return where each structure is best, ties shared; where it leads by more than the effect; and what it loses."""
    top: Floats = np.max(values, axis=1, keepdims=True)
    best = (values == top).astype(np.float64)
    second: Floats = np.sort(values, axis=1)[:, [-2]] if values.shape[1] > 1 else top - np.inf
    leads = (values == top) & (top - second > effect)
    return best / best.sum(axis=1, keepdims=True), leads.astype(np.float64), top - values


def _world_share(of: Held, here: Here, among: str, points: str) -> float:
    """Return the share of a place in all worlds of its firm; 1 of all of them."""
    every = [one for one in of.places if one.firm == here.firm and len(one.worlds) == 1]
    total = sum(of.weighted(one, among, points).sum() for one in every)
    return float(of.weighted(here, among, points).sum() / total) if total else np.nan


# ── Predictions ──────────────────────────────────────────────────────────────────────────────────────


def claims_table(of: Held) -> pd.DataFrame:
    """Return one row for each prediction and world: at what share of the survivors it holds, and the verdict.

    At a point the mean over replicates decides, and noise of few replicates is in the share. As predicted: the whole
    95 % interval of the share of points that are beyond the smallest effect lies above one half.
    """
    return pd.DataFrame([_claim(of, prediction, world) for prediction, world in of.runs.judged()])


def _claim(of: Held, prediction: Prediction, world: str) -> dict[str, object]:
    runs, measure = of.runs, prediction.measure
    here = next(one for one in of.places if (one.firm, one.world) == (prediction.a.firm, world))
    difference = runs.asked(prediction, world).mean(axis=1) * (1.0 if prediction.direction == "a_above" else -1.0)
    effect = runs.effect(measure, runs.usual(prediction.b, world, measure), prediction)
    weight = of.weighted(here, AMONG[1]) * np.isfinite(difference)
    words = {
        Verdict.AS_PREDICTED: difference > effect,
        Verdict.OPPOSITE: difference < -effect,
        Verdict.NO_DIFFERENCE: np.abs(difference) <= effect,
    }
    shares = {word: weighted_mean(at, weight) for word, at in words.items()}
    effective = effective_sample(weight)
    named = {word.name.lower(): value for word, (value, _) in shares.items()}
    return {
        "claim": prediction.claim, "prediction": prediction.text, "world": world, "firm": prediction.a.firm,
        "measure": measure, "contrast": contrast(prediction), "direction": prediction.direction,
        "kind": prediction.kind, "caveat": prediction.caveat, "where": prediction.region, "smallest_effect": effect,
        "verdict": str(_over_survivors(shares, effective)), "points": int((weight > 0).sum()), "effective": effective,
        **named, "error": shares[Verdict.AS_PREDICTED][1],
        "prior": weighted_mean(words[Verdict.AS_PREDICTED], here.prior)[0],
        "reason": "" if effective >= FEWEST_EFFECTIVE else f"too few points are kept (worth {effective:.0f})",
    }  # fmt: skip


def _over_survivors(shares: dict[Verdict, tuple[float, float]], effective: float) -> Verdict:
    """Return the verdict that more than half of the survivors have; not decided where too few are kept."""
    for word, (share, _) in shares.items():
        if effective >= FEWEST_EFFECTIVE and interval(share, effective).low > HALF:
            return word
    return Verdict.NOT_DECIDED


# ── What it is worth to know ─────────────────────────────────────────────────────────────────────────


def worth_by_set(of: Held) -> pd.DataFrame:
    """Return what it is worth to know each number, and the world: over the prior, and among what is kept.

    For the first firm and primary measure. Each point is in the world that is drawn for it, so that no point counts
    twice. Nothing where too few points are left.
    """
    here = [one for one in of.places if one.firm == of.places[0].firm][-1]
    measure, worlds = of.runs.study.outcomes.primary[0], len(here.worlds)
    count = len(here.samples) // worlds
    seed = np.random.SeedSequence(of.runs.study.sampling.seed, spawn_key=(WORLDS_DRAWN,))
    drawn = np.random.default_rng(seed).integers(worlds, size=count)
    rows = drawn * count + np.arange(count)
    values = of.outcomes(here, measure)[rows]
    there = _whole(values)
    each = [of.runs.points(Cell(of.structures(here)[0], here.firm, ""), world) for world in here.worlds]
    known = pd.concat(each, ignore_index=True).select_dtypes("number").iloc[rows].assign(world=drawn)
    known = known.loc[:, known.nunique() > 1]
    found = []
    for among in AMONG[:2]:
        weight = of.weighted(here, among)[rows] * there
        if (weight > 0.0).sum() >= FEWEST_POINTS:
            losses = -of.runs.better(measure) * np.where(there[:, None], values, 0.0)
            table = worth_table(losses, known, weights=weight, least=_effect(of, measure, values))
            found.append(table.assign(firm=here.firm, measure=measure, among=among))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def tables(of: Held) -> dict[str, pd.DataFrame]:
    """Return all tables of matching."""
    return {
        "patterns": patterns_table(of), "survivors": survivors_table(of), "conflicts": conflicts_table(of),
        "claims": claims_table(of), "worth": worth_by_set(of),
    }  # fmt: skip
