"""A study in a process of its own, to be killed: `python driver.py STUDY FOLDER`, with a firm slow enough to be hit."""

import signal
import sys
import time

from reportsto.cli import main as cli
from reportsto.running import execution
from unit.running import fake_firm

SECONDS_A_RUN = 0.3
"""Sixty runs in two threads take nine seconds: enough for a busy machine to send its signal before the last of them."""


def slow_row(job):
    """Return the row of `fake_firm`, a while later."""
    time.sleep(SECONDS_A_RUN)
    return fake_firm.row(job)


if __name__ == "__main__":
    # A shell starts what runs in the background deaf to Ctrl-C, and the tests may run there.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    execution.Order.__init__.__kwdefaults__["work"] = slow_row
    cli.main(["study", "run", sys.argv[1], "--out", sys.argv[2], "--workers", "2"])
