"""The two studies of an organisation: every place at named points of what is assumed, and at draws of all of it.

They are study files like any other, so `reportsto study run` makes the same digits again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from reportsto.api import AS_DRAWN
from reportsto.chart_files.csv import chart_to_csv
from reportsto.charts.chart import Chart
from reportsto.errors import SettingError, StudyError
from reportsto.firms import firm as find_firm
from reportsto.patterns.soundness import SOUND
from reportsto.patterns.targets import Wanted
from reportsto.readings.words import MAPS
from reportsto.results.provenance import FIGURES
from reportsto.results.storage import make_folder, write_bytes
from reportsto.studies.own_firm import OwnFirm
from reportsto.where.places import Places, places
from reportsto.worlds import POINTS, WORLDS

PRIMARY = ("failures_per_1000", "customers_end", "hours_paid")
MEASURES = ("satisfaction", "attitude_handlers_mean", "effective_advocacy", "ceo_utilisation", *SOUND)
LESS_IS_BETTER = ("failures_per_1000", "hours_paid")
PUBLISHED = ("P1", "P2", "P8", "P11", "P12")
"""Published figures that points are held against."""
BY_PLACE, PRIORS = "places", "priors"
"""The studies by the names of their files and folders."""
PAGE = "where.md"
FIGURE = "places"
"""The name of the figure, without an ending."""
QUESTION = "Where should customer service sit?"


@dataclass(frozen=True, slots=True)
class Question:
    """An organisation, and how much is run to answer where customer service should sit in it.

    Attributes:
        chart: who reports to whom.
        source: the file it was read from, as a person names it.
        firm: the firm whose numbers it gets: of the catalogue by name, or of a file.
        replicates: paired replicates at each point of what is assumed.
        points: draws of all that is assumed, of two replicates each; 0 for none.
        days: simulated working days; the first 250, at most a third, are dropped.
        seed: of all draws.
        assume: points of what is assumed, 0 to 1; the answer is about the first. Empty: those of `usual_points`.
        ration: how decisions are rationed; empty for the base firm's.
        route: where reports go; empty for the base firm's.
    """

    chart: Chart
    source: str
    firm: str | OwnFirm
    replicates: int
    points: int
    days: int
    seed: int
    assume: tuple[float, ...] = ()
    ration: str = ""
    route: str = ""

    @property
    def base(self) -> str:
        """Return the firm of the catalogue that has every number nobody knows."""
        return self.firm if isinstance(self.firm, str) else self.firm.base

    @property
    def settings(self) -> dict[str, object]:
        """Return the parameters that the firm's own file sets on this chart, at the first point of what is assumed."""
        return {} if isinstance(self.firm, str) else self.firm.settings(self.chart, self.stands[0])

    @property
    def stands(self) -> tuple[float, ...]:
        """Return the points of what is assumed that are run, the one that the answer is about first."""
        return self.assume or usual_points(self.base)

    @property
    def places(self) -> Places:
        """Return the places that the chart allows."""
        return places(self.chart)


def usual_points(base: str) -> tuple[float, ...]:
    """Return where a firm of the catalogue stands, then the other named points, from the middle to the essays."""
    preset = find_firm(base)
    others = sorted((at for at in POINTS.values() if at != preset.assume), reverse=True)
    try:
        return (preset.assume, *map(preset.stands, others))
    except SettingError:  # the firm sets each number itself
        return (preset.assume,)


def check_folder(asked: Question, folder: Path) -> None:
    """Refuse a folder with files of these names that are of another question, or that somebody else wrote."""
    ours = {f"{part}.toml": text for part, text in texts(asked).items()}
    ours[_chart_in(folder, asked).relative_to(folder).as_posix()] = chart_to_csv(asked.chart)
    for name, text in ours.items():
        there = _text_in(folder / name)
        if there is not None and _but_replicates(there) != _but_replicates(text):
            raise StudyError(f"{folder}: {name} there is of another question; name another folder with --out")
    page = _text_in(folder / PAGE)
    drawn = next((one for one in figure_files(folder) if one.exists()), None)
    if page is None and drawn is not None:
        raise StudyError(f"{folder}: {drawn.name} there is of no page; name another folder with --out")
    if page is not None and not page.startswith(f"# {QUESTION}"):
        raise StudyError(f"{folder}: {PAGE} there is no page of reportsto where; name another folder with --out")


def figure_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of the figure: PNG for the page, SVG for papers."""
    return tuple(folder / FIGURES / f"{FIGURE}.{kind}" for kind in ("png", "svg"))


def _text_in(file: Path) -> str | None:
    """Return the text of a file; `None` where there is none."""
    try:
        return file.read_bytes().decode(errors="replace")
    except OSError:
        return None


def _but_replicates(text: str) -> list[str]:
    """Return the lines of a study but that of replicates: with more of them it goes on from its runs."""
    return [line for line in text.splitlines() if not line.startswith("replicates = ")]


def _chart_in(folder: Path, asked: Question) -> Path:
    return folder / "chart" / f"{asked.chart.name}.csv"


def write_studies(asked: Question, folder: Path) -> dict[str, Path]:
    """Write the chart and the studies to a folder; return the file of each study."""
    chart = _chart_in(folder, asked)
    make_folder(chart.parent)
    write_bytes(chart, chart_to_csv(asked.chart).encode())
    files = {}
    for part, text in texts(asked).items():
        files[part] = folder / f"{part}.toml"
        write_bytes(files[part], text.encode())
    return files


def texts(asked: Question) -> dict[str, str]:
    """Return the text of each study file: the places, and the priors where draws are wanted."""
    parts = {BY_PLACE: _by_place(asked)}
    if asked.points:
        parts[PRIORS] = _priors(asked)
    return {name: "\n".join(lines) + "\n" for name, lines in parts.items()}


def _by_place(asked: Question) -> Iterator[str]:
    yield "# Written by `reportsto where`: every place that the chart allows, at points of what is assumed."
    yield "# The answer is about the first of them."
    yield from _head(asked, BY_PLACE, asked.places.run, assume=list(map(point_word, asked.stands)))
    yield from _table("constants", {"seed": asked.seed, "days": asked.days, "replicates": asked.replicates})
    yield from (f"{name} = {_toml(value)}" for name, value in asked.settings.items())
    yield from _outcomes(asked, PRIMARY, MEASURES)


def _priors(asked: Question) -> Iterator[str]:
    """Yield the study of draws; places without reporting lines are left out, as they are of the advice."""
    run = [name for name in asked.places.run if name not in MAPS]
    yield "# Written by `reportsto where`: the places with reporting lines, at draws of all that each number could be."
    yield "# Parameters in [constants] are the firm's own numbers, and are held."
    yield from _head(asked, PRIORS, run)
    yield from _table("design", {"kind": "latin_hypercube", "points": asked.points})
    yield from _table("uncertainties", {"every": "prior"})
    yield from _table("constants", {"seed": asked.seed, "days": asked.days, "replicates": 2})
    yield from (f"{name} = {_toml(value)}" for name, value in asked.settings.items())
    yield from _outcomes(asked, PRIMARY[:1], (*PRIMARY[1:], *SOUND))
    yield from _table("matching", {"waves": 1})
    for one in _patterns(asked):
        yield "\n[[patterns]]"
        yield from (f"{name} = {_toml(value)}" for name, value in one.items() if value not in (None, ""))


def _patterns(asked: Question) -> Iterator[Mapping[str, object]]:
    own: Sequence[Wanted] = () if isinstance(asked.firm, str) else asked.firm.patterns
    yield from ({"id": name} for name in PUBLISHED if name not in [one.id for one in own])
    for one in own:
        told = asdict(one)
        yield {**told, "structure": _counted_in(asked, one)} if one.structure else told


def _counted_in(asked: Question, one: Wanted) -> str:
    """Return the place that is run in which a count was made."""
    run = asked.places
    name = run.now if one.structure == AS_DRAWN else run.alike.get(one.structure, one.structure)
    if name not in run.run or name in MAPS:
        raise StudyError(f"pattern {one.id} was counted in '{one.structure}', which this chart does not run")
    return name


def point_word(at: float) -> str | float:
    """Return the name of a point of what is assumed; of one without a name, its number."""
    return next((name for name, known in POINTS.items() if known == at), at)


def _head(asked: Question, part: str, run: Sequence[str], **levels: object) -> Iterator[str]:
    text = "Which place has the fewest failures, does it matter, and what would turn it?"
    yield from _table("question", {"id": f"where_{part}", "title": f"{QUESTION} {asked.source}", "text": text})
    chart = f"chart/{asked.chart.name}.csv"
    levels |= {name: [value] for name, value in (("ration", asked.ration), ("route", asked.route)) if value}
    usual = {"chart": chart, "firm": asked.base, "structure": list(run), "world": list(WORLDS)}
    yield from _table("levers", usual | levels)


def _outcomes(asked: Question, primary: Sequence[str], measures: Sequence[str]) -> Iterator[str]:
    told = {
        "primary": list(primary),
        "measures": list(measures),
        "lower_is_better": list(LESS_IS_BETTER),
    }
    yield from _table("outcomes", {**told, "against": asked.places.now, "listed_only": True})


def _table(name: str, fields: Mapping[str, object]) -> Iterator[str]:
    yield f"\n[{name}]"
    yield from (f"{field} = {_toml(value)}" for field, value in fields.items())


def _toml(value: object) -> str:
    """Return a value as TOML has it: that of JSON, for texts that can be seen."""
    if isinstance(value, str):
        value = "".join(one if one.isprintable() else " " for one in value)
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
