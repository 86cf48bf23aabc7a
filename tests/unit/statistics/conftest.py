"""Small tables of result rows, written as one list of values for each structure."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import pytest

Results = Callable[..., pd.DataFrame]


def result_table(
    values: Mapping[str, Sequence[float]],
    *,
    measure: str = "failures_per_1000",
    firm: str = "product_shop",
    world: str = "once",
    variant: str = "",
) -> pd.DataFrame:
    """Return one row for each structure and replicate; replicates are counted from 0 and the seed is 7."""
    return pd.DataFrame(
        [
            {
                "structure": structure,
                "firm": firm,
                "world": world,
                "variant": variant,
                "seed": 7,
                "replicate": replicate,
                measure: value,
            }
            for structure, column in values.items()
            for replicate, value in enumerate(column)
        ]
    )


@pytest.fixture(scope="session")
def results() -> Results:
    """Return the builder of tables; for the session, because Hypothesis calls a test many times."""
    return result_table
