"""Which column of a file is which: the words that people write above ids, titles, superiors and the rest."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from reportsto.errors import listed, unknown_name
from reportsto.organisations.book import Book
from reportsto.organisations.sheet import Sheet

ROLES: Mapping[str, str] = {
    "id": """id employeeid employeenumber employeeno empid empno personid personnumber staffid staffnumber workerid
        userid uid postuniquereference uniquereference postid positionid positionnumber positioncode postnumber jobid
        nodeid key node objectid personalnummer mitarbeiternummer personalnr mitarbeiterid matricule number no nr post
        code ref reference codigo codigoempleado numeroempleado""",
    "reports_to": """reportsto reportstoid reportstoseniorpost reportstopost reportstoposition reportstopositionid
        reportingto reportstoemployeeid managerid manageremployeeid managernumber manageremployeenumber supervisorid
        supervisornumber parentid pid parent parentpost parentpositionid parentnode managerpositionid linemanagerid
        superior superiorid bossid leaderid manageremail manageremailaddress managerworkemail supervisoremail
        linemanageremail manageruserprincipalname managermail managerupn managerslug managerkey
        manager supervisor linemanager boss lead leader managername supervisorname linemanagername reportstoname
        managerdisplayname managertitle reportstotitle managerposition vorgesetzter vorgesetzte vorgesetztenr
        vorgesetzterid vorgesetzternr chef responsable jefe manageridvalue managerdn reportingmanager
        reportingmanagerid directmanager supervisorpositionid supervisoremployeeid supervisorposition superieur
        superieurhierarchique responsablehierarchique jefedirecto jefeinmediato superiorinmediato""",
    "reporting_post": "reportingseniorpost",
    "title": """title jobtitle positiontitle posttitle businesstitle jobname positionname genericjobtitle job jobrole
        role rolename roletitle position designation occupation stelle stellenbezeichnung funktionsbezeichnung
        berufsbezeichnung poste intitule cargo puesto label""",
    "unit": """unit department departmentname dept division team teamname orgunit organisationalunit
        organizationalunit organizationunit organisationunit businessunit abteilung bereich section area
        departmentnumber ou group directorate departement departamento
        supervisoryorganization supervisoryorganisation""",
    "function": "function funktion",
    "headcount": """headcount fte numberofpostsinfte numberofposts fulltimeequivalent ftes heads people seats
        ftepercent ftevalue stellenanteil vzae vza vollzeitaequivalent beschaeftigungsgrad pensum workload
        employmentpercentage quantity""",
    "name": """name displayname fullname employeename personname cn commonname employee person worker preferredname
        legalname mitarbeiter nom nombre""",
    "first": "firstname givenname vorname prenom forename",
    "last": "lastname surname familyname sn nachname nom2 apellido apellidos",
    "email": """email workemail emailaddress mail mailaddress workemailaddress userprincipalname upn contactemail
        emailwork businessemail employeeemail primaryemail""",
    "slug": "managerroleslug roleslug slug rolekey rolecode roleid",
    "dn": "dn distinguishedname",
    "dotted": """dotted dottedline dottedlineto dottedlinemanager dottedlinemanagerid secondarymanager
        secondarymanagerid matrixmanager matrixmanagerid secondmanager secondsuperior dottedreportsto""",
    "site": "site",
    "vacant": "vacant vacancy isvacant status positionstatus poststatus employmentstatus incumbent",
}
"""What each column may be called, letters and digits only, the surest first."""
ASKED = ("id", "title", "reports_to", "unit", "function", "headcount", "name", "email", "slug", "dotted", "site")
"""What `--columns` can name."""
PERSONAL = ("name", "first", "last", "email")
_OTHER_HALF = {"first": ("last", ("name", "nom")), "last": ("first", ("nombre",))}
"""What a column of names holds beside one of given or of family names alone: *Name* beside *Vorname*."""
_RANKS = {
    word: (role, rank) for role, words in ROLES.items() for rank, word in reversed(list(enumerate(words.split())))
}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def plain(name: str) -> str:
    """Return the letters and digits of a column's name, in small letters and without accents."""
    text = unicodedata.normalize("NFC", name[:200]).lower().translate(_UMLAUTS)
    text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^0-9a-z]", "", text)


def printable(name: str) -> str:
    """Return the name of a column for a message, without what shows nothing."""
    return "".join(one if one.isprintable() else " " for one in name)


def role_of(name: str) -> tuple[str, int] | None:
    """Return what a column is, and how sure that is (0 is surest); `None` where it is nothing we read."""
    known = _RANKS.get(plain(name))
    if known is None and "." in name and not plain(name.rpartition(".")[0]).startswith(("manager", "parent", "superv")):
        known = _RANKS.get(plain(name.rpartition(".")[2]))
    return known


def recognised(names: Sequence[str], given: Mapping[str, str]) -> int:
    """Return for how many columns of a line it is known what they are; 0 where it can be no header."""
    if given:
        present = {name.strip().lower() for name in names}
        if all(column.strip().lower() in present for column in given.values()):
            return 100
    roles = {known[0] for name in names if name.strip() and (known := role_of(name))}
    below = roles & {"reports_to", "reporting_post"}
    return len(roles) if below and roles & {"id", "title", "name", "email", "function"} else 0


def check_given(given: Mapping[str, str], columns: Iterable[str], book: Book) -> bool:
    """Tell whether every field and every column that --columns names is there."""
    before = len(book.faults)
    there = {name.strip().lower(): name for name in columns}
    for role, column in given.items():
        if role not in ASKED:
            book.faults.append(f"--columns {role}={column}: {unknown_name('field', role, ASKED)}")
        elif column.strip().lower() not in there:
            book.faults.append(
                f"--columns {role}={column}: {unknown_name('column', column, map(printable, there.values()))}"
            )
    return len(book.faults) == before


def roles(sheet: Sheet, given: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the columns of each role, the surest first; what the user said about columns comes before all else."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name in sheet.columns:
        known = role_of(name)
        if known is not None:
            found.setdefault(known[0], []).append((known[1], name))
    out = {role: [name for _, name in sorted(names)] for role, names in found.items()}
    named = {name.strip().lower(): name for name in reversed(sheet.columns)}
    for role, column in given.items():
        if role in ASKED and column.strip().lower() in named:
            name = named[column.strip().lower()]
            out = {other: [one for one in names if one != name] for other, names in out.items()}
            out[role] = [name]
    for half, (other, words) in _OTHER_HALF.items():
        if out.get(half) and not out.get(other):
            out[other] = [name for name in out.get("name", ()) if plain(name) in words]
    return {role: names for role, names in out.items() if names}


def no_header(sheet: Sheet) -> str:
    """Return what to say of a file whose columns are not known."""
    columns = listed([printable(name)[:60] for name in sheet.columns[:30] if name]) or "none"
    return (
        "no column says who reports to whom; expected id, title and reports_to, or say which they are: "
        f"--columns id=...,title=...,reports_to=... (columns here: {columns})"
    )
