"""The parts of an Excel number format (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a token of a section is: a text that is shown as it stands, a place of a digit (0, # or ?),
# a sign with a meaning of its own (. , % / or E+), a part of a date, a number or text in General.
TokenKind = Literal["text", "digit", "sign", "date", "general", "value"]

WESTERN: Final = "0123456789"
# A filler fills the column with its character.
_FILLED: Final = 3
_LONGEST_CODE: Final = 1_000  # Excel takes 255 characters
_NOON: Final = "上午/下午"
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<gap>.)|\*(?P<filler>.)|\[(?P<bracket>[^\]]{0,255})\]'
    rf"|(?P<general>general|g/通用格式)|(?P<date>am/pm|a/p|{_NOON}|y+|m+|d+|h+|s+|a{{3,}}|g+|b+)"
    r"|(?P<exponent>e[+-])|(?P<era>e+)|(?P<digit>[0#?])|(?P<value>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(
    r"(<=|>=|<>|<|>|=) *([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:E[+-]?[0-9]+)?)", re.I
)
_ELAPSED: Final = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY: Final = re.compile(
    r"\$(?P<sign>.*?)(?:-(?P<locale>[0-9a-f]{1,8})(?:,[^,]*)*)?", re.I | re.S
)
_NUMERALS: Final = re.compile(r"(?:dbnum|natnum)([0-9]+)", re.IGNORECASE)
_COLOUR: Final = re.compile(
    r"black|blue|cyan|green|magenta|red|yellow|(?:color|颜色) ?[0-9]{1,2}"
    r"|黑色?|蓝色?|青色?|绿色?|洋红色?|红色?|黄色?",
    re.IGNORECASE,
)
_WHITE: Final = re.compile(r"white|(?:color|颜色) ?2|白色?", re.IGNORECASE)
# The digits of [DBNum1] to [DBNum3] and of the high byte of a locale such as [$-D00041E].
_DATABASE_NUMERALS: Final = {
    "1": "〇一二三四五六七八九",
    "2": "零壹贰叁肆伍陆柒捌玖",
    "3": "０１２３４５６７８９",
}
_SHAPES: Final = {
    0x01: WESTERN,
    0x02: "٠١٢٣٤٥٦٧٨٩",
    0x03: "۰۱۲۳۴۵۶۷۸۹",
    0x0D: "๐๑๒๓๔๕๖๗๘๙",
    0x1B: _DATABASE_NUMERALS["1"],
    0x1C: _DATABASE_NUMERALS["2"],
    0x1D: _DATABASE_NUMERALS["3"],
}
_KINDS: Final[Mapping[str, TokenKind]] = {
    "digit": "digit",
    "value": "value",
    "general": "general",
}
_UNKNOWN_NUMERALS: Final = "□" * 10


class Token(NamedTuple):
    """One token of a section."""

    kind: TokenKind
    text: str


class Condition(NamedTuple):
    """The condition of a section, such as [<10]."""

    operator: str
    limit: Decimal


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a number format.

    `numerals` are its ten digits, `locale` is the language that it states, 0 for none. `white` is a
    section in white letters, and `known` tells whether all its brackets are understood.
    """

    tokens: tuple[Token, ...] = ()
    condition: Condition | None = None
    numerals: str = WESTERN
    locale: int = 0
    white: bool = False
    known: bool = True

    def has(self, kind: TokenKind) -> bool:
        """Tell whether the section has a token of this kind."""
        return any(token.kind == kind for token in self.tokens)


GENERAL: Final = Section((Token("general", ""),))


@lru_cache(maxsize=1 << 10)
def parse_code(code: str) -> tuple[Section, ...]:
    """Split a number format into its sections; an empty one is General, as no format is.

    A code that is too long gives one section that is not known.
    """
    if not code:
        return (GENERAL,)
    if len(code) > _LONGEST_CODE:
        return (Section(known=False),)
    drafts = [_Draft()]
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            drafts.append(_Draft())
        else:
            drafts[-1].add(match)
    return tuple(draft.finish() for draft in drafts)


class _Draft:
    """A section while its tokens are read."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.condition: Condition | None = None
        self.numerals = WESTERN
        self.locale = 0
        self.white = False
        self.known = True

    def add(self, match: re.Match[str]) -> None:
        kind, text = match.lastgroup, match[match.lastgroup or 0]
        if kind == "bracket":
            self._add_bracket(text)
        elif kind == "gap":
            self.tokens.append(Token("text", " "))
        elif kind == "filler":
            self.tokens.append(Token("text", text if text == " " else text * _FILLED))
        elif kind in ("date", "era"):
            self.tokens.append(Token("date", text.lower()))
        elif kind == "exponent" or (kind == "other" and text in ".,%/"):
            self.tokens.append(Token("sign", text.upper()))
        else:
            self.tokens.append(Token(_KINDS.get(kind or "", "text"), text))

    def _add_bracket(self, text: str) -> None:
        """Add what stands between brackets."""
        if (currency := _CURRENCY.fullmatch(text)) is not None:
            self.tokens.append(Token("text", currency["sign"]))
            self._add_locale(int(currency["locale"] or "0", 16))
        elif (condition := _CONDITION.fullmatch(text)) is not None:
            self.condition = Condition(condition[1], Decimal(condition[2]))
        elif _ELAPSED.fullmatch(text) is not None:
            self.tokens.append(Token("date", f"[{text.lower()}]"))
        elif (numerals := _NUMERALS.fullmatch(text)) is not None:
            self.numerals = _DATABASE_NUMERALS.get(numerals[1], _UNKNOWN_NUMERALS)
        elif _WHITE.fullmatch(text) is not None:
            self.white = True
        elif _COLOUR.fullmatch(text) is None:
            self.known = False

    def _add_locale(self, locale: int) -> None:
        """Add a language; its high byte is the shape of the digits."""
        self.locale = locale & 0xFFFF
        shape = locale >> 24
        if shape:
            self.numerals = _SHAPES.get(shape, _UNKNOWN_NUMERALS)

    def finish(self) -> Section:
        """Return the section; one of Chinese digits and nothing else is General in these."""
        tokens = tuple(token for token in self.tokens if token.text or token.kind == "general")
        if not tokens and self.numerals != WESTERN:
            tokens = GENERAL.tokens
        return Section(
            tokens, self.condition, self.numerals, self.locale, white=self.white, known=self.known
        )
