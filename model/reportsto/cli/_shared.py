"""What every command needs: exit codes, words to the user, an engine that is ready."""

import os
import signal
from typing import NoReturn

import click

from reportsto.errors import unknown_name

BAD_INPUT, FAILED_RUNS, INTERRUPTED, READER_GONE = 2, 1, 130, 141


class Helpful(click.Group):
    """A group that answers a mistyped command with the nearest right one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that was named, or raise with a suggestion."""
        if args and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(str(unknown_name("command", args[0], self.list_commands(ctx))), ctx)
        return super().resolve_command(ctx, args)


def get_ready(engine: str) -> None:
    """Check the name of the engine, and compile it if that was never done."""
    from reportsto.api import check_engine, warm_up

    if check_engine(engine) == "compiled":
        usual = signal.signal(signal.SIGINT, _stop_at_once)
        try:
            warm_up(say)
        finally:
            signal.signal(signal.SIGINT, usual)


def _stop_at_once(number: int, frame: object) -> NoReturn:
    """Leave while nothing is kept yet: inside the compiler an interrupt may be swallowed."""
    say("reportsto: interrupted")
    os._exit(INTERRUPTED)


def say(text: str) -> None:
    """Tell the user something that is no result."""
    click.echo(text, err=True)
