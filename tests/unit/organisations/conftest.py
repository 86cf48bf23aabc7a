"""What the tests of readers of charts share."""

import pytest

from reportsto.organisations.reading import read_organisation


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a text, or bytes, as an organisation."""

    def read(content, name="chart.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_organisation([path], **options)

    return read
