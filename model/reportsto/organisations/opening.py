"""A file of any kind as a sheet: what it is follows from its contents first, and from its name where these are open."""

from collections.abc import Mapping

from reportsto.errors import ReportsToError
from reportsto.files.place import Place, check_plain
from reportsto.organisations.book import Book
from reportsto.organisations.decoding import decoded
from reportsto.organisations.delimited import read_delimited
from reportsto.organisations.excel import read_excel
from reportsto.organisations.ldif import read_ldif
from reportsto.organisations.parsing import read_json, read_toml_posts, read_yaml
from reportsto.organisations.sheet import LARGEST, Sheet

KINDS = "CSV or other delimited text, .xlsx, .json, .yaml, .ldif or .toml"
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_MERMAID = ("flowchart", "graph ", "graph\n", "```mermaid", "orgchart", "mindmap", "---")


def opened(place: Place, given: Mapping[str, str], book: Book) -> Sheet:
    """Return the records of a file; raises `ChartError` for one of a kind that is not read."""
    check_plain(place, KINDS)
    data = _bytes(place)
    kind = place.path.suffix.lower()
    if data.startswith(_ZIP):
        return read_excel(data, place, given, book)
    if data.startswith(_OLE):
        raise place.error("an Excel file of the old kind (.xls); save it as .xlsx or CSV")
    if data.startswith(_PDF):
        raise place.error(f"a PDF; expected {KINDS}")
    if kind == ".toml":
        return read_toml_posts(place, book)
    return _from_text(decoded(data, place, book), kind, place, given, book)


def _from_text(text: str, kind: str, place: Place, given: Mapping[str, str], book: Book) -> Sheet:
    start = text.lstrip()[:200].lower()
    if kind in (".yaml", ".yml"):
        return read_yaml(text, place, book)
    if kind == ".json" or start.startswith(("{", "[{", "[\n", "[ ")):
        return read_json(text, place, book)
    if kind == ".ldif" or start.startswith(("dn:", "version: 1\n")):
        return read_ldif(text, place, book)
    if kind == ".mmd" or start.startswith(_MERMAID):
        raise place.error(f"a Mermaid diagram is not read; expected {KINDS}; `chart draw` writes .mmd files")
    if start.startswith(("<", "%")):
        raise place.error(f"markup is not read; expected {KINDS}")
    return read_delimited(text, place, given, book)


def _bytes(place: Place) -> bytes:
    try:
        with place.path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable(place, error) from None
    if len(data) > LARGEST:
        raise place.error(f"larger than {LARGEST // 2**20} MB; expected a smaller file")
    return data


def _unreadable(place: Place, error: OSError) -> ReportsToError:
    return place.error(f"cannot be read: {error.strerror or error}; expected {KINDS}")
