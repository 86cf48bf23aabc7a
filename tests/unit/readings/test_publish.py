"""A result folder is written again only where nothing of it leads elsewhere."""

import json
from datetime import UTC, datetime

import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.readings.publish import Asked, publish
from reportsto.results.published import Published
from reportsto.studies.design import design
from reportsto.studies.specification import read_study


def test_figures_behind_a_link_are_refused_before_provenance_is_written_again(tmp_path, write_study):
    """
    What a folder says of its runs is as it was after a refusal.
    """
    folder, before = tmp_path / "out", json.dumps({"command": "as it was"})
    folder.mkdir()
    (folder / "provenance.json").write_text(before)
    (folder / "figures").symlink_to(tmp_path)
    kept = Published(pd.DataFrame(), {"command": "as it was"}, same_model=True, notes=())

    with pytest.raises(StudyError, match="figures: a link; expected a folder"):
        publish(design(read_study(write_study())), kept, {}, folder, Asked("reportsto study report", datetime.now(UTC)))

    assert (folder / "provenance.json").read_text() == before
