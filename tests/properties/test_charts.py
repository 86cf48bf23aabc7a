"""What holds on every chart, of any shape."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import apply, charts, shop_chart, unchanged
from reportsto.chart_files.csv import chart_to_csv
from reportsto.chart_files.drawing import as_mermaid, as_text
from reportsto.chart_files.reading import read_chart
from reportsto.charts.chart import Chart, tree
from reportsto.charts.editing import circles, difference, in_order, move
from reportsto.charts.facts import ChartFacts, cause_owners, chart_facts
from reportsto.errors import ChartError
from reportsto.vocabulary import N_BELIEVED, N_CAUSES, N_KINDS, NOBODY, Cause, Function

SERVICE, LOGISTICS, MARKETING, SALES = Function.SERVICE, Function.LOGISTICS, Function.MARKETING, Function.SALES
CUSTOMER_MAP = circles(
    {LOGISTICS: "warehouse", MARKETING: "promise", SALES: "promise", Function.PRODUCT: "product"},
    "money",
    lambda chart: {"money": sum(post.headcount for post in chart.posts if post.answers)},
)
APART = move(SERVICE, Function.EXECUTIVE)
EDITS = {
    "as drawn": unchanged,
    "inside operations": move(SERVICE, LOGISTICS),
    "apart": APART,
    "inside marketing": move(SERVICE, MARKETING),
    "under sales": move(SERVICE, SALES),
    "sales and marketing": in_order(move(SERVICE, MARKETING), move(SALES, MARKETING)),
    "marketing under service": in_order(APART, move(MARKETING, SERVICE)),
    "customer map": CUSTOMER_MAP,
}
TOML = "".join(
    f'[[post]]\nid = "{post.id}"\ntitle = ""\nreports_to = "{post.superior or ""}"\nfunction = "{post.function.word}"\n'
    for post in shop_chart().posts
)
edits = st.sampled_from(sorted(EDITS)).map(EDITS.__getitem__)
words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(lambda word: word != "XX")


def refusal(path: Path) -> str:
    """Return why a chart file is refused, or nothing where it is read."""
    try:
        read_chart(path)
    except ChartError as error:
        return str(error)
    return ""


def facts_of(chart: Chart) -> ChartFacts:
    """Return the facts of a chart with the usual owners."""
    return chart_facts(chart, cause_owners({}))


def chief_of(facts: ChartFacts) -> int:
    """Return the row of the chief executive, or of whoever is in charge below an empty top of a tree."""
    if facts.is_map or facts.first_seat[facts.root] != NOBODY:
        return facts.root
    below = [row for row, above in enumerate(facts.superior) if above == facts.root]
    order = [(facts.function[row] != Function.EXECUTIVE, facts.level[row], facts.first_seat[row]) for row in below]
    return min(zip(order, below, strict=True))[1]


def by_seat(facts: ChartFacts) -> dict[str, Any]:
    """Return the facts as people see them: rows replaced by first seats, in seat order."""
    order = sorted(range(len(facts.first_seat)), key=lambda row: facts.first_seat[row])
    seat = {row: facts.first_seat[row] for row in order} | {NOBODY: NOBODY}
    rows = (
        "function",
        "department",
        "team",
        "level",
        "manager",
        "manager_reports",
        "line_reports",
        "site",
    )
    tables = ("own_line", "same_department", "asks_inside")
    seen: dict[str, Any] = {name: [getattr(facts, name)[row] for row in order] for name in (*rows, *tables)}
    seen["superior"] = [seat[facts.superior[row]] for row in order]
    seen["path"] = [[[seat[boss] for boss in path] for path in facts.path[row]] for row in order]
    seen["owner"] = [seat[row] for row in facts.owner]
    seen["post_of"] = [seat[row] for row in facts.post_of]
    same = ("is_map", "department_head_function", "handlers", "owner_function", "owner_people")
    return seen | {name: getattr(facts, name) for name in same} | {"root": seat[facts.root]}


@given(charts(complete=True), edits, st.data())
def test_names_mean_nothing(chart, edit, data):
    """
    With other ids and titles, every fact of every structure is the same.
    """
    names = data.draw(st.lists(words, min_size=len(chart.posts), max_size=len(chart.posts), unique=True))
    new = dict(zip((post.id for post in chart.posts), names, strict=True))
    renamed = [replace(p, id=new[p.id], superior=p.superior and new[p.superior], title=new[p.id]) for p in chart.posts]

    assert facts_of(edit(tree(renamed))) == facts_of(edit(chart))


@given(charts(complete=True), edits, st.data())
def test_row_order_means_nothing_once_seats_are_numbered(chart, edit, data):
    """
    The same people in other rows have the same superiors, departments, teams, owners and paths.
    """
    shuffled = tree(data.draw(st.permutations(chart.posts)))

    assert by_seat(facts_of(edit(shuffled))) == by_seat(facts_of(edit(chart)))


@given(charts(complete=True), edits)
def test_every_structure_employs_the_same_people(chart, edit):
    """
    Whatever the edit, every seat has the function it had, and the same people answer customers.
    """
    before, after = facts_of(chart), facts_of(edit(chart))

    assert [after.function[row] for row in after.post_of] == [before.function[row] for row in before.post_of]
    assert after.handlers == before.handlers


@given(charts(complete=True), edits)
def test_no_path_repeats_a_post_or_holds_its_sender(chart, edit):
    """
    A report never comes back to a desk it left; whoever is in charge below an empty top decides on its own.
    """
    facts = facts_of(edit(chart))

    for post, paths in enumerate(facts.path):
        for path in paths:
            assert len({post, *path}) == len(path) + 1 or path == (post,) == (chief_of(facts),)


@given(charts(complete=True), edits)
def test_every_path_ends_at_the_owner_or_above_it(chart, edit):
    """
    The arbiter is the owner or one of its superiors, and nobody before it on the path is.

    Below an empty top, reports of the head who would decide on them go to whoever is in charge.
    """
    facts = facts_of(edit(chart))
    empty = facts.first_seat[facts.root] == NOBODY

    for post, paths in enumerate(facts.path):
        for cause, path in enumerate(paths):
            if empty and path == (chief_of(facts),) and facts.superior[post] == facts.root:
                continue
            at, in_charge = facts.owner[cause], set()
            while at != NOBODY:
                in_charge.add(at)
                at = facts.superior[at]
            assert [boss in in_charge for boss in path] == [False] * (len(path) - 1) + [True] * bool(path)


@given(charts(complete=True), edits)
def test_nobody_below_the_top_decides_on_its_own_report(chart, edit):
    """
    On a tree no post but the chief executive's is its own arbiter; below an empty top, whoever is in charge.
    """
    facts = facts_of(edit(chart))

    assert facts.is_map or all(
        facts.arbiter(post, cause) != post
        for post in range(len(facts.function))
        for cause in range(N_CAUSES)
        if post not in (facts.root, chief_of(facts))
    )


@given(charts(), st.booleans())
def test_every_cause_but_the_carriers_has_an_owner_with_people(chart, as_map):
    """
    Whatever functions are missing, somebody owns every cause but the carrier's, and belongs to the owner's people.
    """
    facts = facts_of(CUSTOMER_MAP(chart) if as_map else chart)

    assert all(facts.first_seat[facts.owner[cause]] in facts.owner_people[cause] for cause in range(N_BELIEVED))
    assert (facts.owner[Cause.IN_TRANSIT], facts.owner_people[Cause.IN_TRANSIT]) == (NOBODY, ())
    assert not any(
        own[Cause.IN_TRANSIT] or near[Cause.IN_TRANSIT]
        for own, near in zip(facts.own_line, facts.same_department, strict=True)
    )
    assert all(path[Cause.IN_TRANSIT] == () for path in (*facts.path, *facts.second_path))
    assert len(facts.owner) == len(facts.owner_people) == N_KINDS


@given(charts(complete=True), edits)
def test_everybody_but_the_top_is_somebodys_direct_report(chart, edit):
    """
    Direct reports of all managers add up to all people but the one at the top, if there is one.
    """
    facts = facts_of(edit(chart))
    at_the_top = int(facts.first_seat[facts.root] != NOBODY)

    assert facts.is_map or sum(facts.manager_reports) + sum(facts.line_reports) == facts.seats - at_the_top


@pytest.mark.parametrize(("name", "host"), [("inside operations", LOGISTICS), ("inside marketing", MARKETING)])
@given(chart=charts(complete=True))
def test_service_sits_with_its_host(name, host, chart):
    """
    After the move every handler has the host function's highest post above it, and one head at most in between.
    """
    moved = EDITS[name](chart)
    facts, above = facts_of(moved), moved.highest(host)

    for seat in facts.handlers:
        at, chain = facts.post_of[seat], set()
        while at != NOBODY:
            chain.add(moved.posts[at].id)
            at = facts.superior[at]
        assert above.id in chain


@given(
    charts(complete=True), st.sampled_from([name for name in sorted(EDITS) if name not in ("as drawn", "customer map")])
)
def test_a_structure_applied_twice_is_the_structure(chart, name):
    """
    Who already sits where the structure wants it stays there.
    """
    once = EDITS[name](chart)

    assert EDITS[name](once) == once


@given(chart=charts())
def test_a_written_chart_reads_back_the_same(tmp_path_factory, chart):
    """
    Writing and reading change nothing, seats included.
    """
    path: Path = tmp_path_factory.mktemp("charts") / "drawn.csv"
    path.write_text(chart_to_csv(chart), encoding="utf-8")

    assert read_chart(path) == chart


@given(
    rubbish=st.binary(max_size=300),
    at=st.integers(0, 600),
    length=st.integers(0, 40),
    suffix=st.sampled_from([".csv", ".toml"]),
)
def test_a_spoiled_file_is_read_or_refused_in_lines_that_name_it(tmp_path_factory, rubbish, at, length, suffix):
    """
    Whatever bytes a file has in its middle, it is a chart or a line for each mistake that names the file.
    """
    path: Path = tmp_path_factory.mktemp("charts") / f"spoiled{suffix}"
    sound = (chart_to_csv(shop_chart()) if suffix == ".csv" else TOML).encode()
    path.write_bytes(sound[:at] + rubbish + sound[at + length :])

    assert all(line.startswith((str(path), "... and perhaps more")) for line in refusal(path).splitlines())


@given(charts(complete=True), charts(complete=True), edits, edits)
def test_a_difference_applied_gives_the_second_chart(one, other, edit, another):
    """
    Between any two charts, of one firm or of two, the difference makes the second from the first.
    """
    for before, after in ((edit(one), another(one)), (edit(one), another(other))):
        assert apply(before, difference(before, after)) == after


@given(charts(complete=True), edits)
def test_every_post_is_drawn_once(chart, edit):
    """
    A drawing has a line for each post, and on a map one for each circle.
    """
    drawn = edit(chart)
    circles_drawn = len({post.circle for post in drawn.posts}) if drawn.is_map else 0

    assert as_text(drawn).count("\n") == len(drawn.posts) + circles_drawn
    assert as_mermaid(drawn).count('["') == len(drawn.posts) + circles_drawn
