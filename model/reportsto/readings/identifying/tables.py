"""What could be found out, and what that would be worth: the tables, judged on firms that were held out."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.arrays import Floats
from reportsto.readings.identifying.asking import Asked, Way, ways
from reportsto.readings.reading import Tables
from reportsto.readings.runs import Runs
from reportsto.statistics.few_numbers import FewNumbers, few_numbers
from reportsto.statistics.forests import classes, means
from reportsto.statistics.intervals import mean_interval, share_interval
from reportsto.statistics.recovery import LEVELS, Recovered, recover, traded
from reportsto.statistics.worth import decision, partial_information, worth_table
from reportsto.studies.study import EXPECTED

ALL, ALWAYS = "all", "always"
FOUND_OUT = 0.2
"""Contraction from which a number counts as found out in part (assumed)."""
PAIR = ("correlation", "least", "equifinal", "contraction_a", "contraction_b", "asked")
PAIRS = ["way", "structure", "world", "a", "b", *PAIR]
WORTH = ("measure", "saves", "error", "null_high")
JUDGED = ("firms", "right", "right_always", "regret", "regret_always", "saves", "low", "high", "changed")
"""Columns of a table that holds a way to choose against always the same place; regrets in the unit of the losses."""


def tables(runs: Runs) -> Tables:
    """Return every table; the names of the files are their names."""
    if runs.study.identify is None:
        return {}
    asked = Asked(runs, runs.study.identify)
    measure = runs.study.outcomes.primary[0]
    least = runs.effect(measure, float(np.abs(asked.losses).mean()))
    found = {way: {one: recover(*asked.split(one, way)) for one in asked.structures} for way in ways(asked.asked)}
    rules = {one: _rule(asked, one) for one in asked.structures}
    made = {
        "recovery": _recovery(asked, found),
        "pairs": pd.DataFrame(_pairs(asked, found), columns=PAIRS),
        "worlds": pd.DataFrame(_worlds(asked)),
        "choices": pd.DataFrame(_choices(asked, least)),
        "three_numbers": pd.DataFrame(_leaves(asked, rules)),
        "rules": pd.DataFrame(_judged_rules(asked, rules, least)),
        "counting": pd.DataFrame(_counting(asked, least)),
        "worth": _worth(asked, least),
    }
    return {"expected": pd.DataFrame(_expected(asked, made)), **made}


# ── What was expected ────────────────────────────────────────────────────────────────────────────


def _expected(asked: Asked, made: Tables) -> Iterator[dict[str, object]]:
    """Yield each figure that the study predicts, with what was found."""
    known = _figures(asked, made)
    for name, (least, most) in (asked.asked.expects or {}).items():
        yield {
            "figure": name, "meaning": EXPECTED[name], "least": least, "most": most, "found": known[name],
            "verdict": "as predicted" if least <= known[name] <= most else "not as predicted",
        }  # fmt: skip


def _figures(asked: Asked, made: Tables) -> dict[str, float]:
    """Return every figure of `EXPECTED`; NaN for those of a pair where no pair is asked about."""
    every = ways(asked.asked)
    few, most = min(asked.asked.handlers), max(asked.asked.handlers)
    logs, logs_moved, all_counts = Way(0, moved=False), Way(0, moved=True), every[-1]

    def world(way: Way) -> float:
        found = made["worlds"]
        return float(found.loc[(found["way"] == way.words) & (found["world"] == ALL), "right"].iloc[0])

    def found_out(way: Way) -> int:
        found = made["recovery"]
        return int((found.loc[found["way"] == way.words, "contraction"] >= FOUND_OUT).sum())

    before, after = _traded(asked, made["pairs"], logs, logs_moved)
    return {
        "world_by_logs": world(logs),
        "world_by_all": world(all_counts),
        "equifinal_without_move": before,
        "equifinal_with_move": after,
        "numbers_found": found_out(all_counts),
        "found_by_more_handlers": found_out(Way(most, moved=True)) - found_out(Way(few, moved=True)),
        "rules_that_win": int((made["rules"]["low"] > 0).sum()),
        "saved_by_best_rule": float(made["rules"]["saves"].max()),
    }


def _traded(asked: Asked, found: pd.DataFrame, logs: Way, moved: Way) -> tuple[float, float]:
    """Return the largest correlation of the first pair, of places and worlds, by logs; and what a move leaves of it."""
    pair = set(asked.asked.pairs[0]) if asked.asked.pairs else set()
    sizes = {
        (row["way"], row["structure"], row["world"]): abs(float(row["correlation"]))
        for _, row in found.iterrows()
        if {row["a"], row["b"]} == pair and row["world"] != ALL
    }
    without = [key for key in sizes if key[0] == logs.words]
    if not without:
        return float("nan"), float("nan")
    largest = max(without, key=lambda key: sizes[key])
    return sizes[largest], sizes[moved.words, largest[1], largest[2]]


# ── What could be found out ──────────────────────────────────────────────────────────────────────


def _recovery(asked: Asked, found: dict[Way, dict[str, Recovered]]) -> pd.DataFrame:
    """Return contraction and coverage of each number by the way of asking, mean of structures."""
    parts = []
    for way, by_structure in found.items():
        each = [one.contraction for one in by_structure.values()]
        covered = np.mean([one.coverage for one in by_structure.values()], axis=0)
        part = {
            "way": way.words,
            "parameter": asked.names,
            "contraction": np.mean([one for one, _ in each], axis=0),
            # Structures ask the same firms, so their errors are taken as alike.
            "error": np.mean([error for _, error in each], axis=0),
        }
        parts.append(
            pd.DataFrame(part | {f"coverage_{100 * at:.0f}": held for at, held in zip(LEVELS, covered, strict=True)})
        )
    return pd.concat(parts, ignore_index=True)


def _pairs(asked: Asked, found: dict[Way, dict[str, Recovered]]) -> Iterator[dict[str, object]]:
    """Yield the pairs that are equifinal in a place, and those the study asks about, these by world too.

    What offsets what depends on place and world, and trade-offs of opposite signs would hide each other in a mean.
    """
    wanted = {tuple(sorted(map(asked.names.index, pair))) for pair in asked.asked.pairs}
    for way, by_structure in found.items():
        for structure, one in by_structure.items():
            for world, here in _held_in(asked):
                part = Recovered(one.error[here], one.prior[here], one.halves)
                for a, b, row in _of_pairs(part, wanted, every=world == ALL):
                    names = {"a": asked.names[a], "b": asked.names[b]}
                    yield {"way": way.words, "structure": structure, "world": world} | names | row


def _held_in(asked: Asked) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield which held-out firms are of a world, of all first; worlds with few of them are left out."""
    worlds, _ = asked.judged
    yield ALL, np.ones(len(worlds), dtype=bool)
    for at, world in enumerate(asked.worlds):
        here = worlds == at
        if here.sum() >= LEAST_FIRMS:
            yield world, here


def _of_pairs(
    found: Recovered, wanted: set[tuple[int, ...]], *, every: bool
) -> Iterator[tuple[int, int, dict[str, object]]]:
    """Yield two numbers and what is said of them: those wanted, and with `every` all others that are equifinal."""
    contraction, _ = found.contraction
    matrix, least = traded(found.error)
    _, least_of_one = traded(found.error[:, :2])
    for a, b in combinations(range(len(matrix)), 2):
        asked = (a, b) in wanted
        size = least_of_one if asked else least
        equifinal = abs(matrix[a, b]) >= size
        if asked or (every and equifinal):
            values = (matrix[a, b], size, "yes" if equifinal else "no", contraction[a], contraction[b])
            yield a, b, dict(zip(PAIR, (*values, "yes" if asked else ""), strict=True))


LEAST_FIRMS = 20
"""Held-out firms of a world that a correlation is told of, at least (assumed)."""


def _worlds(asked: Asked) -> Iterator[dict[str, object]]:
    """Yield in what share of firms the world is named right, by the way of asking."""
    truth, _ = asked.judged
    for way in ways(asked.asked):
        right = np.zeros(len(truth))
        for structure in asked.structures:
            known, held = asked.split(structure, way)
            right += (classes(known.data, asked.learning_worlds, held.data) == truth) / len(asked.structures)
        for at, world in enumerate((ALL, *asked.worlds)):
            here = right[truth == at - 1] if at else right
            share, low, high, n = share_interval(float(min(here.sum(), len(here))), len(here))
            yield {"way": way.words, "world": world, "right": share, "low": low, "high": high, "firms": n}


# ── What it would change ─────────────────────────────────────────────────────────────────────────


def judged(choices: NDArray[np.int64], always: int, losses: Floats, least: float) -> dict[str, object]:
    """Return how good choices are on firms, against always the same place; columns `JUDGED`."""
    best, taken = losses.min(axis=1), np.take_along_axis(losses, choices[:, None], axis=1)[:, 0]
    saved = mean_interval(losses[:, always] - taken)
    figures = (
        len(losses), (taken - best <= least).mean(), (losses[:, always] - best <= least).mean(), (taken - best).mean(),
        (losses[:, always] - best).mean(), saved.estimate, saved.low, saved.high, (choices != always).mean(),
    )  # fmt: skip
    return dict(zip(JUDGED, figures, strict=True))


def _choices(asked: Asked, least: float) -> Iterator[dict[str, object]]:
    """Yield how good the choice by all answers is, by the way of asking and the structure that is asked."""
    losses, (worlds, at) = asked.losses, asked.judged
    learned = asked.learning(losses)
    always = int(learned.mean(axis=0).argmin())
    for way in ways(asked.asked):
        for structure in asked.structures:
            known, held = asked.split(structure, way)
            expected = means(known.data, learned - learned.mean(axis=1, keepdims=True), held.data)
            chosen = np.asarray(expected.argmin(axis=1), dtype=np.int64)
            head = {"way": way.words, "structure": structure, "always": asked.structures[always]}
            yield head | judged(chosen, always, losses[worlds, at], least)


def _rule(asked: Asked, structure: str) -> FewNumbers:
    names, values = asked.countable(structure)
    data = pd.DataFrame(asked.learning(values), columns=names)
    return few_numbers(data, asked.learning(asked.losses), asked.learning_points)


def _leaves(asked: Asked, rules: dict[str, FewNumbers]) -> Iterator[dict[str, object]]:
    """Yield each case of each rule."""
    for structure, rule in rules.items():
        for leaf in rule.leaves:
            yield {
                "structure": structure,
                "when": " and ".join(map(str, leaf.conditions)) or ALWAYS,
                "choice": asked.structures[leaf.choice],
                "share": leaf.share,
            }


def _judged_rules(asked: Asked, rules: dict[str, FewNumbers], least: float) -> Iterator[dict[str, object]]:
    """Yield how good each rule is on firms that were held out."""
    worlds, at = asked.judged
    for structure, rule in rules.items():
        names, values = asked.countable(structure)
        chosen = rule.choices(pd.DataFrame(values[worlds, at], columns=names))
        head = {"structure": structure, "numbers": ", ".join(_used(rule)), "always": asked.structures[rule.always]}
        yield head | judged(chosen, rule.always, asked.losses[worlds, at], least)


def _used(rule: FewNumbers) -> Sequence[str]:
    """Return the numbers that a rule has a threshold for, in the order of its leaves."""
    return list(dict.fromkeys(one.parameter for leaf in rule.leaves for one in leaf.conditions))


# ── What it is worth ─────────────────────────────────────────────────────────────────────────────


def _counting(asked: Asked, least: float) -> Iterator[dict[str, object]]:
    """Yield what it is worth to count one number, by structure: each point in the world drawn for it."""
    every = np.arange(len(asked.world))
    among = decision(asked.losses[asked.world, every], least=least)
    for structure in asked.structures:
        names, values = asked.countable(structure)
        found = [
            partial_information(among, values[asked.world, every, at], name=name)
            for at, name in enumerate(names)
            if np.isfinite(values[..., at]).all()
        ]
        for one in sorted(found, key=lambda one: -one.saves):
            figures = (one.known, one.saves, one.error, one.null_high)
            yield {"structure": structure} | dict(zip(WORTH, figures, strict=True))


def _worth(asked: Asked, least: float) -> pd.DataFrame:
    """Return what it is worth to know each number of the model, and the world."""
    every = np.arange(len(asked.world))
    together = [list(pair) for pair in asked.asked.pairs]
    values = np.array([one.to_numpy(np.float64) for one in asked.points])[asked.world, every]
    known = pd.DataFrame(values, columns=asked.names).assign(world=asked.world)
    return worth_table(asked.losses[asked.world, every], known, together=together, least=least)
