"""The figures of a finding, shown on its page: people would rather look than read."""

from collections.abc import Sequence
from pathlib import Path

SHOWN = 4
"""Figures that are shown; the others are links."""


def gallery(written: Sequence[Path], first: Sequence[str] = (), note: str = "") -> list[str]:
    """Return the section: the first figures as images, the others as links; nothing where there are none.

    `written` are files of figures in their order, `first` names of figures to show before all others, `note` what is
    to be known of them. Links are relative to the folder around that of the figures.
    """
    names = [path.stem for path in written if path.suffix == ".svg"]
    folder = written[0].parent if written else Path()
    names = list(dict.fromkeys([*(name for name in first if name in names), *names]))
    if not names:
        return []
    shown = [f"![{_words(name)}]({folder.name}/{name}.svg)" for name in names[:SHOWN]]
    links = [f"[{_words(name)}]({folder.name}/{name}.svg)" for name in names[SHOWN:]]
    more = [f"{len(links)} more: {', '.join(links)}."] if links else []
    return ["## Figures", *([note] if note else []), *shown, *more]


def _words(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
