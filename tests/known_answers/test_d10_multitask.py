"""D10: the multitask agent (Holmstrom & Milgrom 1991) and the wage bill of advocates (Dewatripont & Tirole 1999).

No rule has them: nobody here chooses efforts e1, e2 against a cost, and no wage is bargained, so e2* = .6667, .3333,
0 and the wage ratio at x = .4 have nothing to be compared with. Only the *sign* of the idea is in the model, in
`case_pay`: pay for one's metrics works against customers. What holds of that is stated here.
"""

import pytest

from reportsto.incentives.pull import case_pay, incentive_pull
from reportsto.parameters import every_name


def pull(own_share, customer_pay=0.6, defence_pay=1.0, strength=1.0, cases=1e9):
    """Return the pull of pay after very many cases."""
    return incentive_pull(cases * case_pay(customer_pay, defence_pay, strength, own_share), cases, 5.0)


@pytest.mark.parametrize(("own_share", "pulled"), [(0.0, 0.6), (0.375, 0.0), (0.7, -0.52), (1.0, -1.0)])
def test_pull_is_linear_in_what_one_owns(own_share, pulled):
    """
    Pay pulls by .6 where one owns nothing, not at all at .6 / 1.6 = .375, and by -1 where one owns everything.
    """
    assert pull(own_share) == pytest.approx(pulled, abs=1e-7)


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_no_effort_is_crowded_out(factor):
    """
    Twice the pay for both pulls twice as hard in the same direction: there is no corner at which one task is dropped.
    """
    assert pull(0.7, 0.6 * factor, 1.0 * factor) == pytest.approx(factor * pull(0.7), abs=1e-9)


@pytest.mark.parametrize("metric_pay", [0.5, 1.0, 1.5])
def test_metric_pay_never_touches_a_case_owned_elsewhere(metric_pay):
    """
    Unlike a multitask agent, somebody paid more for their metrics does not care less about others' faults.
    """
    assert pull(0.0, defence_pay=metric_pay) == pytest.approx(0.6, abs=1e-7)


def test_no_parameter_is_an_effort_or_a_wage():
    """
    There is no effort, cost of effort or wage to set.
    """
    assert [name for name in every_name() if "effort" in name or "wage" in name] == []
