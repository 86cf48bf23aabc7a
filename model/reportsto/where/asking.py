"""The two studies of an organisation: every place at the middle of what is assumed, and at draws of all of it.

They are study files like any other, so `reportsto study run` makes the same digits again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from reportsto.api import AS_DRAWN
from reportsto.chart_files.csv import chart_to_csv
from reportsto.charts.chart import Chart
from reportsto.errors import StudyError
from reportsto.patterns.soundness import SOUND
from reportsto.patterns.targets import Wanted
from reportsto.readings.words import MAPS
from reportsto.results.storage import make_folder, write_bytes
from reportsto.studies.own_firm import OwnFirm
from reportsto.where.places import Places, places
from reportsto.worlds import WORLDS

PRIMARY = ("failures_per_1000", "customers_end")
MEASURES = ("hours_paid", "attitude_handlers_mean", "effective_advocacy", "ceo_utilisation", *SOUND)
PUBLISHED = ("P1", "P2", "P8", "P11", "P12")
"""Published figures that points are held against."""
MIDDLE, PRIORS = "middle", "priors"
PAGE = "where.md"
QUESTION = "Where should customer service sit?"


@dataclass(frozen=True, slots=True)
class Question:
    """An organisation, and how much is run to answer where customer service should sit in it.

    Attributes:
        chart: who reports to whom.
        source: the file it was read from, as a person names it.
        firm: the firm whose numbers it gets: of the catalogue by name, or of a file.
        replicates: paired replicates at the middle of what is assumed.
        points: draws of all that is assumed, of two replicates each; 0 for none.
        days: simulated working days; the first 250, at most a third, are dropped.
        seed: of all draws.
    """

    chart: Chart
    source: str
    firm: str | OwnFirm
    replicates: int
    points: int
    days: int
    seed: int

    @property
    def base(self) -> str:
        """Return the firm of the catalogue that has every number nobody knows."""
        return self.firm if isinstance(self.firm, str) else self.firm.base

    @property
    def settings(self) -> dict[str, object]:
        """Return the parameters that the firm's own file sets on this chart."""
        return {} if isinstance(self.firm, str) else self.firm.settings(self.chart)

    @property
    def places(self) -> Places:
        """Return the places that the chart allows."""
        return places(self.chart)


def check_folder(asked: Question, folder: Path) -> None:
    """Refuse a folder with files of these names that are of another question, or that somebody else wrote."""
    ours = {f"{part}.toml": text for part, text in texts(asked).items()}
    ours[_chart_in(folder, asked).relative_to(folder).as_posix()] = chart_to_csv(asked.chart)
    for name, text in ours.items():
        there = _text_in(folder / name)
        if there is not None and _but_replicates(there) != _but_replicates(text):
            raise StudyError(f"{folder}: {name} there is of another question; name another folder with --out")
    page = _text_in(folder / PAGE)
    if page is not None and not page.startswith(f"# {QUESTION}"):
        raise StudyError(f"{folder}: {PAGE} there is no page of reportsto where; name another folder with --out")


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
    """Return the text of each study file: the middle, and the priors where points are wanted."""
    parts = {MIDDLE: _middle(asked)}
    if asked.points:
        parts[PRIORS] = _priors(asked)
    return {name: "\n".join(lines) + "\n" for name, lines in parts.items()}


def _middle(asked: Question) -> Iterator[str]:
    yield "# Written by `reportsto where`: every place that the chart allows, at the middle of what is assumed."
    yield from _head(asked, MIDDLE, asked.places.run)
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


def _head(asked: Question, part: str, run: Sequence[str]) -> Iterator[str]:
    text = "Which place has the fewest failures, does it matter, and what would turn it?"
    yield from _table("question", {"id": f"where_{part}", "title": f"{QUESTION} {asked.source}", "text": text})
    chart = f"chart/{asked.chart.name}.csv"
    yield from _table("levers", {"chart": chart, "firm": asked.base, "structure": list(run), "world": list(WORLDS)})


def _outcomes(asked: Question, primary: Sequence[str], measures: Sequence[str]) -> Iterator[str]:
    told = {"primary": list(primary), "measures": list(measures), "lower_is_better": ["failures_per_1000"]}
    yield from _table("outcomes", {**told, "against": asked.places.now, "listed_only": True})


def _table(name: str, fields: Mapping[str, object]) -> Iterator[str]:
    yield f"\n[{name}]"
    yield from (f"{field} = {_toml(value)}" for field, value in fields.items())


def _toml(value: object) -> str:
    """Return a value as TOML has it: that of JSON, for texts that can be seen."""
    if isinstance(value, str):
        value = "".join(one if one.isprintable() else " " for one in value)
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
