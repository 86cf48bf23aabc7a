"""Many runs of one chart: it is packed once, and every run returns a row, as the Mesa firm would.

A run that needs more room than was set aside starts again with more. Runs share nothing that is written to, and
compiled code holds no lock, so threads may call `Batch.run` at the same time.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import numpy as np

from reportsto.arithmetic import total
from reportsto.arrays import Floats, Integers, Records
from reportsto.charts.chart import Chart
from reportsto.engine import kernel
from reportsto.engine.compiling import call
from reportsto.engine.layout import (
    OUT_OF_CASES,
    TALLY,
    TOO_MANY_CONTACTS,
    UNSOUND,
    Kept,
)
from reportsto.engine.packing import pack, pack_numbers
from reportsto.engine.watching import COUNTS, DAILY
from reportsto.errors import RunError
from reportsto.measuring import AGES, MEASURED, check, named
from reportsto.parameters import Parameters
from reportsto.records import STATISTICS, Tally, too_many_contacts
from reportsto.schedule import check_days
from reportsto.streams import check_seed
from reportsto.tracing import TRACE
from reportsto.vocabulary import N_FUNCTIONS, Cause, Function
from reportsto.workplace import Move, set_up_both

EVERY_SECONDS = 0.2
"""How often a run that is watched is looked at."""

ROOM = (
    "contacts",
    "defects under warranty",
    "items at desks",
    "cohorts of the warehouse",
    "answers of a day",
    "traced cases",
)
"""What room is set aside for, in the order of the problems that ask for more of it."""

_ARRAYS = tuple(name for name in TALLY.names or () if TALLY[name].shape)

MORE = 4
"""How much more room a run gets that had too little."""


class Outcome:
    """One run: its measures, and what a run keeps, which is taken out when it is asked for."""

    def __init__(self, kept: Kept) -> None:
        """Take what a run has filled."""
        self._kept = kept

    @property
    def row(self) -> dict[str, float]:
        """Return its measures."""
        return named(self._kept.measures)

    @property
    def tally(self) -> Tally:
        """Return the sums the measures come from."""
        return _unpack(self._kept.tally, self._kept.ages)

    @property
    def daily(self) -> dict[str, list[float]]:
        """Return series by name, a number a day; without days unless asked for."""
        daily = {name: self._kept.daily[:, at].tolist() for at, name in enumerate(DAILY)}
        for name in COUNTS:
            daily[name] = [int(value) for value in daily[name]]
        return daily

    @property
    def attitudes(self) -> Floats:
        """Return attitudes in the evening, (days, seats), -1 to 1; without days unless asked for."""
        return self._kept.attitudes

    @property
    def cases(self) -> Records:
        """Return rows of `tracing.TRACE`; none unless asked for."""
        # Days begin at 1: a row without a day was not needed.
        return self._kept.cases[self._kept.cases["day"] > 0]

    def refuse_unsound(self) -> None:
        """Raise `RunError` that says which promise a run has broken."""
        lowest, highest = self._kept.extremes.tolist()
        check(self.tally, self.row, lowest, highest)


class Batch:
    """A chart and numbers, ready to be run with any seed and replicate.

    `scorecards` sets beta_d for a function or a post id, `move` moves the people on a day. Raises `UnknownName`
    or `SettingError`.
    """

    def __init__(
        self,
        chart: Chart,
        owners: Sequence[Function | None],
        parameters: Parameters,
        days: int,
        scorecards: Mapping[str, float] | None = None,
        after: int | None = None,
        move: Move | None = None,
    ) -> None:
        """Pack the chart; measures leave out the first `after` days, by default as a run of this length does."""
        workplace, moved = set_up_both(chart, move, owners, parameters, scorecards)
        self.days = check_days(days)
        move_day = move.day if move and move.day <= days else days + 1
        self.packed = pack(workplace)
        self._later = self.packed if move_day > days else pack(moved)
        self._numbers = pack_numbers(workplace.parameters)
        lag = int(workplace.parameters.causes.warranty_lag_days)
        self._span = np.array([days, *workplace.window(days, after), move_day], dtype=np.int64)
        a_day, defects = total(workplace.contacts), workplace.contacts[Cause.DEFECT]
        self._room: tuple[int, ...] = (
            256 + int(4 * a_day),
            16 + int(defects * min(lag, self.days) / 4) if lag else 1,
            1024 + int(2 * a_day),
            256,
            256 + int(4 * a_day),
            256 + int(4 * a_day * self.days),
        )

    def run(
        self,
        seed: int,
        replicate: int,
        *,
        log: bool = False,
        daily: bool = False,
        trace: bool = False,
        watch: Callable[[int], object] | None = None,
    ) -> Outcome:
        """Run one replicate; raises `RunError` where the Mesa firm would, with the same words.

        `log` keeps all attitudes, `daily` the daily series, `trace` every case; `watch` is told the day now and then.
        """
        key = np.array([check_seed("seed", seed), check_seed("replicate", replicate)], dtype=np.uint64)
        room = self._room
        while True:
            try:
                kept = self._paper(log=log, daily=daily, cases=room[-1] if trace else 0)
                arguments = (
                    self.packed,
                    self._later,
                    self._numbers,
                    key,
                    self._span,
                    np.array(room, dtype=np.int64),
                    kept,
                )
                ended = _watched(arguments, kept.clock, watch) if watch else call(kernel.simulate, *arguments)
            except MemoryError:
                waiting = ", ".join(f"{rows} {what}" for what, rows in zip(ROOM, room, strict=True))
                raise RunError(f"not enough memory for what waits on its busiest day: room for {waiting}") from None
            problem, day, size = ended
            if not 0 < problem <= OUT_OF_CASES:
                break
            room = tuple(MORE * rows if at + 1 == problem else rows for at, rows in enumerate(room))
            self._room = room
        if problem == TOO_MANY_CONTACTS:
            raise too_many_contacts(day, int(size))
        outcome = Outcome(kept)
        if problem == UNSOUND:
            outcome.refuse_unsound()
        return outcome

    def _paper(self, *, log: bool, daily: bool, cases: int) -> Kept:
        """Return the empty arrays that a run fills."""
        measures = np.zeros(1, MEASURED)
        return Kept(
            tally=np.zeros(1, TALLY),
            measures=measures,
            values=measures.view(np.float64),
            ages=np.zeros((len(AGES), self.days + 2)),
            sums=np.zeros((N_FUNCTIONS + 1, len(STATISTICS))),
            extremes=np.array([math.inf, -math.inf]),
            attitudes=np.empty((self.days if log else 0, len(self.packed.seats))),
            daily=np.empty((self.days if daily else 0, len(DAILY))),
            clock=np.zeros(1, dtype=np.int64),
            cases=np.zeros(cases, TRACE),
        )


def _watched(arguments: tuple[Any, ...], clock: Integers, watch: Callable[[int], object]) -> Any:
    """Run the kernel in a thread of its own, and look at its clock from this one."""
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(call, kernel.simulate, *arguments)
        while not wait([running], EVERY_SECONDS).done:
            watch(int(clock[0]))
        return running.result()


def _unpack(record: Records, ages: Floats) -> Tally:
    """Return what happened as the dataclass both engines fill."""
    values = dict(zip(TALLY.names or (), record[0].item(), strict=True))
    for name in _ARRAYS:
        values[name] = values[name].tolist()
    some = ages[:, ::-1] != 0.0
    lengths = np.where(some.any(axis=1), ages.shape[1] - some.argmax(axis=1), 0).tolist()
    for name, counts, length in zip(AGES, ages, lengths, strict=True):
        # Trailing zeros add nothing to a mean, a quantile or a month.
        values[name] = counts[:length].tolist()
    return Tally(**values)
