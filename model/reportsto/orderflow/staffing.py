"""Hours follow the work: how much work arrives, who is paid for it, and how many the warehouse has.

Seats stay; the hours of those who answer, ship and refund are set again every day from the work of the last weeks.
Managers are not staffed: their hours are what is scarce. Nothing here reads a chart, so a structure changes the hours
only through what it makes of the work.
"""

FREE_DAYS = 5
"""From this day on the warehouse hires and dismisses no faster than a share a day."""


def next_level(level: float, today: float, days: float) -> float:
    """Return a level of work after one more day: level + (today - level) / days."""
    return level + (today - level) / days


def next_load(load: float, arrived: float, weekday: float, days: float) -> float:
    """Return w, hours of contacts on a mean day of the week, after a day: w + (h / week - w) / 20.

    A weekday without orders says nothing about the others.
    """
    return next_level(load, arrived / weekday, days) if weekday > 0.0 else load


def asking_gain(worked: float, expected: float) -> float:
    """Return g, hours that answers took over hours they take on average; 1 before the first answer.

    Both are smoothed. On a map routing saves asking, so g is below 1; where advocating costs hours, g is above 1.
    """
    return worked / expected if expected > 0.0 else 1.0


def handler_hours(load: float, weekday: float, gain: float, occupancy: float, handlers: float) -> float:
    """Return the hours every handler is paid for on a day: an equal part of w week g / .85.

    `load` is w, hours of contacts a day over the week; `occupancy` is the share of paid hours that work fills.
    """
    return load * weekday * gain / occupancy / handlers


def working_share(improving: float, least: float) -> float:
    """Return 1 - f, the share of time that improvement leaves for work, at least `least`."""
    return max(least, 1.0 - improving)


def staff_needed(level: float, queue: float, days: float, load: float, working: float, overtime: float) -> float:
    """Return how many items a day the staff must be able to do, were nobody improving or working overtime.

    (level + queue / 60) / (.95 (1 - f)(1 + overtime)). What improvement takes is paid for, and a queue is worked off.
    """
    return (level + queue / days) / (load * working * (1.0 + overtime))


def next_staff(staff: float, needed: float, most: float, day: int) -> float:
    """Return the staff of a day, in items a day: what is needed, and from day 5 on at most 2 % more or less a day."""
    if day < FREE_DAYS:
        return needed
    return min(staff * (1.0 + most), max(staff * (1.0 - most), needed))


def warehouse_hours(staff: float, hours: float, items: float) -> float:
    """Return the hours that staff is paid for on a day: 7 h x items a day / 130.

    A person ships 110 orders and refunds 20 a day, so 130 items a day are one person.
    """
    return hours * staff / items
