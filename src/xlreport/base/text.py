"""What a programmer sees of an object at a prompt: one line, however much it holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_LONGEST = 100


def one_line(say: Callable[[Any], str]) -> Callable[[object], str]:
    """Make a `__repr__` of what `say` says: `<Kind …>` on one line of at most 100 characters."""

    def __repr__(self: object) -> str:  # noqa: N807 - what help() calls it
        text = " ".join(f"{type(self).__name__} {say(self)}".split())
        return f"<{text}>" if len(text) <= _LONGEST - 2 else f"<{text[: _LONGEST - 3]}…>"

    return __repr__


# What a spreadsheet program takes for a formula; +1 and -5 are numbers. Where apostrophes stand
# before one already, one more keeps every text distinct and lets a reader take it off again.
_FORMULA = re.compile(r"'*\s*([=@＝＠]|[-+－＋](?![0-9.]*$))")


def inert(text: str) -> str:
    """Put an apostrophe before a text that would become a formula; leave any other as it is."""
    return f"'{text}" if _FORMULA.match(text) else text
