"""XML that is written plainly, which regular expressions may take apart instead of a parser.

It is in UTF-8, without comments, CDATA or instructions behind the first, and no line end is one
that a parser would change. Whoever takes it apart has to account for each of its characters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

NO_TEXT: Final = r"\x00-\x08\x0b-\x1f\ufffe\uffff"
# What a text may hold, references among it, and what may stand between elements.
TEXT: Final = rf"[^<>{NO_TEXT}]*+"
SOME_TEXT: Final = rf"[^<>{NO_TEXT}]++"
BLANKS: Final = " \t\n"
WHITE: Final = r"[ \t\n]*+"
# Attributes of an element without a namespace; Excel gives rows one with the prefix x14ac. An xmlns
# would give a namespace to the element and to all in it.
ATTRIBUTES: Final = rf'(?: (?:(?!xmlns=)[A-Za-z]+|x14ac:dyDescent)="[^<>&"\t\n{NO_TEXT}]*")*'
PROLOG: Final = (
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=['\"]1\.0['\"](?: encoding=['\"](?:UTF|utf)-8['\"])?"
    rb"(?: standalone=['\"](?:yes|no)['\"])? *\?>\s*)?"
)
_LONGEST_KEPT: Final = 200  # characters
_MANY: Final = 20  # references
_IS_FINAL: Final = True
_REFERENCE: Final = re.compile("&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def decode_references(text: str) -> str | None:
    """Replace references by their characters; None where a text holds anything else with an &."""
    return _decode_short(text) if len(text) <= _LONGEST_KEPT else _decode(text)


def _decode(text: str) -> str | None:
    if text.count("&") > _MANY:
        return _parse(text)
    try:
        decoded, count = _REFERENCE.subn(_character, text)
    except ValueError:
        return None
    return decoded if count == text.count("&") else None


# Some programs write each character that is not ASCII so, and the labels of all files are the same.
_decode_short: Final = lru_cache(maxsize=1 << 12)(_decode)


def _parse(text: str) -> str | None:
    """Decode a text of many references, as Chinese of openpyxl is, by the XML parser."""
    pieces: list[str] = []
    parser = ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = pieces.append
    try:
        parser.Parse(f"<t>{text}</t>", _IS_FINAL)
    except ExpatError:
        return None
    return "".join(pieces)


def _character(reference: re.Match[str]) -> str:
    """Return the character of a reference; raises `ValueError` for what XML does not allow."""
    named, decimal, hexadecimal = reference.groups()
    if named:
        return _NAMED[named]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    is_control = number < ord(" ") and number not in (0x9, 0xA, 0xD)
    if is_control or 0xD800 <= number <= 0xDFFF or number in (0xFFFE, 0xFFFF):
        raise ValueError(number)
    return chr(number)
