"""What each post is there to do, from its title and its unit, with the reason in words.

What a file states holds. Then the title, the unit where the title names no function, the top of the chart, and last a
post above whose function goes to those below it. What nothing says stays `Function.OTHER`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportsto.errors import shown
from reportsto.organisations.raw import RawPost
from reportsto.organisations.words import Said, Words, stems
from reportsto.vocabulary import Function

UNKNOWN = "nothing in title or unit says a function"
_OPERATIONS = {"operation", "operational", "operating", "ops", "coo", "operaciones"}
"""Words that fit those who deliver, and those who keep an office running."""


@dataclass(frozen=True, slots=True)
class Found:
    """The function of one post.

    Attributes:
        function: what it is there to do.
        reason: why, in words.
        weak: whether "operations" is all that says so.
        known: whether title, unit or file say what it does.
        assists: whether it works for one person.
        stated: whether the file says so.
    """

    function: Function
    reason: str
    weak: bool = False
    known: bool = True
    assists: bool = False
    stated: bool = False


def functions_of(posts: Sequence[RawPost], words: Words) -> dict[str, Found]:
    """Return what was found for each post, by id."""
    tops = [post.id for post in posts if post.superior is None]
    title = {post.id: post.title for post in posts}
    found: dict[str, Found] = {}
    handed: dict[str, tuple[Function, str]] = {}
    for post in posts:
        found[post.id], said = _found(post, title.get(post.superior or "", ""), words, is_top=[post.id] == tops)
        if said is not None and said.rule.below:
            handed[post.id] = found[post.id].function, post.title or post.id
    return found | dict(_from_above(posts, found, handed))


def _found(post: RawPost, above: str, words: Words, *, is_top: bool) -> tuple[Found, Said | None]:
    """Return what is known of one post under the title of its superior, and the rule by which it is known."""
    title, unit = words.said(post.title, post.unit, above), words.said(post.unit)
    names_one = title is not None and title.rule.function is not None
    said = title if names_one else unit
    function = None if said is None else said.rule.function
    assists = names_one and title is not None and title.rule.assists
    if post.function is not None:
        return Found(post.function, "the file says so", assists=assists, stated=True), None
    if is_top and function in (None, Function.OTHER):
        return Found(Function.EXECUTIVE, "reports to nobody"), None
    if said is None or function is None:
        return Found(Function.OTHER, UNKNOWN, known=False), None
    if said is unit and said.rule.silent and not (title.silent if title else not post.title.strip()):
        return Found(Function.OTHER, f"unit {shown(post.unit)} decides over ranks alone", known=False), None
    reason = f"title has '{said.words}'" if names_one else f"unit '{post.unit}' has '{said.words}'"
    weak = function is Function.LOGISTICS and not _OPERATIONS.isdisjoint(stems(said.words))
    return Found(function, reason, weak, assists=assists), said


def _from_above(
    posts: Iterable[RawPost], found: Mapping[str, Found], handed: Mapping[str, tuple[Function, str]]
) -> Iterator[tuple[str, Found]]:
    """Yield the function of each post that says nothing, has no unit, and is below one that hands its own on."""
    superior = {post.id: post.superior for post in posts}
    silent = {post.id for post in posts if not found[post.id].known and not post.unit}
    source: dict[str | None, str | None] = {}
    for start in superior:
        chain: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in silent and at not in source and at not in chain:
            chain[at] = None
            at = superior[at]
        source.update(dict.fromkeys(chain, source.get(at, at)))
    for post_id in silent:
        above = source[post_id]
        if above is not None and above in handed:
            function, title = handed[above]
            yield post_id, Found(function, f"says nothing itself, below '{title}' ({function.word})")
