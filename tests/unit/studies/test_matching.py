"""The sections [[patterns]] and [matching] of a study file, and a file of a firm's own counts."""

import pytest

from reportsto.errors import StudyError
from reportsto.studies.design import design, later_points
from reportsto.studies.specification import read_study
from reportsto.studies.waves import shares

BOX = """[uncertainties]
attention.hours = "prior"
voice.attitude = "prior"
[design]
kind = "latin_hypercube"
points = 12
"""
ASKED = """[[patterns]]
id = "P1"

[[patterns]]
id = "ours"
measure = "lost_per_1000"
value = 3
sd = 1
structure = "separate"
"""
DRAWN = 'kind = "latin_hypercube"\npoints = 12\n'
NO_VARIANT = ("settings.improvement.lateral", "settings.voice.own_line")


@pytest.fixture
def read(write_study):
    def reading(more=ASKED, *changes, patterns=None):
        path = write_study(
            "[uncertainties]\n",
            BOX,
            "attention.hours = 6\n",
            "",
            "[quick]\n",
            f"{more}\n[quick]\npoints = 8\n",
            *changes,
        )
        return read_study(path, patterns)

    return reading


def test_patterns_and_the_rule_are_part_of_a_study(read):
    study = read(f"{ASKED}[matching]\ncut = 2.5\npoints = 20\n")

    assert [(one.id, one.own, one.structure) for one in study.patterns] == [
        ("P1", False, ""),
        ("ours", True, "separate"),
    ]
    assert (study.matching.cut, study.matching.highest, study.matching.waves) == (2.5, 2, 2)
    assert (later_points(study), later_points(study, quick=True)) == (20, 8)


def test_without_patterns_nothing_is_matched(read):
    study = read("")

    assert (study.patterns, study.matching, later_points(study)) == ((), None, 0)


def test_a_study_that_keeps_few_measures_keeps_those_of_every_pattern_and_of_soundness(read):
    """So another pattern, or a firm's own count, can be asked of runs that are there."""
    study = read(ASKED, 'measures = ["advocacy", "effective_advocacy"]', "listed_only = true")

    assert {"voiced", "abandoned", "utilisation", "late_rate", "ship_days_q50", "lost_per_1000"} <= set(
        study.outcomes.kept
    )


def test_a_file_of_own_counts_takes_the_place_of_the_patterns(read, tmp_path):
    own = tmp_path / "mine.toml"
    own.write_text('[[patterns]]\nid = "mine"\nmeasure = "voiced"\nvalue = 0.2\nsd = 0.02\nstructure = "separate"\n')

    assert [one.id for one in read(ASKED, patterns=own).patterns] == ["mine"]
    assert [one.id for one in read("", patterns=own).patterns] == ["mine"]

    own.write_text('[[patterns]]\nid = "mine"\nmeasure = "voicd"\n\n[levers]\nfirm = "six_people"\n')
    with pytest.raises(StudyError) as error:
        read("", patterns=own)
    assert f"{own}:3: patterns[1].measure is 'voicd'; did you mean 'voiced'?" in str(error.value)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('[[patterns]]\nid = "Q1"\n', r"id is 'Q1', no published pattern"),
        ('[[patterns]]\nid = "P1"\nmeasur = "voiced"\n', "measur is not a field: did you mean 'measure'"),
        ('[[patterns]]\nid = "P1"\ndiscrepancy = 2\n', "discrepancy is not a field"),
        ('[[patterns]]\nid = "P1"\n[[patterns]]\nid = "P1"\n', "is 'P1' a second time"),
        ('[[patterns]]\nid = "P1"\nstructure = "customer_map"\n', "expected inside_operations, separate"),
        ('[[patterns]]\nid = "ours"\nmeasure = "lost_per_1000"\nvalue = 3\nstructure = "separate"\n', "sd is missing"),
        ('[[patterns]]\nid = "ours"\nmeasure = "lost_per_1000"\nvalue = "3"\n', "expected a number"),
        ('[[patterns]]\nid = "P5"\n', "no pattern of P5 decides"),
        ("[matching]\ncut = 3\n", "has no .*patterns.*; expected one or more"),
        (f"{ASKED}[matching]\ncut = 0\n", "cut is 0; expected a number above 0"),
        (f"{ASKED}[matching]\nwaves = 3\n", "waves is 3; expected 1 or 2"),
        (f"{ASKED}[matching]\nwaves = 1\npoints = 3\n", "points is of the second wave"),
        (f"{ASKED}[matching]\nhighest = 3\n", "highest is 3; expected at most 2, the patterns that decide"),
        ('[[patterns]]\nid = "P1"\n[matching]\nhighest = 2\n', "highest is 2; expected at most 1, as one pattern"),
        (f"{ASKED}[matchin]\ncut = 3\n", "matchin is not a section: did you mean 'matching'"),
    ],
)  # fmt: skip
def test_what_cannot_be_matched_is_refused_with_its_line(read, more, told):
    with pytest.raises(StudyError, match=told) as error:
        read(more)

    assert "study.toml:" in str(error.value)


def test_points_that_somebody_chose_cannot_stand_for_a_prior(read):
    with pytest.raises(StudyError, match="expect latin_hypercube, sobol_sequence"):
        read(ASKED, DRAWN, 'kind = "morris"\npoints = 12\n')


def test_every_prior_varies_but_what_the_study_or_a_named_setting_sets(read):
    """Words vary alone; a parameter with a line of its own keeps it; worlds, rules and routes keep theirs."""
    study = read(
        "",
        "[uncertainties]\n",
        '[uncertainties]\nevery = "prior"\n',
        "seed = 7\n",
        "seed = 7\nclimb.empathy = 0.5\n",
        *NO_VARIANT,
    )
    names = [axis.name for axis in study.uncertainties]

    assert names[:2] == ["attention.hours", "voice.attitude"]
    assert len(names) == len(set(names))
    assert {"causes.rate.late", "causes.rate.mix_up", "turnover.yearly.sales", "attitudes.boss"} <= set(names)
    assert not {"climb.empathy", "voice.own_line", "voice.report_bar", "chart.heads"} & set(names)


@pytest.mark.parametrize("kind", ["factorial", "points"])
def test_every_prior_needs_a_design_that_draws_and_says_so_once(read, tmp_path, kind):
    """One line, where each of some 160 parameters had its own, or the words were taken and meant nothing."""
    (tmp_path / "mine.csv").write_text("attention.hours\n4\n6\n")
    chosen = f'kind = "{kind}"\n' + ('file = "mine.csv"\n' if kind == "points" else "")
    with pytest.raises(StudyError) as refused:
        read("", "[uncertainties]\n", '[uncertainties]\nevery = "prior"\n', DRAWN, chosen, *NO_VARIANT)

    (line,) = str(refused.value).splitlines()
    assert f"uncertainties.every draws from ranges, which the design '{kind}' cannot" in line


def test_the_share_of_a_value_is_the_one_it_was_drawn_at(read):
    """So that a second wave knows where the first one lies: within rounding, on linear and on log scales."""
    study = read("", "[uncertainties]\n", '[uncertainties]\nevery = "prior"\n', *NO_VARIANT)
    for axis in study.uncertainties:
        for u in (0.0, 0.31, 1.0):
            assert axis.at(axis.share(axis.at(u))) == pytest.approx(axis.at(u))
    assert shares(design(study)).shape == (12, len(study.uncertainties))
