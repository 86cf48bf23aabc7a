"""A result folder may come from somebody else: it does not decide what is deleted, nor where we write."""

import json

import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.results.journal import how_far
from reportsto.results.provenance import files_of, keep_runs, settle
from reportsto.results.shards import Shard
from reportsto.results.status import status
from reportsto.results.storage import write_json, write_runs
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from unit.running import fake_firm
from unit.running.fake_firm import merge

PRECIOUS = "precious"


@pytest.fixture
def folder(tmp_path):
    """A published folder beside somebody's own, with a file that must stay."""
    (tmp_path / "out").mkdir()
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "precious.svg").write_text(PRECIOUS)
    (tmp_path / "precious.csv").write_text(PRECIOUS)
    return tmp_path / "out"


@pytest.fixture
def run(write_study, folder):
    """Run the small study and write its table."""
    plan = design(read_study(write_study()))
    done = fake_firm.run(plan, folder)
    return lambda: keep_runs(plan, done, folder, command="", started=fake_firm.START)


def test_figures_behind_a_link_are_neither_deleted_nor_written(folder, run):
    """
    `figures` leads to another folder, and provenance calls a file there ours: it stays, and we write nothing there.
    """
    (folder / "figures").symlink_to("../victim")
    write_json(folder / "provenance.json", {"files": ["figures/precious.svg"]})

    assert files_of(folder) == []
    settle(folder, [])
    with pytest.raises(StudyError, match="figures: a link; expected a folder"):
        run()
    assert [path.read_text() for path in (folder.parent / "victim").iterdir()] == [PRECIOUS]


@pytest.mark.parametrize(
    "name",
    [
        "../precious.csv",
        "/etc/passwd",
        "notes.txt",
        "mine.csv",
        "figures/../notes.txt",
        "figures/a/b.svg",
        ".",
        "figures",
    ],
)
def test_only_names_we_could_have_written_are_deleted(folder, name):
    """
    Whatever provenance says is ours: a path that leads out, a file of no table's name, a folder.
    """
    (folder / "figures").mkdir()
    (folder / "notes.txt").write_text(PRECIOUS)
    (folder / "mine.csv").write_text(PRECIOUS)
    write_json(folder / "provenance.json", {"files": [name]})
    settle(folder, [])

    assert (folder / "notes.txt").read_text() == (folder / "mine.csv").read_text() == PRECIOUS
    assert (folder.parent / "precious.csv").read_text() == PRECIOUS
    assert files_of(folder) == ["columns.csv", "finding.md", "runs.parquet", "runs.parquet.sha256"]


def test_what_is_ours_and_no_longer_asked_for_goes(folder):
    """
    So that a folder holds one finding and what it is made of.
    """
    (folder / "figures").mkdir()
    ours = ["tornado.csv", "figures/tornado_cost-per_1000.svg"]
    for name in ours:
        (folder / name).write_text("old")
    write_json(folder / "provenance.json", {"files": ours})
    settle(folder, [])

    assert not any((folder / name).exists() for name in ours)


def test_a_link_in_the_place_of_a_table_is_left_alone(folder):
    """
    A name of ours that leads elsewhere: neither the link nor what it leads to goes.
    """
    (folder / "tornado.csv").symlink_to(folder.parent / "precious.csv")
    write_json(folder / "provenance.json", {"files": ["tornado.csv"]})
    settle(folder, [])

    assert (folder.parent / "precious.csv").read_text() == PRECIOUS
    assert (folder / "tornado.csv").is_symlink()


def test_half_written_files_behind_a_link_are_left_alone(folder):
    """
    Those of killed processes are swept in our own folders only.
    """
    left = folder.parent / "victim" / ".a.svg.4194304.part"
    left.write_text(PRECIOUS)
    (folder / "figures").symlink_to("../victim")
    write_runs(folder, pd.DataFrame({"replicate": [0]}))

    assert left.exists()


@pytest.mark.parametrize("name", ["journal.sqlite-progress", "journal.sqlite-wal"])
@pytest.mark.parametrize("fresh", [False, True])
def test_a_file_of_the_journal_behind_a_link_is_not_written(folder, write_study, name, fresh):
    """
    Refused, or with --fresh the link goes; what it leads to stays.
    """
    (folder / name).symlink_to("../precious.csv")
    plan = design(read_study(write_study()))
    if fresh:
        fake_firm.run(plan, folder, fresh=True)
    else:
        with pytest.raises(StudyError, match=f"{name}: a link; expected a file of this folder"):
            fake_firm.run(plan, folder)
        assert how_far(folder) == ""

    assert (folder.parent / "precious.csv").read_text() == PRECIOUS


@pytest.mark.parametrize("linked", ["shards", "shards/1_of_2"])
@pytest.mark.parametrize("fresh", [False, True])
def test_shards_behind_a_link_are_refused(folder, write_study, linked, fresh):
    """
    They are those of another study: neither deleted, run on, nor merged.
    """
    plan, other = design(read_study(write_study())), folder.with_name("other")
    for number in (1, 2):
        fake_firm.run(plan, other, shard=Shard(number, 2))
    before = (other / "shards" / "1_of_2" / "journal.sqlite").read_bytes()
    (folder / linked).parent.mkdir(exist_ok=True)
    (folder / linked).symlink_to(other / linked)
    (folder / "shards" / "2_of_2").mkdir(exist_ok=True)

    for attempt in (lambda: fake_firm.run(plan, folder, shard=Shard(1, 2), fresh=fresh), lambda: merge(plan, folder)):
        with pytest.raises(StudyError, match=f"{linked}: a link; expected a folder of this study"):
            attempt()
    assert (other / "shards" / "1_of_2" / "journal.sqlite").read_bytes() == before


def test_status_opens_no_shard_behind_a_link(folder):
    """
    It says which, and reads no other study's journal.
    """
    (folder / "shards").mkdir()
    (folder / "shards" / "1_of_1").symlink_to(folder.parent / "victim")
    (folder / "journal.sqlite").write_text("")
    fine, lines = status(folder)

    assert not fine
    assert "1_of_1: a link" in "".join(lines)
    assert not (folder.parent / "victim" / "journal.sqlite").exists()
    (folder / "shards").rename(folder.parent / "shards")
    (folder / "shards").symlink_to("../shards")
    with pytest.raises(StudyError, match="shards: a link"):
        status(folder)


def test_a_journal_behind_a_link_is_refused(folder, write_study):
    """
    A database elsewhere would get our tables.
    """
    (folder / "journal.sqlite").symlink_to(folder.parent / "theirs.sqlite")

    with pytest.raises(StudyError, match=r"journal\.sqlite: a link"):
        fake_firm.run(design(read_study(write_study())), folder)
    assert not (folder.parent / "theirs.sqlite").exists()


def test_provenance_that_is_no_table_deletes_nothing(folder):
    """
    A list, a number, or files that are no list.
    """
    for told in ([], 1, {"files": "columns.csv"}, {"files": {"columns.csv": 1}}):
        (folder / "provenance.json").write_text(json.dumps(told))
        assert files_of(folder) == []
