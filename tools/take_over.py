"""Take published results over to today's sources of the model, where some of their runs made again are equal.

After a change that moves no bit, in a room that makes rows, provenance speaks of older sources. This makes some runs of
each study again and, if every digit agrees, says so there. Tables, pages and figures stay: they follow from the runs.

    .venv/bin/python tools/take_over.py [STUDY ...] [--runs 50]
"""

import argparse
import sys
from functools import partial
from pathlib import Path

from reportsto.cli.shared import get_ready
from reportsto.digests import model_digest, package_digest, sources
from reportsto.errors import ReportsToError
from reportsto.results.past import past_published
from reportsto.results.provenance import digests_of, provenance_of
from reportsto.results.storage import PROVENANCE, write_json
from reportsto.running.execution import Order, accept
from reportsto.running.waves import published_design
from reportsto.running.workers import threads
from reportsto.studies.design import design
from reportsto.studies.specification import read_study

ROOT = Path(__file__).parent.parent


def take_over(study: Path, folder: Path, order: Order) -> str:
    """Return what was done with one published folder, in words; raises `StudyError` where a run differs."""
    plan = published_design(design(read_study(study)), folder)
    past = past_published(plan, folder)
    if past is None or not past.other_sources:
        return "of today's sources already"
    with threads() as pool:
        accepted = accept(past, plan, order, pool)
    source = provenance_of(folder)
    now = {"model_sources": model_digest(), "package_sources": package_digest(), "sources": dict(sources())}
    write_json(
        folder / PROVENANCE,
        {**source, "digests": {**digests_of(source), **now}, "history": list(accepted.history)},
    )
    return f"{accepted.history[-1]['run_again']} of {len(past.keys):,} runs made again, all equal"


def main() -> int:
    """Take over the studies that are named, or all that are published; return 1 where one is not equal."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("studies", nargs="*", metavar="STUDY")
    asked.add_argument("--runs", type=int, default=50, help="runs of each study to make again (default: 50)")
    wanted = asked.parse_args()
    order = Order(keep_equal=wanted.runs, ready=partial(get_ready, "compiled"))
    names = wanted.studies or sorted(path.parent.name for path in ROOT.glob(f"results/*/{PROVENANCE}"))
    failed = 0
    for name in names:
        try:
            told = take_over(ROOT / f"experiments/{name}.toml", ROOT / "results" / name, order)
        except ReportsToError as error:
            told, failed = str(error), 1
        print(f"{name}: {told}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
