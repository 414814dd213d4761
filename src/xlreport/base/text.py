"""Texts: decoded from bytes, shown at a prompt, and kept from becoming formulas."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

UTF_8: Final = "utf-8-sig"
GB18030: Final = "gb18030"
CHINESE_ENCODINGS: Final = (UTF_8, GB18030)
"""What editors in China save; Chinese text in GB18030 is hardly ever valid UTF-8."""

_UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_LONGEST = 100


def one_line(summary: Callable[[Any], str]) -> Callable[[object], str]:
    """Make a `__repr__` of a summary: `<Kind …>` on one line of at most 100 characters."""

    def __repr__(self: object) -> str:  # noqa: N807 - what help() calls it
        text = " ".join(f"{type(self).__name__} {summary(self)}".split())
        return f"<{text}>" if len(text) <= _LONGEST - 2 else f"<{text[: _LONGEST - 3]}…>"

    return __repr__


# What a spreadsheet program takes for a formula; +1 and -5 are numbers. A text that begins with
# apostrophes gets one more, so that a reader can remove exactly one.
_FORMULA = re.compile(r"'*\s*([=@＝＠]|[-+－＋](?![0-9.]*$))")


def inert(text: str) -> str:
    """Put an apostrophe before a text that would become a formula; leave any other as it is."""
    return f"'{text}" if _FORMULA.match(text) else text


def possible_encodings(data: bytes) -> tuple[str, ...]:
    """List the encodings that a text may have: UTF-16 if it has its mark, else the Chinese ones."""
    return ("utf-16",) if data.startswith(_UTF_16_MARKS) else CHINESE_ENCODINGS


def decode(data: bytes, encodings: Sequence[str]) -> str | None:
    """Decode a text in the first of `encodings` that fits; None where none does."""
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return None
