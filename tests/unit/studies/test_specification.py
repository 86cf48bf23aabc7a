"""A study file that cannot be run is one line that says where and what was expected."""

import re
from pathlib import Path

import pytest

from reportsto.errors import StudyError
from reportsto.studies.specification import LARGEST, read_study

EXPERIMENTS = Path(__file__).parents[3] / "experiments"

MISTAKES = [
    # replaced, by, line, what the message says
    ('id = "small"', 'id = "../small"', 2, "small letters"),
    ('title = "A small study"\n', "", 1, "question has no 'title'"),
    ("[question]", "[queston]", 1, "did you mean 'question'?"),
    ("[uncertainties]", "[uncertainty]", 11, "is not a section: did you mean 'uncertainties'?"),
    ('structure = ["inside_operations", "separate"]', 'structure = ["seperate"]', 7, "did you mean 'separate'?"),
    (
        'structure = ["inside_operations", "separate"]',
        "structure = []",
        7,
        "levers.structure is []; expected inside_operations",
    ),
    ('structure = ["inside_operations", "separate"]', 'structure = ["as_drawn"]', 7, "expected inside_operations"),
    ('structure = ["inside_operations", "separate"]', 'structure = ["separate", "separate"]', 7, "twice"),
    ('firm = "six_people"', "firm = 6", 8, "levers.firm is 6"),
    ('firm = "six_people"', 'firms = "six_people"', 8, "did you mean 'firm'?"),
    ('world = ["once", "contract"]', 'world = ["onse"]', 9, "did you mean 'once'?"),
    ('world = ["once", "contract"]', 'world = ["once"]\nchart = "none.csv"', 10, "levers.chart cannot be used"),
    ("seed = 7", "seed = -7", 14, "from 0 to 4,294,967,295"),
    ("seed = 7", "seed = true", 14, "constants.seed is True"),
    ("days = 30", "days = 30.0", 15, "whole number"),
    ("days = 30", "day = 30", 15, "unknown parameter 'day'"),
    ("replicates = 3", "replicates = 0", 16, "from 1 to"),
    ("replicates = 3\n", "", 13, "constants has no 'replicates'"),
    ("attention.hours = 6", "attention.hours = nan", 17, "constants.attention.hours"),
    ("attention.hours = 6", "attention.hours = -1", 17, "from 0 to inf"),
    ("attention.hours = 6", 'attention.hours = "6"', 17, "expected a number"),
    ("attention.hours = 6", "attention.hour = 6", 17, "did you mean 'attention.hours'?"),
    ("attention.hours = 6", 'attention.hours = 6\n"attention.hours" = 7', 17, "twice"),
    ("[uncertainties]", "[uncertainties]\nattention.bundle = 5", 12, "expected a list"),
    ("[uncertainties]", "[uncertainties]\nattention.bundle = []", 12, "expected a list"),
    ("[uncertainties]", "[uncertainties]\nattention.bundle = [5, nan]", 12, "attention.bundle"),
    ("[uncertainties]", "[uncertainties]\nattention.bundle = [5, 5]", 12, "each value once"),
    ("[uncertainties]", "[uncertainties]\nattention.hours = [5, 6]", 12, "one place"),
    ('primary = ["failures_per_1000"]', 'primary = ["failures_per_100"]', 20, "did you mean 'failures_per_1000'?"),
    ('against = "separate"', 'against = "customer_map"', 23, "expected inside_operations, separate"),
    ('measure = "advocacy"', 'measure = "advocasy"', 28, "predictions[1].measure is 'advocasy': did you mean"),
    ('a = "separate"', 'a = "inside_operations"', 30, "expected two structures, or two variants"),
    ('direction = "a_above"', 'direction = "above"', 31, "expected a_above, a_below"),
    ("smallest_effect = 0.02", "smallest_effect = inf", 32, "expected a number"),
    ("smallest_effect = 0.02", "smalest_effect = 0.02", 32, "did you mean 'smallest_effect'?"),
    ('kind = "test"', 'kind = "guess"', 33, "expected check, test"),
    ('kind = "test"', 'kind = "test"\nminus = { a = "separate" }', 34, "the same comparison"),
    ('variant_b = "no_lateral"', 'variant_b = "no_latteral"', 41, "did you mean 'no_lateral'?"),
    ('a = "inside_operations"\nb = "inside_operations"', 'a = "separate"\nb = "separate"', 36, "leaves out"),
    ("settings.improvement.lateral = 0", "settings.improvement.latteral = 0", 49, "improvement.lateral"),
    ("settings.improvement.lateral = 0\n", "", 46, "variants[1].settings is empty"),
    ("settings.improvement.lateral = 0", "settings.attention.hours = 5", 49, "one place"),
    ('structure = "inside_operations"', 'structure = "customer_map"', 50, "expected inside_operations, separate"),
    ("variants = []", 'variants = ["none"]', 54, "expected no_lateral"),
    ("[[predictions]]", "[predictions]", 35, "not valid TOML"),
    ('title = "A small study"', 'title = "A small study', 3, "not valid TOML"),
    ("seed = 7", "seed = 7\nseed = 8", 15, "not valid TOML"),
    ("seed = 7", "seed = 7\nseed = 8", 15, "at 'seed'"),
    ('against = "separate"', 'against = "separate"\norder = ["separate"]', 24, "names 'separate' alone; expected two"),
    ("smallest_effect = 0.02", "relative = true", 32, "is about a smallest_effect, which is not there"),
    (
        "[quick]",
        '[[maps]]\nid = "m"\nx = "a"\ny = "b"\n[quick]',
        52,
        "maps[1] needs two lists of levels in [uncertainties]; there are 0",
    ),
    ("[uncertainties]", '[uncertainties]\nwithout = ["lateral"]', 12, "is for the design 'shapley'"),
    ("replicates = 2", "replicates = 4", 55, "from 1 to 3"),
    ("replicates = 2", "replicates = 2\npoints = 4", 56, "is for designs that draw points"),
    ("seed = 7", "seed = " + "9" * 5000, None, "not valid TOML"),
    ("seed = 7", "x = " + "[" * 100_000, None, ""),
    ("seed = 7", "a" + ".b" * 5000 + " = 1", 14, "20 dotted parts"),
    ("seed = 7", "seed = 7\0", 14, "a NUL byte"),
]


@pytest.mark.parametrize(("old", "new", "line", "says"), MISTAKES, ids=[new[:40] or old for old, new, *_ in MISTAKES])
def test_a_mistake_is_one_line_that_names_the_place(write_study, old, new, line, says):
    """
    Every mistake in a study file is one short line with the file, the line of the field, and what was expected.
    """
    path = write_study(old, new)

    with pytest.raises(StudyError) as error:
        read_study(path)

    message = str(error.value)
    assert message.startswith(f"{path}:{line}: " if line else f"{path}")
    assert says in message
    assert "\n" not in message
    assert len(message) < 600


def test_all_that_one_would_mend_at_once_is_named_at_once(write_study):
    """
    Seven mistakes in five sections are seven lines, in the order of reading.
    """
    path = write_study(
        'title = "A small study"\n', "", "attention.hours = 6", "attention.hour = 6", "seed = 7", "seed = -7",
        'kind = "test"', 'kind = "guess"', 'measure = "advocacy"\na = "separate"', 'measure = "advocasy"\na = "x"',
        "replicates = 2", "replicate = 2",
    )  # fmt: skip

    with pytest.raises(StudyError) as error:
        read_study(path)

    told = [line.removeprefix(f"{path}:") for line in str(error.value).splitlines()]
    assert [line.split(";")[0].split(":")[1] for line in told] == [
        " question has no 'title'",
        " constants.seed is -7",
        " quick.replicate is not a field",
        " predictions[1].measure is 'advocasy'",
        " predictions[1].a is 'x'",
        " predictions[1].kind is 'guess'",
        " constants.attention.hour cannot be set",
    ]


@pytest.mark.parametrize("number", ["9" * 400, "0x" + "f" * 4_000], ids=["400 nines", "4,000 hexadecimal digits"])
@pytest.mark.parametrize("field", ["attention.hours = 6", "smallest_effect = 0.02", "seed = 7", "days = 30"])
def test_a_number_larger_than_a_float_is_one_line(write_study, field, number):
    """
    Whatever field it stands in; the number itself is not printed.
    """
    name = field.split(" = ")[0]

    with pytest.raises(StudyError, match=rf":\d+: \S*{name} is a number of about [\d,]+ digits; expected") as error:
        read_study(write_study(field, f"{name} = {number}"))

    assert "\n" not in str(error.value)


@pytest.mark.parametrize("number", ["1e400", "-1E+400", "[5, 1e400]", "{ low = 1, high = 1e999 }"])
@pytest.mark.parametrize("field", ["attention.hours = 6", "smallest_effect = 0.02"])
def test_a_number_too_large_for_a_float_is_no_infinity(write_study, field, number):
    """
    `1e400` is refused with its line and field; `inf`, which says so, is a manager's hours without an end.
    """
    name = field.split(" = ")[0]

    with pytest.raises(
        StudyError, match=rf":\d+: \S*{name}\S* is -?1[eE]\S+; expected a number of at most 1e308"
    ) as error:
        read_study(write_study(field, f"{name} = {number}"))

    assert str(error.value).count("1e308") == 1
    assert len(str(error.value).splitlines()) == (2 if "{" in number else 1), "a table there is a fault of its own"
    assert read_study(write_study("attention.hours = 6", "attention.hours = inf")).settings[0][1] == float("inf")


@pytest.mark.parametrize(
    ("field", "slip", "told"),
    [
        ("attention.hours = 6", "attention.hours = 1e400", "is 1e400; expected a number of at most 1e308"),
        ("attention.hours = 6", f"attention.hours = {'9' * 30}", "expected a whole number of at most 18 digits"),
        ('id = "small"', 'id = "small"\nid = "small"', "not valid TOML: Cannot overwrite a value"),
    ],
    ids=["1e400", "30 digits", "a second id"],
)
def test_what_toml_refuses_hides_no_other_fault(write_study, field, slip, told):
    """
    A number out of range, or a name that stands twice: named once, beside a slip further down.
    """
    path = write_study(field, slip, "days = 30", "days = 0")

    with pytest.raises(StudyError) as error:
        read_study(path)

    first, second = str(error.value).splitlines()
    assert told in first
    assert "constants.days is 0" in second


def test_less_of_failures_is_better_also_where_a_study_does_not_say_so(write_study):
    """
    What was assumed is told, and of a measure that the study names it is not.
    """
    silent = read_study(write_study('lower_is_better = "failures_per_1000"\n', "", name="s.toml")).outcomes
    told = read_study(write_study()).outcomes

    assert silent.less_is_better("failures_per_1000")
    assert not silent.less_is_better("effective_advocacy")
    assert "failures_per_1000" in silent.assumed()
    assert "failures_per_1000" not in told.assumed()


def test_a_study_of_more_than_a_month_of_a_processor_is_refused(write_study):
    """
    Six cells of a million replicates of a hundred thousand days: a month and more, said in one line.
    """
    with pytest.raises(
        StudyError, match=r"6,000,000 runs of 100,000 days take about 36 days of one processor; expected"
    ):
        read_study(write_study("days = 30", "days = 100000", "replicates = 3", "replicates = 1000000"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "has no 'id'"),
        (b"\xff\xfe[question]", ":1: byte 0xff is not UTF-8"),
        (b"# " + b"x" * LARGEST, "larger than 1 MB"),
    ],
    ids=["empty", "wrong encoding", "too large"],
)
def test_a_file_that_is_no_study_is_refused(tmp_path, content, says):
    """
    An empty file, bytes that are no text and a file of a megabyte are refused, not read to the end.
    """
    path = tmp_path / "study.toml"
    path.write_bytes(content)

    with pytest.raises(StudyError, match=says):
        read_study(path)


@pytest.mark.parametrize("name", ["missing.toml", ".", "a\0b"])
def test_a_path_that_is_no_file_is_refused(tmp_path, name):
    """
    A missing file, a folder and an impossible name are told apart from a bad study.
    """
    with pytest.raises(StudyError, match="expected a TOML study file"):
        read_study(tmp_path / name if "\0" not in name else Path(name))


def test_a_slip_of_the_pen_in_the_number_of_runs_is_caught(write_study):
    """
    Four cells and one of a variant, two million replicates each: the count is said, and nothing is run.
    """
    with pytest.raises(StudyError, match="12,000,000 runs; expected at most 10,000,000"):
        read_study(write_study("replicates = 3", "replicates = 2_000_000"))


def test_parameters_may_be_written_with_dots_or_in_quotes(write_study):
    """
    attention.hours = 6 and "attention.hours" = 6 mean the same.
    """
    dotted = read_study(write_study())
    quoted = read_study(write_study("attention.hours = 6", '"attention.hours" = 6'))

    assert dotted.settings == quoted.settings == (("attention.hours", 6),)


def test_a_scalar_is_a_list_of_one(write_study):
    """
    firm = "six_people" is one firm, and a measure that is better low may stand alone.
    """
    study = read_study(write_study())

    assert study.levers.firms == ("six_people",)
    assert study.outcomes.lower_is_better == ("failures_per_1000",)


def test_a_byte_order_mark_is_no_mistake(write_study):
    """
    Some editors begin a file with one.
    """
    path = write_study()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert read_study(path).id == "small"


@pytest.mark.parametrize("path", sorted(EXPERIMENTS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_experiment_can_be_read_and_says_what_it_expects(path):
    """
    Each study here is sound, is named like its file, and was written with predictions.
    """
    study = read_study(path)

    assert study.id == path.stem
    assert study.predictions or (study.identify and study.identify.expects)


def test_every_prediction_of_the_first_study_has_a_smallest_effect():
    """
    The least difference that matters was written down before the first run, for each prediction.
    """
    study = read_study(EXPERIMENTS / "e0_placement.toml")

    assert all(prediction.smallest_effect for prediction in study.predictions)
    assert {prediction.claim for prediction in study.predictions} == {
        *(f"F{number}" for number in range(1, 8)),
        *(f"H{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 10)),
    }


FAMILY = """[family]
contrasts = [["inside_operations", "separate"]]
measures = ["advocacy", "failures_per_1000"]

[[predictions]]
claim = "H2\""""


def test_a_family_names_pairs_measures_and_firms(write_study):
    """
    All firms where none is named.
    """
    study = read_study(write_study('[[predictions]]\nclaim = "H2"', FAMILY))

    assert study.family.contrasts == (("inside_operations", "separate"),)
    assert study.family.measures == ("advocacy", "failures_per_1000")
    assert study.family.firms == ("six_people",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('["inside_operations", "separate"]]', '["separate", "separate"]]', "expected pairs of two of"),
        (
            '["inside_operations", "separate"]]',
            '["inside_operations", "separate"], ["separate", "inside_operations"]]',
            "'inside_operations'. a second time, in reverse; expected each pair once",
        ),
        ('[["inside_operations", "separate"]]', '"separate"', "expected pairs of two structures"),
        ('["inside_operations", "separate"]]', '["inside_operation", "separate"]]', "expected pairs of two of"),
        ("measures = ", "measure = ", "did you mean 'measures'"),
        ("measures = ", 'assume = "essays"\nmeasures = ', "lists no level of it"),
    ],
)
def test_a_family_that_makes_no_sense_is_one_line(write_study, old, new, message):
    """
    File, line and field.
    """
    with pytest.raises(StudyError, match=message) as caught:
        read_study(write_study('[[predictions]]\nclaim = "H2"', FAMILY.replace(old, new)))

    assert re.search(r":\d+: family", str(caught.value))


BOX = "[uncertainties]\nattention.item_hours = [0.25, 0.5, 1]\nattention.bundle = [1, 10]"
ASKED = 'kind = "test"\n\n[[predictions]]\nclaim = "H6"'


def where(text):
    return ASKED.replace("\n\n", f"\nwhere = {text}\n\n", 1)


def test_a_prediction_may_be_about_a_part_of_the_box(write_study):
    """
    A value, or an interval with one end or two; in words as a reader would write it.
    """
    file = write_study("[uncertainties]", BOX, ASKED, where("{ attention.item_hours.low = 0.5, attention.bundle = 1 }"))
    first, second = read_study(file).predictions

    assert " and ".join(map(str, first.where)) == "attention.item_hours >= 0.5 and attention.bundle = 1"
    assert second.where == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{ attention.hours = 6 }", "is not varied"),
        ("{ attention.bundel = 1 }", r"is not varied: did you mean 'attention\.bundle'\?"),
        ("{ attention.bundle.mid = 1 }", "is no part of an interval; expected low or high"),
        ("{ attention.bundle = true }", "expected a number"),
        ("{ attention.item_hours = { low = 1, high = 0.5 } }", "expected no more than high"),
    ],
)
def test_a_part_of_the_box_that_is_none_is_one_line(write_study, text, message):
    """
    A parameter that is fixed, a value that is no number, an interval the wrong way round.
    """
    with pytest.raises(StudyError, match=message):
        read_study(write_study("[uncertainties]", BOX, ASKED, where(text)))


def test_smallest_effects_have_defaults_where_the_project_set_one(write_study):
    """
    Attitude, V, failures, customers and hours paid; an advocacy index has none, and for costs the price is named.
    """
    usual = 'measure = "advocacy"\na = "separate"', "smallest_effect = 0.02\nkind"
    for measure in ("attitude_handlers_mean", "effective_advocacy", "failures_per_1000", "customers_end", "hours_paid"):
        changes = usual[0], usual[0].replace("advocacy", measure, 1), usual[1], "kind"
        assert read_study(write_study(*changes)).predictions[0].smallest_effect is None
    with pytest.raises(StudyError, match="break-even price"):
        read_study(write_study(usual[0], usual[0].replace("advocacy", "cost_per_1000"), usual[1], "kind"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (("attention.hours = 6", "incentives.own_line_strength = 0"), "'neutral' and 'once', which are"),
        (("[uncertainties]", "[uncertainties]\nincentives.own_line_strength = [0, 1]"), "'neutral' and 'once'"),
    ],
)
def test_two_worlds_that_are_the_same_where_the_study_sets_their_parameter_are_refused(write_study, changes, message):
    """
    A world sets nothing that the study sets itself: runs of both would be the same and count twice.
    """
    worlds = 'world = ["once", "contract"]', 'world = ["neutral", "once"]'
    with pytest.raises(StudyError, match=f":9: levers.world names {message}"):
        read_study(write_study(*worlds, *changes))

    assert read_study(write_study(*worlds)).levers.worlds == ("neutral", "once")


def test_two_maps_of_one_id_would_draw_over_each_other(write_study):
    """
    Like variants, each needs an id of its own.
    """
    levels = "[uncertainties]\nattention.bundle = [1, 10]\nattention.item_hours = [1, 2]\n"
    one = '[[maps]]\nid = "m"\nx = "attention.bundle"\ny = "attention.item_hours"\n'
    with pytest.raises(StudyError, match=r"maps\[2\]\.id is 'm' a second time"):
        read_study(write_study("[uncertainties]\n", levels, "[quick]", f"{one}{one}[quick]"))


def test_a_second_id_is_named_whether_or_not_its_table_has_its_form(write_study):
    """
    A variant without a title hides neither its own second id nor that of the variant after it.
    """
    lateral = "settings.improvement.lateral = 0.5\n"
    untitled = f'[[variants]]\nid = "no_lateral"\n{lateral}'
    good = f'[[variants]]\nid = "half"\ntitle = "half"\n{lateral}'
    with pytest.raises(StudyError) as refused:
        read_study(write_study(more=f"{untitled}{good}{good}"))

    told = [re.sub(r".*:\d+: ", "", line) for line in str(refused.value).splitlines()]
    assert told == [
        "variants[2] has no 'title'; expected a text in quotes",
        "variants[2].id is 'no_lateral' a second time; expected another id",
        "variants[4].id is 'half' a second time; expected another id",
    ]


def test_a_second_id_is_one_fault_and_named_once(write_study):
    """
    Also where every variant has its form, so that the study's cells could be made of them.
    """
    again = '[[variants]]\nid = "no_lateral"\ntitle = "again"\nsettings.improvement.lateral = 0.5\n'
    with pytest.raises(StudyError) as refused:
        read_study(write_study(more=again))

    assert len(str(refused.value).splitlines()) == 1
