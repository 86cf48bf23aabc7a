"""Both engines side by side: not alike, equal, to the last bit and on every day."""

import math
from dataclasses import fields

import numpy as np
import pytest

from reportsto.api import Scenario, mesa_firm
from reportsto.engine.batch import Batch, Outcome
from reportsto.engine.watching import DAILY
from reportsto.errors import RunError
from reportsto.records import Tally
from reportsto.reference.cases import trace_of
from reportsto.reference.firm import Firm

BUG = "broke an invariant"
"""What a run says that must never be said."""


def batch(case: Scenario, days: int) -> Batch:
    """Return a scenario packed for the compiled engine."""
    after = None if case.window is None else case.window[0]
    return Batch(case.chart, case.owners, case.parameters, days, case.scorecards, after, case.move)


def assert_engines_agree(case: Scenario, seed: int, replicate: int, days: int) -> Outcome | None:
    """Run both engines; compare every measure, every sum, every day, every case and every attitude of every day.

    A run that must stop has to stop in both, with the same words; then there is no outcome.
    """
    attitudes = []
    firm: Firm | None = None
    try:
        firm = mesa_firm(case, seed, replicate, days, collect=True, trace=True)
        while firm.running:
            firm.step()
            attitudes.append([person.attitude for person in firm.people])
        row = firm.row()
    except RunError as expected:
        if BUG in str(expected):
            raise
        _assert_stops(case, seed, replicate, days, str(expected))
        return None
    finally:
        if firm is not None:
            firm.forget()
    outcome = batch(case, days).run(seed, replicate, log=True, daily=True, trace=True)
    assert {name: value.hex() for name, value in outcome.row.items()} == {n: v.hex() for n, v in row.items()}
    assert bits(outcome.attitudes) == bits(np.array(attitudes))
    for field in fields(Tally):
        assert _plain(getattr(outcome.tally, field.name)) == _plain(getattr(firm.tally, field.name)), field.name
    assert firm.ledger.cases is not None
    assert outcome.cases.tobytes() == trace_of(firm.ledger.cases).tobytes(), "a case ended otherwise"
    assert firm.datacollector is not None
    frame = firm.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(DAILY)
    assert {name: frame[name].tolist() for name in DAILY} == outcome.daily
    return outcome


def bits(values: np.ndarray) -> bytes:
    """Return floats as bytes: -0.0 is not 0.0, and a NaN equals itself."""
    return np.ascontiguousarray(values, dtype=np.float64).tobytes()


def same(one: Outcome, other: Outcome) -> bool:
    """Tell whether two runs of the compiled engine are the same run."""
    return repr(one.row) == repr(other.row) and bits(one.attitudes) == bits(other.attitudes)


def _assert_stops(case: Scenario, seed: int, replicate: int, days: int, expected: str) -> None:
    with pytest.raises(RunError) as error:
        batch(case, days).run(seed, replicate)
    assert str(error.value) == expected


def _plain(value: object) -> object:
    """Return a sum, or counts without trailing zeros."""
    if not isinstance(value, list):
        return math.nan if value is None else float(value)
    while value and value[-1] == 0.0:
        value = value[:-1]
    return value
