"""What a firm could find out by surveys and logs: numbers of the model, the world, and where service should sit."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from reportsto.readings.identifying.asking import Way, ways
from reportsto.readings.identifying.figures import draw_recovery
from reportsto.readings.identifying.tables import ALL, ALWAYS, FOUND_OUT, tables
from reportsto.readings.page import Items, Section, Table
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.readings.words import interval, listed, measure, structure
from reportsto.readings.worth import UNIT, worth_section, worth_told, worth_words
from reportsto.statistics.verdict import Verdict, verdicts
from reportsto.statistics.worth import beyond_chance
from reportsto.wording import number

MOST_NUMBERS, MOST_PAIRS, MOST_COUNTED = 15, 8, 3
HOW_TO_READ = "Find the lines of the place where service sits now. Three months are counted; handlers are asked."
NO_RULE = "No three numbers were found by which to choose better than always the same place."
INTERVALS = "Every interval is 95 %, over firms that were held out: none of them had a part in what is judged."
FARES = {Verdict.AS_PREDICTED: "wins", Verdict.OPPOSITE: "loses", Verdict.NO_DIFFERENCE: "is the same"}
EQUIFINAL = (
    "Two numbers are equifinal where counts tell them together and not apart. Errors of their estimates are then "
    "correlated by at least .5 (assumed), and by more than chance gives the largest of all pairs. Told apart are two "
    "numbers that are not equifinal and contract by at least .2 each (assumed)."
)


def _shown(runs: Runs) -> list[Way]:
    """Return the ways that a page tells of: logs alone, the largest survey, the same with a move, and all counts."""
    asked = runs.study.identify
    most = max(asked.handlers) if asked else 0
    return [one for one in (ways(asked) if asked else []) if one.handlers in (0, most)]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _of(table: pd.DataFrame, way: Way, **where: str) -> pd.DataFrame:
    """Return the rows of one way of asking, and of what else is named."""
    found = table[table["way"] == way.words]
    for name, value in where.items():
        found = found[found[name] == value]
    return found


# ── The answer ───────────────────────────────────────────────────────────────────────────────────


def _answer(runs: Runs, found: Tables) -> Answer:
    """Return how much could be found out with the most that is asked, and whether that would change the choice."""
    if not found:
        return Answer()
    return Answer(
        sentence=" ".join(filter(None, [_sentence(found, _shown(runs)[-1]), _parted(runs, found["pairs"])])),
        table=Table(
            ["What is asked", "world named right", "numbers found out in part", "choice changes", f"saves, {UNIT}"],
            [_row(found, way) for way in _shown(runs)],
        ),
        intervals=INTERVALS,
        turns=worth_told(found["worth"]),
        limits=tuple(_limits(runs, found, len(runs.study.levers.worlds))),
    )


def _sentence(found: Tables, most: Way) -> str:
    """Return whether the most that is asked changes the choice for the better, in every place that asks."""
    chosen = _of(found["choices"], most)
    if (chosen["low"] > 0).all():
        named = _percent(float(_of(found["worlds"], most, world=ALL)["right"].iloc[0]))
        saves = number(float(chosen["saves"].mean()))
        return f"A firm that counts all it can names its world in {named} of cases, and saves {saves} {UNIT}."
    always, right = structure(str(chosen["always"].iloc[0])), _percent(float(chosen["right_always"].iloc[0]))
    return f"No count improves the choice for sure: {always} is the right place in {right} of firms."


def _parted(runs: Runs, found: pd.DataFrame) -> str:
    """Return at how many places and worlds logs tell the first pair asked about apart, alone and with a move."""
    asked = runs.study.identify
    if asked is None or not asked.pairs or found.empty:
        return ""
    first = [{a, b} == set(asked.pairs[0]) for a, b in zip(found["a"], found["b"], strict=True)]
    here = found[first]
    here = here[here["world"] != ALL]
    alone, moved = (_of(here, Way(0, moved=move)) for move in (False, True))
    if alone.empty or moved.empty:
        return ""
    apart, after = (sum(_told_apart(row) for _, row in rows.iterrows()) for rows in (alone, moved))
    return (
        f"Contact logs tell {_both(alone.iloc[0])} apart in {apart} of {len(alone)} pairs of place and world; "
        f"with a move, in {after} of {len(moved)}."
    )


def _row(found: Tables, way: Way) -> list[str]:
    """Return a way of asking with what could be found out by it; savings from least to most over structures."""
    recovered, chosen = _of(found["recovery"], way)["contraction"], _of(found["choices"], way)
    right = _of(found["worlds"], way, world=ALL).iloc[0]
    low, high = float(chosen["saves"].min()), float(chosen["saves"].max())
    return [
        way.words,
        f"{_percent(right['right'])} [{_percent(right['low'])}, {_percent(right['high'])}]",
        f"{int((recovered >= FOUND_OUT).sum())} of {len(recovered)}",
        _percent(float(chosen["changed"].mean())),
        f"{number(low)} to {number(high)}",
    ]


def _limits(runs: Runs, found: Tables, worlds: int) -> Iterator[str]:
    asked = runs.study.identify
    firms = int(found["worlds"]["firms"].max())
    yield (
        f"{firms} firms were held out, each in one of {worlds} worlds by chance; the model simulates their answers. "
        f"Numbers found out in part: contraction of at least {FOUND_OUT:g} (assumed)."
    )
    if asked:
        yield f"One answer lies around the attitude with an SD of {number(asked.answer_sd)} (assumed)."
    stopped = runs.table.loc[runs.table["failure"] != "", "sample"].nunique()
    if stopped:
        yield f"{stopped} of {len(runs.design.visited):,} points are left out: a run of theirs stopped before its end."


# ── Sections ─────────────────────────────────────────────────────────────────────────────────────


def _sections(runs: Runs, found: Tables) -> Iterator[Section]:
    if not found:
        return
    yield _rules(runs, found)
    if len(found["expected"]):
        yield _expected(found["expected"])
    yield _numbers(runs, found)
    yield _pairs(runs, found["pairs"])
    yield _worlds(runs, found["worlds"])
    yield _counting(found["counting"])
    yield worth_section(found["worth"])


def _expected(found: pd.DataFrame) -> Section:
    """Return what was predicted, and what came."""
    rows = [
        [
            str(one["meaning"]),
            f"{number(one['least'])} to {number(one['most'])}",
            number(one["found"]),
            f"**{one['verdict']}**",
        ]
        for _, one in found.iterrows()
    ]
    return Section("Predictions", (Table(["figure", "predicted", "found", "verdict"], rows),))


def _rules(runs: Runs, found: Tables) -> Section:
    """Return the rules with three numbers, and how each fares against always the same place, also where it loses."""
    name = runs.study.outcomes.primary[0]
    rows = [
        [
            structure(str(one["structure"])),
            parameters_of(str(one["when"])),
            structure(str(one["choice"])),
            _percent(one["share"]),
        ]
        for _, one in found["three_numbers"].iterrows()
    ]
    judged = [[structure(str(one["structure"])), *_fares(runs, name, one)] for _, one in found["rules"].iterrows()]
    return Section(
        "Measure these three numbers",
        (
            NO_RULE if set(found["three_numbers"]["when"]) == {ALWAYS} else HOW_TO_READ,
            Table(["service sits in", "when", "service should sit in", "firms"], rows),
            Table(
                [
                    "service sits in",
                    "right by the rule",
                    "right by always the same place",
                    "the rule saves",
                    "so the rule is",
                ],
                judged,
                "Judged on firms held out. Right: worse than the best place by no more than the smallest effect",
            ),
        ),
    )


def parameters_of(rule: str) -> str:
    """Return the conditions of a rule in words, measures by their names."""
    out = []
    for condition in rule.split(" and "):
        name, _, rest = condition.partition(" ")
        out.append(f"{measure(name)} {rest}".strip() if rest else condition)
    return " and ".join(out).replace(" > ", " is above ").replace(" <= ", " is at most ")


def _fares(runs: Runs, name: str, one: "pd.Series[Any]") -> list[str]:
    """Return how a rule fares against always the same place, in words."""
    saves, low, high = (float(one[column]) for column in ("saves", "low", "high"))
    word = FARES.get(verdicts([low], [high], 0.0)[0], "not decided")
    plain = f"{word}, by less than matters" if word == "wins" and saves < runs.effect(name, 0.0) else word
    always = f"{_percent(one['right_always'])} ({structure(str(one['always']))})"
    return [_percent(one["right"]), always, interval(saves, low, high), plain]


def _numbers(runs: Runs, found: Tables) -> Section:
    """Return the numbers that contract most, by the way of asking, with the coverage of their intervals."""
    recovered, shown = found["recovery"], _shown(runs)
    best = recovered.groupby("parameter", sort=False)["contraction"].max().sort_values(ascending=False, kind="stable")
    rows = []
    for name in best.index[:MOST_NUMBERS]:
        here = recovered[recovered["parameter"] == name].set_index("way").loc[[way.words for way in shown]]
        last = here.iloc[-1]
        cells = [f"{round(row['contraction'], 2) + 0.0:.2f}" for _, row in here.iterrows()]
        covered = f"{_percent(last['coverage_50'])}, {_percent(last['coverage_90'])}"
        rows.append([worth_words(str(name)).strip("“”"), *cells, f"{2 * float(last['error']):.2f}", covered])
    return Section(
        "Which numbers could be found out",
        (
            "Contraction is 1 less posterior over prior variance: 1 found out, 0 nothing learned. The margin is "
            "twice the standard error of the last way; coverage is of its intervals of 50 and 90 %. All numbers are in "
            "`recovery.csv`.",
            Table(["number of the model", *(way.words for way in shown), "margin", "coverage"], rows),
        ),
    )


def _pairs(runs: Runs, found: pd.DataFrame) -> Section:
    """Return the pairs the study asks about, by world and way, and the most correlated of all others."""
    if found.empty:
        return Section("Which numbers cannot be told apart", (EQUIFINAL, "No pair is."))
    shown = [way.words for way in _shown(runs)]
    found = found[found["way"].isin(shown)]
    asked, others = found[found["asked"] == "yes"], found[(found["asked"] != "yes") & (found["equifinal"] == "yes")]
    wanted = [
        [_both(here.iloc[0]), structure(str(place)), str(world), *(_told(one) for _, one in here.iterrows())]
        for (_, _, place, world), here in asked.groupby(["a", "b", "structure", "world"], sort=False)
    ]
    largest = others.reindex(others["correlation"].abs().sort_values(ascending=False, kind="stable").index)
    rest = [
        [_both(one), structure(str(one["structure"])), str(one["way"]), _told(one)]
        for _, one in largest.head(MOST_PAIRS).iterrows()
    ]
    head = ["pair", "service sits in"]
    asked_about = Table([*head, "world", *shown], wanted, "The pairs asked about", "pairs.csv")
    most = Table([*head, "what is asked", "correlation"], rest, "The most correlated of all others", "pairs.csv")
    told = "A cell has the correlation of the errors."
    return Section(
        "Which numbers cannot be told apart",
        (EQUIFINAL, told, *([asked_about] if wanted else []), *([most] if rest else [])),
    )


def _both(one: "pd.Series[Any]") -> str:
    return worth_words(f"{one['a']} and {one['b']}")


def _told(one: "pd.Series[Any]") -> str:
    word = "equifinal" if one["equifinal"] == "yes" else "told apart" if _told_apart(one) else "not found out"
    return f"{round(one['correlation'], 2) + 0.0:.2f}: {word}"


def _told_apart(one: "pd.Series[Any]") -> bool:
    found_out = min(float(one["contraction_a"]), float(one["contraction_b"])) >= FOUND_OUT
    return found_out and one["equifinal"] != "yes"


def _worlds(runs: Runs, found: pd.DataFrame) -> Section:
    """Return in what share of firms each world is named right, by the way of asking."""
    names = runs.study.levers.worlds
    rows = [
        [way.words, *(_percent(float(_of(found, way, world=one)["right"].iloc[0])) for one in (ALL, *names))]
        for way in dict.fromkeys(_shown(runs))
    ]
    told = f"By chance {_percent(1 / len(names))} would be named right. Intervals are in `worlds.csv`."
    return Section("Which world it is", (told, Table(["what is asked", "all", *names], rows)))


def _counting(found: pd.DataFrame) -> Section:
    """Return what it is worth to count one number, the best of each place."""
    lines = []
    for name, rows in found.groupby("structure", sort=False):
        beyond = rows[beyond_chance(rows)].head(MOST_COUNTED)
        said = [f"{measure(str(one['measure']))} {number(float(one['saves']))}" for _, one in beyond.iterrows()]
        lines.append(
            f"{structure(str(name))}: {listed(said) if said else 'no single number is worth more than chance'}"
        )
    told = f"What counting one number for three months would save, in {UNIT}, by where service sits now:"
    return Section("What it is worth to count one number", (told, Items(tuple(lines))))


def _figures(runs: Runs, found: Tables) -> Iterator[Drawing]:
    if found:
        table = found["recovery"][found["recovery"]["way"].isin([one.words for one in _shown(runs)])]
        yield Drawing(
            "recovery",
            partial(draw_recovery, table),
            "The further right, the more of a number a firm could find out; marks on zero: nothing is learned of it.",
        )


IDENTIFYING = Reading(tables=tables, answer=_answer, sections=_sections, figures=_figures)
