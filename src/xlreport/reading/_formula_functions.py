"""The operators and functions that a formula in an input is recalculated with.

They do what spreadsheet programs do: SUM passes over text in cells, a blank counts as 0, and an
error value in any part makes the result an error.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Final

from xlreport.reading._formula_tree import NotComputed, Scalar

Argument = Scalar | tuple[Scalar, ...]
"""A single value, or the values of a range of cells without its blanks."""

_NUMERAL: Final = re.compile(r"\s*[+-]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})\s*")
_CRITERION: Final = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_LARGEST_POWER: Final = 300
_NOTHING: Final = 2**-48  # of the larger part of a sum
_MOST_DIGITS: Final = 15  # that a number of a spreadsheet has


class ErrorValue(Exception):  # noqa: N818 - the result of a formula, not a failure of ours
    """An error value such as #DIV/0!, which is the result of every formula it is part of."""


def number_of(value: Scalar) -> float:
    """Return a value as a number, as an operator takes it; raises `ErrorValue`."""
    if value is None or isinstance(value, bool | float):
        return float(value or 0)
    if _NUMERAL.fullmatch(value):
        return float(value)
    if any(sign.isdigit() for sign in value):
        raise NotComputed("公式把文字当作数字计算")  # a date, 12%, 1,024: each program its own way
    raise ErrorValue("#VALUE!")


def text_of(value: Scalar) -> str:
    """Return a value as a text, as & takes it."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    return value if isinstance(value, str) else number_text(value)


def number_text(value: float) -> str:
    """Write a number with the digits that a spreadsheet shows: 12, 0.3."""
    return f"{Decimal(f'{value:.{_MOST_DIGITS}g}').normalize():f}"


def truth_of(value: Scalar) -> bool:
    """Return a value as a condition; raises `ErrorValue` for a text."""
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        raise ErrorValue("#VALUE!")
    return bool(value)


def single(argument: Argument) -> Scalar:
    """Return the value of an argument that has to be one value."""
    if isinstance(argument, tuple):
        raise NotComputed("公式在应为一个单元格的地方引用了区域")
    return argument


def _numbers(arguments: Iterable[Argument]) -> list[float]:
    """List the numbers of some arguments: of ranges numbers only, other arguments converted."""
    numbers: list[float] = []
    for argument in arguments:
        if isinstance(argument, tuple):
            numbers += [value for value in argument if isinstance(value, float)]
        else:
            numbers.append(number_of(argument))
    return numbers


def _values(arguments: Iterable[Argument]) -> Iterator[Scalar]:
    for argument in arguments:
        if isinstance(argument, tuple):
            yield from argument
        else:
            yield argument


def _divide(left: float, right: float) -> float:
    if not right:
        raise ErrorValue("#DIV/0!")
    return left / right


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > _LARGEST_POWER or (not base and exponent <= 0):
        raise ErrorValue("#NUM!")
    if base < 0 and exponent != int(exponent):
        raise ErrorValue("#NUM!")
    return math.pow(base, exponent)


def _compare(left: Scalar, right: Scalar) -> int:
    """Order two values: numbers before texts before truth values, texts whatever their case."""
    if left is None or right is None:
        other = right if left is None else left
        blank: Scalar = "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0
        left, right = blank if left is None else left, blank if right is None else right
    first, second = _sort_key(left), _sort_key(right)
    return (first > second) - (first < second)


def _sort_key(value: Scalar) -> tuple[int, float, str]:
    if isinstance(value, str):
        return 1, 0.0, value.casefold()
    return (2 if isinstance(value, bool) else 0), float(f"{value or 0:.{_MOST_DIGITS}g}"), ""


def _comparison(test: Callable[[int, int], bool]) -> Callable[..., Scalar]:
    return lambda left, right: test(_compare(single(left), single(right)), 0)


def _arithmetic(compute: Callable[[float, float], float]) -> Callable[..., Scalar]:
    return lambda left, right: compute(number_of(single(left)), number_of(single(right)))


def _sum_of_two(left: float, right: float) -> float:
    """Add two numbers; what is left of 0.3 - 0.2 - 0.1 is 0 in a spreadsheet."""
    result = left + right
    return result if abs(result) > abs(left) * _NOTHING else 0.0


def _rounding(mode: str) -> Callable[..., Scalar]:
    def rounded(number: Argument, digits: Argument = 0.0) -> float:
        places = int(number_of(single(digits)))
        if abs(places) > _MOST_DIGITS:
            raise NotComputed("公式的小数位数过多")
        exact = Decimal(f"{number_of(single(number)):.{_MOST_DIGITS}g}")
        return float(exact.scaleb(places).to_integral_value(mode).scaleb(-places))

    return rounded


def _average(*arguments: Argument) -> float:
    numbers = _numbers(arguments)
    return _divide(math.fsum(numbers), len(numbers))


def _modulus(number: Argument, divisor: Argument) -> float:
    right = number_of(single(divisor))
    if not right:
        raise ErrorValue("#DIV/0!")
    return number_of(single(number)) % right


def _count(*arguments: Argument) -> float:
    return float(sum(isinstance(value, float) for value in _values(arguments)))


def _count_if(cells: Argument, criterion: Argument) -> float:
    return float(sum(map(_criterion(single(criterion)), _values([cells]))))


def _criterion(wanted: Scalar) -> Callable[[Scalar], bool]:
    """Return the test of COUNTIF: a value, or a comparison written as text such as ">=3"."""
    sign, rest = "=", wanted
    if isinstance(wanted, str):
        match = _CRITERION.fullmatch(wanted)
        assert match is not None  # it fits any text
        sign, rest = match[1] or "=", match[2]
        # Blanks, which are not among the values here, differ from everything.
        if not match[2] or sign == "<>" or any(wild in match[2] for wild in "*?~"):
            raise NotComputed("公式按通配符或空白统计")
        rest = float(match[2]) if _NUMERAL.fullmatch(match[2]) else match[2]
    is_number = isinstance(rest, float)
    test = _TESTS[sign]

    def fits(value: Scalar) -> bool:
        if isinstance(value, str) and is_number and sign == "=" and _NUMERAL.fullmatch(value):
            value = float(value)  # COUNTIF counts a 3 that is stored as text, too
        if isinstance(value, float) != is_number:
            return False
        return test(_compare(value, rest), 0)

    return fits


def _is_all(*arguments: Argument) -> bool:
    return all(truth_of(value) for value in _values(arguments) if value is not None)


def _is_any(*arguments: Argument) -> bool:
    return any(truth_of(value) for value in _values(arguments) if value is not None)


_TESTS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
FUNCTIONS: Final[Mapping[str, Callable[..., Scalar]]] = {
    **{sign: _comparison(test) for sign, test in _TESTS.items()},
    "+": _arithmetic(_sum_of_two),
    "-": _arithmetic(lambda left, right: _sum_of_two(left, -right)),
    "*": _arithmetic(operator.mul),
    "/": _arithmetic(_divide),
    "^": _arithmetic(_power),
    "%": lambda number: number_of(single(number)) / 100,
    "0-": lambda number: -number_of(single(number)),
    "&": lambda left, right: text_of(single(left)) + text_of(single(right)),
    "SUM": lambda *arguments: math.fsum(_numbers(arguments)),
    "PRODUCT": lambda *arguments: math.prod(_numbers(arguments)),
    "MAX": lambda *arguments: max(_numbers(arguments), default=0.0),
    "MIN": lambda *arguments: min(_numbers(arguments), default=0.0),
    "AVERAGE": _average,
    "COUNT": _count,
    "COUNTA": lambda *arguments: float(sum(1 for value in _values(arguments) if value is not None)),
    "COUNTIF": _count_if,
    "ABS": lambda number: abs(number_of(single(number))),
    "INT": lambda number: float(math.floor(number_of(single(number)))),
    "SIGN": lambda number: (
        math.copysign(1.0, value) if (value := number_of(single(number))) else 0.0
    ),
    "MOD": _modulus,
    "ROUND": _rounding(ROUND_HALF_UP),
    "ROUNDUP": _rounding(ROUND_UP),
    "ROUNDDOWN": _rounding(ROUND_DOWN),
    "TRUNC": _rounding(ROUND_DOWN),
    "AND": _is_all,
    "OR": _is_any,
    "NOT": lambda value: not truth_of(single(value)),
    "TRUE": lambda: True,
    "FALSE": lambda: False,
    "N": lambda value: number_of(value) if isinstance(value, float) else 0.0,
    "VALUE": lambda text: number_of(single(text)),
    "LEN": lambda text: float(len(text_of(single(text)))),
    "CONCATENATE": lambda *arguments: "".join(text_of(single(each)) for each in arguments),
    "CONCAT": lambda *arguments: "".join(map(text_of, _values(arguments))),
}
"""The functions by name, and the operators by sign, over computed arguments."""

OVER_CELLS: Final = frozenset(
    {"SUM", "PRODUCT", "MAX", "MIN", "AVERAGE", "COUNT", "COUNTA", "COUNTIF", "AND", "OR"}
)
"""The functions that pass over text in a cell, even in a single one."""
