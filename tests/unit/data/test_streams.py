"""Addressed draws: the published generator, the same number for the same address, and nothing shared between two."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reportsto.errors import SettingError
from reportsto.streams import SLOT_BITS, check_seed, philox, uniform, uniform_pairs
from reportsto.vocabulary import N_KINDS

FULL = 0xFFFFFFFF
words = st.integers(0, FULL)


@pytest.mark.parametrize(
    ("counter", "key", "block"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((FULL,) * 4, (FULL, FULL), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
    ids=["zeros", "ones", "pi"],
)
def test_philox_gives_the_published_blocks(counter, key, block):
    """
    Our generator is Philox4x32-10: it gives the three known answers of Random123.
    """
    assert philox(counter, key) == block


def test_philox_is_the_generator_of_the_cpp_standard():
    """
    The 10,000th number of C++26's `philox4x32` with its default seed is 1955073260: the last word of block 2,499.
    """
    assert philox((2499, 0, 0, 0), (20111115, 0))[3] == 1955073260


def test_a_number_is_the_upper_52_bits_of_half_a_block():
    """
    At the address of zeros, the first two words of the block make index 0 and the last two index 1.
    """
    first = ((0x6627E8D5E169C58D >> 12) + 0.5) / 2**52
    second = ((0xBC57AC4C9B00DBD8 >> 12) + 0.5) / 2**52

    assert (uniform(0, 0, 0, 0, 0, 0), uniform(0, 0, 0, 0, 0, 1)) == (first, second)


@given(seed=words, replicate=words, stream=st.integers(0, 20), day=st.integers(0, 10_000), entity=words, pair=words)
def test_numbers_in_bulk_equal_numbers_one_by_one(seed, replicate, stream, day, entity, pair):
    """
    An address gives the same bits whether it is drawn alone or in an array.
    """
    even, odd = uniform_pairs(seed, replicate, stream, day, [entity, entity ^ 1], pair)

    assert even[0] == uniform(seed, replicate, stream, day, entity, 2 * pair)
    assert odd[1] == uniform(seed, replicate, stream, day, entity ^ 1, 2 * pair + 1)


def test_the_shape_of_an_array_changes_no_number():
    """
    A table of days by people holds, cell by cell, what each day and person draws alone.
    """
    table, _ = uniform_pairs(3, 1, 9, np.arange(5)[:, None], np.arange(7)[None, :], 0)

    assert table.shape == (5, 7)
    assert all(table[day, seat] == uniform(3, 1, 9, day, seat, 0) for day in range(5) for seat in range(7))


def test_no_block_ever_gives_zero_or_one():
    """
    The least and the greatest number a block can give are 2^-53 and 1 - 2^-53, so no logarithm meets 0 or 1.
    """
    least, greatest = 2.0**-53, 1.0 - 2.0**-53
    even, odd = uniform_pairs(1, 1, 5, 0, np.arange(50_000), 0)

    assert 0.0 < least <= min(even.min(), odd.min())
    assert max(even.max(), odd.max()) <= greatest < 1.0


ADDRESS = {"seed": 7, "replicate": 3, "stream": 5, "day": 40, "entity": 11, "pair": 2}
VARIED = np.arange(20_000)


def along(field):
    """Return both numbers at 20,000 addresses; a seed or replicate serves 200 people, else only one field differs."""
    a = ADDRESS
    if field in ("seed", "replicate"):
        pairs = [uniform_pairs(**{**a, field: value, "entity": np.arange(200)}) for value in range(len(VARIED) // 200)]
        return tuple(np.concatenate(numbers) for numbers in zip(*pairs, strict=True))
    return uniform_pairs(**{**a, field: VARIED})


@pytest.mark.parametrize("field", ADDRESS)
def test_numbers_along_each_field_are_even(field):
    """
    Along seeds, replicates, streams, days, people and indices alike, numbers fill 100 classes evenly (chi-square).
    """
    for numbers in along(field):
        counts, _ = np.histogram(numbers, 100, (0.0, 1.0))

        assert 1e-3 < stats.chisquare(counts).pvalue < 1.0 - 1e-3


@pytest.mark.parametrize("field", [name for name in ADDRESS if name != "entity"])
def test_addresses_that_differ_in_one_field_are_strangers(field):
    """
    Numbers of the same people one seed, replicate, stream, day or index apart fill a 10 by 10 table evenly.
    """
    here = uniform_pairs(**{**ADDRESS, "entity": VARIED})[0]
    there = uniform_pairs(**{**ADDRESS, "entity": VARIED, field: ADDRESS[field] + 1})[0]
    table, _, _ = np.histogram2d(here, there, 10, ((0.0, 1.0), (0.0, 1.0)))

    assert stats.chisquare(table.ravel()).pvalue > 1e-3
    assert abs(np.corrcoef(here, there)[0, 1]) < 3.0 / math.sqrt(len(VARIED))


def test_neighbouring_people_and_both_halves_are_strangers():
    """
    One person's number says nothing about the next one's, nor the first of a pair about the second.
    """
    even, odd = uniform_pairs(**{**ADDRESS, "entity": VARIED})
    bound = 3.0 / math.sqrt(len(VARIED))

    assert abs(np.corrcoef(even[:-1], even[1:])[0, 1]) < bound
    assert abs(np.corrcoef(even, odd)[0, 1]) < bound


def test_seed_and_replicate_are_no_swap():
    """
    Seed 1 replicate 2 is another run than seed 2 replicate 1; so are day 1 of person 2 and day 2 of person 1.
    """
    assert uniform(1, 2, 3, 4, 5, 0) != uniform(2, 1, 3, 4, 5, 0)
    for one, other in combinations(("stream", "day", "entity"), 2):
        swapped = {"stream": 1, "day": 2, "entity": 3}
        swapped[one], swapped[other] = swapped[other], swapped[one]
        assert uniform(1, 2, **swapped, index=0) != uniform(1, 2, stream=1, day=2, entity=3, index=0)


def test_a_hundred_thousand_addresses_share_no_number():
    """
    Days, people, streams and indices of one run never meet in one number.
    """
    stream, day, entity, pair = np.meshgrid(np.arange(1, 10), np.arange(50), np.arange(56), np.arange(2))
    even, odd = uniform_pairs(0, 0, stream, day, entity, pair)
    numbers = np.concatenate([even.ravel(), odd.ravel()])

    assert len(np.unique(numbers)) == len(numbers) == 100_800


def test_every_kind_of_contact_has_room_in_an_entity():
    """
    Twelve kinds of contact, each with 2^24 slots a day, fit in one 32-bit word.
    """
    assert (N_KINDS << SLOT_BITS) - 1 <= FULL


@pytest.mark.parametrize("value", [-1, 1 << 32, 1.0, True, "7", None])
def test_a_bad_seed_is_refused_with_its_range(value):
    """
    A seed is an integer from 0 to 2^32 - 1; neither truth values nor whole floats pass for one.
    """
    with pytest.raises(SettingError, match=r"seed is .* expected an integer from 0 to 4294967295"):
        check_seed("seed", value)


def test_the_ends_of_the_seeds_are_seeds():
    """
    0 and 2^32 - 1 are good seeds, and NumPy's integers are integers.
    """
    assert [check_seed("seed", value) for value in (0, FULL, np.int64(5))] == [0, FULL, 5]
