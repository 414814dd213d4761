"""Linear relations (勾稽关系) as they are written in a form file.

One parsed relation gives the Excel formula, the check over all returns, both sides of the
finding and the constraint of error localisation; so a relation is a value, never code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from xlreport.base.finding import Severity
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.base.toml_fault import fault_sentence

_MOST_DIGITS = 12  # of a number in a relation; sums over all cells then fit into 64 bits
_LARGEST_FACTOR = 999
_OPERATOR = re.compile(r"[<>]?=")
_BRACKETS = "()[]{}（）【】"
_TOKEN = re.compile(
    r"\s*(?:(?:(?P<factor>[0-9]+)\s*\*\s*)?(?P<name>[a-z][a-z0-9_.]*)|(?P<number>[0-9]+)"
    r"|(?P<sign>[-+]))"
)


@public
class Every(StrEnum):
    """The axis along which a rule is repeated."""

    COLUMN = "column"
    ROW = "row"
    NOWHERE = ""


@public
class EarlierBlock(StrEnum):
    """The earlier figures that an item of a relation may be; the order is that of their blocks.

    The earlier figures of a department are one row of values: those of the period before, by the
    form's cells. The row of a form that is not yearly has two more such blocks: the same period a
    year ago, and the period before within the year, which is 0 in the first period of a year.
    """

    LAST = "last"
    LAST_YEAR = "last_year"
    WITHIN_YEAR = "within_year"
    NONE = ""


EARLIER_KEYS = (EarlierBlock.LAST, EarlierBlock.LAST_YEAR)
"""What stands before a key to name a figure of an earlier report; it can be no key itself."""


@public
@dataclass(frozen=True, slots=True)
class KeyTerm:
    """One item of a sum: keys multiplied by a factor, or a whole number where `name` is empty.

    `factor` is negative behind a minus sign, and 1 or -1 where none is written.
    """

    factor: int
    name: tuple[str, ...] = ()
    number: int = 0
    earlier: EarlierBlock = EarlierBlock.NONE

    @property
    def last(self) -> bool:
        """Tell whether it is a figure of an earlier report."""
        return self.earlier is not EarlierBlock.NONE


@public
@dataclass(frozen=True, slots=True)
class Relation:
    """`left operator right`: each side is a sum of terms, the operator `=`, `<=` or `>=`."""

    text: str
    left: tuple[KeyTerm, ...]
    operator: str
    right: tuple[KeyTerm, ...]

    @property
    def terms(self) -> tuple[KeyTerm, ...]:
        """The terms of both sides."""
        return self.left + self.right


@public
@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a form file: relations with an id, a severity and the official sentence.

    `table` is empty for a rule across tables. `fill` marks a total: its left side is computed.
    `against` are the ids of other forms, with whose cells it compares those of its own. `only`
    are the rows or columns to which a repeated rule is restricted, none where it holds in all.
    """

    id: str
    table: str
    severity: Severity
    say: str
    relations: tuple[Relation, ...]
    every: Every = Every.NOWHERE
    fill: bool = False
    against: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    __repr__ = one_line(lambda it: f"{it.id} {it.severity.value}: {it.say}")

    @property
    def within_year(self) -> bool:
        """Tell whether the rule restarts with the year."""
        return any(
            t.earlier is EarlierBlock.WITHIN_YEAR for each in self.relations for t in each.terms
        )


def parse_relation(text: str) -> Relation:
    """Read `a + 2 * b = c - d`: two sums (see `parse_sum`) with `=`, `<=` or `>=` between them.

    Raises `ValueError` with a Chinese sentence about the fault.
    """
    operators = list(_OPERATOR.finditer(text))
    bounds = [0, *(at for operator in operators for at in operator.span()), len(text)]
    sides = [_terms(text, *bounds[at : at + 2]) for at in range(0, len(bounds), 2)]
    if len(sides) != 2 or None in sides:
        raise ValueError(fault_sentence("relation-sides", text=text))
    left, right = (side or () for side in sides)
    if not any(term.name for term in left + right):
        raise ValueError(fault_sentence("relation-no-name", text=text))
    return Relation(text, left, operators[0][0], right)


def parse_sum(text: str) -> tuple[KeyTerm, ...]:
    """Read `a + 2 * b - last.c`: keys, dotted keys, `last.` and `last_year.`, whole numbers.

    Raises `ValueError` with a Chinese sentence about the fault.
    """
    terms = _terms(text, 0, len(text))
    if not terms:
        raise ValueError(fault_sentence("relation-sum", text=text))
    return terms


def _terms(text: str, start: int, end: int) -> tuple[KeyTerm, ...] | None:
    """Read a part of a text as a sum; None where nothing stands there or a sign stands last."""
    terms: list[KeyTerm] = []
    sign, position = 0, start
    while text[position:end].strip():
        match = _TOKEN.match(text, position, end)
        if match is None:
            raise ValueError(_unread(text, position))
        position = match.end()
        if match["sign"]:
            if sign:
                raise ValueError(fault_sentence("relation-two-signs", text=text))
            sign = 1 if match["sign"] == "+" else -1
            continue
        if terms and not sign:
            raise ValueError(fault_sentence("relation-no-sign", text=text, name=match[0].strip()))
        terms.append(_term(match, sign or 1, text))
        sign = 0
    return tuple(terms) if terms and not sign else None


def _unread(text: str, position: int) -> str:
    """Say what is wrong with a text from a position on."""
    rest = text[position:].strip()
    if rest[0] in _BRACKETS:
        return fault_sentence("relation-brackets", text=text)
    if rest[0] == "*":
        return fault_sentence("relation-product", text=text)
    return fault_sentence("relation-unread", text=text, rest=rest)


def _term(match: re.Match[str], sign: int, text: str) -> KeyTerm:
    if match["number"]:
        if len(match["number"]) > _MOST_DIGITS:
            raise ValueError(
                fault_sentence(
                    "relation-number", text=text, number=match["number"][:20], digits=_MOST_DIGITS
                )
            )
        return KeyTerm(sign, number=int(match["number"]))
    factor = sign * _factor(match["factor"] or "1", text)
    first, *others = match["name"].split(".")
    if not all([first, *others]):
        raise ValueError(fault_sentence("relation-dot", text=match["name"]))
    if first not in EARLIER_KEYS:
        return KeyTerm(factor, (first, *others))
    if not others:
        raise ValueError(fault_sentence("relation-last", name=first))
    return KeyTerm(factor, tuple(others), earlier=EarlierBlock(first))


def _factor(digits: str, text: str) -> int:
    factor = int(digits) if len(digits) <= _MOST_DIGITS else 0
    if not 1 <= factor <= _LARGEST_FACTOR:
        facts = {"text": text, "factor": digits[:20], "largest": _LARGEST_FACTOR}
        raise ValueError(fault_sentence("relation-factor", **facts))
    return factor


class Term(NamedTuple):
    """One cell of a sum, by its index, and the factor by which its value is multiplied."""

    cell: int
    factor: int


Terms = tuple[Term, ...]
"""The terms of a sum over cells."""


@public
@dataclass(frozen=True, slots=True)
class Balance:
    """A relation applied to one row or column: sums over the form's cells.

    `left_last` and `right_last` are sums over a row of earlier figures, by its indexes, which are
    those of the cells in the first of its blocks (see `EarlierBlock`).
    `place` is the official label of the row or column, empty for a rule that is not repeated. A
    balance `within` a return does not follow for the sum of several: it has a constant, or cells
    that are not added up.
    """

    rule: Rule
    relation: Relation
    place: str
    left: Terms
    right: Terms
    left_last: Terms
    right_last: Terms
    constant: int
    within: bool

    @property
    def cells(self) -> tuple[int, ...]:
        """The indexes of this year's cells, those of the left side first."""
        return tuple(term.cell for term in self.left + self.right)

    @property
    def last_cells(self) -> tuple[int, ...]:
        """The indexes into a row of earlier figures, those of the left side first."""
        return tuple(term.cell for term in self.left_last + self.right_last)


@public
@dataclass(frozen=True, slots=True)
class CrossBalance:
    """A relation between the cells of two forms, judged where both are collected.

    In `balance` the cells of its own form come first; the cells of the form with the id `other`
    are counted on from `own`, the number of the former.
    """

    other: str
    own: int
    balance: Balance
