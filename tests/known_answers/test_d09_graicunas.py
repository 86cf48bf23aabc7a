"""D9: Graicunas (1933) counts n (2^(n - 1) + n - 1) relations in a span of n: 44 at 4, 5,210 at 10, 24,708 at 12.

No rule counts relations: the model charges hours by a power of the span, h n_ref (n / n_ref)^xi. So what holds is
stated here: the reference values of that law, and that no exponent a study sweeps grows like Graicunas' count.
"""

import pytest

from reportsto.escalation.attention import overhead
from reportsto.parameters import Parameters, every_field, every_name


def relations(n):
    """Return the relations Graicunas counts, for comparison alone."""
    return n * (2 ** (n - 1) + n - 1)


def load(n, exponent):
    """Return the hours that n managers take of a day at default numbers."""
    rules = Parameters().attention
    return overhead(n, 0, rules.manager_overhead, rules.line_overhead, rules.reference_span, exponent)


@pytest.mark.parametrize(
    ("exponent", "hours"),
    [(0.5, (4.10121933, 5.8, 6.35358166)), (1.0, (2.9, 5.8, 6.96)), (2.0, (1.45, 5.8, 8.352))],
)
def test_hours_of_five_ten_and_twelve_reports(exponent, hours):
    """
    Ten managers take 5.8 h under every law; twelve take 6.35 h in a team, 6.96 in line, 8.35 where all meet all.
    """
    assert [load(n, exponent) for n in (5, 10, 12)] == pytest.approx(hours, abs=1e-8)


def test_one_more_report_costs_the_same_at_every_span():
    """
    At the default law a seventh report costs .58 h like the second; Graicunas counts 268 relations for it.
    """
    assert load(7, 1.0) - load(6, 1.0) == pytest.approx(0.58, abs=1e-9)
    assert load(2, 1.0) - load(1, 1.0) == pytest.approx(0.58, abs=1e-9)
    assert relations(7) - relations(6) == 268


def test_no_swept_exponent_grows_like_graicunas():
    """
    From ten reports to twelve relations grow 4.7-fold; hours at the steepest swept law grow 1.44-fold.
    """
    steepest = next(info.sweep[1] for _, entry, info in every_field() if entry == "load_exponent")

    assert load(12, steepest) / load(10, steepest) == pytest.approx(1.44, abs=1e-9)
    assert relations(12) / relations(10) > 4.7


def test_no_parameter_counts_relations():
    """
    There is no count of relations to set.
    """
    assert [name for name in every_name() if "relation" in name or "graicunas" in name] == []
