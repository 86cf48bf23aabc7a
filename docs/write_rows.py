"""Write docs/reference/rows.md: every element of the two essays, what it became here, and the tests that show it.

Run `python docs/write_rows.py` after adding, renaming or rewording a test in tests/seeds/. A row works when a test is
named after it (`test_ST1_...`); the page shows the first paragraph of each test. A row without a test says why here, in
`ROWS`. `tests/documents/test_rows.py` fails while the page is out of date.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "seeds"
PAGE = ROOT / "docs" / "reference" / "rows.md"
NOTE = "<!-- Written by docs/write_rows.py from the tests in tests/seeds/. Edit those, then run it again. -->"
NAMED_AFTER_A_ROW = re.compile(r"test_((?:ST|RO|AC|ME|MT|TL|H)\d+)_")
REFUTED = "Refuted here"

INTRO = f"""{NOTE}

# Rows: every element of the essays

The model began with two texts. The essay *Customer service* walks through the departments of an e-commerce start-up.
Customer service may sit in one of three places:

- inside operations, beside the warehouse, and defend the company
- in a department of its own, and speak for customers
- inside marketing, which saves the chief executive a direct report and clouds the signal

The post *Where does customer service fit on the org chart?* draws a small firm's chart and asks for input. It gets two
comments, and some advice from elsewhere.

Below is every element of the two texts, in our words. Each row has its meaning in the model, the test that shows it,
and whether it works. A test is a statement about the model that could be false. Where the model contradicts the texts,
the row works all the same, and the statement begins with *{REFUTED}*. `pytest tests/seeds -k ST1_` runs the tests of
row ST1.
"""

SECTIONS = {
    "ST": "Structures: where customer service sits",
    "RO": "Roles: the people",
    "AC": "Activities: what customers ask for",
    "ME": "Mechanisms: what the chart does",
    "MT": "Metrics: what is counted",
    "TL": "Tools and practices",
    "H": "Claims, judged as hypotheses",
}


TABLE_HEAD = ("| row | element | what it means here | test | state |", "| --- | --- | --- | --- | --- |")


@dataclass(frozen=True, slots=True)
class Row:
    """One element of the essays: what it is, what it means here, and, where no test shows it, why not yet."""

    id: str
    element: str
    here: str
    not_yet: str = ""


@dataclass(frozen=True, slots=True)
class SeedTest:
    """A test named after a row: where it is and the claim it tests."""

    name: str
    file: str
    claim: str


ROWS = (
    Row(
        "ST1",
        "customer service inside operations",
        "the head of service reports to the highest logistics post; nobody else moves",
    ),
    Row(
        "ST2",
        "a department of its own",
        "the head of service reports to the chief executive, who gains a direct report",
    ),
    Row("ST3", "inside marketing", "the head of service reports to the highest marketing post"),
    Row(
        "ST4", "inside a merged sales and marketing", "inside marketing, and the highest sales post under marketing too"
    ),
    Row("ST5", "among the sales staff", "the head of service reports to the highest sales post"),
    Row(
        "ST6",
        "a map around the customer instead of a chart",
        "circles of people who serve one need; no superiors, owners decide",
    ),
    Row(
        "ST7", "one department with the warehouse", "asking an owner of one's own department takes .04 h instead of .12"
    ),
    Row(
        "ST8", "warehouse logistics as a team of operations", "people who ship and refund, with capacities of their own"
    ),
    Row("ST9", "a distribution centre somewhere else", "posts have a site; asking another site takes longer"),
    Row("ST10", "a chief executive with direct reports", "hours a day, taken by reports first, then by what waits"),
    Row("ST11", "a small firm's chart being drawn", "a chart is a short CSV file that anybody can type"),
    Row(
        "ST12",
        "a chart as large as Microsoft's",
        "a generated chart of 90,000 posts, as many as Microsoft had people in 2011",
    ),
    Row(
        "ST13",
        "marketing reporting to customer service",
        "the edge turned round: the highest marketing post under the head of service",
    ),
    Row(
        "RO1", "customer service staff", "people who answer, each with an attitude from defendant (-1) to advocate (+1)"
    ),
    Row("RO2", "warehouse logistics staff", "people whose pay account falls with every fault logged against logistics"),
    Row("RO3", "marketers", "people of a department that believes it knows what customers complain about"),
    Row(
        "RO4", "sales staff", "people whose quota can raise the share of promises that cannot be kept (off by default)"
    ),
    Row("RO5", "the chief executive", "a decider whose day has an end"),
    Row("RO6", "a head of service for many years", "tenure: who has served long listens less to the neighbours"),
    Row(
        "RO7",
        "a founder who draws the chart from the gut",
        "somebody who searches for a placement with little time",
        "no agent picks a structure here; comparing searches needs the studies' sweeps",
    ),
    Row("RO8", "customers", "orders with an outcome, and a chance of leaving after each"),
    Row(
        "RO9",
        "commenters who give input",
        "advisers polled before a reorganisation",
        "a run moves to another chart on a set date only, so there is no decision to advise on",
    ),
    Row("AC1", "asking for the status of an order", "a plain request at a set rate an order"),
    Row("AC2", "asking about a late delivery", "complaints about orders that were late"),
    Row("AC3", "returning an order", "a share of orders comes back and joins the refund queue"),
    Row("AC4", "processing a refund", "a queue with a capacity of its own"),
    Row("AC5", "a warranty issue", "defects, with a share of lines under warranty and a lag (both off by default)"),
    Row(
        "AC6",
        "a delivery issue the carrier is to blame for",
        "a cause that nobody in the firm owns: made good or refused, never reported, never mended",
    ),
    Row("AC7", "order entry by customer service", "work for operations that takes service's hours"),
    Row("AC8", "back orders", "orders outside the backlog until stock comes or they are cancelled"),
    Row("AC9", "asking about a product", "a plain request whose answer can win customers (off by default)"),
    Row("AC10", "helping customers to decide well", "an answered question can avoid returns (off by default)"),
    Row("AC11", "keeping customers happy", "satisfaction and staying, by how an order ended"),
    Row("AC12", "most requests are about orders", "the request mix is a table of rates that a firm or a user sets"),
    Row(
        "AC13",
        "a campaign by marketing",
        "a surge of contacts, with or without a warning",
        "there are no campaigns: demand varies by a shared shock, and nobody is warned of anything",
    ),
    Row(
        "ME1",
        "taking on the department's attitude",
        "a daily step towards superior, team and department, each with a weight",
    ),
    Row(
        "ME2",
        "defending one's own metrics",
        "a choice between advocating, settling and explaining away that pay can bend",
    ),
    Row("ME3", "the company's defendant", "cases explained away, counted"),
    Row("ME4", "the customer's advocate", "reports sent up for customers, counted"),
    Row(
        "ME5",
        "independence is an opportunity",
        "no department pulls, so a tendency can show: disposition, pay, contact",
    ),
    Row("ME6", "the voice of the customer", "bits about the true cause that reach a decision"),
    Row(
        "ME7",
        "pressure on logistics to improve",
        "reports acted on raise effort, and effort lowers failures with a delay",
    ),
    Row("ME8", "pressure on other units", "the same for the owners of every cause"),
    Row("ME9", "the burden of one more direct report", "hours and exceptions a report, and what is then left undone"),
    Row(
        "ME10",
        "marketing's own regard for customers",
        "the mean disposition of a function's people (shift off by default)",
    ),
    Row(
        "ME11",
        "two thoughts about what customers want",
        "a report's cause is redrawn from the department's belief with a set chance",
    ),
    Row("ME12", "a pure reflection of demand", "likeness of causes acted on and true failures, 0 to 1"),
    Row("ME13", "one department as the interface to logistics", "hours of asking an owner near and far"),
    Row(
        "ME14", "marketing in the loop prevents issues", "cases told to colleagues inform the owner without any report"
    ),
    Row("ME15", "goals that point one way", "the angle between service's pay and the customer's interest"),
    Row("ME16", "the kind of business decides", "a shop and a service firm as presets of the failure mix"),
    Row("ME17", "the nature of the work and its skills", "longer talk where a skill is missing (off by default)"),
    Row(
        "ME18",
        "revising the chart later",
        "a review that may move the team",
        "a run can move to another chart on a set date (`--move`), but no review decides it and it costs nothing",
    ),
    Row(
        "ME19",
        "a decision after 45 minutes",
        "what searching costs, and what it is worth",
        "nobody searches inside the model; the value of a study is for the studies to say",
    ),
    Row(
        "ME20",
        "advice that conflicts",
        "advice as prior beliefs about placements, revised by simulation",
        "no adviser and no prior is modelled",
    ),
    Row(
        "ME21",
        "watching complexity grow",
        "one firm at 5, 50 and 500 people (`--people`); it keeps its size during a run",
    ),
    Row("MT1", "mix-up rate", "true mix-ups and those on the log"),
    Row("MT2", "time to ship", "days from order to dispatch"),
    Row("MT3", "time to refund", "days from return to refund"),
    Row("MT4", "status answered", "answered on the day of arrival, undisputed"),
    Row("MT5", "delivery delay", "share of orders late; days in transit are not modelled"),
    Row("MT6", "advocacy and defensiveness", "two shares of cases heard; settling is neither"),
    Row("MT7", "back orders", "open back orders"),
    Row("MT8", "demand fulfilled", "share of orders filled from stock"),
    Row("MT9", "happiness of customers", "satisfaction, share lost, customers kept"),
    Row("MT10", "burden of the chief executive", "hours used over hours left, what waits, what is lost"),
    Row(
        "MT11",
        "talk time against value",
        "two rival scorecards of customer service",
        "pay follows cases and not minutes: no rule reads talk time, so switching the scorecard could change nothing",
    ),
    Row(
        "TL1",
        "a place to browse charts",
        "a gallery of chart files with results",
        "the gallery holds one real firm and has neither search nor thumbnails",
    ),
    Row("TL2", "adding one's own chart", "a command that checks, pseudonymises and files a chart"),
    Row("TL3", "drawing a chart", "text and Mermaid of every structure"),
    Row("TL4", "drawing the customer map", "circles, the same people, no arrow"),
    Row("TL5", "the complexity of a large chart", "a report of depth and span, and a drawing of 10,000 posts"),
    Row("TL6", "revising later", "difference of two charts, and applying it"),
    Row(
        "TL7",
        "input welcome",
        "others' comments attached to a design and tallied",
        "designs are not documents that somebody could comment on here",
    ),
    Row("TL8", "articles that agree or disagree", "who makes each claim, and which works support or oppose it"),
    Row(
        "TL9",
        "published elsewhere too",
        "a bundle that reproduces its own table",
    ),
    Row(
        "TL10",
        "a change of mind on record",
        "a decision with its expected effect, compared later",
        "there is no log of decisions",
    ),
    Row(
        "H1",
        "inside operations service becomes a defendant",
        "attitude of those who answer, against zero and against a separate department",
    ),
    Row(
        "H2",
        "separate above marketing above operations in advocacy",
        "the order on attitude, on failures acted on, and on failures",
    ),
    Row(
        "H3",
        "marketing avoids the extra report at little loss",
        "what is lost at the default span, and past the break-even span",
    ),
    Row("H4", "marketing is second because of two thoughts", "its gap to separate with recolouring and without"),
    Row("H5", "sharing a department eases contact", "hours saved against cases explained away"),
    Row(
        "H6",
        "with marketing in the loop many issues never arise",
        "contacts prevented, against the same firm without the loop",
    ),
    Row("H7", "the right place depends on the business", "placements in a shop and in a service firm"),
    Row("H8", "operations misleads because it must cut back orders", "defensiveness with and without that target"),
    Row(
        "H9",
        "it can always be revised later",
        "what the option is worth, and what attitudes left behind cost",
        "needs a review that decides, and what a move costs (ME18); L1's reversal is tested in test_moves.py",
    ),
    Row(
        "H10",
        "against all this: a separate department is isolated",
        "where operations gets more acted on, or leaves fewer failures",
    ),
)


def seed_tests(folder: Path = TESTS) -> dict[str, list[SeedTest]]:
    """Return the tests of each row, in the order of files and lines."""
    found = defaultdict(list)
    for path in sorted(folder.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = NAMED_AFTER_A_ROW.match(node.name) if isinstance(node, ast.FunctionDef) else None
            if named:
                claim = first_paragraph(ast.get_docstring(node) or "")
                found[named[1]].append(SeedTest(node.name, path.name, claim))
    return dict(found)


def first_paragraph(docstring: str) -> str:
    """Return what a test claims, on one line: its docstring up to the first empty line."""
    return " ".join(docstring.split("\n\n")[0].split())


def state(row: Row, tests: Sequence[SeedTest]) -> str:
    """Return works, works with a refutation, or not yet; a row must have a test or a reason, and not both."""
    if bool(tests) == bool(row.not_yet):
        raise ValueError(f"row {row.id} needs either a test named after it or a reason in ROWS, and not both")
    if not tests:
        return "not yet"
    return "works; refuted" if any(test.claim.startswith(REFUTED) for test in tests) else "works"


def page(rows: Sequence[Row] = ROWS, tests: Mapping[str, Sequence[SeedTest]] | None = None) -> str:
    """Return the text of rows.md."""
    by_row = seed_tests() if tests is None else tests
    strangers = sorted(set(by_row) - {row.id for row in rows})
    if strangers:
        raise ValueError(f"tests are named after rows that do not exist: {', '.join(strangers)}")
    states = {row.id: state(row, by_row.get(row.id, ())) for row in rows}
    works = sum(word != "not yet" for word in states.values())
    refuted = sum(word.endswith("refuted") for word in states.values())
    lines = [
        INTRO,
        f"{len(rows)} rows: {works} work, {refuted} of them with something refuted; {len(rows) - works} not yet.",
    ]
    for prefix, title in SECTIONS.items():
        lines += ["", f"## {title}", "", *TABLE_HEAD]
        for row in rows:
            if row.id.rstrip("0123456789") == prefix:
                shown = "<br>".join(_shown(by_row.get(row.id, ()))) or f"– {row.not_yet}"
                lines.append(f"| **{row.id}** | {row.element} | {row.here} | {shown} | {states[row.id]} |")
    return "\n".join(lines) + "\n"


def _shown(tests: Sequence[SeedTest]) -> Iterator[str]:
    for test in tests:
        claim = test.claim.replace("|", "\\|")
        yield f"[`{test.name}`](../../tests/seeds/{test.file}): {claim}"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
