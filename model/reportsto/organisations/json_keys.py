"""Keys that stand twice in one object of a JSON text: a parser keeps the last of them without a word."""

import json
import re
from collections.abc import Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?|[{}\[\]\n]')


def keys_twice(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each key that its object has already; the text is valid JSON."""
    line = 1
    known: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        found = token[0]
        if found == "\n":
            line += 1
        elif found == "{" or found == "[":
            known.append(set())
        elif found in "}]":
            known.pop()
        elif token[1]:
            name = json.loads(found[: -len(token[1])], strict=False)
            if name in known[-1]:
                yield line, name
            known[-1].add(name)
            line += token[1].count("\n")
