"""The texts of a workbook: runs of one text, and the shared strings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.formats._looks import look_of
from xlreport.formats._plain_text import ATTRIBUTES, PROLOG, TEXT, decode_references
from xlreport.formats._styles import CellStyle, Font, read_colour
from xlreport.formats.cell import unescape
from xlreport.formats.container import LIMITS, Unreadable, hostile, read_chunks
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
    member = container.members.get(part)
    xml = None
    if member is not None and member.file_size <= _MOST_PLAIN:
        xml = b"".join(read_chunks(container, part))
    plain = None if xml is None else plain_strings(container, xml)
    if plain is None:
        parse(container, part, state, _STRING_STARTS, _STRING_ENDS, state.text, xml=xml)
    else:
        # Expat still proves that the part is well-formed, without any call of a handler.
        parse(container, part, state, {}, {}, [], xml=xml)
        for text, is_struck in plain:
            _add_string(state, text, is_struck=is_struck)
    return SharedStrings(state.texts, state.struck)


def _end_string(state: _Strings) -> None:
    _add_string(state, "".join(state.pieces), is_struck=state.is_struck)


def _add_string(state: _Strings, written: str, *, is_struck: bool) -> None:
    limits = state.container.limits
    text = unescape(written)[: limits.text]
    if is_struck:
        state.struck.add(len(state.texts))
    state.texts.append(text)
    state.size += len(text)
    if len(state.texts) > limits.strings or state.size > limits.strings_text:
        raise hostile("共享文本过多")


_STRING_STARTS: Final = spreadsheet({**RUN_STARTS, "si": start_runs})
_STRING_ENDS: Final = spreadsheet({**RUN_ENDS, "si": _end_string})

_ROOT: Final = re.compile(
    rb'%s<sst xmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006'
    rb'|purl\.oclc\.org/ooxml/spreadsheetml)/main"(?: [A-Za-z]+="[^<>&"]*")*>' % PROLOG
)
_BEFORE: Final = "<si><t>"
_AFTER: Final = "</t>"
# Chinese Excel writes a <phoneticPr> into every string, even if no pronunciation was entered.
_LESS_PLAIN: Final = re.compile(
    rf'<si><t(?: xml:space="preserve")?>({TEXT})</t>(?:<phoneticPr{ATTRIBUTES}/>)?'
)
_LONGEST_KEPT: Final = 2_000  # characters of the XML of a string with runs
_MOST_KEPT: Final = 1 << 12
_MOST_NEW: Final = 400  # strings with runs that are parsed one by one
_KEPT: Final[dict[str, tuple[str, bool]]] = {}


def plain_strings(container: Container, data: bytes) -> list[tuple[str, bool]] | None:
    """Return the texts of a part of plain strings, and whether each looks struck out.

    None where the part holds anything else. A plain part is in UTF-8 with one namespace, and has
    no comment, no instruction after the first, no CDATA and no line break that XML would change.
    Its XML may still be damaged. A string with runs is parsed by itself, and only once: LibreOffice
    gives every script a run of its own, and the labels of all its files are the same.
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
    texts: list[tuple[str, bool]] = []
    new = 0
    for item in items:
        is_plainest = item[:7] == _BEFORE and item[-4:] == _AFTER
        found = item[7:-4] if is_plainest else _less_plain(item)
        if found is not None and ("&" in found or "<" in found):
            found = None if "<" in found else decode_references(found)
        if found is not None:
            texts.append((found, False))
            continue
        known = _KEPT.get(item)
        if known is None:
            new += 1
            known = _parse_alone(container, root[0], item) if new <= _MOST_NEW else None
        if known is None:
            return None
        texts.append(known)
    return texts


def _less_plain(item: str) -> str | None:
    """Return the text of a string with an attribute or a <phoneticPr>; None for any other."""
    match = _LESS_PLAIN.fullmatch(item)
    return match[1] if match else None


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
    if len(state.found) != 1:
        return None
    if len(item) <= _LONGEST_KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[item] = state.found[0]
    return state.found[0]


def _end_alone(state: _Alone) -> None:
    state.found.append(("".join(state.pieces), state.is_struck))


_ALONE_ENDS: Final = spreadsheet({**RUN_ENDS, "si": _end_alone})
