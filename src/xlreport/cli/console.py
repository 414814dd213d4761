"""The console: messages, progress and refusals, on streams that may lack characters."""

from __future__ import annotations

import codecs
import io
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import NoReturn, ParamSpec, TextIO

import click

from xlreport.base.errors import CacheWarning, FormError, XlreportError
from xlreport.base.progress import Progress, silent
from xlreport.base.text import visible
from xlreport.cli.exit_status import ExitStatus

Arguments = ParamSpec("Arguments")
_ERROR_HANDLER = "xlreport.replace"  # a name in the registry of codecs
_ARGUMENT = re.compile(r"(\w?)参数 ([a-z_]+)")
_OPTIONS = {
    "forms": "form",
    "names": "name",
    "path": "out",
    "shape": "format",
}  # named otherwise than the argument
_WIDE_CODE_PAGES = (932, 936, 949, 950)  # Japanese, simplified Chinese, Korean, traditional
_SUBSTITUTES = {"›": ">"}  # the only sign in messages of xlreport that GBK lacks


_lacking: list[str] = []  # what was printed as ?, and must be told once


def prepare_streams() -> None:
    """Make output replace the characters that a console's encoding lacks, as GBK lacks some.

    A program without a window, as pythonw starts one, has no streams: what it prints is lost.
    """
    codecs.register_error(_ERROR_HANDLER, _substitute)
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_ERROR_HANDLER)


def _nowhere() -> TextIO:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8")


def _substitute(error: UnicodeError) -> tuple[str, int]:
    """Replace the characters that could not be encoded; the error handler of codecs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    _lacking.extend(character for character in lacking if character not in _SUBSTITUTES)
    return "".join(_SUBSTITUTES.get(character, "?") for character in lacking), error.end


def tell_lacking() -> None:
    """Say once on standard error that characters were printed as ? for want of them."""
    if _lacking:
        count = len(_lacking)
        _lacking.clear()
        sentence = f"有 {count} 个字显示不出，印成了“?”；请用 --out 写成文件查看。"
        with suppress(UnicodeEncodeError):  # on a console without Chinese it would be ? itself
            sentence.encode(sys.stderr.encoding or "utf-8")
            say(sentence, is_error=True)


def say_table(text: str) -> None:
    """Print a table for another program: to what is no terminal always in UTF-8, with its mark.

    Excel takes a .csv for GBK unless it has the mark, and GBK lacks rare characters of names.
    """
    if sys.stdout.isatty() or is_unicode(sys.stdout):
        say(text, ends_line=False)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(visible(text).encode("utf-8-sig"))


def has_wide_frames() -> bool:
    """Tell whether a console draws frames two columns wide, as one of a Chinese Windows does."""
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.kernel32.GetConsoleOutputCP() in _WIDE_CODE_PAGES)


def is_unicode(stream: TextIO) -> bool:
    """Tell whether a stream's encoding has every character."""
    return (stream.encoding or "").lower().replace("_", "-").startswith("utf")


@contextmanager
def progress_bar(description: str) -> Iterator[Progress]:
    """Show progress on standard error if that is a terminal; yield the function to report it."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def warnings_as_messages() -> Iterator[None]:
    """Print the library's warnings as messages, without the line of code they come from."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", CacheWarning)
        show_other = warnings.showwarning

        def show(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if issubclass(category, CacheWarning):
                print_messages([str(message)])
            else:
                show_other(message, category, filename, lineno, file, line)

        warnings.showwarning = show
        yield


def refusals_as_messages(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Turn the errors that the library raises into a message and the status of wrong use."""

    @wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        _keep_log_off_the_screen()
        try:
            command(*args, **kwargs)
        except FormError as error:
            refuse(f"报表格式不能使用：{error}", ExitStatus.WRONG_USE)
        except XlreportError as error:
            refuse(str(error), ExitStatus.WRONG_USE)

    return run


def _keep_log_off_the_screen() -> None:
    """Let nothing print the library's log, since commands say the same in their own words."""
    import logging  # a tenth of the time of --help

    log = logging.getLogger("xlreport")
    if not log.handlers:
        log.addHandler(logging.NullHandler())


def say(text: str, *, is_error: bool = False, ends_line: bool = True) -> None:
    """Print a text without hidden signs, which a name or a cell of a file may hold."""
    click.echo(visible(text), err=is_error, nl=ends_line)


def print_messages(lines: Iterable[str]) -> None:
    """Print messages, which are not part of the answer, to standard error."""
    for line in lines:
        say(line, is_error=True)


def of_options(sentence: str) -> str:
    """Let a sentence of the library speak of options: --prefer, where it says 参数 prefer."""

    def option(match: re.Match[str]) -> str:
        before, name = match.groups()
        gap = " " if before else ""
        return f"{before}{gap}--{_OPTIONS.get(name, name).replace('_', '-')}"

    return _ARGUMENT.sub(option, sentence)


class Refusal(SystemExit):
    """The end of a command that could not be carried out, with the exit status as its code."""


def refuse(sentence: str, status: ExitStatus) -> NoReturn:
    """Print in one sentence why the command cannot be carried out, and exit."""
    say(f"无法完成：{of_options(sentence)}", is_error=True)
    raise Refusal(status)
