"""How the open defaults were chosen: evidence first, patterns second, and no input chooses anything."""

import re
from dataclasses import replace
from pathlib import Path
from runpy import run_path

import pandas as pd
import pytest

from reportsto.api import scenario
from reportsto.parameters import Parameters, every_field
from reportsto.patterns import patterns

ROOT = Path(__file__).parents[3]
TOOL = run_path(str(ROOT / "tools" / "choose_defaults.py"))
choose, judged = TOOL["choose"], TOOL["in_all_rules"](patterns())


def candidates() -> pd.DataFrame:
    """Return three candidates: the second lies inside every interval, the others report too much and too little."""
    middle = {}
    for one in judged:
        for part in one.parts:
            ends = [end for end in (part.low, part.high) if end is not None]
            middle[part.measure] = sum(ends) / len(ends)
    return pd.DataFrame([{**middle, "voiced": 0.9}, middle, {**middle, "voiced": 0.01}])


def test_the_candidate_that_misses_nothing_is_chosen():
    """
    Of three candidates the one within all intervals; the others each miss one pattern in each of two worlds.
    """
    found = choose([candidates(), candidates()], judged)

    assert (found.at, found.missed) == (1, 0)
    assert choose([candidates().iloc[[0, 2]]], judged).missed == 1


def test_an_interval_moved_away_chooses_another():
    """
    If firms reported nine complaints in ten, the candidate that reports nine in ten would be chosen.
    """
    moved = [replace(one, low=0.85, high=0.95) if one.id == "P1" else one for one in judged]

    assert choose([candidates()], moved).at == 0


@pytest.mark.parametrize("pattern", [one for one in patterns() if one.use != "output"], ids=lambda one: one.id)
def test_no_pattern_marked_input_changes_what_is_chosen(pattern):
    """
    A pattern that is only printed may be missed by all but the worst candidate: the choice stays.
    """
    asked = replace(pattern, measure="voiced", low=0.85, high=0.95, also=())

    assert choose([candidates()], [*judged, asked]) == choose([candidates()], judged)


@pytest.mark.skipif(not (ROOT / "results").is_dir(), reason="not checked: results are not here")
def test_the_page_is_what_its_tables_say():
    """
    The page follows from results/defaults, by the rule in the script.
    """
    found = {seed: TOOL["read_tables"](seed) for seed in TOOL["SEEDS"]}

    assert TOOL["page"](found) == TOOL["PAGE"].read_text(encoding="utf-8")


def test_the_firm_has_what_was_chosen():
    """
    Rationing rule, route and both bars of the default firm are those of the page.
    """
    page = TOOL["PAGE"].read_text(encoding="utf-8")
    rule, route = re.search(r"rationed by `(\w+)` and go by `(\w+)`", page).groups()
    bar, width = re.search(r"redress is ([\d.]+), and .* ([\d.]+)\.", page).groups()
    made = scenario("separate")

    assert (made.ration, made.route) == (rule, route)
    assert (made.parameters.voice.settle_bar, made.parameters.voice.settle_width) == (float(bar), float(width))


@pytest.mark.parametrize(
    ("group", "name", "info"), list(every_field()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_every_default_is_its_evidence_or_the_middle(group, name, info):
    """
    A default is the value of its evidence, the median of its prior, or the first version's number with a reason.

    Reasons are: it is fixed, a world or rule sets it, evidence of grade C or better is for that number, or the prior is
    a multiple of that number.
    """
    default = Parameters().get(f"{group}.{name}")
    medians = tuple(one.median for one in info.priors)

    if info.known and info.evidence.value is not None:
        assert default == info.evidence.value
    elif not info.priors or info.named or info.known or info.prior.times:
        assert default == info.first
    else:
        assert default == (medians if info.words else medians[0])
