"""The texts of a workbook: runs of one text, and the shared strings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.formats._looks import look_of
from xlreport.formats._styles import CellStyle, Font, read_colour
from xlreport.formats.cell import unescape
from xlreport.formats.container import LIMITS, hostile, read_chunks
from xlreport.formats.expat import parse, shorten, spreadsheet

if TYPE_CHECKING:
    from xlreport.formats.container import Container

_MOST_PLAIN: Final = 1 << 20  # bytes held at once
_RAISED: Final = ("superscript", "subscript")


class SharedStrings(NamedTuple):
    """The shared strings of a workbook.

    `struck` are the indexes of those with a run that is struck out, raised, lowered, pale or tiny:
    when the runs are joined, its digits would be read as part of the number.
    """

    texts: list[str]
    struck: set[int]


@dataclass(slots=True, kw_only=True)
class Runs:
    """The runs of the text that is being parsed, without its phonetic ones.

    `text` is the character data since it was last cleared, `pieces` are the texts of the runs so
    far. `run_is_struck` tells of the current run, and `is_struck` of any run with a text, whether
    it is struck out, raised, lowered, pale or tiny.
    """

    text: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    in_phonetic: bool = False
    run_is_struck: bool = False
    is_struck: bool = False


def start_runs(state: Runs, _: dict[str, str]) -> None:
    """Begin a new text: <si> or <is>."""
    state.pieces.clear()
    state.run_is_struck = state.is_struck = False


def start_text(state: Runs, _: dict[str, str]) -> None:
    """Begin an element of which the character data are read, such as <t>."""
    state.text.clear()


def _end_text(state: Runs) -> None:
    if not state.in_phonetic:
        state.pieces.extend(state.text)
        shorten(state.pieces, LIMITS.text)
        if state.run_is_struck and "".join(state.text).strip():
            state.is_struck = True


def _start_run(state: Runs, _: dict[str, str]) -> None:
    state.run_is_struck = False


def _strike(state: Runs, attributes: dict[str, str]) -> None:
    state.run_is_struck = state.run_is_struck or attributes.get("val") not in ("0", "false")


def _raise(state: Runs, attributes: dict[str, str]) -> None:
    state.run_is_struck = state.run_is_struck or attributes.get("val") in _RAISED


def _size(state: Runs, attributes: dict[str, str]) -> None:
    _look(state, Font(size=attributes.get("val", "")))


def _colour(state: Runs, attributes: dict[str, str]) -> None:
    _look(state, Font(colour=read_colour(attributes)))


def _look(state: Runs, font: Font) -> None:
    state.run_is_struck = state.run_is_struck or look_of(CellStyle(0, font, None)) is not None


def _start_phonetic(state: Runs, _: dict[str, str]) -> None:
    state.in_phonetic = True


def _end_phonetic(state: Runs) -> None:
    state.in_phonetic = False


# Handlers for what stands in an <si> or an <is>.
RUN_STARTS: Final = {
    "t": start_text,
    "r": _start_run,
    "strike": _strike,
    "vertAlign": _raise,
    "sz": _size,
    "color": _colour,
    "rPh": _start_phonetic,
}
RUN_ENDS: Final = {"t": _end_text, "rPh": _end_phonetic}


@dataclass(slots=True, kw_only=True)
class _Strings(Runs):
    """The shared strings read so far, and the characters in them."""

    container: Container
    texts: list[str] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    size: int = 0


def read_shared_strings(container: Container, part: str) -> SharedStrings:
    """Read the shared strings: runs joined, phonetic runs dropped, escapes decoded.

    Each is cut to 32,767 characters. Raises `Unreadable`.
    """
    state = _Strings(container=container)
    plain = _read_plain(container, part)
    if plain is None:
        parse(container, part, state, _STRING_STARTS, _STRING_ENDS, state.text)
    else:
        # Expat still proves that the part is well-formed, without any call of a handler.
        parse(container, part, state, {}, {}, [])
        for text in plain:
            _add_string(state, text)
    return SharedStrings(state.texts, state.struck)


def _read_plain(container: Container, part: str) -> list[str] | None:
    member = container.members.get(part)
    if member is None or member.file_size > _MOST_PLAIN:
        return None
    return plain_strings(b"".join(read_chunks(container, part)))


def _end_string(state: _Strings) -> None:
    if state.is_struck:
        state.struck.add(len(state.texts))
    _add_string(state, "".join(state.pieces))


def _add_string(state: _Strings, written: str) -> None:
    limits = state.container.limits
    text = unescape(written)[: limits.text]
    state.texts.append(text)
    state.size += len(text)
    if len(state.texts) > limits.strings or state.size > limits.strings_text:
        raise hostile("共享文本过多")


_STRING_STARTS: Final = spreadsheet({**RUN_STARTS, "si": start_runs})
_STRING_ENDS: Final = spreadsheet({**RUN_ENDS, "si": _end_string})

_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=['\"]1\.0['\"](?: encoding=['\"](?:UTF|utf)-8['\"])?"
    rb"(?: standalone=['\"](?:yes|no)['\"])? *\?>\s*)?"
    rb'<sst xmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006'
    rb'|purl\.oclc\.org/ooxml/spreadsheetml)/main"(?: [A-Za-z]+="[^<>&"]*")*>'
)
_BEFORE: Final = "<si><t>"
_AFTER: Final = "</t>"
# Chinese Excel writes a <phoneticPr> into every string, even if no pronunciation was entered.
_LESS_PLAIN: Final = re.compile(
    r'<si><t(?: xml:space="preserve")?>([^<]*)</t>(?:<phoneticPr(?: [A-Za-z]+="[^<>&"]*")*/>)?'
)
_ENTITY: Final = re.compile("&(amp|lt|gt|quot|apos);")
_CHARACTERS: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def plain_strings(data: bytes) -> list[str] | None:
    """Return the texts of a part of plain strings; None where the part holds anything else.

    A plain part is in UTF-8 with one namespace, and has no comment, no instruction after the
    first, no CDATA and no line break that XML would change. Its XML may still be damaged.
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
    texts = []
    for item in items:
        is_plainest = item[:7] == _BEFORE and item[-4:] == _AFTER
        text_of_item = item[7:-4] if is_plainest else _less_plain(item)
        if text_of_item is not None and ("&" in text_of_item or "<" in text_of_item):
            text_of_item = _decode_references(text_of_item)
        if text_of_item is None:
            return None
        texts.append(text_of_item)
    return texts


def _less_plain(item: str) -> str | None:
    """Return the text of a string with an attribute or a <phoneticPr>; None for any other."""
    match = _LESS_PLAIN.fullmatch(item)
    return match[1] if match else None


def _decode_references(text: str) -> str | None:
    """Replace named references by their characters; None where the text holds other markup."""
    decoded, count = _ENTITY.subn(lambda match: _CHARACTERS[match[1]], text)
    return decoded if count == text.count("&") and "<" not in text else None
