"""The lines of a list that break its rules, all found in one pass over the lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
    rules = [(rule, _judged(open_list, lines, rule)) for rule in open_list.rules]
    broken: dict[LineRule, dict[int, tuple[LineClause, ...]]] = {rule: {} for rule, _ in rules}
    unknown: dict[int, None] = {}
    unread = {(line, column) for line, column, _ in lines.unread}
    for number, entries in enumerate(lines.entries):
        held: set[object] = set()
        for rule, clauses in rules:
            answers = [(clause, clause.is_broken(entries)) for clause in clauses]
            found = [clause for clause, is_broken in answers if is_broken]
            if found and unread:
                found = [c for c in found if not any((number, n) in unread for n in c.columns)]
            if held:
                found = [c for c in found if c.fault not in held]
            if found:
                held.update(clause.fault for clause in found)
                broken[rule][number] = tuple(found)
            if any(is_broken is None for _, is_broken in answers):
                unknown[number] = None
    return BrokenLines({rule: found for rule, found in broken.items() if found}, tuple(unknown))


def _judged(open_list: OpenList, lines: Lines, rule: LineRule) -> list[LineClause]:
    """Return the clauses of a rule whose columns the file has."""
    has = [
        at >= 0 or column.computed
        for at, column in zip(lines.columns, open_list.columns, strict=True)
    ]
    return [clause for clause in clauses_of(rule) if all(has[n] for n in clause.columns)]
