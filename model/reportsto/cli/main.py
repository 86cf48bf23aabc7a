"""The command line: `list`, `run`, `where`, `patterns`, `follow`, `study`, `identify`, `chart`, `cite` and `bundle`.

Results go to standard output, everything else to standard error. Heavy things are imported where they are used, so that
`reportsto --help` is quick.
"""

import os
import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import NoReturn

import click
from click.shell_completion import shell_complete

from reportsto import __version__
from reportsto.cli.bundle import bundle
from reportsto.cli.chart import chart
from reportsto.cli.cite import cite
from reportsto.cli.follow import follow
from reportsto.cli.identify import identify
from reportsto.cli.leaving import leave_after
from reportsto.cli.list import list_names
from reportsto.cli.patterns import patterns
from reportsto.cli.run import run
from reportsto.cli.shared import QUIETER, Group, be_quiet
from reportsto.cli.study import study
from reportsto.cli.where import where

COMPLETE = "_REPORTSTO_COMPLETE"
"""Set by the shell while somebody presses Tab."""
NARROWEST, WIDEST = 30, 78
"""Columns of help."""


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reportsto", message="%(prog)s %(version)s")
@click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=be_quiet, help=QUIETER)
def reportsto() -> None:
    """Who customer service reports to, and what gets reported to whom: an agent-based model.

    A mistake of yours is one line and exit code 2. 1 means that runs failed, 130 that the command was interrupted.
    """


for _command in (list_names, run, where, patterns, follow, study, identify, chart, cite, bundle):
    reportsto.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    leave_after(lambda: _invoke(list(sys.argv[1:] if arguments is None else arguments)))


def _invoke(arguments: list[str]) -> int:
    """Run one command and return its exit code.

    Not `reportsto.main`: it would turn a broken pipe into exit code 1, which here means that runs failed.
    """
    if instruction := os.environ.get(COMPLETE):
        return shell_complete(reportsto, {}, "reportsto", COMPLETE, instruction)
    width = min(max(get_terminal_size().columns, NARROWEST), WIDEST)
    with reportsto.make_context("reportsto", arguments, terminal_width=width) as context:
        return reportsto.invoke(context) or 0


if __name__ == "__main__":
    main()
