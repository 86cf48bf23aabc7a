"""The answer for an organisation as one object of plain data: `reportsto where --json`."""

import math
from collections.abc import Mapping
from typing import Any

from reportsto.readings.at_one_point.tables import Best
from reportsto.readings.matching.held import AMONG
from reportsto.readings.page import Page
from reportsto.readings.runs import Runs
from reportsto.statistics.verdict import Verdict
from reportsto.where.answer import Answered, Drawn
from reportsto.where.asking import Question
from reportsto.where.first_table import BESIDE, beside_lead
from reportsto.where.numbers import Numbers
from reportsto.where.turning import worth_of
from reportsto.worlds import WORLDS


def as_json(asked: Question, found: Answered, numbers: Numbers, page: Page, chart: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer as one object of plain data; `chart` is how the chart was read."""
    run, made = asked.places, found.runs.design.points[0].scenario
    told = {
        "question": page.title,
        "answer": page.answer,
        "chart": dict(chart),
        "numbers": [{"what": n.what, "value": n.value, "given": n.given, "source": n.source} for n in numbers.told],
        "orders_per_handler": numbers.orders / numbers.handlers,
        "places": {"now": run.now, "run": list(run.run), "alike": dict(run.alike), "refused": dict(run.refused)},
        "worlds": [_world(found, at) for at in range(len(found.best))],
        "what_would_turn_it": list(page.turns),
        "what_to_measure": _worth(found.drawn),
        "rule": _as_rule(found.drawn),
        "scope": {
            "people": asked.chart.seats, "days": asked.days, "replicates": asked.replicates, "draws": asked.points,
            "seed": asked.seed, "ration": made.ration, "route": made.route, "assume": made.assume,
            "also_assumed": list(asked.stands[1:]),
        },
        "figure": page.figures[0].file if page.figures else None,
        "limits": list(page.limits),
    }  # fmt: skip
    return {name: _finite(value) for name, value in told.items()}


def _finite(value: Any) -> Any:
    """Return plain data in which no number is infinite or missing: nothing stands in its place."""
    if isinstance(value, Mapping):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _world(found: Answered, at: int) -> dict[str, Any]:
    """Return the answer in one world: at the first point, at the others, and over draws."""
    one, drawn = found.best[at], found.drawn
    shares = {}
    for name in drawn.runs.study.levers.structures if drawn else ():
        share = drawn.share(one.place[1], name, AMONG[1]) if drawn else None
        shares[name] = {"share": share.estimate, "low": share.low, "high": share.high} if share and share.n else None
    return {
        "world": one.place[1],
        "if": WORLDS[one.place[1]].sentence,
        **_best(found.runs, one),
        "elsewhere": {point: _best(found.runs, best[at]) for point, best in found.elsewhere.items()},
        "leads_at_share_of_draws": shares,
    }


def _best(runs: Runs, one: Best) -> dict[str, Any]:
    """Return who is best in one world at one point, and what else the best place has more or less."""
    lead = {"a": one.one, "b": one.other, "difference": one.lead.estimate, "low": one.lead.low, "high": one.lead.high}
    beside = {}
    for name in BESIDE if one.one else ():
        found, said = beside_lead(runs, one, name)
        beside[name] = {
            "difference": found.estimate, "low": found.low, "high": found.high, "matters": _matters(said)
        }  # fmt: skip
    return {
        "best": list(one.tied),
        "tie": one.tie and len(one.tied) > 1,
        "decided": one.tie or len(one.tied) == 1,
        "failures_per_1000": one.means,
        "lead": lead if one.one else None,
        "beside": beside,
        "matters": _matters(one.verdict),
        "smallest_effect": one.least,
    }


def _matters(said: Verdict) -> bool:
    return said in (Verdict.AS_PREDICTED, Verdict.OPPOSITE)


def _worth(drawn: Drawn | None) -> list[dict[str, Any]]:
    """Return what it is worth to know, the largest saving first."""
    if drawn is None or drawn.tables["worth"].empty:
        return []
    kept = worth_of(drawn.tables["worth"])
    names = ["known", "saves", "error", "null_high", "wrong"]
    return [{str(key): value for key, value in row.items()} for row in kept[names].head(10).to_dict("records")]


def _as_rule(drawn: Drawn | None) -> dict[str, Any] | None:
    if drawn is None or drawn.rule is None:
        return None
    rule = drawn.rule
    leaves = [
        {"when": [str(one) for one in leaf.conditions], "place": rule.structures[leaf.choice], "share": leaf.share}
        for leaf in rule.found.leaves
    ]
    judged = {name: value if isinstance(value, str) else float(str(value)) for name, value in rule.judged.items()}
    return {"leaves": leaves, "always": rule.structures[rule.found.always], "judged": judged}
