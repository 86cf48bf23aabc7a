"""A bundle is whole or refused, comes from a stranger, and gives the digits that are inside."""

import io
import json
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest

from reportsto.bundles import archive, making
from reportsto.bundles.archive import file_digest
from reportsto.bundles.checking import check
from reportsto.bundles.crate import METADATA
from reportsto.bundles.keeping import OURS
from reportsto.chart_files.csv import chart_to_csv
from reportsto.errors import StudyError
from reportsto.firms import firm
from reportsto.results.journal import Journal
from reportsto.results.storage import read_runs, write_runs
from small_study import SOUND

TABLE = "results/claims.csv"


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A folder with a study file, its results by the real model, and their bundle."""
    folder = tmp_path_factory.mktemp("packed")
    (folder / "small.toml").write_text(SOUND, encoding="utf-8")
    for command in ("study run small.toml --out out", "bundle make out --out small.zip"):
        call = [sys.executable, "-m", "reportsto", *command.split()]
        done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def results(packed, tmp_path, monkeypatch):
    """A copy of the study and its results that may be spoiled; it is the current folder."""
    for name in ("small.toml", "out"):
        copy = shutil.copytree if (packed / name).is_dir() else shutil.copy
        copy(packed / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "out"


@pytest.fixture
def bundle(packed):
    return packed / "small.zip"


def contents(bundle: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def pack(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return path


def vouched(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files with a description that fits them, as a forger would write it."""
    told = json.loads(files[METADATA])
    for one in told["@graph"]:
        if one["@type"] == "File":
            content = files[unquote(one["@id"])]
            one |= {"sha256": sha256(content).hexdigest(), "contentSize": str(len(content))}
    return {**files, METADATA: json.dumps(told).encode()}


# ── Made ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_bundle_is_sound_and_the_same_runs_and_tables_come_out(reportsto, bundle):
    """
    TL9: all eighteen runs by the real model again, every table again, every digit the same.
    """
    assert reportsto("bundle", "check", bundle)[:2] == (
        0,
        f"{bundle}: all {len(contents(bundle)) - 1} files are as they were packed.\nStudy: study/small.toml. "
        f"Made with {check(bundle)[0].software}.\nsha256 {file_digest(bundle)}\n",
    )
    code, out, err = reportsto("bundle", "rerun", bundle)

    assert code == 0, out + err
    assert "runs: 18 of 18 made again, equal bit for bit" in out
    assert re.search(r"tables: \d+ made again from the runs, equal in every cell", out)


@pytest.mark.parametrize(("asked", "count"), [(["--runs", 4], 4), (["--quick"], 4)])
def test_some_of_its_runs_can_be_made_again(reportsto, bundle, asked, count):
    code, out, _ = reportsto("bundle", "rerun", bundle, *asked)

    assert code == 0
    assert f"runs: {count} of 18 made again, equal bit for bit" in out


def test_its_description_is_an_ro_crate_that_names_every_file(bundle):
    """
    RO-Crate 1.1: a descriptor about the root, a date, and every reference leads to an entity; and TL8, what to cite.
    """
    files = contents(bundle)
    told = json.loads(files[METADATA])
    graph = {one["@id"]: one for one in told["@graph"]}
    root = graph["./"]
    references = re.findall(r'\{\s*"@id": "([^"]+)"\s*\}', files[METADATA].decode())

    assert graph[METADATA]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert graph[METADATA]["about"] == {"@id": "./"}
    assert {one["@id"] for one in root["hasPart"]} == files.keys() - {METADATA}
    assert re.match(r"\d{4}-\d\d-\d\dT", root["datePublished"])
    assert set(references) <= {*graph, "https://w3id.org/ro/crate/1.1"}
    assert graph["#seed"]["value"] == 7
    assert files["study/small.toml"].decode() == SOUND
    assert b"@article{" in files["citation/references.bib"]
    assert json.loads(files["environment/environment.json"])["bundle"]["packages"]["numpy"] == np.__version__


def test_the_same_results_make_the_same_bytes_and_nothing_is_written_over(reportsto, results, bundle, tmp_path):
    """
    Neither the time nor the place of packing is in a bundle.
    """
    target = tmp_path / "again.zip"
    assert reportsto("bundle", "make", results, "--out", target)[0] == 0
    assert target.read_bytes() == bundle.read_bytes()
    code, _, err = reportsto("bundle", "make", results, "--out", target)

    assert (code, err.count("\n")) == (2, 1)
    assert "is there already" in err
    assert str(tmp_path).encode() not in b"".join(contents(target).values())


def test_a_licence_is_named_or_a_gap(reportsto, results, bundle):
    told = {one["@id"]: one for one in json.loads(contents(bundle)[METADATA])["@graph"]}
    assert told[told["./"]["license"]["@id"]]["name"] == "No licence was named"
    assert reportsto("bundle", "make", "out", "--licence", "CC-BY-4.0")[0] == 0
    told = {one["@id"]: one for one in json.loads(contents(Path("out.zip"))[METADATA])["@graph"]}

    assert told["./"]["license"] == {"@id": "https://spdx.org/licenses/CC-BY-4.0"}
    assert told["https://spdx.org/licenses/CC-BY-4.0"]["name"] == "CC-BY-4.0"
    assert reportsto("bundle", "make", "out", "--licence", "free for all")[0] == 2


def test_authors_and_publisher_are_named_or_a_gap(reportsto, results, bundle):
    """
    Nobody is made up: who is named on the command line is in the description and on the page, and else the gap.
    """
    files = contents(bundle)
    root = next(one for one in json.loads(files[METADATA])["@graph"] if one["@id"] == "./")
    assert not {"author", "publisher"} & root.keys()
    assert b"Nobody is named as author of this bundle. No publisher is named." in files["README.md"]

    named = ["--author", "Grete Müller", "--author", " Bo Li ", "--publisher", "Institute & Sons"]
    assert reportsto("bundle", "make", "out", *named)[0] == 0
    files = contents(Path("out.zip"))
    told = {one["@id"]: one for one in json.loads(files[METADATA])["@graph"]}

    assert [told[one["@id"]] for one in told["./"]["author"]] == [
        {"@id": "#author-1", "@type": "Person", "name": "Grete Müller"},
        {"@id": "#author-2", "@type": "Person", "name": "Bo Li"},
    ]
    publisher = {"@id": "#publisher", "@type": "Organization", "name": "Institute & Sons"}
    assert told[told["./"]["publisher"]["@id"]] == publisher
    assert "By Grete Müller, Bo Li. Published by Institute & Sons." in files["README.md"].decode()
    assert reportsto("bundle", "check", "out.zip")[0] == 0
    assert reportsto("bundle", "make", "out", "--author", "Bo Li", "--out", "one.zip")[0] == 0
    told = {one["@id"]: one for one in json.loads(contents(Path("one.zip"))[METADATA])["@graph"]}
    assert told["./"]["author"] == {"@id": "#author-1"}


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "x" * 201])
def test_a_name_that_is_none_is_one_line(reportsto, results, name):
    code, out, err = reportsto("bundle", "make", "out", "--author", name)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "expected a name of 1 to 200 letters, on one line" in err
    assert not Path("out.zip").exists()


def test_a_journal_and_notes_stay_at_home(reportsto, results):
    """
    What lies in the folder and is no part of the results is left out, and that is said.
    """
    (results / "notes.txt").write_text("mine")
    _, _, err = reportsto("bundle", "make", results, "--out", "x.zip")

    assert "Left out, as no part of the results: journal.sqlite" in err
    assert "notes.txt" in err
    assert not [name for name in contents(Path("x.zip")) if "journal" in name or "notes" in name]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda out: (out / "claims.csv").unlink(), "claims.csv: is missing, and provenance.json names it"),
        (lambda out: (out / "provenance.json").unlink(), "provenance.json: cannot be read"),
        (lambda out: (out / "runs.parquet").write_bytes(b"PAR1"), "runs.parquet: damaged"),
        (
            lambda out: (out.parent / "small.toml").write_text(SOUND.replace("seed = 7", "seed = 8")),
            "seed, design changed",
        ),
        (lambda out: (out.parent / "small.toml").unlink(), "names no study file that is here"),
        (lambda out: shutil.rmtree(out), "no such folder"),
    ],
    ids=["table", "provenance", "runs", "study", "no study", "folder"],
)
def test_results_that_are_not_whole_make_no_bundle(reportsto, results, spoil, says):
    spoil(results)
    code, out, err = reportsto("bundle", "make", "out", "--out", "x.zip")

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert not Path("x.zip").exists()


def test_a_bundle_that_cannot_be_finished_is_not_there(results, monkeypatch):
    """
    The disk is full in the middle: neither half a bundle nor a part of one stays.
    """

    def full(self, *given, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    before = sorted(Path.cwd().iterdir())
    with pytest.raises(StudyError, match=r"x.zip: cannot be written: no space left"):
        making.make(Path("out"), Path("x.zip"))
    assert sorted(Path.cwd().iterdir()) == before


# ── A study that names files ─────────────────────────────────────────────────────────────────────


def with_chart(folder: Path, chart: str) -> Path:
    """Write a chart beside the project and a study in it that names it, run it, and return the results."""
    (folder / "charts").mkdir(exist_ok=True)
    (folder / "charts" / "own.csv").write_text(chart_to_csv(firm("six_people").chart), encoding="utf-8")
    (folder / "studies").mkdir(exist_ok=True)
    named = f'firm = "six_people"\nchart = "{chart}"'
    text = SOUND.replace('firm = "six_people"', named).replace("replicates = 3", "replicates = 2")
    (folder / "studies" / "small.toml").write_text(text, encoding="utf-8")
    call = [sys.executable, "-m", "reportsto", "study", "run", "studies/small.toml", "--out", "results"]
    done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "results"


def test_a_chart_goes_with_its_study(reportsto, tmp_path, monkeypatch):
    """
    It keeps its place beside the study, so the bundle runs without the chart that it was made from.
    """
    folder = with_chart(tmp_path, "../charts/own.csv")
    monkeypatch.chdir(tmp_path)
    assert reportsto("bundle", "make", folder)[0] == 0
    shutil.rmtree(tmp_path / "charts")
    code, out, err = reportsto("bundle", "rerun", "results.zip", "--runs", 2)

    assert {"study/studies/small.toml", "study/charts/own.csv"} <= contents(Path("results.zip")).keys()
    assert code == 0, out + err


def test_a_study_that_names_a_place_of_this_machine_makes_no_bundle(reportsto, tmp_path, monkeypatch):
    folder = with_chart(tmp_path, (tmp_path / "charts" / "own.csv").as_posix())
    monkeypatch.chdir(tmp_path)
    code, _, err = reportsto("bundle", "make", folder)

    assert (code, err.count("\n")) == (2, 1)
    assert "expected a path that begins at the study file" in err


def test_a_bundle_does_not_read_files_of_whoever_reruns_it(reportsto, bundle, tmp_path):
    """
    A study from a stranger names a chart outside the bundle, though it is there and sound.
    """
    chart = tmp_path / "own.csv"
    chart.write_text(chart_to_csv(firm("six_people").chart), encoding="utf-8")
    files = contents(bundle)
    files["study/small.toml"] = SOUND.replace(
        'firm = "six_people"', f'firm = "six_people"\nchart = "{chart.as_posix()}"'
    ).encode()
    code, _, err = reportsto("bundle", "rerun", pack(tmp_path / "x.zip", vouched(files)))

    assert code == 2
    assert re.search(r"x\.zip: .*own\.csv: lies elsewhere; expected .* that came along", err)


# ── Damaged, missing, added ──────────────────────────────────────────────────────────────────────


def test_what_is_damaged_missing_or_added_is_named_all_at_once(reportsto, bundle, tmp_path):
    files = contents(bundle)
    files[TABLE] = files[TABLE].replace(b"once", b"0nce", 1)
    del files["results/summary.csv"]
    files["results/more.csv"] = b"more"
    spoiled = pack(tmp_path / "x.zip", files)
    for command in ("check", "rerun"):
        code, out, err = reportsto("bundle", command, spoiled)

        assert (code, out) == (2, "")
        assert [line for line in err.splitlines() if line.startswith("reportsto: ")] == [
            f"reportsto: {spoiled}: 'results/summary.csv': missing",
            f"reportsto: {spoiled}: '{TABLE}': damaged: not the bytes that {METADATA} tells of",
            f"reportsto: {spoiled}: 'results/more.csv': added: {METADATA} does not name it",
        ]


# The tenth run is the last thing that this process does.
KILLED = """
import os, signal, sys
from itertools import count
from reportsto.cli.main import main
from reportsto.running import execution

made, run_chunk = count(1), execution.run_chunk

def run(work, jobs):
    if next(made) == 10:
        os.kill(os.getpid(), signal.SIGKILL)
    return run_chunk(work, jobs)

execution.run_chunk = run
main(sys.argv[1:])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="not checked: no SIGKILL on this system")
def test_a_rerun_that_was_killed_goes_on(reportsto, bundle, tmp_path):
    """
    After kill -9 in the tenth run the same command makes only the runs that are not kept, and says the same.
    """
    keep = tmp_path / "kept"
    command = ["bundle", "rerun", str(bundle), "--workers", "1", "--keep", str(keep)]
    killed = subprocess.run([sys.executable, "-c", KILLED, *command], capture_output=True, check=False)
    kept = int((keep / "journal.sqlite-progress").read_text().split()[0])
    assert killed.returncode == -signal.SIGKILL
    assert 1 <= kept <= 9
    code, out, err = reportsto(*command)
    _, again, told = reportsto(*command)

    assert code == 0
    assert f"{kept} of them were made again before and are kept in {keep}" in err
    assert "18 of them were made again before" in told
    assert out == again == reportsto("bundle", "rerun", bundle)[1]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: (folder / "notes.txt").touch(), "kept: has 'notes.txt'; expected a new folder"),
        (lambda folder: _facts(folder, study="small"), "kept/journal.sqlite: keeps runs of a study; expected a new"),
        (
            lambda folder: _facts(folder, **{OURS: "of another", "model": "old", "engine": "reference"}),
            "kept/journal.sqlite: keeps runs of another bundle, another model, another engine; expected a new folder",
        ),
    ],
)
def test_a_folder_of_something_else_keeps_no_runs(reportsto, bundle, tmp_path, spoil, says):
    (tmp_path / "kept").mkdir()
    spoil(tmp_path / "kept")
    code, out, err = reportsto("bundle", "rerun", bundle, "--keep", tmp_path / "kept")

    assert (code, out) == (2, "")
    assert says in err.replace("\\", "/").splitlines()[-1]


def _facts(folder: Path, **facts: str) -> None:
    with Journal(folder) as journal:
        journal.state(facts)


@pytest.mark.parametrize("at", range(5, 100, 19))
def test_one_flipped_bit_anywhere_is_found(reportsto, bundle, tmp_path, at):
    """
    At so many per cent of the file, whether in a table, a page or the directory.
    """
    spoiled = bytearray(bundle.read_bytes())
    spoiled[len(spoiled) * at // 100] ^= 4
    (tmp_path / "x.zip").write_bytes(spoiled)
    code, out, _ = reportsto("bundle", "check", tmp_path / "x.zip")

    assert (code, out) == (2, "")


def test_a_digit_that_was_forged_does_not_come_out_again(reportsto, bundle, tmp_path):
    """
    Runs changed by the last bit, their digests made to fit: only making them again finds it. So with a table's cell.
    A run that is kept is compared like one that was just made.
    """
    files = contents(bundle)
    (tmp_path / "runs").mkdir()
    for name in ("runs.parquet", "runs.parquet.sha256"):
        (tmp_path / "runs" / name).write_bytes(files[f"results/{name}"])
    table = read_runs(tmp_path / "runs" / "runs.parquet")
    table.loc[3, "advocacy"] = np.nextafter(table.loc[3, "advocacy"], 2)
    write_runs(tmp_path / "runs", table)
    for name in ("runs.parquet", "runs.parquet.sha256"):
        files[f"results/{name}"] = (tmp_path / "runs" / name).read_bytes()
    files[TABLE] = files[TABLE].replace(b"once", b"twice", 1)
    forged = pack(tmp_path / "x.zip", vouched(files))
    assert reportsto("bundle", "check", forged)[0] == 0
    code, out, _ = reportsto("bundle", "rerun", forged, "--keep", tmp_path / "kept")

    assert code == 1
    assert reportsto("bundle", "rerun", forged, "--keep", tmp_path / "kept")[:2] == (1, out)
    assert "runs: 1 of 18 differ\n" in out
    assert re.search(r"replicate 0: advocacy was 0\.\d+ and is 0\.\d+", out)
    assert "claims.csv: 2 cells differ, first row 1, world: twice against once" in out


# ── From a stranger ──────────────────────────────────────────────────────────────────────────────


def entry(name: str, *, mode: int = 0, packing: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr, made.compress_type = mode << 16, packing
    return made


def hostile(*entries: zipfile.ZipInfo, flags: int = 0) -> bytes:
    """Return a zip file with these entries, whatever they are called."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened, pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *given, **named: None)  # the library says that a name stands twice
        for one in entries:
            opened.writestr(one, b"evil")
    content = packed.getvalue()
    return (
        content.replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0" + struct.pack("<H", flags))
        if flags
        else content
    )


def bomb() -> bytes:
    """Return a zip file of a few KB whose one file unpacks to 2 GB, as it says itself."""
    packed = bytearray(hostile(entry("results/zeros.csv")))
    at = packed.index(b"PK\1\2")
    packed[at + 24 : at + 28] = struct.pack("<I", 2**31 - 1)
    return bytes(packed)


HOSTILE = {
    "not a zip": (b"once upon a time, " * 9, "not a whole zip file"),
    "empty": (b"", "not a whole zip file"),
    "no description": (hostile(entry("results/x.csv")), f"has no {METADATA}"),
    "climbs out": (hostile(entry("../evil.txt")), "a name that leads out of its folder"),
    "climbs out inside": (hostile(entry("results/../../evil.txt")), "a name that leads out of its folder"),
    "absolute": (hostile(entry("/evil.txt")), "an absolute name"),
    "a drive": (hostile(entry("C:/evil.txt")), "an absolute name"),
    "backslash": (hostile(entry("..\\evil.txt")), "a name that"),
    "a stream": (hostile(entry("results/x.csv:evil")), "a name that is none on every system"),
    "line break": (hostile(entry("results/a\nb.csv")), "a name that is none on every system"),
    "right to left": (hostile(entry("results/\u202egpj.csv")), "a name that is none on every system"),
    "empty part": (hostile(entry("results//x.csv")), "not a name of a file"),
    "long": (hostile(entry("x" * 60_000)), "not a name of a file"),
    "a link": (hostile(entry("results/x.csv", mode=stat.S_IFLNK | 0o777)), "a link"),
    "a pipe": (hostile(entry("results/x.csv", mode=stat.S_IFIFO | 0o666)), "no plain file"),
    "twice": (hostile(entry("results/x.csv"), entry("results/x.csv")), "is in it twice"),
    "one name": (hostile(entry("results/x.csv"), entry("results/X.csv")), "one name on some systems"),
    "file and folder": (hostile(entry("results"), entry("results/x.csv")), "is a file and a folder"),
    "encrypted": (hostile(entry("results/x.csv"), flags=1), "encrypted"),
    "another packing": (hostile(entry("results/x.csv", packing=zipfile.ZIP_BZIP2)), "packed in a way"),
    "a bomb": (bomb(), "2,048 MB unpacked; expected at most 1,024 MB"),
    "something behind": (hostile(entry("results/x.csv")) + b"#!", "not a whole zip file"),
    "half of it": (hostile(entry("results/x.csv"))[:-30], "not a whole zip file"),
    "huge directory": (archive.END + b"\0" * 6 + b"\xff\xff" + b"\xff" * 4 + b"\0" * 6, "too large"),
}


@pytest.mark.parametrize("command", ["check", "rerun"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line_and_writes_nothing(reportsto, tmp_path, monkeypatch, command, kind):
    content, says = HOSTILE[kind]
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("x.zip").write_bytes(content)
    code, out, err = reportsto("bundle", command, "x.zip")

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert len(err) < 400
    assert [one.name for one in tmp_path.rglob("*")] == ["here", "x.zip"]


def test_a_file_that_is_larger_than_it_says_is_not_unpacked(reportsto, bundle, tmp_path):
    """
    A table that says it is a few bytes and goes on for 64 MB: nothing but those bytes is ever unpacked.
    """
    large = zlib.compress(b"\0" * 2**26)[2:-4]
    packed = bytearray(hostile(entry("results/zeros.csv")))
    packed = packed.replace(b"evil", large)
    start, at = packed.index(b"PK\3\4"), packed.index(b"PK\1\2")
    for place in (start + 8, at + 10):
        packed[place : place + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
    for place in (start + 18, at + 20):
        packed[place : place + 4] = struct.pack("<I", len(large))
    end = packed.index(archive.END)
    packed[end + 16 : end + 20] = struct.pack("<I", at)
    (tmp_path / "x.zip").write_bytes(packed)
    with archive.opened(tmp_path / "x.zip") as files:
        assert archive.digests(tmp_path / "x.zip", files.values(), lambda: None) == {}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "no list called @graph"),
        (b'{"@graph": [{"@id": "./"}, {"@id": "./"}]}', "an entity without an @id of its own"),
        (b'{"@graph": [{"@id": "./", "hasPart": [{"@id": "x"}]}]}', "is a part without sha256"),
        (b'{"@graph": [{"@id": "./", "hasPart": 7}]}', "names no study file"),
    ],
)
def test_a_description_of_something_else_is_refused_in_one_line(reportsto, bundle, tmp_path, content, says):
    spoiled = pack(tmp_path / "x.zip", {**contents(bundle), METADATA: content})
    code, out, err = reportsto("bundle", "check", spoiled)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_folders_of_a_bundle_that_was_packed_by_hand_are_no_fault(reportsto, bundle, tmp_path):
    """
    Unpacked and packed again with another tool, which adds an entry for each folder.
    """
    with zipfile.ZipFile(bundle) as opened:
        opened.extractall(tmp_path / "unpacked")
    made = shutil.make_archive(str(tmp_path / "x"), "zip", tmp_path / "unpacked")

    assert any(name.endswith("/") for name in zipfile.ZipFile(made).namelist())
    assert reportsto("bundle", "check", made)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "no.zip"], "no.zip: no such file; expected a bundle (.zip)"),
        (["check", "."], ".: a folder; expected a bundle (.zip)"),
        (["rerun", "no.zip", "--quick", "--runs", "3"], "--quick and --runs: expected one of the two"),
        (["rerun", "no.zip", "--runs", "0"], "0 is out of range"),
        (["rerun", "no.zip", "--engine", "compild"], "did you mean 'compiled'?"),
        (["mak"], "did you mean 'make'?"),
    ],
)
def test_a_slip_is_one_line(reportsto, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    code, out, err = reportsto("bundle", *arguments)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
