"""What is promised of Mesa 4, where it is here: a file of its own, as that Mesa has no `batch_run` to import."""

import mesa
import pandas as pd
import pytest

import reportsto
from reportsto.records import MEASURES

DAYS = 20
MEASURED = [one.name for one in MEASURES]


@pytest.mark.slow
def test_mesa_4_imports_steps_and_collects():
    """
    As far as Mesa 4 is promised: import, step, collector, and the digits of simulate.
    """
    if int(mesa.__version__.split(".")[0]) < 4:
        pytest.skip(f"not checked: Mesa 4 is not here, Mesa {mesa.__version__} is")
    firm = reportsto.Firm(firm="six_people", days=DAYS, collect="people")
    row = firm.run()
    told = reportsto.simulate(firm="six_people", replicates=[0], days=DAYS)
    people = firm.datacollector.get_agent_vars_dataframe()

    assert firm.datacollector.get_model_vars_dataframe()["day"].tolist() == list(range(1, DAYS + 1))
    assert people.groupby(level="Step").size().tolist() == [len(firm.people)] * DAYS
    pd.testing.assert_frame_equal(pd.DataFrame([row])[MEASURED], told[MEASURED], check_exact=True, check_dtype=False)
