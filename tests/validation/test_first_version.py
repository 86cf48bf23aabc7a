"""The first version: its published differences come out again, contacts being drawn directly."""

import numpy as np
import pytest

from reportsto.api import run_one, scenario
from validation.drawing import SEED, O, S, told

pytestmark = pytest.mark.slow
PUBLISHED = {"neutral": (9.82, 0.516), "blame_pays": (5.39, 0.202), "once": (-4.89, 0.120), "contract": (-22.20, 0.101)}
"""Separate less operations, failures per 1,000 orders, and standard error: results/v1/e0_placement/contrasts.csv."""
PAIRS = 60


@pytest.mark.parametrize("world", PUBLISHED)
def test_a_published_difference_comes_out_again(world):
    """
    Within three standard errors, those of both sides.
    """
    found = []
    for at in range(PAIRS):
        rows = [run_one(scenario(name, "product_shop_v1", world=world), SEED, at) for name in (S, O)]
        found.append(rows[0]["failures_per_1000"] - rows[1]["failures_per_1000"])
    published, its_error = PUBLISHED[world]
    print(f"\nfirst version {world}: {told(found)}, published {published}")

    error = np.hypot(np.std(found, ddof=1) / np.sqrt(PAIRS), its_error)
    assert abs(np.mean(found) - published) < 3 * error
