"""Count the words of sentences in Markdown: `python tools/prose.py README.md docs/findings.md`.

Blocks of code, tables, headings, pictures, comments and the targets of links are left out.
"""

import math
import re
import sys
from pathlib import Path

_LEFT_OUT = re.compile(r"```.*?```|<!--.*?-->", flags=re.DOTALL)
_NO_PROSE = re.compile(r"\s*(?:\||#|!\[|<)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s+")
_END = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z*`\[\"(])")


def sentences(text: str) -> list[str]:
    """Return the sentences of running text, in order; parts of one or two words are none."""
    blocks: list[list[str]] = [[]]
    for line in _LEFT_OUT.sub(" ", text).splitlines():
        if _NO_PROSE.match(line):
            continue
        item = _ITEM.match(line)
        if item or not line.strip():
            blocks.append([])
        blocks[-1].append(line[item.end() :] if item else line.strip())
    whole = (re.sub(r"\]\([^)]*\)", "]", " ".join(block)) for block in blocks)
    return [part.strip() for block in whole for part in _END.split(block) if len(part.split()) > 2]


def longest_tenth(text: str) -> float:
    """Return the mean number of words of the longest tenth of the sentences, at least of one."""
    lengths = sorted((len(one.split()) for one in sentences(text)), reverse=True)
    longest = lengths[: math.ceil(len(lengths) / 10)]
    return sum(longest) / max(1, len(longest))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        page = Path(name).read_text(encoding="utf-8")
        print(f"{name}: {len(sentences(page))} sentences, the longest tenth {longest_tenth(page):.1f} words on average")
