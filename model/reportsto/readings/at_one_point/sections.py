"""The sections of a study at one point: every place and measure, predictions, the family, replicates, worlds."""

from collections.abc import Iterator

from reportsto.readings.at_one_point.answer import lead, matters, named
from reportsto.readings.at_one_point.best import best_places, neighbours
from reportsto.readings.at_one_point.claims import unasked
from reportsto.readings.at_one_point.family import family_section
from reportsto.readings.claims_section import claims_sections
from reportsto.readings.page import Block, Items, Section, Table, table
from reportsto.readings.power import power_section
from reportsto.readings.reading import Tables
from reportsto.readings.runs import Runs
from reportsto.readings.words import MEANINGS, UNITS, aim, number, structure, with_interval
from reportsto.statistics.verdict import Verdict

SHOWN_MEASURES = 4
"""Measures beside the primary ones that are shown on the page, for the first firm; the others are in summary.csv."""


def sections(runs: Runs, tables: Tables) -> list[Section]:
    """Return all sections of the page, the most important first."""
    return [
        _places(runs),
        *claims_sections(runs.study, tables["claims"]),
        *_unasked(runs),
        *family_section(runs, tables["family"]),
        *power_section(tables["planning"]),
        _orders(runs),
        _worlds(runs, tables),
        *_pairing(runs, tables),
    ]


def _places(runs: Runs) -> Section:
    rows = [
        [one.place[0], one.place[1], aim(runs, one.measure), named(one),
         lead(runs, one), matters(one)]
        for one in best_places(runs)
    ]  # fmt: skip
    return Section(
        "Where customer service does best",
        (
            table(["firm", "world", "what is wanted", "best place", "how much", "does it matter?"], rows),
            "Several structures in a cell are a tie: none beats another by more than the smallest effect. Maps without "
            "reporting lines are left out here.",
        ),
    )


def _unasked(runs: Runs) -> list[Section]:
    names = unasked(runs)
    told = f"These runs lack a firm, world, structure or variant for predictions of {', '.join(names)}."
    return [Section("Predictions that were not judged", (told,))] if names else []


def _orders(runs: Runs) -> Section:
    lines = tuple(_order(runs))
    return Section(
        "The structures in order",
        (
            "From best to worst, with means. `>`: better than the next by more than the smallest effect; `=`: no "
            "difference that matters; `?`: not decided. A star marks a map without reporting lines, whose owners act "
            "with certainty: generous and assumed.",
            Items(lines),
        ),
    )


SIGNS = {Verdict.AS_PREDICTED: ">", Verdict.OPPOSITE: "<", Verdict.NO_DIFFERENCE: "=", Verdict.NOT_DECIDED: "?"}


def _order(runs: Runs) -> Iterator[str]:
    for one in best_places(runs, maps=True):
        if len(one.means) > 1:
            names = list(one.means)
            text = f"{structure(names[0])} {number(one.means[names[0]])}"
            for _, name, said in neighbours(runs, one):
                text += f" {SIGNS[said]} {structure(name)} {number(one.means[name])}"
            firm, world, _ = one.place
            yield f"{firm}, {world}, {aim(runs, one.measure)}: {text}"


def _worlds(runs: Runs, tables: Tables) -> Section:
    blocks: list[Block] = ["Means over replicates, each with its own 95 % interval."]
    firms = list(dict.fromkeys(firm for firm, _, _ in runs.plain_places))
    for firm in firms:
        more = runs.study.outcomes.measures[:SHOWN_MEASURES] if firm == firms[0] else ()
        blocks += [_means(runs, tables, firm, measure) for measure in (*runs.study.outcomes.primary, *more)]
    return Section("The worlds side by side", tuple(blocks))


def _means(runs: Runs, tables: Tables, firm: str, measure: str) -> Table:
    found = tables["summary"]
    here = found[(found["firm"] == firm) & (found["measure"] == measure) & (found["variant"] == "")]
    worlds = [world for world in runs.study.levers.worlds if world in set(here["world"])]
    rows = []
    for name, means in here.groupby("structure", sort=False):
        cells = {str(row["world"]): with_interval(row, "mean") for _, row in means.iterrows()}
        rows.append([structure(str(name)), *(cells.get(world, "") for world in worlds)])
    title = f"{firm}: {MEANINGS[measure]} (`{measure}`, {UNITS[measure]})"
    return table(["structure", *worlds], rows, title)


def _pairing(runs: Runs, tables: Tables) -> list[Section]:
    found = tables["contrasts"]
    ratios = found.loc[found["measure"].isin(runs.study.outcomes.primary), "variance_ratio"].dropna()
    if ratios.empty:
        return []
    told = (
        "All structures meet the same candidate customers. That leaves the variance of a paired difference of a "
        f"primary measure at {number(float(ratios.median()))} of an unpaired one's (median of {len(ratios)} contrasts)."
    )
    return [Section("What the shared draws removed", (told,))]
