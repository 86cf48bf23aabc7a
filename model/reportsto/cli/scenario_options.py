"""Options that say which firm is run, shared by every command that runs one."""

from collections.abc import Callable, Sequence

import click
from click.shell_completion import CompletionItem

from reportsto.cli.list import CATALOGUES
from reportsto.cli.shared import PATH, whole
from reportsto.errors import SettingError, shown
from reportsto.files.tables import number

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def names_of(kind: str) -> Complete:
    """Return what completes the names of one kind of `reportsto list`; where none begins so, it may be a file."""

    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        names = [row[0] for row in CATALOGUES[kind]() if row[0].startswith(begun)]
        return [CompletionItem(name) for name in names] or [CompletionItem(begun, type="file")]

    return complete


_OPTIONS = (
    click.option(
        "--structure",
        shell_complete=names_of("structures"),
        help="Place customer service by this structure (default: separate; with --chart, as drawn).",
    ),
    click.option(
        "--firm",
        shell_complete=names_of("firms"),
        default="product_shop",
        show_default=True,
        help="Use this firm's numbers and base chart: a name of `reportsto list firms`, or a .toml file of your own.",
    ),
    click.option("--chart", type=PATH, help="Use this chart file in place of the firm's own chart (default: none)."),
    click.option(
        "--world",
        shell_complete=names_of("worlds"),
        default="once",
        show_default=True,
        help="Choose what a report on one's own department costs: neutral, once, contagion or contract; `reportsto list"
        " worlds` says what they mean.",
    ),
    whole("--people", default=0, help="Give the firm N people, 5 to 5,000; 0: as many as it has."),
    click.option(
        "--ration",
        shell_complete=names_of("rations"),
        help="Ration managers' decisions by this rule (default: the firm's); see `reportsto list rations`.",
    ),
    click.option(
        "--route",
        shell_complete=names_of("routes"),
        help="Send reports by this route (default: the firm's); see `reportsto list routes`.",
    ),
    click.option(
        "--assume",
        metavar="POINT",
        callback=lambda context, option, text: _point(text),
        help="Put what nobody knows at this point: essays, halfway, middle (of what it could be), or a number from 0"
        " (essays) to 1 (middle) (default: the firm's).",
    ),
    click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="NAME=NUMBER",
        help="Set a parameter (default: see list parameters).",
    ),
)


def _point(text: str | None) -> float | str | None:
    """Return a number as one; a word, or what is neither, is for the scenario to know."""
    try:
        return text if text is None else number(text)
    except ValueError:
        return text


def scenario_options(function: Callable[..., int]) -> Callable[..., int]:
    """Let a command take structure, firm, chart, world, people, ration, route, assume and settings."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def given_settings(texts: Sequence[str]) -> dict[str, object]:
    """Return parameters by name; raises `SettingError` for what is no setting, or the second of one parameter."""
    settings: dict[str, object] = {}
    for text in texts:
        name, value = _setting(text)
        if name in settings:
            raise SettingError(f"--set {name} stands twice, the second time as {shown(text)}; expected it once")
        settings[name] = value
    return settings


def _setting(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals:
        raise SettingError(f"--set {shown(text)}; expected NAME=NUMBER, such as attention.hours=6")
    try:
        numbers = [number(part) for part in value.split(",")]
    except ValueError:
        told = f"{name.strip()} is {shown(value)}"
        raise SettingError(f"{told}; expected a number, or numbers with commas between") from None
    return name.strip(), numbers if len(numbers) > 1 else numbers[0]
