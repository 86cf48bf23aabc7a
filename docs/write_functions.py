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
LABELLED = ROOT / "tests" / "labelled"
PAGE = ROOT / "docs" / "reference" / "functions.md"
NOTE = "<!-- Written by docs/write_functions.py from the labelled posts and the table. Run it again after a change. -->"
BUILT, ASIDE = "built", "aside"
BLIND = ("fresh", "fresh_2", "fresh_3", "fresh_4", "fresh_5", "fresh_6", "fresh_7", "fresh_8")
LOOKS = {"aside": "first_look.csv"} | {which: f"{which}_look.csv" for which in BLIND}
"""What the first look at each set found."""
HEADINGS = {BUILT: "built on", ASIDE: "set aside"} | {which: f"blind {at}" for at, which in enumerate(BLIND, 1)}
ALL = "all blind"
AIM = 0.9
FEW = 10
TOP = "(top)"

Post = Mapping[str, str]
Pairs = Counter[tuple[str, str]]
"""How often a hand said one function and the table another, or the same."""


def half(organisation: str) -> str:
    """Return the half an organisation belongs to: that on which the table was built, or that set aside."""
    return (BUILT, ASIDE)[hashlib.sha256(organisation.encode()).digest()[-1] % 2]


def labelled(which: str) -> dict[str, list[Post]]:
    """Return the labelled posts of one half by organisation, or those of a set labelled blind."""
    found: dict[str, list[Post]] = defaultdict(list)
    is_half = which in (BUILT, ASIDE)
    with (LABELLED / f"{'posts' if is_half else which}.csv").open(encoding="utf-8", newline="") as file:
        for post in csv.DictReader(file):
            if not is_half or half(post["organisation"]) == which:
                found[post["organisation"]].append(post)
    return found


def compared(which: str) -> Pairs:
    """Return how often hand and table agree and differ in one half or set."""
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


def first_look(which: str) -> dict[str, tuple[int, int, int]]:
    """Return what the first look at a set found: by function, how many are right, how many given, how many have it."""
    with (LABELLED / LOOKS[which]).open(encoding="utf-8", newline="") as file:
        rows = [(row["function"], row["right"], row["given"], row["have"]) for row in csv.DictReader(file)]
    return {word: (int(right), int(given), int(have)) for word, right, given, have in rows}


def page() -> str:
    """Return the page."""
    looks = {which: first_look(which) for which in LOOKS}
    now = {which: compared(which) for which in HEADINGS}
    every = looks | {ALL: {word: _over(looks, word, BLIND) for word in Function.words()}}
    precise = {which: {word: look[word][:2] for word in look} for which, look in every.items()}
    recalled = {which: {word: (look[word][0], look[word][2]) for word in look} for which, look in every.items()}
    words = Function.words()
    lines = [NOTE, "", "# Functions from titles and units", ""]
    for said in _reached(looks):
        lines += [said, ""]
    lines += _WHAT
    lines += ["", "## The sets", "", *_sets(), "", *_HOW]
    lines += ["", "## Precision at the first look", "", *_table(precise)]
    lines += ["", "## Recall at the first look", "", *_table(recalled)]
    lines += ["", "## Today", "", *_TODAY, "", "Precision:", ""]
    lines += _table({which: {word: precision(pairs, word) for word in words} for which, pairs in now.items()})
    lines += ["", "Recall:", ""]
    lines += _table({which: {word: recall(pairs, word) for word in words} for which, pairs in now.items()})
    return "\n".join([*lines, "", *_OWN]) + "\n"


_WHAT = (
    "[`functions.toml`](../../model/reportsto/organisations/functions.toml) is a table of words. It gives a post its",
    "function from its title, or from its unit where the title names none. What no word says is `other`: of the posts",
    "read as `other` about a quarter have a function that the table did not find.",
    "",
    "It was tried on posts [labelled by hand](../../tests/labelled/README.md). *Precision* is the share of posts",
    "given a function that have it. *Recall* is the share of posts with a function that were given it.",
)
_HOW = (
    "- One hand labelled *built on* and *set aside* and wrote the table. It had seen the words of both.",
    "- Other hands labelled the blind sets, without having seen the table. The labels were committed before the look.",
    "- After each look but the last the table was mended by what it had shown, so each first look is at another table.",
    "  The last is at today's. Its organisations are parts of bodies whose other parts were met before.",
    "- Each new kind of organisation brings new misreadings. More than half of *blind 7* is of Texas.",
    "- Posts whose words look like our functions are more frequent here than in whole organisations.",
    "- Most organisations are public bodies. There *commercial* means contracts and *operational manager* is a grade.",
    "  125 posts of *blind 4* are of made-up firms.",
)
_TODAY = (
    "The table has learned from all of these but the last, so these numbers are no test of it. They show what it still",
    "misreads.",
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


def _reached(looks: Mapping[str, Mapping[str, tuple[int, int, int]]]) -> Iterator[str]:
    """Yield what the last look comes to, which is at today's table, and what those at the blind sets do together."""
    *_, last = BLIND
    yield f"On {_found(looks, (last,))}"
    yield f"Over all first looks, each at the table of its day: on {_found(looks, BLIND)}"


def _found(looks: Mapping[str, Mapping[str, tuple[int, int, int]]], sets: Sequence[str]) -> str:
    posts, organisations = map(sum, zip(*(_size(which) for which in sets), strict=True))
    words = [word for word in Function.words() if word != Function.OTHER.word]
    right, given, have = zip(*(_over(looks, word, sets) for word in words), strict=True)
    missed = [word for word, one, of in zip(words, right, given, strict=True) if one < AIM * of]
    few = [word for word, of in zip(words, given, strict=True) if of < FEW]
    return (
        f"{posts:,} posts of {organisations} organisations that it had not met, "
        f"{sum(right) / sum(given):.0%} of the functions the table gave were right, and it found "
        f"{sum(right) / sum(have):.0%} of the posts that have one. {len(words) - len(missed)} of {len(words)} "
        f"functions reach a precision of {AIM} there{f', {listed(few)} on fewer than {FEW} posts' if few else ''}."
        f"{f' Below it: {listed(missed)}.' if missed else ''}"
    )


def _over(
    looks: Mapping[str, Mapping[str, tuple[int, int, int]]], word: str, sets: Sequence[str]
) -> tuple[int, int, int]:
    """Return how many posts of a function the first looks at some sets got right, gave it, and have it."""
    right, given, have = zip(*(looks[which][word] for which in sets), strict=True)
    return sum(right), sum(given), sum(have)


def _sets() -> Iterator[str]:
    yield "| set | posts | organisations |"
    yield "| --- | --- | --- |"
    for which, heading in HEADINGS.items():
        posts, organisations = _size(which)
        yield f"| {heading} | {posts} | {organisations} |"


def _size(which: str) -> tuple[int, int]:
    """Return how many posts and organisations a set has."""
    organisations = labelled(which)
    return sum(len(posts) for posts in organisations.values()), len(organisations)


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


def _table(sets: Mapping[str, Mapping[str, tuple[int, int]]]) -> Iterator[str]:
    yield f"| function | {' | '.join(HEADINGS.get(which, which) for which in sets)} |"
    yield f"| --- |{' --- |' * len(sets)}"
    for word in Function.words():
        yield f"| {word} | {' | '.join(_share(shares[word]) for shares in sets.values())} |"


def _share(part: tuple[int, int]) -> str:
    right, of = part
    return f"{right / of:.3f} ({right}/{of})" if of else "–"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
