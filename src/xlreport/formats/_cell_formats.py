"""What the cells of an .xlsx workbook show, by the number formats of their styles.

Nearly all cells show their number plainly, so each style is judged once, and only what a style
does not show plainly is rendered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from xlreport.formats._format_code import WESTERN, parse_code
from xlreport.formats._format_text import UNKNOWN, has_date, render, significant
from xlreport.formats._styles import Styles, parse_index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlreport.formats._format_code import Section, Token
    from xlreport.formats.cell import RawKind, Shown

# The formats that every program has, as Excel in Chinese shows them (ECMA-376 part 1, 18.8.30).
_MONTH: Final = 'yyyy"年"m"月"'
_DAY: Final = 'm"月"d"日"'
_HALF_DAY: Final = '上午/下午h"时"mm"分"'
_ACCOUNTS: Final = '_ {0}* #,##0{1}_ ;_ {0}* \\-#,##0{1}_ ;_ {0}* "-"{2}_ ;_ @_ '
_BUILT_IN: Final[Mapping[int, str]] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"￥"#,##0;"￥"\\-#,##0',
    6: '"￥"#,##0;[Red]"￥"\\-#,##0',
    7: '"￥"#,##0.00;"￥"\\-#,##0.00',
    8: '"￥"#,##0.00;[Red]"￥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: _MONTH,
    **dict.fromkeys((28, 29), _DAY),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: _HALF_DAY,
    35: f'{_HALF_DAY}ss"秒"',
    36: _MONTH,
    37: "#,##0;\\-#,##0",
    38: "#,##0;[Red]\\-#,##0",
    39: "#,##0.00;\\-#,##0.00",
    40: "#,##0.00;[Red]\\-#,##0.00",
    41: _ACCOUNTS.format("", "", ""),
    42: _ACCOUNTS.format('"￥"', "", ""),
    43: _ACCOUNTS.format("", ".00", "??"),
    44: _ACCOUNTS.format('"￥"', ".00", "??"),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: _MONTH,
    51: _DAY,
    52: _MONTH,
    **dict.fromkeys((53, 54), _DAY),
    55: _HALF_DAY,
    56: f'{_HALF_DAY}ss"秒"',
    57: _MONTH,
    58: _DAY,
}
# Characters of codes that may be rendered for one workbook, and those that a short one counts as.
_MOST_WORK: Final = 750_000
_MOST_CODES: Final = 1_000  # of the cells of one workbook; Excel has room for some 250
_LEAST_WORK: Final = 30
_DAYS_TO_1904: Final = 1462  # from the day before 1900 that is day 0 to 1 January 1904
_SHORT: Final = re.compile("[0-9]{1,9}")
_LONGEST_DISPLAY: Final = 255
_PLAIN_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)(?:\.[0-9]*)?")
# Numbers with as few and as many digits as a short one, which tell whether any is added.
_PROBES: Final = (1, 987654321)
_PROBE_SHOWN: Final = re.compile(r"\s*(?:1|987654321)(?:\.0*)?\s*")
_ZERO_SHOWN: Final = re.compile(r"[\s0.,-]*")
_ANY_TEXT: Final = "字1"


# The look and the display of a cell that shows what it holds.
_PLAIN: Final[tuple[Shown, str]] = ("", "")


class _ByStyle(dict[str, str | None]):
    """The number format of a style, by its number as the XML writes it; None for a plain one.

    A format is plain where all numbers and texts are shown as they are, or where these and
    `short` whole numbers are. A style that no list has is General, as in LibreOffice; Excel
    repairs such a file in the same way.
    """

    def __init__(self, styles: Styles, *, short: bool) -> None:
        super().__init__()
        self.styles = styles
        self.short = short
        self.judged: set[str] = set()

    def __missing__(self, written: str) -> str | None:
        """Judge the style of this number."""
        index = parse_index(written)
        cells = self.styles.cells
        if not 0 <= index < len(cells):
            return None
        code = code_of(self.styles, cells[index].number_format)
        found: str | None = code
        if _take(self.judged, code):
            plain = _is_plain(code) or (self.short and _is_plain_for_whole(code))
            found = None if plain else code
        if written == str(index):
            self[written] = found
        return found


def _take(judged: set[str], code: str) -> bool:
    """Add a number format to those that are judged; tell whether there was room for it."""
    if len(judged) < _MOST_CODES:
        judged.add(code)
    return code in judged


class CellFormats:
    """The number formats of the cells of a workbook; it may be shared by workbooks."""

    def __init__(self, styles: Styles | None = None) -> None:
        """Take the styles of a workbook; without styles all is plain."""
        self.conditional = tuple((styles or Styles()).conditional)
        self.of_short = _ByStyle(styles or Styles(), short=True)
        self.of_any = _ByStyle(styles or Styles(), short=False)


@dataclass(slots=True)
class Renderer:
    """Renders what the cells of one workbook show, as long as that is no endless work.

    `from_1904` tells that the workbook counts days from 1 January 1904.
    """

    from_1904: bool = False
    left: int = _MOST_WORK
    judged: set[str] = field(default_factory=set)
    shown: dict[tuple[str, RawKind, str], tuple[Shown, str]] = field(default_factory=dict)

    def show(self, code: str, kind: RawKind, text: str) -> tuple[Shown, str]:
        """Return the look of a value under a number format, and its display (see `RawCell`)."""
        key = code, kind, text
        found = self.shown.get(key)
        if found is None:
            found = self._show_anew(code, kind, text)
            if found != _PLAIN:
                self.shown[key] = found
        return found

    def _show_anew(self, code: str, kind: RawKind, text: str) -> tuple[Shown, str]:
        """Render a value that was not rendered before, unless it is shown plainly."""
        if kind not in ("number", "text") or not text:
            return _PLAIN
        if not _take(self.judged, code):
            return "", UNKNOWN
        is_short = kind == "text" or _SHORT.fullmatch(text) is not None
        if _is_plain(code) or (is_short and _is_plain_for_whole(code)):
            return _PLAIN
        self.left -= len(code) + _LEAST_WORK
        later = _DAYS_TO_1904 if self.from_1904 else 0
        return ("", UNKNOWN) if self.left < 0 else _show(code, kind, text, later)


def _show(code: str, kind: RawKind, text: str, later: int) -> tuple[Shown, str]:
    """Return the look of a value and its display; a day is so many days `later`."""
    if kind == "text":
        text = text[:_LONGEST_DISPLAY]
        display = render(code, text)
        return "", "" if display.strip() == text.strip() else display[:_LONGEST_DISPLAY]
    number = significant(float(text))
    if has_date(code, number):
        return "date", render(code, number + later)
    display = render(code, number)
    is_plain = _PLAIN_NUMBER.fullmatch(display.strip()) is not None
    is_same = is_plain and Decimal(display.replace(",", "")) == number
    return "", "" if is_same else display


def code_of(styles: Styles, identifier: int) -> str:
    """Return the number format of an id: the file's own before the built-in one, else General."""
    code = styles.codes.get(identifier)
    return built_in_code(identifier) if code is None else code


def built_in_code(identifier: int) -> str:
    """Return the number format of an id that a file does not define; General for any other."""
    return _BUILT_IN.get(identifier, "")


@lru_cache(maxsize=1 << 10)
def _is_plain(code: str) -> bool:
    """Tell whether a format shows all numbers and texts as they are, as General and @ do."""
    sections = parse_code(code)
    kinds = [token.kind for token in sections[0].tokens if token.text.strip() or _is_general(token)]
    return len(sections) == 1 and _is_simple(sections[0]) and kinds in (["general"], ["value"])


def _is_general(token: Token) -> bool:
    return token.kind == "general"


@lru_cache(maxsize=1 << 10)
def _is_plain_for_whole(code: str) -> bool:
    """Tell whether a format shows texts and whole numbers from 0 plainly, as 0.00 does.

    0 may be shown as a dash or not at all.
    """
    sections = parse_code(code)
    if not all(_is_simple(section) for section in sections):
        return False
    is_of_digits = all(
        token.kind == "digit"
        or (token.kind == "sign" and token.text in ".,")
        or (token.kind == "text" and not token.text.strip())
        for token in sections[0].tokens
    )
    return (
        is_of_digits
        and all(_PROBE_SHOWN.fullmatch(render(code, n).replace(",", "")) for n in _PROBES)
        and _ZERO_SHOWN.fullmatch(render(code, 0)) is not None
        and render(code, _ANY_TEXT).strip() == _ANY_TEXT
    )


def _is_simple(section: Section) -> bool:
    return (
        section.known
        and not section.white
        and section.condition is None
        and section.numerals == WESTERN
    )
