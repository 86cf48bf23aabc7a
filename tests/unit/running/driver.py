"""A study in a process of its own, to be killed: `python driver.py STUDY FOLDER`, with the slow firm of `fake_firm`."""

import signal
import sys

from reportsto.cli import main as cli
from reportsto.running import execution
from unit.running import fake_firm

if __name__ == "__main__":
    # A shell starts what runs in the background deaf to Ctrl-C, and nohup deaf to SIGHUP: the tests may run there.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    execution.Order.__init__.__kwdefaults__["work"] = fake_firm.slow_row
    cli.main(["study", "run", sys.argv[1], "--out", sys.argv[2], "--workers", "2"])
