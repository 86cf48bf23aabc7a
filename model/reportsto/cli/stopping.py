"""What Ctrl-C, TERM and HUP do to a study: one line that says what is kept and how to go on, and the process ends.

A thread waits for the signal, so that the line comes at once while the compiler, a figure or a run is at work. The
process then ends as by kill -9, which a journal survives (docs/explanation/reliability.md).
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

WORDS = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}
"""Signals and what is said of them; some systems know no SIGHUP."""
SECONDS_TO_KEEP = 2
"""How long to wait for rows that are being kept."""
SHOW_CURSOR = "\n\033[?25h"
"""Leaves the line of a progress bar, which hides the cursor."""


@contextmanager
def stopping(folder: Path) -> Iterator[None]:
    """End with a line about the runs in a folder where a signal comes during the block; exit code 128 + signal.

    A signal that is ignored stays ignored, as `nohup` wants it.
    """
    if threading.current_thread() is not threading.main_thread():  # only there can signals be caught
        yield
        return
    numbers = [getattr(signal, name) for name in WORDS if hasattr(signal, name)]
    caught = [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]
    came: list[int] = []
    usual = {number: signal.signal(number, lambda number, _: came.append(number)) for number in caught}
    there, here = socket.socketpair()
    there.setblocking(False)
    before = signal.set_wakeup_fd(there.fileno())
    waiting = threading.Thread(target=_wait, args=(here, folder), daemon=True)
    waiting.start()
    try:
        yield
    finally:
        if came:
            waiting.join()  # a signal that cut the block short: the thread ends the process
        signal.set_wakeup_fd(before)
        for number, handler in usual.items():
            signal.signal(number, handler)
        there.close()


def _wait(here: socket.socket, folder: Path) -> None:
    with here:  # open until the end: a second signal writes there too
        caught = here.recv(1)
        if caught:
            _stop(caught[0], folder)


def _stop(number: int, folder: Path) -> NoReturn:
    from reportsto.results.journal import KEEPING, told_kept

    KEEPING.acquire(timeout=SECONDS_TO_KEEP)
    line = f"reportsto: {WORDS[signal.Signals(number).name]}: {told_kept(folder)}\n"
    with suppress(OSError):  # the terminal may be gone
        os.write(2, f"{SHOW_CURSOR if sys.stderr.isatty() else ''}{line}".encode())
    os._exit(128 + number)
