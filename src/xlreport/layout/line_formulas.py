"""The rules of the lines of a list as formulas: what turns a cell red, and what a line says.

All are about one row of the list's own sheet, and of functions of Excel 2007. To them the text of a
day is none: MAX passes over it, as over a blank, of which N is an error to Gnumeric.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xlreport.base.address import Area, a1_range
from xlreport.base.finding import Severity
from xlreport.base.workdays import known_years
from xlreport.form.entry import Entry, Wanted
from xlreport.form.line_clause import Asked, LineClause, clauses_of, say_clause
from xlreport.form.line_rule import LineRule
from xlreport.form.measure import Kind, day_number, exact_text
from xlreport.form.open_list import OpenList
from xlreport.layout.limit_formulas import WORKDAYS, WORKDAYS_END
from xlreport.layout.list_grid import FIRST_COLUMN, as_name, own_cell

_DEEPEST = 45  # conditions within one another; Excel 2007 allows 64 levels, a limit takes ten
_LONGEST = 6_000  # characters of them; Excel allows 8,192 in a formula


@dataclass(frozen=True, slots=True)
class LineFault:
    """What may be wrong with a line: in which column, in what words, on which condition.

    `clause` is None for a value that another line has, too.
    """

    column: int
    words: str
    condition: str
    clause: LineClause | None = None


def needs_workdays(open_list: OpenList) -> bool:
    """Tell whether formulas of a list look up working days."""
    rules = (rule for rule in open_list.rules if rule.severity is not Severity.INFO)
    ruled = any(clause.needs_workdays for rule in rules for clause in clauses_of(rule))
    return bool(open_list.limits) or ruled


def red_conditions(open_list: OpenList, column: int) -> list[str]:
    """Return the conditions under which a line breaks a rule in a column; a notice is no rule."""
    return [
        clause_condition(open_list, clause)
        for rule in open_list.rules
        for clause in _clauses_marked(rule)
        if clause.column == column
    ]


def _clauses_marked(rule: LineRule) -> tuple[LineClause, ...]:
    return () if rule.severity is Severity.INFO else clauses_of(rule)


def line_faults(open_list: OpenList, area: Area) -> tuple[LineFault, ...]:
    """List what lines in an area say of themselves where they are wrong, the first first.

    These are the errors; where there are too many for a formula the last are left to the reader.
    """
    faults: dict[str, LineFault] = {}
    for fault in (*_own_faults(open_list, area), *_ruled_faults(open_list)):
        faults.setdefault(fault.words, fault)
    kept: list[LineFault] = []
    length = 0
    for fault in faults.values():
        length += (
            len(as_name(fault.condition, open_list.sheet)) + len(fault.words) + len('IF(,"",)')
        )
        if len(kept) == _DEEPEST or length > _LONGEST:
            break
        kept.append(fault)
    return tuple(kept)


def _own_faults(open_list: OpenList, area: Area) -> Iterator[LineFault]:
    for number, column in enumerate(open_list.columns):
        if column.unique:
            condition = twice_condition(number, area)
            yield LineFault(number, f"{open_list.labels[number]}重复", condition)
        if column.required:
            yield _fault(open_list, LineClause(Asked.FILLED, number))


def _ruled_faults(open_list: OpenList) -> Iterator[LineFault]:
    for rule in open_list.rules:
        if rule.severity is Severity.ERROR:
            yield from (_fault(open_list, clause) for clause in clauses_of(rule))


def _fault(open_list: OpenList, clause: LineClause) -> LineFault:
    condition = clause_condition(open_list, clause)
    return LineFault(clause.column, say_clause(open_list, clause), condition, clause)


def say_in_formula(open_list: OpenList, faults: Sequence[LineFault], otherwise: str) -> str:
    """Return the formula, without its "=", of what is wrong with a line.

    It is empty for a blank line, and `otherwise`, a formula too, for one with nothing wrong.
    """
    formula = otherwise
    for fault in reversed(faults):
        words = fault.words.replace('"', '""')
        formula = f'IF({fault.condition},"{words}",{formula})'
    return f'IF({count_filled(open_list)}=0,"",{formula})'


def say_faults(
    open_list: OpenList, faults: Sequence[LineFault], entries: Sequence[Sequence[Entry]]
) -> list[str]:
    """Say what `say_in_formula` says of each line, empty where nothing is wrong with it.

    `entries` are those of all lines; a text where a number or a choice belongs stands as it is.
    """
    seen = {
        number: Counter(str(line[number]).casefold() for line in entries)
        for number, column in enumerate(open_list.columns)
        if column.unique
    }

    def is_wrong(fault: LineFault, line: Sequence[Entry]) -> bool:
        if fault.clause is not None:
            return bool(fault.clause.is_broken(line))
        entry = line[fault.column]
        return entry is not None and seen[fault.column][str(entry).casefold()] > 1

    blank = [None] * len(open_list.columns)
    return [
        next((fault.words for fault in faults if is_wrong(fault, line)), "")
        if [*line] != blank
        else ""
        for line in entries
    ]


def count_filled(open_list: OpenList) -> str:
    """Return what counts the filled cells of a line; computed ones hold a formula in any case."""
    columns = [n for n, column in enumerate(open_list.columns) if not column.computed]
    starts = [n for n in columns if n - 1 not in columns]
    ends = [n for n in columns if n + 1 not in columns]
    areas = (
        own_cell(start) if start == end else f"{own_cell(start)}:{own_cell(end)}"
        for start, end in zip(starts, ends, strict=True)
    )
    return f"COUNTA({','.join(areas)})"


def twice_condition(column: int, area: Area) -> str:
    """Return the condition that another line in an area has the value of this one in a column.

    COUNTIF is quick, but to it 001 is 1, all numbers that begin with the same 15 digits are one,
    and * is anything: what it suspects is compared as a text. Large and small letters are the same.
    """
    at, cell = FIRST_COLUMN + column, own_cell(column)
    others = a1_range(area.top, at, area.bottom, at, absolute=True)
    alike = f'COUNTIF({others},"="&SUBSTITUTE({cell},"~","~~"))'
    suspected = f"IFERROR({alike}>1,TRUE)"  # it is an error to more than 255 letters
    same = f'SUMPRODUCT(1*({others}&""={cell}&""))'
    return f"AND(LEN({cell})>0,IF({suspected},{same}>1,FALSE))"


def clause_condition(open_list: OpenList, clause: LineClause) -> str:
    """Return the condition that a line breaks a clause."""
    conditions = [_has(open_list, wanted) for wanted in clause.where]
    conditions += _broken(open_list, clause)
    return f"AND({','.join(conditions)})" if len(conditions) > 1 else conditions[0]


def _broken(open_list: OpenList, clause: LineClause) -> list[str]:
    cell = own_cell(clause.column)
    other = "" if clause.other is None else own_cell(clause.other)
    match clause.asked:
        case Asked.NOT_BEFORE:
            found = [f"MAX({cell})>0", f"MAX({cell})<INT(MAX({other}))"]
        case Asked.BESIDE:
            found = [f"LEN({cell})=0", f"LEN({other})>0"]
        case Asked.AT_MOST:
            largest = exact_text(clause.number, open_list.columns[clause.column].measure)
            found = [f"MAX({cell})>{largest}"]
        case Asked.FILLED:
            found = [f"LEN({cell})=0"]
        case Asked.BLANK:
            found = [f"LEN({cell})>0"]
        case Asked.WORKDAY:
            last = f"INDEX({WORKDAYS},MATCH(MAX({cell}),{WORKDAYS},1))"
            found = [*_is_known(cell), f"IFERROR({last}<>INT({cell}),TRUE)"]
        case Asked.WITHIN:
            at = f"IFERROR(MATCH({other},{WORKDAYS},1),0)+{clause.number}"
            late = f"IFERROR(INT({cell})>INDEX({WORKDAYS},{at}),FALSE)"
            found = [f"MAX({cell})>0", *_is_known(other), late]
    return found


def _is_known(cell: str) -> Iterator[str]:
    """Yield the conditions that it is known of a day whether it is a working day."""
    first = date(known_years().start, 1, 1).toordinal()
    yield f"MAX({cell})>={day_number(first)}"
    yield f"INT(MAX({cell}))<={WORKDAYS_END}"


def _has(open_list: OpenList, wanted: Wanted) -> str:
    number, values = wanted
    column, cell = open_list.columns[number], own_cell(number)
    texts = ['"' + column.shown(value).replace('"', '""') + '"' for value in values]
    is_exact = column.measure.kind is Kind.TEXT
    same = [f"EXACT({cell},{text})" if is_exact else f"{cell}={text}" for text in texts]
    return f"OR({','.join(same)})" if len(same) > 1 else same[0]
