"""A study that grows, shrinks or changes its words never makes the same run again."""

import json
from contextlib import suppress

import pandas as pd
import pytest

from reportsto.digests import sources
from reportsto.errors import StudyError
from reportsto.results import past
from reportsto.results.provenance import keep_runs
from reportsto.results.shards import Shard
from reportsto.running import execution, keep_equal
from reportsto.running.execution import executing
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from small_study import SOUND
from unit.running import fake_firm

RULE = "orderflow/contacts.py"
BOX = (
    SOUND[SOUND.index("[[predictions]]\nclaim = \"H6\"") : SOUND.index("[quick]")], "", "variants = []\n", "",
    "replicates = 3", "replicates = 2", "[uncertainties]", "[uncertainties]\nattention.bundle = [1, 10]",
)  # fmt: skip
"""Two structures, two worlds, two levels, two replicates: 16 runs."""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def plan(write_study):
    """Make the design of a study of 16 runs, with changes."""

    def make(*changes, **more):
        return design(read_study(write_study(*BOX, *changes)), **more)

    return make


def change_a_rule(monkeypatch):
    """Let one file of the model be another than it was."""
    for module in (past, execution):
        monkeypatch.setattr(module, "sources", lambda: {**sources(), RULE: "another"})


def published(plan, folder, **order):
    """Run a study and leave its table and provenance, but no journal."""
    with executing(plan, folder, fake_firm.order(**order)) as done:
        keep_runs(plan, done, folder, command="", started=fake_firm.START)
    (folder / "journal.sqlite").unlink()
    return done


GROWN = {
    "a level more": (("[1, 10]", "[1, 5, 10]"), 16, 8),
    "a structure more": (('"inside_operations", "sep', '"inside_operations", "customer_map", "sep'), 16, 8),
    "a replicate more": (("replicates = 2", "replicates = 3"), 16, 8),
    "a level less": (("[1, 10]", "[10]"), 8, 0),
    "other words": (("Does it run?", "Does it still run?"), 16, 0),
    "another measure, where all are kept": (('["advocacy", ', '["defensiveness", '), 16, 0),
    "fewer measures kept": (("measures = [", "listed_only = true\nmeasures = ["), 16, 0),
}


@pytest.mark.parametrize("without_journal", [False, True])
@pytest.mark.parametrize("change", GROWN)
def test_only_what_is_new_is_run(plan, folder, change, without_journal):
    """
    From a journal or from a published table: so many runs are reused, so many made, and the table is that of a study
    that never was another.
    """
    changes, kept, ran = GROWN[change]
    if without_journal:
        published(plan(), folder)
    else:
        fake_firm.run(plan(), folder)
    grown = fake_firm.run(plan(*changes), folder)
    alone = fake_firm.run(plan(*changes), folder.with_name("alone"))

    assert (grown.kept, grown.ran) == (kept, ran)
    pd.testing.assert_frame_equal(grown.table, alone.table, check_exact=True)
    assert fake_firm.run(plan(), folder).ran == 0, "what was no longer asked stayed"


def test_a_measure_that_was_not_kept_is_run_for(plan, folder):
    """
    With `listed_only` the first study kept three measures: a fourth needs all runs again, two need none.
    """
    few = ("measures = [", "listed_only = true\nmeasures = [")
    fake_firm.run(plan(*few), folder, work=fake_firm.asked_row)
    four = (*few, '["advocacy", ', '["defensiveness", "advocacy", ')
    more = fake_firm.run(plan(*four), folder, work=fake_firm.asked_row)
    fewer = fake_firm.run(plan(*few, '["advocacy", ', "["), folder, work=fake_firm.asked_row)

    assert (more.kept, more.ran, fewer.ran) == (0, 16, 0)
    assert more.table["defensiveness"].notna().any()


def test_a_prediction_added_after_results_stays_marked(plan, folder):
    """
    The new one is named for ever after, also without the journal and with another level beside it.
    """
    published(plan(), folder)
    added = SOUND[SOUND.index("[[predictions]]") : SOUND.index('[[predictions]]\nclaim = "H6"')].replace("H2", "H9")
    later = plan("[quick]", f"{added}[quick]", "[1, 10]", "[1, 5, 10]")
    notes = [fake_firm.run(later, folder).notes for _ in range(2)]

    assert notes == [(
        "The predictions were changed after the first run in this folder. Added or changed since: H9.",
    )] * 2  # fmt: skip


def test_what_was_predicted_outlives_a_damaged_journal(plan, folder):
    """
    With --fresh the journal goes unread: provenance still tells that the prediction came after results.
    """
    with executing(plan(), folder, fake_firm.order()) as done:
        keep_runs(plan(), done, folder, command="", started=fake_firm.START)
    (folder / "journal.sqlite").write_bytes(b"nonsense" * 1000)
    added = SOUND[SOUND.index("[[predictions]]") : SOUND.index('[[predictions]]\nclaim = "H6"')].replace("H2", "H9")
    (note,) = fake_firm.run(plan("[quick]", f"{added}[quick]"), folder, fresh=True).notes

    assert note.endswith("Added or changed since: H9.")


@pytest.mark.parametrize("without_journal", [False, True])
def test_a_changed_source_is_named(plan, folder, monkeypatch, without_journal):
    """
    Which file, and three ways out; nothing is run.
    """
    published(plan(), folder)
    if not without_journal:
        fake_firm.run(plan(), folder)
    change_a_rule(monkeypatch)

    with pytest.raises(StudyError, match=rf"its runs.* were made before {RULE} changed; --keep-equal .*--fresh"):
        fake_firm.run(plan(), folder, work=fake_firm.mistaken)


@pytest.mark.parametrize("without_journal", [False, True])
def test_runs_that_are_equal_are_all_kept(plan, folder, monkeypatch, without_journal):
    """
    Five of 16 are made again, one of each cell and one more; the rest is reused, and provenance says so.
    """
    first = published(plan(), folder)
    if not without_journal:
        fake_firm.run(plan(), folder)
    made = []
    change_a_rule(monkeypatch)
    again = fake_firm.run(plan(), folder, keep_equal=5, work=lambda job: made.append(job) or fake_firm.row(job))

    assert (again.ran, len(made)) == (0, 5)
    assert len({(job.scenario.structure, job.scenario.world) for job in made}) == 4
    assert again.history[-1]["event"] == "kept equal"
    assert again.history[-1]["changed_sources"] == [RULE]
    assert (again.history[-1]["runs"], again.history[-1]["run_again"]) == (16, 5)
    pd.testing.assert_frame_equal(first.table, again.table, check_exact=True)
    assert fake_firm.run(plan(), folder).ran == 0


def other_world(job):
    """Rows of a changed model: only those of the world contract differ."""
    found = fake_firm.row(job)
    return {**found, "failures_per_1000": 2.5} if job.scenario.world == "contract" else found


@pytest.mark.parametrize("without_journal", [False, True])
def test_runs_that_no_sample_spoke_for_are_made_again(plan, folder, monkeypatch, without_journal):
    """
    The quick form has one world and finds it equal: the rows of the other, which differ now, are not taken over.
    """
    if without_journal:
        with executing(plan(), folder, fake_firm.order()) as done:
            keep_runs(plan(quick=True), done, folder, command="", started=fake_firm.START)
        (folder / "journal.sqlite").unlink()
    else:
        fake_firm.run(plan(), folder)
    change_a_rule(monkeypatch)
    quick = fake_firm.run(plan(quick=True), folder, keep_equal=4, work=other_world)
    full = fake_firm.run(plan(), folder, work=other_world)
    alone = fake_firm.run(plan(), folder.with_name("alone"), work=other_world)

    assert (quick.kept, quick.ran, full.kept, full.ran) == (8, 0, 8, 8)
    assert quick.history[-1]["runs"] == 8
    pd.testing.assert_frame_equal(full.table, alone.table, check_exact=True)


def test_measures_that_were_not_compared_are_made_again(plan, folder, monkeypatch):
    """
    Runs kept with all measures were compared in three of them: the others are those of the old model, and go.
    """
    fake_firm.run(plan(), folder)
    change_a_rule(monkeypatch)
    few = plan("measures = [", "listed_only = true\nmeasures = [")
    less = fake_firm.run(few, folder, keep_equal=4, work=fake_firm.asked_row)
    more = fake_firm.run(plan(), folder)

    assert (less.kept, less.ran, more.kept, more.ran) == (16, 0, 0, 16)


def test_runs_that_lack_a_measure_are_no_sample(plan, folder, monkeypatch):
    """
    Runs kept with three measures say nothing of the others: all are made again, and none is called equal.
    """
    fake_firm.run(plan("measures = [", "listed_only = true\nmeasures = ["), folder, work=fake_firm.asked_row)
    change_a_rule(monkeypatch)
    done = fake_firm.run(plan(), folder, keep_equal=4)

    assert (done.kept, done.ran, done.history) == (0, 16, ())


@pytest.mark.parametrize("without_journal", [False, True])
def test_the_first_difference_is_named_and_nothing_is_kept(plan, folder, monkeypatch, without_journal):
    """
    Run, column and both values; the folder is as it was, and the next command refuses its runs as before.
    """
    published(plan(), folder)
    if not without_journal:
        fake_firm.run(plan(), folder)
    kept = {path.name: path.read_bytes() for path in folder.iterdir() if "journal" not in path.name}
    change_a_rule(monkeypatch)

    def other(job):
        return {**fake_firm.row(job), "failures_per_1000": 2.5}

    run = r"\w+, six_people, \w+, point \d, replicate \d"
    told = rf"--keep-equal: {run}: failures_per_1000 was [\d.]+ and is 2\.5; 5 of 5"
    with pytest.raises(StudyError, match=told):
        fake_firm.run(plan(), folder, keep_equal=5, work=other)
    with pytest.raises(StudyError, match=f"before {RULE} changed"):
        fake_firm.run(plan(), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if "journal" not in path.name} == kept


def test_the_runs_that_are_made_again_are_chosen_by_address(plan):
    """
    The same ones every time, and one of each cell before a second of any.
    """
    small = plan()
    chosen = [keep_equal.chosen(small, small.keys, count) for count in (4, 4, 16, 50)]

    assert chosen[0] == chosen[1] == chosen[2][:4]
    assert len({(run.point.structure, run.point.world) for run in chosen[0]}) == 4
    assert len(chosen[2]) == len(chosen[3]) == 16


HOSTILE = {
    "a variant that is a number": {"variants": {"x": 5}},
    "a variant of tables": {"variants": {"no_lateral": {"improvement.lateral": {"a": [1]}}}},
    "an axis without a name": {"uncertainties": [{}]},
    "an axis that is no table": {"uncertainties": [5, "x", None]},
    "an axis of another table": {"uncertainties": [{"name": "x", "values": [1]}]},
    "an axis of lists of lists": {"uncertainties": [{"name": "attention.bundle", "values": [[[1]], {"a": 1}]}]},
    "settings of tables": {"settings": {"attention.hours": {"a": 1}}},
    "settings of lists": {"settings": {"attention.hours": [[6]]}},
    "settings of words": {"settings": {"attention.hours": "six", "nothing": None}},
    "a seed that is a truth": {"seed": True, "days": -1},
    "digests in a list": {"digests": []},
    "digests that are a number": {"digests": 5},
    "no digests": {"digests": None},
    "sources that are a word": {"digests": {"sources": "abc"}},
    "sources that are a list": {"digests": {"sources": [1]}},
    "history that is a word": {"history": "abc"},
    "a record of lists": {"before_the_first_run": [1], "preset": [], "charts": 5},
    "half a character": {"before_the_first_run": {"predictions": "\ud800"}},
    "brackets without end": "[" * 100_000,
    "no number": '{"seed": NaN, "history": [NaN]}',
    "a number too long": '{"seed": ' + "9" * 10_000 + "}",
}


@pytest.mark.parametrize("order", [{}, {"fresh": True}], ids=str)
@pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE)
def test_whatever_provenance_says_ends_in_a_table_or_a_line(plan, folder, told, order):
    """
    Provenance may come from somebody else: it is refused in one line, or counts for nothing.
    """
    published(plan(), folder)
    path = folder / "provenance.json"
    path.write_text(told if isinstance(told, str) else json.dumps({**json.loads(path.read_text()), **told}))
    with suppress(StudyError), executing(plan(), folder, fake_firm.order(**order)) as done:
        keep_runs(plan(), done, folder, command="", started=fake_firm.START)
    assert order != {"fresh": True} or done.ran == 16


def test_a_damaged_table_is_not_replaced_unasked(plan, folder):
    """
    Its runs may have taken hours: one line says so, and --fresh makes them again.
    """
    published(plan(), folder)
    with (folder / "runs.parquet").open("ab") as file:
        file.write(b"?")

    with pytest.raises(StudyError, match=r"runs.parquet: damaged: .*; study run writes it again .* with --fresh"):
        fake_firm.run(plan(), folder)
    assert fake_firm.run(plan(), folder, fresh=True).ran == 16


def test_published_runs_that_failed_are_made_again(plan, folder):
    """
    A run without numbers is none that is kept: the next command makes it, from a published table as from a journal.
    """
    first = published(plan(), folder, work=fake_firm.mistaken)
    again = fake_firm.run(plan(), folder)
    alone = fake_firm.run(plan(), folder.with_name("alone"))

    assert first.failed > 0
    assert (again.ran, again.failed) == (first.failed, 0)
    pd.testing.assert_frame_equal(again.table, alone.table, check_exact=True)


def test_where_published_runs_come_from_is_said(plan, folder):
    """
    Their commit, digests, libraries and times, in the provenance of what has grown out of them.
    """
    published(plan(), folder)
    before = json.loads((folder / "provenance.json").read_text())
    grown = plan("[1, 10]", "[1, 5, 10]")
    with executing(grown, folder, fake_firm.order()) as done:
        after = keep_runs(grown, done, folder, command="", started=fake_firm.START)

    (taken,) = after["history"]
    assert taken["event"] == "taken from runs.parquet"
    assert (taken["commit"], taken["runs"], taken["libraries"]) == (before["commit"], 16, before["libraries"])
    assert taken["runs_csv"] == before["digests"]["runs_csv"]
    assert after["kept_from_before"] == 16


def test_published_rows_of_another_place_are_not_taken(plan, folder):
    """
    Provenance that tells of other settings makes other keys: none of its runs is one of this study.
    """
    published(plan(), folder)
    told = json.loads((folder / "provenance.json").read_text())
    told["settings"]["attention.hours"] = 7
    (folder / "provenance.json").write_text(json.dumps(told))

    with pytest.raises(StudyError, match=r"none of its 16 runs is one of this study: settings changed since"):
        fake_firm.run(plan(), folder)


def test_shards_grow_as_a_whole_study_does(plan, folder):
    """
    A level more in a shard runs its new points, and the merge has all rows.
    """
    for number in (1, 2):
        fake_firm.run(plan(), folder, shard=Shard(number, 2))
    grown = plan("[1, 10]", "[1, 5, 10]")
    ran = [fake_firm.run(grown, folder, shard=Shard(number, 2)).ran for number in (1, 2)]

    assert 8 <= sum(ran) < 24
    assert fake_firm.merge(grown, folder).failed == 0


def test_a_merge_tells_what_was_done_with_runs_of_shards(plan, folder, monkeypatch):
    """
    Shards whose runs were found equal: both events are in the history of the whole, once.
    """
    parts = [Shard(number, 2) for number in (1, 2)]
    for part in parts:
        fake_firm.run(plan(), folder, shard=part)
    change_a_rule(monkeypatch)
    for part in parts:
        fake_firm.run(plan(), folder, shard=part, keep_equal=2)
    merged = [fake_firm.merge(plan(), folder).history for _ in range(2)]

    assert [event["event"] for event in merged[0]] == ["kept equal"] * 2
    assert merged[0] == merged[1]


@pytest.mark.parametrize("without_journal", [False, True])
def test_shards_reuse_what_the_folder_around_them_keeps(plan, folder, without_journal):
    """
    A shard makes what neither it nor the folder has; the merge has the rows of one run, and goes on from there.
    """
    if without_journal:
        published(plan(), folder)
    else:
        fake_firm.run(plan(), folder)
    grown = plan("[1, 10]", "[1, 5, 10]")
    parts = [fake_firm.run(grown, folder, shard=Shard(number, 2)) for number in (1, 2)]
    merged, alone = fake_firm.merge(grown, folder), fake_firm.run(grown, folder.with_name("alone"))

    assert (sum(part.kept for part in parts), sum(part.ran for part in parts)) == (16, 8)
    pd.testing.assert_frame_equal(merged.table, alone.table, check_exact=True)


def test_a_merge_keeps_published_rows_that_no_shard_has(plan, folder):
    """
    Of a wider study, without its journal: the table is then of this study, and the rest waits for the wider one.
    """
    wider = plan("[1, 10]", "[1, 5, 10]")
    published(wider, folder)
    for number in (1, 2):
        fake_firm.run(plan(), folder, shard=Shard(number, 2))
    fake_firm.merge(plan(), folder)

    assert fake_firm.run(wider, folder).ran == 0


def test_a_merge_leaves_the_columns_that_its_shards_lack(plan, folder):
    """
    Shards that keep three measures, over rows with all of them: the study asks for all again and runs nothing.
    """
    first = fake_firm.run(plan(), folder)
    few = plan("measures = [", "listed_only = true\nmeasures = [")
    for number in (1, 2):
        fake_firm.run(few, folder, shard=Shard(number, 2), fresh=True, work=fake_firm.asked_row)
    fake_firm.merge(few, folder)
    again = fake_firm.run(plan(), folder)

    assert again.ran == 0
    pd.testing.assert_frame_equal(first.table, again.table, check_exact=True)


ONCE = ('world = ["once", "contract"]', 'world = ["once"]')


@pytest.mark.parametrize("without_journal", [False, True])
def test_a_world_more_is_no_change_of_predictions(plan, folder, without_journal):
    """
    Predictions without a world of their own are asked in every world: nobody touched them where a world came, or where
    one was left out, which is told as such. A prediction that names its worlds later did change.
    """
    if without_journal:
        published(plan(*ONCE), folder)
    else:
        fake_firm.run(plan(*ONCE), folder)
    grown = fake_firm.run(plan(), folder)
    fewer = fake_firm.run(plan(*ONCE), folder)
    narrowed = fake_firm.run(plan('measure = "advocacy"', 'measure = "advocacy"\nworld = "once"'), folder)

    assert (grown.ran, grown.notes) == (8, ())
    changed = "The predictions were changed after the first run in this folder. Added or changed since: H2."
    assert fewer.notes == ("Worlds were left out after the first run in this folder: contract.",)
    assert narrowed.notes == (changed,)


def test_a_prediction_taken_out_is_told(plan, folder):
    """
    It is not there to be named; another order of what stays is no change.
    """
    two = SOUND[SOUND.index("[[predictions]]") : SOUND.index('[[predictions]]\nclaim = "H6"')].replace("H2", "H9")
    fake_firm.run(plan("[quick]", f"{two}[quick]"), folder)

    assert fake_firm.run(plan(), folder).notes == (
        "The predictions were changed after the first run in this folder. Some were taken out.",
    )


FAMILY = '[family]\ncontrasts = [["separate", "inside_operations"]]\nmeasures = ["failures_per_1000"]\n'
LATER = {
    "[family]": ("[[predictions]]", f"{FAMILY}[[predictions]]"),
    "lower_is_better": ('lower_is_better = "failures_per_1000"\n', ""),
}


@pytest.mark.parametrize("name", LATER)
def test_what_decides_how_results_are_read_is_marked_when_it_comes_later(write_study, folder, name):
    """
    A family of intervals, or which way is better: named for ever after, and unmarked where it was there first.
    """
    before, after = (design(read_study(write_study(*changes, name="s.toml"))) for changes in ((), LATER[name]))
    fake_firm.run(before, folder)
    notes = [fake_firm.run(after, folder).notes for _ in range(2)]

    assert notes == [(f"{name} was changed after the first run in this folder.",)] * 2
    assert fake_firm.run(before, folder).notes == fake_firm.run(after, folder.with_name("new")).notes == ()


def test_both_engines_are_named_where_both_made_runs(plan, folder):
    """
    The quick form by one engine, the rest by the other; published, taken over and grown, both are still said.
    """
    fake_firm.run(plan(quick=True), folder, engine="reference")
    done = published(plan(), folder)
    told = json.loads((folder / "provenance.json").read_text())
    grown = fake_firm.run(plan("[1, 10]", "[1, 5, 10]"), folder)

    assert done.engine == told["engine"] == grown.engine == "compiled and reference"
    assert fake_firm.run(plan(), folder.with_name("alone"), engine="reference").engine == "reference"


def test_a_published_table_whose_rows_are_not_known_is_left(plan, folder):
    """
    Those of another firm's numbers, by provenance: nobody can say what the rows are now, so none is written over.
    """
    published(plan(), folder)
    told = json.loads((folder / "provenance.json").read_text())
    (folder / "provenance.json").write_text(json.dumps({**told, "preset": "service_firm"}))

    with pytest.raises(StudyError, match=r"16 of its 16 runs cannot be told from others: levers changed since; --f"):
        fake_firm.run(plan(), folder)
    assert fake_firm.run(plan(), folder, fresh=True).ran == 16
