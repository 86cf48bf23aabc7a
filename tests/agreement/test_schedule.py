"""Both engines walk the phases of the day, and take their steps, in the order of the schedule's table."""

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import pytest

import reportsto
from reportsto.api import mesa_firm, scenario
from reportsto.engine import kernel
from reportsto.reference.firm import Firm
from reportsto.schedule import PHASES
from reportsto.vocabulary import N_FUNCTIONS

NUMBERS = [phase.number for phase in PHASES]
STEPS = [step.rule for phase in PHASES for step in phase.steps]
PACKAGE = Path(reportsto.__file__).parent


def phases(function, called):
    """Return the numbers of the phases that a function calls, in order; `called` finds what a call stands for."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    calls = sorted((node for node in ast.walk(tree) if isinstance(node, ast.Call)), key=lambda node: node.lineno)
    told = [re.match(r"Phase (\d+):", inspect.getdoc(called(node.func)) or "") for node in calls]
    return [int(found[1]) for found in told if found]


@pytest.fixture
def firm():
    model = Firm(scenario("separate", "six_people").chart, days=1)
    yield model
    model.forget()


def test_the_mesa_firm_walks_the_schedule(firm):
    """
    Orders, contacts, handling, climb, attention, improvement, customers, attitudes, turnover; some take two steps.
    """

    def called(node):
        return attrgetter(ast.unparse(node).removeprefix("self."))(firm)

    walked = phases(Firm.step, called)

    assert walked == sorted(walked)
    assert list(dict.fromkeys(walked)) == NUMBERS


def test_the_compiled_firm_walks_the_schedule():
    """
    The same nine, one function each.
    """

    def called(node):
        function = getattr(kernel, ast.unparse(node), None)
        return getattr(function, "py_func", function)

    assert phases(kernel._run_day.py_func, called) == NUMBERS


def rule(function) -> str:
    """Return the file and the name of a function, as in the table of steps."""
    code = getattr(function, "__code__", function)
    file = Path(code.co_filename)
    return f"{file.relative_to(PACKAGE).as_posix()}:{code.co_name}" if file.is_relative_to(PACKAGE) else ""


def test_the_mesa_firm_takes_the_steps_in_their_order():
    """
    On every day the rules of the steps are first asked in the order of the table, and on some day each is.

    In the contract world owners refuse much, and here somebody leaves nearly every day.
    """
    leaving = {"turnover.yearly": [2.0] * N_FUNCTIONS}
    firm = mesa_firm(scenario("separate", world="contract", parameters=leaving), 1, 0, 20, collect=False)
    seen: set[str] = set()
    try:
        while firm.running:
            asked: dict[str, None] = {}
            sys.setprofile(lambda frame, event, _, to=asked: event == "call" and to.setdefault(rule(frame.f_code)))
            firm.step()
            sys.setprofile(None)
            steps = [name for name in asked if name in STEPS]
            assert steps == [name for name in STEPS if name in steps]
            seen.update(steps)
    finally:
        sys.setprofile(None)
        firm.forget()
    assert seen == set(STEPS)


def rules_of(function) -> Iterator[str]:
    """Yield the rules that a compiled function mentions, and those of the functions it calls, in the order of calls."""
    plain = getattr(function, "py_func", function)
    if not inspect.isfunction(plain) or not plain.__module__.startswith("reportsto."):
        return
    yield rule(plain)
    if not plain.__module__.startswith("reportsto.engine."):
        return
    tree = ast.parse(textwrap.dedent(inspect.getsource(plain)))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda node: (node.end_lineno, node.end_col_offset)):
        found = plain.__globals__
        for part in ast.unparse(call.func).split("."):
            found = found.get(part) if isinstance(found, dict) else getattr(found, part, None)
        yield from rules_of(found)


def test_the_compiled_firm_takes_the_steps_in_their_order():
    """
    The calls of its day, read from the source: the same rules, first mentioned in the same order.
    """
    assert [name for name in dict.fromkeys(rules_of(kernel._run_day)) if name in STEPS] == STEPS
