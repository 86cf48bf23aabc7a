"""Build the chart of the Student Loans Company, 30 September 2011, from its two published organogram files.

    python gallery/build_slc_chart.py SENIOR.csv JUNIOR.csv CHART.csv REASONS.csv

The files hang 328 rows of junior posts on eight senior ones. Read so, the director of operations has some 1,200
line posts and no hour left to attend to anything, which would be an artefact of the reading. This script builds
the levels that the rows name (column Unit, grades and titles) and gives every unit a function. All that is decided
by hand stands in `DIRECTORS`, `UNITS` and `OTHER_FUNCTION`, each with its reason; below them is only arithmetic.
Standard library only; the same input gives the same bytes.
"""

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

# ── Decided by hand ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Director:
    """One of the eight senior posts: its id here, its function, why, and whether its title leaves that open."""

    reference: str
    id: str
    function: str
    why: str
    judged: bool = False


@dataclass(frozen=True)
class Unit:
    """One unit of the junior file, or the part of it named in `only`, and how it becomes posts.

    `levels` reads from the top: `A > B` says that the posts of B report to those of A, shared evenly; `A + B` are one
    level; `A & B` says that B reports to A and both lead the next level side by side; `A x4` takes four posts of A.
    A group is written `Grade: Generic Job Title`. Whoever stands in no level is staff and reports to the last level,
    except the groups in `aside`, which report to the unit's head. `under` is the post the unit reports to (empty: the
    director that the file names); `placed` says why, when the file does not. `judged` marks a function that the name
    of the unit does not settle.
    """

    director: str
    name: str
    slug: str
    function: str
    why: str
    levels: str = ""
    under: str = ""
    placed: str = ""
    only: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    judged: bool = False


# In row order, which is the order of seats. Operations stands first because two service posts have two superiors
# each, and the model takes the lower seat for the head of service: it should be the head of 404 advisers, not of 7.
DIRECTORS = (
    Director("SLC1", "chief-executive", "executive", "the chief executive; the only post of function executive"),
    Director(
        "SLC6",
        "director-operations",
        "logistics",
        "runs processing, payments and collections: the production of this company, which the model calls logistics",
    ),
    Director("SLC8", "director-marketing", "marketing", "marketing and communications; there is no sales here"),
    Director(
        "SLC2",
        "director-strategy",
        "product",
        "owns what the company offers and how it is changed: policy, business development, change projects",
        judged=True,
    ),
    Director("SLC7", "director-finance", "finance", "finance and administration; finance is the first of the two"),
    Director(
        "SLC4",
        "director-ict",
        "other",
        "runs machines, the document centre and systems development at once; only the last of them makes the product",
        judged=True,
    ),
    Director("SLC3", "director-people", "other", "personnel and training"),
    Director("SLC5", "company-secretary", "other", "law, audit, risk and security"),
)

CONTACT = "a unit named for contact with customers: its people answer calls and letters"
PROCESSING = "processes applications and documents: the production of this company ('logistics' in the model)"
REPAYING = "processes repayments: the production of this company ('logistics' in the model)"
CONTACT_DIVISION = "the three support centres are read as this division's, after its name"
PROCESSING_DIVISION = "the only division named for processing; the file names it and its head but not its units"
REPAYMENT_DIVISION = "the only division named for repayment; the file names it and its head but not its units"
NO_DIVISION = "names no division and nobody of a senior manager's grade: given to the directorate's senior manager"

UNITS = (
    # Operations: customer contact
    Unit(
        "SLC6",
        "Customer Contact Services Division",
        "contact",
        "service",
        "the division named for customer contact",
        "Head of Service: Senior Operational Manager",
    ),
    Unit(
        "SLC6",
        "Customer Contact Services Division",
        "contact-senior",
        "service",
        "the division named for customer contact",
        "Senior Manager: Senior Operational Manager",
        under="contact-head",
        placed="a senior manager under the head of service of the same unit",
        only=("Senior Manager: Senior Operational Manager",),
    ),
    Unit(
        "SLC6",
        "Customer Support Centre - Darlington",
        "darlington",
        "service",
        CONTACT,
        "Senior Manager: Operational Manager > People Manager 2: Operational Manager"
        " > People Manager 1: Review Team Leader",
        under="contact-head",
        placed=CONTACT_DIVISION,
    ),
    Unit(
        "SLC6",
        "Customer Support Centre - Glasgow",
        "glasgow",
        "service",
        CONTACT,
        "Senior Manager: Operational Manager > People Manager 2: Operational Manager"
        " > People Manager 1: Review Team Leader",
        under="contact-head",
        placed=CONTACT_DIVISION,
    ),
    Unit(
        "SLC6",
        "Customer Support Centre - Wales",
        "wales",
        "service",
        CONTACT,
        "People Manager 2: Operational Manager > People Manager 1: Operational Manager",
        under="contact-senior-head",
        placed="the two other centres have a senior manager of their own; this one gets the division's",
        aside=("Business Adviser: HR Officer",),
    ),
    # Operations: processing
    Unit(
        "SLC6",
        "Processing Services Division",
        "processing",
        "logistics",
        PROCESSING,
        "Head of Service: Senior Operational Manager",
    ),
    Unit(
        "SLC6",
        "Core Processing/EU",
        "core",
        "logistics",
        PROCESSING,
        "Customer Manager: Operational Manager & People Manager 2: Operational Manager"
        " > People Manager 1: Review Team Leader",
        under="processing-head",
        placed=PROCESSING_DIVISION + "; one People Manager 2 for 19 team leaders, so the unit's head shares them",
    ),
    Unit(
        "SLC6",
        "Pre-Assessment",
        "pre-assessment",
        "logistics",
        PROCESSING,
        "Customer Manager: Operational Manager > People Manager 2: Operational Manager"
        " > People Manager 1: Review Team Leader",
        under="processing-head",
        placed=PROCESSING_DIVISION,
    ),
    Unit(
        "SLC6",
        "DSA",
        "dsa",
        "logistics",
        "assesses claims for disabled students' allowances: production ('logistics' in the model)",
        "Customer Manager: Operational Manager & People Manager 1: Review Team Leader",
        under="processing-head",
        placed=PROCESSING_DIVISION + "; one team leader for 34 assessors, so the unit's head shares them",
    ),
    # Operations: repayment
    Unit(
        "SLC6",
        "Repayment Division",
        "repayment",
        "logistics",
        REPAYING,
        "Head of Service: Senior Operational Manager",
    ),
    Unit(
        "SLC6",
        "Repayment Division",
        "repayment-senior",
        "logistics",
        REPAYING,
        "Senior Manager: Senior Operational Manager",
        under="repayment-head",
        placed="a senior manager under the head of service of the same unit",
        only=("Senior Manager: Senior Operational Manager",),
    ),
    Unit(
        "SLC6",
        "Collections",
        "collections",
        "logistics",
        "collects repayments: collection agents call debtors, but to be paid, not to be of service",
        "Customer Manager: Operational Manager & People Manager 2: Operational Manager"
        " > People Manager 1: Review Team Leader + People Manager 1: Operational Manager",
        under="repayment-senior-head",
        placed=REPAYMENT_DIVISION + "; one People Manager 2 for ten team leaders, so the unit's head shares them",
    ),
    Unit(
        "SLC6",
        "Collections",
        "collections-analysis",
        "logistics",
        "counts and reports for Collections, in the unit",
        "Technology Adviser: Review Team Leader",
        under="collections-head",
        placed="the team leader of a technical grade is read as the lead of the unit's analysts and support officers",
        only=(
            "Technology Adviser: Review Team Leader",
            "Technology Adviser: Analyst",
            "Technology Adviser: Senior Analyst",
            "Business Adviser: Analyst",
            "Business Adviser: Operations Support Officer",
            "Business Support 2: Operations Support Officer",
            "Business Support 2: Statistical Support Officer",
        ),
    ),
    Unit(
        "SLC6",
        "ICR Operations Department",
        "icr",
        "logistics",
        "runs income-contingent repayment; its customer advisers are no contact centre by the unit's name",
        "Customer Manager: Senior Operational Manager > People Manager 1: Review Team Leader",
        under="repayment-head",
        placed=REPAYMENT_DIVISION + "; its head has the title of the division's senior manager",
        aside=(
            "Business Adviser: Operations Support Officer",
            "Business Adviser: Technical Adviser",
            "Business Support 2: Operations Support Officer",
        ),
        judged=True,
    ),
    # Operations: the rest
    Unit(
        "SLC6",
        "Operations Services",
        "ops-services",
        "logistics",
        "collects the data of courses and fees from universities and colleges: its customer advisers hold a business"
        " support grade, not a customer support one, and are no contact centre by the unit's name",
        "Senior Manager: Senior Operational Manager > People Manager 2: Operational Manager"
        " > People Manager 1: Review Team Leader",
        aside=(
            "Business Adviser: Communications support officer",
            "Business Adviser: Technical Adviser",
            "Business Support 2: Diary Manager",
            "Business Support 2: Operational Researcher",
        ),
        judged=True,
    ),
    Unit(
        "SLC6",
        "Hub Services Division",
        "hub",
        "other",
        "analysts of the directorate: they plan and report, and neither process nor answer",
        "Senior Manager: Senior Operational Manager"
        " > People Manager 1: Operational Manager + Professional: Operational Manager",
        judged=True,
    ),
    Unit(
        "SLC6",
        "Operations Directorate",
        "ops-senior",
        "logistics",
        "leads operational units (see where they are placed)",
        "Senior Manager: Senior Operational Manager",
        only=("Senior Manager: Senior Operational Manager",),
    ),
    Unit(
        "SLC6",
        "FE Services - Hillington",
        "fe",
        "logistics",
        "runs the schemes for further education from end to end and names no assessors beside its customer advisers;"
        " no contact centre by the unit's name",
        "Customer Manager: Operational Manager > Customer Support 2: Review Team Leader",
        under="ops-senior-head",
        placed=NO_DIVISION,
        judged=True,
    ),
    Unit(
        "SLC6",
        "Practitioner's Support",
        "practitioners",
        "other",
        "advises practitioners at authorities and colleges, not the company's customers",
        "People Manager 2: Operational Manager > People Manager 1: Review Team Leader",
        under="ops-senior-head",
        placed=NO_DIVISION,
        judged=True,
    ),
    Unit(
        "SLC6",
        "Workforce Management Dpt",
        "workforce",
        "other",
        "plans shifts; neither processes nor answers",
        "Business Support Manager: Business Manager",
        under="ops-senior-head",
        placed=NO_DIVISION,
    ),
    Unit(
        "SLC6",
        "Operations Directorate",
        "ops-office",
        "other",
        "the director's business office",
        "Senior Manager: Business Manager",
        only=("Senior Manager: Business Manager", "Business Support Manager: Business Manager"),
    ),
    Unit("SLC6", "Operations Directorate", "ops-assistant", "other", "the director's assistant"),
    # Marketing and communications
    Unit(
        "SLC8",
        "Complaints Resolution",
        "complaints",
        "service",
        "resolves customers' complaints; left in marketing and communications, where the file has it",
        "Business Support Manager: Communications Manager > People Manager 2: Communications support officer",
    ),
    Unit(
        "SLC8",
        "Customer Insight",
        "insight",
        "marketing",
        "market research",
        "Senior Manager: Senior Information Manager",
    ),
    Unit(
        "SLC8",
        "External Affairs",
        "external",
        "marketing",
        "public relations",
        "Senior Manager: Communications support officer",
    ),
    Unit(
        "SLC8",
        "Information, Advice & Guidance (IAG)",
        "guidance",
        "marketing",
        "makes what the company promises and explains to everybody; it answers nobody in particular",
        "Senior Manager: Senior Communications Manager > Business Support Manager: Communications Manager",
        judged=True,
    ),
    Unit(
        "SLC8",
        "Online Services",
        "online",
        "marketing",
        "the website, as a channel of communication",
        "Business Support Manager: Communications Manager",
        judged=True,
    ),
    Unit(
        "SLC8",
        "Stakeholder Services",
        "stakeholders",
        "marketing",
        "relations with universities, authorities and government",
        "Business Support Manager: Communications Manager",
    ),
    # Strategic development
    Unit(
        "SLC2",
        "Business Development",
        "business-development",
        "product",
        "develops what the company offers",
        "Senior Manager: Senior Operational Manager",
    ),
    Unit(
        "SLC2",
        "Change Management Division",
        "change",
        "product",
        "changes products and services",
        "Head of Service: Senior Project Manager",
    ),
    Unit(
        "SLC2",
        "Change Management",
        "change-projects",
        "product",
        "changes products and services",
        "Business Support Manager: Analyst + Business Support Manager: Project Manager",
        under="change-head",
        placed="the division of the same name has the head that this unit lacks",
    ),
    Unit(
        "SLC2",
        "Policy",
        "policy",
        "product",
        "the rules of the loans and grants are the product",
        "Business Support Manager: Senior policy adviser",
    ),
    Unit(
        "SLC2",
        "Programme Office",
        "programme",
        "product",
        "runs the projects that change products and services",
        "Head of Service: Senior Project Manager"
        " > Business Support Manager: Programme Manager + Professional: Programme officer manager",
    ),
    Unit(
        "SLC2",
        "Strategic Development Directorate",
        "strategy",
        "product",
        "advises the director on the rules of the product",
    ),
    # Finance and administration
    Unit(
        "SLC7",
        "Finance Division",
        "finance",
        "finance",
        "finance",
        "Head of Service: Senior Finance Manager",
    ),
    Unit(
        "SLC7",
        "Financial Services",
        "financial-services",
        "finance",
        "finance",
        "Senior Manager: Senior Finance Manager > Professional: Senior Finance Manager",
        under="finance-head",
        placed="the only division of finance; the file names it and its head but not its units",
    ),
    Unit(
        "SLC7",
        "Management Reporting & Efficiency",
        "reporting",
        "finance",
        "finance",
        "Senior Manager: Senior Finance Manager > Business Support Manager: Senior Finance Manager",
        under="finance-head",
        placed="the only division of finance; the file names it and its head but not its units",
    ),
    Unit(
        "SLC7",
        "Accounting Systems",
        "accounting",
        "finance",
        "finance",
        "Professional: Operational Manager",
        under="finance-head",
        placed="the only division of finance; the file names it and its head but not its units",
    ),
    Unit(
        "SLC7",
        "External Reporting",
        "external-reporting",
        "finance",
        "finance",
        under="finance-head",
        placed="names no manager: reports to the head of the division of finance",
    ),
    Unit(
        "SLC7",
        "Procurement",
        "procurement",
        "other",
        "buys for the company; sends no bill",
        "Senior Manager: Senior Procurement Officer",
    ),
    Unit(
        "SLC7",
        "Facilities",
        "facilities",
        "other",
        "buildings, post room and reception",
        "Senior Manager: Business Manager > Business Adviser: Review Team Leader",
        aside=("Business Support Manager: Business Manager", "Professional: Operational Manager"),
    ),
    Unit(
        "SLC7",
        "Data Services & Analysis",
        "data",
        "other",
        "statistics, not accounts",
        "Senior Manager: Knowledge Information Management Manager > Technologist: Operational Manager",
    ),
    # Information and communications technology
    Unit(
        "SLC4",
        "Systems Development Division",
        "systems",
        "product",
        "builds and mends the systems that customers apply and repay with: a defect is mended here",
        "Head of Service: Senior Information Manager > Technology Manager: IT Manager x4"
        " > Technology Manager: IT Manager",
        placed="19 IT managers under one head would alone cost 11 hours a day: four of them (one row has four) are"
        " read as heads of groups, the other fifteen as leads of about ten people",
        judged=True,
    ),
    Unit(
        "SLC4",
        "Central Document Services",
        "documents",
        "logistics",
        "scans and files what customers send, and prints what they get: processing, though under ICT",
        "Senior Manager: Senior Correspondence Manager"
        " > People Manager 2: Operational Manager + People Manager 2: Operations Support Officer"
        " > People Manager 1: Review Team Leader",
        judged=True,
    ),
    Unit(
        "SLC4",
        "Infrastructure Division",
        "infrastructure",
        "other",
        "machines and networks",
        "Head of Service: Senior IT manager",
    ),
    Unit(
        "SLC4",
        "Infrastructure Oracle Technology",
        "oracle",
        "other",
        "machines and networks",
        "Technology Manager: IT Manager",
        under="infrastructure-head",
        placed="the division of the same name; the file names it and its head but not its units",
    ),
    Unit(
        "SLC4",
        "Infrastructure Services",
        "infrastructure-services",
        "other",
        "machines and networks",
        "Technology Manager: IT Manager & Technologist: IT Manager",
        under="infrastructure-head",
        placed="the division of the same name; two IT managers of the unit share its people",
    ),
    Unit(
        "SLC4",
        "Infrastructure Support",
        "infrastructure-support",
        "other",
        "machines and networks",
        "Senior Manager: Senior Information Manager > Technologist: IT Manager",
        under="infrastructure-head",
        placed="the division of the same name; the file names it and its head but not its units",
    ),
    # People and transformation
    Unit(
        "SLC3",
        "Human Resources Division",
        "personnel",
        "other",
        "personnel",
        "Head of Service: Senior HR Manager > Business Support Manager: Senior HR Manager",
    ),
    Unit(
        "SLC3",
        "Human Resources Division",
        "personnel-support",
        "other",
        "personnel",
        "Business Adviser: Review Team Leader",
        under="personnel-head",
        placed="the team leader is read as the lead of the unit's support officers",
        only=("Business Adviser: Review Team Leader", "Business Support 2: HR support officer"),
    ),
    Unit(
        "SLC3",
        "Organisational Development & Learning",
        "learning",
        "other",
        "training",
        "Senior Manager: Senior HR Manager & Professional: Operational Manager",
    ),
    Unit(
        "SLC3",
        "Internal Communications",
        "internal-communications",
        "other",
        "speaks to the staff, not to customers",
        "Business Support Manager: Communications Manager",
    ),
    Unit("SLC3", "People & Transformation Directorate", "people", "other", "personnel"),
    # Company secretary
    Unit(
        "SLC5",
        "Executive Services",
        "executive-services",
        "other",
        "the office staff of the executives; executive stays the chief executive's alone",
        "Business Adviser: Review Team Leader",
    ),
    Unit(
        "SLC5",
        "Fraud Management",
        "fraud",
        "other",
        "investigates fraud; neither processes nor answers",
        "Senior Manager: Senior Operational Manager > Business Adviser: Review Team Leader",
    ),
    Unit(
        "SLC5",
        "Information Security & Assurance",
        "security",
        "other",
        "security",
        "Business Support Manager: Knowledge Information Management Manager",
    ),
    Unit("SLC5", "Internal Audit", "audit", "other", "audit", "Senior Manager: Senior Internal Auditor"),
    Unit("SLC5", "Legal & Compliance", "legal", "other", "law", "Senior Manager: Senior Legal Adviser"),
    Unit(
        "SLC5",
        "Risk Management",
        "risk",
        "other",
        "risk",
        "Business Support Manager: Knowledge Information Management Manager",
    ),
)

# Groups whose function differs from their unit's, or needs a reason of its own.
OTHER_FUNCTION = {
    ("Customer Contact Services Division", "Business Support Manager: Operational Manager"): (
        "other",
        "in the division's office; without reports it would be counted as a handler, and it is none",
    ),
    ("Customer Contact Services Division", "Business Support 2: Office Manager"): (
        "other",
        "in the division's office; without reports it would be counted as a handler, and it is none",
    ),
    ("Customer Support Centre - Wales", "Business Adviser: HR Officer"): ("other", "personnel, though in the centre"),
    ("Customer Support Centre - Glasgow", "Customer Support 1: Operations Support Officer"): (
        "service",
        "a customer support grade in a support centre: read as answering customers, though not titled adviser",
    ),
}

# ── From the tables to posts ─────────────────────────────────────────────────────────────────────

CHART_COLUMNS = ("id", "title", "reports_to", "function", "headcount", "department", "site", "seat")
REASON_COLUMNS = ("directorate", "unit", "title", "fte", "grade", "post_ids", "function", "reason", "inferred")


@dataclass
class Group:
    """All rows of one unit with the same grade and generic title: how many people, and where they ended up."""

    director: str
    unit: str
    grade: str
    title: str
    fte: Decimal = Decimal(0)
    left: int = 0
    posts: list[str] = field(default_factory=list)
    function: str = ""
    reason: str = ""
    inferred: bool = False

    @property
    def key(self) -> str:
        """Return the group as the tables write it."""
        return f"{self.grade}: {self.title}"


@dataclass
class Post:
    """One row of the chart, without what the tree decides (department, seat)."""

    id: str
    title: str
    reports_to: str
    function: str
    headcount: int = 1


def people(fte: Decimal) -> int:
    """Return full-time equivalents as people: rounded, halves up, at least one."""
    return max(1, int(fte.quantize(Decimal(1), ROUND_HALF_UP)))


def read_groups(rows: Sequence[dict[str, str]]) -> list[Group]:
    """Return the source groups, sorted by director, unit, grade and title."""
    groups: dict[tuple[str, str, str, str], Group] = {}
    for row in rows:
        key = (row["Reporting Senior Post"], row["Unit"], row["Grade"], row["Generic Job Title"])
        group = groups.setdefault(key, Group(*key))
        group.fte += Decimal(row["Number of Posts in FTE"])
    for group in groups.values():
        group.left = people(group.fte)
    return [groups[key] for key in sorted(groups)]


class Builder:
    """The chart under construction: posts by id, and the groups still to be placed."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = groups
        self.posts: dict[str, Post] = {}

    def add(self, post: Post) -> str:
        """Add a post and return its id; an id in use or an unknown superior is a mistake in the tables."""
        if post.id in self.posts or (post.reports_to and post.reports_to not in self.posts):
            raise SystemExit(f"post '{post.id}' under '{post.reports_to}': id in use, or no such superior; see UNITS")
        self.posts[post.id] = post
        return post.id

    def directs(self, post_id: str) -> int:
        """Return the number of people who report to this post so far."""
        return sum(post.headcount for post in self.posts.values() if post.reports_to == post_id)

    def share(self, holders: Sequence[str], number: int) -> list[int]:
        """Return how many of `number` people each holder gets, so that all have equally many reports."""
        load = [self.directs(holder) for holder in holders]
        given = [0] * len(holders)
        for _ in range(number):
            least = min(range(len(holders)), key=lambda at: load[at] + given[at])
            given[least] += 1
        return given

    def add_unit(self, unit: Unit, groups: Sequence[Group]) -> None:
        """Add the managers of a unit level by level, then its staff."""
        superior = unit.under or next(d.id for d in DIRECTORS if d.reference == unit.director)
        holders = [superior]
        levels = [level.split(" & ") for level in unit.levels.split(" > ")] if unit.levels else []
        names = ["head", "manager", "lead"] if len(levels) == 3 else ["head", "lead"]
        for level, name in zip(levels, names, strict=False):
            holders = self.add_level(unit, groups, level[0], name, holders)
            if len(level) == 2:
                holders += self.add_level(unit, groups, level[1], "deputy", holders)
        head = f"{unit.slug}-head" if levels else superior
        aside = [group for group in groups if group.key in unit.aside]
        self.add_staff(unit, [group for group in groups if group not in aside], holders, "staff")
        self.add_staff(unit, aside, [head], "office")

    def add_level(
        self, unit: Unit, groups: Sequence[Group], level: str, name: str, holders: Sequence[str]
    ) -> list[str]:
        """Add one level of managers, one post each, shared evenly among those above; return their ids."""
        named = [named_group(groups, words, unit) for words in level.split(" + ")]
        managers = [group for group, number in named for _ in range(number)]
        shares = self.share(holders, len(managers))
        above = [holder for holder, places in zip(holders, shares, strict=True) for _ in range(places)]
        ids = []
        for number, (group, holder) in enumerate(zip(managers, above, strict=True), start=1):
            single = len(managers) == 1 and name in ("head", "deputy")
            post_id = f"{unit.slug}-{name}" if single else f"{unit.slug}-{name}-{number}"
            self.add(Post(post_id, f"{group.title}, {unit.name}", holder, function_of(unit, group)))
            group.left -= 1
            group.posts.append(post_id)
            ids.append(post_id)
        return ids

    def add_staff(self, unit: Unit, groups: Sequence[Group], holders: Sequence[str], name: str) -> None:
        """Add everybody still unplaced, group after group, filling one holder's team after the other."""
        waiting = [group for group in groups if group.left]
        number = 0
        for holder, places in zip(holders, self.share(holders, sum(g.left for g in waiting)), strict=True):
            while places:
                group = waiting[0]
                number += 1
                size = min(places, group.left)
                post_id = f"{unit.slug}-{name}-{number}"
                self.add(Post(post_id, f"{group.title}, {unit.name}", holder, function_of(unit, group), size))
                group.posts.append(post_id)
                group.left -= size
                places -= size
                if not group.left:
                    waiting.pop(0)


def named_group(groups: Sequence[Group], words: str, unit: Unit) -> tuple[Group, int]:
    """Return the group that `Grade: Title` or `Grade: Title x4` names, and how many of its people."""
    key, _, number = words.partition(" x")
    for group in groups:
        if group.key == key:
            return group, int(number) if number else group.left
    raise SystemExit(f"unit '{unit.name}': no group '{key}' in the junior file; see UNITS")


def function_of(unit: Unit, group: Group) -> str:
    """Return the function of a group: its unit's, unless `OTHER_FUNCTION` says otherwise."""
    return OTHER_FUNCTION.get((group.unit, group.key), (unit.function, ""))[0]


def claim(groups: Sequence[Group]) -> Iterator[tuple[Unit, list[Group]]]:
    """Return each row of `UNITS` with its groups: those in `only`, or what other rows of that unit leave."""
    for unit in UNITS:
        here = [group for group in groups if (group.director, group.unit) == (unit.director, unit.name)]
        others = {key for other in UNITS if other.name == unit.name and other is not unit for key in other.only}
        yield unit, [group for group in here if (group.key in unit.only if unit.only else group.key not in others)]


def explain(unit: Unit, groups: Sequence[Group]) -> None:
    """Write into each group its function, the reason, and whether more than the file's own words decided it."""
    first_level = unit.levels.split(" > ")[0]
    split = {group.key for group in groups if f"{group.key} x" in unit.levels}
    for group in groups:
        function, own_reason = OTHER_FUNCTION.get((group.unit, group.key), (unit.function, unit.why))
        reasons = [f"{function}: {own_reason}"]
        concerned = group.key in split if split else group.key in first_level or not unit.levels
        placed = bool(unit.placed) and concerned
        if placed:
            reasons.append(f"placed: {unit.placed}")
        if group.key in unit.aside:
            reasons.append("reports to the unit's head: specialists, in no team leader's team")
        group.function = function
        group.reason = "; ".join(reasons)
        group.inferred = unit.judged or placed or own_reason != unit.why or group.key in unit.aside


def depth_first(posts: dict[str, Post], superior: str = "") -> Iterator[Post]:
    """Return the posts with every superior before its reports."""
    for post in posts.values():
        if post.reports_to == superior:
            yield post
            yield from depth_first(posts, post.id)


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def chart_rows(posts: dict[str, Post], departments: dict[str, str]) -> Iterator[tuple[object, ...]]:
    """Return the rows of the chart: the director passed last names the department, seats count the people so far."""
    department, seat = "", 0
    for post in depth_first(posts):
        department = departments.get(post.id, department)
        yield (post.id, post.title, post.reports_to, post.function, post.headcount, department, "", seat)
        seat += post.headcount


def reason_rows(
    senior: dict[str, dict[str, str]], groups: Sequence[Group], departments: dict[str, str]
) -> Iterator[tuple[object, ...]]:
    """Return one row for each senior post and each source group, directorate after directorate."""
    for director in DIRECTORS:
        row, label = senior[director.reference], departments[director.id]
        reason = f"{director.function}: {director.why}"
        title, grade, inferred = row["Job Title"], row["Grade (or equivalent)"], "yes" if director.judged else "no"
        yield (label, row["Unit"], title, row["FTE"], grade, director.id, director.function, reason, inferred)
        for group in (group for group in groups if group.director == director.reference):
            ids, inferred = " ".join(group.posts), "yes" if group.inferred else "no"
            fte = format(group.fte.normalize(), "f")
            yield (label, group.unit, group.title, fte, group.grade, ids, group.function, group.reason, inferred)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, header: Sequence[str], rows: Iterator[tuple[object, ...]]) -> None:
    """Write a CSV file with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Read the two organogram files, write the chart and the reasons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("senior", "junior", "chart", "reasons"):
        parser.add_argument(name, type=Path)
    paths = parser.parse_args()

    senior = {row["Post Unique Reference"]: row for row in read_rows(paths.senior)}
    builder = Builder(read_groups(read_rows(paths.junior)))
    departments = {d.id: senior[d.reference]["Unit"].removesuffix(" Directorate") for d in DIRECTORS}
    for director in DIRECTORS:
        superior = "" if director is DIRECTORS[0] else DIRECTORS[0].id
        builder.add(Post(director.id, senior[director.reference]["Job Title"], superior, director.function))
    for unit, groups in claim(builder.groups):
        builder.add_unit(unit, groups)
        explain(unit, groups)
    forgotten = [f"{group.unit} / {group.key}" for group in builder.groups if group.left]
    if forgotten:
        raise SystemExit("no row of UNITS takes " + ", ".join(forgotten))

    write_rows(paths.chart, CHART_COLUMNS, chart_rows(builder.posts, departments))
    write_rows(paths.reasons, REASON_COLUMNS, reason_rows(senior, builder.groups, departments))


if __name__ == "__main__":
    main()
