"""Write size.md and line.md of docs/reference, with a figure each, from results/size and results/line.

Run `python docs/write_size.py`. A page whose runs are not there is left as it is.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reportsto.drawing.panels import axis_labels, legend_below, name_rows, page, smallest_effect_band, world_panels
from reportsto.drawing.style import FAINT, INK, PALE, SMALL, TINY, WIDE, figure_bytes, in_world_order, label, look
from reportsto.drawing.words import parameter_label, parameter_words, sentence
from reportsto.firms import firm
from reportsto.readings.words import interval, listed
from reportsto.schedule import burn_in
from reportsto.statistics.intervals import mean_interval
from reportsto.statistics.smallest_effects import SMALLEST_EFFECTS
from reportsto.statistics.verdict import Verdict, verdict
from reportsto.studies.specification import read_study
from reportsto.studies.study import LESS, Study
from reportsto.wording import number
from reportsto.worlds import POINTS, assumed_at

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
FIGURES = REFERENCE / "figures"
FAILURES, CUSTOMERS, HOURS = "failures_per_1000", "customers_end", "hours_paid"
PAIR = ("separate", "inside_operations")
SHOP = firm("product_shop")
DEFAULT = {"ration": SHOP.ration, "route": SHOP.route}
CELL = ["world", "assume", "ration", "route", "people"]
TIE, OPEN = "tie", str(Verdict.NOT_DECIDED)
MIDDLE, ESSAYS = POINTS["middle"], POINTS["essays"]
POINT = {at: name for name, at in POINTS.items()}
LOOKS = {"essays": ("#D55E00", "s", (1, 1)), "halfway": ("#666666", "^", (5, 1.5)), "middle": ("#0072B2", "o", ())}
ENDS = {ESSAYS: "at the essays' end", MIDDLE: "at the middle of all"}
BARS = 12
"""Numbers in the figure of the line."""
SIZE_HEAD = """\
# Size: where the order turns with the number of people

<!-- written by docs/write_size.py from results/size; the study is experiments/size.toml -->

{answer}

![{alt}](figures/size.png)

*What to see: above the grey band operations has fewer failures, below it separate.
Shades are 95 % intervals.*

Every number is a mean of {n} paired replicates with its own 95 % t interval{few}. The firm is
the product shop with as many people as stand there; days {first:,} to {last:,}. {rules}
A difference that matters is {effect:g} failures per 1,000 orders, {customers:g} % of customers or {hours:g} % of hours.
*Tie*: the whole interval lies within that. *Open*: not decided. *Essays*, *halfway* and *middle* are
[what is assumed](worlds.md#what-is-assumed). Customers and hours follow the people, so size acts through the chart.
"""
LINE_HEAD = """\
# The line: which assumed number turns the order

<!-- written by docs/write_size.py from results/line; the study is experiments/line.toml -->

{answer}

![{alt}](figures/line.png)

*What to see: each bar begins at the dashed line, with all numbers at the essays', and ends where one at its middle
takes the difference. Right of the grey band operations has fewer failures, left of it separate. Panels have one scale.*

Every number is a mean of {n} paired replicates with its own 95 % t interval{few}. The firm is
the product shop, {people} people; days {first:,} to {last:,}. {rules}
A number *turns* the order where one structure is ahead before and the other after, each by more than matters:
{effect:g} failures per 1,000 orders, {customers:g} % of customers or {hours:g} % of hours.
*Tie*: the whole interval lies within that. *Open*: not decided. One number
moves at a time, so what two do together shows only where all move.
[All numbers and both ends](parameters.md#numbers-that-move-with-what-is-assumed).
"""


# ── Differences ──────────────────────────────────────────────────────────────────────────────────


def differences(runs: pd.DataFrame, measure: str, by: Sequence[str], pair: tuple[str, str] = PAIR) -> pd.DataFrame:
    """Return a - b with its interval for each cell, by the columns `by`, and who is `ahead`: a, b, tie or not decided.

    Numbers are in the unit of the measure; where the smallest effect is a share, in % of b's mean.
    """
    each = runs[runs["structure"].isin(pair)].pivot(index=[*by, "replicate"], columns="structure", values=measure)
    less = measure in LESS
    rows = []
    for cell, part in each.groupby(list(by), sort=False):
        scale = 100.0 / float(part[pair[1]].mean()) if SMALLEST_EFFECTS[measure].relative else 1.0
        found = mean_interval(((part[pair[0]] - part[pair[1]]) * scale).to_numpy())
        said = verdict(found.low, found.high, smallest(measure), sign=-1.0 if less else 1.0)
        ahead = said.said(expected=pair[0], other=pair[1], tie=TIE)
        rows.append((*cell, found.estimate, found.low, found.high, found.n, ahead, said.mark))
    return pd.DataFrame(rows, columns=[*by, "estimate", "low", "high", "n", "ahead", "mark"])


def smallest(measure: str) -> float:
    """Return the smallest effect, in the unit of `differences`."""
    effect = SMALLEST_EFFECTS[measure]
    return effect.amount * (100.0 if effect.relative else 1.0)


def told(row: "pd.Series") -> str:
    """Return a difference as a cell of a table."""
    return interval(row["estimate"], row["low"], row["high"]) + row["mark"]


def counts(ahead: Sequence[str], pair: tuple[str, str] = PAIR) -> str:
    """Return how often each is ahead."""
    found = Counter(ahead)
    words = [f"{name(one)} in {found[one]}" for one in pair] + [f"{word} in {found[word]}" for word in (TIE, OPEN)]
    return ", ".join(words)


def turns(sizes: Sequence[int], ahead: Sequence[str]) -> str:
    """Return between which sizes the order turns; sizes that are a tie or not decided do not count."""
    decided = [(size, who) for size, who in zip(sizes, ahead, strict=True) if who not in (TIE, OPEN)]
    if not decided:
        return f"{'a tie' if set(ahead) == {TIE} else 'not decided'} at every size"
    changed = [(one, other) for one, other in pairwise(decided) if one[1] != other[1]]
    if not changed:
        where = "every size" if len(decided) == len(sizes) else listed(f"{size:,}" for size, _ in decided)
        return f"{name(decided[0][1])} at {where}"
    return "; ".join(
        f"**{name(one[1])} with {one[0]:,}, {name(other[1])} with {other[0]:,}**" for one, other in changed
    )


def name(structure: str) -> str:
    """Return a structure as words within a sentence."""
    return label(structure).lower()


# ── Size ─────────────────────────────────────────────────────────────────────────────────────────


def size_page(study: Study, runs: pd.DataFrame) -> str:
    """Return the page about size."""
    failures = differences(runs, FAILURES, CELL)
    usual = at_default(failures)
    parts = [
        SIZE_HEAD.format(answer=_size_answer(usual), alt=_ALT, rules=_rules(), **_scope(study, runs)),
        "## Where it turns\n",
        f"Who has fewer failures, separate or inside operations, by the number of people. {_rules()}\n",
        _turn_table(usual),
        "## Failures per 1,000 orders\n",
        f"Separate less inside operations: below 0, separate has fewer. {_rules()}\n",
        _by_people(usual),
        "### Other rules and routes\n",
        f"Who has fewer failures, of {len(usual)} cells a rule and route: worlds, points of what is assumed, sizes.\n",
        _by_rule(failures, where=True),
    ]
    for measure, title in ((CUSTOMERS, "Customers on the last day"), (HOURS, "Hours paid a day")):
        found = differences(runs, measure, CELL)
        parts += [
            f"## {title}\n",
            f"Separate less inside operations, in % of operations'. {_rules()}\n",
            _by_people(at_default(found)),
            f"{'Who keeps more' if measure == CUSTOMERS else 'Who is paid fewer'}, by rule and route:\n",
            _by_rule(found, where=False),
        ]
    for other in ("customer_map", "inside_marketing"):
        pair = (other, PAIR[1])
        found = at_default(differences(runs, FAILURES, CELL, pair))
        parts += [
            f"## {label(other)} against operations\n",
            f"{label(other)} less inside operations, failures per 1,000 orders, at the middle. {_rules()}\n",
            _by_people(found[found["assume"] == MIDDLE]),
            f"Fewer failures, all three points of what is assumed: {counts(found['ahead'], pair)}.\n",
        ]
    return "\n".join(parts).rstrip() + "\n"


_ALT = "Separate less operations in failures per 1,000 orders against the number of people, a panel a world"


def at_default(found: pd.DataFrame) -> pd.DataFrame:
    """Return the cells under the default rule and route."""
    return found[(found[list(DEFAULT)] == pd.Series(DEFAULT)).all(axis=1)]


def _scope(study: Study, runs: pd.DataFrame) -> dict[str, object]:
    n = runs["replicate"].nunique()
    return {
        "n": n, "few": ", wide as the pairs are few" if n < 10 else "", "first": burn_in(study.days) + 1,
        "last": study.days, "effect": smallest(FAILURES), "customers": smallest(CUSTOMERS), "hours": smallest(HOURS),
    }  # fmt: skip


def _rules() -> str:
    rule, route = (DEFAULT[key].replace("_", " ") for key in ("ration", "route"))
    return f"Rationing rule: {rule}; route: {route}."


def _size_answer(usual: pd.DataFrame) -> str:
    worlds, sizes = usual["world"].nunique(), usual["people"].nunique()
    lines = []
    for at, where in ((MIDDLE, "With what is assumed at its middle"), (ESSAYS, "With the essays' numbers")):
        here = usual[usual["assume"] == at].sort_values("people")
        ahead = Counter(here["ahead"])
        first, second = sorted(PAIR, key=lambda one: -ahead[one])
        turned = [
            world for world in in_world_order(here["world"])
            if set(PAIR) <= set(here.loc[here["world"] == world, "ahead"])
        ]  # fmt: skip
        cases = worlds * sizes
        many = f"all {cases}" if ahead[first] == cases else f"{ahead[first]} of {cases}"
        lines.append(
            f"**{where}, {name(first)} has fewer failures than {name(second)} in {many} cases.** "
            f"{sentence(name(second))} has fewer in {ahead[second] or 'none'}. The order turns with size in "
            f"{_worlds(turned) if turned else 'no world'}.\n"
        )
    return "\n".join([*lines, f"The {cases} cases are {sizes} sizes in each of {worlds} worlds. {_rules()}"])


def _worlds(names: Sequence[str]) -> str:
    return listed(f"*{one}*" for one in names)


def _turn_table(usual: pd.DataFrame) -> str:
    points = sorted(usual["assume"].unique(), reverse=True)
    lines = [_row("world", *(POINT[at] for at in points)), _row(*["---"] * (1 + len(points)))]
    for world in in_world_order(usual["world"]):
        here = usual[usual["world"] == world].sort_values("people")
        cells = [here[here["assume"] == at] for at in points]
        lines.append(_row(world, *(turns(list(cell["people"]), list(cell["ahead"])) for cell in cells)))
    return "\n".join(lines) + "\n"


def _by_people(found: pd.DataFrame) -> str:
    """Return a table: a row for each world and point of what is assumed, a column for each size."""
    sizes = sorted(found["people"].unique())
    lines = [_row("world", "assumed", *(f"{size:,} people" for size in sizes)), _row(*["---"] * (2 + len(sizes)))]
    at = found.set_index(["world", "assume", "people"])
    points = sorted(found["assume"].unique(), reverse=True)
    for world, point in product(in_world_order(found["world"]), points):
        lines.append(_row(world, POINT[point], *(told(at.loc[(world, point, size)]) for size in sizes)))
    return "\n".join(lines) + "\n"


def _by_rule(found: pd.DataFrame, *, where: bool) -> str:
    """Return a table of counts by rule and route; with `where`, the cells of whoever is ahead more seldom."""
    words = [*map(name, PAIR), TIE, OPEN]
    lines = [_row("rule", "route", *words, *["cells"] * where), _row(*["---"] * (6 + where))]
    for (rule, route), part in found.groupby(["ration", "route"], sort=False):
        ahead = Counter(part["ahead"])
        seldom = min(PAIR, key=lambda one: ahead[one])
        cells = [f"{name(seldom)}: {_cells(part[part['ahead'] == seldom]) or 'none'}"] * where
        rule_words = [str(one).replace("_", " ") for one in (rule, route)]
        lines.append(_row(*rule_words, *(ahead[one] for one in (*PAIR, TIE, OPEN)), *cells))
    return "\n".join(lines) + "\n"


def _cells(part: pd.DataFrame) -> str:
    """Return cells in words: "once, essays: 12, 56"."""
    found = part.groupby(["world", "assume"], sort=False)["people"]
    return "; ".join(
        f"{world}, {POINT[at]}: {', '.join(f'{size:,}' for size in sorted(sizes))}" for (world, at), sizes in found
    )


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


@look()
def draw_size(usual: pd.DataFrame) -> Figure:
    """Draw separate less operations against the number of people, a panel a world, a line a point assumed."""
    figure, panels = world_panels(usual["world"], width=WIDE, height=62.0)
    sizes = sorted(usual["people"].unique())
    for world, panel in panels.items():
        smallest_effect_band(panel.axhspan, smallest(FAILURES))
        panel.axhline(0.0, color=FAINT, linewidth=0.8, zorder=1)
        for point, (colour, marker, dashes) in LOOKS.items():
            line = usual[(usual["world"] == world) & (usual["assume"] == POINTS[point])].sort_values("people")
            panel.fill_between(line["people"], line["low"], line["high"], color=colour, alpha=0.2, linewidth=0)
            panel.plot(line["people"], line["estimate"], color=colour, marker=marker, dashes=dashes, markersize=3.0)
        panel.set_xscale("log")
        panel.set_xticks(sizes, [f"{size:,}" for size in sizes])
        panel.minorticks_off()
    axis_labels(figure, panels, x="People (log axis)", y="Separate less operations,\nfailures per 1,000 orders")
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=colour, marker=marker, dashes=dashes, markersize=3.0, label=f"assumed: {point}")
        for point, (colour, marker, dashes) in LOOKS.items()
        if POINTS[point] in set(usual["assume"])
    ]
    legend_below(figure, [*handles, Patch(facecolor=PALE, label="a difference too small to matter")])
    return figure


# ── The line ─────────────────────────────────────────────────────────────────────────────────────

LINE_CELL = ["world", "assume", "number"]


def numbers(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the runs with the `number` that alone stands elsewhere, "" where all stand together."""
    ids = {entry.replace(".", "_"): entry for entry in assumed_at(MIDDLE)}
    variants = runs["variant"].fillna("").str.replace(r"^(alone|back)_", "", regex=True)
    return runs.assign(number=variants.str.removesuffix("_assume_middle").map(ids).fillna(""))


def turning(found: pd.DataFrame, world: str, at: float) -> tuple["pd.Series", pd.DataFrame, pd.DataFrame]:
    """Return what stands with all numbers together, and which numbers alone turn it or make it a tie."""
    here = found[(found["world"] == world) & (found["assume"] == at)]
    base, alone = here[here["number"] == ""].iloc[0], here[here["number"] != ""]
    alone = alone.assign(moved=alone["estimate"] - base["estimate"])
    alone = alone.loc[alone["moved"].abs().sort_values(ascending=False, kind="stable").index]
    other = {PAIR[0]: PAIR[1], PAIR[1]: PAIR[0]}.get(base["ahead"])
    tied = alone[(alone["ahead"] == TIE) & (other is not None)]
    return base, alone[alone["ahead"] == other], tied


def line_page(study: Study, runs: pd.DataFrame) -> str:
    """Return the page about single numbers."""
    runs = numbers(runs)
    failures = differences(runs, FAILURES, LINE_CELL)
    parts = [
        LINE_HEAD.format(
            answer=_line_answer(failures), rules=_rules(), people=SHOP.chart.seats,
            alt="What each assumed number alone does to separate less operations, a panel a world",
            **_scope(study, runs),
        ),
        "## What turns the order\n",
    ]  # fmt: skip
    titles = {FAILURES: "failures per 1,000 orders", CUSTOMERS: "customers, % of operations'", HOURS: "hours paid, %"}
    for measure, title in titles.items():
        found = failures if measure == FAILURES else differences(runs, measure, LINE_CELL)
        parts += [f"**Separate less inside operations, {title}. {_rules()}**\n", _turn_lines(found)]
    for at, other in ((ESSAYS, "middle"), (MIDDLE, "essays")):
        parts += [
            f"## Each number alone, {ENDS[at]}\n",
            "Separate less inside operations, failures per 1,000 orders, with one number "
            f"at the {other} and all others {ENDS[at]}. {_rules()} "
            "Bold: it turns. Ordered by the largest move in any world.\n",
            _number_table(failures[failures["assume"] == at]),
        ]
    return "\n".join(parts).rstrip() + "\n"


def _line_answer(found: pd.DataFrame) -> str:
    worlds = in_world_order(found["world"])
    lines = []
    for at, where in ((ESSAYS, "from the essays' value to its middle"), (MIDDLE, "back from its middle")):
        by: dict[str, list[str]] = {}
        for world in worlds:
            for entry in turning(found, world, at)[1]["number"]:
                by.setdefault(entry, []).append(world)
        most = sorted(by, key=lambda entry: -len(by[entry]))
        said = "; ".join(f"the {parameter_words(entry)}, in {_worlds(by[entry])}" for entry in most[:4])
        more = f"; {len(most) - 4} more in one world or more" if len(most) > 4 else ""
        many = (
            ("No assumed number", "One assumed number")[len(most)] if len(most) < 2 else f"{len(most)} assumed numbers"
        )
        turn = (
            f"turn{'s' if len(most) < 2 else ''} {'it' if lines else 'who has fewer failures, separate or operations'}"
        )
        lines.append(f"**{many}, moved alone {where}, {turn}{f': {said}{more}' if most else ''}.**\n")
    turned = [
        world for world in worlds
        if {turning(found, world, at)[0]["ahead"] for at in (ESSAYS, MIDDLE)} == set(PAIR)
    ]  # fmt: skip
    total = found["number"].nunique() - 1
    lines.append(
        f"{total} numbers were moved. All at once they turn it in {_worlds(turned) if turned else 'no world'}."
    )
    return "\n".join(lines)


def _turn_lines(found: pd.DataFrame) -> str:
    header = (
        "world",
        "all numbers at",
        "separate less operations",
        "turned by one number alone (the difference then)",
        "made a tie by one number alone (the difference then)",
    )
    lines = [_row(*header), _row(*["---"] * len(header))]
    for world, at in product(in_world_order(found["world"]), ENDS):
        base, turned, tied = turning(found, world, at)
        nothing = "none" if base["ahead"] not in (TIE, OPEN) else "nothing to turn"
        lines.append(_row(world, POINT[at], told(base), _named(turned) or nothing, _named(tied) or "none"))
    return "\n".join(lines) + "\n"


def _named(alone: pd.DataFrame, most: int = 4) -> str:
    """Return numbers in words, each with the difference it brings, those that move it most first."""
    said = [f"{parameter_words(row['number'])} ({number(row['estimate'])})" for _, row in alone.head(most).iterrows()]
    return "; ".join([*said, *[f"{len(alone) - most} more"] * (len(alone) > most)])


def _number_table(found: pd.DataFrame) -> str:
    worlds = in_world_order(found["world"])
    lines = [_row("number", *worlds), _row(*["---"] * (1 + len(worlds)))]
    at = found.set_index(["number", "world"])
    turned = {world: set(turning(found, world, found["assume"].iloc[0])[1]["number"]) for world in worlds}
    for entry in ["", *_order(found)]:
        cells = []
        for world in worlds:
            if (entry, world) not in at.index:
                cells.append("set by the world")
                continue
            cell = told(at.loc[(entry, world)])
            cells.append(f"**{cell}**" if entry in turned[world] else cell)
        lines.append(_row(f"{parameter_words(entry)} (`{entry}`)" if entry else "*none*", *cells))
    return "\n".join(lines) + "\n"


def _order(found: pd.DataFrame) -> list[str]:
    """Return the numbers by the largest move of the difference in any world."""
    base = found[found["number"] == ""].set_index("world")["estimate"]
    moved = (found["estimate"] - found["world"].map(base)).abs().groupby(found["number"]).max().drop("")
    return list(moved.sort_values(ascending=False, kind="stable").index)


@look()
def draw_line(found: pd.DataFrame) -> Figure:
    """Draw what each number alone does to separate less operations, from the essays' end, a panel a world."""
    here = found[found["assume"] == ESSAYS]
    shown = _order(here)[:BARS]
    rows = ["all numbers at once", *(parameter_label(entry) for entry in shown)]
    worlds = in_world_order(here["world"])
    figure = page(WIDE, 5.0 * len(rows) + 26.0)
    grid = figure.subplots(1, len(worlds), sharex=True, sharey=True, squeeze=False)[0]
    for panel, world in zip(grid, worlds, strict=True):
        base, turned, _ = turning(found, world, ESSAYS)
        panel.set_title(f"World: {world}")
        smallest_effect_band(panel.axvspan, smallest(FAILURES))
        panel.axvline(0.0, color=INK, linewidth=0.8, zorder=1)
        panel.axvline(base["estimate"], color=FAINT, linewidth=0.8, dashes=(4, 2), zorder=1)
        all_at_once = turning(found, world, MIDDLE)[0]
        flips = {base["ahead"], all_at_once["ahead"]} == set(PAIR)
        _bar(panel, 0, base["estimate"], all_at_once, turned=flips)
        for at, entry in enumerate(shown, start=1):
            row = here[(here["world"] == world) & (here["number"] == entry)]
            if row.empty:
                panel.text(base["estimate"], at, " set by the world", va="center", fontsize=TINY, color=FAINT)
            else:
                _bar(panel, at, base["estimate"], row.iloc[0], turned=entry in set(turned["number"]))
        panel.set_xlabel("Separate less operations,\nfailures / 1,000 orders", fontsize=SMALL)
        panel.tick_params(labelsize=SMALL)
        panel.tick_params(axis="y", length=0)
        panel.grid(visible=False, axis="y")
    name_rows(grid[0], rows)
    legend_below(figure, [
        Line2D([], [], color=FAINT, dashes=(4, 2), label="all at the essays' numbers"),
        Patch(facecolor="#0072B2", label="one number at its middle"),
        Patch(facecolor="#D55E00", label="it turns the order"),
        Patch(facecolor=PALE, label="a difference too small to matter"),
    ])  # fmt: skip
    return figure


def _bar(panel: Axes, at: int, base: float, row: "pd.Series", *, turned: bool) -> None:
    colour = "#D55E00" if turned else "#0072B2"
    panel.barh(at, row["estimate"] - base, left=base, height=0.6, color=colour, linewidth=0, zorder=2)
    panel.plot([row["low"], row["high"]], [at, at], color=INK, linewidth=0.8, marker="|", markersize=3.0, zorder=3)


# ── Files ────────────────────────────────────────────────────────────────────────────────────────

PAGES = {"size": size_page, "line": line_page}


def runs_of(study: str, folder: Path | None = None) -> pd.DataFrame:
    """Return the runs of a study from its folder of results."""
    return pd.read_parquet((folder or ROOT / "results" / study) / "runs.parquet")


def written(study: str, folder: Path | None = None) -> str:
    """Return a page."""
    return PAGES[study](read_study(ROOT / "experiments" / f"{study}.toml"), runs_of(study, folder))


def figure(study: str, folder: Path | None = None) -> Figure:
    """Return the figure of a page."""
    if study == "size":
        return draw_size(at_default(differences(runs_of(study, folder), FAILURES, CELL)))
    return draw_line(differences(numbers(runs_of(study, folder)), FAILURES, LINE_CELL))


def main() -> None:
    """Write the pages whose runs are there, and their figures."""
    for study in PAGES:
        if not (ROOT / "results" / study / "runs.parquet").exists():
            continue
        (REFERENCE / f"{study}.md").write_text(written(study), encoding="utf-8")
        FIGURES.mkdir(exist_ok=True)
        (FIGURES / f"{study}.png").write_bytes(figure_bytes(figure(study), "png"))


if __name__ == "__main__":
    main()
