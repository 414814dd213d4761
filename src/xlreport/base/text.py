"""Texts: decoded from bytes, shown without hidden signs, and kept from becoming formulas."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

UTF_8: Final = "utf-8-sig"
GB18030: Final = "gb18030"
CHINESE_ENCODINGS: Final = (UTF_8, GB18030)
"""What editors in China save; Chinese text in GB18030 is hardly ever valid UTF-8."""

_UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_SEPARATORS: Final = (",", "\t", ";")
_LONGEST = 100


def one_line(summary: Callable[[Any], str]) -> Callable[[object], str]:
    """Make a `__repr__` of a summary: `<Kind …>` on one line of at most 100 characters."""

    def __repr__(self: object) -> str:  # noqa: N807 - what help() calls it
        text = " ".join(f"{type(self).__name__} {summary(self)}".split())
        return f"<{text}>" if len(text) <= _LONGEST - 2 else f"<{text[: _LONGEST - 3]}…>"

    return __repr__


# Signs that nobody sees but that rule what is seen: control signs other than line break and tab,
# marks of direction and of width 0, line separators, halves of characters. These are the categories
# Cc, Cf, Cs, Zl and Zp of Unicode, and two numbers that are no characters.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f]"
)


def has_hidden(text: str) -> bool:
    """Tell whether a text has a hidden sign, a line break or a tab."""
    return _HIDDEN.search(text) is not None or "\n" in text or "\t" in text


def visible(text: str) -> str:
    """Write � for every hidden sign, so that a terminal or an editor shows a text as it is."""
    return text if text.isprintable() else _HIDDEN.sub("�", text.replace("\r\n", "\n"))


def without_hidden(text: str) -> str:
    """Leave out every hidden sign; line breaks and tabs stay."""
    return text if text.isprintable() else _HIDDEN.sub("", text)


def json_text(content: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """Write JSON in which every hidden sign is escaped, and with `ascii_only` all Chinese too."""
    text = json.dumps(content, ensure_ascii=ascii_only, indent=indent)
    return _HIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


# What a spreadsheet program takes for a formula; +1, -5 and -5% are numbers. Such a text behind
# apostrophes gets one more, so that a reader can remove exactly one.
_FORMULA = re.compile(r"'*\s*([=@＝＠]|[-+－＋](?![0-9.]*%?$))")


def inert(text: str) -> str:
    """Put an apostrophe before a text that would become a formula, and make it `visible`."""
    text = visible(text)
    return f"'{text}" if _FORMULA.match(text) else text


def without_apostrophe(text: str) -> str:
    """Remove the apostrophe that `inert` put before a text, as docs/export.md tells a reader."""
    return text.removeprefix("'") if _FORMULA.match(text) else text


def csv_text(headings: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    """Render a table as CSV; numbers stay as they are, and every text is made `inert`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headings)
    for line in lines:
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in line])
    return buffer.getvalue()


def possible_encodings(data: bytes) -> tuple[str, ...]:
    """List the encodings that a text may have: UTF-16 if it has its mark, else the Chinese ones."""
    return ("utf-16",) if data.startswith(_UTF_16_MARKS) else CHINESE_ENCODINGS


def decode(data: bytes, encodings: Sequence[str]) -> str | None:
    """Decode a text in the first of `encodings` that fits; None where none does."""
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return None


def separator_of(text: str) -> str:
    """Return what separates the cells of a table saved as text, by its first line that has any."""
    place = min((text.find(sign) for sign in _SEPARATORS if sign in text), default=0)
    first = text[text.rfind("\n", 0, place) + 1 :].partition("\n")[0]
    return max(_SEPARATORS, key=first.count)


def comparable(text: str) -> str:
    """Return a text without differences that have no meaning: width (NFKC), blanks, case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def say_minute(moment: datetime | None) -> str:
    """Write a time as people read it, 2027-01-20 08:05; "" for none."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
