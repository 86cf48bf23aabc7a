"""Execute the notebooks and write them back with their outputs: `python notebooks/execute.py`, or with names of some.

A notebook is written in one form: cells numbered, no times, no paths, no settings of somebody's machine. So what
changes in the history is its text, its code or what the code gave. A test executes each afresh and compares.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient

import reportsto

FOLDER = Path(__file__).parent
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST = 300
"""Seconds a cell may take: the first run on a machine compiles the model."""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class ThisPython(KernelSpecManager):
    """Start kernels with the interpreter that runs this file, whatever kernels somebody has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the kernel of this interpreter, under any name."""
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


def executed(path: Path) -> Any:
    """Return the notebook of this file, executed in a kernel of its own and in its one form; the file stays as it is.

    Raises `nbclient.exceptions.CellExecutionError` with the traceback of the first cell that fails.
    """
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        kernels = AsyncKernelManager(
            kernel_spec_manager=ThisPython(),
            # Files of this folder in place of ports, which others could read and which two tests could fight for.
            transport="ipc" if os.name == "posix" else "tcp",
            connection_file=str(Path(folder) / "kernel.json"),
        )
        client = NotebookClient(
            notebook,
            km=kernels,
            timeout=LONGEST,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(FOLDER)}},
        )
        client.execute(env=_environment(folder), cleanup_kc=True)
    return one_form(notebook)


def _environment(folder: str) -> dict[str, str]:
    """Return an environment in which the kernel finds this `reportsto`, and no start-up files of a user."""
    ours = str(Path(reportsto.__file__).parents[1])
    paths = [ours, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "IPYTHONDIR": folder, "MPLCONFIGDIR": folder}


def one_form(notebook: Any) -> Any:
    """Return the notebook with numbered cells and without what differs from machine to machine."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for at, cell in enumerate(notebook.cells, start=1):
        cell.id = f"{at:02d}"
        cell.metadata = nbformat.from_dict({})
        if cell.cell_type == "code":
            # What goes to stderr is of the machine: a cache being built, a path in a warning.
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return notebook


def words(notebook: Any) -> list[list[str]]:
    """Return what each code cell says in words and numbers; pictures are left out."""
    return [
        [_text(output) for output in cell.outputs if "image/png" not in output.get("data", {})]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text)
    return str(output.data.get("text/markdown", output.data.get("text/plain", "")))


def written(notebook: Any) -> str:
    """Return the text of the file of a notebook."""
    return str(nbformat.writes(notebook)) + "\n"


def main(names: list[str]) -> None:
    """Execute the notebooks whose names contain one of these, or all, and write them back."""
    for path in NOTEBOOKS:
        if not names or any(name in path.name for name in names):
            path.write_text(written(executed(path)), encoding="utf-8")
            print(f"{path.name}: {path.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
