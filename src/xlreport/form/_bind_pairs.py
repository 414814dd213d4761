"""Binding of the pairs of sums that a check compares, once for each line that has their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlreport.base.finding import Severity
from xlreport.base.toml_fault import error_at, fault
from xlreport.base.toml_location import TomlLocation
from xlreport.form._bind import bind_relation
from xlreport.form.check_kind import CheckKind
from xlreport.form.measure import Kind
from xlreport.form.parts import Cell, Pair, Table, Wanted
from xlreport.form.rule import Balance, Every, KeyTerm, Relation, Rule, Terms, parse_sum

_CONDITION = re.compile(r"(?P<sum>[^>=]+)(?P<sign>[>=])\s*(?P<word>0|yes|no|blank|filled)\s*")


@dataclass(frozen=True, slots=True)
class SumsOfCheck:
    """What the sums of one check are about: a table with an axis, or all tables."""

    id: str
    kind: CheckKind
    table: str
    every: Every
    tables: Sequence[Table]


@dataclass(frozen=True, slots=True)
class WrittenCondition:
    """A condition as a form file writes it: the text of its sum, what is asked of it, and where."""

    sum: str
    wanted: Wanted
    location: TomlLocation


def read_condition(text: str, location: TomlLocation) -> WrittenCondition:
    """Read `a + b > 0`, `a = 0`, `a = yes`, `a = no`, `a = blank` or `a = filled`."""
    match = _CONDITION.fullmatch(text)
    wanted = f"{match['sign']} {match['word']}" if match else ""
    if match is None or wanted not in set(Wanted):
        raise fault("check-condition", location, text=text)
    return WrittenCondition(match["sum"].strip(), Wanted(wanted), location)


def bind_pairs(
    check: SumsOfCheck,
    left: str | WrittenCondition,
    right: str | WrittenCondition,
    location: TomlLocation,
) -> Iterator[Pair]:
    """Bind two sums or conditions to each line that has their keys; raises `FormError`."""
    when, then = (
        side
        if isinstance(side, WrittenCondition)
        else WrittenCondition(side, Wanted.ABOVE_ZERO, location)
        for side in (left, right)
    )
    cells = {cell.index: cell for table in check.tables for cell in table.cells}
    for balance in _bind_sums(check, when, then, location):
        for side, terms in ((when, balance.left), (then, balance.right)):
            _check_side(side, terms, cells)
        scales = {cells[index].measure.scale for index in balance.cells}
        if check.kind is CheckKind.NOT_EQUAL and len(scales) > 1:
            raise fault("units-mixed", location, relation=f"{when.sum} != {then.sum}")
        by_answer = {when.wanted, then.wanted} - {Wanted.ABOVE_ZERO, Wanted.ZERO}
        within = balance.within or bool(by_answer)
        yield Pair(balance.place, balance.left, balance.right, within, when.wanted, then.wanted)


def _bind_sums(
    check: SumsOfCheck, left: WrittenCondition, right: WrittenCondition, location: TomlLocation
) -> Iterator[Balance]:
    sides = [_read_sum(side.sum, side.location) for side in (left, right)]
    relation = Relation(f"{left.sum.strip()}，{right.sum.strip()}", sides[0], "=", sides[1])
    # The rule gives the relation its table and axis; it is judged by no one.
    rule = Rule(check.id, check.table, Severity.ERROR, "", (relation,), check.every)
    return bind_relation(rule, relation, check.tables, location)


def _read_sum(text: str, location: TomlLocation) -> tuple[KeyTerm, ...]:
    try:
        terms = parse_sum(text)
    except ValueError as error:
        raise error_at(location, str(error)) from None
    if any(term.last or not term.name for term in terms):
        raise fault("sum-this-year", location, text=text.strip())
    return terms


def _check_side(
    side: WrittenCondition,
    terms: Terms,
    cells: dict[int, Cell],
) -> None:
    """Raise `FormError` for cells of which nothing like this can be asked."""
    location = side.location
    measures = [cells[term.cell].measure for term in terms]
    match side.wanted:
        case Wanted.YES | Wanted.NO:
            if [measure.kind for measure in measures] != [Kind.YES_NO]:
                raise fault("check-answer", location, text=f"{side.sum} {side.wanted}")
        case Wanted.BLANK | Wanted.FILLED:
            if any(term.factor != 1 for term in terms):
                raise fault("check-each", location, text=f"{side.sum} {side.wanted}")
        case _:
            for term, measure in zip(terms, measures, strict=True):
                if not measure.is_number:
                    facts = {"relation": side.sum.strip(), "cell": cells[term.cell].path}
                    raise fault("not-number", location, **facts)
            if len({measure.scale for measure in measures}) > 1:
                raise fault("units-mixed", location, relation=side.sum.strip())
