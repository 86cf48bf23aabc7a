"""A page as Markdown: `finding.md`."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from reportsto.readings.page import Block, Figure, Items, Page, Section, Style, Table, spans

MARKS: dict[Style, str] = {"plain": "", "code": "`", "emphasis": "*", "strong": "**"}


def markdown(page: Page) -> str:
    """Return the page; names that people gave show as text, whatever they hold."""
    parts = [
        f"# {_text(page.title)}",
        f"**{_text(page.answer)}**" if "**" not in page.answer else _text(page.answer),
        *([_table(page.table)] if page.table else []),
        *([_text(page.intervals)] if page.intervals else []),
        *(_shown(figure) for figure in page.shown),
        *_listed("What would change it", page.turns),
        *_listed("Limits", page.limits),
        f"**Question.** {_text(page.question)}",
        *(part for section in page.sections for part in _section(section)),
        *_index(page.linked),
    ]
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_text(section.title)}"
    for block in section.blocks:
        yield _block(block)


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return "\n\n".join(filter(None, (block.title and f"**{_text(block.title)}**", _table(block))))
    return _items(block.lines) if isinstance(block, Items) else _text(block)


def _listed(title: str, lines: tuple[str, ...]) -> list[str]:
    return [f"## {title}", _items(lines)] if lines else []


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {_text(line)}" for line in lines)


def _table(table: Table) -> str:
    lines = [table.header, ["---"] * len(table.header), *table.rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in line)} |" for line in lines)


def _cell(text: str) -> str:
    return _inline(text).replace("|", "\\|").replace("\n", "<br>")


def _text(text: str) -> str:
    return _inline(text).replace("\n", " ")


def _inline(text: str) -> str:
    return "".join(f"{MARKS[style]}{_safe(style, part)}{MARKS[style]}" for style, part in spans(text))


def _safe(style: Style, part: str) -> str:
    """Return a part in which no reader of Markdown finds a tag, an entity or a link."""
    return part if style == "code" else part.replace("&", "&amp;").replace("<", "&lt;").replace("](", "]\\(")


def _shown(figure: Figure) -> str:
    return f"![{_text(figure.words)}]({_file(figure)})\n\n*{_text(figure.caption)}*"


def _index(figures: tuple[Figure, ...]) -> list[str]:
    if not figures:
        return []
    return ["## More figures", "\n".join(f"- [{_text(one.words)}]({_file(one)})" for one in figures)]


def _file(figure: Figure) -> str:
    return f"figures/{quote(figure.name)}.svg"
