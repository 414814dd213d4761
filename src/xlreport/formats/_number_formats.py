"""The number formats behind the cell styles of an .xlsx workbook, by class."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlreport.formats.expat import element_names, parse, spreadsheet

if TYPE_CHECKING:
    from xlreport.formats.cell import NumberFormat
    from xlreport.formats.container import Container

# ECMA-376 part 1, 18.8.30, the Chinese ones (27 to 36, 50 to 58) included.
_BUILTIN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_BUILTIN_PERCENTS: Final = frozenset({9, 10})
# Elapsed time counts as a date; other brackets are colours, conditions and languages.
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|[\\!].|[_*].|\[[^\]]*\]|general', re.IGNORECASE | re.DOTALL)
_LONGEST_CODE: Final = 255
# The tokens of a number format: a quoted text, an escaped character, a currency, another bracket,
# a space or filler, the general format, any other character.
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].'
    r"|(?P<general>general|g/通用格式)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"\[[<>=]")
# A comma after the last digit divides by 1000. A literal point (p) seems to divide by 10.
_SCALED: Final = re.compile(r"[0#?],+(?![,0#?])|[0#?]p[0#?]")
_SHOWS: Final = re.compile(r"[0#?@g]")
_UNIT: Final = re.compile(r"[十百千万亿萬億]*元|[百千万亿萬億]")
_MONEY_UNITS: Final[tuple[NumberFormat, ...]] = ("元", "万元", "亿元")


@dataclass(slots=True)
class _Styles:
    """The custom number formats by id, and the id of the number format of every cell style."""

    text: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    formats: list[str] = field(default_factory=list)
    in_cell_styles: bool = False


def read_number_formats(container: Container, part: str) -> dict[str, NumberFormat]:
    """Read the class of every number format, by the number of its cell style.

    Styles of the class "" are left out. Raises `Unreadable`.
    """
    state = _Styles()
    parse(container, part, state, _STYLE_STARTS, _STYLE_ENDS, state.text, _STYLE_REST)
    if not (state.formats and state.codes):  # their order is not the standard's
        state = _Styles()
        parse(container, part, state, _STYLE_STARTS, _STYLE_ENDS, state.text)
    classes = {key: _class_of_id(key, state.codes) for key in set(state.formats)}
    return {str(index): classes[key] for index, key in enumerate(state.formats) if classes[key]}


def _class_of_id(key: str, codes: dict[str, str]) -> NumberFormat:
    code = codes.get(key)
    if code is not None:
        return class_of_code(code)
    identifier = int(key) if key.isascii() and key.isdigit() and len(key) < 5 else 0
    if identifier in _BUILTIN_DATES:
        return "date"
    return "percent" if identifier in _BUILTIN_PERCENTS else ""


def class_of_format(key: int, code: str | None) -> NumberFormat:
    """Return the class of a number format by its id and its code, which no built-in one has."""
    return _class_of_id(str(key), {}) if code is None else class_of_code(code)


def class_of_code(code: str) -> NumberFormat:
    """Return the class of a number format such as `yyyy"年"m"月"` or `0.0%`."""
    code = code[:_LONGEST_CODE]
    if _ELAPSED.search(code):
        return "date"
    bare = _LITERAL.sub("", code).lower()
    # "e" and "b" are years too, but only beside a month, so these four letters are enough.
    if any(letter in bare for letter in "ymdhs"):
        return "date"
    return _scale_of_code(code) or ("percent" if "%" in bare else "")


def _scale_of_code(code: str) -> NumberFormat:
    """Return "scaled" or the unit of a number format that is not a date's, else ""."""
    # The second section is for negative numbers, the third for 0 unless there are conditions.
    sections = _sections(code)[: 3 if _CONDITION.search(code) else 2]
    written = "".join(words for _, words in sections)
    is_scaled = any(_SCALED.search(digits) for digits, _ in sections)
    hides = bool(code) and not _SHOWS.search(sections[0][0])
    if is_scaled or hides or any(sign.isdigit() for sign in written):
        return "scaled"
    units = {unit for _, words in sections for unit in _UNIT.findall(words)}
    if not units:
        return ""
    return next((unit for unit in _MONEY_UNITS if units == {unit}), "scaled")


def _sections(code: str) -> list[tuple[str, str]]:
    """Split a number format into sections of (signs for digits, literal text)."""
    sections = [("", "")]
    for token in _TOKEN.finditer(code):
        digits, words = sections[-1]
        other = token["sign"] or ""
        word = token["quoted"] or token["escaped"] or token["currency"] or ""
        if other == ";":
            sections.append(("", ""))
        elif token["general"]:
            sections[-1] = (f"{digits}g", words)
        elif word == ".":
            sections[-1] = (f"{digits}p", f"{words}.")
        elif word or not other.isascii() or other in "123456789":
            sections[-1] = (digits, f"{words}{word or other}")
        else:
            sections[-1] = (digits + other, words)
    # The digits of # ?/8 are the denominator.
    return [(d, "" if "/" in d else words) for d, words in sections]


def _number_format(state: _Styles, attributes: dict[str, str]) -> None:
    state.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")


def _start_styles(state: _Styles, _: dict[str, str]) -> None:
    state.in_cell_styles = True


def _end_styles(state: _Styles) -> None:
    state.in_cell_styles = False


def _style(state: _Styles, attributes: dict[str, str]) -> None:
    # cellStyleXfs has <xf> elements too; cells refer to those of cellXfs only.
    if state.in_cell_styles:
        state.formats.append(attributes.get("numFmtId", "0"))


_STYLE_STARTS: Final = spreadsheet(
    {"numFmt": _number_format, "cellXfs": _start_styles, "xf": _style}
)
_STYLE_ENDS: Final = spreadsheet({"cellXfs": _end_styles})
# They follow the styles of the cells.
_STYLE_REST: Final = element_names("cellStyles", "dxfs", "tableStyles")
