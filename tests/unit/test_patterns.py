"""Patterns: the model's own file, files of users, and runs held against both."""

import json
from math import inf, isnan, log, nan
from typing import get_args, get_type_hints

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.api import scenario, simulate
from reportsto.errors import SettingError
from reportsto.evidence import Grade
from reportsto.patterns import Pattern, PatternError, check, mixed, patterns, read_patterns
from reportsto.patterns.checking import held
from reportsto.patterns.derived import DERIVED, with_derived
from reportsto.patterns.pattern import COMPARED, READ, Part
from reportsto.records import COLUMNS
from reportsto.worlds import RATIONS

SHORT = ("patterns", "check", "--firm", "six_people", "--days", 60, "--replicates", 3)
SOUND = """[[pattern]]
id = "ours"
title = "complaints that are reported up"
use = "output"
measure = "voiced"
low = 0.0
high = 1.0
source = "our own"
read = "computed"
grade = "D"
discrepancy = 0.1
because = "assumed: one year"
"""
USES = {
    "output": "P1 P2 P8 P11 P12 L8",
    "not_comparable": "P3 P4 P13",
    "after_move": "P14 L1",
    "near_outcome": "L9 L3",
}
"""The table of uses of the design; every other pattern is half an input."""


def pattern(**fields) -> Pattern:
    usual = {"id": "ours", "title": "ours", "use": "output", "source": "ours", "read": "computed", "grade": "D"}
    return Pattern(**{**usual, "measure": "voiced", "low": 0.2, "high": 0.4, "discrepancy": 0.1, **fields})


def rows(**measures) -> pd.DataFrame:
    count = max(len(values) for values in measures.values())
    return pd.DataFrame(
        {"structure": "separate", "ration": "bundles", "seed": 0, "replicate": range(count), **measures}
    )


# ── The model's own file ─────────────────────────────────────────────────────────────────────────


def test_uses_are_those_of_the_design():
    """
    Six figures are judged, and all that are not in the table of uses are half inputs.
    """
    found = {one.id: one.use for one in patterns()}
    listed = {name: use for use, names in USES.items() for name in names.split()}

    assert {name: use for name, use in found.items() if use != "half_input"} == listed
    assert {"P5", "P6", "P7", "P9", "P10"} <= found.keys()


def test_words_for_how_far_a_source_was_read_are_those_of_parameters():
    """
    A pattern may say of its source what a parameter may say.
    """
    assert get_args(get_type_hints(Pattern)["read"]) == tuple(READ)
    assert get_args(get_type_hints(Pattern)["grade"]) == tuple(grade.name for grade in Grade)


def test_every_discrepancy_says_that_it_is_assumed():
    """
    Nobody measured how far a sound model may miss a figure.
    """
    assert [one.id for one in patterns() if one.use in COMPARED and not one.because.startswith("assumed: ")] == []


def test_no_pattern_rests_on_a_source_that_cannot_be_found():
    """
    The iceberg of ignorance is cited nowhere.
    """
    assert "iceberg" not in " ".join(f"{one.title} {one.source} {one.reason}".lower() for one in patterns())


def test_derived_measures_have_names_of_their_own_and_are_made_of_columns():
    """
    A derived measure never hides a column.
    """
    columns = {column.name for column in COLUMNS}

    assert not columns & DERIVED.keys()
    assert {need for one in DERIVED.values() for need in one.needs} <= columns


def test_derived_measures_by_hand():
    """
    A firm of 150 contacts on 2,000 orders, half of them failures, half of these made good.
    """
    found = with_derived(
        rows(
            contacts=[150.0], orders=[2000.0], voiced=[0.4], desk_passed=[0.5], made_good=[0.5],
            contacts_failures=[0.5], ceo_overhead_hours=[4.0], ceo_report_hours=[1.0], ceo_exception_hours=[1.0],
            ceo_dispute_hours=[0.5],
        )
    ).iloc[0]  # fmt: skip

    assert found["contacts_per_100_orders"] == pytest.approx(7.5)
    assert found["reached_manager"] == pytest.approx(0.2)
    assert found["dissatisfied_complainants"] == pytest.approx(0.475)
    assert found["dissatisfied_callers"] == pytest.approx(0.2375)
    assert found["ceo_hours_inside"] == pytest.approx(6.5)
    assert found["ceo_reactive_share"] == pytest.approx(0.2)


# ── Held against runs ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "value", "outside"),
    [
        ({}, 0.2, 0.0),
        ({}, 0.5, 0.1),
        ({}, 0.1, -0.1),
        ({"side": "upper"}, 0.1, 0.0),
        ({"side": "lower"}, 0.5, 0.0),
        ({"low": None}, -5.0, 0.0),
        ({"scale": "log"}, 0.8, log(2.0)),
        ({"scale": "log"}, 0.0, -inf),
        ({"scale": "logit", "high": 0.5}, 0.75, log(3.0)),
        ({"scale": "logit"}, 1.0, inf),
    ],
)
def test_distance_from_an_interval_by_hand(fields, value, outside):
    """
    Zero inside, ends included; else the distance on the scale to the end that is judged.
    """
    ours = pattern(**fields)

    assert ours.outside(value, ours.parts[0]) == pytest.approx(outside)


@given(st.sampled_from(("linear", "log", "logit")), st.floats(0.0, 1.0))
def test_a_value_is_outside_on_every_scale_or_on_none(scale, value):
    """
    The scale says how far, never whether.
    """
    ours = pattern(scale=scale)

    assert (ours.outside(value, ours.parts[0]) == 0.0) == (0.2 <= value <= 0.4)


def test_the_value_is_the_mean_of_replicates_that_have_one():
    """
    Of .5, .7 and no number the mean is .6, from two replicates; it lies .2 above .4, two discrepancies.
    """
    (found,) = check(rows(voiced=[0.5, 0.7, nan]), [pattern()])

    assert found.parts[0].value == pytest.approx(0.6)
    assert found.parts[0].replicates == 2
    assert found.parts[0].value_low < 0.5 < 0.7 < found.parts[0].value_high
    assert found.inside is False
    assert "above by 0.2 (2.0 discrepancy SD)" in found.verdict


@pytest.mark.parametrize("scale", ["linear", "log", "logit"])
@pytest.mark.parametrize("value", [1e-300, 48_000.0, 1e308])
def test_any_distance_from_an_interval_can_be_told(scale, value):
    """
    Customers are thousands away from an interval on their scale; e to that is no number.
    """
    ours = pattern(measure="customers_end", low=0.9, high=0.95, scale=scale)
    (found,) = check(rows(customers_end=[value]), [ours])

    assert found.inside is False
    assert found.verdict.startswith(("above by", "below by"))
    assert json.dumps(found.as_dict(), allow_nan=False)


def test_a_mean_inside_whose_interval_is_not_says_so():
    """
    .3 holds; with replicates of .1 and .5 more of them could change that.
    """
    assert check(rows(voiced=[0.299, 0.301]), [pattern()])[0].verdict == "inside"
    assert "crosses" in check(rows(voiced=[0.1, 0.5]), [pattern()])[0].verdict


def test_a_pattern_of_two_measures_holds_where_both_do():
    """
    A median inside does not excuse a quantile outside.
    """
    both = pattern(also=(Part("ship_days_q90", None, 6.0),))

    assert check(rows(voiced=[0.3], ship_days_q90=[5.0]), [both])[0].inside is True
    assert check(rows(voiced=[0.3], ship_days_q90=[7.0]), [both])[0].inside is False
    assert check(rows(voiced=[0.3], ship_days_q90=[nan]), [both])[0].inside is None


def test_a_half_input_that_is_missed_is_not_counted():
    """
    Only outputs are judged, and only those with a value.
    """
    measures = rows(voiced=[0.9], abandoned=[0.9], desk_passed=[nan])
    chosen = [pattern(), pattern(id="half", measure="abandoned", use="half_input"),
              pattern(id="none", measure="desk_passed"), pattern(id="absent", measure="passed")]  # fmt: skip
    found = check(measures, chosen)

    assert [one.inside for one in found] == [False, False, None, None]
    assert held(found) == (0, ["ours"])


@pytest.mark.parametrize("ration", RATIONS)
def test_complaints_per_item_are_judged_where_no_rule_sets_them(ration):
    """
    Under digests L8 is half an input.
    """
    eight = next(one for one in patterns() if one.id == "L8")
    (found,) = check(rows(desk_complaints_per_item=[1.0]).assign(ration=ration), [eight])

    assert (found.use, found.inside) == ("half_input" if ration == "digest" else "output", False)


def test_patterns_that_are_not_compared_have_no_value():
    """
    What the model measures in another way is never held against a figure.
    """
    found = {one.pattern.id: one for one in check(rows(first_contact_resolution=[0.7], voiced=[0.3]))}

    assert [found[name].inside for name in ("P3", "P4", "P13", "P14", "L1", "L9", "L3")] == [None] * 7
    assert found["P3"].as_dict()["value"] is None


def test_rows_of_several_structures_are_refused():
    """
    Their mean would be nobody's.
    """
    both = pd.concat([rows(voiced=[0.3]), rows(voiced=[0.5]).assign(structure="customer_map")])

    with pytest.raises(SettingError, match="structure: customer_map, separate"):
        check(both)
    with pytest.raises(SettingError, match="empty"):
        check(both.iloc[:0])


def test_structures_are_mixed_by_how_many_firms_have_each():
    """
    Weights 3 and 1 of .2 and .6 give .3, replicate by replicate; a structure without a value counts for nothing.
    """
    both = pd.concat(
        [
            rows(voiced=[0.2, 0.4], made_good=[1.0, nan]),
            rows(voiced=[0.6, 0.8], made_good=[0.0, 0.5]).assign(structure="customer_map"),
        ]
    )
    found = mixed(both, {"separate": 3.0, "customer_map": 1.0})

    assert found["voiced"].tolist() == pytest.approx([0.3, 0.5])
    assert found["made_good"].tolist() == pytest.approx([0.75, 0.5])
    assert found["dissatisfied_complainants"].tolist() == pytest.approx([0.75 * 0.15 + 0.25 * 0.8, 0.475])
    assert len(check(found)) == len(patterns())
    with pytest.raises(SettingError, match="no structure separate"):
        mixed(rows(voiced=[0.2]).assign(structure="customer_map"))


@pytest.mark.parametrize(
    ("runs", "message"),
    [
        (None, "rows is None; expected a data frame"),
        ([{"voiced": 0.3}], "expected a data frame"),
        (pd.concat([rows(voiced=[0.3])] * 2), "replicate twice"),
        (pd.concat([rows(voiced=[0.3])] * 2, axis=1), "column twice"),
    ],
)
def test_what_is_no_table_of_runs_is_refused(runs, message):
    """
    A row that stands twice would make the interval of its mean too narrow.
    """
    with pytest.raises(SettingError, match=message):
        check(runs)


@pytest.mark.parametrize("replicates", [0, -1, 1.5, True, None])
def test_a_scenario_needs_a_whole_number_of_replicates(replicates):
    """
    No run has no mean.
    """
    with pytest.raises(SettingError, match=r"replicates is .*expected a whole number from 1"):
        check(scenario(firm="six_people"), replicates=replicates)


@pytest.mark.parametrize(
    ("others", "weights", "message"),
    [
        (rows(voiced=[0.6]), {"separate": 1.0, "customer_map": 1.0}, "other replicates"),
        (rows(voiced=[0.6, 0.8]).assign(replicate=0), {"separate": 1.0, "customer_map": 1.0}, "one twice"),
        (rows(voiced=[0.6, 0.8]).assign(ration="bar"), {"separate": 1.0, "customer_map": 1.0}, "several ration"),
        (rows(voiced=[0.6, 0.8]), {"separate": -1.0}, "weight of separate is -1.0"),
        (rows(voiced=[0.6, 0.8]), {"separate": nan}, "weight of separate is nan"),
        (rows(voiced=[0.6, 0.8]), {}, "weights is empty"),
        (rows(voiced=[0.6, 0.8]), {"separate": "much"}, "expected a number"),
    ],
)
def test_what_cannot_be_mixed_is_refused(others, weights, message):
    """
    A replicate that one structure lacks would be the mean of the others, without a word.
    """
    both = pd.concat([rows(voiced=[0.2, 0.4]), others.assign(structure="customer_map")])

    with pytest.raises(SettingError, match=message):
        mixed(both, weights)
    with pytest.raises(SettingError, match="no column seed, replicate"):
        mixed(both[["structure", "voiced"]], weights)


@pytest.mark.parametrize("chosen", ["P1", ["P1"], 3, {"P1": 1}])
def test_what_is_no_list_of_patterns_is_one_clear_error(chosen):
    """
    An id is no pattern: the message says what was expected, and how to get it.
    """
    with pytest.raises(SettingError, match=r"^patterns is .*; expected a list of patterns, such as \[one for one in "):
        check(rows(voiced=[0.3]), chosen)


def test_a_scenario_is_run_and_its_rows_are_judged():
    """
    A scenario and the rows of its runs give the same values.
    """
    frame = simulate(firm="six_people", replicates=range(3), days=60, seed=4)

    first = check(scenario(firm="six_people"), replicates=3, days=60, seed=4)

    assert [one.as_dict() for one in first] == [one.as_dict() for one in check(frame)]
    assert any(not isnan(part.value) for one in first for part in one.parts)


# ── Files of users ───────────────────────────────────────────────────────────────────────────────


def test_an_id_is_one_word(tmp_path):
    """
    A line's end behind it would break the table, and be another id.
    """
    file = tmp_path / "ours.toml"
    file.write_text(SOUND.replace('"ours"', '"ours\\n"'))

    with pytest.raises(PatternError, match=r"2: pattern\[1\].id is .* expected a word, such as P1"):
        read_patterns(file)


def test_every_mistake_of_a_file_is_named_at_once(tmp_path):
    """
    Unknown field, wrong type, unknown use, measure and rule, an interval turned round: each with its line and field.
    """
    file = tmp_path / "ours.toml"
    file.write_text(
        SOUND.replace('use = "output"', 'use = "judge"')
        + SOUND.replace("low = 0.0", "lo = 0.0")
        + SOUND.replace('"voiced"', '"voice"').replace("high = 1.0", "high = -1.0")
        + SOUND.replace('"ours"', '"theirs"').replace('"D"', '"A"').replace('"computed"', '"second-hand"')
        + 'rations = ["digests"]\nscale = "logit"\n'
        + SOUND.replace('"ours"', '"late"').replace("high = 1.0", 'high = "much"').replace('source = "our own"\n', "")
        + "[other]\n"
    )

    with pytest.raises(PatternError) as told:
        read_patterns(file)
    lines = [line.removeprefix(f"{file}:") for line in str(told.value).splitlines()]

    for says in (
        "4: pattern[1].use is 'judge'; expected output",
        "18: pattern[2].lo is not a field: did you mean 'low'?",
        "26: pattern[3].id is 'ours' a second time",
        "29: pattern[3].measure is 'voice'; did you mean 'voiced'?",
        "31: pattern[3].high has high -1; expected more than low, 0",
        "42: pattern[4].low has low 0; expected a number on the scale 'logit'",
        "43: pattern[4].high has high 1; expected a number on the scale 'logit'",
        "46: pattern[4].grade is 'A' of a source read second-hand; expected C at best",
        "49: pattern[4].rations is 'digests'; did you mean 'digest'?",
        "57: pattern[5].high is 'much'; expected a number",
        "51: pattern[5] has no 'source'; expected a text in quotes",
        "other is not known; expected [[pattern]] tables",
    ):
        assert any(says in line for line in lines), (says, lines)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no patterns"),
        ("pattern = 3\n", "has no patterns"),
        ("pattern = [3]\n", "is 3; expected a table"),
        (SOUND.replace("high = 1.0\n", "").replace("low = 0.0\n", ""), "has no end to judge by"),
        (SOUND.replace("high = 1.0\n", "") + 'side = "upper"\n', "has no end to judge by"),
        (SOUND.replace("low = 0.0", "low = nan"), "expected a number on the scale"),
        (SOUND.replace('use = "output"', 'use = "half_input"'), "reason is missing"),
        (SOUND.replace('because = "assumed: one year"\n', ""), "because is missing"),
        (SOUND.replace("discrepancy = 0.1\n", ""), "discrepancy is missing"),
        (SOUND + "also = [{ measure = 'voiced', hight = 3 }]\n", "also"),
        (SOUND + "also = [{ measure = 'none', high = 3 }]\n", "pattern[1].also (none) is 'none'"),
    ],
)
def test_a_mistake_in_a_file_is_one_line(reportsto, tmp_path, text, says):
    """
    Whatever is wrong with a file of patterns, the command says it in one line and leaves with 2.
    """
    file = tmp_path / "ours.toml"
    file.write_text(text)
    code, out, err = reportsto("patterns", "list", "--file", file)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


# ── Commands ─────────────────────────────────────────────────────────────────────────────────────


def test_the_list_has_every_pattern_with_its_reason(reportsto):
    """
    Each id and each reason why a pattern is not judged is printed.
    """
    code, out, err = reportsto("patterns", "list")
    text = " ".join(out.split())

    assert (code, err) == (0, "")
    assert [one.id for one in patterns() if one.id not in out or " ".join(one.reason.split()) not in text] == []


def test_the_list_is_json_where_it_is_asked_for(reportsto):
    """
    A list of objects with every field.
    """
    found = json.loads(reportsto("patterns", "list", "--json")[1])

    assert [one["id"] for one in found] == [one.id for one in patterns()]
    assert all({"use", "low", "high", "source", "read", "grade", "reason"} <= one.keys() for one in found)


def test_a_check_is_json_where_it_is_asked_for(reportsto):
    """
    A list of objects: numbers or null, and inside true, false or null.
    """
    code, out, err = reportsto(*SHORT, "--json")
    found = json.loads(out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))

    assert (code, err) == (0, "")
    assert [one["id"] for one in found] == [one.id for one in patterns()]
    for one in found:
        assert {"id", "use", "value", "low", "high", "inside"} <= one.keys()
        assert all(one[name] is None or isinstance(one[name], float) for name in ("value", "low", "high"))
        assert one["inside"] in (True, False, None)
        assert one["use"] in COMPARED or one["inside"] is one["value"] is None


def test_a_check_says_which_firm_was_run(reportsto):
    """
    Structure, firm, people, world, rationing rule, route, days and seed stand above the table.
    """
    _, out, _ = reportsto("patterns", "check", "--people", 12, "--ration", "digest", "--days", 30, "--replicates", 1)

    said = "separate in product_shop, 12 people, world once, digest, peers_first, 30 days, seed 0"
    assert said in " ".join(out.split())


def test_an_interval_that_is_moved_away_is_found_by_strict(reportsto, tmp_path):
    """
    The same firm holds a wide interval and misses one beyond it; only --strict leaves with 1, and never for an input.
    """
    wide, away, half = (tmp_path / f"{name}.toml" for name in ("wide", "away", "half"))
    wide.write_text(SOUND)
    away.write_text(SOUND.replace("low = 0.0", "low = 1.5").replace("high = 1.0", "high = 2.0"))
    half.write_text(away.read_text().replace('"output"', '"half_input"') + 'reason = "a setting"\n')

    assert reportsto(*SHORT, "--file", wide, "--strict")[0] == 0
    code, out, _ = reportsto(*SHORT, "--file", away)
    assert code == 0
    assert "0 of 1 judged patterns hold; missed: ours." in out
    assert "below by" in out
    assert reportsto(*SHORT, "--file", away, "--strict")[0] == 1
    code, out, err = reportsto(*SHORT, "--file", half)
    assert (code, err) == (0, "")
    assert "Nothing was judged." in out
    assert "calibration" not in out


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_strict_finds_no_firm_that_holds_where_nothing_is_judged(reportsto, tmp_path, form):
    """
    With half inputs alone --strict leaves with 1 and says so on standard error, whatever is printed.
    """
    file = tmp_path / "half.toml"
    file.write_text(SOUND.replace('"output"', '"half_input"') + 'reason = "a setting"\n')
    code, _, err = reportsto(*SHORT, "--file", file, "--strict", *form)

    assert (code, err) == (1, "reportsto: nothing was judged, so --strict finds no firm that holds\n")


def test_each_measure_of_a_pattern_has_a_row_that_names_it(reportsto):
    """
    P11 has two: each is named, and a value below an end that does not count is not shown beside that end alone.
    """
    _, out, _ = reportsto(*SHORT)
    words = " ".join(out.replace("│", " ").split())

    assert "ship_days_q50" in words
    assert "ship_days_q90" in words
    assert "up to 0.14" in words
    assert "0.02 to 0.14, upper end judged" not in words
    assert "calibration and no test" in words


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--structure", "separat"), "did you mean 'separate'?"),
        (("--world", "onc"), "did you mean 'once'?"),
        (("--set", "attention.hours"), "expected NAME=NUMBER"),
        (("--replicates", "0"), "expected 1 to 100,000"),
        (("--file", "nowhere.toml"), "expected a file of patterns (.toml)"),
    ],
)
def test_a_mistake_in_a_check_is_one_line(reportsto, arguments, says):
    """
    Bad input is one line and exit code 2.
    """
    code, out, err = reportsto("patterns", "check", *arguments)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
