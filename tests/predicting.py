"""Predictions about a table of runs that no study file made."""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from reportsto.readings.at_one_point.tables import claims
from reportsto.readings.runs import Runs
from reportsto.studies.design import Design
from reportsto.studies.specification import read_study
from reportsto.studies.study import Cell, Prediction
from small_study import SOUND


def prediction(
    claim, measure, a, b, direction, kind="test", *, firm="product_shop", worlds=(), variant="", variant_b=None,
    minus=None, smallest_effect=None, relative=False, caveat="",
):  # fmt: skip
    """Return a prediction; `minus` names what differs in the contrast to subtract: firm or variant."""
    usual = {"firm": firm, "variant": variant}
    cell_b = Cell(b, firm, variant if variant_b is None else variant_b)
    there = minus and tuple(Cell(name, **{**usual, **minus}) for name in (a, b))
    return Prediction(
        claim=claim, text="", measure=measure, a=Cell(a, firm, variant), b=cell_b, direction=direction, kind=kind,
        smallest_effect=smallest_effect, relative=relative, worlds=worlds, minus=there, caveat=caveat,
    )  # fmt: skip


def links(made, *order):
    """Return one prediction for each link of an order: S, M, O gives S against M and M against O."""
    return [replace(made, a=replace(made.a, structure=a), b=replace(made.b, structure=b)) for a, b in pairwise(order)]


def judged(table, *predictions):
    """Return the rows of claims.csv; a prediction that names no world is about every world of the table."""
    worlds = tuple(dict.fromkeys(table["world"]))
    asked = tuple(replace(one, worlds=one.worlds or worlds) for one in predictions)
    rows = table.assign(variant=table.get("variant", ""), seed=table.get("seed", 0))
    study = replace(_study(), predictions=asked)
    return claims(Runs(Design(study, (), int(rows["replicate"].nunique()), quick=True), rows))


@cache
def _study():
    with TemporaryDirectory() as folder:
        path = Path(folder) / "study.toml"
        path.write_text(SOUND, encoding="utf-8")
        return read_study(path)
