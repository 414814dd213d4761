"""How the numbers of lists are written: 3, 三, ③, 叁, C, iii (ISO/IEC 29500-1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

_MOST: Final = 9999
_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _chinese(value: int, digits: str = f"零{_DIGITS[1:]}", units: str = "十百千") -> str:
    """Write 1 to 9999 as it is counted: 十, 二十一, 一百零五; 十 has no 一 before it."""
    text, is_gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += (
                f"{digits[0] if is_gap else ''}{digits[digit]}{units[place - 1] if place else ''}"
            )
        is_gap = bool(text) and not digit
    ten = digits[1] + units[0]
    return text[1:] if text.startswith(ten) and units[0] == "十" else text


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (value // worth)
        value %= worth
    return text


def _from(first: str, most: int) -> Callable[[int], str]:
    """Make the format of characters that follow one another, decimal beyond the last."""
    return lambda value: chr(ord(first) + value - 1) if value <= most else str(value)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if value <= len(signs) else str(value)


def _letters(first: str) -> Callable[[int], str]:
    """Make the format a, b, …, z, aa, bb."""
    return lambda value: chr(ord(first) + (value - 1) % 26) * min((value - 1) // 26 + 1, 20)


def _by_digit(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))


FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    **dict.fromkeys(("decimal", "decimalHalfWidth"), str),
    "decimalZero": lambda value: f"{value:02}",
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from("①", 20)),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    **dict.fromkeys(("ideographEnclosedCircle",), _from("㊀", 10)),
    "none": lambda _: "",
    "numberInDash": lambda value: f"- {value} -",
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting"),
            *("taiwaneseCounting", "taiwaneseCountingThousand"),
        ),
        _chinese,
    ),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _by_digit
    ),
    "chineseLegalSimplified": lambda value: _chinese(value, *_LEGAL),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
}
"""The formats that are known here, by the names of the standard; those of other scripts are not."""


def write_number(value: int, name: str) -> str:
    """Write a number in a known format; decimal beyond what lists count."""
    return FORMATS[name](value) if 0 < value <= _MOST else str(value)
