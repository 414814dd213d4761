"""The text of a number in one section of a number format."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.formats._format_code import WESTERN, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlreport.formats._format_code import Section

# A number has up to 309 digits before the point, and a format up to 1,000 places behind it.
_EXACT: Final = Context(prec=2_000, rounding=ROUND_HALF_UP)
_PADDING: Final = {"0": "0", "?": " ", "#": ""}
# The width of a number in General, its point included, and the digits where it has an exponent.
_GENERAL_WIDTH: Final = 11
_GENERAL_DIGITS: Final = 6
_LONGEST_DENOMINATOR: Final = 7
_DIGITS: Final = frozenset(WESTERN)
_PLACES: Final = ("", "十", "百", "千")
_CAPITAL_PLACES: Final = ("", "拾", "佰", "仟")
_MYRIADS: Final = ("", "万", "亿", "万")


class _Commas(NamedTuple):
    """What the commas of a section do: set off thousands, and divide by so many of them."""

    is_grouped: bool = False
    thousands: int = 0


def show_number(section: Section, number: Decimal) -> str:
    """Return what a section shows of a number that is not negative."""
    pieces = _show(section, number)
    if section.numerals == WESTERN:
        return "".join(piece.text for piece in pieces)
    if section.has("general"):
        return "".join(
            _in_words(piece.text, section.numerals) if piece.kind == "digit" else piece.text
            for piece in pieces
        )
    table = str.maketrans(WESTERN, section.numerals)
    return "".join(
        piece.text.translate(table) if piece.kind == "digit" else piece.text for piece in pieces
    )


def _show(section: Section, number: Decimal) -> list[Token]:
    """Return the pieces of the text; those of the number are of the kind "digit"."""
    tokens = section.tokens
    if section.has("general") or section.has("value"):
        return [_general(number) if t.kind in ("general", "value") else t for t in tokens]
    if not section.has("digit"):
        return list(tokens)
    percents = sum(token == Token("sign", "%") for token in tokens)
    number = number.scaleb(2 * percents, _EXACT)
    exponent = _index(tokens, "E")
    if exponent > 0:
        return _scientific(tokens[:exponent], tokens[exponent], tokens[exponent + 1 :], number)
    slash = _index(tokens, "/")
    if slash > 0 and tokens[slash - 1].kind == "digit" and any(_denominator(tokens[slash + 1 :])):
        return _fraction(tokens, slash, number)
    return _decimal(*_without_commas(tokens), number)


def _index(tokens: Sequence[Token], sign: str) -> int:
    """Return the position of the first sign that begins so; -1 for none."""
    found = (i for i, token in enumerate(tokens) if token.kind == "sign" and token.text[0] == sign)
    return next(found, -1)


def general_text(number: Decimal) -> str:
    """Return a number as the format General shows it in a column that is wide enough."""
    size = abs(number)
    if not number:
        return "0"
    if size < Decimal("1E11"):
        places = max(_GENERAL_WIDTH - 1 - max(size.adjusted() + 1, 1), 0)
        rounded = number.quantize(Decimal(1).scaleb(-places), context=_EXACT)
        if size >= Decimal("1E-4") or rounded == number:
            return f"{rounded:f}".rstrip("0").rstrip(".") if places else f"{rounded:f}"
    mantissa, _, power = f"{number:.{_GENERAL_DIGITS - 1}E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{power[0]}{power[1:]:0>2}"


def _general(number: Decimal) -> Token:
    return Token("digit", general_text(number))


def _without_commas(tokens: Sequence[Token]) -> tuple[list[Token], _Commas]:
    """Return the tokens without the commas that mean something, and what those mean.

    A comma with places of digits before and behind it sets off thousands; one directly behind the
    last place before the point, or behind the last of all, divides by 1000.
    """
    point = _index(tokens, ".")
    kept: list[Token] = []
    is_grouped, thousands = False, 0
    follows_digit = has_digits = False
    for position, token in enumerate(tokens):
        is_before_point = position < point or point < 0
        end = point if position < point else len(tokens)
        if token != Token("sign", ","):
            kept.append(token)
            follows_digit = token.kind == "digit"
            has_digits = has_digits or follows_digit
        elif not has_digits or not (follows_digit or _has_digit(tokens[position:end])):
            kept.append(Token("text", ","))
        elif _has_digit(tokens[position:end]):
            is_grouped = is_grouped or is_before_point
        else:
            thousands += 1
    return kept, _Commas(is_grouped, thousands)


def _has_digit(tokens: Sequence[Token]) -> bool:
    return any(token.kind == "digit" for token in tokens)


def _decimal(tokens: Sequence[Token], commas: _Commas, number: Decimal) -> list[Token]:
    """Fill a number into its places before and behind the point."""
    point = _index(tokens, ".")
    whole, behind = (tokens, ()) if point < 0 else (tokens[:point], tokens[point + 1 :])
    places = sum(token.kind == "digit" for token in behind)
    number = number.scaleb(-3 * commas.thousands, _EXACT)
    digits = f"{number.quantize(Decimal(1).scaleb(-places), context=_EXACT):f}"
    before, _, decimals = digits.partition(".")
    pieces = _fill_whole(whole, before.lstrip("0"), grouped=commas.is_grouped)
    if point >= 0:
        pieces.append(Token("text", "."))
    return [*pieces, *_fill_decimals(behind, decimals)]


def _fill_whole(tokens: Sequence[Token], digits: str, *, grouped: bool = False) -> list[Token]:
    """Fill digits into places from the right; the first place takes all that are left."""
    left = sum(token.kind == "digit" for token in tokens)
    if not left:
        return [*tokens, Token("digit", digits)]
    pieces: list[Token] = []
    shown = 0
    for token in reversed(tokens):
        if token.kind != "digit":
            pieces.append(token)
            continue
        left -= 1
        taken = (digits if not left else digits[-1:]) or _PADDING[token.text]
        digits = digits[:-1]
        for digit in reversed(taken):
            if grouped and shown and shown % 3 == 0:
                pieces.append(Token("text", " " if digit == " " else ","))
            pieces.append(Token("digit", digit))
            shown += 1
    return pieces[::-1]


def _fill_decimals(tokens: Sequence[Token], digits: str) -> Iterator[Token]:
    """Fill digits into places behind the point."""
    needed = len(digits.rstrip("0"))
    position = 0
    for token in tokens:
        if token.kind == "digit":
            is_shown = position < needed
            yield Token("digit", digits[position] if is_shown else _PADDING[token.text])
            position += 1
        else:
            yield token


def _scientific(
    mantissa: Sequence[Token], sign: Token, exponent: Sequence[Token], number: Decimal
) -> list[Token]:
    """Show a number with an exponent, which is a multiple of the places before the point."""
    point = _index(mantissa, ".")
    whole = mantissa if point < 0 else mantissa[:point]
    width = sum(token.kind == "digit" for token in whole)
    places = sum(token.kind == "digit" for token in mantissa) - width
    power = 0
    if number:
        power = _power(number, width)
        rounded = number.scaleb(-power, _EXACT).quantize(Decimal(1).scaleb(-places), context=_EXACT)
        power += _power(rounded, width) if rounded else 0  # 9.99 may have become 10.0
    tokens = [token for token in mantissa if token != Token("sign", ",")]
    shown = _decimal(tokens, _Commas(), number.scaleb(-power, _EXACT))
    mark = "-" if power < 0 else sign.text[1].replace("-", "")
    return [*shown, Token("text", f"E{mark}"), *_fill_whole(exponent, str(abs(power)))]


def _power(number: Decimal, width: int) -> int:
    """Return the exponent with which a number has at most `width` digits before the point."""
    digits = number.adjusted()
    return digits // width * width if width else digits + 1


def _fraction(tokens: Sequence[Token], slash: int, number: Decimal) -> list[Token]:
    """Show a number as a fraction, behind its whole part where there are places for that."""
    run = len(list(takewhile(lambda token: token.kind == "digit", reversed(tokens[:slash]))))
    before, written = tokens[: slash - run], "".join(_denominator(tokens[slash + 1 :]))
    has_whole = any(token.kind == "digit" for token in before)
    whole = int(number) if has_whole else 0
    rest = Fraction(number) - whole
    bottom = int(written)
    if bottom:
        top = int(rest * bottom + Fraction(1, 2))
    else:
        near = rest.limit_denominator(10 ** min(len(written), _LONGEST_DENOMINATOR) - 1)
        top, bottom = near.numerator, near.denominator
    if has_whole and top == bottom:
        whole, top = whole + 1, 0
    pieces = list(before)
    if has_whole:
        pieces = _fill_whole(before, str(whole) if whole or not top else "")
    shown = f"{top}/{bottom}" if top or not has_whole else " " * (run + 1 + len(written))
    return [*pieces, Token("digit", shown), *tokens[slash + 1 + len(written) :]]


def _denominator(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the digits of a denominator, 0 for a place."""
    for token in tokens:
        if token.kind != "digit" and token.text not in _DIGITS:
            return
        yield "0" if token.kind == "digit" else token.text


def _in_words(number: str, numerals: str) -> str:
    """Return a number in General as Chinese words: 一百二十三."""
    whole, point, decimals = number.partition(".")
    if not whole.isdecimal():
        return number.translate(str.maketrans(WESTERN, numerals))
    places = _CAPITAL_PLACES if numerals[1] == "壹" else _PLACES
    zero = numerals[0]
    words = "".join(
        numerals[int(digit)] + (places[left % 4] or _MYRIADS[min(left // 4, 3)])
        for left, digit in zip(range(len(whole) - 1, -1, -1), whole, strict=True)
    )
    words = re.sub(f"{zero}[{''.join(places)}]", zero, words)
    words = re.sub(f"{zero}+(?=[万亿]|$)", "", re.sub(f"{zero}+", zero, words))
    words = words.replace("亿万", "亿") or zero
    return words + point + decimals.translate(str.maketrans(WESTERN, numerals))
