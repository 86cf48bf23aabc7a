"""The unit that makes or delivers in a firm without logistics: it plays logistics' part."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reportsto.organisations.shape import Shape
from reportsto.organisations.titles import Found
from reportsto.vocabulary import Function

_NEVER = (Function.SERVICE, Function.MARKETING, Function.SALES, Function.FINANCE, Function.EXECUTIVE)
_CLEARLY_LARGER, _AT_LEAST = 3, 5
"""Assumed: how many times larger, and how large, a unit that makes the product must be to play the part of logistics
although a title says operations."""


def delivering(shape: Shape, found: Mapping[str, Found], logistics: Sequence[str]) -> str | None:
    """Return the head of the unit that plays logistics' part, or None where logistics has its own.

    It is the largest unit below the top in which most people make the product, or, where none does, of which nothing
    says what it does. `logistics` are the posts that are taken for logistics. If "operations" is all that says so, and
    service is not among their people, a unit that makes the product and is clearly larger plays the part.
    """
    units = {unit: _people(shape, found, unit) for unit in _units(shape, found)}
    makers = {unit: makes for unit, (makes, _) in units.items() if makes}
    largest = max(makers, key=lambda unit: (makers[unit], -shape.row[unit]), default=None)
    if logistics:
        return largest if largest is not None and _is_office(shape, found, logistics, makers[largest]) else None
    if largest is None:
        unknown = {unit: silent for unit, (_, silent) in units.items() if silent and not found[unit].known}
        largest = max(unknown, key=lambda unit: (unknown[unit], -shape.row[unit]), default=None)
    return largest


def _units(shape: Shape, found: Mapping[str, Found]) -> Iterator[str]:
    """Yield the highest posts that are not the top's own: below executives only, of a function that may deliver."""
    waiting = [post for post, one in shape.posts.items() if one.superior is None]
    while waiting:
        for below in shape.reports[waiting.pop()]:
            one = found[below]
            if one.function is Function.EXECUTIVE:
                waiting.append(below)
            elif one.function not in _NEVER and not one.assists and not shape.posts[below].vacant:
                yield below


def _people(shape: Shape, found: Mapping[str, Found], unit: str) -> tuple[Decimal | int, Decimal | int]:
    """Return how many people of a unit make the product, and of how many nothing says what they do."""
    inside = [(found[post], shape.posts[post].headcount) for post in shape.unit(unit)]
    makes = sum(people for one, people in inside if one.function is Function.PRODUCT)
    return makes, sum(people for one, people in inside if not one.known)


def _is_office(shape: Shape, found: Mapping[str, Found], logistics: Sequence[str], makers: Decimal | int) -> bool:
    """Tell whether those called operations keep the office running, while others make what is delivered."""
    if not all(found[post].weak for post in logistics):
        return False
    inside = {below for post in logistics for below in shape.unit(post)}
    serves = any(found[post].function is Function.SERVICE for post in inside)
    people = sum(shape.posts[post].headcount for post in inside)
    return not serves and makers >= max(_AT_LEAST, _CLEARLY_LARGER * people)
