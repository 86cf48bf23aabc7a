"""What commands share: a group and a command that help with mistakes, whole numbers, an engine that is ready."""

import os
import re
import signal
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import click

from reportsto.errors import unknown_name

FAILED_RUNS = 1
"""Exit code of a command that did what was asked while some runs failed."""

QUIETER = "Say nothing but results and what went wrong (default: how far)."

PATH = click.Path(path_type=Path)


def be_quiet(context: click.Context, _: click.Parameter, quiet: bool) -> None:
    """Say nothing but results and what went wrong, until the program ends."""
    if quiet and not context.resilient_parsing:
        from reportsto.running.progress import QUIET

        before = QUIET.set(True)
        context.find_root().call_on_close(lambda: QUIET.reset(before))


class Command(click.Command):
    """A command that refuses an option given twice: the last would win without a word. It may be told to be quiet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The help of the program has it, before the command; many type it behind.
        self.params.append(
            click.Option(
                ["-q", "--quiet"], is_flag=True, expose_value=False, callback=be_quiet, hidden=True, help=QUIETER
            )
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, each option at most once unless it may be repeated."""
        if not ctx.resilient_parsing:
            self._refuse_negative(ctx, args)
            _, _, met = self.make_parser(ctx).parse_args(list(args))
            counts = Counter(one.name for one in met if isinstance(one, click.Option) and not one.multiple)
            for one in met:
                if counts[one.name] > 1:
                    names = dict.fromkeys(other.opts[0] for other in met if other.name == one.name)
                    raise click.UsageError(f"{' and '.join(names)}: expected once, not {counts[one.name]} times", ctx)
        return super().parse_args(ctx, args)

    def _refuse_negative(self, ctx: click.Context, args: list[str]) -> None:
        """Refuse a negative number behind an option whose value may be left out: it would be read as an option."""
        optional = {name: one for one in self.params for name in one.opts if getattr(one, "_flag_needs_value", False)}
        for name, value in [*pairwise(args), *(one.partition("=")[::2] for one in args)]:
            if name in optional and re.match(r"-\d", value):
                optional[name].type.convert(value, optional[name], ctx)


class Group(click.Group):
    """A group that answers a mistyped command with the nearest right one."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that was named, or raise with a suggestion."""
        if args and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(str(unknown_name("command", args[0], self.list_commands(ctx))), ctx)
        return super().resolve_command(ctx, args)


class Whole(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.3 on
    """A whole number in plain digits: `1_0` and digits of other scripts are none."""

    name = "whole number"

    def __init__(self, low: int = -(10**18), high: int = 10**18) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or fail with what was expected."""
        if isinstance(value, int):
            return value
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
            self.fail(f"{value!r} is not a whole number", param, ctx)
        if not self.low <= int(value) <= self.high:
            self.fail(f"{value} is out of range; expected {self.low:,} to {self.high:,}", param, ctx)
        return int(value)


WHOLE = Whole()
whole = partial(click.option, type=WHOLE, metavar="N", show_default=True)
"""An option that takes a whole number."""
ENGINE = click.option(
    "--engine",
    default="compiled",
    show_default=True,
    help="Run with `compiled` or `reference`: same results, the reference is over a hundred times slower.",
)


def get_ready(engine: str) -> None:
    """Check the name of the engine, and compile it if that was never done."""
    from reportsto.api import check_engine, warm_up

    if check_engine(engine) == "compiled":
        usual = signal.getsignal(signal.SIGINT)
        if usual is signal.default_int_handler:  # else a study is about to be run, and is told of signals
            signal.signal(signal.SIGINT, _stop_at_once)
        try:
            _tell_compiling()
            warm_up(say)
        finally:
            signal.signal(signal.SIGINT, usual)


def _tell_compiling() -> None:
    """Say that the model is compiled, where code like this was compiled before, but in another folder."""
    from reportsto.engine.compiling import is_cold
    from reportsto.engine.kernel import is_compiled, simulate

    kept = getattr(getattr(simulate, "stats", None), "cache_path", None)
    if kept and not is_compiled() and not is_cold() and not any(Path(kept).glob("*.nbc")):
        say("Compiling the model for this machine: about half a minute, once.")


def _stop_at_once(number: int, frame: object) -> NoReturn:
    """Leave while nothing is kept yet: inside the compiler an interrupt may be swallowed."""
    warn("reportsto: interrupted")
    os._exit(130)


def say(text: str) -> None:
    """Tell the user something that is no result, unless nobody wants to hear it."""
    if not is_quiet():
        warn(text)


def is_quiet() -> bool:
    """Return whether nobody wants to hear more than results and faults."""
    from reportsto.running.progress import QUIET

    return QUIET.get()


def warn(text: str) -> None:
    """Tell the user of something that went wrong."""
    click.echo(text, err=True)


def told_failures(rows: Iterable[Mapping[str, object]]) -> bool:
    """Tell the user why replicates stopped; return whether one did."""
    stopped = [row for row in rows if row["failure"]]
    for row in stopped:
        warn(f"reportsto: replicate {row['replicate']} failed: {row['failure']}")
    return bool(stopped)
