"""A number that a person writes has plain digits."""

import pytest

from reportsto.files.tables import number


@pytest.mark.parametrize(("text", "value"), [("6", 6.0), (" -2.5e1 ", -25.0), ("inf", float("inf"))])
def test_plain_digits_are_a_number(text, value):
    """
    With a sign, a point, an exponent, blanks around; infinity is a word.
    """
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "1_0", "\u0661", "\uff14", "0x10", "many", "1e999", "9" * 400])
def test_what_python_would_take_for_a_number_is_none(text):
    """
    Underscores and digits of other scripts; and what is too large for a float does not become infinite.
    """
    with pytest.raises(ValueError):  # noqa: PT011 - float has its own message
        number(text)
