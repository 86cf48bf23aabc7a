"""The two engines are equal where nobody sits at the top, whatever the structure, the route and the rationing rule."""

import math
from dataclasses import replace

import pytest

from agreement.comparing import assert_engines_agree
from domain import all_new_rules
from reportsto.api import scenario
from reportsto.charts.chart import Chart, tree
from reportsto.structures import STRUCTURES


def without_a_top(chart: Chart) -> Chart:
    """Return the chart with nobody at the top."""
    return tree(
        [replace(post, headcount=post.headcount * (post.superior is not None), seat=-1) for post in chart.posts]
    )


@pytest.mark.parametrize("firm", ["product_shop", "six_people"])
@pytest.mark.parametrize("structure", [structure.id for structure in STRUCTURES])
def test_every_structure(structure, firm):
    """Sixty days of the contract world, in the default rules and with all others."""
    chart = without_a_top(scenario(None, firm).chart)
    for settings in ({}, all_new_rules()):
        case = scenario(structure, chart=chart, world="contract", parameters=settings)
        outcome = assert_engines_agree(case, 7, 1, 60)
        assert outcome is not None
        # Where nobody sits there is nothing to measure of a chief executive.
        assert all(math.isnan(value) for name, value in outcome.row.items() if name.startswith("ceo_"))
        assert math.isfinite(outcome.row["failures_per_1000"])
