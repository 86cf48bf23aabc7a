"""Run a study: what is kept is kept, what is missing is run, and the table is the same however that went.

Neither the number of processes nor the order of runs, interruptions or restarts can change a result: a run is a pure
function of its scenario, seed, replicate and length, and the table is put together in the order of the design.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from reportsto.api import ENGINES
from reportsto.digests import model_digest, sources
from reportsto.errors import StudyError
from reportsto.results.journal import KEEPING, LATER, Journal, Row, has_runs, remove, told_kept
from reportsto.results.past import (
    ENGINE,
    HISTORY,
    SOURCES,
    Past,
    measures_of,
    past_in,
    past_published,
    record_in,
    refuse,
)
from reportsto.results.provenance import Execution, refuse_other_results
from reportsto.results.record import FIELDS, RECORDED, Record, recorded, told_changes
from reportsto.results.shards import Shard, shards_in
from reportsto.results.storage import make_folder, runs_table
from reportsto.running.keep_equal import check_equal, chosen, comparable, event
from reportsto.running.progress import progress
from reportsto.running.workers import Chunk, Ended, Job, Pool, run_all, run_chunk, simulate, threads
from reportsto.studies.design import Design, Run, later_points

BOTH = " and "
"""Stands between the engines where more than one made the runs of a folder."""
MOST_IN_A_CHUNK = 128
SECONDS_FOR_SHARDS = 60.0
"""How long a shard waits while others read the journal of the whole study."""
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
        keep_equal: how many kept runs are run again where the model's sources changed; 0 refuses such runs.
        ready: called before the first run is made, as to compile the engine.
    """

    fresh: bool = False
    shard: Shard | None = None
    engine: str = ENGINES[0]
    work: Callable[[Job], Row] = simulate
    keep_equal: int = 0
    ready: Callable[[], object] = dict


USUAL = Order()


def execute(design: Design, folder: Path, order: Order = USUAL, pool: Pool | None = None) -> Execution:
    """Run what `folder` does not hold yet and return all rows; see `executing`."""
    with executing(design, folder, order, pool) as done:
        return done


@contextmanager
def executing(
    design: Design, folder: Path, order: Order = USUAL, pool: Pool | None = None, parts: Sequence[Past] = ()
) -> Iterator[Execution]:
    """Run what `folder` does not hold yet and yield all rows; until the block ends no other process gets the folder.

    Where the study's plan asks for more replicates after what it has seen, these are run too: see `replication`.
    Kept runs are reused by their content: those of a journal, of the table of a published folder, or of `parts`. Raises
    `StudyError` where the model's sources changed since, unless runs that are made again are equal, and where no kept
    run is one of the design. Without a `pool` the compiled engine runs in a thread for each processor, and the
    reference engine in one.
    """
    start = time.monotonic()
    target = order.shard.folder(folder) if order.shard else folder
    record = _made_ready(design, folder, target, order, merged=bool(parts))
    with nullcontext(pool) if pool else threads(engine=order.engine) as here, ExitStack() as opened:
        with nullcontext(()) if order.fresh else _around(design, folder, order.shard) as around:
            theirs = [accept(past, design, order, here) for past in (*parts, *around)]
            make_folder(target)
            journal = opened.enter_context(Journal(target))
            mine = _mine(journal, design, order, here)
            _begin(journal, design, mine, theirs, record, order.shard)
        kept = journal.sound_keys(measures_of(design))
        runs, failures = _make(journal, design, kept, order, here)
        yield _execution(journal, design, order.engine, kept, runs, failures, start)


def _made_ready(design: Design, folder: Path, target: Path, order: Order, *, merged: bool) -> Record | None:
    """Refuse what cannot be run here and forget runs that are to be made afresh.

    Returns what was expected before the first run, where later steps could no longer read it.
    """
    if order.shard:
        check_shards(design)
    if not order.fresh:
        refuse_other_results(design, folder)
        return record_in(design, folder) if merged else None
    record = record_in(design, folder)
    if record is None:  # of a shard, its own folder may know
        record = record_in(design, target)
    remove(target)
    return record


def _mine(journal: Journal, design: Design, order: Order, pool: Pool) -> list[Past]:
    """Return the runs of a journal that are accepted, if there are any; rows that are not accepted leave it."""
    if not journal.keys():
        return []
    before = past_in(journal, design)
    accepted = accept(before, design, order, pool)
    if accepted is not before:  # leave those that are accepted, with the columns that are
        journal.drop(before.keys - accepted.keys)
        journal.keep((key, row, 0.0, 1) for key, row in accepted.rows(accepted.keys))
    return [accepted]


def _execution(
    journal: Journal,
    design: Design,
    engine: str,
    kept: Set[str],
    runs: Sequence[Run],
    failures: dict[str, str],
    start: float,
) -> Execution:
    """Return all rows, read back so that a row is the same whether it was run now or a week ago."""
    table = runs_table(design, runs, journal.fetch, failures)
    facts, wanted = journal.facts(), {run.key for run in runs}
    first = {name: facts[name] for name in FIELDS if facts.get(name)}
    damaged = f"{journal.damaged} kept rows were damaged and were run again."
    old = len(kept & wanted)
    return Execution(
        table=table,
        kept=old,
        ran=len(wanted) - old,
        failed=int((table["failure"] != "").sum()),
        seconds=time.monotonic() - start,
        notes=(*[damaged] * bool(journal.damaged), *told_changes(first, design.study)),
        engine=facts[ENGINE] or engine,
        first=first,
        history=tuple(json.loads(facts.get(HISTORY, "[]"))),
    )


@contextmanager
def _around(design: Design, folder: Path, shard: Shard | None) -> Iterator[Sequence[Past]]:
    """Yield what there is to reuse beside the journal that is written to.

    That is a published table or, for a shard, the whole study's journal. It stays open until the block ends, and other
    shards wait so long.
    """
    if not has_runs(folder, SECONDS_FOR_SHARDS if shard else 1.0):
        found = past_published(design, folder)
        yield [found] if found else []
    elif shard:
        with Journal(folder, SECONDS_FOR_SHARDS) as journal:
            yield [past_in(journal, design)]
    else:
        yield []


def _begin(
    journal: Journal,
    design: Design,
    mine: Sequence[Past],
    theirs: Sequence[Past],
    record: Record | None,
    shard: Shard | None,
) -> None:
    """Write down what is expected and where kept runs come from, and take those of others that the journal lacks."""
    taken = _lacking(journal, design, theirs, shard)
    reused = [*mine, *(past for past, _ in taken)]
    told = [event for past in mine for event in past.history]
    news = [event for past, _ in taken for event in past.history if event not in told]
    if mine:
        record = mine[0].record
    elif record is None:
        record = next((past.record for past in sorted(theirs, key=_recorded)), None)
    journal.state(
        {
            "study": design.study.id,
            "form": "quick" if design.quick else "full",
            "model": model_digest(),
            SOURCES: json.dumps(dict(sources())),
            HISTORY: json.dumps([*told, *news]),
            ENGINE: _together(past.engine for past in reused),
            **{f"[{name}]": digest for name, digest in design.sections.items()},
            **recorded(design.study, record),
        }
    )
    for past, keys in taken:
        _take(journal, past, keys)


def _lacking(
    journal: Journal, design: Design, theirs: Sequence[Past], shard: Shard | None
) -> list[tuple[Past, Set[str]]]:
    """Return what others keep of this study, or of one shard of it, that the journal lacks."""
    if not theirs:
        return []
    sound = journal.sound_keys(measures_of(design))
    part = {run.key for run in _part(design, shard)} if shard else None
    lacking = [(past, (past.keys if part is None else past.keys & part) - sound) for past in theirs]
    return [(past, keys) for past, keys in lacking if keys]


def _take(journal: Journal, past: Past, keys: Set[str]) -> None:
    """Put runs of another journal, or of a published table, into a journal; measures that it has beside theirs stay."""
    there = journal.keys() & keys
    journal.keep(
        (key, {**(journal.fetch([key]).get(key, {}) if key in there else {}), **row}, 0.0, 1)
        for key, row in past.rows(keys)
    )


def _together(engines: Iterable[str]) -> str:
    """Return engines in words; each may be several already, or none."""
    return BOTH.join(sorted({one for told in engines for one in told.split(BOTH) if one}))


def _recorded(past: Past) -> str:
    return past.record.get(RECORDED, "")


def _make(
    journal: Journal, design: Design, kept: Set[str], order: Order, pool: Pool
) -> tuple[list[Run], dict[str, str]]:
    """Make the runs that are missing, also those the plan asks for later; return all runs, and why some gave no row."""
    counts = [design.replicates] * len(design.points)
    failures: dict[str, str] = {}
    while True:
        runs = _part(design, order.shard) if order.shard else list(design.runs_of(counts))
        wanted = {run.key: run for run in runs}
        missing = [run for key, run in wanted.items() if key not in kept and key not in failures]
        made_by = [journal.facts().get(ENGINE, ""), *[order.engine] * bool(missing)]
        more = "" if design.later else str(later_points(design.study, quick=design.quick) or "")
        journal.state({"runs": str(len(wanted)), LATER: more, ENGINE: _together(made_by)})
        failures |= _run_missing(journal, design, wanted.keys(), missing, order, pool)
        following = _next_counts(journal, design, runs, counts)
        if following == counts:
            return runs, failures
        kept = kept | (wanted.keys() - failures.keys())
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
    if later_points(design.study, quick=design.quick):
        raise StudyError(
            f"{design.study.path}: the second wave of [matching] looks at all results of the first; "
            "expected waves = 1, or no --shard: use --workers or --dask"
        )


@contextmanager
def merging(design: Design, folder: Path) -> Iterator[Execution]:
    """Gather what the shards in a folder ran and yield all rows; raises `StudyError` where a shard lacks runs."""
    shards = shards_in(folder)
    with ExitStack() as opened:
        journals = [opened.enter_context(Journal(shard.folder(folder))) for shard in shards]
        parts = [past_in(journal, design) for journal in journals]
        for part in parts:
            refuse(part, design)
        short = []
        for shard, journal in zip(shards, journals, strict=True):
            wanted = {run.key for run in _part(design, shard)}
            if lacking := wanted - journal.sound_keys(measures_of(design)):
                short.append(f"{shard.number}/{shard.of} lacks {len(lacking)} of {len(wanted)}")
        if short:
            raise StudyError(f"{folder}: shard {', '.join(short[:8])} runs; run it again, then merge")
        with executing(design, folder, parts=parts) as done:
            yield done


def _run_missing(
    journal: Journal, design: Design, wanted: Set[str], missing: list[Run], order: Order, pool: Pool
) -> dict[str, str]:
    """Run what is missing, keep each row as it comes, and return the reasons of those that gave none, by key."""
    failures: dict[str, str] = {}
    total = len(wanted)
    there = total - len(missing)
    journal.tell(there, total)
    if missing:
        order.ready()
    chunks = _chunks(design, missing, order.engine, pool.workers)
    try:
        with (
            closing(run_all(partial(run_chunk, order.work), chunks, pool)) as all_ended,
            progress(total, there) as advance,
        ):
            for ended in all_ended:
                rows = [(one.key, one.row, one.seconds, ended.tries) for one in ended.done if one.row is not None]
                failures.update((one.key, one.reason) for one in ended.done if one.row is None)
                there += len(rows)
                with KEEPING:
                    journal.keep(rows)
                    journal.tell(there, total)
                for _ in ended.done:
                    advance()
    except KeyboardInterrupt:
        raise Interrupted(f"interrupted: {told_kept(journal.path.parent)}") from None
    return failures


def accept(past: Past, design: Design, order: Order, pool: Pool) -> Past:
    """Return the kept runs to reuse, with their history; raises `StudyError` for runs of other sources."""
    look = bool(past.other_sources and order.keep_equal)
    refuse(past, design, sources=not look)
    if not look:
        return past
    past = comparable(past, design)
    order.ready()
    sample = chosen(design, past.keys, order.keep_equal)
    check_equal(past, sample, again(design, sample, pool, order))
    return replace(past, history=(*past.history, event(past, sample))) if sample else past


def again(design: Design, runs: Sequence[Run], pool: Pool, order: Order = USUAL) -> Iterator[Ended]:
    """Make runs of a design and yield each chunk as it ends; nothing is kept anywhere."""
    chunks = _chunks(design, runs, order.engine, pool.workers)
    yield from run_all(partial(run_chunk, order.work), chunks, pool)


def _chunks(design: Design, missing: Sequence[Run], engine: str, workers: int) -> Iterator[Chunk]:
    """Yield the missing runs, point by point, in chunks of about half a second, each made when it is asked for."""
    if not missing:
        return
    posts = missing[0].point.scenario.chart.seats
    usual = CHUNK_OF_SEATS_AND_DAYS // (posts * design.study.days) if engine == "compiled" else 1
    size = max(1, min(MOST_IN_A_CHUNK, usual, len(missing) // (16 * workers)))
    jobs = _jobs(design, missing, engine)
    while chunk := tuple(islice(jobs, size)):
        yield chunk


def _jobs(design: Design, runs: Sequence[Run], engine: str) -> Iterator[Job]:
    """Yield jobs of runs; those of one point that follow each other share its scenario."""
    study, point, scenario = design.study, None, None
    for run in runs:
        if run.point is not point:
            point, scenario = run.point, run.point.scenario
        assert scenario is not None, "every run has a point"
        yield Job(run.key, scenario, study.seed, run.replicate, study.days, engine, study.outcomes.kept)


def _part(design: Design, shard: Shard) -> list[Run]:
    """Return the runs of one shard."""
    each = design.replicates
    chosen = shard.part(range(len(design.points)))
    return [run for at in chosen for run in design.runs[at * each : (at + 1) * each]]
