"""Lots by address: the same target and number give the same input, on every machine and in any order."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Lots:
    """Numbers drawn for one input of one target.

    Attributes:
        address: what they are drawn for; equal addresses give equal numbers.
        drawn: how many were drawn.
    """

    def __init__(self, *address: object) -> None:
        self.address = "/".join(map(str, address))
        self.drawn = 0

    def below(self, limit: int) -> int:
        """Return a number from 0 to limit - 1."""
        digest = hashlib.blake2b(f"{self.address}/{self.drawn}".encode(), digest_size=8).digest()
        self.drawn += 1
        return int.from_bytes(digest) % max(1, limit)

    def of(self, choices: Sequence[T]) -> T:
        """Return one of some choices."""
        return choices[self.below(len(choices))]

    def span(self, length: int) -> tuple[int, int]:
        """Return where a short part of something of a length begins and ends."""
        begin = self.below(length + 1)
        return begin, min(length, begin + 1 + self.below(12))
