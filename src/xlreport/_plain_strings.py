"""The shared strings of a workbook in which all are written the plainest way.

Expat calls Python four times for each string, and a return has some hundred strings: a seventh
of the time of reading it went into them. Nearly all programs write nothing but `<si><t>…</t></si>`,
which is cut apart as it stands; whatever differs by one character goes the general way. Expat
still has to find the part well-formed, and tests hold both ways to the same strings.
"""

from __future__ import annotations

import re
from typing import Final

_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=['\"]1\.0['\"](?: encoding=['\"](?:UTF|utf)-8['\"])?"
    rb"(?: standalone=['\"](?:yes|no)['\"])? *\?>\s*)?"
    rb'<sst xmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006'
    rb'|purl\.oclc\.org/ooxml/spreadsheetml)/main"(?: [A-Za-z]+="[^<>&"]*")*>'
)
_BEFORE: Final = "<si><t>"
_BEHIND: Final = "</t>"
# How a pronunciation that nobody has entered is to be shown: Chinese Excel writes it everywhere.
_LESS_PLAIN: Final = re.compile(
    r'<si><t(?: xml:space="preserve")?>([^<]*)</t>(?:<phoneticPr(?: [A-Za-z]+="[^<>&"]*")*/>)?'
)
_ENTITY: Final = re.compile("&(amp|lt|gt|quot|apos);")
_CHARACTERS: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def plain_strings(data: bytes) -> list[str] | None:
    """Give the texts of the part `data`, if it is well-formed; None if it holds anything else.

    It is in UTF-8 with one namespace, and has no comment, no further instruction, no CDATA and no
    line break that XML would change.
    """
    root = _ROOT.match(data)
    if root is None:
        return None
    try:
        text = data[root.end() :].decode()
    except UnicodeDecodeError:
        return None
    *items, end = text.split("</si>")
    if end.rstrip() != "</sst>" or "\r" in text:
        return None
    found = []
    for item in items:
        is_plainest = item[:7] == _BEFORE and item[-4:] == _BEHIND
        each = item[7:-4] if is_plainest else _less_plain(item)
        if each is not None and ("&" in each or "<" in each):
            each = _decoded(each)
        if each is None:
            return None
        found.append(each)
    return found


def _less_plain(item: str) -> str | None:
    """Give the text of one string as it is written, beside what often stands with it."""
    match = _LESS_PLAIN.fullmatch(item)
    return match[1] if match else None


def _decoded(text: str) -> str | None:
    """Give a text with the named characters for the references, unless there are other ones."""
    decoded, count = _ENTITY.subn(lambda match: _CHARACTERS[match[1]], text)
    return decoded if count == text.count("&") and "<" not in text else None
