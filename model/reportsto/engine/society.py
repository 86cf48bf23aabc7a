"""Phases 8 and 9 in compiled code: attitudes move, people come and go."""

from reportsto.arrays import Floats, Integers
from reportsto.attitudes import anchors, influence
from reportsto.attitudes import turnover as leaving
from reportsto.engine import draws
from reportsto.engine.compiling import compiled
from reportsto.engine.draws import CHUNK, abreast
from reportsto.engine.layout import Arrays, Department, Kind, Numbers, Post, Rows, Seat, State
from reportsto.incentives import pull
from reportsto.schedule import DAYS_A_YEAR
from reportsto.vocabulary import N_CAUSES, N_FUNCTIONS, Function, Stream

SERVICE, LOGISTICS, MARKETING = int(Function.SERVICE), int(Function.LOGISTICS), int(Function.MARKETING)
SALES, PRODUCT, FINANCE = int(Function.SALES), int(Function.PRODUCT), int(Function.FINANCE)
TURNOVER = int(Stream.TURNOVER)
EXECUTIVE_DEPARTMENT = 0


@compiled
def sum_up(
    state: State,
    seats: Rows[Seat],
    departments: Rows[Department],
    team_sum: Floats,
    cell_sum: Floats,
    direct: Integers,
) -> None:
    """Add up the groups, in seat order."""
    team_sum[:] = 0.0
    cell_sum[:] = 0.0
    state.function_sum[:] = 0.0
    for department in departments:
        department.sum = 0.0
        department.inside[:] = 0.0
    for seat in seats:
        x = seat.attitude
        department = departments[seat.department]
        team_sum[seat.team] += x
        department.sum += x
        cell_sum[seat.cell] += x
        if seat.department != EXECUTIVE_DEPARTMENT:
            state.function_sum[seat.function] += x
            department.inside[seat.function] += x
    state.direct_sum = 0.0
    for at in direct:
        state.direct_sum += seats[at].attitude


@compiled
def weighted(
    p: Numbers,
    state: State,
    seats: Rows[Seat],
    departments: Rows[Department],
    team_sum: Floats,
    cell_sum: Floats,
    at: int,
) -> float:
    """Return the weighted sum of the neighbours' attitudes of one person."""
    seat = seats[at]
    department = departments[seat.department]
    tie = p.attitudes_same_department
    out = team_sum[seat.team] - seat.attitude
    out += tie * (department.sum - cell_sum[seat.cell])
    if seat.superior >= 0:
        boss = seats[seat.superior]
        out += p.attitudes_boss * tie * boss.attitude
        if boss.department == seat.department:
            out -= tie * boss.attitude
    if at == state.ceo:
        out += tie * state.direct_sum
    if seat.department == EXECUTIVE_DEPARTMENT:
        return out
    return out + _across(p, state, department, seat.function)


@compiled
def _across(p: Numbers, state: State, department: Department, function: int) -> float:
    tie = p.attitudes_task_contact
    if function != SERVICE:
        partners = state.function_sum[SERVICE] - department.inside[SERVICE]
        return tie * state.contact_share[function] * partners
    out = 0.0
    for other in range(N_FUNCTIONS):
        if state.contact_share[other] > 0.0:
            out += tie * state.contact_share[other] * (state.function_sum[other] - department.inside[other])
    return out


@compiled
def do_attitudes(arrays: Arrays) -> None:
    """Phase 8: everybody takes in what they heard and moves towards neighbours and anchor, all at once."""
    p, state, seats, departments = arrays.p, arrays.state, arrays.seats, arrays.departments
    team_sum, cell_sum = arrays.team_sum, arrays.cell_sum
    sum_up(state, seats, departments, team_sum, cell_sum, arrays.direct)
    rumoured_severity = _spread_rumours(p, state, arrays.kinds)
    contact_pulls, open_to = arrays.scratch[0], arrays.scratch[1]
    for low in range(0, len(seats), CHUNK):
        size = min(CHUNK, len(seats) - low)
        _take_in_today(p, state, seats, arrays.posts, departments, low, size, rumoured_severity)
        _fill_exponentials(p, seats, low, size, contact_pulls, open_to)
        for at in range(size):
            around = weighted(p, state, seats, departments, team_sum, cell_sum, low + at)
            _consider(p, seats[low + at], around, contact_pulls[at], open_to[at])


@compiled
def _spread_rumours(p: Numbers, state: State, kinds: Rows[Kind]) -> float:
    """Work out what marketing and sales hear today by rumour, and return its severity."""
    everything = pain = 0.0
    for k in range(N_CAUSES):
        if kinds[k].owner_function >= 0:
            everything += state.failures[k]
            pain += state.failures[k] * p.causes_severity[k]
    rumours = p.incentives_rumours if everything > 0.0 else 0.0
    rumoured_severity = p.incentives_rumours * pain / everything if everything > 0.0 else 0.0
    for k in range(N_CAUSES):
        told = everything > 0.0 and kinds[k].owner_function >= 0
        state.rumoured[k] = rumours * (state.failures[k] / everything if told else 0.0)
    return rumoured_severity


@compiled
def _take_in_today(
    p: Numbers,
    state: State,
    seats: Rows[Seat],
    posts: Rows[Post],
    departments: Rows[Department],
    low: int,
    size: int,
    rumoured_severity: float,
) -> None:
    """Let so many people from `low` on take in what they and their function heard today."""
    memory_days, contact_days, overhearing = p.incentives_memory_days, p.attitudes_contact_days, p.attitudes_overhearing
    for at in range(low, low + size):
        seat = seats[at]
        post, f = posts[seat.post], seat.function
        severity = 0.0
        seat.paid = pull.remembered(seat.paid, memory_days)
        seat.cases = pull.remembered(seat.cases, memory_days)
        if f in (MARKETING, SALES):
            severity = rumoured_severity
            for k in range(N_CAUSES):
                _take_in(seat, post, k, seat.heard[k] + state.rumoured[k])
        elif f in (LOGISTICS, PRODUCT, FINANCE):
            severity = state.told_severity[f]
            for k in range(N_CAUSES):
                _take_in(seat, post, k, seat.heard[k] + state.told[f, k])
        elif seat.heard_any:
            for k in range(N_CAUSES):
                _take_in(seat, post, k, seat.heard[k])
        seat.heard_any = False
        if f != SERVICE:
            severity += overhearing * (state.heard_weight * departments[seat.department].overheard)
        seat.contact = anchors.next_contact(seat.contact, seat.heard_severity + severity, contact_days)
        seat.heard_severity = 0.0


@compiled
def _fill_exponentials(
    p: Numbers, seats: Rows[Seat], low: int, size: int, contact_pulls: Floats, open_to: Floats
) -> None:
    """Work out what takes an exponential for many people at a time: the pull of contact, and susceptibility."""
    for at in range(size):
        contact_pulls[at] = seats[low + at].contact
        open_to[at] = seats[low + at].tenure
    scale, settling = p.attitudes_contact_scale, p.attitudes_settling_days
    settled, newcomer = p.attitudes_susceptibility, p.attitudes_newcomer_susceptibility
    for at in range(abreast(size)):
        contact_pulls[at] = anchors.contact_pull(contact_pulls[at], scale)
    for at in range(abreast(size)):
        open_to[at] = anchors.susceptibility(open_to[at], settled, newcomer, settling)


@compiled
def _take_in(seat: Seat, post: Post, cause: int, count: float) -> None:
    """Take in cases of one cause."""
    if count > 0.0:
        seat.paid += count * post.pay[cause]
        seat.cases += count
        seat.heard[cause] = 0.0


@compiled
def _consider(p: Numbers, seat: Seat, around: float, contact_pull: float, open_to: float) -> None:
    """Work out tonight's attitude from the neighbours' weighted sum and one's own anchor."""
    u = anchors.anchor(
        seat.disposition,
        pull.incentive_pull(seat.paid, seat.cases, p.incentives_prior_cases),
        contact_pull,
        p.attitudes_weight_disposition,
        p.attitudes_weight_incentives,
        p.attitudes_weight_contact,
    )
    neighbours = influence.neighbour_mean(around, seat.weight, seat.attitude)
    seat.tonight = influence.step(seat.attitude, neighbours, u, open_to, p.attitudes_speed)


@compiled
def do_turnover(arrays: Arrays) -> None:
    """Phase 9: some leave, judged by last night's attitudes; newcomers take their seats tonight."""
    p, state, tally, seats = arrays.p, arrays.state, arrays.tally, arrays.seats
    departments, scratch = arrays.departments, arrays.scratch
    misfit, unheard = p.turnover_misfit, p.turnover_unheard
    for at in range(len(seats)):
        if at % CHUNK == 0:
            size = min(CHUNK, len(seats) - at)
            draws.fill_entities(state, TURNOVER, state.day, at, size, scratch[0], scratch[1])
        seat = seats[at]
        f = seat.function
        department = departments[seat.department].sum / departments[seat.department].size
        hazard = leaving.leaving_hazard(
            p.turnover_yearly[f],
            DAYS_A_YEAR,
            seat.attitude,
            department,
            misfit,
            seat.futility,
            unheard,
        )
        leaves = scratch[0, at % CHUNK] < hazard
        seat.attitude = seat.tonight
        seat.tenure += 1.0
        if leaves:
            pool = p.attitudes_disposition_mean + p.attitudes_disposition_shift[f]
            mean = leaving.newcomer_mean(pool, department, p.turnover_selectivity)
            start = draws.disposition(state, TURNOVER, state.day, at, mean, p.attitudes_disposition_sd)
            arrive(seat, start, 0.0)
            if state.measured and f == SERVICE:
                tally.leavers_service += 1


@compiled
def arrive(seat: Seat, disposition: float, tenure: float) -> None:
    """Let somebody start afresh in a seat: a newcomer brings a disposition and no history."""
    seat.disposition = disposition
    seat.attitude = disposition
    seat.tonight = disposition
    seat.tenure = tenure
    seat.paid = seat.cases = seat.contact = seat.futility = 0.0
    seat.heard[:] = 0.0
    seat.heard_severity = 0.0
    seat.heard_any = False
    seat.stint += 1
