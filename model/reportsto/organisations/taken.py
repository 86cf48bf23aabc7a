"""Names, each once: a second one of a name gets a number."""

from collections.abc import Iterable


class Taken:
    """Names that are taken, and how often each was asked for."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.asked = dict.fromkeys(names, 1)

    def free(self, name: str) -> str:
        """Return a name that is not taken yet, and take it."""
        out = name
        while out in self.asked:
            self.asked[name] = self.asked.get(name, 1) + 1
            out = f"{name} ({self.asked[name]})"
        self.asked[out] = 1
        return out


def named_once(cells: Iterable[str]) -> list[str]:
    """Return names of columns, each once: a second column of one name is another column."""
    taken = Taken()
    return [taken.free(cell) if cell else "" for cell in cells]
