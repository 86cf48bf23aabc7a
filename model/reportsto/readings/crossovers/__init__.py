"""Where two structures change places over the axes of each map.

A crossing lies *along* one axis of the map, with the other axis *held* at each of its levels. By default it is looked
for along x: on a map of direct reports (x) by the length of an exception (y), the number of direct reports for each
length. Whatever else a study varies is averaged, as in its maps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.drawing import NARROW, Factor, file_word
from reportsto.drawing.panels import world_title
from reportsto.drawing.words import parameter_label, parameter_words, sentence
from reportsto.errors import StudyError
from reportsto.parameters import Parameters
from reportsto.readings.crossovers.figures import draw_crossover, draw_crossover_lines
from reportsto.readings.maps.cells import averaged, on_map, race_on
from reportsto.readings.page import Section, Table
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Place, Runs
from reportsto.readings.words import measure, place, structure
from reportsto.statistics.crossover import crossover_line, on_grid
from reportsto.statistics.thresholds import SMALLEST_SHIFTS, is_located
from reportsto.studies.study import Map
from reportsto.wording import counted, number

COLUMNS = (
    "firm", "world", "variant", "map", "measure", "a", "b", "along", "held", "at", "crossing", "value", "low", "high",
    "grid_low", "grid_high", "better_above", "share", "share_any", "n", "smallest_shift", "located", "matters",
)  # fmt: skip
"""`value`, `low` and `high` are where a and b change places on the parameter `along`, while `held` is `at`.

`crossing` is 0, and there is no value, where they do not change places; `better_above` is then the better one at every
level that was run. `grid_low` and `grid_high` are the levels on either side, between which a straight line was drawn.
`matters`: yes where the mean difference reaches the smallest effect of the measure on both sides of the crossing.
"""
PLANE = list(COLUMNS[:7])
"""Columns that say which plane a crossing lies on."""
PLACE = ["firm", "world", "variant"]
ABOUT = (
    "Where two structures change places, in the mean over whatever else was varied. Between two levels that were run "
    "the line is straight: it is as good as the grid.",
    "*Located*: the whole interval is narrower than the smallest shift that matters, which is set and not measured. "
    "A star: on one side at least, the difference stays below the smallest effect. All are in `crossovers.csv`.",
)


def tables(runs: Runs) -> Tables:
    """Return a row for each map, primary measure, place, pair, level of the held axis and crossing.

    A replicate that has no number somewhere on the plane is left out of it; a plane with none left has no rows.
    """
    rows = [row for plane in _planes(runs) for row in _crossings(runs, plane)]
    return {"crossovers": pd.DataFrame(rows, columns=list(COLUMNS))}


def answer(runs: Runs, tables: Tables) -> Answer:
    """Return what turns the answer: the crossings of the first map that matter."""
    return Answer(turns=tuple(_turns(runs, tables["crossovers"])))


def sections(runs: Runs, tables: Tables) -> list[Section]:
    """Return a sentence for each crossing at the usual level, then tables; nothing where none was looked for."""
    found = tables["crossovers"]
    if found.empty:
        return []
    said = [_row(row, runs.table) for row in _usual(runs, found)]
    none = "No two structures change places at the level of the held parameter nearest its default."
    header = ["world", "measure", "who overtakes whom", "where", "held", "how surely"]
    each = [_of_measure(str(name), rows) for (_, name), rows in found.groupby(["map", "measure"], sort=False)]
    return [
        Section(
            "Where structures change places",
            (*ABOUT, Table(header, said, file="crossovers.csv") if said else none, *each),
        )
    ]


def figures(runs: Runs, tables: Tables) -> Iterator[Drawing]:
    """Yield the lines of each map, measure and place, then the difference along the first map.

    The latter with the held parameter nearest to its default, on the first primary measure: there a reader sees
    what lies on either side of the crossing.
    """
    found = tables["crossovers"]
    for _, rows in found.groupby(["map", "measure", *PLACE], sort=False):
        yield _lines_drawn(runs, rows)
    for plane in _planes(runs):
        rows = _at_default(found[(found[PLANE] == list(plane.key)).all(axis=1)])
        if _is_first(runs, plane) and rows["value"].notna().any():
            yield _crossing_drawn(runs, plane, rows)


# ── Planes ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Plane:
    """One measure of two structures over a map.

    Attributes:
        wanted: the map
        place: firm, world and variant
        measure: the measure
        a: a structure
        b: the structure it is held against
        rows: one row a replicate, cell and structure, the mean over whatever else was varied
    """

    wanted: Map
    place: Place
    measure: str
    a: str
    b: str
    rows: pd.DataFrame

    @property
    def key(self) -> tuple[str, ...]:
        """Return the values of the columns `PLANE`."""
        return (*self.place, self.wanted.id, self.measure, self.a, self.b)

    @property
    def axes(self) -> tuple[str, str]:
        """Return the parameter on which they change places, and the other one of the map, which is held."""
        return (self.wanted.y, self.wanted.x) if self.wanted.cross == "y" else (self.wanted.x, self.wanted.y)

    @property
    def differences(self) -> pd.DataFrame:
        """Return a - b of each cell and replicate, of the replicates that have a number in all cells."""
        keys = [*self.axes, "replicate"]
        a, b = (self.rows[self.rows["structure"] == name].set_index(keys)[self.measure] for name in (self.a, self.b))
        found = (a - b).rename("difference").reset_index()
        whole = found.groupby("replicate")["difference"].transform(lambda values: values.notna().all())
        return found[whole.astype(bool)]

    def effect(self, runs: Runs, held: float | None = None) -> float:
        """Return the smallest effect where b has its mean over the plane, or at one level of the held parameter."""
        rows = self.rows if held is None else self.rows[self.rows[self.axes[1]] == held]
        return runs.effect(self.measure, float(rows.loc[rows["structure"] == self.b, self.measure].mean()))


def _planes(runs: Runs) -> Iterator[Plane]:
    """Yield a plane for each map, place, pair and primary measure; a map with an axis of words has none."""
    for wanted in runs.study.maps:
        base = on_map(runs, wanted)
        if all(pd.api.types.is_numeric_dtype(base[name]) for name in (wanted.x, wanted.y)):
            for (firm, world, variant), rows in base.groupby(PLACE, sort=False):
                run = list(dict.fromkeys(rows["structure"].astype(str)))
                b = runs.study.outcomes.against if runs.study.outcomes.against in run else run[0]
                for name in (name for name in wanted.measures if name in runs.study.outcomes.primary):
                    cells = averaged(wanted, rows, [name])
                    for a in (one for one in run if one != b):
                        yield Plane(wanted, (str(firm), str(world), str(variant)), name, a, b, cells)


def _is_first(runs: Runs, plane: Plane) -> bool:
    first = runs.study.maps[0]
    measures = [name for name in first.measures if name in runs.study.outcomes.primary]
    return plane.wanted.id == first.id and plane.measure == measures[0]


# ── The table ────────────────────────────────────────────────────────────────────────────────────────


def _crossings(runs: Runs, plane: Plane) -> Iterator[dict[str, object]]:
    """Yield the crossings of one plane, with the columns `COLUMNS`."""
    (along, held), differences = plane.axes, plane.differences
    if differences.empty or differences[along].nunique() < 2:
        return
    try:
        cube, levels, grid = on_grid(differences, x=held, y=along, difference="difference")
    except StudyError:  # a cell that was not run: there is no plane
        return
    shift, effect = SMALLEST_SHIFTS.get(along), plane.effect(runs)
    means = {at: cube[:, i].mean(axis=0) for i, at in enumerate(levels.tolist())}
    better = (plane.b, plane.a) if runs.better(plane.measure) < 0 else (plane.a, plane.b)
    for _, row in crossover_line(cube, levels, grid).iterrows():
        value, low, high = (float(row[name]) for name in ("y", "low", "high"))
        yield {
            **dict(zip(PLANE, plane.key, strict=True)), "along": along, "held": held, "at": row["x"],
            "crossing": int(row["crossing"]), "value": value, "low": low, "high": high, **_around(grid, value),
            "better_above": dict(zip("ab", better, strict=True)).get(str(row["above"]), ""),
            "share": row["share"], "share_any": row["share_any"], "n": int(row["n"]),
            "smallest_shift": np.nan if shift is None else shift,
            "located": _yes_or_no(None if np.isnan(value) else is_located(value, low, high, shift)),
            "matters": _yes_or_no(_matters(means[float(row["x"])], grid, value, effect)),
        }  # fmt: skip


def _matters(mean: Floats, along: Floats, value: float, effect: float) -> bool | None:
    """Return whether the mean difference reaches the smallest effect below and above a crossing, None without one."""
    if np.isnan(value):
        return None
    sizes = np.abs(mean)
    return bool((sizes[along < value] >= effect).any() and (sizes[along > value] >= effect).any())


def _around(along: Floats, value: float) -> dict[str, float]:
    if np.isnan(value):
        return {"grid_low": np.nan, "grid_high": np.nan}
    at = int(np.clip(np.searchsorted(along, value), 1, len(along) - 1))
    return {"grid_low": float(along[at - 1]), "grid_high": float(along[at])}


def _yes_or_no(known: bool | None) -> str:
    return {None: "", True: "yes", False: "no"}[known]


# ── The page ─────────────────────────────────────────────────────────────────────────────────────────


def _at_default(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the held level nearest to the default, where the held parameter has one number."""
    if rows.empty:
        return rows
    usual = Parameters().as_flat().get(str(rows["held"].iloc[0]), float("nan"))
    levels = rows["at"].to_numpy(dtype=np.float64)
    nearest = levels[0] if np.isnan(usual) else levels[np.abs(levels - float(usual)).argmin()]
    out: pd.DataFrame = rows[levels == nearest]
    return out


def _usual(runs: Runs, found: pd.DataFrame) -> "Iterator[pd.Series[Any]]":
    """Yield the crossings of the first map at the level of the held parameter nearest its default."""
    for _, group in found[found["map"] == runs.study.maps[0].id].groupby(["measure", *PLACE, "a", "b"], sort=False):
        yield from (row for _, row in _at_default(group).iterrows() if row["crossing"])


def _turns(runs: Runs, found: pd.DataFrame) -> Iterator[str]:
    """Yield the crossings on the first measure that matter, at the usual level of the held parameter."""
    told = set()
    for row in _usual(runs, found):
        key = (row["world"], row["a"], row["better_above"])
        if row["matters"] == "yes" and row["measure"] == found["measure"].iloc[0] and key not in told:
            told.add(key)
            variant = f", where {runs.study.variant(str(row['variant'])).title}" if row["variant"] else ""
            where = f"“{parameter_words(row['along'])}” is above {_value(row)}"
            if (others := _others(row, runs.table)) is not None:
                who = f"report to the chief executive where it is {structure(row['b'])}"
                where = f"more than {_value(row, others)} people {who}"
            yield (
                f"In *{row['world']}*, {_overtakes(row)} where {where}. "
                f"That is with {_held(row, ' at')}{_averaged(runs)}{variant}."
            )


def _averaged(runs: Runs) -> str:
    """Return over how many the first map is a mean: what is varied and neither an axis nor held at a value."""
    first = runs.study.maps[0]
    known = {first.x, first.y, *(name for name, _ in first.at)}
    over = [axis.name for axis in runs.study.uncertainties if axis.name not in known]
    return f", averaged over {counted(len(over), 'other parameter')}" if over else ""


def _row(row: "pd.Series[Any]", runs: pd.DataFrame) -> list[str]:
    """Return one crossing: world, measure, who overtakes whom, where, what is held, how surely."""
    doubts = [
        f"between the levels {number(row['grid_low'])} and {number(row['grid_high'])}",
        f"in {row['share']:.0%} of resamples" if row["share"] < 0.95 else "",
        {"yes": "located", "no": "not located", "": ""}[str(row["located"])],
        "" if row["matters"] == "yes" else "on one side the difference stays below the smallest effect",
    ]
    return [
        place(row["world"], row["variant"]), measure(str(row["measure"])), _overtakes(row),
        f"“{parameter_words(row['along'])}” {_value(row)}{_reports(row, runs)}", _held(row), place(*doubts),
    ]  # fmt: skip


def _overtakes(row: "pd.Series[Any]") -> str:
    other = row["b"] if row["better_above"] == row["a"] else row["a"]
    return f"{structure(row['better_above'])} overtakes {structure(str(other))}"


def _held(row: "pd.Series[Any]", verb: str = "") -> str:
    return f"“{parameter_words(row['held'])}”{verb} {number(float(row['at']))}"


def _reports(row: "pd.Series[Any]", runs: pd.DataFrame) -> str:
    """Return, for heads, how many people then report to the chief executive where b is the structure."""
    others = _others(row, runs)
    if others is None:
        return ""
    return f", which is {_value(row, others)} direct reports where it is {structure(row['b'])}"


def _others(row: "pd.Series[Any]", runs: pd.DataFrame) -> float | None:
    """Return how many report to the chief executive beside the heads that are varied, where b is the structure."""
    if row["along"] != "chart.heads" or "ceo_direct_reports" not in runs.columns:
        return None
    rows = runs[(runs["structure"] == row["b"]) & (runs["firm"] == row["firm"])]
    more = (rows["ceo_direct_reports"] - rows["chart.heads"]).dropna()
    return None if more.empty or more.nunique() > 1 else float(more.iloc[0])


def _of_measure(name: str, rows: pd.DataFrame) -> Table | str:
    """Return who is better below and above each crossing, by the levels of the held parameter."""
    if not rows["crossing"].any():
        return f"On {measure(name)} nobody changes places."
    levels, lines = sorted(rows["at"].unique()), []
    for (firm, world, variant, a, b), group in rows.groupby([*PLACE, "a", "b"], sort=False):
        if group["crossing"].any():
            cells = ["; ".join(_cell(row) for _, row in group[group["at"] == level].iterrows()) for level in levels]
            lines.append([place(firm, variant), str(world), f"{structure(str(a))} and {structure(str(b))}", *cells])
    along, held = (parameter_words(rows[axis].iloc[0]) for axis in ("along", "held"))
    header = ["firm", "world", "structures", *(number(float(level)) for level in levels)]
    title = f"{measure(name)}: “{along}” where they change places, by “{held}” (columns)"
    return Table(header, lines, title, "crossovers.csv")


def _cell(row: "pd.Series[Any]") -> str:
    better = structure(str(row["better_above"]))
    if not row["crossing"]:
        return f"{better} throughout" if better else "equal throughout"
    return f"{better} above {_value(row)}{'' if row['matters'] == 'yes' else ' *'}"


def _value(row: "pd.Series[Any]", more: float = 0.0) -> str:
    """Return where a crossing lies, with its interval, which may end beyond the grid."""
    value, low, high = (float(row[name]) + more for name in ("value", "low", "high"))
    if np.isnan(low) or np.isnan(high):
        return number(value)
    ends = ["beyond the grid" if np.isinf(end) else number(end) for end in (low, high)]
    return f"{number(value)} [{ends[0]}, {ends[1]}]"


# ── The figures ──────────────────────────────────────────────────────────────────────────────────────


def _lines_drawn(runs: Runs, rows: pd.DataFrame) -> Drawing:
    first = rows.iloc[0]
    along, held, name = first["along"], first["held"], str(first["measure"])
    title = f"{sentence(measure(name))}: who is better than {structure(first['b'])}?"
    return Drawing(
        _file(runs, f"crossover_{first['map']}_{name}", first["firm"], first["world"], first["variant"]),
        partial(
            draw_crossover_lines,
            rows,
            along=Factor(along, parameter_label(along)),
            held=Factor(held, parameter_label(held), "steps"),
            levels=sorted(runs.table[along].unique()),
            title=f"{title}\n{_place_words(runs, first['world'], first['variant'])}",
        ),
        f"Coloured, who is better than {structure(first['b'])} on {measure(name)}, in the world {first['world']}. A "
        "mark is where they change places, with its 95 % interval.",
    )


def _crossing_drawn(runs: Runs, plane: Plane, rows: pd.DataFrame) -> Drawing:
    at, (along, held) = rows["at"].iloc[0], plane.axes
    level = f"{parameter_words(held)} {number(float(at))}"
    pair = f"{sentence(structure(plane.a))} or {structure(plane.b)}?"
    title = f"{pair}\n{_place_words(runs, *plane.place[1:])}\n{sentence(level)}"
    return Drawing(
        _file(runs, f"crossing_{plane.wanted.id}_{plane.measure}_{plane.a}", *plane.place),
        partial(
            draw_crossover,
            plane.rows[plane.rows[held] == at],
            race_on(runs, plane.measure, plane.effect(runs, at), title),
            a=plane.a,
            b=plane.b,
            x=Factor(along, parameter_label(along)),
            crossings=rows,
        ),
        f"{pair} The diamond is where they change places; inside the grey band no difference matters. "
        f"Here {level}, world {plane.place[1]}.",
    )


def _place_words(runs: Runs, world: str, variant: str) -> str:
    """Return what is true in a world, and what a variant changes."""
    return place(world_title(world, 10 * NARROW), runs.study.variant(variant).title if variant else "")


def _file(runs: Runs, name: str, firm: str, world: str, variant: str) -> str:
    many = len(runs.study.levers.firms) > 1
    return "_".join(filter(None, (name, file_word(firm) if many else "", world, variant)))


CROSSOVERS = Reading(tables=tables, answer=answer, sections=sections, figures=figures)
"""The value of one parameter at which two structures change places, for each level of another."""
