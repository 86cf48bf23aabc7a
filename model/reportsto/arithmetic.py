"""Our own exp, log, normal quantile and Poisson count, from + - * / sqrt and comparisons alone.

Library functions differ in the last bit between processors, versions and NumPy; these do not, so a run gives the
same bits everywhere (`docs/explanation/design.md`). Each scalar form has an array form with the same operations in
the same order, equal bit for bit. Accuracy: within 2 units in the last place of `math` over the range used.
"""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from reportsto.arrays import Floats

_LOG2_E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01  # 33 significant bits, so k * _LN2_HIGH is exact
_LN2_LOW = 1.90821492927058770002e-10
_SQRT_HALF = 0.7071067811865476
_EXP_LEAST = -708.0
_EXP_MOST = 709.0
LN2 = 0.6931471805599453


def _exp_series(r: Any) -> Any:
    """Return the Taylor sum of exp to degree 13, |r| <= ln 2 / 2, by Horner; floats or arrays."""
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    return p * r + 1.0


def _log_series(s: Any) -> Any:
    """Return 2 artanh(s) by its series to s^23, |s| <= .172; floats or arrays."""
    z = s * s
    p = 1.0 / 23.0
    p = p * z + 1.0 / 21.0
    p = p * z + 1.0 / 19.0
    p = p * z + 1.0 / 17.0
    p = p * z + 1.0 / 15.0
    p = p * z + 1.0 / 13.0
    p = p * z + 1.0 / 11.0
    p = p * z + 1.0 / 9.0
    p = p * z + 1.0 / 7.0
    p = p * z + 1.0 / 5.0
    p = p * z + 1.0 / 3.0
    return 2.0 * (s + s * (z * p))


def times_power_of_two(x: float, k: int) -> float:
    """Return x times 2 to the k, exactly; both the power and the result must be normal numbers."""
    return math.ldexp(x, k)


def fraction_and_exponent(x: float) -> tuple[float, int]:
    """Return m in [.5, 1) and e with x = m 2^e, exactly; x must be a positive, normal number."""
    return math.frexp(x)


def exp(x: float) -> float:
    """Return e to the x; 0 below -708, inf above 709."""
    if x < _EXP_LEAST:
        return 0.0
    if x > _EXP_MOST:
        return math.inf
    k = math.floor(x * _LOG2_E + 0.5)
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    series: float = _exp_series(r)
    return times_power_of_two(series, k)


def log(x: float) -> float:
    """Return the natural logarithm of a positive, normal number; -inf at 0."""
    if x <= 0.0:
        return -math.inf
    m, e = fraction_and_exponent(x)
    if m < _SQRT_HALF:
        m = m + m
        e = e - 1
    f = m - 1.0
    series: float = _log_series(f / (2.0 + f))
    return e * _LN2_HIGH + (series + e * _LN2_LOW)


def log_array(x: Floats) -> Floats:
    """Return `log` of every element of an array of positive numbers, bit for bit."""
    m, e = np.frexp(x)
    low = m < _SQRT_HALF
    m = np.where(low, m + m, m)
    k = np.where(low, e - 1, e).astype(np.float64)
    f = m - 1.0
    out: Floats = k * _LN2_HIGH + (_log_series(f / (2.0 + f)) + k * _LN2_LOW)
    return out


def power(base: float, exponent: float) -> float:
    """Return a positive base to an exponent, through our own log and exp; exact for exponents 0 and 1."""
    if exponent == 1.0:
        return base
    if exponent == 0.0:
        return 1.0
    if base <= 0.0:
        return 0.0
    return exp(exponent * log(base))


def logistic_quantile(u: float) -> float:
    """Return the standard logistic value at probability u, 0 < u < 1: log(u / (1 - u))."""
    return log(u) - log(1.0 - u)


def logistic_quantile_array(u: Floats) -> Floats:
    """Return `logistic_quantile` of every element, bit for bit."""
    return log_array(u) - log_array(1.0 - u)


_A = (
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
)
_B = (
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
)
_C = (
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
)
_D = (
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
)
_E = (
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
)
_F = (
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)


def _ratio(top: tuple[float, ...], bottom: tuple[float, ...], r: float) -> float:
    n = top[7]
    d = bottom[7]
    for at in range(6, -1, -1):
        n = n * r + top[at]
        d = d * r + bottom[at]
    return n / d


def normal_quantile(u: float) -> float:
    """Return the standard normal value at probability u, 0 < u < 1.

    Wichura, M. J. (1988), algorithm AS 241 (PPND16), *Applied Statistics* 37, 477-484; relative error about 1e-16.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(_A, _B, 0.180625 - q * q)
    tail = u if q < 0.0 else 1.0 - u
    r = math.sqrt(-log(tail))
    value = _ratio(_C, _D, r - 1.6) if r <= 5.0 else _ratio(_E, _F, r - 5.0)
    return -value if q < 0.0 else value


NORMAL_FROM = 30.0
"""Means above this use the normal form of `poisson`, others inversion."""


def poisson(mean: float, u: float) -> int:
    """Return the Poisson count at probability u: monotone in u and, for a fixed u, nearly so in the mean.

    Above a mean of 30: mean + SD z + (z^2 - 1) / 6, rounded, at least 0 (Cornish-Fisher); below, inversion.
    """
    if mean > NORMAL_FROM:
        return _poisson_by_normal(mean, u)
    return _poisson_by_inversion(mean, exp(-mean), u)


def poisson_given(mean: float, none: float, u: float) -> int:
    """Return `poisson`, bit for bit, where `none` is e to the -mean: many of these are worked out together."""
    if mean > NORMAL_FROM:
        return _poisson_by_normal(mean, u)
    return _poisson_by_inversion(mean, none, u)


def _poisson_by_normal(mean: float, u: float) -> int:
    z = normal_quantile(u)
    count = math.floor(mean + math.sqrt(mean) * z + (z * z - 1.0) / 6.0 + 0.5)
    return max(count, 0)


def _poisson_by_inversion(mean: float, none: float, u: float) -> int:
    if mean <= 0.0:
        return 0
    term = none
    total = term
    count = 0
    while u > total and count < 200:
        count = count + 1
        term = term * mean / count
        total = total + term
    return count


def total(values: Iterable[float]) -> float:
    """Return the sum in index order, which no library sum promises."""
    out = 0.0
    for value in values:
        out = out + value
    return out
