"""Progress: how a long job reports to its caller how far it is.

It is a module of its own, not part of `workers`, so that `--help` does not load multiprocessing.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""A function that is called with the number of items done and the number of all items."""


def silent(done: int, total: int) -> None:
    """Report no progress; the default."""
