"""The texts of a workbook: runs of one text, and the shared strings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from xlreport.formats._looks import look_of
from xlreport.formats._plain_text import BLANKS, PROLOG, TEXT, WHITE, decode_references
from xlreport.formats._styles import CellStyle, Font, read_colour
from xlreport.formats.cell import unescape
from xlreport.formats.container import LIMITS, Unreadable, hostile, read_chunks
from xlreport.formats.expat import count_tags, parse, shorten, spreadsheet

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    member = container.members.get(part)
    xml = None
    if member is not None and member.file_size <= _MOST_PLAIN:
        xml = b"".join(read_chunks(container, part))
    plain = None if xml is None else plain_strings(container, xml)
    if xml is None or plain is None:
        parse(container, part, state, _STRING_STARTS, _STRING_ENDS, state.text, xml=xml)
    else:
        count_tags(container, xml, 0)
        _add_strings(state, plain)
    return SharedStrings(state.texts, state.struck)


def _add_strings(state: _Strings, plain: Sequence[tuple[str, bool]]) -> None:
    """Add strings that were not parsed, as if they were."""
    limits = state.container.limits
    state.texts = [text[: limits.text] for text, _ in plain]
    state.struck = {index for index, (_, is_struck) in enumerate(plain) if is_struck}
    state.size = sum(map(len, state.texts))
    _limit_strings(state)


def _end_string(state: _Strings) -> None:
    text = unescape("".join(state.pieces))[: state.container.limits.text]
    if state.is_struck:
        state.struck.add(len(state.texts))
    state.texts.append(text)
    state.size += len(text)
    _limit_strings(state)


def _limit_strings(state: _Strings) -> None:
    limits = state.container.limits
    if len(state.texts) > limits.strings or state.size > limits.strings_text:
        raise hostile("共享文本过多")


_STRING_STARTS: Final = spreadsheet({**RUN_STARTS, "si": start_runs})
_STRING_ENDS: Final = spreadsheet({**RUN_ENDS, "si": _end_string})

_ROOT: Final = re.compile(
    rb'%s<sst xmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006'
    rb'|purl\.oclc\.org/ooxml/spreadsheetml)/main"(?: [A-Za-z]+="[^<>&"]*")*>' % PROLOG
)
# Chinese Excel writes a <phoneticPr> into every string, even if no pronunciation was entered.
_PLAIN: Final = re.compile(
    rf'{WHITE}<si>{WHITE}<t(?: xml:space="preserve")?>({TEXT})</t>{WHITE}'
    rf'(?:<phoneticPr(?: fontId="[0-9]+")?(?: type="[A-Za-z]+")?(?: alignment="[A-Za-z]+")?/>'
    rf"{WHITE})?"
)
_LONGEST_KEPT: Final = 2_000  # characters of the XML of a string
_MOST_KEPT: Final = 1 << 13
_MOST_NEW: Final = 400  # strings that are parsed one by one
_KEPT: Final[dict[str, tuple[str, bool]]] = {}
_IS_FINAL: Final = True


def plain_strings(container: Container, data: bytes) -> list[tuple[str, bool]] | None:
    """Return the texts of a part of plain strings, and whether each looks struck out.

    None where the part holds anything else. A plain part is in UTF-8 with one namespace; each of
    its strings is proved to be well-formed, and so is the element around them. A string with runs
    is parsed by itself: LibreOffice gives every script a run of its own. Strings are remembered,
    as the labels of all files are the same.
    """
    root = _ROOT.match(data)
    if root is None or not _is_well_formed(root[0] + b"</sst>"):
        return None
    try:
        text = data[root.end() :].decode()
    except UnicodeDecodeError:
        return None
    *items, end = text.split("</si>")
    if end.strip(BLANKS) != "</sst>" or "\r" in text:
        return None
    strings: list[tuple[str, bool]] = []
    new = 0
    for item in items:
        found = _KEPT.get(item)
        if found is None:
            found = _take_apart(item)
            if found is None and new < _MOST_NEW:
                new += 1
                found = _parse_alone(container, root[0], item)
            if found is None:
                return None
            _keep(item, found)
        strings.append(found)
    return strings


def _is_well_formed(xml: bytes) -> bool:
    try:
        ParserCreate(namespace_separator=" ").Parse(xml, _IS_FINAL)
    except ExpatError:
        return False
    return True


def _keep(item: str, found: tuple[str, bool]) -> None:
    if len(item) <= _LONGEST_KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[item] = found


def _take_apart(item: str) -> tuple[str, bool] | None:
    """Return the text of a string without runs; None for any other."""
    match = _PLAIN.fullmatch(item)
    text = None if match is None else match[1]
    if text is not None and "&" in text:
        text = decode_references(text)
    return None if text is None else (unescape(text), False)


@dataclass(slots=True)
class _Alone(Runs):
    """The texts of a part that should have one, and whether each looks struck out."""

    found: list[tuple[str, bool]] = field(default_factory=list)


def _parse_alone(container: Container, root: bytes, item: str) -> tuple[str, bool] | None:
    """Parse one string under the root of its part; None where it is no whole string by itself."""
    state = _Alone()
    tags = container.tags
    try:
        xml = b"%s%s</si></sst>" % (root, item.encode())
        parse(container, "", state, _STRING_STARTS, _ALONE_ENDS, state.text, xml=xml)
    except Unreadable:
        return None
    finally:
        container.tags = tags  # they are counted with the whole part
    return state.found[0] if len(state.found) == 1 else None


def _end_alone(state: _Alone) -> None:
    state.found.append((unescape("".join(state.pieces)), state.is_struck))


_ALONE_ENDS: Final = spreadsheet({**RUN_ENDS, "si": _end_alone})
