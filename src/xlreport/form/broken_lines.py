"""The lines of a list that break its rules, all found in one pass over the lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter

from xlreport.form.line_clause import LineClause, clauses_of
from xlreport.form.line_rule import LineRule
from xlreport.form.open_list import Lines, OpenList


@dataclass(frozen=True, slots=True)
class BrokenLines:
    """The lines that break rules, and those that could not be judged.

    - `broken`: by rule, in the order of the form: the clauses that each line breaks, by the number
      of the line;
    - `unknown`: the lines with days in a year whose working days are not known.
    """

    broken: Mapping[LineRule, Mapping[int, tuple[LineClause, ...]]]
    unknown: tuple[int, ...]


def find_broken_lines(open_list: OpenList, lines: Lines) -> BrokenLines:
    """Judge the rules of a list by each line.

    A clause about an entry that could not be read, or about a column that the file does not have,
    is not judged. What two rules ask is held against a line once, by the first of them.
    """
    triggered: dict[int | None, list[tuple[int, LineClause]]] = defaultdict(list)
    for number, rule in enumerate(open_list.rules):
        for clause in _judged(open_list, lines, rule):
            triggered[clause.trigger].append((number, clause))
    broken: list[dict[int, tuple[LineClause, ...]]] = [{} for _ in open_list.rules]
    unknown: list[int] = []
    unread = {(line, column) for line, column, _ in lines.unread}
    for line, entries in enumerate(lines.entries):
        filled = [None, *(column for column, entry in enumerate(entries) if entry is not None)]
        faults: dict[object, tuple[int, LineClause]] = {}
        for column in filled:
            for number, clause in triggered.get(column, ()):
                is_broken = clause.is_broken(entries)
                if is_broken is None:
                    unknown.append(line)
                if is_broken and not any((line, at) in unread for at in clause.columns):
                    first = faults.setdefault(clause.fault, (number, clause))
                    faults[clause.fault] = min(first, (number, clause), key=itemgetter(0))
        for number, clause in faults.values():
            broken[number][line] = (*broken[number].get(line, ()), clause)
    found = {rule: lines for rule, lines in zip(open_list.rules, broken, strict=True) if lines}
    return BrokenLines(found, tuple(dict.fromkeys(unknown)))


def _judged(open_list: OpenList, lines: Lines, rule: LineRule) -> list[LineClause]:
    """Return the clauses of a rule whose columns the file has."""
    has = [
        at >= 0 or column.computed
        for at, column in zip(lines.columns, open_list.columns, strict=True)
    ]
    return [clause for clause in clauses_of(rule) if all(has[n] for n in clause.columns)]
