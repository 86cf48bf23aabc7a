"""A page as one HTML file that needs nothing from elsewhere: `finding.html`."""

import base64
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from reportsto.readings.page import Block, Figure, Page, Section, Style, Table, cut, spans

LARGEST_FIGURE = 600_000
"""Bytes of a figure that is put into the page; the PNG is taken where the SVG is larger, a link where both are."""
KINDS = {"svg": "image/svg+xml", "png": "image/png"}
TAGS: dict[Style, str] = {"plain": "", "code": "code", "emphasis": "em", "strong": "strong"}

STYLE = """
:root { color-scheme: light dark; --ink: #222; --faint: #666; --line: #ddd; --page: #fff; --band: #f5f5f3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --faint: #a5a5a5; --line: #444; --page: #1b1b1b; --band: #262626; }
}
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1, h2 { line-height: 1.25; }
h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
.answer { font-size: 1.2rem; font-weight: 600; }
.note, figcaption { color: var(--faint); font-size: .9rem; }
.table { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .7rem; border-bottom: 1px solid var(--line); }
th { background: var(--band); }
figure { margin: 1.5rem 0; }
figure img { max-width: 100%; height: auto; background: #fff; padding: .5rem; box-sizing: border-box; }
code { font-size: .9em; overflow-wrap: anywhere; }
a { color: inherit; }
@media print {
  :root { --ink: #000; --faint: #333; --line: #bbb; --page: #fff; --band: #fff; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; } .table { overflow: visible; }
  figure, tr { break-inside: avoid; } h2 { break-after: avoid; }
}
"""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""A browser loads nothing for this page and runs nothing in it."""


def html(page: Page, figures: Path, *, beside: bool = True) -> str:
    """Return the page, the figures it shows taken from the folder `figures` into it and the others linked.

    The figures in the page link to their files, unless the page does not stand `beside` that folder.
    """
    parts = [
        f"<h1>{_text(page.title)}</h1>",
        f'<p class="answer">{_text(page.answer)}</p>',
        *([_table(page.table)] if page.table else []),
        *([f'<p class="note">{_text(page.intervals)}</p>'] if page.intervals else []),
        *(_shown(figure, figures, beside) for figure in page.shown[:1]),
        *_listed(page.turning, page.turns),
        *_listed("Limits", page.limits),
        f"<p><strong>Question.</strong> {_text(page.question)}</p>",
        *(part for section in page.sections for part in _section(section)),
        *_more(page, figures, beside),
    ]
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(_plain(page.title))}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    return head + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{_text(section.title)}</h2>"
    for block in section.blocks:
        yield _block(block)


def _block(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{_text(block)}</p>"
    shown, rest = cut(block)
    more = f'\n<p class="note">{rest}: <a href="{quote(block.file)}">{escape(block.file)}</a></p>' if rest else ""
    return (_table(shown) if isinstance(shown, Table) else _items(shown.lines)) + more


def _listed(title: str, lines: tuple[str, ...]) -> list[str]:
    return [f"<h2>{escape(title)}</h2>", _items(lines)] if lines else []


def _items(lines: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{_text(line)}</li>" for line in lines) + "\n</ul>"


def _table(table: Table) -> str:
    caption = f"<caption>{_text(table.title)}</caption>" if table.title else ""
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in table.header)
    rows = "\n".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return (
        f'<div class="table"><table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>'
    )


def _text(text: str) -> str:
    return "".join(_tagged(TAGS[style], escape(part).replace("\n", "<br>")) for style, part in spans(text))


def _tagged(tag: str, part: str) -> str:
    return f"<{tag}>{part}</{tag}>" if tag else part


def _plain(text: str) -> str:
    return "".join(part for _, part in spans(text)).replace("\n", " ")


def _shown(figure: Figure, folder: Path, beside: bool) -> str:
    source = _source(figure, folder)
    if not source:
        return f"<p>{_link(figure)}: {_text(figure.caption)}</p>"
    words = escape(figure.words)
    return (
        f'<figure><img src="{source}" alt="{words}">\n<figcaption>{_text(figure.caption)}'
        f"{f' {_link(figure)}' if beside else ''}</figcaption></figure>"
    )


def _source(figure: Figure, folder: Path) -> str:
    """Return the figure as a data URI, nothing where it is too large or not there."""
    for kind, media in KINDS.items():
        file = folder / f"{figure.name}.{kind}"
        if file.is_file() and file.stat().st_size <= LARGEST_FIGURE:
            return f"data:{media};base64,{base64.b64encode(file.read_bytes()).decode()}"
    return ""


def _more(page: Page, folder: Path, beside: bool) -> Iterator[str]:
    if page.figures[1:]:
        yield "<h2>More figures</h2>"
        yield from (_shown(figure, folder, beside) for figure in page.shown[1:])
    if page.linked:
        links = "\n".join(f"<li>{_link(figure)}: {_text(figure.caption)}</li>" for figure in page.linked)
        yield f"<ul>\n{links}\n</ul>"


def _link(figure: Figure) -> str:
    return f'<a href="{quote(figure.file)}">{escape(figure.words)}</a>'
