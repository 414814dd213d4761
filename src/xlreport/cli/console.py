"""The terminal: where messages and progress go, and how they look with and without colours."""

from __future__ import annotations

import codecs
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import NoReturn, ParamSpec, TextIO

import click

from xlreport.base.errors import CacheWarning, FormError, XlreportError
from xlreport.base.workers import Progress, silent

Arguments = ParamSpec("Arguments")
FOUND_ERRORS, WRONG_USE, UNREADABLE = 1, 2, 3
_LACKING = "xlreport.lacking"  # the name of an error handler of codecs
_STAND_INS = {"›": ">"}  # the one sign of our own sentences that GBK lacks


def prepare_streams() -> None:
    """Let output pass through consoles that lack some character, as GBK ones do."""
    codecs.register_error(_LACKING, _stand_ins)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_LACKING)


def _stand_ins(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_STAND_INS.get(character, "?") for character in lacking), error.end


def is_unicode(stream: TextIO) -> bool:
    """Tell whether every character passes through a stream."""
    return (stream.encoding or "").lower().replace("_", "-").startswith("utf")


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """Show progress on standard error where that is a terminal; gives a function to tell it."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def warnings_told() -> Iterator[None]:
    """Say what the library warns of in one sentence, without the line of code it comes from."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", CacheWarning)
        shown = warnings.showwarning

        def say(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if issubclass(category, CacheWarning):
                tell([str(message)])
            else:
                shown(message, category, filename, lineno, file, line)

        warnings.showwarning = say
        yield


def refusals_told(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Turn what the library refuses into a sentence on standard error and exit status 2."""

    @wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except FormError as error:
            refuse(f"报表格式不能使用：{error}", WRONG_USE)
        except XlreportError as error:
            refuse(str(error), WRONG_USE)

    return run


def tell(lines: Iterable[str]) -> None:
    """Write messages, which are no part of the answer, to standard error."""
    for line in lines:
        click.echo(line, err=True)


def refuse(sentence: str, status: int) -> NoReturn:
    """Say in one sentence why nothing comes of it, and end with an exit status."""
    click.echo(f"无法完成：{sentence}", err=True)
    sys.exit(status)
