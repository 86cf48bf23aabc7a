"""The pages of size and of the line say what the runs say; their tables are right on rows whose answers are known."""

import runpy
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
WRITER = runpy.run_path(str(ROOT / "docs" / "write_size.py"))
EXPERIMENTS = runpy.run_path(str(ROOT / "docs" / "write_experiments.py"))


def made(differences, *, against=100.0, measure="failures_per_1000", **cell):
    """Return runs of separate and operations, whose paired differences are these."""
    return [
        {"structure": structure, "replicate": at, measure: against + extra * (structure == "separate"), **cell}
        for at, extra in enumerate(differences)
        for structure in ("separate", "inside_operations")
    ]


def ahead(differences, **more):
    measure = more.get("measure", "failures_per_1000")
    return WRITER["differences"](pd.DataFrame(made(differences, world="once", **more)), measure, ["world"]).iloc[0]


def test_the_numbers_of_the_line_are_those_of_the_priors():
    """
    `experiments/line.toml` has every number that moves, at both ends, as the priors give them today.
    """
    assert EXPERIMENTS["LINE"].read_text(encoding="utf-8") == EXPERIMENTS["line"](), "run docs/write_experiments.py"


@pytest.mark.parametrize("study", WRITER["PAGES"])
def test_a_page_is_what_its_runs_say(study):
    """
    A page that differs was edited by hand, or `docs/write_size.py` was not run after the study.
    """
    if not (ROOT / "results" / study / "runs.parquet").exists():
        pytest.skip(f"{study} was not run")

    assert (WRITER["REFERENCE"] / f"{study}.md").read_text(encoding="utf-8") == WRITER["written"](study)


def test_an_interval_is_of_pairs():
    """
    Differences of 1, 2, 3 and 4 have the mean 2.5, and 3.182 standard errors of .6455 to either side.
    """
    found = ahead([1.0, 2.0, 3.0, 4.0])

    assert found["estimate"] == pytest.approx(2.5)
    assert (found["low"], found["high"]) == pytest.approx((2.5 - 2.0542, 2.5 + 2.0542), abs=1e-3)
    assert found["ahead"] == "not decided"


@pytest.mark.parametrize(
    ("differences", "who"),
    [
        ([-5.0, -5.1, -4.9, -5.0], "separate"), ([5.0, 5.1, 4.9, 5.0], "inside_operations"),
        ([1.0, 1.1, 0.9, 1.0], "tie"), ([2.0, 2.1, 1.9, 2.0], "not decided"),
    ],
)  # fmt: skip
def test_who_is_ahead_is_decided_by_the_smallest_effect(differences, who):
    """
    Fewer failures are ahead by more than 2 per 1,000; within 2 it is a tie; across it nothing is decided.
    """
    assert ahead(differences)["ahead"] == who


def test_customers_are_compared_in_percent_and_more_is_better():
    """
    Of 200 customers, 4 more are 2 %; half a percent is what matters.
    """
    found = ahead([4.0, 4.0, 4.0, 4.0], against=200.0, measure="customers_end")

    assert found["estimate"] == pytest.approx(2.0)
    assert found["ahead"] == "separate"


@pytest.mark.parametrize(
    ("sequence", "words"),
    [
        (["separate", "tie", "inside_operations"], "**separate with 12, inside operations with 170**"),
        (["separate", "separate", "separate"], "separate at every size"),
        (["tie", "not decided", "separate"], "separate at 170"),
        (["tie", "tie", "tie"], "a tie at every size"), (["tie", "not decided", "tie"], "not decided at every size"),
        (
            ["separate", "inside_operations", "separate"],
            "**separate with 12, inside operations with 56**; **inside operations with 56, separate with 170**",
        ),
    ],
)  # fmt: skip
def test_the_order_turns_between_decided_sizes(sequence, words):
    """
    Ties and what is not decided do not turn the order; each change of who is ahead does.
    """
    assert WRITER["turns"]([12, 56, 170], sequence) == words


def size_runs():
    """Return runs in which separate is ahead with 12 people and the essays' numbers, and nowhere else."""
    rows = []
    for world, assume, people, ration in product(("neutral", "once"), (0.0, 1.0), (12, 56), ("bundles", "bar")):
        sign = -1.0 if assume == 0.0 and people == 12 else 1.0
        cell = {"world": world, "assume": assume, "people": people, "ration": ration, "route": "common_superior"}
        rows += made([5.0 * sign, 5.1 * sign, 4.9 * sign, 5.0 * sign], **cell)
    return WRITER["differences"](pd.DataFrame(rows), "failures_per_1000", WRITER["CELL"])


def test_cells_are_counted_by_rule_and_the_rare_ones_named():
    """
    Two of eight cells of each rule are separate's, and they are told by world, point and size.
    """
    rows = WRITER["_by_rule"](size_runs(), where=True).splitlines()

    cells = "separate: neutral, essays: 12; once, essays: 12"
    assert rows[2:] == [f"| {rule} | common superior | 2 | 6 | 0 | 0 | {cells} |" for rule in ("bar", "bundles")]


def test_the_answer_counts_cases_and_names_the_worlds_that_turn():
    """
    At the middle operations leads everywhere; at the essays' end both lead twice, and the order turns in both worlds.
    """
    found = size_runs()
    answer = WRITER["_size_answer"](found[found["ration"] == "bundles"])

    assert (
        "middle, inside operations has fewer failures than separate in all 4 cases.** Separate has fewer in none"
        in answer
    )
    assert "in 2 of 4 cases.** Inside operations has fewer in 2. The order turns with size in *neutral* and" in answer
    assert "The 4 cases are 2 sizes in each of 2 worlds." in answer


def test_a_number_alone_turns_what_all_together_say():
    """
    Of three numbers one turns the order, one makes it a tie, one moves it and turns nothing.
    """
    moves = {
        "": -5.0, "alone_climb_root_acts": 5.0, "alone_climb_empathy": 0.0, "alone_climb_recolouring": -9.0,
        "assume_middle": 5.0, "back_climb_root_acts_assume_middle": -5.0,
    }  # fmt: skip
    rows = []
    for variant, mean in moves.items():
        cell = {"world": "once", "assume": float(variant.endswith("middle")), "variant": variant}
        rows += made([mean - 0.1, mean + 0.1, mean, mean], **cell)
    found = WRITER["differences"](WRITER["numbers"](pd.DataFrame(rows)), "failures_per_1000", WRITER["LINE_CELL"])
    base, turned, tied = WRITER["turning"](found, "once", 0.0)
    back = WRITER["turning"](found, "once", 1.0)

    assert base["ahead"] == "separate"
    assert list(turned["number"]) == ["climb.root_acts"]
    assert list(tied["number"]) == ["climb.empathy"]
    assert (back[0]["ahead"], list(back[1]["number"])) == ("inside_operations", ["climb.root_acts"])
    answer = WRITER["_line_answer"](found)
    assert "**One assumed number, moved alone from the essays' value to its middle, turns who has fewer" in answer
    assert "**One assumed number, moved alone back from its middle, turns it: the " in answer
    assert WRITER["_order"](found[found["assume"] == 0.0]) == ["climb.root_acts", "climb.empathy", "climb.recolouring"]


def test_default_rule_and_route_are_the_firm_s():
    """
    The first tables are of the rule and route that a run has which names none.
    """
    found = WRITER["at_default"](size_runs())

    assert set(found["ration"]) <= {WRITER["SHOP"].ration}
    assert WRITER["DEFAULT"] == {"ration": WRITER["SHOP"].ration, "route": WRITER["SHOP"].route}
