"""Points held against patterns: published ones on a mixture of structures, own counts where they were made."""

from math import log

import numpy as np
import pandas as pd
import pytest

import reportsto
from reportsto.errors import SettingError
from reportsto.patterns import PatternError, patterns
from reportsto.patterns.checking import PLACEMENTS
from reportsto.patterns.matching import matched
from reportsto.patterns.targets import targets

OURS = {"id": "ours", "measure": "voiced", "value": 0.3, "sd": 0.02, "structure": "separate"}


def runs(**measures) -> pd.DataFrame:
    """Runs of two points in three structures; each measure has a value for each structure and point."""
    rows = []
    for at, structure in enumerate(PLACEMENTS):
        for sample in (0, 1):
            for replicate in (0, 1):
                numbers = {name: values[at][sample] for name, values in measures.items()}
                rows.append({"structure": structure, "sample": sample, "replicate": replicate, **numbers})
    return pd.DataFrame(rows).assign(firm="product_shop", world="once", variant="", ration="bundles")


def test_a_published_pattern_is_held_against_the_mixture_and_a_count_against_its_structure():
    """By hand: the mixture weighs structures by how many firms have each; the count reads its own structure alone."""
    table = runs(voiced=((0.3, 0.9), (0.2, 0.8), (0.1, 0.7)))
    weights = np.array(list(PLACEMENTS.values()))
    mixture = float(weights @ [0.9, 0.8, 0.7] / weights.sum())
    p1 = next(one for one in patterns() if one.id == "P1")

    found = reportsto.match(table, ["P1", OURS])

    assert found["P1"].tolist() == pytest.approx([0.0, p1.outside(mixture, p1.parts[0]) / 0.3])
    slope = 1 / (0.3 * 0.7)
    total = np.hypot(0.02 * slope, 0.3)
    assert found["ours"].tolist() == pytest.approx([0.0, (log(9) - log(3 / 7)) / total])


def test_points_keep_the_order_of_the_runs_and_replicates_are_averaged():
    table = runs(voiced=((0.3, 0.9),) * 3)
    table.loc[table["replicate"] == 1, "voiced"] += 0.02
    turned = table.sort_values("sample", ascending=False, kind="stable")

    assert reportsto.match(turned, ["P1"])["sample"].tolist() == [1, 0]
    assert reportsto.match(table, [OURS])["ours"][0] == pytest.approx(
        (log(0.31 / 0.69) - log(3 / 7)) / np.hypot(0.02 / 0.21, 0.3)
    )


def test_a_half_input_changes_no_weight():
    """A published figure that a setting nearly decides is printed; what is kept, and its weight, stay as they were."""
    table = runs(voiced=((0.3, 0.5),) * 3, abandoned=((0.9, 0.0),) * 3)

    alone, beside = reportsto.match(table, ["P1"]), reportsto.match(table, ["P1", "P5"])

    assert beside["P5"].tolist() == [pytest.approx(0.8 / 0.03), 0.0]
    assert beside.drop(columns="P5").equals(alone)


def test_nothing_is_decided_by_half_inputs_alone():
    """L8 is nearly an input with digests: alone it is refused there, and decides with bundles."""
    table = runs(desk_complaints_per_item=((100.0, 1.0),) * 3)

    assert reportsto.match(table, ["L8"])["kept"].tolist() == [True, False]
    with pytest.raises(SettingError, match="no pattern of L8 decides with ration 'digest'"):
        reportsto.match(table.assign(ration="digest"), ["L8"])


def test_a_count_takes_scale_and_discrepancy_of_the_published_pattern_of_its_measure():
    """A user sets no discrepancy. Where nothing is published, the model is taken at its word: only the SD counts."""
    ours, free = targets(
        [OURS, {"id": "a", "measure": "lost_per_1000", "value": 2, "sd": 0.5, "structure": "separate"}]
    )

    assert (ours.scale, ours.sd) == ("logit", pytest.approx(np.hypot(0.02 / 0.21, 0.3)))
    assert (free.scale, free.sd) == ("linear", 0.5)
    with pytest.raises(PatternError, match="discrepancy is not a field"):
        targets([{**OURS, "discrepancy": 9.0}])


def test_a_run_without_a_number_is_infinitely_far_and_one_miss_is_allowed():
    table = runs(voiced=((0.3, np.nan),) * 3, severe_made_good=((0.5, 0.5),) * 3, desk_passed=((0.6, 0.6),) * 3)

    found = reportsto.match(table, ["P1", "P2", "P8"])

    assert found["P1"].tolist() == [0.0, np.inf]
    assert found["kept"].tolist() == [True, True]
    assert reportsto.match(table, ["P1", "P2"], highest=1)["kept"].tolist() == [True, False]


def test_a_target_moves_by_its_own_standard_deviations():
    (one,) = targets([OURS])
    table = runs(voiced=((0.3, 0.3),) * 3)

    assert matched(table, [one.moved(4.0)]).found[:, 0] == pytest.approx([4.0, 4.0])


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("P1", "is 'P1'; expected a list of ids and counts"),
        ([], "patterns is empty"),
        (["P1", "P1"], "'P1' stands twice"),
        (["Q1"], "is 'Q1', no published pattern"),
        (["L1"], "which has no value in a run"),
        ([3], "is 3; expected an id or an own count"),
        ([{"id": "P1", "measure": "voiced"}], "measure is of a firm's own count"),
        ([{**OURS, "measure": "voicd"}], "did you mean 'voiced'"),
        ([{**OURS, "structure": ""}], "structure is missing"),
        ([{**OURS, "low": 0.1}], "value stands beside low or high"),
        ([{**OURS, "sd": None}], "sd is missing"),
        ([{**OURS, "value": None}], "sd stands without a value"),
        ([{**OURS, "value": None, "sd": None}], "value is missing"),
        ([{**OURS, "value": 1.2}], "expected a number on the scale 'logit'"),
        ([{**OURS, "value": None, "sd": None, "low": 0.4, "high": 0.2}], "high is 0.2; expected more than low"),
        ([{**OURS, "measure": "lost_per_1000", "value": None, "sd": None, "low": 1}], "nothing is published"),
    ],
)  # fmt: skip
def test_what_is_no_pattern_is_refused_in_a_line(asked, told):
    with pytest.raises(PatternError, match=told) as error:
        targets(asked)

    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"table": 3}, "runs is no table of runs"),
        ({"cut": 0}, "cut is 0; expected a number above 0"),
        ({"highest": 0}, "highest is 0; expected a whole number from 1"),
        ({"table": runs(advocacy=((1.0, 1.0),) * 3)}, "runs have no column voiced"),
        ({"table": runs(voiced=((0.3, 0.3),) * 3).query("structure != 'separate'")}, "ours is of separate; runs have"),
    ],
)  # fmt: skip
def test_what_cannot_be_matched_is_refused(change, told):
    given = {"table": runs(voiced=((0.3, 0.3),) * 3), "cut": 3.0, "highest": 2, **change}
    with pytest.raises(SettingError, match=told):
        reportsto.match(given["table"], [OURS], cut=given["cut"], highest=given["highest"])
