"""What a stranger puts into a chart stays text: no formula, no path, no control character comes out of it."""

import csv
import io
import json

import pytest

import people_files as files
from reportsto.chart_files.csv import chart_to_csv

FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "'=1", "==1", "=HYPERLINK(0)", "-+=@1", " = 1", "\r=1")
OWN = "id,title,reports_to,function,department,site\n"


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("form", ["an export", "a chart of our own"])
def test_no_cell_that_is_written_is_a_formula(read, formula, form):
    """
    Ids, titles, units and sites of a written chart begin with nothing that a spreadsheet computes.
    """
    out = io.StringIO()
    write = csv.writer(out).writerow
    if form == "an export":
        out.write("employee id,job title,manager id,department,site\n")
        write((formula, formula, "", formula, formula))
        write(("2", f"{formula} operations", formula, formula, formula))
        write(("3", f"{formula} support agent", "2", formula, formula))
    else:
        out.write(OWN)
        write(("1", formula, "", "executive", "", formula))
        write((f"{formula}2", f"{formula} b", "1", "logistics", formula, formula))
        write((f"{formula}3", formula, f"{formula}2", "service", formula, formula))
    rows = [*csv.reader(io.StringIO(chart_to_csv(read(out.getvalue()).chart)))]

    assert len(rows) == 4
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+@-'\t\r") and cell != ""] == []


@pytest.mark.parametrize("path", ["../../etc/passwd", "/dev/stdin", "C:\\x", "..", "a/b", "~root", "$HOME", "%TEMP%"])
def test_an_id_that_looks_like_a_path_is_an_id(read, path):
    """
    It names the post, in the chart and in what is told, and nothing is opened by it.
    """
    organisation = read(files.plain().replace("2003", path))

    assert organisation.faults == ()
    assert organisation.chart.post("2004").superior == path
    assert path in organisation.report()["functions"]


ENCODINGS = {
    "UTF-32": files.plain().encode("utf-32"),
    "UTF-16 cut in the middle": files.plain().encode("utf-16")[:-1],
    "UTF-16 without its second half": "id,title,reports_to\n1,\ud83d,\n".encode("utf-16", "surrogatepass"),
    "a mark of UTF-8 before UTF-16": b"\xef\xbb\xbf" + files.plain().encode("utf-16"),
    "overlong UTF-8": files.plain().encode().replace(b"Director", b"Dire\xc0\xafctor") + b"\x81\n",
    "bytes of no encoding": bytes(range(1, 256)) * 20,
    "UTF-7": files.plain().encode().replace(b"Director", b"+AD0-1"),
    "EBCDIC": files.plain().encode("cp500"),
    "a NUL in a cell": files.plain().encode().replace(b"Director", b"Dir\0ector"),
    "lone surrogates in JSON": json.dumps([{"id": "\ud800", "title": "\udfff CEO", "reports_to": ""}]).encode(),
    "marks that turn the text": files.plain().replace("Managing", "\u202egnigana\u202c\u200bM").encode(),
    "a header with signs that show nothing": "id,title,rep\u00adorts\u2000t\u00f8,x\u2003y\n1,CEO,,\n".encode(),
    "a column with signs that show nothing": files.plain().replace("reports_to", "reports_to,x\u2003\u00ady").encode(),
    "an escape of a terminal": files.plain().replace("Managing", "\x1b[2J\x07Managing").encode(),
}


@pytest.mark.parametrize("kind", ENCODINGS)
def test_a_hostile_encoding_is_read_or_refused_in_one_line(read, kind):
    """
    Whatever the bytes are, what comes out can be printed, written and read back.
    """
    organisation = read(ENCODINGS[kind], "people.json" if ENCODINGS[kind].startswith(b"[") else "people.csv")
    told = [*organisation.faults, *(f"{note.what} {note.done}" for note in organisation.notes)]
    told += [text for post in organisation.posts for text in (post.id, post.title, post.unit)]

    assert all(text.isprintable() for text in told)
    assert all(len(fault) < 1_000 for fault in organisation.faults)
    if not organisation.faults:
        again = read(chart_to_csv(organisation.chart), "again.csv")
        assert again.chart.posts == organisation.chart.posts
