"""Every room of the package is said to make rows of runs, or to read them."""

from pathlib import Path

import reportsto
from reportsto.digests import COMPILED, MAKE_ROWS, READ_ROWS, sources

PACKAGE = Path(reportsto.__file__).parent


def test_every_room_makes_rows_or_reads_them():
    """
    Each folder and each module at the top of the package is in exactly one list, and no list names another.
    """
    rooms = [path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]

    assert sorted((*MAKE_ROWS, *READ_ROWS)) == sorted(rooms)


def test_a_source_is_digested_where_its_room_makes_rows():
    """
    A rule and a structure change the digest of a run; a rule that of compiled code; a page neither.
    """
    assert {"orderflow/contacts.py", "structures/separate.py", "api.py"} <= sources().keys()
    assert "orderflow/contacts.py" in sources(COMPILED)
    assert "structures/separate.py" not in sources(COMPILED)
    assert not {name.split("/")[0] for name in sources()} & set(READ_ROWS)
