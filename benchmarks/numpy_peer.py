"""A simplified model of the same shape in NumPy, many replicates abreast: what a skilled user would write without us.

It is no second engine and gives no results. Of a day it has demand, failures by cause, contacts with a severity and a
choice each, reports that pass or not, capability that learns, attitudes between neighbours and anchor, and turnover. It
leaves out what does not go abreast: queues of contacts, hours of handlers, desks and their lines of items, the lines
of the warehouse, routing, recolouring, digests, disputes, moves and traces. Draws are NumPy's and have no addresses:
two structures do not meet the same customers.
"""

from dataclasses import dataclass

import numpy as np

from reportsto.engine.batch import Batch
from reportsto.records import Tally
from reportsto.vocabulary import N_CAUSES

ABREAST = 256


@dataclass(frozen=True)
class Shape:
    """How large the simplified model is: that of one of the engine's runs.

    Attributes:
        seats: people.
        handlers: of them, those who answer.
        orders: a day.
        cases: failure cases by cause, a day.
        requests: other contacts, a day.
    """

    seats: int
    handlers: int
    orders: float
    cases: tuple[float, ...]
    requests: float


def shape_of(batch: Batch, tally: Tally) -> Shape:
    """Return the shape of a batch's runs, by the means of one of them."""
    days = tally.days
    cases = tuple(count / days for count in tally.cases)
    requests = (tally.arrived - tally.arrived_failures) / days
    return Shape(len(batch.packed.seats), len(batch.packed.handlers), tally.orders / days, cases, requests)


def simplified(shape: Shape, days: int, seed: int = 1) -> np.ndarray:
    """Run `ABREAST` replicates side by side; return the failures of each."""
    rng = np.random.default_rng(seed)
    many, seats, handlers = ABREAST, shape.seats, shape.handlers
    rates = np.array(shape.cases) / shape.orders
    disposition = np.clip(rng.normal(0.0, 0.35, (many, seats)), -1.0, 1.0)
    attitude, tenure = disposition.copy(), rng.exponential(520.0, (many, seats))
    paid, heard, contact = (np.zeros((many, seats)) for _ in range(3))
    shock, capability = np.zeros(many), np.zeros((many, N_CAUSES))
    acted_level, failures_level = np.zeros((many, N_CAUSES)), np.tile(rates * shape.orders, (many, 1)) + 1e-9
    total = np.zeros(many)
    for _ in range(days):
        shock = 0.9 * shock + 0.04 * rng.normal(size=many)
        orders = rng.poisson(shape.orders * (1.0 + shock))
        cases = rng.poisson(orders[:, None] * rates * np.exp(-capability * 0.7))
        silent = rng.poisson(orders[:, None] * rates * np.exp(-capability * 0.7))
        requests = rng.poisson(shape.requests, many)
        total += cases.sum(axis=1) + silent.sum(axis=1)
        # Contacts: a row of slots for each replicate, as long as the longest; a slot has a cause, or is empty.
        ends = cases.cumsum(axis=1)
        slots = int(ends[:, -1].max())
        cause = (np.arange(slots) >= ends[:, :, None]).sum(axis=1)
        real = cause < N_CAUSES
        severity = np.clip(0.5 + 0.2 * (2.0 * rng.random((many, slots)) - 1.0), 0.0, 1.0)
        who = (np.arange(slots) + int(requests[0])) % handlers
        noise = rng.logistic(size=(many, slots))
        score = 2.0 * attitude[:, who] + 2.0 * severity - 1.0 + noise
        advocated = real & (score > 1.0)
        poor = real & (rng.random((many, slots)) < 0.02)
        total += poor.sum(axis=1)
        # Reports: two managers on the way, and whoever decides.
        open_to_it = np.clip(1.0 + 0.5 * attitude[:, :3], 0.0, 1.0).prod(axis=1)
        acts = advocated & (rng.random((many, slots)) < 0.7 * open_to_it[:, None])
        at = (np.arange(many)[:, None] * (N_CAUSES + 1) + cause)[acts]
        acted = np.bincount(at, minlength=many * (N_CAUSES + 1)).reshape(many, N_CAUSES + 1)[:, :N_CAUSES]
        acted_level += (acted - acted_level) / 20.0
        failures_level += (cases + silent - failures_level) / 20.0
        share = np.minimum(1.0, acted_level / failures_level)
        informed, pressed = share / (share + 0.1), 1.0 - np.exp(-acted_level / 20.0)
        capability = np.maximum(0.0, capability + 0.002 * informed - capability / 500.0 - 0.002 * pressed * capability)
        # Attitudes: half of one's own group, half of the firm; an anchor of disposition, pay and contact.
        by_handler = np.zeros((many, handlers))
        for one in range(handlers):
            by_handler[:, one] = np.where(real, severity, 0.0)[:, one::handlers].sum(axis=1)
        contact -= contact / 20.0
        contact[:, :handlers] += by_handler / 20.0
        paid *= 1.0 - 1.0 / 65.0
        heard *= 1.0 - 1.0 / 65.0
        paid[:, :handlers] += by_handler
        heard[:, :handlers] += by_handler
        anchor = 0.5 * disposition + 0.25 * paid / (5.0 + heard) + 0.25 * (1.0 - np.exp(-contact / 10.0))
        ours, all_people = attitude[:, :handlers].mean(axis=1), attitude.mean(axis=1)
        neighbours = np.repeat(0.5 * all_people[:, None], seats, axis=1)
        neighbours[:, :handlers] += 0.5 * ours[:, None]
        open_to = np.minimum(1.0, 0.7 + 0.2 * np.exp(-tenure / 130.0))
        attitude += 0.02 * (open_to * neighbours + (1.0 - open_to) * anchor - attitude)
        np.clip(attitude, -1.0, 1.0, out=attitude)
        tenure += 1.0
        leaves = rng.random((many, seats)) < 0.3 / 260.0 * (1.0 + (attitude - all_people[:, None]) ** 2)
        if leaves.any():
            fresh = np.clip(rng.normal(0.0, 0.35, int(leaves.sum())), -1.0, 1.0)
            attitude[leaves] = disposition[leaves] = fresh
            tenure[leaves] = paid[leaves] = heard[leaves] = contact[leaves] = 0.0
    return total
