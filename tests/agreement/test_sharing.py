"""Posts that are alike share a row in compiled code: each person still finds their own post's numbers."""

from agreement.comparing import assert_engines_agree
from reportsto.api import scenario
from reportsto.charts.generating import generated
from reportsto.engine.layout import POST
from reportsto.engine.packing import pack
from reportsto.workplace import set_up


def test_posts_that_are_alike_share_a_row_and_no_others_do():
    """Of a thousand posts few rows are left; every seat finds what its own post is paid on, and its relay weight."""
    chart = generated(1000, service_teams=3)
    firm = set_up(chart)
    packed = pack(firm)

    rows = packed.posts[packed.seats["post"]]

    assert len(packed.posts) < 100
    assert len(packed.works) < 200
    assert packed.posts.dtype == POST
    assert len({row.tobytes() for row in packed.posts}) == len(packed.posts)
    for seat, post in enumerate(firm.facts.post_of):
        assert rows["strength"][seat] == firm.pay[post].strength
        assert tuple(rows["stakes"][seat]) == firm.pay[post].stakes
        assert tuple(rows["pay"][seat]) == firm.pay[post].case
        assert rows["relay_weight"][seat] == firm.relay_weight[post]


def test_every_handler_finds_the_work_of_its_own_post():
    """Hours of an answer and the desks of deciders are those of the handler's post, though rows are shared."""
    firm = set_up(generated(1000, service_teams=3))
    packed = pack(firm)
    desk_of = {desk.seat: at for at, desk in enumerate(firm.desks)}

    for handler in packed.handlers:
        post = firm.facts.post_of[handler["seat"]]
        work = packed.works[handler["work"]]
        assert tuple(work["hours"]) == firm.hours[firm.answering.index(post)]
        for cause in range(len(work["decider"])):
            assert work["decider"][cause] == desk_of[firm.facts.first_seat[firm.facts.arbiter(post, cause)]]


def test_a_firm_in_which_posts_share_rows_is_the_same_firm_in_both_engines():
    """Two hundred posts in three service teams, a month, and a move in its middle."""
    assert assert_engines_agree(scenario(chart=generated(200, service_teams=3)), 3, 0, 25) is not None
    moved = scenario("separate", people=60, move={"day": 10, "structure": "inside_operations"})
    assert assert_engines_agree(moved, 3, 0, 25) is not None
