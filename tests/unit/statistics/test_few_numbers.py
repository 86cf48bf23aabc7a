import numpy as np
import pandas as pd
import pytest

from reportsto.statistics.few_numbers import few_numbers

SEED = 20261128


@pytest.fixture
def cases():
    """Three numbers of which two decide, and the losses of two structures."""
    rng = np.random.default_rng(SEED)
    data = pd.DataFrame(rng.uniform(size=(800, 4)), columns=["a", "b", "c", "d"])
    first = np.where((data["a"] > 0.6) & (data["b"] > 0.3), 5.0, -5.0)
    losses = np.column_stack([first, np.zeros(800)]) + rng.normal(size=(800, 1))
    return data, losses, np.arange(800)


def test_known_thresholds_are_found(cases):
    """
    The rule names the two numbers that decide, edges within .02 of the truth, and its choices are right elsewhere.
    """
    data, losses, point = cases
    rule = few_numbers(data[:400], losses[:400], point[:400])
    found = {c.parameter: c.value for leaf in rule.leaves if leaf.choice == 1 for c in leaf.conditions}

    assert found == {"a": pytest.approx(0.6, abs=0.02), "b": pytest.approx(0.3, abs=0.02)}
    assert (rule.choices(data[400:]) == losses[400:].argmin(axis=1)).mean() > 0.95


def test_every_case_lies_in_one_leaf(cases):
    """
    The conditions of the leaves part all cases: each lies in exactly one.
    """
    data, losses, point = cases
    rule = few_numbers(data, losses, point)
    inside = [np.logical_and.reduce([c.holds(data) for c in leaf.conditions]) for leaf in rule.leaves]

    assert (np.sum(inside, axis=0) == 1).all()
    assert sum(leaf.share for leaf in rule.leaves) == pytest.approx(1.0)


def test_numbers_that_say_nothing_give_the_usual_choice_its_worth(cases):
    """
    Where no number matters, the rule is on average no better than the best single choice on cases held out.
    """
    data, _, point = cases
    losses = np.random.default_rng(SEED + 1).normal((0.0, 0.5), size=(800, 2))
    rule = few_numbers(data[:400], losses[:400], point[:400])
    held = losses[400:]

    lost = np.take_along_axis(held, rule.choices(data[400:])[:, None], axis=1)[:, 0] - held[:, rule.always]
    assert lost.mean() > -2 * lost.std() / 400**0.5


def test_missing_numbers_are_left_out(cases):
    """
    A number that some case lacks is not tried; a case that lacks it later gets the usual choice.
    """
    data, losses, point = cases
    rule = few_numbers(data.assign(e=[np.nan, *[1.0] * 799]), losses, point)

    assert "e" not in rule.numbers
    assert rule.choices(data[:1].assign(a=np.nan, b=np.nan)).tolist() == [rule.always]
