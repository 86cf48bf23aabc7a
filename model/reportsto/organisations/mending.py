"""One tree from what was read: tops, circles, superiors in no row, vacancies, and heads of several people."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reportsto.chart_files.posts import DEEPEST, MOST_PEOPLE
from reportsto.errors import shown
from reportsto.organisations.book import Book
from reportsto.organisations.entries import Entry, title_says_vacant
from reportsto.organisations.headcounts import people_of
from reportsto.organisations.linking import Links
from reportsto.organisations.raw import RawPost
from reportsto.organisations.taken import Taken
from reportsto.vocabulary import Function
from reportsto.wording import counted

ADDED_TOP = "Added top"
NOT_IN_FILE = "Not in the file"
DESK = (
    "in the model it is a desk: one more level and person, who decides on reports; each of the posts below it is one "
    "department, with everybody under it"
)
NO_DESK = (
    "nobody sits there; each of the posts below it is one department, with everybody under it, and the head of the "
    "owner's department decides on reports from the others. With --top-desk it is a desk of the model: one more level "
    "and person, who decides instead"
)


@dataclass
class Work:
    """Entries on their way to one tree.

    Attributes:
        entries, ids, people: by position.
        functions: as the file says, by position.
        links: superiors by position.
        left: positions that are left out.
        book: what is said about it.
        added: posts that no row has: the top, or superiors of posts.
        under: superiors among `added`, by position.
        top_desk: whether somebody sits at a top that is added.
    """

    entries: Sequence[Entry]
    ids: list[str]
    people: list[Decimal]
    functions: list[Function | None]
    links: Links
    book: Book
    left: set[int]
    added: list[RawPost]
    under: dict[int, str]
    top_desk: bool = False

    def repair(self, at: int, what: str, done: str) -> None:
        """Keep a repair of one entry."""
        self.book.repair(self.entries[at].file, self.entries[at].line, what, done)

    def unfound(self, at: int, expected: str, done: str) -> None:
        """Keep the repair of an entry whose superior no row has; none where its row was left out for a fault told."""
        entry = self.entries[at]
        line = self.book.left_out.get(entry.superior, 0)
        if not line:
            self.repair(at, f"reports_to is {entry.above_in_words()}, {expected}", done)
        elif not self.book.strict:
            self.book.note(entry.file, entry.line, f"reports_to is a post on line {line}, which was left out", done)


def mended(work: Work) -> list[RawPost]:
    """Return the posts of one tree, also where faults were told before."""
    orphans = _orphans(work)
    tops = _tops(work, orphans)
    tops += _circles(work, tops, orphans)
    _leave_out(work, tops, orphans)
    _add_missing(work, tops, orphans)
    _join(work, tops, orphans)
    posts = _posts(work)
    _check(posts, work.book)
    return posts


def _orphans(work: Work) -> list[int]:
    """Return who reports to no post here; groups of junior posts among them are left out."""
    orphans = list(work.links.refused)
    for at in work.links.unfound:
        if work.entries[at].group:
            work.left.add(at)
            work.unfound(at, "which is no senior post; expected one", "left out")
        else:
            orphans.append(at)
    for at, entry in enumerate(work.entries):
        if entry.group and work.links.superior[at] is None and at not in work.left:
            work.left.add(at)
            work.repair(at, "reports_to is missing; expected a senior post", "left out")
    return orphans


def _tops(work: Work, orphans: list[int]) -> list[int]:
    """Return who reports to nobody; who reports to itself does too where nobody else is at the top."""
    superior, missing = work.links.superior, set(orphans)
    alone = [at for at, above in enumerate(superior) if above == at]
    tops = [at for at, above in enumerate(superior) if above is None and at not in missing and at not in work.left]
    for at in alone:
        superior[at] = None
        done = "reports to the top" if tops else "is the top"
        work.repair(at, "reports_to is the post itself; expected nothing for the top", done)
    if not tops:
        return alone
    orphans += alone
    return tops


def _circles(work: Work, tops: list[int], orphans: list[int]) -> list[int]:
    """Cut each circle at its first post, which then reports to the top, or is the top where there is none."""
    superior = work.links.superior
    sound = {*tops, *orphans}
    new_tops: list[int] = []
    for start in range(len(superior)):
        chain: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in sound and at not in chain:
            chain[at] = None
            at = superior[at]
        if at is not None and at in chain:
            circle = list(chain)[list(chain).index(at) :]
            cut = min(circle)
            names = " -> ".join(shown(work.ids[one]) for one in [*circle[:6], at])
            superior[cut] = None
            is_top = not tops and not new_tops and not orphans
            done = f"{shown(work.ids[cut])} is the top" if is_top else f"{shown(work.ids[cut])} reports to the top"
            work.repair(cut, f"reports_to runs in a circle: {names}; expected a line that ends at the top", done)
            (new_tops if is_top else orphans).append(cut)
        sound.update(chain)
    return new_tops


def _add_missing(work: Work, tops: list[int], orphans: list[int]) -> None:
    """Add the superiors that no row has where no post is at the top: they are above all others."""
    if tops or not orphans:
        return
    taken = Taken(work.ids)
    made: dict[str, str] = {}
    for at in orphans:
        text = work.entries[at].superior
        if text not in made:
            made[text] = taken.free(f"above {len(made) + 1}")
            work.added.append(RawPost(made[text], None, NOT_IN_FILE, file=work.entries[at].file))
            work.unfound(at, "which no row has", f"added as post {made[text]!r}, with one person")
        work.under[at] = made[text]
    orphans.clear()


def _join(work: Work, tops: list[int], orphans: list[int]) -> None:
    """Make one top: put one above several, and whoever has no superior here below it."""
    several = len(tops) + len(work.added) > 1
    top = Taken(work.ids).free("top") if several else work.ids[tops[0]] if tops else ""
    if several:
        _add_top(work, tops, top)
    unfound = set(work.links.unfound)
    for at in orphans:
        work.under[at] = top
        if work.links.superior[at] is None and at in unfound:
            work.unfound(at, "which is no post here; expected the id of a post", "under the top")


def _add_top(work: Work, tops: list[int], top: str) -> None:
    first = work.entries[tops[0]] if tops else work.entries[0]
    number = len(tops) + len(work.added)
    words = {2: "two", 3: "three", 4: "four", 5: "five"}
    count = f"{words.get(number, f'{number:,}')} posts report to nobody"
    names = ", ".join(work.entries[at].called() for at in tops[:5])
    what = f"reports_to: {count}{f' ({names})' if names else ''}; expected one top"
    desk = DESK if work.top_desk else NO_DESK
    work.book.repair(first.file, first.line, what, f"added: {count}; a top above them, {top!r}; {desk}")
    work.under.update(dict.fromkeys(tops, top))
    below = [RawPost(one.id, top, one.title, file=one.file) for one in work.added]
    work.added[:] = [RawPost(top, None, ADDED_TOP, headcount=int(work.top_desk), file=first.file), *below]


def _leave_out(work: Work, tops: list[int], orphans: list[int]) -> None:
    """Leave out who is not there: vacancies and posts without people, where nobody reports to them.

    Those at the top too, so that no top is added above a post where nobody sits. The last top stays; a headcount of 0
    there says that nobody sits above several.
    """
    below = [0] * len(work.entries)
    for above in (above for at, above in enumerate(work.links.superior) if at not in work.left):
        if above is not None:
            below[above] += 1
    idle = [at for at in reversed(range(len(work.entries))) if at not in work.left and _is_idle(work, at)]
    for at in idle:
        if below[at] or tops == [at]:
            continue
        work.left.add(at)
        above = work.links.superior[at]
        if above is not None:
            below[above] -= 1
        tops[:] = [one for one in tops if one != at]
        _note(work, at, "left out: nobody sits there")
    orphans[:] = [at for at in orphans if at not in work.left]
    for at in reversed(idle):
        if at in work.left:
            continue
        is_empty = tops == [at] and below[at] > 1 and not (work.entries[at].vacant or work.top_desk)
        work.people[at] = Decimal(0 if is_empty else 1)
        if is_empty:
            _note(work, at, "nobody sits there; --top-desk puts somebody there")
        elif below[at]:
            _note(work, at, "kept as a post with one person, since others report to it")


def _is_idle(work: Work, at: int) -> bool:
    return work.entries[at].vacant or work.people[at] <= 0


def _note(work: Work, at: int, done: str) -> None:
    entry = work.entries[at]
    work.book.note(entry.file, entry.line, "vacant" if entry.vacant else "headcount is 0", done)


def _title(entry: Entry) -> str:
    """Return the title of a post; that of a vacancy says so, as no name does once a chart is written."""
    return f"{entry.title} (vacant)".lstrip() if entry.vacant and not title_says_vacant(entry.title) else entry.title


def _posts(work: Work) -> list[RawPost]:
    """Return the posts in the order of the file, those that were added first."""
    heads = {above for at, above in enumerate(work.links.superior) if above is not None and at not in work.left}
    taken = Taken([*work.ids, *(post.id for post in work.added)])
    posts = list(work.added)
    for at, entry in enumerate(work.entries):
        if at in work.left:
            continue
        people = work.people[at]
        above = work.links.superior[at]
        superior = work.under.get(at) or (None if above is None else work.ids[above])
        second = work.links.dotted.get(at)
        post = RawPost(
            work.ids[at], superior, _title(entry), entry.unit, int(people > 0) if at in heads else people,
            work.functions[at], entry.vacant, entry.line, entry.file, entry.site,
            None if second is None or second in work.left else work.ids[second],
        )  # fmt: skip
        posts.append(post)
        more = int(people.quantize(Decimal(1), ROUND_HALF_UP)) - 1 if at in heads else 0
        if more > 0:
            what = f"headcount is {people} on a post with reports; expected one person"
            work.repair(at, what, f"read as one head and a team of {more}")
            name = taken.free(f"{work.ids[at]} team")
            posts.append(
                RawPost(
                    name, work.ids[at], entry.title, entry.unit, more, work.functions[at], False, entry.line, entry.file
                )
            )
    _tell_rounding(posts, work.book)
    return posts


def _tell_rounding(posts: Sequence[RawPost], book: Book) -> None:
    rounded = [post for post in posts if post.headcount != people_of(post.headcount)]
    if rounded:
        written = sum(Decimal(post.headcount) for post in rounded)
        here = sum(people_of(post.headcount) for post in rounded)
        posts_have = "1 post has" if len(rounded) == 1 else f"{len(rounded):,} posts have"
        what = f"{posts_have} a fractional headcount, {written:,.2f} in all"
        book.note(
            rounded[0].file,
            rounded[0].line,
            what,
            f"rounded half up and to 1 or more: {counted(here, 'person', 'people')}",
        )


def _check(posts: Sequence[RawPost], book: Book) -> None:
    """Refuse what no chart may be: no posts, too many people, too many levels."""
    if not posts:
        book.faults.append("no posts; expected at least a chief executive, service and logistics")
        return
    if sum(people_of(post.headcount) for post in posts) > MOST_PEOPLE:
        book.fault(posts[0].file, 0, f"over {MOST_PEOPLE:,} people; expected a smaller chart")
    superior = {post.id: post.superior for post in posts}
    level: dict[str | None, int] = {None: -1}
    for post in posts:
        chain, at = [], post.id
        while at not in level:
            chain.append(at)
            at = superior[at] or ""
            if at == "":
                break
        start = level[at or None]
        level.update({one: start + step for step, one in enumerate(reversed(chain), start=1)})
    deepest = max(posts, key=lambda post: level[post.id])
    if level[deepest.id] >= DEEPEST:
        what = f"post {shown(deepest.id)} has {level[deepest.id]} superiors; expected fewer than {DEEPEST}"
        book.fault(deepest.file, deepest.line, what)
