"""Follow a real run from `study run FILE` to its page, and write down the files and names it passes: way.py FOLDER.

The rule: the small study of the tests is run in its short form. A name is on the way when a call enters it from
another file of the package, in any thread. Rooms whose insides need not be read to follow the way are left out: the
model, drawing, and statistics (arrays in, numbers out). A file is on the way when one of its names is.
By this rule commit 584b9dc has 34 files and 102 names.
"""

import json
import sys
import threading
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[1]
STUDY_SIDE = ("cli", "files", "readings", "results", "running", "studies", "digests.py", "wording.py")
START = "run_study"

sys.path.insert(0, str(ROOT / "tests"))


class Watch:
    """What is told of every call: keeps those that go from one file of the package into another.

    Attributes:
        root: Folder of the package, with a slash behind.
        way: File and name of each function entered, in the order they were first met.
    """

    def __init__(self, root: Path) -> None:
        self.root = f"{root}/"
        self.way: dict[tuple[str, str], None] = {}
        self.begun = False

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        """Note one call."""
        if event != "call" or not (file := self._file(frame)):
            return
        name = frame.f_code.co_qualname if sys.version_info >= (3, 11) else frame.f_code.co_name
        self.begun = self.begun or name == START
        caller = self._caller(frame)
        if self.begun and caller != file and "<" not in name and file.split("/")[0] in STUDY_SIDE:
            self.way[file, name] = None

    def _file(self, frame: FrameType) -> str:
        return frame.f_code.co_filename.partition(self.root)[2]

    def _caller(self, frame: FrameType) -> str:
        above = frame.f_back
        while above is not None and not self._file(above):
            above = above.f_back
        return self._file(above) if above is not None else ""


def main(folder: Path) -> None:
    """Run the small study into a folder, and write the way beside it."""
    import reportsto
    from reportsto.api import warm_up
    from small_study import SOUND

    study = folder / "study.toml"
    study.write_text(SOUND)
    warm_up(print)
    start = import_module("reportsto.cli.main").main
    watch = Watch(Path(reportsto.__file__).parent)
    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        start(["study", "run", str(study), "--quick", "--out", str(folder / "out")])
    except SystemExit as left:
        if left.code:
            raise
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    (folder / "way.json").write_text(json.dumps(list(watch.way)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
