"""Addressed draws in compiled code: Philox4x32-10, equal bit for bit to `streams`.

Every integer of the generator is unsigned 64-bit: mixed with a signed one it would turn into a float without a word.
"""

import numpy as np

from reportsto.arithmetic import exp, logistic_quantile, normal_quantile, poisson
from reportsto.arrays import Floats
from reportsto.attitudes.turnover import DRAWS
from reportsto.engine import rules  # noqa: F401  (registers the rules)
from reportsto.engine.compiling import compiled, inlined
from reportsto.engine.layout import DRAWS_A_DAY, Contact, State, Words64
from reportsto.streams import ADDRESS_OF_KIND, FLOWS, LOW, M0, M1, ROUNDS, SCALE, W0, W1
from reportsto.vocabulary import Stream

_M0, _M1 = np.uint64(M0), np.uint64(M1)
_W0, _W1 = np.uint64(W0), np.uint64(W1)
_LOW, _HALF = np.uint64(LOW), np.uint64(32)
_UP, _DOWN = np.uint64(20), np.uint64(12)

FLOW, COUNTS = int(Stream.FLOW), int(Stream.COUNTS)

CHUNK = 1024
"""Rows drawn at a time: what fits into the nearest cache."""

assert max(*FLOWS.values(), *ADDRESS_OF_KIND) < DRAWS_A_DAY
ABREAST = 32
"""Loops that fill scratch arrays run to a multiple of this: the rows beyond go abreast with the last ones needed, where
a remainder would go one by one. Nobody reads what is beyond."""

Word = np.uint64
"""A 64-bit number inside compiled code."""


@inlined
def _number(high: Word, low: Word) -> float:
    return (np.float64(np.int64((high << _UP) | (low >> _DOWN))) + 0.5) * SCALE


@inlined
def _block(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> tuple[float, float]:
    """Return the two numbers of one block; all arguments unsigned."""
    for _ in range(ROUNDS):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0 = (p1 >> _HALF) ^ c1 ^ k0
        c1 = p1 & _LOW
        c2 = (p0 >> _HALF) ^ c3 ^ k1
        c3 = p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return _number(c0, c1), _number(c2, c3)


@compiled
def numbers(state: State, stream: int, day: int, entity: int, pair: int) -> tuple[float, float]:
    """Return the numbers at indices 2 * pair and 2 * pair + 1 of one address; `state` knows seed and replicate."""
    return _block(np.uint64(day), np.uint64(entity), np.uint64(stream), np.uint64(pair), state.seed, state.replicate)


@compiled
def number(state: State, stream: int, day: int, entity: int, index: int) -> float:
    """Return the number at one address."""
    first, second = numbers(state, stream, day, entity, index >> 1)
    return second if index & 1 else first


@compiled
def abreast(count: int) -> int:
    """Return the next multiple of `ABREAST`."""
    return (count + ABREAST - 1) // ABREAST * ABREAST


@compiled
def fill_entities(state: State, stream: int, day: int, start: int, count: int, first: Floats, second: Floats) -> None:
    """Fill two arrays with the numbers at indices 0 and 1 of entities start, start + 1, ..."""
    d, s, e, none = np.uint64(day), np.uint64(stream), np.uint64(start), np.uint64(0)
    k0, k1 = state.seed, state.replicate
    for at in range(abreast(count)):
        first[at], second[at] = _block(d, e + np.uint64(at), s, none, k0, k1)


@compiled
def flow(state: State, entity: int, mean: float) -> int:
    """Return one of today's counts; `draw_day` has drawn its number."""
    return poisson(mean, state.u_flow[entity])


@compiled
def fill_none(means: Floats, count: int, none: Floats) -> None:
    """Fill an array with the chances that Poisson counts of these means are 0."""
    for at in range(abreast(count)):
        none[at] = exp(-means[at])


@compiled
def draw_day(state: State, unused: Floats) -> None:
    """Draw what every day needs a number or two of; `unused` is filled with what nobody reads."""
    fill_entities(state, FLOW, state.day, 0, DRAWS_A_DAY, state.u_flow, unused)
    fill_entities(state, COUNTS, state.day, 0, DRAWS_A_DAY, state.u_counts, unused)


@compiled
def note_address(words: Words64, at: int, contact: Contact) -> None:
    """Write down where a contact's numbers are: day, entity and generation, a row of `words` for each."""
    words[0, at], words[1, at] = np.uint64(contact.day), np.uint64(contact.entity)
    words[2, at] = np.uint64(contact.generation)


@compiled
def fill_addresses(
    state: State, stream: int, words: Words64, count: int, pairs: int, offset: int, first: Floats, second: Floats
) -> None:
    """Fill two arrays with pair `pairs` * generation + `offset` of the addresses in `words`."""
    days, entities, generations = words[0], words[1], words[2]
    s, times, more = np.uint64(stream), np.uint64(pairs), np.uint64(offset)
    k0, k1 = state.seed, state.replicate
    for at in range(abreast(count)):
        first[at], second[at] = _block(days[at], entities[at], s, times * generations[at] + more, k0, k1)


@compiled
def fill_noise(values: Floats, count: int) -> None:
    """Turn numbers into logistic noise, in place."""
    for at in range(abreast(count)):
        values[at] = logistic_quantile(values[at])


@compiled
def disposition(state: State, stream: int, day: int, seat: int, mean: float, sd: float) -> float:
    """Return the first addressed normal inside [-1, 1] (indices 1, 2, ...), clipped after sixteen tries."""
    value = mean
    for index in range(1, DRAWS + 1):
        value = mean + sd * normal_quantile(number(state, stream, day, seat, index))
        if -1.0 <= value <= 1.0:
            return value
    return max(-1.0, min(1.0, value))
