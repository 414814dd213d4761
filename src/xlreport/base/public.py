"""Public classes: those that users find in `xlreport` itself, and that say so."""

from __future__ import annotations

from typing import TypeVar

Kind = TypeVar("Kind", bound=type)


def public(kind: Kind) -> Kind:
    """Name a class after the module in which its users find it, for messages and pickles.

    It stands above `dataclass`, which looks up annotations in the module where the class is.
    """
    kind.__module__ = "xlreport"
    return kind
