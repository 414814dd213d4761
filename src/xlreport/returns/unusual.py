"""Unusual figures of a collection (审核重点), those that matter most for the totals first.

An officer has no time to read 31 returns cell by cell. What no rule can find, a wrong decimal point
or 元 for 万元, is mostly far from the year before or from the other departments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding
from xlreport.base.public import public
from xlreport.base.text import comparable, one_line
from xlreport.checks.arrays import stack_rows
from xlreport.checks.unusual import (
    LIMIT,
    Ground,
    Known,
    Oddity,
    by_effect,
    find_oddities,
    make_oddity,
)
from xlreport.form.check_kind import CheckKind
from xlreport.form.form import Form
from xlreport.form.measure import to_number
from xlreport.form.parts import Cell
from xlreport.layout.cell_name import cells_by_name
from xlreport.layout.check_line import check_lines
from xlreport.office.decisions import Decision, DecisionKind
from xlreport.office.roster import Department, Roster
from xlreport.past.last_year import Earlier
from xlreport.reading.explanations import explanation_code
from xlreport.reading.one_return import Return
from xlreport.returns._compared import County, collect
from xlreport.returns._unusual_reason import say_reasons, spell
from xlreport.settlement.file import Filing

if TYPE_CHECKING:
    import pandas as pd

FRAME_COLUMNS = (
    *("department_code", "department", "file", "sheet", "cell", "path"),
    *("table", "row", "column", "value", "usual", "ground", "effect", "share"),
    *("reason", "rule", "answer", "answer_code", "waiver"),
)


@public
@dataclass(frozen=True, slots=True)
class Unusual:
    """One unusual figure of one department.

    `value` and `usual` (what would be usual) are scaled integers of `cell`, which stands `at` this
    place of `file`. `effect` is the part of the county's total that rests on the figure, `share`
    its part of that total, both from 0 to 1. `reason` is the Chinese sentence. `rule` is the check
    of the form that found it, too; `answer` is the clerk's explanation of that cell, with the
    `answer_code` of the form's standard explanation, and `waiver` says who approved the figure, or
    by which decision it was corrected or found to be right.
    """

    department: Department
    file: str
    at: CellReference
    cell: Cell
    ground: Ground
    value: int
    usual: int
    effect: float
    share: float
    reason: str
    rule: str = ""
    answer: str = ""
    answer_code: str = ""
    waiver: str = ""

    __repr__ = one_line(lambda it: f"{it.department.name} {it.at.place}: {it.reason}")

    @property
    def amount(self) -> str:
        """The figure with its unit, of money in 元 and 万元."""
        return spell(self.value, self.cell)


def unusual_figures(
    form: Form,
    filings: Iterable[Filing],
    before: Earlier | None,
    roster: Roster | None,
    decided: Iterable[Decision] = (),
) -> tuple[Unusual, ...]:
    """List the unusual figures of the departments that are added up, the weightiest first.

    Those that a decision confirms say so.

    A department that must correct its return is among them: what it sends anew may hold the same
    figures. What a check of the kind `drift` finds is listed, whatever the other departments did.
    """
    county = collect(form, filings, before, roster)
    width = len(form.cells)
    now = Known(*stack_rows(county.rows, width))
    unknown = [None] * width
    years = [
        Known(*stack_rows([row or unknown for row in rows], width)) for _, rows in county.years
    ]
    kinds = [each.kind or each.level for each in county.departments]
    oddities = {(o.number, o.cell): o for o in find_oddities(form, now, years, kinds)}
    drifts, confirmed = _drifts(county), _confirmed(county, decided)
    for at in drifts:
        oddities.setdefault(at, _drift(county, *at))
    return tuple(
        _unusual(county, each, drifts.get((each.number, each.cell)), confirmed)
        for each in sorted(oddities.values(), key=by_effect)
    )


def _drifts(county: County) -> dict[tuple[int, int], Finding]:
    """Map departments and cells to what a check of the kind `drift` found there."""
    rules = {check.id for check in county.form.checks if check.kind is CheckKind.DRIFT}
    index = county.form.index
    return {
        (number, index[finding.table, finding.row, finding.column]): finding
        for number, file in enumerate(county.files)
        for finding in file.findings
        if finding.rule in rules or finding.code in rules
        if (finding.table, finding.row, finding.column) in index
    }


def _confirmed(county: County, decided: Iterable[Decision]) -> Mapping[tuple[int, int], Decision]:
    """Map departments and cells to the decision that confirms the figure."""
    numbers = {comparable(who.code): number for number, who in enumerate(county.departments)}
    found: dict[tuple[int, int], Decision] = {}
    for decision in decided:
        number = numbers.get(comparable(decision.code))
        if decision.kind is DecisionKind.CONFIRM and number is not None:
            item = county.files[number].item
            cell = cells_by_name(item.form, item.positions).get(comparable(decision.cell))
            if cell is not None:
                found[number, cell] = decision
    return found


def _drift(county: County, number: int, cell: int) -> Oddity:
    """Make the oddity of a figure that only a check of the form finds unusual."""
    value = county.rows[number][cell] or 0
    last = county.last_of(number, cell)
    return make_oddity(
        Ground.DRIFT,
        (number, cell),
        value=value,
        usual=last,
        deviations=LIMIT,
        total=county.totals[cell] - value + last,
    )


def _unusual(
    county: County,
    oddity: Oddity,
    drift: Finding | None,
    confirmed: Mapping[tuple[int, int], Decision],
) -> Unusual:
    file, cell = county.files[oddity.number], county.form.cells[oddity.cell]
    share = max(oddity.value, 0) / max(county.totals[oddity.cell], 1)
    answer = drift.answer if drift else ""
    answer = answer or _answers(county.form, file.item).get(oddity.cell, "")
    waiver = drift.waiver if drift else ""
    corrected = file.item.corrections.get(oddity.cell)
    waiver = waiver or (f"按处理意见更正过（{corrected}）" if corrected else "")
    is_right = confirmed.get((oddity.number, oddity.cell))
    waiver = waiver or (f"核实属实（{is_right}）" if is_right else "")
    return Unusual(
        county.departments[oddity.number],
        file.name,
        file.item.reference(oddity.cell),
        cell,
        oddity.ground,
        oddity.value,
        oddity.usual,
        oddity.effect,
        share,
        "，".join(say_reasons(county, oddity, cell, share)) + "。",
        rule=drift.rule or drift.code if drift else "",
        answer=answer,
        answer_code=explanation_code(county.form, answer),
        waiver=waiver,
    )


def _answers(form: Form, item: Return) -> Mapping[int, str]:
    """Map cells to the explanation beside a line of 检查 that is about them."""
    if not item.explanations:
        return {}
    return {
        cell: item.explanations[line.name]
        for line in check_lines(form)
        if line.name in item.explanations
        for cell in line.cells
    }


def unusual_row(each: Unusual) -> dict[str, object]:
    """Map stable names to what is said of an unusual figure, for JSON and frames."""
    measure = each.cell.measure
    facts = (
        *(each.department.code, each.department.name, each.file),
        *(each.at.sheet, each.at.cell, each.cell.path),
        *(each.cell.table, each.cell.row, each.cell.column),
        *(to_number(each.value, measure), to_number(each.usual, measure)),
        *(each.ground.value, round(each.effect, 4), round(each.share, 4)),
        *(each.reason, each.rule, each.answer, each.answer_code, each.waiver),
    )
    return dict(zip(FRAME_COLUMNS, facts, strict=True))


def unusual_frame(figures: Iterable[Unusual]) -> pd.DataFrame:
    """Return unusual figures as a frame with `FRAME_COLUMNS`, a row for each, in their order."""
    import pandas as pd

    frame = pd.DataFrame([*map(unusual_row, figures)], columns=[*FRAME_COLUMNS])
    return frame.astype(dict.fromkeys(("value", "usual", "effect", "share"), "float64"))
