"""Text that is safe to parse: a plain file, not too large, UTF-8 with or without a mark at its beginning."""

import codecs
import stat

from reportsto.errors import ReportsToError
from reportsto.files.place import Place


def read_text(place: Place, largest: int, what: str) -> str:
    """Return the text of the file at a place, of `largest` bytes at most; `what` is expected, for messages."""
    data = _bytes(place, largest, what).removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = place.on(data[: error.start].count(b"\n") + 1)
        raise where.error(f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8") from None
    if "\0" in text:
        where = place.on(text.count("\n", 0, text.index("\0")) + 1)
        raise where.error("a NUL byte; expected text, saved as UTF-8")
    return text


def check_plain(place: Place, what: str) -> None:
    """Refuse what is not there or no plain file: a pipe would be waited for, a device never ends."""
    try:
        mode = place.path.stat().st_mode
    except (OSError, ValueError) as error:
        raise _unreadable(place, error, what) from None
    if not stat.S_ISREG(mode):
        raise place.error(f"is {'a folder' if stat.S_ISDIR(mode) else 'no plain file'}; expected {what}")


def _bytes(place: Place, largest: int, what: str) -> bytes:
    check_plain(place, what)
    try:
        with place.path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise _unreadable(place, error, what) from None
    if len(data) > largest:
        raise place.error(f"larger than {largest / 2**20:,.0f} MB; expected a smaller file")
    return data


def _unreadable(place: Place, error: Exception, what: str) -> ReportsToError:
    return place.error(f"cannot be read: {getattr(error, 'strerror', None) or error}; expected {what}")
