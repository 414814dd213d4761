"""Progress: how a long job tells its caller how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Is told how many of how many are done."""


def silent(done: int, total: int) -> None:
    """Tell nobody; the default."""
