"""What customers write about: the mix of contacts, which depends on who owns what."""

from dataclasses import replace

from reportsto.charts.facts import ChartFacts
from reportsto.parameters import Parameters
from reportsto.vocabulary import N_CAUSES, Cause, Function, Request

GROWING = (Cause.LATE, Cause.SLOW_REFUND)
"""Causes that the warehouse's queues add to, whatever their rate."""


def with_mix(parameters: Parameters, facts: ChartFacts) -> Parameters:
    """Return the numbers of a run: failure rates of logistics and order-status requests times their factors.

    Rates stay 1 or less. The headroom of causes that queues add to grows as their rate shrinks, so that they may still
    grow to where they could before. With both factors 1 the numbers come back as they are.
    """
    causes, requests = parameters.causes, parameters.requests
    if causes.logistics_factor == 1.0 and requests.status_factor == 1.0:
        return parameters
    rates, headroom = list(causes.rate), list(causes.candidates)
    for cause in Cause:
        if facts.owner_function[cause] == Function.LOGISTICS:
            rates[cause] = _times(rates[cause], causes.logistics_factor)
            if cause in GROWING and 0.0 < causes.logistics_factor < 1.0:
                headroom[cause] = headroom[cause] / causes.logistics_factor
    asked = list(requests.rate)
    status = Request.ORDER_STATUS - N_CAUSES
    asked[status] = _times(asked[status], requests.status_factor)
    return replace(
        parameters,
        causes=replace(causes, rate=tuple(rates), candidates=tuple(headroom), logistics_factor=1.0),
        requests=replace(requests, rate=tuple(asked), status_factor=1.0),
    )


def _times(rate: float, factor: float) -> float:
    return min(1.0, rate * factor)
