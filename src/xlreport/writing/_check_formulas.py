"""The formulas of the 检查 sheet, each with the value it has: what Excel computes as one types.

Only functions of Excel 2007. A text in a cell counts as 0 in a sum, as SUM has it, and makes the
verdict "？", as the reader does not judge a rule over a cell that is no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xlreport.base.address import a1, a1_range, quoted
from xlreport.form.measure import Kind, to_number
from xlreport.form.rule import Balance, Terms
from xlreport.layout.checks_sheet import CheckLine
from xlreport.layout.cover import NIL
from xlreport.layout.formulas import rectangles
from xlreport.layout.layout import Layout, Position
from xlreport.writing.content import Formula

_DECIMALS = 6  # those of money in 万元; binary fractions do not add up exactly
RIGHT, WRONG, OPEN, UNKNOWN, HALF = "√", "×", "—", "？", "○"


@dataclass(frozen=True, slots=True)
class Figures:
    """Is what Excel sees in the value cells, by cell index.

    `numbers` are in the cell's unit, None where there is none; `wrong` cells hold text, or a
    fraction where a whole number belongs. `last` is last year's figures (scaled integers), None
    where the workbook shows none.
    """

    numbers: Sequence[Decimal | None]
    wrong: frozenset[int]
    nil: frozenset[str]
    last: Sequence[int | None] | None


def line_formulas(layout: Layout, line: CheckLine, figures: Figures) -> dict[str, Formula]:
    """Give the formulas of a line's fields: left, right, difference, verdict."""
    if line.balance is None:
        return _number_formulas(layout, line, figures)
    if line.last and not _is_known(line.balance, figures):
        return {"verdict": Formula(f'"{OPEN}"', OPEN)}  # last year's report does not have it
    own = _own(layout, line)
    relation, measure = line.balance.relation, layout.form.cells[line.cells[0]].measure
    (left, left_value), (right, right_value) = _sides(layout, line, figures)
    gap = round(left_value - right_value, _DECIMALS)
    difference = f"ROUND({own['left']}-{own['right']},{_DECIMALS})"
    areas = _areas(layout, line.inputs)
    unread = "+".join(_unread(area, whole=measure.kind is not Kind.MONEY) for area in areas)
    blank, is_blank = _blankness(layout, line, figures)
    verdict = (
        f'IF({blank},"{OPEN}",IF({unread}>0,"{UNKNOWN}",'
        f'IF({own["difference"]}{relation.operator}0,"{RIGHT}","{WRONG}")))'
    )
    holds = {"=": gap == 0, "<=": gap <= 0, ">=": gap >= 0}[relation.operator]
    value = RIGHT if holds else WRONG
    if is_blank:
        value = OPEN
    elif figures.wrong.intersection(line.inputs):
        value = UNKNOWN
    return {
        "left": Formula(left, _plain(left_value)),
        "right": Formula(right, _plain(right_value)),
        "difference": Formula(difference, _plain(gap)),
        "verdict": Formula(verdict, value),
    }


def _is_known(balance: Balance, figures: Figures) -> bool:
    last = figures.last or ()
    return any(last[index] is not None for index in balance.last_cells)


def _blankness(layout: Layout, line: CheckLine, figures: Figures) -> tuple[str, bool]:
    """Tell, as a formula and as it is, whether nothing is filled in that a line could judge.

    Blanks on both sides hold in most lines. Where they would not, because of a whole number or of
    last year's figures, a blank is a 0 where the reader takes it for one: in a row that holds a
    number and in a table declared nil.
    """
    form, inputs = layout.form, line.inputs
    nil: tuple[str, ...] = ()
    assert line.balance is not None  # number lines count
    if line.last or line.balance.constant:
        rows = {(form.cells[index].table, form.cells[index].row) for index in inputs}
        inputs = tuple(cell.index for cell in form.inputs if (cell.table, cell.row) in rows)
        nil = tuple(dict.fromkeys(form.cells[index].table for index in inputs))
    empty = [f"COUNT({','.join(_areas(layout, inputs))})=0"]
    empty += [f'{_here(layout.fields[f"declared:{table}"])}=""' for table in nil]
    is_blank = all(figures.numbers[index] is None for index in inputs)
    return (
        f"AND({','.join(empty)})" if nil else empty[0],
        is_blank and not figures.nil.intersection(nil),
    )


def _sides(
    layout: Layout, line: CheckLine, figures: Figures
) -> tuple[tuple[str, Decimal], tuple[str, Decimal]]:
    """Give formula and value of both sides of a relation; last year's figures are constants.

    A whole number of the relation stands on the right, as in the findings.
    """
    balance = line.balance
    assert balance is not None  # number lines have no sides
    last = figures.last or [0] * len(figures.numbers)
    measure = layout.form.cells[line.cells[0]].measure

    def side(terms: Terms, before: Terms, number: int = 0) -> tuple[str, Decimal]:
        past = number + sum((last[term.cell] or 0) * term.factor for term in before)
        constant = Decimal(past).scaleb(-measure.scale)
        value = constant + sum(
            (figures.numbers[term.cell] or Decimal()) * term.factor for term in terms
        )
        text = ""
        for sign, symbol in ((1, "+"), (-1, "-")):
            cells = tuple(term.cell for term in terms if term.factor == sign)
            if cells:
                text += f"{symbol}SUM({','.join(_areas(layout, cells))})"
        if constant or not text:
            text += (
                f"+{to_number(past, measure)!r}" if past >= 0 else repr(to_number(past, measure))
            )
        return text.removeprefix("+"), value

    left = side(balance.left, balance.left_last)
    return left, side(balance.right, balance.right_last, -balance.constant)


def _number_formulas(layout: Layout, line: CheckLine, figures: Figures) -> dict[str, Formula]:
    """Count the cells of a table, and those that hold no number or one of the wrong kind."""
    own = _own(layout, line)
    kinds = {index: layout.form.cells[index].measure.kind for index in line.inputs}
    signed = tuple(index for index, kind in kinds.items() if kind is Kind.CHANGE)
    money = Kind.MONEY in kinds.values()
    counts = [_unread(area, whole=True) for area in _areas(layout, signed)]
    unsigned = tuple(index for index in line.inputs if index not in signed)
    counts += [_unsigned(area, whole=not money) for area in _areas(layout, unsigned)]
    bad = figures.wrong.intersection(line.inputs)
    negative = {index for index in unsigned if (figures.numbers[index] or 0) < 0}
    found, all_cells = len(bad | negative), len(line.inputs)
    return {
        "left": Formula(str(all_cells), all_cells),
        "right": Formula(f"{own['left']}-{own['difference']}", all_cells - found),
        "difference": Formula("+".join(counts), found),
        "verdict": Formula(
            f'IF({own["difference"]}=0,"{RIGHT}","{WRONG}")', WRONG if found else RIGHT
        ),
    }


def table_formulas(layout: Layout, key: str, figures: Figures) -> dict[str, Formula]:
    """Give the formulas that say how far a table is filled in."""
    inputs = tuple(cell.index for cell in layout.form.table(key).cells if not cell.total)
    names = ("filled", "blank", "declared")
    own = {name: _here(layout.fields[f"{name}:{key}"]) for name in names}
    areas = _areas(layout, inputs)
    there = sum(figures.numbers[i] is not None or i in figures.wrong for i in inputs)
    something = any(figures.numbers[i] or i in figures.wrong for i in inputs)
    declared = key in figures.nil
    blank = 0 if declared else len(inputs) - there
    place = layout.fields[f"nil:{key}"]
    nil = _elsewhere(place.sheet, (place.row, place.column, place.row, place.column))
    texts = [i for i in inputs if layout.form.cells[i].measure.unit_required]
    numeric = tuple(index for index in inputs if index not in texts)
    nonzero = "+".join(
        [f"SUMPRODUCT(--({area}<>0))" for area in _areas(layout, numeric)]
        # Where the unit is written too, a typed 0 is a text.
        + [f'SUMPRODUCT(({area}<>0)*({area}<>"0"))' for area in _areas(layout, tuple(texts))]
    )
    blanks = "+".join(f"COUNTBLANK({area})" for area in areas)
    complete = (
        f'IF({own["declared"]}<>"",IF({nonzero}=0,"{RIGHT}","{WRONG}"),'
        f'IF({own["filled"]}=0,"{WRONG}",IF({own["blank"]}=0,"{RIGHT}","{HALF}")))'
    )
    value = HALF if blank else RIGHT
    if (declared and something) or (not declared and not there):
        value = WRONG
    return {
        "required": Formula(str(len(inputs)), len(inputs)),
        "filled": Formula(f"COUNTA({','.join(areas)})", there),
        "blank": Formula(f'IF({own["declared"]}<>"",0,{blanks})', blank),
        "complete": Formula(complete, value),
        "declared": Formula(f'IF({nil}="","",{nil})', NIL if declared else ""),
    }


def _own(layout: Layout, line: CheckLine) -> Mapping[str, str]:
    names = ("left", "right", "difference")
    return {name: _here(layout.fields[f"{name}:{line.number}"]) for name in names}


@cache
def _areas(layout: Layout, indexes: tuple[int, ...]) -> list[str]:
    """Give the addresses of cells as few rectangles, sheet by sheet, from another sheet."""
    sheets: dict[str, list[Position]] = {}
    for index in indexes:
        place = layout.places[index]
        sheets.setdefault(place.sheet, []).append(place)
    return [_elsewhere(sheet, area) for sheet in sheets for area in rectangles(sheets[sheet])]


def _unread(area: str, *, whole: bool) -> str:
    """Count the cells of an area that hold text, or a fraction where `whole`."""
    texts = f"COUNTA({area})-COUNT({area})"
    return f'{texts}+SUMPRODUCT(ISNUMBER({area})*ISNUMBER(FIND(".",{area})))' if whole else texts


def _unsigned(area: str, *, whole: bool) -> str:
    """Count the cells of an area as `_unread` does, and those below 0."""
    texts = f"COUNTA({area})-COUNT({area})"
    if not whole:
        return f'{texts}+COUNTIF({area},"<0")'
    return f'{texts}+SUMPRODUCT(ISNUMBER({area})*((({area}<0)+ISNUMBER(FIND(".",{area})))>0))'


def _here(place: Position) -> str:
    return a1(place.row, place.column)


def _elsewhere(sheet: str, area: tuple[int, int, int, int]) -> str:
    return f"{quoted(sheet)}!{a1_range(*area)}"


def _plain(value: Decimal) -> int | float:
    """Give a number as a cell holds it."""
    return int(value) if value == value.to_integral_value() else float(value)
