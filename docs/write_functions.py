"""Write docs/reference/functions.md: how well the table of words reads titles and units, on posts labelled by hand.

Run `python docs/write_functions.py` after a change of model/reportsto/organisations/functions.toml.
`tests/documents/test_functions.py` fails while the page is out of date.
"""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reportsto.organisations.raw import RawPost
from reportsto.organisations.titles import functions_of
from reportsto.organisations.words import own_words
from reportsto.vocabulary import Function

ROOT = Path(__file__).parents[1]
POSTS = ROOT / "tests" / "labelled" / "posts.csv"
PAGE = ROOT / "docs" / "reference" / "functions.md"
NOTE = "<!-- Written by docs/write_functions.py from the labelled posts and the table. Run it again after a change. -->"
BUILT, ASIDE = "built", "aside"
AIM = 0.9
TOP = "(top)"

Post = Mapping[str, str]
Pairs = Counter[tuple[str, str]]
"""How often a hand said one function and the table another, or the same."""


def half(organisation: str) -> str:
    """Return the half an organisation belongs to: that on which the table was built, or that set aside."""
    return (BUILT, ASIDE)[hashlib.sha256(organisation.encode()).digest()[-1] % 2]


def labelled(which: str) -> dict[str, list[Post]]:
    """Return the labelled posts of one half by organisation."""
    found: dict[str, list[Post]] = defaultdict(list)
    with POSTS.open(encoding="utf-8", newline="") as file:
        for post in csv.DictReader(file):
            if half(post["organisation"]) == which:
                found[post["organisation"]].append(post)
    return found


def compared(which: str) -> Pairs:
    """Return how often hand and table agree and differ in one half."""
    return Counter(
        (post["function"], read)
        for posts in labelled(which).values()
        for post, read in zip(posts, _read(posts), strict=True)
    )


def precision(pairs: Pairs, function: str) -> tuple[int, int]:
    """Return how many of the posts that the table gives a function have it, and how many these are."""
    return pairs[function, function], sum(count for (_, read), count in pairs.items() if read == function)


def recall(pairs: Pairs, function: str) -> tuple[int, int]:
    """Return how many of the posts that have a function the table gives it, and how many these are."""
    return pairs[function, function], sum(count for (label, _), count in pairs.items() if label == function)


def page() -> str:
    """Return the page."""
    pairs = {which: compared(which) for which in (BUILT, ASIDE)}
    missed = [word for word in Function.words() if not _is_reached(precision(pairs[ASIDE], word))]
    reached = len(Function.words()) - len(missed)
    answer = f"On organisations set aside, {reached} of {len(Function.words())} functions reach a precision of {AIM}."
    if missed:
        answer += f" Below it: {', '.join(missed)}."
    lines = [NOTE, "", "# Functions from titles and units", "", answer, "", *_WHAT]
    for which, heading in ((ASIDE, "Set aside"), (BUILT, "On which the table was built")):
        organisations = labelled(which)
        posts = sum(len(of) for of in organisations.values())
        lines += ["", f"## {heading}", "", f"{posts} posts of {len(organisations)} organisations.", ""]
        lines += list(_table(pairs[which]))
    return "\n".join([*lines, "", *_OWN]) + "\n"


_WHAT = (
    "[`functions.toml`](../../model/reportsto/organisations/functions.toml) is a table of words. It gives a post its",
    "function from its title, or from its unit where the title names none. What no word says is `other`.",
    "",
    "The table was tried on posts that were [labelled by hand](../../tests/labelled/README.md) before it was written.",
    "They were split by organisation. *Precision* is the share of posts given a function that have it. *Recall* is the",
    "share of posts with a function that were given it. Words that look like our functions are more frequent among these",
    "posts than in whole organisations. One hand labelled both halves and wrote the table: it had seen the words of both.",
)
_OWN = (
    "## Your own words",
    "",
    "A file of your own with the same form holds before the table. From Python:",
    "",
    "```python",
    "from reportsto.organisations.functions import assign",
    "from reportsto.organisations.words import words_with",
    "",
    'assigned = assign(posts, words=words_with("my_words.toml"))',
    "```",
    "",
    "`my_words.toml`, for a firm that calls its customer service guild wardens:",
    "",
    "```toml",
    "[[rule]]",
    'function = "service"',
    'words = ["guild warden"]',
    "```",
)


def _read(posts: Sequence[Post]) -> Iterator[str]:
    """Yield the function that the table gives each post of an organisation, below a post with its superior's title."""
    words = own_words()
    for post in posts:
        own = RawPost("post", None if post["superior"] == TOP else "superior", post["title"], post["unit"])
        above = [RawPost("superior", "top", post["superior"]), RawPost("top", None)] if own.superior else []
        yield functions_of([own, *above], words)["post"].function.word


def _table(pairs: Pairs) -> Iterator[str]:
    yield "| function | precision | recall |"
    yield "| --- | --- | --- |"
    for word in Function.words():
        yield f"| {word} | {_share(precision(pairs, word))} | {_share(recall(pairs, word))} |"
    right = sum(count for (label, read), count in pairs.items() if label == read)
    yield f"| all posts | {_share((right, sum(pairs.values())))} | |"


def _share(part: tuple[int, int]) -> str:
    right, of = part
    return f"{right / of:.2f} ({right} of {of})" if of else "–"


def _is_reached(part: tuple[int, int]) -> bool:
    right, of = part
    return right >= AIM * of


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
