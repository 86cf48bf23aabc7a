"""What a reading found is written with the chart: the written file reads back as the same organisation."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportsto.chart_files.csv import chart_to_csv
from reportsto.organisations.organisation import Organisation
from reportsto.organisations.reading import read_organisation

TITLES = (
    "Head of Operations", "Director of Logistics", "Warehouse Manager", "Warehouse Associate", "Assistant to the COO",
    "Customer Service Manager", "Customer Service Agent", "Complaints Officer", "Head of Marketing", "Press Officer",
    "Head of Sales", "Account Executive", "Software Engineer", "Accountant", "Team leader", "Vacant", "", "=1+1",
    "PA to Jane Smith", "Complaints Manager (John Brown)", "- Operations", "Support <b>", "../../etc",
    "Kundendienst; Leitung", 'Head of "Service"',
)  # fmt: skip
UNITS = ("", "Operations", "Complaints Resolution", "Marketing", "Finance", "Garden")

rows = st.lists(
    st.tuples(st.sampled_from(TITLES), st.sampled_from(UNITS), st.integers(0, 40), st.sampled_from(("", "3", "0.5"))),
    min_size=3,
    max_size=25,
)


def found(organisation: Organisation) -> dict[str, object]:
    """Return all that a reading says of posts, without reasons and notes: a written file states what was found."""
    heads = {function.word: head for function, head in organisation.assigned.heads.items()}
    said = {key: value for key, value in organisation.report().items() if key not in ("reasons", "notes")}
    return {**said, "heads": heads, "chart": organisation.chart.posts}


def asked(organisation: Organisation) -> set[str]:
    """Return what a person is asked about how the chart is taken."""
    return {note.what for note in organisation.assigned.notes}


def again(organisation: Organisation, folder: Path) -> Organisation:
    """Write the chart of an organisation, and read it."""
    out = folder / "again.csv"
    out.write_text(chart_to_csv(organisation.chart), encoding="utf-8")
    return read_organisation([out])


def people(posts) -> str:
    """Return a table of a top and of posts that report to one before them."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(("id", "title", "reports_to", "unit", "headcount"))
    write(("0", "CEO", "", "", ""))
    for number, (title, unit, above, count) in enumerate(posts, start=1):
        write((number, title, above % number, unit, count))
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(rows)
def test_a_written_chart_reads_back_as_what_was_found(posts):
    """
    Posts, seats, functions, heads, who answers, and their order are the same, and nothing new is asked.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        path.write_text(people(posts), encoding="utf-8")
        first = read_organisation([path])
        assume(first.read is not None)
        second = again(first, Path(folder))
        assert found(second) == found(first)
        assert {note.what for note in second.notes} <= asked(first)


def test_a_written_organogram_reads_back_as_what_was_found(tmp_path):
    """
    The head of operations is the last of three that could be, so seats change places when the chart is made.
    """
    senior, junior = tmp_path / "o-senior.csv", tmp_path / "o-junior.csv"
    senior.write_text(
        "Post Unique Reference,Job Title,Unit,Reports to Senior Post,FTE\nS1,Chief Executive,Office,XX,1\n"
        "S4,Customer Operations,Contact,S1,1\nS2,Log Ops,Logistics,S1,1\nS5,Operations Directorate,Depot,S1,1\n"
        "S3,Director Operations,Operations,S1,1\n"
    )
    junior.write_text(
        "Unit,Reporting Senior Post,Grade,Generic Job Title,Number of Posts in FTE\nContact Centre,S3,A,Adviser,40.6\n"
        "Contact Centre,S4,A,Adviser,3\nDepot,S2,A,Warehouse Operative,12\nDepot,S5,A,Warehouse Operative,30\n"
        "Depot,S3,A,Warehouse Operative,7\nComplaints Resolution,S5,B,Communications Manager,1\n"
    )
    first = read_organisation([senior, junior])
    second = again(first, tmp_path)

    assert found(first)["heads"]["logistics"] == "S3"
    assert [post.id for post in first.posts].index("S3") < [post.id for post in first.posts].index("S2")
    assert "3 posts could be head of logistics" in " ".join(asked(first))
    assert found(second) == found(first)
    assert asked(second) == asked(first)


SENIOR = "Post Unique Reference,Job Title,Unit,Reports to Senior Post,FTE\n"
JUNIOR = "Unit,Reporting Senior Post,Grade,Generic Job Title,Number of Posts in FTE\n"
GROUP = ("Complaints Resolution", 1, "Customer Service Agent", "3.5")
seniors = st.lists(
    st.tuples(
        st.sampled_from(TITLES), st.sampled_from(UNITS), st.sampled_from(("XX", "", "S0", "S1", "S2", "S9", "S4"))
    ),
    min_size=3,
    max_size=12,
)
juniors = st.lists(
    st.tuples(
        st.sampled_from(UNITS),
        st.integers(0, 13),
        st.sampled_from(TITLES),
        st.sampled_from(("1", "0.4", "12.5", "0", "")),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(seniors, juniors)
def test_an_organogram_with_any_faults_reads_back_as_what_was_found(above, below):
    """
    Several tops, circles, references to nobody, groups of no senior post, parts of posts: the repaired chart is read
    back with the same service, answering, functions and heads, and nothing is repaired again.
    """
    with TemporaryDirectory() as folder:
        senior, junior = Path(folder) / "o-senior.csv", Path(folder) / "o-junior.csv"
        top = [("Chief Executive", "", "XX"), ("Operations Director", "Operations", "S0")]
        lines = [f"S{at},{_cell(title)},{unit},{boss},1" for at, (title, unit, boss) in enumerate([*top, *above])]
        senior.write_text(SENIOR + "\n".join(lines) + "\n", encoding="utf-8")
        lines = [f"{unit},S{boss},A,{_cell(title)},{count}" for unit, boss, title, count in [GROUP, *below]]
        junior.write_text(JUNIOR + "\n".join(lines) + "\n", encoding="utf-8")
        first = read_organisation([senior, junior])
        assume(first.read is not None)
        second = again(first, Path(folder))

        assert found(second) == found(first)
        assert {note.what for note in second.notes} <= asked(first)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
