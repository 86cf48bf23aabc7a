"""Functions of all posts of an organisation, with reasons: who leads each, and who answers customers.

A chart finds the head of a function as its highest post, and who answers as service without reports. So a post that
stands above the head and cannot be one (an assistant, a vacancy, one that the user did not name) loses the function.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportsto.errors import nearest, shown, unknown_name
from reportsto.organisations.delivery import delivering
from reportsto.organisations.raw import Note, RawPost
from reportsto.organisations.shape import Shape
from reportsto.organisations.titles import Found, functions_of
from reportsto.organisations.words import Words, own_words, stems
from reportsto.vocabulary import Function

LED = (Function.LOGISTICS, Function.MARKETING, Function.SALES, Function.SERVICE)
"""Functions whose heads are looked for."""
ANSWERING = "answering"
ALIASES = {"operations": Function.LOGISTICS, **{function.word: function for function in Function}}
_COMMERCIAL = {"comercial", "commercial"}
_SUPPORT = "support"
_OF_CUSTOMERS = {"client", "cliente", "customer", "guest", "kunden", "patient", _SUPPORT, "visitor"}
_LEADS = re.compile(r"(?i)(head of|director|chief|[es]?vp|\w*leiter(in)?)\b")
"""How the title of a head begins; another post as high may have more people below it."""
SMALL = 8
"""Assumed: where fewer people answer, their lead may answer too."""


@dataclass(frozen=True)
class Assigned:
    """What the posts of an organisation do.

    Attributes:
        functions, reasons: by id.
        heads: id of the highest post of logistics, marketing, sales, service and of each function that was named.
        vacant: by function, the vacant post of one whose team has no other head: it keeps the function and moves with
            the team.
        answering: ids of those who answer customers, in the order of the posts.
        notes: what a person should know, or is asked.
        faults: what keeps the chart from being run, one line each.
    """

    functions: Mapping[str, Function]
    reasons: Mapping[str, str]
    heads: Mapping[Function, str]
    answering: tuple[str, ...]
    vacant: Mapping[Function, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass
class _Work:
    """An organisation while its functions are being found."""

    shape: Shape
    found: dict[str, Found]
    named: Mapping[str, tuple[str, ...]]
    vacant: dict[Function, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def set(self, post: str, function: Function, reason: str) -> None:
        self.found[post] = replace(self.found[post], function=function, reason=reason)

    def tell(self, what: str, done: str, post: str = "") -> None:
        at = self.shape.posts[post] if post else None
        file = at.file if at else next((one.file for one in self.shape.posts.values()), "")
        self.notes.append(Note(file, at.line if at else 0, what, done))

    def called(self, post: str) -> str:
        title = self.shape.posts[post].title
        return f"{shown(post)} ({shown(title).strip(chr(39))})" if title and title != post else shown(post)


def assign(posts: Sequence[RawPost], as_: Mapping[str, str] | None = None, words: Words | None = None) -> Assigned:
    """Return the functions of posts that form one tree, with who leads and who answers.

    `as_` names posts by function: {"logistics": "12", "answering": "9,10"}; `words` is a table of words, the model's
    own by default. Mistakes in `as_` are faults, and so is a chart in which nobody answers or delivers.
    """
    named, faults = _named(posts, as_ or {})
    work = _Work(Shape.of(posts), functions_of(posts, words or own_words()), named, faults=faults)
    for nobody in (post.id for post in posts if post.headcount == 0):
        work.found[nobody] = Found(Function.EXECUTIVE, "the top, where nobody sits")
        _pass_over_vacant(work, nobody)
    for word, ids in named.items():
        function = Function.SERVICE if word == ANSWERING else ALIASES[word]
        for post in ids:
            work.found[post] = Found(function, f"named with --as {word}={post}")
    _find_delivery(work)
    led = dict.fromkeys((*LED, *(ALIASES[word] for word in named if word != ANSWERING)))
    heads = {function: head for function in led if (head := _head(work, function)) is not None}
    _ask_about_heads(work, heads)
    _ask_about_sales(work, heads)
    answering = _answering(work)
    if not answering and not any("answering" in fault for fault in work.faults):
        work.faults.append(
            "nobody answers customers: no title or unit says customer service; "
            f"name who does with --as answering=ID or --as answering=ID,ID{_perhaps(work)}"
        )
    return Assigned(
        {post: one.function for post, one in work.found.items()},
        {post: one.reason for post, one in work.found.items()},
        heads,
        answering,
        work.vacant,
        tuple(work.notes),
        tuple(work.faults),
    )


def _named(posts: Sequence[RawPost], as_: Mapping[str, str]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Return the ids that the user named, by word, and what is wrong with the rest."""
    known = {post.id: post.title for post in posts}
    empty = {post.id for post in posts if post.headcount == 0}
    named: dict[str, tuple[str, ...]] = {}
    faults = []
    for word, value in as_.items():
        ids = tuple(dict.fromkeys(one.strip() for one in value.split(",") if one.strip()))
        wrong = [one for one in ids if one not in known]
        if word not in ALIASES and word != ANSWERING:
            faults.append(f"--as {word}={value}: {unknown_name('function', word, [*ALIASES, ANSWERING])}")
        elif not ids or (word != ANSWERING and len(ids) > 1):
            expected = "expected the ids of posts" if word == ANSWERING else "expected the id of one post"
            faults.append(f"--as {word}={shown(value)}: {expected}")
        elif wrong:
            faults += [f"--as {word}={one}: no post has the id {shown(one)}{_near(one, known)}" for one in wrong]
        elif nobody := next((one for one in ids if one in empty), None):
            told = f"nobody sits at {shown(nobody)}; name another post, or say --top-desk too"
            faults.append(f"--as {word}={shown(value)}: {told}")
        else:
            named["logistics" if word == "operations" else word] = ids
    return named, faults


def _near(given: str, known: Mapping[str, str]) -> str:
    """Return a question after the post whose id or title is nearest to what was given."""
    titles = {title.lower(): post for post, title in reversed([*known.items()]) if title}
    post = titles.get(given.lower()) or nearest(given, known, 0.7) or titles.get(nearest(given, titles, 0.6), "")
    title = known.get(post, "")
    return f"; did you mean {shown(post)}{f' ({title[:60]})' if title else ''}?" if post else ""


def _perhaps(work: _Work) -> str:
    """Return the first posts whose titles have to do with customers, as a question; not support of another kind."""
    said = {post: _OF_CUSTOMERS.intersection(stems(one.title)) for post, one in work.shape.posts.items()}
    near = [post for post, words in said.items() if words - {_SUPPORT} or (words and not work.found[post].known)]
    near.sort(key=lambda post: said[post] == {_SUPPORT})
    return f"; perhaps {', '.join(work.called(post) for post in near[:3])}?" if near else ""


def _pass_over_vacant(work: _Work, top: str) -> None:
    """Let no vacancy stand in for a chief executive below an empty top, if somebody else of that rank can."""
    rank = [post for post in work.shape.reports[top] if work.found[post].function is Function.EXECUTIVE]
    vacant = [post for post in rank if work.shape.posts[post].vacant]
    if len(vacant) < len(work.shape.reports[top]):
        for post in vacant:
            work.set(post, Function.OTHER, "vacant, so does not stand in for a chief executive")


def _find_delivery(work: _Work) -> None:
    """Let the delivery unit play the part of logistics in a firm that has none, and say so."""
    if "logistics" in work.named:
        return
    logistics = [post for post, one in work.found.items() if one.function is Function.LOGISTICS]
    usable = [post for post in logistics if not work.shape.posts[post].vacant and not work.found[post].assists]
    unit = delivering(work.shape, work.found, usable)
    if unit is None and not usable:
        work.faults.append(
            "nobody makes or delivers: no title or unit says logistics or operations; "
            "name the head of those who do with --as logistics=ID"
        )
    if unit is None:
        return
    if usable:
        weak = ", ".join(work.called(post) for post in usable[:3])
        what = f"only 'operations' in a title says logistics: {weak}"
        for post in logistics:
            work.set(post, Function.OTHER, "operations of the firm itself: the delivery unit plays logistics' part")
    else:
        what = "no post says logistics or operations"
    people = work.shape.people_below(unit)
    work.set(unit, Function.LOGISTICS, f"the delivery unit ({people} people) plays logistics' part")
    done = f"the largest unit that makes or delivers, under {work.called(unit)}, plays logistics' part"
    work.tell(what, f"{done}; name another with --as logistics=ID", unit)


def _head(work: _Work, function: Function) -> str | None:
    """Return the head of a function: as named, else the highest that is no assistant and no vacancy."""
    shape = work.shape
    those = [post for post, one in work.found.items() if one.function is function]
    fit = [post for post in those if not shape.posts[post].vacant and not work.found[post].assists]
    able = set(fit)
    if not fit:
        for post in those:
            _take_away(work, post, None, function)
        return None
    head, *others = _ranked(work, fit)
    if function.word in work.named:
        head = work.named[function.word][0]
        others = []
    elif others and (lead := _vacant_lead(work, [head, *others], set(those))) is not None:
        work.vacant[function] = lead
        work.tell(
            f"{work.called(lead)}, vacant, leads {1 + len(others)} of {function.word}, none of them above another",
            f"nobody is head of {function.word}; the team moves with the vacant post, "
            f"unless another is named with --as {function.word}=ID",
            lead,
        )
        return None
    for post in those:
        if shape.level[post] < shape.level[head] or (shape.level[post] == shape.level[head] and post not in able):
            _take_away(work, post, head, function)
    rivals = sorted((post for post in others if shape.reports[post]), key=shape.row.__getitem__)
    if rivals and function in (Function.LOGISTICS, Function.SERVICE):
        names = ", ".join(work.called(post) for post in [head, *rivals[:3]])
        what = f"{1 + len(rivals)} posts could be head of {function.word}, as high and with reports: {names}"
        work.tell(what, f"the first is taken; name another with --as {function.word}=ID", head)
    return head


def _vacant_lead(work: _Work, highest: Sequence[str], those: Container[str]) -> str | None:
    """Return the vacant post of a function to which all its highest posts report, or nothing."""
    above = {work.shape.posts[post].superior for post in highest}
    lead = above.pop()
    if above or lead is None or lead not in those or not work.shape.posts[lead].vacant:
        return None
    return lead


def _ranked(work: _Work, posts: Sequence[str]) -> list[str]:
    """Return the highest of some posts, the head first.

    It is one whose title begins as a head's does, then the one with most people below it; or the first, as in a chart,
    where the file says what all of them do.
    """
    shape = work.shape
    highest = min(shape.level[post] for post in posts)
    those = [post for post in posts if shape.level[post] == highest]
    if all(work.found[post].stated for post in those):
        return sorted(those, key=shape.row.__getitem__)
    below = {post: shape.people_below(post) if shape.reports[post] else 0 for post in those}
    leads = {post: _LEADS.match(shape.posts[post].title) is not None for post in those}
    return sorted(those, key=lambda post: (not leads[post], -below[post], shape.row[post]))


def _ask_about_heads(work: _Work, heads: Mapping[Function, str]) -> None:
    """Ask about a head of marketing or sales that one person is, below the head of another function."""
    leads = {head: function for function, head in heads.items()}
    for function in (Function.MARKETING, Function.SALES):
        head = heads.get(function, "")
        if not head or work.found[head].stated or function.word in work.named or work.shape.people_below(head) > 1:
            continue
        above = next((one for one in work.shape.above(head) if one in leads), None)
        if above is not None:
            what = f"{work.called(head)}, with nobody below, is under {work.called(above)}, head of {leads[above].word}"
            done = f"taken for head of {function.word}; if it is not, name another with --as {function.word}=ID"
            work.tell(what, done, head)


def _ask_about_sales(work: _Work, heads: Mapping[Function, str]) -> None:
    """Ask who leads sales where no title says so: "commercial" is sales in shops, and contracts in public bodies."""
    if Function.SALES in heads or Function.SALES in work.vacant:
        return
    unsaid = [post for post, one in work.found.items() if one.function is Function.OTHER and not one.stated]
    near = [
        post
        for post in unsaid
        if _COMMERCIAL.intersection(stems(work.shape.posts[post].title)) and not work.shape.posts[post].vacant
    ]
    near.sort(key=lambda post: (work.shape.level[post], work.shape.row[post]))
    if near:
        what = f"no title or unit says sales, but it may be {' or '.join(work.called(post) for post in near[:3])}"
        work.tell(what, f"nobody is taken to lead sales; if the first does, say --as sales={near[0]}", near[0])


def _take_away(work: _Work, post: str, head: str | None, function: Function) -> None:
    """Take a function from a post that would otherwise be read as its head."""
    one = work.shape.posts[post]
    why = "vacant" if one.vacant else "works for one person" if work.found[post].assists else "stands above the head"
    who = "nobody" if head is None else shown(head)
    work.set(post, Function.OTHER, f"{why}, so not head of {function.word}: {who} is")


def _answering(work: _Work) -> tuple[str, ...]:
    """Return who answers customers: as named, else service without reports; ask about leads where few answer."""
    shape = work.shape
    if ANSWERING in work.named:
        return tuple(sorted(work.named[ANSWERING], key=shape.row.__getitem__))
    service = [post for post, one in work.found.items() if one.function is Function.SERVICE]
    present = [post for post in service if not shape.posts[post].vacant and not work.found[post].assists]
    answering = tuple(post for post in present if not shape.reports[post])
    leads = [post for post in present if shape.reports[post]]
    if leads and not answering:
        asked = ",".join(leads[:5])
        work.faults.append(f"every service post has reports, none of them service: who answers? --as answering={asked}")
    elif leads and sum(shape.posts[post].headcount for post in answering) < SMALL:
        _ask_about(work, leads, answering)
    return answering


def _ask_about(work: _Work, leads: Iterable[str], answering: tuple[str, ...]) -> None:
    for lead in leads:
        led = sum(post in work.shape.reports[lead] for post in answering)
        if led:
            ids = ",".join(sorted((lead, *answering), key=work.shape.row.__getitem__))
            what = f"{work.called(lead)} leads {led} who answer customers; in a small firm it may answer too"
            work.tell(what, f"taken not to answer; if it does, say --as answering={ids}", lead)


def taken_from(assigned: Assigned) -> Iterator[str]:
    """Yield one line for each head and for who answers, as `chart check` and `chart show` echo them."""
    for function, post in assigned.heads.items():
        yield f"head of {_called(function)}: {shown(post)}"
    for function, post in assigned.vacant.items():
        yield f"head of {_called(function)}: nobody; {shown(post)} is vacant"
    yield f"answer customers: {', '.join(assigned.answering[:10])}{', ...' if len(assigned.answering) > 10 else ''}"


def _called(function: Function) -> str:
    return "operations (logistics)" if function is Function.LOGISTICS else function.word
