import sys

import numpy as np
import pandas as pd
import pytest

from driving import morris_points, sobol_points
from reportsto.errors import StudyError
from reportsto.statistics.sensitivity import (
    MORRIS_COLUMNS,
    SOBOL_COLUMNS,
    Box,
    morris_effects,
    sobol_indices,
)

ISHIGAMI = Box({name: (-np.pi, np.pi) for name in ("x1", "x2", "x3")})
WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0])
UNIT = Box({f"x{i}": (0.0, 1.0) for i in range(4)})
TWO = Box({"a": (0.0, 1.0), "b": (0.0, 10.0)})


def ishigami(points):
    x1, x2, x3 = points.to_numpy().T
    return np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def ishigami_indices():
    """The closed form for a = 7, b = .1 (Ishigami and Homma 1990)."""
    v1, v2, v13 = (1 + 0.1 * np.pi**4 / 5) ** 2 / 2, 49 / 8, 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    total = v1 + v2 + v13
    return np.array([v1, v2, 0]) / total, np.array([v1 + v13, v2, v13]) / total


def g_function(points):
    return np.prod((np.abs(4 * points.to_numpy() - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1)


def g_indices():
    """The closed form of Sobol's g-function."""
    parts = 1 / (3 * (1 + WEIGHTS) ** 2)
    variance = np.prod(1 + parts) - 1
    return parts / variance, parts * np.prod(1 + parts) / (1 + parts) / variance


@pytest.mark.parametrize(
    ("box", "function", "known"), [(ISHIGAMI, ishigami, ishigami_indices()), (UNIT, g_function, g_indices())]
)
def test_sobol_indices_of_closed_forms_lie_in_their_intervals(box, function, known):
    """
    Ishigami: .314, .442, 0 first-order and .558, .442, .244 total; the g-function likewise has a closed form.
    """
    found = sobol_indices(box, function(sobol_points(box, 1024, seed=5)))
    first, total = known

    assert found["first"].to_numpy() == pytest.approx(first, abs=0.05)
    assert found["total"].to_numpy() == pytest.approx(total, abs=0.05)
    assert ((found["first_low"] <= first) & (first <= found["first_high"])).all()
    assert ((found["total_low"] <= total) & (total <= found["total_high"])).all()
    assert ((found["first_high"] - found["first_low"]) < 0.25).all()
    assert tuple(found.columns) == SOBOL_COLUMNS


@pytest.mark.parametrize("planted", [np.nan, np.inf, -np.inf])
def test_one_output_that_is_not_finite_is_an_error_that_names_its_row(planted):
    """
    SALib would return zeros for all parameters: "nothing matters".
    """
    points = sobol_points(ISHIGAMI, 128, seed=1)
    outputs = ishigami(points)
    outputs[137] = planted

    with pytest.raises(StudyError, match=r"row 137 \(counted from 0\) is -?(nan|inf)"):
        sobol_indices(ISHIGAMI, outputs)
    with pytest.raises(StudyError, match="row 137"):
        morris_effects(ISHIGAMI, points, outputs)


@pytest.mark.parametrize("value", [0.0, 0.1, -1e9])
def test_a_constant_output_has_no_indices_and_says_why(value):
    """
    No variance, no shares of it: NaN with a reason, not zeros and not an error. .1 has no exact mean.
    """
    points = sobol_points(TWO, 64, seed=1)
    found = sobol_indices(TWO, np.full(len(points), value))
    screened = morris_effects(TWO, morris_points(TWO, 5, seed=1), np.full(15, value))

    for table, columns in ((found, SOBOL_COLUMNS), (screened, MORRIS_COLUMNS)):
        assert tuple(table.columns) == columns
        assert list(table["parameter"]) == ["a", "b"]
        assert table[list(columns[1:-1])].isna().all().all()
        assert table["reason"].str.contains("same at every point").all()


def test_the_variance_of_a_plane_is_shared_by_the_squares():
    """
    y = 3 a + .1 b over a in 0 to 1 and b in 0 to 10: variances 9 and 1, so 90 and 10 %, whatever is added to y.
    """
    points = sobol_points(TWO, 1024, seed=2)
    found = sobol_indices(TWO, 1000 + 3 * points["a"] + 0.1 * points["b"])

    assert list(found["first"]) == pytest.approx([0.9, 0.1], abs=0.02)
    assert list(found["total"]) == pytest.approx([0.9, 0.1], abs=0.02)


def test_intervals_come_again_and_leave_the_global_generator_alone():
    """
    SALib takes the seed 0 for no seed and then draws from NumPy's global generator; we never hand it 0.
    """
    outputs = ishigami(sobol_points(ISHIGAMI, 64, seed=3))
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    one, two = sobol_indices(ISHIGAMI, outputs), sobol_indices(ISHIGAMI, outputs)

    pd.testing.assert_frame_equal(one, two)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


def test_morris_effects_of_a_plane_are_its_slopes():
    """
    Over the whole range a moves y = 3 a - .1 b by 3 and b by -1; without curvature sigma is 0.
    """
    points = morris_points(TWO, 10, seed=1)
    found = morris_effects(TWO, points, 3 * points["a"] - 0.1 * points["b"])

    assert list(found["mu"]) == pytest.approx([3, -1])
    assert list(found["mu_star"]) == pytest.approx([3, 1])
    assert list(found["sigma"]) == pytest.approx([0, 0], abs=1e-9)


def test_morris_ranks_the_g_function_and_sees_interaction():
    """
    Importance falls with the weight, the intervals of the first and the last lie apart, and the product shows as sigma.
    """
    points = morris_points(UNIT, 100, seed=2)
    found = morris_effects(UNIT, points, g_function(points))

    assert found["mu_star"].is_monotonic_decreasing
    assert found["mu_star_low"].iloc[0] > found["mu_star_high"].iloc[3]
    assert (found["sigma"] > 0).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Box({"a": (0.0, 1.0)}), "at least two parameters"),
        (lambda: Box({"a": (0.0, 1.0), "b": (2.0, 1.0)}), "range of b"),
        (lambda: Box({"a": (0.0, 1.0), "b": (0.0, np.nan)}), "range of b"),
        (lambda: sobol_indices(TWO, np.arange(10.0)), "multiple of 4 outputs"),
        (lambda: sobol_indices(TWO, []), "multiple of 4 outputs"),
        (lambda: sobol_indices(TWO, np.ones((4, 2))), "shape"),
        (lambda: morris_effects(TWO, morris_points(TWO, 2, seed=1), np.arange(5.0)), "6 points and 5 outputs"),
        (lambda: morris_effects(TWO, pd.DataFrame({"a": [0.0] * 6}), np.arange(6.0)), "lacks the parameters b"),
    ],
)
def test_what_cannot_be_analysed_is_said_in_one_line(call, message):
    """
    Mistakes of a study are study errors.
    """
    with pytest.raises(StudyError, match=message):
        call()


def test_without_salib_the_command_that_installs_it_is_named(monkeypatch):
    """
    SALib is an extra: its absence is one line and no traceback of an import.
    """
    monkeypatch.setitem(sys.modules, "SALib.analyze.sobol", None)

    with pytest.raises(StudyError, match=r"needs SALib: pip install 'reportsto\[sensitivity\]'"):
        sobol_indices(TWO, np.arange(8.0))
