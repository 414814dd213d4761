"""Text of a return that no spreadsheet program takes for a formula when it opens a CSV file."""

from __future__ import annotations

import re

# What a spreadsheet program takes for a formula; +1 and -5 are numbers. Where apostrophes stand
# before one already, one more keeps every text distinct and lets a reader take it off again.
_FORMULA = re.compile(r"'*\s*([=@＝＠]|[-+－＋](?![0-9.]*$))")


def inert(text: str) -> str:
    """Put an apostrophe before a text that would become a formula; leave any other as it is."""
    return f"'{text}" if _FORMULA.match(text) else text
