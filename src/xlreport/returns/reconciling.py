"""Second sources (对账): figures of other offices held against those of returns.

Departments report some of the same things elsewhere: to finance, to the justice bureau, in
another official form. A difference is a warning with both numbers; neither is taken for right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from xlreport.base.finding import Finding, make_finding
from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.checks.against import RuleMatch, match_rules
from xlreport.form.form import Form
from xlreport.form.measure import Measure, format_value, to_number
from xlreport.form.parts import Cell
from xlreport.office.roster import Department, Roster
from xlreport.office.second_sources import SecondSources, SourceFigure
from xlreport.reading.one_return import Return
from xlreport.returns._bound_figures import BoundFigure, bind_figures
from xlreport.returns.against import Partners, other_forms, partners_of
from xlreport.settlement.file import AnyFile, File, Filing, is_return


@public
class MatchResult(StrEnum):
    """What holding a figure of a second source against a return has shown."""

    EQUAL = "equal"
    DIFFERENT = "different"
    OPEN = "open"

    @property
    def chinese(self) -> str:
        """Return the word an officer sees."""
        return {"equal": "相符", "different": "不符", "open": "没有可比的数"}[self.value]


@public
@dataclass(frozen=True, slots=True)
class SourceMatch:
    """One figure of a second source beside that of the return that is used.

    `what` is the official path of the cell, or the sentence of a rule between two forms, whose
    `cell` is None. `reported`, `given` and `difference` are numbers in `unit`. Nothing is reported
    where `why` says so, such as 未报送; a blank counts as 0. `note` is the source's own remark.
    """

    source: str
    department: Department
    what: str
    result: MatchResult
    given: int | float
    reported: int | float | None = None
    difference: int | float | None = None
    unit: str = ""
    why: str = ""
    note: str = ""
    cell: Cell | None = None

    __repr__ = one_line(lambda it: f"{it.source} {it.department.code} {it.what}: {it.result}")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What returns are held against: figures of second sources, and returns of another form."""

    figures: Mapping[str, Sequence[BoundFigure]] = field(default_factory=dict)
    partners: Partners = field(default_factory=dict)
    period: Period | None = None


def open_ledger(
    files: Sequence[AnyFile],
    against: Sequence[File[Return]],
    sources: SecondSources | None,
    *,
    form: Form | None,
    roster: Roster | None,
    period: Period | None,
) -> Ledger:
    """Collect what `files` are held against: returns of another form, and figures of sources.

    Raises `InputError` for figures that fit no department or no cell of the form collected.
    """
    figures: dict[str, list[BoundFigure]] = defaultdict(list)
    if sources is not None and form is not None:
        senders = [file.owner for file in files if is_return(file) and file.owner]
        for bound in bind_figures(sources, form, roster, senders):
            figures[bound.department.code].append(bound)
    return Ledger(figures, partners_of(files, against), period)


def reconcile(files: Sequence[AnyFile], ledger: Ledger) -> list[AnyFile]:
    """Copy files with a warning for each figure of a second source that differs from theirs."""
    if not ledger.figures:
        return list(files)
    return [_reconciled(file, ledger) if is_return(file) else file for file in files]


def match_filings(filings: Sequence[Filing], ledger: Ledger) -> tuple[SourceMatch, ...]:
    """List every figure of a second source and every rule between two forms, with what it shows.

    `filings` are in official order; the figures of others follow.
    """
    matches: list[SourceMatch] = []
    for filing in filings:
        figures = ledger.figures.get(filing.department.code, ())
        matches += [_match(bound, filing, ledger.period) for bound in figures]
        if filing.used is not None:
            for other in other_forms(filing.used, ledger.partners):
                matches += _match_forms(filing.used.item, other, filing.department)
    known = {filing.department.code for filing in filings}
    for code, figures in ledger.figures.items():
        matches += [_open(bound, "未报送") for bound in figures if code not in known]
    return tuple(matches)


def _reconciled(file: File[Return], ledger: Ledger) -> File[Return]:
    figures = ledger.figures.get(file.owner.code, ()) if file.owner else ()
    findings = [
        finding
        for bound in figures
        if (finding := _difference(bound, file.item, ledger.period)) is not None
    ]
    return replace(file, findings=(*file.findings, *findings)) if findings else file


def _comparable_cell(bound: BoundFigure, item: Return, period: Period | None) -> Cell | None:
    """Return the cell of a return that a figure is about; None where it cannot be compared."""
    cell = bound.cell
    index = item.form.index.get((cell.table, cell.row, cell.column))
    if index is None or (period is not None and item.period != period):
        return None
    own = item.form.cells[index]
    is_alike = (own.measure.kind, own.measure.unit) == (cell.measure.kind, cell.measure.unit)
    return own if is_alike and index not in item.unreadable else None


def _difference(bound: BoundFigure, item: Return, period: Period | None) -> Finding | None:
    """Make the warning about a figure that is not the return's."""
    cell = _comparable_cell(bound, item, period)
    if cell is None:
        return None
    reported = item.values[cell.index]
    difference = (reported or 0) - bound.given
    if not difference:
        return None
    shown = _shown(item, cell)
    finding = make_finding(
        "SOURCE-DIFFERS",
        item.reference(cell.index, value=shown),
        source=bound.figure.source,
        reported=shown,
        note=f"（{bound.figure.note}）" if bound.figure.note else "",
    )
    return replace(
        finding,
        expected=format_value(bound.given, cell.measure),
        difference=format_value(difference, cell.measure),
    )


def _shown(item: Return, cell: Cell) -> str:
    """Return what a return has in a cell, as a person reads it."""
    value = item.values[cell.index]
    if value is None:
        return item.said.get(cell.index) or "空白"
    return format_value(value, cell.measure)


def _match(bound: BoundFigure, filing: Filing, period: Period | None) -> SourceMatch:
    """Hold a figure against the return of its department that is used."""
    if filing.used is None:
        return _open(bound, filing.status.chinese)
    item = filing.used.item
    cell = _comparable_cell(bound, item, period)
    if cell is None:
        return _open(bound, "报送件中没有可比的数")
    reported = item.values[cell.index]
    match = _open(bound, _shown(item, cell) if reported is None else "")
    return _judged(match, reported or 0, bound.given, cell.measure)


def _open(bound: BoundFigure, why: str) -> SourceMatch:
    """Make the match of a figure that is not held against anything yet."""
    figure: SourceFigure = bound.figure
    measure = bound.cell.measure
    return SourceMatch(
        figure.source,
        bound.department,
        bound.cell.path,
        MatchResult.OPEN,
        to_number(bound.given, measure),
        unit=measure.unit,
        why=why,
        note=figure.note,
        cell=bound.cell,
    )


def _judged(match: SourceMatch, reported: int, given: int, measure: Measure) -> SourceMatch:
    """Copy a match with the figure of the return, a scaled integer, and what it shows."""
    return replace(
        match,
        result=MatchResult.EQUAL if reported == given else MatchResult.DIFFERENT,
        reported=to_number(reported, measure),
        difference=to_number(reported - given, measure),
    )


def _match_forms(item: Return, other: Return, department: Department) -> Iterator[SourceMatch]:
    for match in match_rules(item, other):
        yield _match_rule(match, other, department)


def _match_rule(match: RuleMatch, other: Return, department: Department) -> SourceMatch:
    """Show a rule between two forms as a match; `other` is the return of the other form."""
    sides = (match.left, match.right) if match.is_left else (match.right, match.left)
    reported, given = sides
    shown = SourceMatch(
        f"《{other.form.title}》",
        department,
        match.balance.rule.say,
        MatchResult.DIFFERENT if match.has_failed else MatchResult.EQUAL,
        to_number(given, match.measure),
        unit=match.measure.unit,
        note=other.file,
    )
    judged = _judged(shown, reported, given, match.measure)
    return replace(judged, result=shown.result)
