"""Both engines walk the phases of the day in the order of the schedule's table."""

import ast
import inspect
import re
import textwrap
from operator import attrgetter

import pytest

from reportsto.api import scenario
from reportsto.engine import kernel
from reportsto.reference.firm import Firm
from reportsto.schedule import PHASES

NUMBERS = [phase.number for phase in PHASES]


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
