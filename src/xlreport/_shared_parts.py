"""What the cells of all sheets share: the strings, and the number formats behind the styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlreport._cell import unescape
from xlreport._container import hostile
from xlreport._xml import parse, spreadsheet

if TYPE_CHECKING:
    from xlreport._container import Container

# ECMA-376 part 1, 18.8.30, the Chinese ones (27 to 36, 50 to 58) included.
_BUILTIN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_BUILTIN_PERCENTS: Final = frozenset({9, 10})
# Elapsed time counts as a date; other brackets are colours, conditions and languages.
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]|general', re.IGNORECASE | re.DOTALL)
_LONGEST_CODE: Final = 255


@dataclass(slots=True)
class _Strings:
    """Holds the shared strings read so far, and the pieces of the current one."""

    container: Container
    text: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    phonetic: bool = False


@dataclass(slots=True)
class _Styles:
    """Holds the custom number formats, and the number format of every cell style."""

    text: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    formats: list[str] = field(default_factory=list)
    inside: bool = False


def read_shared_strings(container: Container, part: str) -> list[str]:
    """Read the shared strings: runs joined, phonetic runs dropped, escapes decoded.

    Each keeps the first 32,767 characters. Raises Unreadable.
    """
    state = _Strings(container)
    parse(container, part, state, _STRING_STARTS, _STRING_ENDS, state.text)
    return state.found


def read_number_formats(container: Container, part: str) -> dict[str, str]:
    """Read, by the number of a cell style, the class of its number format.

    Each is "date" or "percent"; a style that is neither is left out. Raises Unreadable.
    """
    state = _Styles()
    parse(container, part, state, _STYLE_STARTS, _STYLE_ENDS, state.text)
    known = {key: _class_of_id(key, state.codes) for key in set(state.formats)}
    return {str(index): known[key] for index, key in enumerate(state.formats) if known[key]}


def _class_of_id(key: str, codes: dict[str, str]) -> str:
    code = codes.get(key)
    if code is not None:
        return class_of_code(code)
    identifier = int(key) if key.isascii() and key.isdigit() and len(key) < 5 else 0
    if identifier in _BUILTIN_DATES:
        return "date"
    return "percent" if identifier in _BUILTIN_PERCENTS else ""


def class_of_code(code: str) -> str:
    """Give "date", "percent" or "" for a number format such as `yyyy"年"m"月"` or `0.0%`."""
    code = code[:_LONGEST_CODE]
    if _ELAPSED.search(code):
        return "date"
    bare = _LITERAL.sub("", code).lower()
    # "e" and "b" are years too, but only beside a month, so these four letters are enough.
    if any(letter in bare for letter in "ymdhs"):
        return "date"
    return "percent" if "%" in bare else ""


def _start_string(state: _Strings, _: dict[str, str]) -> None:
    state.pieces.clear()


def _start_text(state: _Strings, _: dict[str, str]) -> None:
    state.text.clear()


def _end_text(state: _Strings) -> None:
    if not state.phonetic:
        state.pieces.extend(state.text)


def _end_string(state: _Strings) -> None:
    limits = state.container.limits
    text = unescape("".join(state.pieces))[: limits.text]
    state.found.append(text)
    state.size += len(text)
    if len(state.found) > limits.strings or state.size > limits.strings_text:
        raise hostile("共享文本过多")


def _start_phonetic(state: _Strings, _: dict[str, str]) -> None:
    state.phonetic = True


def _end_phonetic(state: _Strings) -> None:
    state.phonetic = False


def _number_format(state: _Styles, attributes: dict[str, str]) -> None:
    state.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")


def _start_styles(state: _Styles, _: dict[str, str]) -> None:
    state.inside = True


def _end_styles(state: _Styles) -> None:
    state.inside = False


def _style(state: _Styles, attributes: dict[str, str]) -> None:
    # <xf> stands in cellStyleXfs as well; only cellXfs is what cells point to.
    if state.inside:
        state.formats.append(attributes.get("numFmtId", "0"))


_STRING_STARTS: Final = spreadsheet({"si": _start_string, "t": _start_text, "rPh": _start_phonetic})
_STRING_ENDS: Final = spreadsheet({"si": _end_string, "t": _end_text, "rPh": _end_phonetic})
_STYLE_STARTS: Final = spreadsheet(
    {"numFmt": _number_format, "cellXfs": _start_styles, "xf": _style}
)
_STYLE_ENDS: Final = spreadsheet({"cellXfs": _end_styles})
