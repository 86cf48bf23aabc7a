"""Which points a study visits: the right number, inside the box, spread as the design promises, the same every time."""

import subprocess
import sys
from dataclasses import asdict

import numpy as np
import pytest

from reportsto.errors import StudyError
from reportsto.studies.design import design
from reportsto.studies.sampling import SAMPLERS, Levels, Range, Sampling, count_samples
from reportsto.studies.specification import read_study

AXES = (
    Range("a", -1.0, 3.0),
    Range("b", 0.01, 100.0, log=True),
    Levels("c", ("x", "y", "z")),
    Range("d", 1, 4, whole=True),
)
DRAWN = ("latin_hypercube", "sobol_sequence", "saltelli", "morris")


@pytest.mark.parametrize("kind", DRAWN)
def test_points_lie_in_the_box(kind):
    """
    Ends included, to the last bit; whole numbers are whole, levels are levels.
    """
    points = SAMPLERS[kind](AXES, Sampling(kind, 64, seed=5))

    a, b, c, d = zip(*points, strict=True)
    assert min(a) >= -1.0
    assert max(a) <= 3.0
    assert min(b) >= 0.01
    assert max(b) <= 100.0
    assert set(c) == {"x", "y", "z"}
    assert set(d) == {1, 2, 3, 4}
    assert all(isinstance(value, int) for value in d)


@pytest.mark.parametrize("kind", DRAWN)
def test_the_seed_of_a_design_decides_its_points(kind):
    """
    The same seed gives the same points, another gives others.
    """
    one, again, other = (SAMPLERS[kind](AXES, Sampling(kind, 16, seed=seed)) for seed in (5, 5, 6))

    assert one == again
    assert one != other


def test_a_latin_hypercube_visits_every_part_of_every_range_once():
    """
    Fifty points: one in each fiftieth of the range, whichever axis one looks at.
    """
    points = np.array(SAMPLERS["latin_hypercube"](AXES[:1] * 3, Sampling("latin_hypercube", 50, seed=1)))

    for column in points.T:
        assert sorted(np.floor((column + 1.0) / 4.0 * 50).astype(int)) == list(range(50))


def test_a_sobol_sequence_fills_the_box_evenly():
    """
    256 points: sixteen in each sixteenth of the plane of two axes.
    """
    points = np.array(SAMPLERS["sobol_sequence"](AXES[:1] * 2, Sampling("sobol_sequence", 256, seed=1)))
    cells = np.floor((points + 1.0) / 4.0 * 4).astype(int)

    assert np.unique(cells @ [4, 1], return_counts=True)[1].tolist() == [16] * 16


def test_saltelli_changes_one_axis_at_a_time_between_two_samples():
    """
    Blocks of axes + 2 points: A, then A with one column of B each, then B.
    """
    axes = AXES[:1] * 3
    points = np.array(SAMPLERS["saltelli"](axes, Sampling("saltelli", 8, seed=1))).reshape(8, 5, 3)

    for block in points:
        a, b = block[0], block[-1]
        for axis in range(3):
            expected = a.copy()
            expected[axis] = b[axis]
            assert block[1 + axis].tolist() == expected.tolist()


def test_morris_walks_along_one_axis_at_a_time():
    """
    A trajectory of axes + 1 points changes every axis once.
    """
    walks = np.array(SAMPLERS["morris"](AXES[:1] * 4, Sampling("morris", 6, seed=1))).reshape(6, 5, 4)

    for walk in walks:
        changed = (np.diff(walk, axis=0) != 0.0).astype(int)
        assert changed.sum(axis=1).tolist() == [1] * 4
        assert changed.sum(axis=0).tolist() == [1] * 4


def test_one_at_a_time_leaves_the_others_as_they_are():
    """
    The model as it is, then each level and both ends of each range.
    """
    points = SAMPLERS["one_at_a_time"]((AXES[0], AXES[2]), Sampling("one_at_a_time"))

    assert points == [(None, None), (-1.0, None), (3.0, None), (None, "x"), (None, "y"), (None, "z")]


def test_a_range_in_its_logarithm():
    """
    Half-way from .01 to 100 in the logarithm is 1.
    """
    assert Range("b", 0.01, 100.0, log=True).at(0.5) == pytest.approx(1.0)
    assert Range("b", 0.01, 100.0, log=True).at(1.0) == 100.0


def test_every_part_of_a_list_and_of_whole_numbers_is_as_likely():
    """
    A third of the shares each, and the end of the share belongs to the last.
    """
    values = [Levels("c", ("x", "y", "z")).at(u) for u in np.linspace(0.0, 1.0, 3001)]
    whole = [Range("d", 1, 4, whole=True).at(u) for u in np.linspace(0.0, 1.0, 4001)]

    assert [values.count(word) for word in "xyz"] == [1000, 1000, 1001]
    assert [whole.count(number) for number in (1, 2, 3, 4)] == [1000, 1000, 1000, 1001]


def test_a_missing_library_is_one_line_that_says_how_to_get_it():
    """
    Without SALib, Saltelli's design names the extra.
    """
    text = """
import sys
sys.modules["SALib.sample.sobol"] = None
from reportsto.studies.sampling import SAMPLERS, Sampling, Range
try:
    SAMPLERS["saltelli"]([Range("a", 0, 1)], Sampling("saltelli", 4))
except Exception as error:
    print(type(error).__name__, error)
"""
    told = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True).stdout

    assert told == "StudyError this study needs SALib: pip install 'reportsto[sensitivity]'\n"


# ── In a study file ──────────────────────────────────────────────────────────────────────────────

BOX = "[uncertainties]\nattention.hours = { low = 3, high = 8 }\nvoice.attitude = [0.5, 1, 2]\n[design]\n"


def boxed(write_study, rest):
    return write_study("[uncertainties]\n", BOX + rest + "\n", "attention.hours = 6\n", "")


@pytest.mark.parametrize(
    ("rest", "points"),
    [
        ('kind = "latin_hypercube"\npoints = 10', 10),
        ('kind = "sobol_sequence"\npoints = 16', 16),
        ('kind = "saltelli"\npoints = 8', 32),
        ('kind = "morris"\npoints = 5', 15),
        ('kind = "one_at_a_time"', 6),
    ],
)
def test_a_study_visits_every_point_of_its_design(write_study, rest, points):
    """
    In every cell: 2 structures x 2 worlds and one variant in 2 worlds, 3 replicates; the count is known beforehand.
    """
    study = read_study(boxed(write_study, rest))
    plan = design(study)

    assert len(plan.visited) == count_samples(study.uncertainties, study.sampling) == points
    assert len(plan) == points * 6 * 3
    assert plan.points[1].sample == 1
    assert plan.points[0].scenario.parameters.attention.hours == dict(plan.points[0].uncertain)["attention.hours"]


def test_what_is_left_as_it_is_shows_its_value(write_study):
    """
    The base of one factor at a time has the model's own numbers in its columns.
    """
    plan = design(read_study(boxed(write_study, 'kind = "one_at_a_time"')))

    usual = plan.points[0].scenario.parameters
    assert dict(plan.points[0].uncertain) == {
        "attention.hours": usual.attention.hours, "voice.attitude": usual.voice.attitude,
    }  # fmt: skip
    assert dict(plan.points[2].uncertain)["attention.hours"] == 8


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        ('kind = "latin_hypercube"', "has no 'points'; expected a whole number"),
        ('kind = "sobol_sequence"\npoints = 10', "is 10; expected a power of two"),
        ('kind = "saltellli"\npoints = 8', "did you mean 'saltelli'"),
        ('kind = "morris"\npoints = 8\nlevels = 5', "is 5; expected an even number"),
        ('kind = "factorial"', "attention.hours.*is a range; expected a list of levels, or another kind"),
        ('kind = "one_at_a_time"\npoints = 8', "points is for other designs than 'one_at_a_time'"),
    ],
)
def test_a_design_that_cannot_be_is_one_line(write_study, rest, told):
    with pytest.raises(StudyError, match=told) as error:
        read_study(boxed(write_study, rest))

    assert "\n" not in str(error.value)


def drawn(write_study, written):
    """Return the study whose uncertainties are these."""
    text = f'[uncertainties]\n{written}\n[design]\nkind = "latin_hypercube"\npoints = 4\n'
    return read_study(write_study("[uncertainties]\n", text, "attention.hours = 6\n", ""))


@pytest.mark.parametrize(
    ("name", "word", "literal"),
    [
        ("attitudes.boss", "prior", 'low = 1, high = 10, scale = "log"'),
        ("climb.root_acts", "prior", "low = 0.3, high = 1"),
        ("times.refund_first_days", "prior", 'low = 1, high = 3, scale = "whole"'),
        ("causes.rate.late", "prior", 'low = 0.03, high = 0.12, scale = "log"'),
        ("climb.recolouring.marketing", "prior", "low = 0, high = 0.7"),
        ("turnover.yearly", "prior", 'low = 0.12, high = 1, scale = "log"'),
        ("climb.defensive_loss", "half_prior", "low = 0.25, high = 0.75"),
        ("attention.load_exponent", "half_prior", f'low = {0.5**0.5}, high = {2**0.5}, scale = "log"'),
    ],
)
def test_a_range_may_be_taken_from_the_prior(write_study, name, word, literal):
    """
    Low, high and scale are those of the code, as if they stood in the file; half a prior lies between its default and
    either end, on its scale.
    """
    (taken,) = drawn(write_study, f'{name} = "{word}"').uncertainties
    (written,) = drawn(write_study, f"{name} = {{ {literal} }}").uncertainties

    assert (taken.low, taken.high) == pytest.approx((written.low, written.high))
    assert (taken.name, taken.log, taken.whole) == (written.name, written.log, written.whole)


def test_a_range_from_the_prior_makes_the_same_runs(write_study):
    """
    The keys of its runs are those of the range in figures, and provenance gets the figures.
    """
    taken, written = (
        design(drawn(write_study, f"attitudes.boss = {value}"))
        for value in ('"prior"', '{ low = 1, high = 10, scale = "log" }')
    )

    assert taken.keys == written.keys
    assert asdict(taken.study.uncertainties[0]) == {
        "name": "attitudes.boss", "low": 1.0, "high": 10.0, "log": True, "whole": False, "prior": True,
    }  # fmt: skip


def test_a_prior_gives_way_to_a_world_that_sets_the_number(write_study):
    """
    In neutral own-line faults count nothing, whatever their prior says; elsewhere they count as drawn, and the worlds
    stay different. A range in figures is what the user says, and holds in each world.
    """
    c = "incentives.own_line_strength"
    changes = ("[uncertainties]\n", f'[uncertainties]\n{c} = "prior"\n[design]\nkind = "latin_hypercube"\npoints = 4\n')
    study = read_study(write_study('"contract"]', '"neutral"]', *changes))
    points = design(study).points

    told = {world: {dict(one.uncertain)[c] for one in points if one.world == world} for world in ("once", "neutral")}
    run = {world: {one.scenario.parameters.get(c) for one in points if one.world == world} for world in told}
    assert told == run
    assert run["neutral"] == {0.0}
    assert len(run["once"]) == 4
    with pytest.raises(StudyError, match="which are the same where the study sets"):
        read_study(
            write_study(
                '"contract"]', '"neutral"]', *changes[:1], changes[1].replace('"prior"', "{ low = 0, high = 1 }")
            )
        )


def test_a_prior_that_every_world_sets_is_refused(write_study):
    told = "voice.own_line is set by each world of .levers.; expected a list of levels"
    with pytest.raises(StudyError, match=told):
        drawn(write_study, 'voice.own_line = "prior"')


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("attention.hours = { low = 8, high = 3 }", "expected less than high"),
        ('attention.hours = { low = 0, high = 3, scale = "log" }', "above 0"),
        ('attention.hours = { low = 1, high = 3, scale = "cubic" }', "expected linear, log or whole"),
        ("attention.hours = { low = 1 }", "attention.hours.high.*expected a number"),
        ("attention.hours = { low = 1, hihg = 3 }", "is no part of a range"),
        ("attention.hours = { low = -5, high = 3 }", "cannot be set"),
        ("attention.hours = 5", "expected a list"),
        ('attention.hours = "priors"', 'expected a list .* low, high }, "prior" or "half_prior"'),
        (
            'attention.hour = "prior"',
            "uncertainties.attention.hour cannot be varied: .* did you mean 'attention.hours'",
        ),
        ('people = "prior"', "uncertainties.people cannot be varied: a lever has no prior; expected a list of levels$"),
        ("every = 3", "every is 3; expected prior, half_prior$"),
        ('every = ""', "every is ''; expected prior, half_prior$"),
        ('assume = "half_prior"', "uncertainties.assume cannot be varied: a lever has no prior"),
        ('times.spread = "prior"', "times.spread has no prior: it is fixed"),
        ('causes.rate = "prior"', "another range for each of its words"),
        ('turnover.yearly = "half_prior"', "another range for each of its words"),
        ("", "is empty; expected something for the design 'latin_hypercube' to vary"),
    ],
)
def test_a_range_that_cannot_be_is_one_line(write_study, written, told):
    with pytest.raises(StudyError, match=told) as error:
        drawn(write_study, written)

    assert "\n" not in str(error.value)


def test_two_firms_whose_numbers_are_all_drawn_are_refused(write_study):
    """
    Shop and service firm differ in eleven rates; a study that draws every number from its prior would run both alike.
    """
    both = ('firm = "six_people"', 'firm = ["product_shop", "service_firm"]')
    drawn = ("[uncertainties]\n", '[uncertainties]\nevery = "prior"\n[design]\nkind = "sobol_sequence"\npoints = 8\n')

    with pytest.raises(StudyError, match="names 'product_shop' and 'service_firm', which differ only in numbers that"):
        read_study(write_study(*both, *drawn))
    assert read_study(write_study(*both)).levers.firms == ("product_shop", "service_firm")
