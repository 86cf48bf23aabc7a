"""The points of a box at which a firm could go on, in every structure of a place; shares are told for these too."""

import pandas as pd

from reportsto.patterns.soundness import SOUND, sound_points
from reportsto.readings.runs import Bools, Place, Runs, cell


def knows_sound(runs: Runs) -> bool:
    """Tell whether the study kept what says which points are sound."""
    return {*SOUND} <= set(runs.table.columns)


def sound_at(runs: Runs, place: Place) -> Bools:
    """Return which points are sound in the mean of each structure that was run in a place."""
    found = pd.Series(True, index=range(len(runs.points(*cell(place, runs.structures[place][0])))))
    for structure in runs.structures[place]:
        values = {name: runs.values(*cell(place, structure), name).mean(axis=1) for name in SOUND}
        found &= sound_points(pd.DataFrame(values))
    out: Bools = found.to_numpy()
    return out
