"""How far a study is, said to a file or a terminal."""

import re
import time

from reportsto.running import progress as module
from reportsto.running.progress import in_words, progress, rate


def test_lines_tell_count_rate_and_time_left(capsys, monkeypatch):
    """
    Where standard error is no terminal; what was kept is not counted in the rate.
    """
    monkeypatch.setattr(module, "EVERY_SECONDS", 0.0)
    with progress(13, 9) as advance:
        for _ in range(4):
            time.sleep(0.02)
            advance()
    lines = capsys.readouterr().err.splitlines()

    assert [line.split(",")[0] for line in lines] == ["11 of 13 runs", "12 of 13 runs", "13 of 13 runs"]
    rates = [float(re.search(r", ([\d.]+) a second, ", line)[1]) for line in lines]
    assert all(10 < found <= 50 for found in rates)
    assert lines[-1].endswith("0 s left")


def test_rates_and_times_are_said_as_people_say_them():
    """
    Two digits where there are few, whole numbers where there are many.
    """
    assert [rate(0.123), rate(9.87), rate(123.4)] == ["0.12", "9.9", "123"]
    assert [in_words(12), in_words(600), in_words(7200)] == ["12 s", "10 min", "2.0 h"]


def test_runs_that_come_in_chunks_give_a_rate_that_is_one(capsys, monkeypatch):
    """
    The first chunk comes after twelve seconds, all of it at one moment, which is no rate; then thirty runs in three
    seconds, again and again. A study that fits into one chunk has the rate since its beginning.
    """
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    with progress(300, 0) as advance:
        clock[0] += 12.0
        for _ in range(10):
            for _ in range(30):
                advance()
            clock[0] += 3.0
    lines = capsys.readouterr().err.splitlines()
    with progress(32, 0) as advance:
        clock[0] += 2.0
        for _ in range(32):
            advance()

    assert [line.split(" of ")[0] for line in lines] == ["121", "241", "300"]
    rates = [float(re.search(r", ([\d.]+) a second, ", line)[1]) for line in lines]
    assert all(10 <= found <= 13 for found in rates)
    assert capsys.readouterr().err == "32 of 32 runs, 16 a second, 0 s left\n"
