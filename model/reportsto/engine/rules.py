"""The rules, made callable from compiled code: the very functions the Mesa firm calls, not copies.

`register_jitable` leaves each of them a plain Python function. Two steps of our own arithmetic take a number apart or
put it together in base 2; both are exact, and here they are done on the bits, which a processor does many at a time.
"""

from types import FunctionType, ModuleType
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, overload, register_jitable

from reportsto import arithmetic, measuring
from reportsto.attitudes import anchors, influence, turnover
from reportsto.engine.compiling import INNER
from reportsto.escalation import attention, climb, improvement
from reportsto.incentives import pull, scorecards
from reportsto.orderflow import contacts, customers, handling, orders, staffing, times

MODULES: tuple[ModuleType, ...] = (
    orders,
    contacts,
    customers,
    handling,
    staffing,
    times,
    climb,
    attention,
    improvement,
    anchors,
    influence,
    turnover,
    pull,
    scorecards,
    measuring,
)

NOT_FOR_KERNELS = {"belief", "cumulative", "basis", "summarise", "named", "broken_invariants", "check"}
"""Functions that make or read a table once for a run, in Python."""

ARITHMETIC = (
    "_exp_series", "_log_series", "exp", "log", "power", "logistic_quantile", "_ratio", "normal_quantile", "total",
    "_poisson_by_normal", "_poisson_by_inversion",
)  # fmt: skip


def _register() -> None:
    for name in (*ARITHMETIC, "poisson", "poisson_given"):
        register_jitable(**INNER, forceinline=True)(getattr(arithmetic, name))
    for module in MODULES:
        for name, thing in vars(module).items():
            mine = isinstance(thing, FunctionType) and thing.__module__ == module.__name__
            if mine and name not in NOT_FOR_KERNELS:
                register_jitable(**INNER)(thing)


def _bits(typing: Any, number: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), generate


def _number(typing: Any, bits: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), generate


_as_bits: Any = intrinsic(_bits)
_as_number: Any = intrinsic(_number)


@overload(arithmetic.times_power_of_two)
def _times_power_of_two(x: Any, k: Any) -> Any:
    def exact(x: Any, k: Any) -> Any:
        return x * _as_number((np.int64(k) + 1023) << 52)

    return exact


@overload(arithmetic.fraction_and_exponent)
def _fraction_and_exponent(x: Any) -> Any:
    def exact(x: Any) -> Any:
        bits = _as_bits(x)
        return _as_number((bits & 0x000FFFFFFFFFFFFF) | 0x3FE0000000000000), ((bits >> 52) & 0x7FF) - 1022

    return exact


_register()
