"""Write the generated pages of docs/reference/ from the code, so that they cannot say something else.

Run `python docs/write_reference.py` in the project's environment after changing a parameter, a measure, a structure,
a firm, a world, an off-switch or a phase. `tests/documents/test_docs.py` fails while a page is out of date.
"""

import math
import textwrap
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from reportsto import schedule
from reportsto.chart_files.drawing import as_text
from reportsto.charts.facts import ChartFacts, cause_owners, chart_facts
from reportsto.citing.claims import OPPOSES, SUPPORTS, Claim, claims, root_of
from reportsto.citing.formats import bibtex
from reportsto.citing.references import used_for_everything
from reportsto.citing.works import works
from reportsto.evidence import Evidence, Grade, Read, Value
from reportsto.firms import FIRMS, firm
from reportsto.parameters import OFF_SWITCHES, RULE_SWITCHES, Info, Parameters, every_field
from reportsto.patterns import Pattern, patterns
from reportsto.patterns.derived import DERIVED
from reportsto.patterns.pattern import READ, USES
from reportsto.priors import OURS, Fixed, Prior
from reportsto.records import IDENTITY, MAY_DIFFER, MEASURES, Column
from reportsto.structures import GALLERY, STRUCTURES
from reportsto.vocabulary import Cause
from reportsto.worlds import BLAME_PAYS, DEFAULT_WORLD, POINTS, RATIONS, ROUTES, WORLDS, NamedSettings

FOLDER = Path(__file__).parent / "reference"
NOTE = "<!-- Written by docs/write_reference.py from the code. Edit the code, then run it again. -->"
BOX = "├└│┤─"

SECTIONS = {
    "advocacy": "Voice: what service does, and what of it arrives",
    "mix_up_rate": "Operations",
    "hours_per_contact": "Coordination",
    "ceo_direct_reports": "The chief executive and the chart",
    "desk_passed": "Managers' desks",
    "satisfaction": "Customers and cost",
    "attitude_service_mean": "People",
}
"""The measure that begins each part of `measures.md`."""

UNREAD = (
    ("g0", "intercept of the voice logit (-.5)", "two bars, b_s and b_s + w, divide the three acts instead"),
    ("g_o", "openness of the boss in the voice logit (1)", "a boss acts through the tie `attitudes.boss` and by passing"
     " reports on; a third way would count the same thing again"),
    ("p_conceal", "chance that a complaint is concealed (.3)", "concealment is an act here, *defend*, and is counted"),
    ("zeta, r", "influence lost to many complaints (.5), its speed (.05 a week)", "not built; an option for later"),
    ("omega .4 / .4 / .2", "weights of the anchor in the literature notes, summing to 1", "the defaults are .2 / .6 /"
     " .2; all three are fields and are not renormalised"),
    ("u_LOG, u_MKT", "fixed anchors of logistics (-.6) and marketing (+.2)", "nobody's anchor is given: it follows from"
     " the cases a person hears and what they are paid for; `attitudes.disposition_shift` can move a function"),
    ("phi_O, phi_M, phi_S", "share of cases of one's own line (.70, .20, .05)", "follows from the chart and the cases"),
    ("n_LOG, n_CS, n_MKT, n", "head-counts and the chief executive's direct reports", "come from the chart"),
    ("orders", "12,000 orders a week", "customers x order rate; 2,400 a day in the default firm"),
    ("contact rate", ".067 contacts an order", "a result: failures x complaint propensity + plain requests"),
    ("half-life of attitudes", "13 weeks", "enters as `attitudes.speed`: 1 - .0354 x (1 - .7) = 2^(-1/65) a day"),
    ("X", "arbitrations between service and logistics (6 a week)", "a result: disputes go to the arbiter of the chart"),
    ("tau_out / tau_in", "ratio of the hours it takes to ask an owner (3)", "two fields, `handling.inside_hours` and"
     " `handling.across_hours`"),
    ("delta_M", "marketing's own belief share (.25)", "one number for each function, `climb.recolouring`"),
    ("refund time", "7 days", "a result of the refund queue; `warehouse.refund_grace_days` is when it counts as slow"),
    ("mispick, damage", ".010 and .005 an order", "one cause, `causes.rate.mix_up`, .015"),
    ("eps", "bounded confidence: listening only to the near-minded", "variant not built; needs its own rule file"),
    ("k_S, k_E", "expectations that follow experience", "an order's outcome has a fixed value (`customers.value`);"
     " expectations are not modelled"),
    ("r_0, r_x, r_s", "logit of a complaint being resolved", "the act decides: settle and advocate make good"),
    ("K, w, p_re", "cost and pay of searching for evidence; re-submission", "no rule: nobody searches or re-submits"),
    ("r_b, use_0, e_h", "how marketing's belief follows research and empathy", "beliefs are a fixed table in"
     " `escalation/climb.py`"),
)  # fmt: skip
"""Numbers of the literature notes that became no field: symbol, what it is, why."""


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


def parameters() -> str:
    """Return the page of every number a rule reads."""
    grades = Table("grade", "means", rows=((grade.name, grade.value) for grade in Grade))
    fields = list(every_field())
    x = sum(info.evidence.grade is Grade.X for _, _, info in fields)
    usual, _ = Counter(info.evidence.source for _, _, info in fields).most_common(1)[0]
    parts = [
        NOTE,
        "# Parameters",
        f"{len(fields)} fields, {len(Parameters().as_flat())} numbers. {x} of the fields have grade X: nobody measured"
        " them, they are assumed. A grade above X is for the words that its source names, and not for the rule around"
        " it: that was not measured. *Allowed* is what the program accepts. The sources are spelled out in"
        " [sources.md](sources.md).",
        'Set one with `--set group.field=number` or `parameters={"group.field": number}`; a field with words takes'
        " `group.field.word`, or one number for all words.",
        str(grades),
        "Behind each source stands how far it was read. None was read in full.",
        str(Table("read", "means", rows=((read.word, read.value) for read in Read))),
        f"*prototype* as a source stands for: {usual}.",
        *_about_priors(fields),
    ]
    for group in dict.fromkeys(group for group, _, _ in fields):
        mine = [(entry, info) for of, entry, info in fields if of == group]
        parts += [f"## {group}", _doc_of_group(group), str(_parameter_table(group, mine, usual))]
    parts += [
        "## In the literature registry but read by no rule",
        "Before the model was written, its numbers were gathered from the literature. These became no field:",
        str(Table("symbol", "what it is", "why no rule reads it", rows=UNREAD)),
    ]
    return joined(parts)


def _about_priors(fields: Sequence[tuple[str, str, Info]]) -> Iterator[str]:
    """Yield what a prior is, and which numbers move with what is assumed."""
    named = [(f"{group}.{entry}", info) for group, entry, info in fields]
    fixed = sum(isinstance(info.prior, Fixed) for _, info in named)
    yield (
        "## Priors\n\n"
        f"A *prior* says what a number could be. {len(named) - fixed} fields have one; {fixed} are fixed for a reason."
        " Each part of the range is as likely as any other: on the scale of the number, of its logarithm (*log*), or of"
        " whole numbers (*whole*). A range of positive numbers whose ends differ fourfold or more is *log*. *x 0.5 to"
        " x 2* are multiples of each number of the field, which is then the median. Words of a field share its prior"
        " and vary alone. A range without a source is assumed."
    )
    yield (
        "## Numbers that move with what is assumed\n\n"
        "Nobody knows these numbers, and their median is not the first version's number. *Essays* is that number,"
        " *middle* is the median of the prior, *halfway* lies between them on the scale of the prior. Other numbers"
        " stay: evidence of grade C or better gives them, they are fixed, a world, rationing rule or route sets them,"
        " or the first version has the median."
    )
    yield str(Table("number", "essays", "halfway", "middle", rows=_line(named)))
    yield (
        "## Numbers at an end of their prior, or outside\n\n"
        "The first version's number is where these priors end. The reason is what is known of the sign."
    )
    ends = ((f"`{name}`", *row) for name, info in named for row in _at_an_end(info))
    yield str(Table("number", "essays", "prior", "reason", rows=ends))


def _line(named: Iterable[tuple[str, Info]]) -> Iterator[tuple[str, ...]]:
    for name, info in named:
        if info.moves:
            yield (f"`{name}`", *(_default(info, info.at(t)) for t in (0.0, 0.5, 1.0)))


def _at_an_end(info: Info) -> Iterator[tuple[str, ...]]:
    """Yield number, prior and reason where the first version's number is not inside the prior."""
    first = info.first if isinstance(info.first, tuple) else (info.first,)
    words = info.words or ("",)
    for word, number, prior in zip(words, first, info.priors, strict=False):
        if not prior.low < number < prior.high:
            yield f"{word} {show(number)}".strip(), _range_of(prior), prior.side


def _range_of(prior: Prior) -> str:
    scale = "" if prior.scale == "linear" else f", {prior.scale}"
    if prior.times:
        return f"x {show(prior.low)} to x {show(prior.high)}{scale}"
    return f"{show(prior.low)} to {show(prior.high)}{scale}"


def _prior(info: Info) -> str:
    """Return a prior in words: range, scale, what is known of the sign, and the source of the range."""
    if isinstance(info.prior, Fixed):
        return f"fixed: {info.prior.why}"
    parts = [_range_of(info.prior), *(f"{word} {_range_of(prior)}" for word, prior in info.apart), info.prior.side]
    if info.prior.evidence != OURS:
        parts.append(f"{info.prior.evidence.grade.name}: {_source(info.prior.evidence)}")
    return "; ".join(filter(None, parts))


def _source(evidence: Evidence) -> str:
    return evidence.source if evidence.read is Read.ASSUMED else f"{evidence.source} ({evidence.read.word})"


READING_MEASURES = (
    "## Whose numbers stand above and below a line",
    "A share divides the same orders, contacts or reports, so it cannot leave 0 to 1. They are one of three kinds:",
    "1. **What ended in the window**: cases heard, contacts answered or given up, orders that left, refunds made.\n"
    "2. **What one day decides at once**: orders and the back-ordered among them, contacts and what they ask for.\n"
    "3. **Followed failures**: failures of the window, without its last days (`--days 750`: the last twelve or more),"
    " so that their case and report have ended. These are behind `effective_advocacy` and its factors, `concealment`,"
    " the logged rates, `complaints_per_decision` and `desk_complaints_per_item`.",
    "Some columns are rates of events and not shares. They compare what happened in the window with orders of the"
    " window, which need not be the same orders, and they may exceed 1:",
    "- All columns `..._per_1000`. A late order counts on the day on which it leaves, a slow refund on the day of the"
    " refund, a poor answer on the day of the answer. Orders are not followed to their end: back orders have no last"
    " day, and defects and second calls come late.\n"
    "- `mix_up_rate` and, where lateness is drawn (`times.spread` 0), `late_rate` and `slow_refund_rate`: failures of"
    " a day are Poisson counts around rate x orders, so at rates near 1 they may exceed the orders.\n"
    "- `share_lost` and `leavers_service`: people who left in a year for each one present.",
    "## How to read some of them",
    "- `satisfaction`: each outcome counts once. A second case of one order is an outcome of its own, so a case made"
    " good raises the mean of a firm whose mean is below its value.\n"
    "- `..._q50` and `..._q90` of days: what left after a days is spread evenly over a to a + 1, since whole days hide"
    " hundredths of a day. `ship_days` and `refund_days` are means of whole days, about half a day less.\n"
    "- `late_rate_month_q10` and `_q90`: the window is cut into months of 20 working days, which are four whole weeks,"
    " so no month has more Mondays. A rest of less than 20 days is left out.\n"
    "- `desk_items`: what comes to the desks of heads of departments and above. An item is one bundle of reports, or"
    " one digest. A report that is refused and goes on is on two desks. On a map every owner's desk counts.\n"
    "- `desk_complaints_per_item`: the pattern is one complaint in 50 to 1,000. With digests it is nearly an input: a"
    " digest comes every five days for each cause, so the measure grows with customers. A part of an item counts as"
    " a part, so the measure is at least a half.\n"
    "- `desk_passed`: the chance that one manager passes a report on. Whoever decides, the chief executive above all,"
    " is left out. Without a manager in between it is NaN.\n"
    "- `ceo_utilisation`, `desk_head_utilisation_most`, `desk_lead_utilisation_most`: 1 where overhead leaves no"
    " hours. A chart without such managers has NaN.\n"
    "- `leavers_service`: read it over 20 replicates or more. Eight seats lose four or five people in two years, so"
    " one run says little.",
    "## Definitions that changed since the first version",
    "Names stayed. Published results of the first version have the first definition.",
)
CHANGED_MEASURES = (
    (
        "`satisfaction`",
        "sum of values / orders; reached -1.24",
        "mean value of outcomes: an order without failure, a"
        " failure nobody speaks of, a case or request that ended, a poor answer nobody speaks of. Failures of one day"
        " were divided by orders of another, and second cases took more than a customer had",
    ),
    ("`abandoned`", "given up / arrived; reached 1.08", "given up / answered or given up: contacts that ended"),
    ("`concealment`", "explained away / failures of the same days", "both of followed failures"),
    (
        "`complaints_per_decision`",
        "heard / decided on the same days",
        "both of followed failures; made-up reports count as before",
    ),
    ("`late_rate`", "late / orders that came in", "late / orders that left, unless lateness is drawn"),
    (
        "`slow_refund_rate`",
        "slow / orders that came in",
        "share of refunds made that were slow x returns / orders, unless it is drawn",
    ),
    (
        "`..._rate_logged`",
        "settled or advocated / orders of the same days",
        "the true rate x the share of followed failures that were settled or advocated; never more than the true rate",
    ),
    ("`back_orders_cancelled`", "cancelled / orders", "back-ordered / orders x cancelled / back orders that ended"),
    (
        "`utilisation`, `ceo_utilisation`",
        "hours worked / hours there; above 1 with an overrun",
        "1 - idle hours /"
        " hours there: an overrun uses the hours of the next day. `ceo_utilisation` is 1, not NaN, without hours",
    ),
    ("`ship_days_q90`", "a whole number of days", "each day spread evenly"),
)


def measures() -> str:
    """Return the page of all columns of a result row."""
    starts = list(SECTIONS)
    groups: dict[str, list[Column]] = {name: [] for name in starts}
    at = starts[0]
    for column in MEASURES:
        at = column.name if column.name in groups else at
        groups[at].append(column)
    prefixes = ", ".join(f"`{prefix}`" for prefix in MAY_DIFFER)
    parts = [
        NOTE,
        "# Measures",
        f"One row a run: {len(IDENTITY)} columns that say which run it is, and {len(MEASURES)} measures, in order.",
        "Rates are sums over the window of measurement divided by sums, never means of daily ratios. Levels are means"
        " of days. A ratio with nothing below the line is NaN. The window begins after the days that"
        " [schedule.md](schedule.md) leaves out. How each follows from what happened is in"
        " [`records.py`](../../model/reportsto/records.py).",
        "Every run is checked against the ranges, and a run outside one stops with an error. Both ends are included;"
        " rounding may exceed them by one in a thousand million.",
        f"In the null world (`--without all`) only columns that begin with {prefixes} may differ between structures.",
        "**Primary outcomes** are `failures_per_1000`, `customers_end` and `hours_paid`. `effective_advocacy` describes"
        " a mechanism: it does not see what is mended without a report.",
        "## Which run",
        str(_column_table(IDENTITY)),
    ]
    for name, columns in groups.items():
        parts += [f"## {SECTIONS[name]}", str(_measure_table(columns))]
    parts += [*READING_MEASURES, str(Table("column", "first version", "now, and why", rows=CHANGED_MEASURES))]
    return joined(parts)


def structures() -> str:
    """Return the page of placements: drawing, sources, and what follows from each chart in the default firm."""
    parts = [
        NOTE,
        "# Structures",
        "Each structure is one edit of a firm's base chart and works on any chart that has the functions it names."
        " Rules never see a structure; they get what follows from the chart. A *row* is an element of the essays,"
        " listed in `rows.md` beside this page.",
        "## What follows in the default firm",
        "*Filters* are the managers a report of a handler must pass before its decider.",
        str(_facts_table()),
    ]
    for found in STRUCTURES:
        module = import_module(f"reportsto.structures.{found.id}")
        parts += [
            f"## `{found.id}`",
            f"{found.title[0].upper()}{found.title[1:]}. {f'Row {found.row}. ' if found.row else ''}"
            f"From {'; '.join(found.sources)}."
            f" [File](../../model/reportsto/structures/{found.id}.py).",
            *_docstring(module.__doc__ or ""),
        ]
    parts += ["## Gallery", "Charts people added. They run as drawn, or with a structure applied to them.", *_gallery()]
    return joined(parts)


def firms() -> str:
    """Return the page of firms: base chart, settings, who owns what."""
    parts = [
        NOTE,
        "# Firms",
        "A firm is a base chart, exceptions to the default numbers, and exceptions to who owns a cause. Sizes are"
        " assumed. Where customer service sits comes from the structure.",
    ]
    for found in FIRMS:
        parts += [f"## `{found.id}`", f"{found.title.capitalize()}. Source: {found.source}."]
        parts += [fenced(as_text(found.chart))]
        parts += [
            f"Rationing rule: `{found.ration}`. Route: `{found.route}`. What is assumed: `{_point(found.assume)}`."
            " [What they are](worlds.md)."
        ]
        if found.settings:
            rows = ((f"`{name}`", _settled(value)) for name, value in found.settings.items())
            parts.append(str(Table("setting", "value", rows=rows)))
        else:
            parts.append("All numbers are the defaults of [parameters.md](parameters.md).")
        parts += [f"{cause.word} is owned by {function.word}." for cause, function in found.owners.items()]
    parts += ["## Who owns what", str(_owner_table())]
    return joined(parts)


def _point(t: float) -> str:
    return next((name for name, at in POINTS.items() if at == t), show(t))


def _settled(value: Value) -> str:
    if not isinstance(value, tuple):
        return show(value)
    return f"{show(value[0])} for every word" if len(set(value)) == 1 else " ".join(map(show, value))


def worlds() -> str:
    """Return the page of the four worlds, the rationing rules, the routes and the points of what is assumed."""
    return joined(
        [
            NOTE,
            "# Worlds",
            "A world says what a report on one's own department costs the person who makes it. The order of the"
            " structures depends on the world, so no study reports one world alone. None of the four is measured.",
            _named_settings("world", WORLDS, DEFAULT_WORLD),
            f"`{BLAME_PAYS.id}` is accepted where a world is, but is not one of the four. It is the reading of"
            f" contagion in which {BLAME_PAYS.sentence}.",
            "## Rationing rules",
            "A rationing rule says how complaints are put together before a manager spends hours on them."
            " `--ration` chooses one; else the firm's applies.",
            _named_settings("rule", RATIONS, FIRMS[0].ration),
            "## Routes",
            "A route says who decides on a report. `--route` chooses one; else the firm's applies.",
            _named_settings("route", ROUTES, FIRMS[0].route),
            "## What is assumed",
            "Nobody knows most numbers. `--assume` puts them on a straight line. It goes from the essays, where nothing"
            " is lost between departments and pay has its full strength, to the middle of what each number could be."
            " [Numbers that evidence gives](parameters.md#numbers-that-move-with-what-is-assumed) do not move. A number"
            " from 0 to 1 is a point too.",
            str(Table("point", "number", rows=((f"`{name}`", show(at)) for name, at in POINTS.items()))),
        ]
    )


def _named_settings(kind: str, named: Mapping[str, NamedSettings], usual: str) -> str:
    rows = (
        (
            f"`{one.id}`{' (default)' if one.id == usual else ''}",
            one.sentence,
            one.title,
            "; ".join(f"`{k}` = {show(v)}" for k, v in one.settings.items()) or "defaults",
        )
        for one in named.values()
    )
    return str(Table(kind, "in your firm", "in the model", "sets", rows=rows))


def mechanisms() -> str:
    """Return the page of off-switches."""
    parts = [
        NOTE,
        "# Mechanisms and their off-switches",
        "`--without NAME,NAME` switches mechanisms off; `--without all` switches all of them off: the null world,"
        " in which every structure gives the same numbers, the chief executive's own load aside.",
        "Not every switch changes something in the default firm: a mechanism that does not act there has nothing"
        " to switch off.",
        _switches(OFF_SWITCHES),
    ]
    if RULE_SWITCHES:
        parts += [
            "## Rules that the null world keeps",
            "`--without` takes these names too. `--without all` leaves these rules as they are.",
            _switches(RULE_SWITCHES),
        ]
    return joined(parts)


def _switches(named: Mapping[str, str]) -> str:
    sets: dict[str, list[str]] = {switch: [] for switch in named}
    for group, entry, info in every_field():
        for switch, value in info.off:
            if switch in sets:
                sets[switch].append(f"`{group}.{entry}` = {show(value)}")
    rows = ((f"`{switch}`", meaning, "; ".join(sets[switch])) for switch, meaning in named.items())
    return str(Table("switch", "without it", "sets", rows=rows))


def phases() -> str:
    """Return the page of the schedule."""
    rows = (
        (str(phase.number), phase.name, phase.does, f"[`{phase.rules}`](../../model/reportsto/{phase.rules})")
        for phase in schedule.PHASES
    )
    steps = (
        (f"{phase.number}.{at}", step.does, f"[`{name}`](../../model/reportsto/{file})")
        for phase in schedule.PHASES
        for at, step in enumerate(phase.steps, 1)
        for file, _, name in [step.rule.partition(":")]
    )
    days = schedule.DEFAULT_DAYS
    return joined(
        [
            NOTE,
            "# Schedule",
            "One step is one working day. The phases run in this order; every phase reads attitudes as of last night.",
            str(Table("phase", "name", "what happens", "rules", rows=rows)),
            "## Steps",
            "Both engines take these steps in this order. A rule that is off leaves its step out.",
            f"**In the morning.** {schedule.MORNING}",
            str(Table("step", "what happens", "a rule of it", rows=steps)),
            f"**In the evening.** {schedule.EVENING}",
            "## Ties",
            "\n".join(f"- {tie}" for tie in schedule.TIES),
            "## Time",
            f"- {schedule.DAYS_A_YEAR} working days are a year. A run has {days} days unless told otherwise.\n"
            f"- The first {schedule.burn_in(days)} days (of a shorter run, the first third) are left out of every"
            f" measure, except sums that check conservation.\n"
            f"- Failures of the last {schedule.LEAST_FOLLOW_UP} days (more where cases or reports may wait longer)"
            " are left out of effective advocacy and its factors:"
            " their reports may still be waiting.",
        ]
    )


def pattern_page() -> str:
    """Return the page of published figures that runs are held against."""
    own = patterns()
    judged = [one for one in own if one.use == "output"]
    parts = [
        NOTE,
        "# Patterns",
        f"{len(judged)} published figures can judge the model; with digests, the default, all but L8 do. Others are"
        " listed with the reason."
        " Two of them, P1 and P2, chose two defaults: meeting these is calibration.",
        "A pattern holds if the mean of 20 replicates lies in its interval, both ends included. `patterns check` runs"
        " them and prints by how much a figure is missed. How many hold is calibration: the patterns were known before"
        " the numbers were chosen.",
        fenced(
            "reportsto patterns list\nreportsto patterns check --structure separate --world once\n"
            "reportsto patterns check --structure inside_operations --ration digest --strict --json"
        ),
        "With `--strict` the exit code is 1 if a judged pattern is missed, or if none is judged. `--json`"
        " prints a list of objects with `id`, `use`, `value`, `low`, `high` and `inside`; a pattern with a second"
        " interval has it under `also`. `inside` is null where a pattern is not compared, or where a run has no value.",
        "In Python, `reportsto.patterns.check` takes a scenario or the rows of one firm. `reportsto.patterns.mixed`"
        " weighs structures by how many firms have each.",
        "No paper was read in full, and a second-hand figure has grade C at best. The intervals are wide on purpose."
        " [sources.md](sources.md) spells out who is named.",
        "## Judged",
        str(_pattern_table(judged)),
        *(
            f"`{one.id}` is judged with {' and '.join(one.rations)} only: {one.reason}."
            for one in judged
            if one.rations
        ),
    ]
    for use, heading in PATTERN_HEADINGS.items():
        mine = [one for one in own if one.use == use]
        parts += [f"## {heading}", f"{USES[use].capitalize()}.", str(_pattern_table(mine, reasons=True))]
    measures = ((f"`{name}`", one.unit, one.meaning) for name, one in DERIVED.items())
    return joined(
        [
            *parts,
            "## Measures that only patterns need",
            str(Table("measure", "unit", "meaning", rows=measures)),
            "## Discrepancy",
            "The discrepancy is the SD by which a sound model may miss a figure. Its unit follows the scale: the"
            " measure's own, natural logarithms, or logarithms of odds. It does not widen an interval. Every one is"
            " assumed.",
            str(Table("pattern", "scale", "SD", "rests on", rows=_discrepancies(own))),
            "## A file of your own",
            "`--file PATH` and `reportsto.patterns.read_patterns` read patterns from a TOML file with a `[[pattern]]`"
            " table for each. The fields are those of"
            " [`patterns.toml`](../../model/reportsto/patterns.toml). All mistakes are named at once.",
            fenced(OWN_PATTERN),
        ]
    )


PATTERN_HEADINGS = {
    "half_input": "Half inputs",
    "not_comparable": "Not comparable as defined",
    "after_move": "After a move",
    "near_outcome": "Near the outcome",
}
OWN_PATTERN = """[[pattern]]
id = "our_refunds"
title = "days to refund in our shop, median"
use = "output"
measure = "refund_days_q50"
low = 3
high = 6
scale = "log"
source = "our refunds of last year"
read = "computed"
grade = "D"
discrepancy = 0.2
because = "assumed: one shop, one year"
"""


def bibliography() -> str:
    """Return every work with all that the model uses it for; a work that cannot be cited yet is a comment."""
    head = "% Written by docs/write_reference.py from works.toml and claims.toml in model/reportsto/citing."
    return f"{head}\n\n{bibtex(works(), used_for_everything())}"


def claim_page() -> str:
    """Return the page of who makes, supports and opposes each claim of the project's studies."""
    all_of_them = claims()
    roots = [one for one in all_of_them if not one.after]
    made = [one for one in roots if one.by]
    own = [one for one in roots if not one.by]
    cases = [one for one in all_of_them if one.after]
    for_it, against = (
        sum(bool(_stands(one, wanted) or _stands(root_of(one), wanted)) for one in all_of_them)
        for wanted in (SUPPORTS, OPPOSES)
    )
    return joined(
        [
            NOTE,
            "# Claims",
            f"The project's studies test {len(all_of_them)} claims. {len(made)} were made by others, {len(cases)} are"
            f" cases of these, and {len(own)} are our own hypotheses. We know works that support {for_it} of them, and"
            f" works that speak against {against}.",
            "What a study found about a claim stands on the page of the study. No work was read in full: most of what"
            " is said here of one comes from its abstract, about other firms and other questions."
            " [sources.md](sources.md) says how far each was read. An empty cell says that we know of no work, not"
            " that there is none.",
            "`reportsto cite STUDY` prints these works with the claims of that study. The record is"
            " [`claims.toml`](../../model/reportsto/citing/claims.toml); a test holds it against every prediction.",
            "## Made by others",
            str(_claim_table(made, "who makes it", lambda one: "; ".join(_work_named(work) for work in one.by))),
            "## Cases of these",
            "The works of the claim in the third column count here too.",
            str(_claim_table(cases, "a case of", lambda one: one.after)),
            "## Our own",
            "No text that we know makes these claims. Each has the reason why we ask.",
            str(_claim_table(own, "why we ask", lambda one: one.own)),
        ]
    )


def _claim_table(these: Iterable[Claim], source: str, told: Callable[[Claim], str]) -> "Table":
    rows = (
        (f"**{one.id}**", one.says, told(one), _stands(one, SUPPORTS), _stands(one, OPPOSES), ", ".join(one.studies))
        for one in these
    )
    return Table("claim", "it says", source, "who supports it", "who speaks against it", "studies", rows=rows)


def _stands(claim: Claim, wanted: str) -> str:
    return "; ".join(f"{_work_named(work)}: {found}" for work, stand, found in claim.stands() if stand == wanted)


def _work_named(key: str) -> str:
    work = next(one for one in works() if one.id == key)
    if not work.authors:
        return f"*{work.title}*"
    people = [name.partition(",")[0] for name in work.authors]
    named = " & ".join(people) if len(people) < 3 and not work.others else f"{people[0]} and others"
    return f"{named} ({work.year})"


PAGES: dict[str, Callable[[], str]] = {
    "parameters.md": parameters,
    "measures.md": measures,
    "structures.md": structures,
    "firms.md": firms,
    "worlds.md": worlds,
    "mechanisms.md": mechanisms,
    "schedule.md": phases,
    "patterns.md": pattern_page,
    "claims.md": claim_page,
    "sources.bib": bibliography,
}


# ── Parts ────────────────────────────────────────────────────────────────────────────────────────


class Table:
    """A table of text, as Markdown."""

    def __init__(self, *head: str, rows: Iterable[Sequence[str]]) -> None:
        self.lines = [head, ["---"] * len(head), *rows]

    def __str__(self) -> str:
        return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in self.lines)


def _parameter_table(group: str, fields: Sequence[tuple[str, Info]], usual: str) -> Table:
    values = getattr(Parameters(), group)
    return Table(
        "field", "symbol", "meaning", "unit", "default", "allowed", "prior", "switched off by", "grade", "source",
        rows=(_parameter_row(entry, info, getattr(values, entry), usual) for entry, info in fields),
    )  # fmt: skip


def _parameter_row(entry: str, info: Info, value: Value, usual: str) -> tuple[str, ...]:
    off = "; ".join(f"`{switch}` ({show(at)})" for switch, at in info.off)
    allowed = f"{show(info.low)} to {show(info.high)}"
    return (
        f"`{entry}`",
        info.symbol or "–",
        info.meaning,
        info.unit,
        _default(info, value),
        allowed,
        _prior(info),
        off or "–",
        info.evidence.grade.name,
        "prototype" if info.evidence.source == usual else _source(info.evidence) + _says(info),
    )


def _says(info: Info) -> str:
    """Return what the evidence says where that is not the first version's number."""
    value = info.evidence.value
    return "" if value in (None, info.first) else f"; says {_default(info, value)}"


def _default(info: Info, value: Value) -> str:
    if not isinstance(value, tuple):
        return show(value)
    if len(set(value)) == 1:
        return f"{show(value[0])} for every word of {', '.join(info.words)}" if info.words else show(value[0])
    return "; ".join(f"{word} {show(one)}" for word, one in zip(info.words, value, strict=True))


def _pattern_table(found: Iterable[Pattern], *, reasons: bool = False) -> Table:
    head = ("pattern", "what", "measure", "interval", "source", "read", "grade", "conversion")
    rows = (
        (
            f"`{one.id}`", one.title, _lines(f"`{part.measure}`" if part.measure else "–" for part in one.parts),
            _lines(map(one.interval, one.parts)), one.source, READ[one.read], one.grade, one.conversion or "–",
            *([one.reason] if reasons else []),
        )
        for one in found
    )  # fmt: skip
    return Table(*head, *(["why it is not judged"] if reasons else []), rows=rows)


def _lines(cells: Iterable[str]) -> str:
    return "<br>".join(cells)


def _discrepancies(found: Iterable[Pattern]) -> Iterator[tuple[str, ...]]:
    for one in found:
        if one.discrepancy is not None:
            yield f"`{one.id}`", one.scale, show(one.discrepancy), one.because


def _doc_of_group(group: str) -> str:
    return (type(getattr(Parameters(), group)).__doc__ or "").strip()


def _column_table(columns: Iterable[Column]) -> Table:
    return Table("column", "unit", "meaning", rows=((f"`{c.name}`", c.unit or "–", c.meaning) for c in columns))


def _measure_table(columns: Iterable[Column]) -> Table:
    rows = ((f"`{c.name}`", c.unit, _range(c), c.meaning) for c in columns)
    return Table("column", "unit", "range", "meaning", rows=rows)


def _range(column: Column) -> str:
    """Return the smallest and the largest value of a measure, in words."""
    assert column.between is not None, "every measure has a range"
    low, high = column.between
    return f"{low:g} or more" if high == math.inf else f"{low:g} to {high:.4g}"


def _facts_table() -> Table:
    shop = firm("product_shop")
    owners = cause_owners(dict(shop.owners))
    rows = []
    for found in STRUCTURES:
        chart = found.edit(shop.chart)
        facts = chart_facts(chart, owners)
        post = facts.post_of[facts.handlers[0]]
        who = [chart.posts[facts.arbiter(post, cause)].id for cause in _SHOWN]
        rows.append((f"`{found.id}`", str(_ceo_reports(facts)), *who, _filters(facts, post), _own(facts, post)))
    return Table(
        "structure", "posts under the CEO", *(f"decides on {cause.word}" for cause in _SHOWN), "filters on late",
        "causes of a handler's own line", rows=rows,
    )  # fmt: skip


_SHOWN = (Cause.LATE, Cause.OVERSOLD, Cause.WRONG_PRICE, Cause.DEFECT)


def _ceo_reports(facts: ChartFacts) -> int:
    return sum(above == facts.root for above in facts.superior)


def _filters(facts: ChartFacts, post: int) -> str:
    return str(max(0, len(facts.path[post][Cause.LATE]) - 1))


def _own(facts: ChartFacts, post: int) -> str:
    return ", ".join(cause.word for cause in Cause if facts.own_line[post][cause])


def _owner_table() -> Table:
    usual = cause_owners({})
    owners = zip(Cause, usual, strict=True)
    rows = ((cause.word, "nobody: the carrier's" if own is None else own.word) for cause, own in owners)
    return Table("cause", "owner, unless the firm says otherwise", rows=rows)


def _docstring(text: str) -> Iterator[str]:
    """Yield the paragraphs of a docstring, drawings as code."""
    for paragraph in textwrap.dedent(text).strip().split("\n\n"):
        yield fenced(textwrap.dedent(paragraph)) if any(mark in paragraph for mark in BOX) else paragraph.strip()


def _gallery() -> Iterator[str]:
    for file in sorted(GALLERY.glob("*.toml")):
        about = tomllib.loads(file.read_text(encoding="utf-8"))
        path = f"../../model/reportsto/structures/gallery/{file.name}"
        yield (
            f"**[{about['title']}]({path})**: {about['posts']} posts, {about['seats']} people, {about['handlers']} of"
            f" them answering customers. Licence: {about['licence']}. Origin: {' '.join(about['origin'].split())}"
        )


def show(value: float) -> str:
    """Return a number as people write it."""
    return "infinite" if math.isinf(value) else f"{value:.6g}"


def fenced(text: str) -> str:
    """Return text as a block of code."""
    return f"```text\n{text.rstrip()}\n```"


def joined(parts: Iterable[str]) -> str:
    """Return paragraphs as one page."""
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
