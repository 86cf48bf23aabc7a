"""What a page says of a study at one point: a line for each world, what would change it, all places and measures."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from reportsto.drawing.words import measure_words
from reportsto.readings.at_one_point.tables import Best, best_of, best_places, neighbours, unasked
from reportsto.readings.page import Items, Section, Table
from reportsto.readings.power import power_section
from reportsto.readings.reading import Answer, Tables
from reportsto.readings.runs import Place, Runs
from reportsto.readings.sections import RULE, by_world, claims_sections, left_out
from reportsto.readings.words import (
    MAPS,
    MEANINGS,
    UNITS,
    aim,
    difference,
    listed,
    pair,
    span,
    structure,
    with_interval,
    world,
)
from reportsto.statistics.intervals import FEWEST_PAIRS, mean_interval
from reportsto.statistics.verdict import Verdict
from reportsto.studies.crossing import at_level
from reportsto.wording import number

SHOWN_MEASURES = 4
"""Measures beside the primary ones that are shown on the page, for the first firm; the others are in summary.csv."""
UNKNOWN = "unknown: in no replicate has every structure a number"
SIGNS = {Verdict.AS_PREDICTED: ">", Verdict.OPPOSITE: "<", Verdict.NO_DIFFERENCE: "=", Verdict.NOT_DECIDED: "?"}
OF_ALL = "The interval that decides is wider than the one shown: it holds for all predictions at once (`claims.csv`)."


# ── The answer ───────────────────────────────────────────────────────────────────────────────────


def answer(runs: Runs, tables: Tables) -> Answer:
    """Return the answer for the first firm and the first primary measure; other places stand in a section."""
    found = best_places(runs)
    first = found[0]
    here = [one for one in found if (one.place[0], one.measure) == (first.place[0], first.measure)]
    alike = {one.other for one in here} == {runs.against[first.place]}
    against = f", against {structure(runs.against[first.place])}" if alike else ""
    header = ["If this is true in your firm", "best place", measure_words(first.measure) + against, "does it matter?"]
    rows = [[world(one.place[1]), named(one), _lead(runs, one, named=not alike), _matters(one)] for one in here]
    return Answer(
        sentence=_sentence(runs, here),
        table=Table(header, rows),
        intervals=_intervals(runs, found, tables),
        turns=tuple(_turns(runs, found, here)),
        limits=tuple(_limits(runs, found)),
        leads=any(len(one.tied) == 1 or one.tie for one in here),
    )


def named(found: Best) -> str:
    """Return the best structure in words, those of a tie, or those between which the runs do not decide."""
    names = list(map(structure, found.tied))
    if len(names) > 1 and not found.tie:
        return f"not decided between {listed(names)}"
    return (" or ".join(names) + (" (a tie)" if len(names) > 1 else "")) or UNKNOWN


def _matters(found: Best) -> str:
    """Return whether the difference that is told matters, whichever of the two is better."""
    return "yes" if found.verdict in (Verdict.AS_PREDICTED, Verdict.OPPOSITE) else str(found.verdict)


def _lead(runs: Runs, found: Best, *, named: bool = True) -> str:
    """Return the compared difference in words: "9.8 [8.8, 10.9] fewer than separate"; the other `named` or not."""
    if not found.one:
        return "–"
    who = "" if found.one in found.tied[:1] else f"{structure(found.one)}: "
    size = difference(found.measure, found.lead.estimate, found.lead.low, found.lead.high)
    return f"{who}{size} than {structure(found.other)}" if named else f"{who}{size}"


def _sentence(runs: Runs, here: list[Best]) -> str:
    """Return who has what is wanted, by world where that depends on it."""
    best = aim(runs, here[0].measure)
    scope, which = f"In the firm {here[0].place[0].replace('_', ' ')}", "structure"
    if any(MAPS & {*runs.structures[one.place]} for one in here):
        scope, which = f"Of the places with reporting lines, in{scope[2:]}", "of them"
    worlds: dict[tuple[frozenset[str], bool], list[Best]] = {}
    for one in here:
        worlds.setdefault((frozenset(one.tied), one.tie), []).append(one)
    if len(worlds) == 1:
        where = "in every world run" if len(here) > 1 else f"in the world {here[0].place[1]}"
        if len(here[0].tied) > 1 and not here[0].tie:
            return f"{scope}, who has the {best} is {named(here[0])}, {where}."
        return f"{scope}, {named(here[0])} has the {best}, {where}."
    told = "; ".join(f"{named(rows[0])} in {listed(f'*{one.place[1]}*' for one in rows)}" for rows in worlds.values())
    return f"{scope}, which {which} has the {best} depends on the world (see the table): {told}."


def _intervals(runs: Runs, found: list[Best], tables: Tables) -> str:
    """Return what every interval of the page is; pairs in which a run has no number are not counted."""
    if runs.replicates == 1:
        return f"One replicate: no difference has an interval, and nothing is decided. Run at least {FEWEST_PAIRS}."
    pairs = span(pd.Series([one.lead.n for one in found if one.one] or [0], dtype=float))
    said = f"Every interval is 95 % and a number's own; differences are means over {pairs} paired replicates."
    files = [f"`{name}.csv`" for name in ("claims", "family") if len(tables[name])]
    wider = " Verdicts in {} are from wider intervals, which hold for all rows of that table at once."
    return said + (wider.format(listed(files)) if files else "")


def _turns(runs: Runs, found: list[Best], here: list[Best]) -> Iterator[str]:
    """Yield what changes the best place: a variant, another measure, another firm."""
    yield from _variants(runs, here)
    usual = {one.place[1]: set(one.tied) for one in here}
    first = here[0]
    for name in dict.fromkeys(one.measure for one in found):
        told = _differing(found, usual, first.place[0], name)
        if told:
            yield f"Another aim, the {aim(runs, name)}: {told}."
    for firm in dict.fromkeys(one.place[0] for one in found):
        told = _differing(found, usual, firm, first.measure)
        if told:
            yield f"Another firm, {firm.replace('_', ' ')}: {told}."


def _differing(found: list[Best], usual: dict[str, set[str]], firm: str, name: str) -> str:
    """Return who is best here, in the worlds in which none of the structures that are usually best is."""
    there = [one for one in found if (one.place[0], one.measure) == (firm, name) and one.tied]
    return "; ".join(
        f"{named(one)} in *{one.place[1]}*" for one in there if not usual.get(one.place[1], set()) & set(one.tied)
    )


def _variants(runs: Runs, here: list[Best]) -> Iterator[str]:
    """Yield the variants in which no structure that is usually best still is.

    Those that change one thing come first, and of them those with the largest lead.
    """
    duels = [duel for one in here for place in runs.places if (duel := _turned(runs, place, one))]
    steps = _steps(runs)
    duels.sort(key=lambda duel: (steps[duel.place[2]], -abs(duel.lead.estimate)))
    for variant in dict.fromkeys(duel.place[2] for duel in duels):
        turned = (one for one in duels if one.place[2] == variant)
        told = "; ".join(f"{structure(one.one)} has {_lead(runs, one)} in *{one.place[1]}*" for one in turned)
        yield f"Where {runs.study.variant(variant).title}: {told}."


def _turned(runs: Runs, place: Place, one: Best) -> Best | None:
    """Return who leads in a variant of a place, against who usually does; nothing where one of the usual best still is.

    Also nothing where none of these was run. Without maps, as everywhere in the answer.
    """
    if not place[2] or place[:2] != one.place[:2]:
        return None
    run = [name for name in runs.structures[place] if name not in MAPS]
    usual = [name for name in one.tied if name in run]
    now = best_of(runs, place, one.measure, run).tied if usual else ()
    return best_of(runs, place, one.measure, [now[0], usual[0]]) if now and not {*usual} & {*now} else None


def _limits(runs: Runs, found: list[Best]) -> Iterator[str]:
    yield from left_out(runs, "structures are compared over replicates that all of them have")
    lost = sorted({name for one in found for name in one.lost})
    if lost:
        yield f"Without {' and '.join(map(structure, lost))}, of which no run has a number somewhere."


# ── The sections ─────────────────────────────────────────────────────────────────────────────────


def sections(runs: Runs, tables: Tables) -> Iterator[Section]:
    """Yield all sections of the page, the most important first."""
    own = [mean_interval(runs.asked(prediction, of_world)[0]) for prediction, of_world in runs.judged()]
    shown = tables["claims"].assign(low=[one.low for one in own], high=[one.high for one in own])
    yield from claims_sections(runs.study, shown, rule=f"{RULE} {OF_ALL}")
    if names := unasked(runs):
        told = f"These runs lack a firm, world, structure or variant for predictions of {', '.join(names)}."
        yield Section("Predictions that were not judged", (told,))
    if len(tables["family"]):
        yield _family(runs, tables["family"])
    yield _places(runs)
    yield from power_section(tables["planning"])
    yield _orders(runs)
    if len(tables["levels"]):
        yield _levels(runs, tables["levels"])
    yield _worlds(runs, tables["summary"])
    contrasts = tables["contrasts"]
    ratios = contrasts.loc[contrasts["measure"].isin(runs.study.outcomes.primary), "variance_ratio"].dropna()
    if len(ratios):
        told = (
            "All structures meet the same customers. That leaves the variance of a paired difference of a "
            f"primary measure at {number(float(ratios.median()))} of an unpaired one's (median of {len(ratios)} "
            "contrasts)."
        )
        yield Section("What the shared draws removed", (told,))


def _places(runs: Runs) -> Section:
    header = ["firm", "world", "what is wanted", "best place", "how much", "does it matter?"]
    rows = [
        [*one.place[:2], aim(runs, one.measure), named(one), _lead(runs, one), _matters(one)]
        for one in best_places(runs)
    ]
    said = (
        "*A tie*: no two of the structures have a difference that matters. *Not decided between*: none beats another, "
        "and the runs do not exclude a difference that matters. *Does it matter?* is about the number's own interval; "
        "predictions and the family of differences have wider intervals, which hold for all rows of a table at once. "
        "Maps without reporting lines are left out here."
    )
    return Section("Where customer service does best", (Table(header, rows, file="ranking.csv"), said))


def _family(runs: Runs, found: pd.DataFrame) -> Section:
    effects = found.groupby("measure", sort=False)["smallest_effect"]
    told = ", ".join(f"{span(values)} for `{measure}`" for measure, values in effects)
    widths = (found["high"] - found["low"]) / (found["pointwise_high"] - found["pointwise_low"])
    wider = f", {widths.median():.1f} times as wide as a row's own (median)" if widths.notna().any() else ""
    several = len(runs.study.family.variants) > 1
    shown = by_world(
        runs.study,
        found.assign(low=found["pointwise_low"], high=found["pointwise_high"]),
        ["firm", "variant", "measure", "a", "b"],
        {
            "firm": lambda rows: str(rows["firm"].iloc[0]),
            **({"where": lambda rows: _where(runs, str(rows["variant"].iloc[0]))} if several else {}),
            "measure": lambda rows: _with_unit(str(rows["measure"].iloc[0])),
            "contrast": lambda rows: f"{rows['a'].iloc[0]} less {rows['b'].iloc[0]}",
        },
        lambda row: f"**{row['verdict']}** {with_interval(row, 'difference')}",
        file="family.csv",
    )
    return Section(
        "The primary family",
        (
            shown,
            f"The study file names these {len(found)} contrasts. Their verdicts are from intervals that hold for all "
            f"of them at once{wider}. Smallest effects: {told}.",
            "*Better* and *worse* are said of the first structure, by more than the smallest effect. Everything "
            "else on this page is descriptive. All rows are in `family.csv`.",
        ),
    )


def _with_unit(measure: str) -> str:
    return f"`{measure}`" + (f" ({UNITS[measure]})" if UNITS[measure] != "1" else "")


def _orders(runs: Runs) -> Section:
    lines = tuple(_order(runs, one) for one in best_places(runs, maps=True) if len(one.means) > 1)
    said = (
        "From best to worst, with means. `>`: better than the next by more than the smallest effect; `=`: no "
        "difference that matters; `?`: not decided. A star marks a map without reporting lines, whose owners act with "
        "certainty: generous and assumed."
    )
    return Section("The structures in order", (said, Items(lines, "ranking.csv")))


def _order(runs: Runs, one: Best) -> str:
    first = next(iter(one.means))
    text = f"{structure(first)} {number(one.means[first])}"
    for name, said in neighbours(runs, one):
        text += f" {SIGNS[said]} {structure(name)} {number(one.means[name])}"
    firm, of_world, _ = one.place
    return f"{firm}, {of_world}, {aim(runs, one.measure)}: {text}"


def _worlds(runs: Runs, found: pd.DataFrame) -> Section:
    """Return the means of the first firm."""
    firm = runs.plain_places[0][0]
    parts: list[str | Table] = []
    for measure in (*runs.study.outcomes.primary, *runs.study.outcomes.measures[:SHOWN_MEASURES]):
        here = found[(found["firm"] == firm) & (found["measure"] == measure) & (found["variant"] == "")]
        if here["n"].any():
            title = _title(firm, measure)
            parts.append(by_world(runs.study, here, ["structure"], {"structure": _name}, _mean, title=title))
        else:
            why = ": nobody sits at the top of the chart" if measure.startswith("ceo_") else ""
            parts.append(f"**{_title(firm, measure)}** No run has a number{why}.")
    return Section("The worlds side by side", (f"Means over replicates. {_others(runs)} in `summary.csv`.", *parts))


def _levels(runs: Runs, found: pd.DataFrame) -> Section:
    """Return the primary differences of the first firm at each level of [levers], and with each variant there.

    What differs in one lever alone comes first.
    """
    heads = {
        "where": lambda rows: _where(runs, str(rows["variant"].iloc[0])),
        "difference": lambda rows: pair(rows["a"].iloc[0], rows["b"].iloc[0]),
    }
    firm = runs.plain_places[0][0]
    cell = partial(with_interval, name="difference")
    found = found.assign(steps=found["variant"].map(_steps(runs))).sort_values("steps", kind="stable")
    parts = []
    for measure in runs.study.outcomes.primary:
        here = found[(found["firm"] == firm) & (found["measure"] == measure)]
        title = _title(firm, measure)
        parts.append(by_world(runs.study, here, ["variant", "a", "b"], heads, cell, title=title, file="levels.csv"))
    said = f"Unless a line says otherwise, {at_level(runs.study.levers.levels[0])}. {_others(runs)} in `levels.csv`."
    return Section("The differences at each level", (said, *parts))


def _steps(runs: Runs) -> dict[str, int]:
    """Return in how many levers each variant differs from the first levels, itself one more."""
    usual, *others = runs.study.levers.levels
    steps = {one.id: sum(a != b for a, b in zip(one.settings, usual.settings, strict=True)) for one in others}
    named = {
        one.id: 1 + max((n for end, n in steps.items() if one.id.endswith(f"_{end}")), default=0)
        for one in runs.study.variants
    }
    return {"": 0, **named, **steps}


def _title(firm: str, measure: str) -> str:
    return f"{firm}: {MEANINGS[measure]} (`{measure}`, {UNITS[measure]})"


def _others(runs: Runs) -> str:
    """Return the beginning of a sentence that says what is not shown."""
    several = len({firm for firm, _, _ in runs.plain_places}) > 1
    return f"{'Other firms and all' if several else 'All'} measures are"


def _where(runs: Runs, variant: str) -> str:
    """Return in words what differs from the first levels."""
    return runs.study.variant(variant).title if variant else "the first levels"


def _name(rows: pd.DataFrame) -> str:
    return structure(str(rows["structure"].iloc[0]))


def _mean(row: "pd.Series[Any]") -> str:
    return with_interval(row, "mean")
