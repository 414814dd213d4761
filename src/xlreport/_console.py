"""The terminal: where messages and progress go, and how they look with and without colours."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from xlreport._progress import Progress, silent


def prepare_streams() -> None:
    """Let output pass through consoles that lack some character, as GBK ones do."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


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
