"""What a programmer sees of an object at a prompt: one line, however much it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_LONGEST = 100


def one_line(say: Callable[[Any], str]) -> Callable[[object], str]:
    """Make a `__repr__` of what `say` says: `<Kind …>` on one line of at most 100 characters."""

    def __repr__(self: object) -> str:  # noqa: N807 - what help() calls it
        text = " ".join(f"{type(self).__name__} {say(self)}".split())
        return f"<{text}>" if len(text) <= _LONGEST - 2 else f"<{text[: _LONGEST - 3]}…>"

    return __repr__
