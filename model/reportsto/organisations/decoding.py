"""Text from bytes: UTF-8 and UTF-16 by their marks, or what the bytes themselves allow."""

import codecs

from reportsto.files.place import Place
from reportsto.organisations.book import Book

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(data: bytes, place: Place, book: Book) -> str:
    """Return the text of a file; an encoding other than UTF-8 is noted."""
    encoding, start = _encoding(data)
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start + start) + 1
        name = encoding.upper().replace("CP1252", "Windows-1252")
        raise place.on(line).error(f"cannot be read as {name}; expected UTF-8: save the file as UTF-8") from None
    if encoding != "utf-8":
        name = "Windows-1252" if encoding == "cp1252" else "UTF-16"
        book.note(str(place), 0, f"the file is {name}", f"read as {name}")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise place.on(line).error("a NUL byte; expected text, saved as UTF-8")
    return text


def _encoding(data: bytes) -> tuple[str, int]:
    """Return the encoding of a file and the length of its mark."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    head = data[:4000]
    if len(head) > 3 and head[1::2].count(0) > len(head) // 4 and not head[::2].count(0):
        return "utf-16-le", 0
    if len(head) > 3 and head[::2].count(0) > len(head) // 4 and not head[1::2].count(0):
        return "utf-16-be", 0
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", 0
    return "utf-8", 0
