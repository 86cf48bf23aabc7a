"""A process that has everything loaded and lets a child run each command: `python nursery.py`, a request a line.

Loading the libraries takes 2 s and a small study less, so thousands of commands need a start that costs nothing. The
child is a process of its own (own session, own output, killed and ended like any other) and calls the command line the
way `reportsto` does. A request may replace the engine by numbers that need no time, and the figures by two that are
drawn at once.
"""

import atexit
import ctypes
import json
import os
import sys
import threading
import time
import traceback
from dataclasses import replace

KINDS = ("write", "fsync", "rename")
MODES = ("once", "from then on", "kill")


def load() -> None:
    """Load what a study needs, and have the engine ready."""
    from importlib import import_module

    for name in ("cli.main", "readings.publish", "running.workers", "results.status", "studies.specification"):
        import_module(f"reportsto.{name}")
    from reportsto.api import run_one, scenario
    from reportsto.results import provenance

    commit = provenance.commit()  # asked once: three times git is a third of a small study
    provenance.commit = lambda: commit
    run_one(scenario(firm="six_people"), 0, 0, 1)


def serve() -> "dict[str, object] | None":
    """Fork for each request and tell its process id, then how it ended; returns the request in the child."""
    answers = sys.stdout
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            return json.loads(line)
        answers.write(f"{pid}\n")
        answers.flush()
        _, status = os.waitpid(pid, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()
    return None


def become(request: "dict[str, object]") -> None:
    """Turn this child into the command that was asked for."""
    os.setsid()
    for handle, name in ((0, os.devnull), (1, f"{request['output']}.out"), (2, f"{request['output']}.err")):
        opened = os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(opened, handle)
        os.close(opened)
    os.environ.update(request["environment"])
    note = _notes(request["log"])
    _watch(note)
    _replace(request, note)
    if request["folder"]:
        _arm(request, note)


def _notes(path: "str | None"):
    """Return a function that writes a line to a file at once: what it says survives a kill."""
    if path is None:
        return lambda *words: None
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    return lambda *words: os.write(handle, (" ".join(map(str, words)) + "\n").encode())


def _watch(note) -> None:
    """Note every run that is acknowledged as kept, and which part of its life the command has reached."""
    from reportsto.cli.study import finish
    from reportsto.results import provenance
    from reportsto.results.journal import Journal

    keep, write_runs, whole = Journal.keep, provenance.write_runs, finish.publish

    def noted_keep(journal, runs):
        runs = list(runs)
        keep(journal, runs)
        for key, *_ in runs:
            note("kept", key)

    def noted_write(*arguments):
        note("phase", "table")
        written = write_runs(*arguments)
        note("phase", "publishing")
        return written

    def noted_publish(*arguments):
        note("phase", "details")
        code = whole(*arguments)
        note("phase", "end")
        return code

    Journal.keep, provenance.write_runs, finish.publish = noted_keep, noted_write, noted_publish
    note("phase", "start")


def _replace(request: "dict[str, object]", note) -> None:
    """Put numbers that need no time in place of the engine, two blank figures in place of all, as was asked for."""
    from faults import deeds
    from reportsto.readings import methods
    from reportsto.running import execution

    if request["engine"] == "numbers":
        usual, seconds = deeds.numbers, request["seconds"]
    else:
        usual, seconds = execution.simulate, 0.0
    work = deeds.Noted(usual, seconds, request["log"])
    execution.Order.__init__.__kwdefaults__["work"] = work
    if request["blank"]:
        (reads, at_one_point), *others = methods.READINGS
        methods.READINGS = ((reads, replace(at_one_point, figures=deeds.blank_figures)), *others)


def _arm(request: "dict[str, object]", note) -> None:
    shim = ctypes.CDLL(None)
    kind, mode = KINDS.index(request["kind"] or "write"), MODES.index(request["mode"])
    shim.faults_seen.restype = ctypes.c_long

    def tell() -> None:
        for number, name in enumerate(KINDS):
            note("calls", name, shim.faults_seen(number))

    atexit.register(tell)
    at = request["at"] if request["kind"] else 0
    shim.faults_arm(str(request["folder"]).encode(), kind, ctypes.c_long(at), mode, request["error"])


def _run(arguments: "list[str]") -> None:
    """Run the command line and leave as Python does, but for the destructors of C++.

    Those would end threads of the nursery that no fork has.
    """
    from reportsto.cli import main as cli

    try:
        cli.main(arguments)
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BaseException:
        traceback.print_exc()
        code = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main() -> None:
    """Load, say so, serve; in a child, run the command."""
    start = time.monotonic()
    load()
    sys.stdout.write(f"ready in {time.monotonic() - start:.1f} s\n")
    sys.stdout.flush()
    request = serve()
    if request is not None:
        become(request)
        _run(request["arguments"])


if __name__ == "__main__":
    main()
