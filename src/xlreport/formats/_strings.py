"""The shared strings of a workbook, those written the plainest way the quickest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlreport.formats.cell import unescape
from xlreport.formats.container import hostile, read_chunks
from xlreport.formats.expat import parse, spreadsheet

if TYPE_CHECKING:
    from xlreport.formats.container import Container

_MOST_PLAIN: Final = 1 << 20  # bytes held at once
_RAISED: Final = ("superscript", "subscript")


@dataclass(slots=True)
class _Strings:
    """Holds the shared strings read so far, and the pieces of the current one."""

    container: Container
    text: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    size: int = 0
    phonetic: bool = False
    apart: bool = False
    is_struck: bool = False


def read_shared_strings(container: Container, part: str) -> tuple[list[str], set[int]]:
    """Read the shared strings: runs joined, phonetic runs dropped, escapes decoded.

    Each keeps the first 32,767 characters. The numbers of those with a run that is struck out,
    raised or lowered come with them: joined, its digits would be read as part of the number.
    Raises Unreadable.
    """
    state = _Strings(container)
    plain = _plain(container, part)
    if plain is None:
        parse(container, part, state, _STRING_STARTS, _STRING_ENDS, state.text)
    else:
        parse(container, part, state, {}, {}, [])
        for text in plain:
            _keep(state, text)
    return state.found, state.struck


def _plain(container: Container, part: str) -> list[str] | None:
    member = container.members.get(part)
    if member is None or member.file_size > _MOST_PLAIN:
        return None
    return plain_strings(b"".join(read_chunks(container, part)))


def is_apart(name: str, value: str) -> bool:
    """Tell whether the font property `name` sets a run apart: struck out, raised or lowered."""
    return value in _RAISED if name == "vertAlign" else value not in ("0", "false")


def _start_string(state: _Strings, _: dict[str, str]) -> None:
    state.pieces.clear()
    state.apart = state.is_struck = False


def _start_run(state: _Strings, _: dict[str, str]) -> None:
    state.apart = False


def _strike(state: _Strings, attributes: dict[str, str]) -> None:
    state.apart = state.apart or is_apart("strike", attributes.get("val", ""))


def _raise(state: _Strings, attributes: dict[str, str]) -> None:
    state.apart = state.apart or is_apart("vertAlign", attributes.get("val", ""))


def _start_text(state: _Strings, _: dict[str, str]) -> None:
    state.text.clear()


def _end_text(state: _Strings) -> None:
    if not state.phonetic:
        state.pieces.extend(state.text)
        if state.apart and "".join(state.text).strip():
            state.is_struck = True


def _end_string(state: _Strings) -> None:
    if state.is_struck:
        state.struck.add(len(state.found))
    _keep(state, "".join(state.pieces))


def _keep(state: _Strings, written: str) -> None:
    limits = state.container.limits
    text = unescape(written)[: limits.text]
    state.found.append(text)
    state.size += len(text)
    if len(state.found) > limits.strings or state.size > limits.strings_text:
        raise hostile("共享文本过多")


def _start_phonetic(state: _Strings, _: dict[str, str]) -> None:
    state.phonetic = True


def _end_phonetic(state: _Strings) -> None:
    state.phonetic = False


_STRING_STARTS: Final = spreadsheet(
    {
        "si": _start_string,
        "t": _start_text,
        "rPh": _start_phonetic,
        "r": _start_run,
        "strike": _strike,
        "vertAlign": _raise,
    }
)
_STRING_ENDS: Final = spreadsheet({"si": _end_string, "t": _end_text, "rPh": _end_phonetic})

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
