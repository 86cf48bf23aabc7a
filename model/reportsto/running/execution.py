"""Run a study: what is kept is kept, what is missing is run, and the table is the same however that went.

Neither the number of processes nor the order of runs, interruptions or restarts can change a result: a run is a pure
function of its scenario, seed, replicate and length, and the table is put together in the order of the design.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from reportsto.api import ENGINES
from reportsto.digests import model_digest, text_digest
from reportsto.errors import StudyError
from reportsto.results.journal import Journal, Row, has_runs, remove
from reportsto.results.provenance import Execution
from reportsto.results.published import BEFORE_THE_FIRST_RUN, CHANGED_PREDICTIONS, recorded_before, refuse_other_results
from reportsto.results.shards import Shard, shards_in
from reportsto.results.storage import make_folder, runs_table
from reportsto.running.jobs import Chunk, Job, run_chunk, simulate
from reportsto.running.pools import Pool, threads, workers_of
from reportsto.running.progress import progress
from reportsto.running.workers import run_all
from reportsto.studies.design import Design, Run
from reportsto.studies.predictions import predictions_digest
from reportsto.studies.study import DESIGN_SECTIONS

MODEL = "the model's sources"
MOST_IN_A_CHUNK = 32
CHUNK_OF_SEATS_AND_DAYS = 32 * 56 * 750
"""How many people times days a chunk of runs simulates at most: about half a second."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a study; the text says how much is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How somebody wants a study to be run.

    Attributes:
        fresh: forget the runs that the folder keeps.
        shard: the part of the study to run; None for all.
        engine: which engine makes the runs; both give the same rows.
        work: what makes a row of a job.
    """

    fresh: bool = False
    shard: Shard | None = None
    engine: str = ENGINES[0]
    work: Callable[[Job], Row] = simulate


USUAL = Order()


def execute(design: Design, folder: Path, order: Order = USUAL, pool: Pool | None = None) -> Execution:
    """Run what `folder` does not hold yet and return all rows; see `executing`."""
    with executing(design, folder, order, pool) as done:
        return done


@contextmanager
def executing(design: Design, folder: Path, order: Order = USUAL, pool: Pool | None = None) -> Iterator[Execution]:
    """Run what `folder` does not hold yet and yield all rows; until the block ends no other process gets the folder.

    Where the study's plan asks for more replicates after what it has seen, these are run too: see `replication`.
    Runs kept in the folder are reused, unless the model or the study changed since: then `StudyError` names what
    changed. Without a `pool` the compiled engine runs in a thread for each processor, and the reference engine in one.
    """
    start = time.monotonic()
    shard = order.shard
    if shard:
        check_shards(design)
    if not order.fresh:
        refuse_other_results(design, folder)
    earlier = recorded_before(design, folder)
    folder = shard.folder(folder) if shard else folder
    make_folder(folder)
    if order.fresh:
        earlier = earlier or _expected_by(design, folder)
        remove(folder)
    with Journal(folder) as journal:
        kept = journal.sound_keys()
        notes = [*_damage(journal), *_agree(journal, design, bool(kept), earlier)]
        known = journal.facts()
        first = {name: known[name] for name in BEFORE_THE_FIRST_RUN if known.get(name)}
        with nullcontext(pool) if pool else threads(workers_of(order.engine, None)) as here:
            runs, failures = _make(journal, design, kept, order, here)
        # Read back, so that a row is the same whether it was run now or a week ago.
        table = runs_table(design, runs, journal.fetch, failures)
        wanted = {run.key for run in runs}
        failed = int((table["failure"] != "").sum())
        old = len(kept & wanted)
        seconds = time.monotonic() - start
        yield Execution(table, old, len(wanted) - old, failed, seconds, tuple(notes), order.engine, first)


def _make(
    journal: Journal, design: Design, kept: Set[str], order: Order, pool: Pool
) -> tuple[list[Run], dict[str, str]]:
    """Make the runs that are missing, also those the plan asks for later; return all runs, and why some gave no row."""
    counts = [design.replicates] * len(design.points)
    failures: dict[str, str] = {}
    while True:
        runs = _part(design, order.shard) if order.shard else list(design.runs_of(counts))
        wanted = {run.key: run for run in runs}
        journal.state({"runs": str(len(wanted))})
        missing = [run for key, run in wanted.items() if key not in kept and key not in failures]
        failures |= _run_missing(journal, design, wanted.keys(), missing, order, pool)
        kept = journal.sound_keys() if missing else kept
        following = _next_counts(journal, design, runs, counts)
        if following == counts:
            return runs, failures
        counts = following


def _next_counts(journal: Journal, design: Design, runs: Sequence[Run], counts: list[int]) -> list[int]:
    """Return how many replicates each point is to have, after what has been seen; `counts` when that is all."""
    if design.replication.kind == "fixed":
        return counts
    from reportsto.running.replication import further  # loads what computes intervals, which fixed numbers do not need

    measure, found = design.replication.measure, []
    ahead = iter(runs)
    for count in counts:
        keys = [run.key for run in islice(ahead, count)]
        rows = journal.fetch(keys)
        found.append(np.array([rows[key][measure] if key in rows else np.nan for key in keys], dtype=np.float64))
    return further(design, counts, found)


def check_shards(design: Design) -> None:
    """Refuse parts of a study whose plan of replicates has to see all of it."""
    if design.replication.kind != "fixed":
        raise StudyError(
            f"{design.study.path}: [replication] kind is '{design.replication.kind}', which looks at all results; "
            "expected no --shard: use --workers or --dask"
        )


@contextmanager
def merging(design: Design, folder: Path) -> Iterator[Execution]:
    """Gather what the shards in a folder ran and yield all rows; raises `StudyError` where a shard lacks runs."""
    short, shards = [], shards_in(folder)
    refuse_other_results(design, folder, "name another --out, also for its shards")
    earlier = recorded_before(design, folder)
    if earlier is None:  # what was expected before the first run of the first shard
        begun = [_facts(shard.folder(folder)) for shard in shards]
        earlier = min(begun, key=lambda facts: facts.get("recorded", ""))
    with Journal(folder) as journal:
        _agree(journal, design, bool(journal.keys()), earlier)
        journal.state({"runs": str(len(design.keys))})
        for shard in shards:
            with Journal(shard.folder(folder)) as part:
                sound = part.sound_keys()
                _agree(part, design, bool(sound))
                journal.keep((key, row, 0.0, 1) for key in sorted(sound) for row in part.fetch([key]).values())
            wanted = {run.key for run in _part(design, shard)}
            if not wanted <= sound:
                short.append(f"{shard.number}/{shard.of} lacks {len(wanted - sound)} of {len(wanted)}")
    if short:
        raise StudyError(f"{folder}: shard {', '.join(short[:8])} runs; run it again, then merge")
    with executing(design, folder) as done:
        yield done


def _facts(folder: Path) -> dict[str, str]:
    with Journal(folder) as journal:
        return journal.facts()


def _expected_by(design: Design, folder: Path) -> dict[str, str] | None:
    """Return what a journal that is about to go says was expected of the same runs; None where it says nothing."""
    try:
        if not has_runs(folder):
            return None
        known = _facts(folder)
    except StudyError:
        return None
    same = all(known.get(f"[{name}]") == design.sections[name] for name in DESIGN_SECTIONS)
    return {name: known.get(name, "") for name in BEFORE_THE_FIRST_RUN} if same else None


def _run_missing(
    journal: Journal, design: Design, wanted: Set[str], missing: list[Run], order: Order, pool: Pool
) -> dict[str, str]:
    """Run what is missing, keep each row as it comes, and return the reasons of those that gave none, by key."""
    failures: dict[str, str] = {}
    total = len(wanted)
    chunks = _chunks(design, missing, order.engine, pool.workers)
    try:
        with (
            closing(run_all(partial(run_chunk, order.work), chunks, pool)) as all_ended,
            progress(total, total - len(missing)) as advance,
        ):
            for ended in all_ended:
                journal.keep((one.key, one.row, one.seconds, ended.tries) for one in ended.done if one.row is not None)
                failures.update((one.key, one.reason) for one in ended.done if one.row is None)
                for _ in ended.done:
                    advance()
    except KeyboardInterrupt:
        sound = len(wanted & journal.sound_keys())
        kept = f"{sound} of {total} runs are kept in {journal.path.parent}"
        raise Interrupted(f"interrupted: {kept}; the same command goes on from there") from None
    return failures


def _agree(journal: Journal, design: Design, has_rows: bool, earlier: Mapping[str, str] | None = None) -> list[str]:
    """Refuse kept runs of another model or study; return a note where only the predictions changed.

    `earlier` is what results of the same runs, published in this folder before, say of what was expected.
    """
    facts = {MODEL: model_digest(), **{f"[{name}]": design.sections[name] for name in DESIGN_SECTIONS}}
    said = {
        "predictions": predictions_digest(design.study.predictions),
        "study": design.study.id,
        "form": "quick" if design.quick else "full",
        "study_file": text_digest(design.study.text),
        "recorded": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    known = journal.facts() if has_rows else {}
    changed = [name for name, value in facts.items() if known.get(name, value) != value]
    if changed:
        raise StudyError(
            f"{journal.path.parent}: its runs were made before {' and '.join(changed)} changed; "
            "--fresh runs all again, or name another --out"
        )
    # Where runs were there and nobody wrote down what had been expected of them, nothing is written down afterwards.
    before = known if has_rows else earlier
    kept = {} if before is None else {name: before.get(name, "") for name in BEFORE_THE_FIRST_RUN}
    journal.state({**said, **facts, **kept})
    return [CHANGED_PREDICTIONS] if kept.get("predictions", "") not in ("", said["predictions"]) else []


def _damage(journal: Journal) -> list[str]:
    return [f"{journal.damaged} kept rows were damaged and were run again."] if journal.damaged else []


def _chunks(design: Design, missing: Sequence[Run], engine: str, workers: int) -> Iterator[Chunk]:
    """Yield the missing runs, point by point, in chunks of about half a second, each made when it is asked for."""
    if not missing:
        return
    posts = missing[0].point.scenario.chart.seats
    usual = CHUNK_OF_SEATS_AND_DAYS // (posts * design.study.days) if engine == "compiled" else 1
    size = max(1, min(MOST_IN_A_CHUNK, usual, len(missing) // (16 * workers)))
    for low in range(0, len(missing), size):
        yield tuple(_jobs(design, missing[low : low + size], engine))


def _jobs(design: Design, runs: Sequence[Run], engine: str) -> Iterator[Job]:
    study, point, case = design.study, None, None
    for run in runs:
        if run.point is not point:
            point, case = run.point, run.point.scenario
        assert case is not None, "every run has a point"
        yield Job(run.key, case, study.seed, run.replicate, study.days, engine, study.outcomes.kept)


def _part(design: Design, shard: Shard) -> list[Run]:
    """Return the runs of one shard."""
    each = design.replicates
    chosen = shard.part(range(len(design.points)))
    return [run for at in chosen for run in design.runs[at * each : (at + 1) * each]]
