"""One made-up firm of twelve people in the forms in which people keep charts."""

import csv
import io
import json

PEOPLE = (
    # number, name, title, unit, number of the superior
    ("2001", "Ann Aro", "Managing Director", "Executive", ""),
    ("2002", "Ben Bell", "Head of Operations", "Operations", "2001"),
    ("2003", "Cid Cole", "Warehouse Manager", "Operations", "2002"),
    ("2004", "Dot Dunn", "Warehouse Associate", "Operations", "2003"),
    ("2005", "Eve Eden", "Warehouse Associate", "Operations", "2003"),
    ("2006", "Flo Ford", "Customer Service Manager", "Customer Service", "2002"),
    ("2007", "Gus Gray", "Customer Service Representative", "Customer Service", "2006"),
    ("2008", "Hue Hall", "Customer Service Representative", "Customer Service", "2006"),
    ("2009", "Ike Ives", "Head of Marketing", "Marketing", "2001"),
    ("2010", "Jan Jung", "Marketing Specialist", "Marketing", "2009"),
    ("2011", "Kim Kerr", "Head of Sales", "Sales", "2001"),
    ("2012", "Lea Lund", "Account Executive", "Sales", "2011"),
)
NAMES = {number: name for number, name, *_ in PEOPLE}
TITLES = {number: title for number, _, title, *_ in PEOPLE}


def email(name: str) -> str:
    """Return the address of a person; nothing for nobody."""
    return f"{name.lower().replace(' ', '.')}@example.com" if name else ""


def slug(number: str) -> str:
    """Return the role of a person as one word; nothing for nobody."""
    return TITLES[number].lower().replace(" ", "_") + f"_{number}" if number else ""


def table(header: str, row, delimiter: str = ",", above: str = "") -> str:
    """Return a table with a header; `row` makes the cells of one person."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(row(*person) for person in PEOPLE)
    return above + out.getvalue()


def plain() -> str:
    """Return id, title and superior, and nothing else."""
    return table("id,title,reports_to", lambda number, name, title, unit, above: (number, title, above))


def by_email() -> str:
    """Return an export whose superiors are addresses, in capitals for some."""
    return table(
        "Display Name,Work Email,Job Title,Department,Manager Email",
        lambda number, name, title, unit, above: (
            name,
            email(name),
            title,
            unit,
            email(NAMES.get(above, "")).upper() if number > "2006" else email(NAMES.get(above, "")),
        ),
    )


def by_name() -> str:
    """Return an export whose superiors are written `Last, First`."""
    return table(
        "Employee,Position,Reports To",
        lambda number, name, title, unit, above: (name, title, ", ".join(reversed(NAMES.get(above, "").split()))),
    )


def nested(number: str = "2001") -> dict:
    """Return people inside people."""
    below = [nested(one) for one, _, _, _, above in PEOPLE if above == number]
    return {"name": NAMES[number], "title": TITLES[number], **({"children": below} if below else {})}


def graph() -> str:
    """Return what a directory service lists: users, each with a manager that is an object."""
    users = [
        {
            "id": f"a-{number}",
            "displayName": name,
            "jobTitle": title,
            "department": unit,
            "manager": {"id": f"a-{above}", "displayName": NAMES[above]} if above else None,
        }
        for number, name, title, unit, above in PEOPLE
    ]
    return json.dumps({"@odata.context": "users", "value": users})


def edges() -> str:
    """Return nodes and edges."""
    return json.dumps(
        {
            "nodes": [{"id": int(number), "title": title} for number, _, title, *_ in PEOPLE],
            "edges": [{"from": int(above), "to": int(number)} for number, _, _, _, above in PEOPLE if above],
        }
    )


def yaml() -> str:
    """Return a mapping by person, whose superiors are roles."""
    return "".join(
        f"{name.lower().replace(' ', '_')}:\n  name: {name}\n  role: '[{title}](../{number}.md)'\n"
        f"  reports_to: {slug(above) or 'none'}\n  manager_role_slug: {slug(number)}\n"
        for number, name, title, unit, above in PEOPLE
    )


def ldif() -> str:
    """Return directory entries; some managers are spelled otherwise than the entries."""
    out = ["version: 1", ""]
    for number, name, title, _, above in PEOPLE:
        out += [f"dn: uid={number},ou=People,dc=example,dc=com", "objectClass: inetOrgPerson", f"cn: {name}"]
        out += [f"uid: {number}", f"title: {title}"]
        if above:
            out += [f"manager: UID={above}, ou=People,", "  dc=example,dc=com"]
        out.append("")
    return "\n".join(out)


def workbook(text: str) -> bytes:
    """Return a table as an Excel file: numbers as numbers, a title above the header, and a sheet before it.

    Without the extra `charts` it is no workbook, and is refused.
    """
    try:
        import openpyxl
    except ImportError:
        return b"PK"
    book = openpyxl.Workbook()
    book.active.append(["Contents"])
    sheet = book.create_sheet("People")
    sheet.append(["Headcount report"])
    for line in text.splitlines():
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(",")])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SENIOR = """\
Post Unique Reference,Name,Grade,Job Title,Unit,Contact Phone,Contact E-mail,Reports to Senior Post,FTE,Notes
S1,,SCS2,Chief Executive,Office,,,XX,1,
S2,,SCS1,Director of Operations,Operations,,,S1,1,
S3,,SCS1,Director of Marketing,Marketing,,,S1,0.8,
"""
JUNIOR = """\
,Parent Department,Organisation,Unit,Reporting Senior Post,Grade,Generic Job Title,Number of Posts in FTE
0,D,O,Customer Contact,S2,A,Customer Adviser,40.6
1,D,O,Depot,S2,A,Warehouse Operative,12
2,D,O,Marketing,S3,B,Marketing Officer,2
3,D,O,Marketing,S9,B,Marketing Officer,1
4,D,O,Marketing,,B,Marketing Officer,1
"""
