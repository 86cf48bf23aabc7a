"""Parameters: what a setting may be, what is known about each number, and what the off-switches set."""

import math
from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.errors import SettingError, UnknownName
from reportsto.evidence import Grade, Read
from reportsto.parameters import OFF_SWITCHES, Parameters, every_field, every_name
from reportsto.priors import Fixed
from reportsto.vocabulary import Cause, Function, Outcome, Request

INFO = {f"{group}.{entry}": info for group, entry, info in every_field()}
FIELDS = [pytest.param(group, entry, info, id=f"{group}.{entry}") for group, entry, info in every_field()]
DEFAULT = Parameters()


def values(parameters, group, entry):
    """Return the numbers of a field as a tuple, whether it is a vector or not."""
    value = getattr(getattr(parameters, group), entry)
    return value if isinstance(value, tuple) else (value,)


# ── settings ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_number_is_set_by_its_full_name():
    """
    Setting the CEO's hours to 6 changes that number, and no other.
    """
    changed = DEFAULT.with_settings({"attention.hours": 6})

    assert changed.get("attention.hours") == 6.0
    assert {k for k, v in changed.as_flat().items() if v != DEFAULT.as_flat()[k]} == {"attention.hours"}


def test_one_number_of_a_vector_is_set_by_its_word():
    """
    Setting the rate of late orders leaves the other eight causes alone.
    """
    changed = DEFAULT.with_settings({"causes.rate.late": 0.05})

    assert changed.causes.rate == (0.05, *DEFAULT.causes.rate[1:])
    assert changed.get("causes.rate.late") == 0.05


def test_one_number_fills_a_vector_and_a_list_replaces_it():
    """
    Recolouring of .1 means .1 in every department; a list gives each function its own.
    """
    assert DEFAULT.with_settings({"climb.recolouring": 0.1}).climb.recolouring == (0.1,) * len(Function)
    assert DEFAULT.with_settings({"requests.rate": [0.1, 0.2, 0.3]}).requests.rate == (0.1, 0.2, 0.3)


def test_later_settings_win():
    """
    A word set after its vector stands; a vector set after its word replaces it.
    """
    word_last = DEFAULT.with_settings({"requests.rate": 0.5, "requests.rate.order_entry": 0.1})
    vector_last = DEFAULT.with_settings({"requests.rate.order_entry": 0.1, "requests.rate": 0.5})

    assert word_last.requests.rate == (0.5, 0.5, 0.1)
    assert vector_last.requests.rate == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("attention.hour", "attention.hours"),
        ("atention.hours", "attention.hours"),
        ("causes.rate.lat", "causes.rate.late"),
        ("Voice.Attitude", "voice.attitude"),
    ],
)
def test_an_unknown_name_offers_the_nearest(name, nearest):
    """
    A misspelt parameter is refused with the name that was probably meant.
    """
    with pytest.raises(UnknownName, match=f"did you mean '{nearest}'"):
        DEFAULT.with_settings({name: 1.0})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("attention.hours", -0.1, "from 0 to inf"),
        ("attention.hours", math.nan, "from 0 to inf"),
        ("demand.shock_sd", math.inf, "from 0 to 1"),
        ("demand.shock_sd", "0.1", "expected a number"),
        ("demand.shock_sd", None, "expected a number"),
        ("demand.shock_sd", True, "expected a number"),
        ("demand.shock_sd", [0.1], "expected a number"),
        ("causes.rate.late", 1.5, "from 0 to 1"),
        ("causes.rate", [0.1, 0.2], "has 2 numbers; expected 10: late, mix_up"),
        ("requests.rate", [0.1, 0.2, True], "requests.rate is True"),
        ("handling.routing", 0.5, "expected 0 or 1"),
    ],
)
def test_an_impossible_value_is_refused_with_what_was_expected(name, value, said):
    """
    Out of range, not a number, of the wrong type or length: refused with the field, the value and its range.
    """
    with pytest.raises(SettingError, match=said) as refused:
        DEFAULT.with_settings({name: value})

    assert name in str(refused.value)


def test_the_ends_of_a_range_are_allowed():
    """
    A share may be 0 or 1, and a manager's hours may be infinite.
    """
    changed = DEFAULT.with_settings({"climb.fidelity": 0, "voice.exaggeration": 1, "attention.hours": math.inf})

    assert (changed.climb.fidelity, changed.voice.exaggeration, changed.attention.hours) == (0.0, 1.0, math.inf)


@given(st.sampled_from(every_name()))
def test_setting_a_number_to_what_it_is_changes_nothing(name):
    """
    Every name is read and written in the same place.
    """
    assert DEFAULT.with_settings({name: DEFAULT.get(name)}) == DEFAULT


def test_parameters_never_change():
    """
    A run's numbers cannot be altered while it runs; settings give a copy.
    """
    with pytest.raises(FrozenInstanceError):
        DEFAULT.attention.hours = 6.0
    with pytest.raises(FrozenInstanceError):
        DEFAULT.attention = None

    assert DEFAULT.with_settings({"attention.hours": 6.0}) is not DEFAULT
    assert Parameters().attention.hours == 8.75


# ── what is known about each number ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("group", "entry", "info"), FIELDS)
def test_every_number_says_what_it_is_and_why_it_is_believed(group, entry, info):
    """
    Unit, meaning and evidence stand beside every number; evidence names its source or says what it assumes.
    """
    assert info.unit
    assert info.meaning
    assert info.evidence.grade in Grade
    assert len(info.evidence.source) > 5


@pytest.mark.parametrize(("group", "entry", "info"), FIELDS)
def test_every_number_has_a_prior_or_the_reason_why_it_is_fixed(group, entry, info):
    """
    No prior leaves the allowed range, and each number of a vector has one.
    """
    assert all(info.low <= value <= info.high for value in values(DEFAULT, group, entry))
    if isinstance(info.prior, Fixed):
        assert len(info.prior.why) > 4
    else:
        assert len(info.priors) == len(info.words or "1")
        assert all(info.low <= prior.low < prior.high <= info.high for prior in info.priors)


@pytest.mark.parametrize(("group", "entry", "info"), FIELDS)
def test_a_number_of_the_first_version_that_is_not_inside_its_prior_says_why(group, entry, info):
    """
    A prior is two-sided, unless it says what is known of the sign.
    """
    first = info.first if isinstance(info.first, tuple) else (info.first,)

    for number, prior in zip(first, info.priors, strict=False):
        assert prior.low < number < prior.high or prior.side


def test_one_number_of_the_first_version_is_outside_its_prior():
    """
    Every published figure excludes the share that a manager passes on; all other numbers stay within their priors.
    """
    outside = [
        f"{group}.{entry}"
        for group, entry, info in every_field()
        for number, prior in zip(info.first if info.words else (info.first,), info.priors, strict=False)
        if not prior.low <= number <= prior.high
    ]

    assert outside == ["climb.fidelity"]


@pytest.mark.parametrize(("group", "entry", "info"), FIELDS)
def test_what_is_known_second_hand_has_grade_c_at_best(group, entry, info):
    """
    A figure that another page quotes is never graded like one that was read, of a number and of its range.
    """
    told = [info.evidence, *(prior.evidence for prior in info.priors)]

    for one in told:
        assert (one.read is Read.ASSUMED) == (one.grade is Grade.X)
        assert one.read not in (Read.SECOND_HAND, Read.MEMORY) or one.grade in (Grade.C, Grade.D)


@pytest.mark.parametrize(("group", "entry", "info"), FIELDS)
def test_a_wide_range_of_positive_numbers_is_a_ratio(group, entry, info):
    """
    Where the ends of a prior are above 0 and differ fourfold or more, it is even in the logarithm.
    """
    for prior in info.priors:
        if prior.scale == "linear":
            assert not 0 < 4 * prior.low <= prior.high


@pytest.mark.parametrize(
    ("name", "first", "middle"),
    [
        ("climb.fidelity", 0.85, 0.7),
        ("contacts.made_good_norm", 0.6, 0.5),
        ("attention.manager_exceptions", 0.3, 0.5),
        ("turnover.yearly", (0.35, 0.35, *[0.15] * 6), (0.25, 0.35, *[0.15] * 6)),
        ("climb.root_acts", 1.0, 0.65),
        ("attention.item_hours", 0.5, math.sqrt(0.5)),
        ("handling.advocacy_hours", 0.0, 0.1),
        ("improvement.forgetting_days", 520.0, math.sqrt(36.0 * 530.0)),
        ("climb.recolouring", (0.25,) * 8, (0.3, 0.3, 0.35, *[0.3] * 5)),
        ("causes.rate", DEFAULT.causes.rate, DEFAULT.causes.rate),
        ("times.promise_days", 4.0, 4.0),
        ("voice.own_line", 0.0, 0.0),
    ],
)
def test_the_middle_is_the_evidence_else_the_median_else_the_first_number(name, first, middle):
    """
    Evidence of grade C or better first; then the median of the prior; what is fixed, or a world's, stays.
    """
    info = INFO[name]

    assert info.first == first
    assert info.middle == (pytest.approx(middle) if isinstance(middle, float) else middle)


def test_what_nobody_knows_moves_and_what_is_known_stays():
    """
    A number moves if its median differs from the first version's and no evidence, world or rule gives it.
    """
    moving = {name for name, info in INFO.items() if info.moves}

    assert {"climb.root_acts", "incentives.own_line_strength", "improvement.outside_weight"} <= moving
    assert not moving & {"climb.fidelity", "voice.own_line", "voice.report_bar", "times.spread", "causes.severity"}


def test_half_way_is_straight_or_even_in_the_logarithm():
    """
    .5 to 1 lies at .75; .5 h to .7071 h lies at .5946 h on the scale of ratios; words of a vector go alike.
    """
    assert INFO["turnover.misfit"].at(0.5) == 0.75
    assert INFO["attention.item_hours"].at(0.5) == pytest.approx(0.5 * 2**0.25)
    assert INFO["climb.recolouring"].at(0.5) == pytest.approx((0.275, 0.275, 0.3, *[0.275] * 5))


@pytest.mark.parametrize(
    ("name", "vocabulary"),
    [
        ("causes.rate", Cause),
        ("incentives.defence_by_cause", Cause),
        ("requests.rate", Request),
        ("climb.recolouring", Function),
        ("turnover.yearly", Function),
        ("customers.leaving", Outcome),
    ],
)
def test_a_vector_has_one_number_for_each_word(name, vocabulary):
    """
    Rates go by cause, requests by kind, turnover by function, leaving by outcome.
    """
    assert len(DEFAULT.get(name)) == len(vocabulary)
    assert all(f"{name}.{word}" in every_name() for word in vocabulary.words())


def test_the_failure_table_is_the_contracts():
    """
    Without a queue six orders in a hundred are late and one in ten of those complains; a defect hurts most.
    """
    table = DEFAULT.causes
    rows = zip(table.rate, table.complaint, table.severity, strict=True)
    causes = dict(zip(Cause.words(), rows, strict=True))

    assert causes["late"] == (0.06, 0.10, 0.4)
    assert causes["mix_up"] == (0.015, 0.45, 0.6)
    assert causes["slow_refund"] == (0.026, 0.45, 0.6)
    assert causes["back_order"] == (0.010, 0.20, 0.4)
    assert causes["oversold"] == (0.012, 0.30, 0.5)
    assert causes["wrong_price"] == (0.004, 0.50, 0.6)
    assert causes["defect"] == (0.015, 0.22, 0.7)
    assert causes["wrong_bill"] == (0.004, 0.50, 0.6)
    assert causes["poor_answer"] == (0.02, 0.30, 0.5)


def test_the_flat_form_holds_every_number_once():
    """
    Provenance keeps each number by its full name: vectors by word, nothing twice, nothing left out.
    """
    flat = DEFAULT.as_flat()

    assert len(flat) == sum(len(info.words) or 1 for _, _, info in every_field())
    assert all(DEFAULT.get(name) == value for name, value in flat.items())


def test_every_group_is_one_mechanism_of_the_parameters():
    """
    What `every_field` lists is exactly what the parameters hold.
    """
    listed = {group for group, _, _ in every_field()}

    assert listed == {group.name for group in fields(Parameters)}


# ── off-switches ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_off_switches_are_the_contracts():
    """
    There are eighteen mechanisms to switch off, and their names are fixed.
    """
    contract = """incentives own_line influence contact overhearing filtering dual_thoughts attention coordination
    disputes futility lateral owner_resistance improvement voice_feedback turnover misfit demand_shocks"""

    assert list(OFF_SWITCHES) == contract.split()


@pytest.mark.parametrize("switch", OFF_SWITCHES)
def test_every_off_switch_sets_a_number(switch):
    """
    No switch is empty: each sets at least one number that is otherwise different.
    """
    assert DEFAULT.without([switch]) != DEFAULT


@pytest.mark.parametrize(
    ("switch", "settings"),
    [
        ("incentives", {"incentives.customer_pay": 0, "incentives.defence_pay": 0}),
        ("own_line", {"incentives.own_line_strength": 0}),
        ("influence", {"attitudes.susceptibility": 0, "attitudes.newcomer_susceptibility": 0}),
        ("contact", {"attitudes.weight_contact": 0}),
        ("overhearing", {"attitudes.overhearing": 0}),
        ("filtering", {"climb.fidelity": 1, "climb.defensive_loss": 0, "climb.root_acts": 1}),
        ("dual_thoughts", {"climb.recolouring": 0, "climb.outside_error": 0}),
        ("attention", {"attention.hours": math.inf}),
        (
            "coordination",
            {
                "handling.inside_hours": 0.08,
                "handling.across_hours": 0.08,
                "handling.site_hours": 0,
                "handling.routing": 0,
            },
        ),
        ("disputes", {"disputes.probability": 0}),
        ("futility", {"voice.futility": 0, "turnover.unheard": 0}),
        ("lateral", {"improvement.lateral": 0}),
        ("owner_resistance", {"improvement.owner_resistance": 0, "improvement.outside_weight": 1}),
        ("improvement", {"improvement.halving_days": math.inf}),
        ("voice_feedback", {"contacts.voice_feedback": 0}),
        ("turnover", {"turnover.yearly": 0}),
        ("misfit", {"turnover.misfit": 0}),
        ("demand_shocks", {"demand.shock_sd": 0}),
    ],
)
def test_an_off_switch_sets_exactly_what_the_contract_says(switch, settings):
    """
    A world without a mechanism is the default world with these numbers and no others changed.
    """
    assert DEFAULT.without([switch]) == DEFAULT.with_settings(settings)


def test_without_all_is_without_each():
    """
    The null world is the world without every mechanism of the list, in whatever order they are named.
    """
    null = DEFAULT.without(["all"])

    assert null == DEFAULT.without(OFF_SWITCHES)
    assert null == DEFAULT.without(reversed(OFF_SWITCHES))
    assert null == null.without(["all", "turnover"])


def test_an_unknown_mechanism_offers_the_nearest():
    """
    A misspelt off-switch is refused with the right name.
    """
    with pytest.raises(UnknownName, match="did you mean 'filtering'"):
        DEFAULT.without(["filterng"])
