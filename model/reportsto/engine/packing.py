"""A workplace as arrays."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from reportsto.arrays import Integers, Records
from reportsto.charts.facts import ChartFacts
from reportsto.engine.layout import (
    BASIS,
    DEPARTMENT,
    DESK,
    HANDLER,
    KIND,
    NUMBERS,
    POST,
    SEAT,
    STATE,
    WORK,
    Packed,
)
from reportsto.measuring import basis
from reportsto.parameters import Parameters
from reportsto.vocabulary import N_CAUSES, N_KINDS, NOBODY, Function
from reportsto.workplace import EVENLY, Workplace


def pack_numbers(parameters: Parameters) -> Records:
    """Return every parameter as one record of type `layout.NUMBERS`."""
    out = np.zeros(1, NUMBERS)
    for group in fields(parameters):
        values = getattr(parameters, group.name)
        for field in fields(values):
            out[f"{group.name}_{field.name}"][0] = getattr(values, field.name)
    return out


def pack(workplace: Workplace) -> Packed:
    """Return a workplace as arrays."""
    facts = workplace.facts
    works, path = _works(workplace)
    works, work_of = _distinct(works)
    posts, like = _distinct(_posts(workplace))
    kinds, owner_seats = _kinds(workplace)
    seats = _seats(workplace, like)
    function_start, function_seats = _rows([*(facts.people(function) for function in Function), facts.handlers])
    return Packed(
        state=_state(workplace),
        seats=seats,
        posts=posts,
        handlers=_handlers(workplace, work_of),
        works=works,
        kinds=kinds,
        departments=_departments(workplace),
        desks=_desks(workplace),
        path=path,
        owner_seats=owner_seats,
        direct=np.flatnonzero(seats["superior"] == facts.first_seat[facts.root]),
        heads=np.array(facts.department_head, dtype=np.int64),
        function_start=function_start,
        function_seats=function_seats,
        groups=np.array([seats["team"].max() + 1, seats["cell"].max() + 1]),
        basis=_basis(workplace),
    )


def _basis(workplace: Workplace) -> Records:
    out, known = np.zeros(1, BASIS), basis(workplace.setting, workplace.parameters)
    for field in fields(known):
        out[field.name] = getattr(known, field.name)
    return out


def _state(workplace: Workplace) -> Records:
    facts, p = workplace.facts, workplace.parameters
    out = np.zeros(1, STATE)
    out["is_map"] = facts.is_map
    out["by_turns"] = any(workplace.every)
    out["ceo"] = facts.first_seat[facts.root]
    out["contact_share"] = workplace.contact_share
    out["even"] = EVENLY
    out["customers"], out["base_orders"] = workplace.customers, workplace.orders
    out["order_level"], out["heard_weight"] = workplace.orders, workplace.heard_weight
    staff = workplace.staff
    out["staff"], out["came_level"], out["working_least"] = staff.items, staff.levels, staff.working_least
    out["shift"], out["contact_load"] = staff.hours, staff.load
    out["influence"], out["made_good"] = 1.0, p.contacts.made_good_norm
    out["learning"], out["improving"] = workplace.learning, workplace.improving
    out["rates"], out["failure_level"] = p.causes.rate, workplace.failures
    return out


def _seats(workplace: Workplace, like: Integers) -> Records:
    """Return the seats; `like` is the row of what holds of a post, by post."""
    facts = workplace.facts
    out = np.zeros(facts.seats, SEAT)
    out["post"] = like[list(facts.post_of)]
    for name in ("team", "department", "function"):
        out[name] = [getattr(facts, name)[post] for post in facts.post_of]
    out["cell"], out["superior"] = workplace.cell, workplace.superior
    return out


def _handlers(workplace: Workplace, work_of: Integers) -> Records:
    """Return those who answer; `work_of` is the row of `Work` of each post that answers."""
    facts = workplace.facts
    row = dict(zip(workplace.answering, work_of.tolist(), strict=True))
    out = np.zeros(len(facts.handlers), HANDLER)
    out["seat"] = facts.handlers
    out["department"] = [facts.department[facts.post_of[seat]] for seat in facts.handlers]
    out["work"] = [row[facts.post_of[seat]] for seat in facts.handlers]
    out["every"] = workplace.every
    return out


def _works(workplace: Workplace) -> tuple[Records, Integers]:
    facts, answering = workplace.facts, workplace.answering
    out = np.zeros(len(answering), WORK)
    number = {desk.seat: at for at, desk in enumerate(workplace.desks)}
    ways = (facts.path, facts.second_path)
    start, path = _rows(
        [_path_seats(facts, way[post][k]) for way in ways for post in answering for k in range(N_CAUSES)]
    )
    starts = start[:-1].reshape(2, len(answering), N_CAUSES)
    lengths = np.diff(start).reshape(2, len(answering), N_CAUSES)
    out["hours"] = workplace.hours
    out["same_department"] = [facts.same_department[post] for post in answering]
    deciders = [[facts.first_seat[facts.arbiter(post, k)] for k in range(N_CAUSES)] for post in answering]
    out["decider"] = [[number.get(seat, NOBODY) for seat in row] for row in deciders]
    out["peer"] = [[number.get(seat, NOBODY) for seat in peers] for peers in workplace.peers]
    out["path_start"], out["second_start"] = starts
    out["path_length"], out["second_length"] = lengths
    for row, post in zip(out, answering, strict=True):
        for k, second in enumerate(facts.second_path[post]):
            row["second_decider"][k] = number[facts.first_seat[second[-1]]] if second else NOBODY
    return out, path


def _kinds(workplace: Workplace) -> tuple[Records, Integers]:
    facts = workplace.facts
    out = np.zeros(N_KINDS, KIND)
    start, owner_seats = _rows(facts.owner_people)
    out["answer_hours"] = workplace.staff.answer
    out["owner_function"] = facts.owner_function
    out["needs_owner"] = workplace.needs_owner
    out["circle"] = workplace.circle
    out["like"] = [facts.owner_people.index(people) for people in facts.owner_people]
    out["owner_start"], out["owner_end"] = start[:-1], start[1:]
    return out, owner_seats


def _departments(workplace: Workplace) -> Records:
    out = np.zeros(len(workplace.departments), DEPARTMENT)
    for row, department in zip(out, workplace.departments, strict=True):
        row["recolouring"], row["beliefs"] = department.recolouring, department.beliefs
    return out


def _desks(workplace: Workplace) -> Records:
    out = np.zeros(len(workplace.desks), DESK)
    for row, desk in zip(out, workplace.desks, strict=True):
        row["seat"], row["overhead"], row["exceptions"] = desk.seat, desk.overhead, desk.exceptions
        row["top"], row["senior"], row["needed"] = desk.top, desk.head, desk.needed
    return out


def _posts(workplace: Workplace) -> Records:
    out = np.zeros(len(workplace.pay), POST)
    for row, pay, own_line in zip(out, workplace.pay, workplace.facts.own_line, strict=True):
        row["strength"], row["stakes"], row["pay"] = pay.strength, pay.stakes, pay.case
        row["own_line"] = own_line[:N_CAUSES]
    out["relay_weight"] = workplace.relay_weight
    return out


def _rows(lists: Sequence[Sequence[int]]) -> tuple[Integers, Integers]:
    """Return rows of different lengths as one array, and where each starts (one more than there are rows)."""
    start = np.concatenate(([0], np.cumsum([len(row) for row in lists]))).astype(np.int64)
    flat = np.array([entry for row in lists for entry in row], dtype=np.int64)
    return start, flat


def _distinct(rows: Records) -> tuple[Records, Integers]:
    """Return rows without those that equal an earlier one, and which of what is left each row is.

    In a large firm many posts are alike; what they share then stays near the processor.
    """
    raw, size = rows.tobytes(), rows.itemsize
    number: dict[bytes, int] = {}
    which = [number.setdefault(raw[at : at + size], len(number)) for at in range(0, len(raw), size)]
    return np.frombuffer(b"".join(number), rows.dtype), np.array(which, dtype=np.int64)


def _path_seats(facts: ChartFacts, path: Sequence[int]) -> list[int]:
    return [facts.first_seat[above] for above in path]
