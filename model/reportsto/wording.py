"""Numbers, counts, rates and times as people say them."""

import math


def number(value: float) -> str:
    """Return a number with three or four significant digits, for people; a dash where there is none."""
    if math.isnan(value):
        return "–"
    if abs(value) >= 1000 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.1f}"


def counted(count: object, one: str, many: str = "") -> str:
    """Return a count with its noun: 1 run, 1,200 runs, or 2 people where the plural is not in -s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def rate(speed: float) -> str:
    """Return a rate as people say it."""
    return f"{speed:.0f}" if speed >= 10 else f"{speed:.2g}"


def in_words(seconds: float) -> str:
    """Return a length of time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 172_800 else f"{seconds / 86_400:,.0f} days"
