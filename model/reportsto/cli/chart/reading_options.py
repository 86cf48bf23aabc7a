"""Options that say how a chart of any kind is read: which column is which, who leads what, and what is kept."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from reportsto.cli.shared import PATH
from reportsto.errors import SettingError, shown

_NEXT = re.compile(r",(?=\s*\w+\s*=)")
_OPTIONS = (
    click.option(
        "--columns",
        multiple=True,
        metavar="FIELD=COLUMN,...",
        callback=lambda context, option, texts: _pairs("--columns", texts),
        help="Read these columns as id, title, reports_to, unit, function, headcount, name, email, slug, dotted or site"
        " (default: found from the header).",
    ),
    click.option(
        "--as",
        "as_",
        multiple=True,
        metavar="FUNCTION=ID",
        callback=lambda context, option, texts: _pairs("--as", texts, split=False),
        help="Take this post for the head of operations, marketing, sales or service, or these posts for those who"
        " answer customers: answering=ID,ID (default: found from titles and units).",
    ),
    click.option(
        "--words",
        type=PATH,
        help="Read functions by the words of this .toml file first, then by the model's own (default: its own alone).",
    ),
    click.option(
        "--strict", is_flag=True, help="Refuse what would be repaired, and name all faults (default: repair)."
    ),
    click.option(
        "--keep-names", is_flag=True, help="Keep ids that name people or are addresses (default: p1, p2, ...)."
    ),
    click.option(
        "--top-desk",
        is_flag=True,
        help="Let somebody who decides on reports sit at a top that is added above several (default: nobody).",
    ),
)


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take columns, heads of functions, strictness and whether names are kept."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def _pairs(option: str, texts: Sequence[str], split: bool = True) -> dict[str, str]:
    """Return what NAME=VALUE options say; several stand in one text where commas begin new names."""
    out: dict[str, str] = {}
    for pair in [part for text in texts for part in (_NEXT.split(text) if split else [text])]:
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not (name and sign and value):
            raise SettingError(f"{option} {shown(pair)}: expected NAME=VALUE, as in {_EXAMPLES[option]}")
        if name in out:
            raise SettingError(f"{option}: {name} stands there twice")
        out[name] = value
    return out


_EXAMPLES = {"--columns": "id=Nr,title=Job,reports_to=Boss", "--as": "logistics=12"}
