"""A study in a process of its own, to be killed: `python driver.py STUDY FOLDER`, with the slow firm of `fake_firm`."""

import sys

from reportsto import cli
from reportsto.runner import execution
from unit.runner import fake_firm

if __name__ == "__main__":
    execution.execute.__kwdefaults__["work"] = fake_firm.slow_row
    cli.main(["study", "run", sys.argv[1], "--out", sys.argv[2], "--workers", "2"])
