"""Where two structures change places over the axes of each map: a table, figures, and the lines of the finding.

A crossing lies *along* one axis of the map, with the other axis *held* at each of its levels. By default it is looked
for along x: on a map of direct reports (x) by the length of an exception (y), the number of direct reports for each
length. Whatever else a study varies is averaged, as in its maps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.drawing import Factor, MissingInput, draw_crossover, draw_crossover_lines, file_word, save
from reportsto.drawing.factors import Scale
from reportsto.drawing.words import measure_words, parameter_words, sentence
from reportsto.errors import StudyError
from reportsto.parameters import Parameters
from reportsto.readings.answer import number
from reportsto.readings.over_points import smallest_effect
from reportsto.statistics.crossover import crossover_line, on_grid
from reportsto.statistics.rankings import Better
from reportsto.statistics.thresholds import SMALLEST_SHIFTS, is_located
from reportsto.studies.study import Map, Study

COLUMNS = (
    "firm", "world", "variant", "map", "measure", "a", "b", "along", "held", "at", "crossing", "value", "low", "high",
    "grid_low", "grid_high", "better_above", "share", "share_any", "n", "smallest_shift", "located", "matters",
)  # fmt: skip
"""`value`, `low` and `high` are where a and b change places on the parameter `along`, while `held` is `at`.

`crossing` is 0, and there is no value, where they do not change places; `better_above` is then the better one at every
level that was run. `grid_low` and `grid_high` are the levels on either side, between which a straight line was drawn.
`matters`: yes where the mean difference reaches the smallest effect of the measure on both sides of the crossing.
"""
PLACE = ("firm", "world", "variant")


@dataclass(frozen=True, slots=True)
class Plane:
    """One measure of two structures over a map: one row a replicate and cell, mean over whatever else was varied."""

    wanted: Map
    place: tuple[str, str, str]
    measure: str
    a: str
    b: str
    rows: pd.DataFrame

    @property
    def along(self) -> str:
        """Return the parameter on which they change places."""
        return self.wanted.y if self.wanted.cross == "y" else self.wanted.x

    @property
    def held(self) -> str:
        """Return the other parameter of the map."""
        return self.wanted.x if self.wanted.cross == "y" else self.wanted.y


def crossovers(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    """Return the crossings of each structure and the one others are held against, with the columns `COLUMNS`.

    One row for each map, primary measure, place, pair, level of the held axis and crossing. A replicate that has no
    number somewhere on the plane is left out of it; a plane with none left, or with an axis of words, has no rows.
    """
    rows = [row for plane in _planes(study, table) for row in _crossings(study, plane)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _planes(study: Study, table: pd.DataFrame) -> Iterator[Plane]:
    for wanted in study.maps:
        base = table[table["structure"].isin(wanted.structures)]
        for name, value in wanted.at:
            base = base[base[name] == value]
        if not all(pd.api.types.is_numeric_dtype(base[name]) for name in (wanted.x, wanted.y)):
            continue
        for place, rows in base.groupby(list(PLACE), sort=False):
            run = list(dict.fromkeys(rows["structure"].astype(str)))
            b = study.outcomes.against if study.outcomes.against in run else run[0]
            for measure in (name for name in wanted.measures if name in study.outcomes.primary):
                cells = _cells(rows, wanted, measure)
                firm, world, variant = map(str, place)
                for a in (name for name in run if name != b):
                    yield Plane(wanted, (firm, world, variant), measure, a, b, cells)


def _cells(rows: pd.DataFrame, wanted: Map, measure: str) -> pd.DataFrame:
    """Return one number a cell, structure and replicate, none where a run of it has none."""
    cells = rows.groupby([wanted.x, wanted.y, "structure", "seed", "replicate"], sort=False)[measure]
    return cells.mean().where(cells.count() == cells.size()).reset_index()


def _differences(plane: Plane) -> pd.DataFrame:
    """Return a - b of each cell and replicate, of the replicates that have a number in all cells."""
    keys = [plane.along, plane.held, "replicate"]
    a, b = (plane.rows[plane.rows["structure"] == name].set_index(keys)[plane.measure] for name in (plane.a, plane.b))
    found = (a - b).rename("difference").reset_index()
    whole = found.groupby("replicate")["difference"].transform(lambda values: values.notna().all())
    return found[whole.astype(bool)]


def _crossings(study: Study, plane: Plane) -> Iterator[dict[str, object]]:
    differences = _differences(plane)
    if differences.empty or differences[plane.along].nunique() < 2:
        return
    try:
        cube, held, along = on_grid(differences, x=plane.held, y=plane.along, difference="difference")
    except StudyError:  # a cell that was not run: there is no plane
        return
    lower, shift = plane.measure in study.outcomes.lower_is_better, SMALLEST_SHIFTS.get(plane.along)
    means = {at: cube[:, i].mean(axis=0) for i, at in enumerate(held.tolist())}
    base = float(plane.rows.loc[plane.rows["structure"] == plane.b, plane.measure].mean())
    effect = smallest_effect(study, plane.measure).in_units(base)
    names = {"a": plane.b if lower else plane.a, "b": plane.a if lower else plane.b, "": ""}
    known = {
        **dict(zip(PLACE, plane.place, strict=True)), "map": plane.wanted.id, "measure": plane.measure,
        "a": plane.a, "b": plane.b, "along": plane.along, "held": plane.held,
        "smallest_shift": np.nan if shift is None else shift,
    }  # fmt: skip
    for _, row in crossover_line(cube, held, along).iterrows():
        value, low, high = (float(row[name]) for name in ("y", "low", "high"))
        yield {
            **known, "at": row["x"], "crossing": int(row["crossing"]), "value": value, "low": low, "high": high,
            **_around(along, value), "better_above": names[str(row["above"])], "share": row["share"],
            "share_any": row["share_any"], "n": int(row["n"]),
            "located": "" if np.isnan(value) else _yes_or_no(is_located(value, low, high, shift)),
            "matters": "" if np.isnan(value) else _yes_or_no(_matters(means[float(row["x"])], along, value, effect)),
        }  # fmt: skip


def _matters(mean: NDArray[np.float64], along: NDArray[np.float64], value: float, effect: float) -> bool:
    """Return whether the mean difference reaches the smallest effect below and above a crossing."""
    sizes = np.abs(mean)
    return bool((sizes[along < value] >= effect).any() and (sizes[along > value] >= effect).any())


def _around(along: NDArray[np.float64], value: float) -> dict[str, float]:
    if np.isnan(value):
        return {"grid_low": np.nan, "grid_high": np.nan}
    at = int(np.clip(np.searchsorted(along, value), 1, len(along) - 1))
    return {"grid_low": float(along[at - 1]), "grid_high": float(along[at])}


def _yes_or_no(known: bool | None) -> str:
    return {None: "", True: "yes", False: "no"}[known]


# ── Figures ──────────────────────────────────────────────────────────────────────────────────────


def draw_crossovers(study: Study, table: pd.DataFrame, found: pd.DataFrame, folder: Path) -> list[Path]:
    """Write a figure of the lines of each map, measure and place that has one, and return the files.

    For the first map and its first primary measure also the difference along the axis, with the held parameter nearest
    to its default: there a reader sees what lies on either side of the crossing.
    """
    written: list[Path] = []
    many = found["firm"].nunique() > 1
    for (name, measure, firm, world, variant), rows in found.groupby(["map", "measure", *PLACE], sort=False):
        place = (str(firm), str(world), str(variant))
        if rows["value"].notna().any():
            figure = draw_crossover_lines(
                rows, along=_factor(rows["along"].iloc[0]), held=_factor(rows["held"].iloc[0], "steps"),
                levels=sorted(table[rows["along"].iloc[0]].unique()), measure=str(measure),
                title=f"{sentence(measure_words(str(measure)))}: where others change places with "
                f"{rows['b'].iloc[0].replace('_', ' ')} ({_named(place)})",
            )  # fmt: skip
            written.extend(save(figure, folder / _file(f"crossover_{name}_{measure}", place, many=many)))
    for plane in _planes(study, table):
        rows = at_default(_of(found, plane))
        if _is_first(study, plane) and rows["value"].notna().any():
            written.extend(_draw_one(study, plane, rows, folder, many=many))
    return written


def _draw_one(study: Study, plane: Plane, rows: pd.DataFrame, folder: Path, *, many: bool) -> list[Path]:
    at, lower = rows["at"].iloc[0], plane.measure in study.outcomes.lower_is_better
    here = plane.rows[plane.rows[plane.held] == at]
    base = float(here.loc[here["structure"] == plane.b, plane.measure].mean())
    better: Better = "lower" if lower else "higher"
    effect = smallest_effect(study, plane.measure).in_units(base)
    try:
        figure = draw_crossover(
            here, plane.measure, a=plane.a, b=plane.b, x=_factor(plane.along), better=better, smallest_effect=effect,
            crossings=rows[["value", "low", "high"]].rename(columns={"value": "y"}),
            title=f"{sentence(plane.a)} or {plane.b}? {parameter_words(plane.held)} {number(float(at))} "
            f"({_named(plane.place)})".replace("_", " "),
        )  # fmt: skip
    except MissingInput:
        return []
    name = f"crossing_{plane.wanted.id}_{plane.measure}_{plane.a}"
    return [*save(figure, folder / _file(name, plane.place, many=many))]


def _of(found: pd.DataFrame, plane: Plane) -> pd.DataFrame:
    keys = (*PLACE, "map", "measure", "a", "b")
    values = (*plane.place, plane.wanted.id, plane.measure, plane.a, plane.b)
    same = [(found[name] == value).to_numpy() for name, value in zip(keys, values, strict=True)]
    out: pd.DataFrame = found[np.logical_and.reduce(same)]
    return out


def at_default(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the held level nearest to the default, where the held parameter has one number."""
    if rows.empty:
        return rows
    usual = Parameters().as_flat().get(str(rows["held"].iloc[0]), float("nan"))
    levels = rows["at"].to_numpy(dtype=np.float64)
    nearest = levels[0] if np.isnan(usual) else levels[np.abs(levels - float(usual)).argmin()]
    out: pd.DataFrame = rows[levels == nearest]
    return out


def _is_first(study: Study, plane: Plane) -> bool:
    first = study.maps[0]
    measures = [name for name in first.measures if name in study.outcomes.primary]
    return plane.wanted.id == first.id and plane.measure == measures[0]


def _file(name: str, place: Sequence[str], *, many: bool) -> str:
    firm, world, variant = map(str, place)
    return "_".join(text for text in (name, file_word(firm) if many else "", world, variant) if text)


def _factor(name: str, scale: Scale = "linear") -> Factor:
    return Factor(name, sentence(parameter_words(name)), scale)


def _named(place: Sequence[str]) -> str:
    """Return world and variant in words."""
    return ", ".join(text for text in place[1:] if text)
