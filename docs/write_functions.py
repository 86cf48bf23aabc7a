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
from reportsto.readings.words import listed
from reportsto.vocabulary import Function

ROOT = Path(__file__).parents[1]
FIRST_LOOK = ROOT / "tests" / "labelled" / "first_look.csv"
FRESH_LOOK = ROOT / "tests" / "labelled" / "fresh_look.csv"
FRESH_POSTS = ROOT / "tests" / "labelled" / "fresh.csv"
POSTS = ROOT / "tests" / "labelled" / "posts.csv"
PAGE = ROOT / "docs" / "reference" / "functions.md"
NOTE = "<!-- Written by docs/write_functions.py from the labelled posts and the table. Run it again after a change. -->"
BUILT, ASIDE, FRESH = "built", "aside", "fresh"
AIM = 0.9
TOP = "(top)"

Post = Mapping[str, str]
Pairs = Counter[tuple[str, str]]
"""How often a hand said one function and the table another, or the same."""


def half(organisation: str) -> str:
    """Return the half an organisation belongs to: that on which the table was built, or that set aside."""
    return (BUILT, ASIDE)[hashlib.sha256(organisation.encode()).digest()[-1] % 2]


def labelled(which: str) -> dict[str, list[Post]]:
    """Return the labelled posts of one half by organisation, or those of the fresh set."""
    found: dict[str, list[Post]] = defaultdict(list)
    with (FRESH_POSTS if which == FRESH else POSTS).open(encoding="utf-8", newline="") as file:
        for post in csv.DictReader(file):
            if which == FRESH or half(post["organisation"]) == which:
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


def first_look(at: Path) -> dict[str, tuple[int, int, int]]:
    """Return what the first look at a set found: by function, how many are right, how many given, how many have it."""
    with at.open(encoding="utf-8", newline="") as file:
        rows = [(row["function"], row["right"], row["given"], row["have"]) for row in csv.DictReader(file)]
    return {word: (int(right), int(given), int(have)) for word, right, given, have in rows}


def page() -> str:
    """Return the page."""
    words = Function.words()
    lines = [NOTE, "", "# Functions from titles and units", ""]
    lines += [_reached(FRESH_LOOK, "organisations that the table had never met"), ""]
    lines += [_reached(FIRST_LOOK, "organisations set aside before it was written"), "", *_WHAT]
    for which, heading, at in ((FRESH, "A fresh set", FRESH_LOOK), (ASIDE, "Set aside", FIRST_LOOK)):
        lines += ["", f"## {heading}: the first look{_size(which)}", "", *(_FRESH if which == FRESH else ())]
        looked = first_look(at).items()
        lines += _table({word: ((right, given), (right, have)) for word, (right, given, have) in looked})
    for which, heading, text in ((ASIDE, "Set aside: now", _MENDED), (BUILT, "On which the table was built", ())):
        pairs = compared(which)
        lines += ["", f"## {heading}{_size(which)}", "", *text, *([""] if text else [])]
        lines += _table({word: (precision(pairs, word), recall(pairs, word)) for word in words})
    return "\n".join([*lines, "", *_OWN]) + "\n"


_WHAT = (
    "[`functions.toml`](../../model/reportsto/organisations/functions.toml) is a table of words. It gives a post its",
    "function from its title, or from its unit where the title names none. What no word says is `other`.",
    "",
    "The table was tried on posts that were [labelled by hand](../../tests/labelled/README.md) before it was written.",
    "They were split by organisation. *Precision* is the share of posts given a function that have it. *Recall* is the",
    "share of posts with a function that were given it.",
    "",
    "- One hand labelled both halves and wrote the table. It had seen the words of both.",
    "- Posts whose words look like our functions are more frequent here than in whole organisations.",
    "- Nearly all organisations are public bodies of the United Kingdom.",
)
_FRESH = (
    "Another hand labelled these, by the same rules and without having seen the table, on 28 November 2026.",
    "The table had been mended on the sets below by then. It was not changed after this look.",
    "",
)
_MENDED = (
    'Mended after the first look: "service manager", "support manager" and "general manager" count only as a whole',
    "title, and service in a unit of the firm's own IT is `other`. Later, units of complaints or customer relations",
    "came to decide over titles of communications and operations; no labelled post changed. These numbers are no",
    "longer independent.",
)
_OWN = (
    "## Your own words",
    "",
    "A file of your own with the same form holds before the table:",
    "",
    "```",
    "reportsto chart check people.csv --words my_words.toml",
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


def _reached(at: Path, on: str) -> str:
    """Return how many functions reach the aim at the first look, and which do not."""
    look = {word: counts for word, counts in first_look(at).items() if counts[1]}
    missed = [word for word, (right, given, _) in look.items() if right < AIM * given]
    below = f" Below it: {listed(missed)}." if missed else ""
    reached = f"{len(look) - len(missed)} of {len(look)} functions reach a precision of {AIM} at the first look"
    return f"On {on}, {reached}.{below}"


def _read(posts: Sequence[Post]) -> Iterator[str]:
    """Yield the function that the table gives each post of an organisation, below a post with its superior's title.

    Where several have no superior, it is not known who the top is, and all of them are read as if below somebody.
    """
    words = own_words()
    several = sum(post["superior"] == TOP for post in posts) > 1
    for post in posts:
        superior = "" if several and post["superior"] == TOP else post["superior"]
        own = RawPost("post", None if superior == TOP else "superior", post["title"], post["unit"])
        above = [RawPost("superior", "top", superior), RawPost("top", None)] if own.superior else []
        yield functions_of([own, *above], words)["post"].function.word


def _size(which: str) -> str:
    organisations = labelled(which)
    return f" ({sum(len(posts) for posts in organisations.values())} posts, {len(organisations)} organisations)"


def _table(shares: Mapping[str, tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[str]:
    yield "| function | precision | recall |"
    yield "| --- | --- | --- |"
    for word, (precise, recalled) in shares.items():
        yield f"| {word} | {_share(precise)} | {_share(recalled)} |"


def _share(part: tuple[int, int]) -> str:
    right, of = part
    return f"{right / of:.2f} ({right} of {of})" if of else "–"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
