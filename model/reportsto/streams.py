"""Random draws that are addressed, never consumed: a pure function of (seed, replicate, stream, day, entity, index).

Philox4x32-10 (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11; `std::philox4x32`
in C++26). Key = (seed, replicate); counter = (day, entity, stream, index // 2); each block gives two numbers, and
`index` picks one. Neither the structure nor a parameter is part of an address, so two firms that differ in one edge
meet the same customers. A number is (k + 1/2) / 2^52 with k the upper 52 bits of 64: strictly inside (0, 1), exact,
so no logarithm ever meets 0 or 1.

`uniform` is the scalar form, `uniform_pairs` the array form; both give the same bits.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reportsto.arrays import Floats
from reportsto.errors import SettingError

ROUNDS = 10
M0 = 0xD2511F53
M1 = 0xCD9E8D57
W0 = 0x9E3779B9
W1 = 0xBB67AE85
LOW = 0xFFFFFFFF
SCALE = 2.0**-52

FLOWS = {"returns": 16, "released": 17, "cancelled": 18, "new": 19, "leavers": 20, "ready": 21, "refundable": 22}
"""Entities of the flow stream; 0 to 9 are silent failures by cause."""

CLIMB_PAIRS = 512
"""Pairs of the climb stream a generation may use: recolouring, outside error, then two levels each."""

SECOND_LINE = CLIMB_PAIRS - 1
"""The pair that decides on a dotted line: the last, far above any level."""

ADDRESS_OF_KIND = (0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 9, 10, 11)
"""The number of a kind of contact in addresses. A kind added later takes the next one, so that no draw moves."""

SLOT_BITS = 24
"""A contact's entity is its kind's address * 2^24 + slot; a day with more contacts of a kind than that is refused."""


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of one Philox4x32-10 block."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(ROUNDS):
        p0 = M0 * c0
        p1 = M1 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & LOW, (p0 >> 32) ^ c3 ^ k1, p0 & LOW
        k0 = (k0 + W0) & LOW
        k1 = (k1 + W1) & LOW
    return c0, c1, c2, c3


def uniform(seed: int, replicate: int, stream: int, day: int, entity: int, index: int) -> float:
    """Return the number at one address, strictly between 0 and 1."""
    words = philox((day, entity, stream, index >> 1), (seed, replicate))
    half = (index & 1) * 2
    bits = (words[half] << 32) | words[half + 1]
    return ((bits >> 12) + 0.5) * SCALE


def uniform_pairs(
    seed: int, replicate: int, stream: ArrayLike, day: ArrayLike, entity: ArrayLike, pair: ArrayLike
) -> tuple[Floats, Floats]:
    """Return the numbers at indices 2 * pair and 2 * pair + 1 for every address; arguments broadcast.

    Equal bit for bit to `uniform` at the same addresses. Shapes: that of the broadcast arguments.
    """
    c0, c1, c2, c3 = (np.array(word, dtype=np.uint64) for word in np.broadcast_arrays(day, entity, stream, pair))
    k0, k1 = seed, replicate
    m0, m1 = np.uint64(M0), np.uint64(M1)
    low, half = np.uint64(LOW), np.uint64(32)
    for _ in range(ROUNDS):
        p0 = c0 * m0
        p1 = c2 * m1
        c0 = (p1 >> half) ^ c1 ^ np.uint64(k0)
        c1 = p1 & low
        c2 = (p0 >> half) ^ c3 ^ np.uint64(k1)
        c3 = p0 & low
        k0 = (k0 + W0) & LOW
        k1 = (k1 + W1) & LOW
    return _number(c0, c1), _number(c2, c3)


def _number(high: NDArray[np.uint64], low: NDArray[np.uint64]) -> Floats:
    bits = (high << np.uint64(20)) | (low >> np.uint64(12))
    out: Floats = (bits.astype(np.float64) + 0.5) * SCALE
    return out


def check_seed(name: str, value: object) -> int:
    """Return a seed or replicate number, or raise `SettingError` unless it is an integer from 0 to 2^32 - 1."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not 0 <= int(value) <= LOW:
        raise SettingError(f"{name} is {value!r}; expected an integer from 0 to {LOW}")
    return int(value)
