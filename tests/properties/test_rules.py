"""What the rules promise for every number a user may set."""

import math

from hypothesis import given
from hypothesis import strategies as st

from reportsto.attitudes.anchors import contact_pull, susceptibility
from reportsto.attitudes.influence import neighbour_mean, step
from reportsto.attitudes.turnover import leaving_hazard, newcomer_mean
from reportsto.escalation.attention import hours_left, next_futility, overhead
from reportsto.escalation.climb import (
    act_probability,
    belief,
    cumulative,
    pass_probability,
    pick,
    recorded_cause,
    willingness,
)
from reportsto.escalation.improvement import (
    failure_rate,
    improvement_time,
    information,
    next_capability,
    overtime,
    pressure,
    share_acted_on,
)
from reportsto.incentives.pull import case_pay, incentive_pull
from reportsto.orderflow.contacts import case_severity, complaint_propensity
from reportsto.orderflow.customers import outcome
from reportsto.orderflow.handling import Weights, choose, dispute_probability, exaggerates, poor_answer, voice_score
from reportsto.orderflow.orders import late_rate, next_shock, served, slow_refund_rate
from reportsto.vocabulary import N_BELIEVED, N_CAUSES, Act, Function, Outcome

share = st.floats(0.0, 1.0)
luck = st.floats(0.0, 1.0, exclude_max=True)
attitude = st.floats(-1.0, 1.0)
pay = st.floats(0.0, 10.0)
strength = st.floats(0.0, 5.0)
weight = st.floats(0.0, 50.0)
days = st.floats(0.0, 60.0)
SLACK = 1e-12

# ── climb ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(attitude, attitude, st.booleans(), share, share, strength, pay)
def test_more_defensive_managers_never_pass_more_on(one, other, own_line, loss, own_loss, c, stake):
    """
    Whatever is at stake, the more defensive of two managers is no more willing to pass a report on.
    """
    defensive, open_minded = sorted((one, other))

    willing = willingness(defensive, own_line, loss, own_loss, c, stake)

    assert willing <= willingness(open_minded, own_line, loss, own_loss, c, stake)


@given(attitude, share, share, strength, pay)
def test_nobody_passes_more_about_the_own_line(x, loss, own_loss, c, stake):
    """
    A report that shames the own line is never passed on more willingly than one that shames others.
    """
    assert willingness(x, True, loss, own_loss, c, stake) <= willingness(x, False, loss, own_loss, c, stake)


@given(attitude, st.booleans(), share, share, strength, pay, share, share, st.booleans())
def test_passing_and_acting_are_probabilities(x, own_line, loss, own_loss, c, stake, fidelity, root, at_root):
    """
    Over the whole allowed range a manager's chance to pass or to act is between 0 and 1, and passing loses something.
    """
    willing = willingness(x, own_line, loss, own_loss, c, stake)

    assert 0.0 <= pass_probability(fidelity, willing) <= willing <= 1.0
    assert 0.0 <= act_probability(willing, at_root, root) <= willing


@given(st.sampled_from(Function), st.integers(0, N_CAUSES - 1), luck, luck)
def test_without_dual_thoughts_a_report_keeps_its_cause(function, true, whether, which):
    """
    Recolouring with probability 0 leaves every cause as it is, and with probability 1 draws it from the belief.
    """
    sums = cumulative(belief(function.word, N_BELIEVED, N_CAUSES))

    assert recorded_cause(true, whether, which, 0.0, sums) == true
    assert recorded_cause(true, whether, which, 1.0, sums) == pick(which, sums)


@given(st.lists(st.floats(0.001, 1.0), min_size=2, max_size=9), luck)
def test_a_picked_cause_holds_the_number(shares, u):
    """
    The picked cause is the one whose stretch of the running sums the number lies in.
    """
    sums = cumulative(tuple(one / math.fsum(shares) for one in shares))

    at = pick(u, sums)

    assert u < sums[at]
    assert at == 0 or sums[at - 1] <= u


# ── incentives ────────────────────────────────────────────────────────────────────────────────────────────────────


@given(share, share, pay, pay, strength)
def test_owning_more_of_the_trouble_never_makes_an_advocate(near, far, customer_pay, metric_pay, c):
    """
    Whatever the pay, a larger own-line share never pulls towards the customer.
    """
    less, more = sorted((near, far))

    assert case_pay(customer_pay, metric_pay, c, more) <= case_pay(customer_pay, metric_pay, c, less) + SLACK


@given(share, pay, pay, pay, strength)
def test_paying_for_metrics_never_makes_an_advocate(own, customer_pay, less, more, c):
    """
    Whatever one owns, more pay for metrics never pulls towards the customer.
    """
    less, more = sorted((less, more))

    assert case_pay(customer_pay, more, c, own) <= case_pay(customer_pay, less, c, own) + SLACK


@given(st.floats(0.0, 1.5), st.floats(0.0, 1.5), share, st.integers(0, 5000), st.floats(0.1, 1e4))
def test_pull_stays_between_the_two_pays(customer_pay, metric_pay, own, cases, prior):
    """
    However many cases were heard, the pull lies between that of an own-line case and that of anybody's.
    """
    pull = incentive_pull(cases * case_pay(customer_pay, metric_pay, 1.0, own), cases, prior)

    assert -metric_pay - SLACK <= pull <= customer_pay + SLACK


@given(st.floats(0.01, 1.0), st.integers(1, 500), st.integers(1, 500), st.floats(0.1, 100.0))
def test_more_cases_make_pay_felt_more(each, few, many, prior):
    """
    The same pay a case pulls the harder the more cases one has heard.
    """
    few, many = sorted((few, many))

    assert incentive_pull(each * few, few, prior) <= incentive_pull(each * many, many, prior) + SLACK


# ── voice and disputes ────────────────────────────────────────────────────────────────────────────────────────────


def act(x, severity=0.5, own_line=False, futility=0.0, noise=0.0, c=1.0, stake=1.0, g_own=1.5, bar=0.0):
    """Return what a person does, at default weights and with fear of the own line."""
    return choose(
        voice_score(x, severity, own_line, futility, noise, Weights(2.0, 1.0, g_own, 1.0), c, stake), -1.0, 2.0, bar
    )


@given(attitude, attitude, share, st.booleans(), share, st.floats(-10.0, 10.0), strength, pay)
def test_a_better_attitude_never_does_less(one, other, severity, own_line, futility, noise, c, stake):
    """
    Facing the same case with the same luck, the more customer-minded of two people never does less for the customer.
    """
    worse, better = sorted((one, other))

    assert act(worse, severity, own_line, futility, noise, c, stake) <= act(
        better, severity, own_line, futility, noise, c, stake
    )


@given(attitude, share, share, st.floats(-10.0, 10.0), strength, pay)
def test_fear_and_futility_never_make_an_advocate(x, severity, futility, noise, c, stake):
    """
    An own-line fault, or reports lost before, never make anybody do more for the customer.
    """
    free = act(x, severity, noise=noise)

    assert act(x, severity, own_line=True, noise=noise, c=c, stake=stake) <= free
    assert act(x, severity, futility=futility, noise=noise) <= free


@given(st.floats(-20.0, 20.0), st.floats(-5.0, 5.0), st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_a_higher_bar_moves_nobody_to_defend(score, settle_bar, width, bar):
    """
    A higher bar for reports turns advocates into settlers and touches nobody else.
    """
    usual, barred = choose(score, settle_bar, width, 0.0), choose(score, settle_bar, width, bar)

    assert barred == usual or (usual, barred) == (Act.ADVOCATE, Act.SETTLE)


@given(attitude, attitude, share, st.floats(0.0, 3.0))
def test_like_minds_quarrel_least(one, other, base, slope):
    """
    A dispute is least likely between equals, and as likely whoever of the two is the advocate.
    """
    chance = dispute_probability(base, slope, one, other)

    assert base <= chance <= base * (1.0 + 2.0 * slope) + SLACK
    assert chance == dispute_probability(base, slope, other, one)


@given(luck, share, share, share)
def test_poor_answers_have_their_rate_whoever_complains(u, rate, complaint, readiness):
    """
    Whether an answer is poor does not depend on who complains about it, and no neutral person exaggerates.
    """
    assert (poor_answer(u, rate, complaint) > 0) == (u < rate)
    assert not exaggerates(u, readiness, 0.0)


# ── orders, contacts and customers ────────────────────────────────────────────────────────────────────────────────


@given(st.floats(-0.5, 0.5), st.floats(-8.0, 8.0), st.floats(0.0, 0.999), share)
def test_demand_stays_in_its_bounds(shock, normal, persistence, sd):
    """
    Whatever the luck and the memory of demand, it stays between half and one and a half times normal.
    """
    assert -0.5 <= next_shock(shock, normal, persistence, sd, 0.5, 1.5) <= 0.5


@given(share, days, days, share)
def test_waiting_longer_never_makes_fewer_late(own, one, other, returns):
    """
    Late orders and slow refunds never fall when the wait grows, and waiting alone makes no more than all of them so.
    """
    short, long = sorted((one, other))

    assert own <= late_rate(own, short, 1.0) + SLACK <= late_rate(own, long, 1.0) + 2 * SLACK
    assert late_rate(0.0, long, 1.0) <= 1.0
    assert slow_refund_rate(own, short, 5.0, returns) <= slow_refund_rate(own, long, 5.0, returns) + SLACK
    assert slow_refund_rate(0.0, long, 5.0, returns) <= returns


@given(st.integers(0, 10_000), st.floats(0.0, 10_000.0))
def test_the_warehouse_never_ships_what_it_has_not(waiting, capacity):
    """
    No more is served than waits, nor than capacity allows, and no whole item that fits is left.
    """
    count = served(waiting, capacity)

    assert count <= waiting
    assert count <= capacity
    assert count == waiting or count + 1 > capacity


@given(share, share, share, share)
def test_being_heard_never_silences_customers(base, feedback, one, other):
    """
    The more cases a firm makes good, the more customers speak up.
    """
    less, more = sorted((one, other))

    quiet = complaint_propensity(base, feedback, less, 0.6)

    assert 0.0 <= quiet <= complaint_propensity(base, feedback, more, 0.6) + SLACK


@given(share, share, luck, luck)
def test_severity_is_a_share_and_grows_with_its_number(mean, spread, one, other):
    """
    Severity lies in [0, 1] and a larger number never makes a case milder.
    """
    mild, bad = sorted((one, other))

    assert 0.0 <= case_severity(mean, spread, mild) <= case_severity(mean, spread, bad) <= 1.0


@given(st.sampled_from(Act), st.integers(0, 10), st.integers(0, 10))
def test_answering_sooner_never_ends_worse(what, one, other):
    """
    For the same act an earlier answer never ends worse for the customer, and only defending explains away.
    """
    soon, late = sorted((one, other))

    assert outcome(what, soon, 1.0) <= outcome(what, late, 1.0)
    assert (outcome(what, soon, 1.0) == Outcome.EXPLAINED_AWAY) == (what is Act.DEFEND)


# ── attention ─────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.0, 2.0), st.floats(0.0, 2.0), st.floats(0.1, 4.0))
def test_one_more_direct_report_never_frees_hours(managers, line, manager_hours, line_hours, exponent):
    """
    Whatever the load law, another manager or another person on the line takes no hours away from the overhead.
    """
    today = overhead(managers, line, manager_hours, line_hours, 10.0, exponent)

    assert 0.0 <= today <= overhead(managers + 1, line, manager_hours, line_hours, 10.0, exponent) + SLACK
    assert today <= overhead(managers, line + 1, manager_hours, line_hours, 10.0, exponent) + SLACK


@given(st.floats(0.0, 24.0), st.floats(0.0, 24.0), st.floats(0.0, 24.0))
def test_nobody_serves_with_more_hours_than_the_day_has(hours, taken, owed):
    """
    What is left never exceeds the day, and nothing is left where direct reports take it all.
    """
    left = hours_left(hours, taken, owed)

    assert left <= hours
    assert taken < hours or left == 0.0


@given(share, st.lists(st.booleans(), max_size=50), share)
def test_futility_is_a_share_of_lost_reports(futility, lost, speed):
    """
    Whatever becomes of a person's reports, futility stays between 0 and 1.
    """
    for one in lost:
        futility = next_futility(futility, float(one), speed)

    assert 0.0 <= futility <= 1.0


# ── improvement ───────────────────────────────────────────────────────────────────────────────────────────────────


@given(share, share, st.floats(1e-6, 1.0), share, attitude)
def test_information_grows_with_the_share_acted_on(one, other, half, resistance, x):
    """
    The more failures are acted on the more the owner learns, never less than nothing or more than everything.
    """
    less, more = sorted((one, other))

    learned = information(less, half, resistance, x)

    assert 0.0 <= learned <= information(more, half, resistance, x) + SLACK <= 1.0 + SLACK


@given(share, st.floats(1e-6, 1.0), share, attitude, attitude)
def test_a_defensive_owner_never_learns_more(a, half, resistance, one, other):
    """
    From the same reports the more defensive of two owners learns no more.
    """
    defensive, open_minded = sorted((one, other))

    assert information(a, half, resistance, defensive) <= information(a, half, resistance, open_minded)


@given(st.floats(0.0, 500.0), st.floats(0.0, 500.0), share)
def test_pressure_and_shares_are_shares(acted, failures, informed):
    """
    Pressure, the share acted on, time and overtime stay within their bounds; information turns overtime into time.
    """
    pressed = pressure(acted, 10.0)

    assert 0.0 <= pressed <= 1.0
    assert 0.0 <= share_acted_on(acted, failures) <= 1.0
    assert 0.025 - SLACK <= improvement_time(0.05, 0.5, 0.1, pressed, informed) <= 0.125 + SLACK
    assert 0.0 <= overtime(0.1, pressed, informed) <= 0.1
    assert overtime(0.1, pressed, 1.0) == 0.0


@given(st.floats(0.0, 20.0), share, share, share, share)
def test_better_information_never_leaves_less_capability(capability, time, pressed, one, other):
    """
    From the same start and time, whoever understands more can do more tomorrow, and nobody less than nothing.
    """
    less, more = sorted((one, other))

    worse = next_capability(capability, 0.1026, time, less, 520.0, 0.002, pressed)

    assert 0.0 <= worse <= next_capability(capability, 0.1026, time, more, 520.0, 0.002, pressed) + SLACK


@given(share, share, st.floats(0.0, 100.0), st.floats(0.0, 100.0))
def test_failures_stay_between_floor_and_start(start, floor_share, one, other):
    """
    No learning brings failures below their floor or above their start, and more capability never means more failures.
    """
    floor = floor_share * start
    less, more = sorted((one, other))

    assert floor - SLACK <= failure_rate(start, floor, more) <= failure_rate(start, floor, less) <= start + SLACK


# ── attitudes and turnover ────────────────────────────────────────────────────────────────────────────────────────


@given(attitude, attitude, st.floats(-7.0, 7.0), share, share)
def test_attitudes_stay_in_bounds(x, neighbours, anchor, susceptible, speed):
    """
    However strong the pull, an attitude stays in [-1, 1].
    """
    assert -1.0 <= step(x, neighbours, anchor, susceptible, speed) <= 1.0


@given(attitude, attitude, attitude, share, share)
def test_a_step_ends_between_what_it_weighs(x, neighbours, anchor, susceptible, speed):
    """
    Nobody becomes more extreme than themselves, their neighbours and their anchor.
    """
    tonight = step(x, neighbours, anchor, susceptible, speed)

    assert min(x, neighbours, anchor) - SLACK <= tonight <= max(x, neighbours, anchor) + SLACK


@given(attitude, attitude, attitude, attitude, share, share)
def test_better_neighbours_never_make_anybody_worse(x, one, other, anchor, susceptible, speed):
    """
    With the same anchor, the person with the more customer-minded neighbours never ends up less so.
    """
    worse, better = sorted((one, other))

    assert step(x, worse, anchor, susceptible, speed) <= step(x, better, anchor, susceptible, speed) + SLACK


@given(attitude, attitude, attitude, share, share)
def test_a_step_has_no_favourite_side(x, neighbours, anchor, susceptible, speed):
    """
    Advocates and defendants move by the same law: turn every sign and the step turns.
    """
    assert step(-x, -neighbours, -anchor, susceptible, speed) == -step(x, neighbours, anchor, susceptible, speed)


@given(attitude, share, share)
def test_somebody_alone_goes_to_their_anchor(x, susceptible, speed):
    """
    Without neighbours nobody drifts away from an anchor they are at, however susceptible.
    """
    assert math.isclose(step(x, neighbour_mean(0.0, 0.0, x), x, susceptible, speed), x, abs_tol=SLACK)


@given(st.floats(0.0, 1e5), st.floats(0.0, 1e5), st.floats(0.0, 0.8), st.floats(0.0, 0.2))
def test_the_long_serving_listen_less(one, other, settled, newcomer):
    """
    Susceptibility falls with tenure, from settled plus newcomer to settled.
    """
    short, long = sorted((one, other))
    weight = susceptibility(long, settled, newcomer, 130.0)

    assert settled <= weight <= susceptibility(short, settled, newcomer, 130.0) <= settled + newcomer + SLACK


@given(st.floats(0.0, 1e4), st.floats(0.0, 1e4))
def test_meeting_customers_never_pulls_away_from_them(one, other):
    """
    The pull of contact is a share, and more contact never pulls less.
    """
    less, more = sorted((one, other))

    assert 0.0 <= contact_pull(less, 10.0) <= contact_pull(more, 10.0) <= 1.0


@given(st.floats(0.0, 2.0), attitude, attitude, share, st.floats(0.0, 2.0), st.floats(0.0, 2.0))
def test_standing_apart_and_being_unheard_never_keep_anybody(yearly, x, department, futility, misfit, unheard):
    """
    Misfit and futility only add to the chance to leave, which stays a probability up to two leavers a seat and year.
    """
    hazard = leaving_hazard(yearly, 260.0, x, department, misfit, futility, unheard)

    assert yearly / 260.0 <= hazard + SLACK
    assert hazard <= 1.0


@given(attitude, attitude, share)
def test_hires_come_from_between_pool_and_department(pool, department, selectivity):
    """
    However selective, a department hires nobody more extreme in the mean than the pool and itself.
    """
    mean = newcomer_mean(pool, department, selectivity)

    assert min(pool, department) - SLACK <= mean <= max(pool, department) + SLACK


@given(weight, weight, attitude, share, st.floats(-10.0, 10.0))
def test_louder_attitudes_speak_louder(one, other, x, severity, noise):
    """
    The more attitude weighs in the choice, the further apart advocates and defendants stand.
    """
    less, more = sorted((one, other))
    score = [voice_score(x, severity, False, 0.0, noise, Weights(g, 1.0, 0.0, 1.0), 1.0, 1.0) for g in (less, more)]

    assert (score[1] - score[0]) * x >= -1e-9
