"""The findings about formulas in input cells: each is recalculated and compared with its result.

The tokenizer of openpyxl is loaded only where a return has such a formula.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from xlreport.base.address import parse_a1
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.formats.cell import RawCell
from xlreport.formats.workbook import Package

_DEPENDENCES = {
    "file": "结果取自别的文件",
    "chance": "结果是随机数，每次打开都会变",
    "day": "结果随日期变化",
    "hidden": "计算用到了看不见的单元格（隐藏的行、列或表页）",
}
_STALE = "文件中保存的结果不是这个公式现在的结果"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is said about a formula: the code of the finding and its facts."""

    code: str
    facts: tuple[tuple[str, str], ...]


def formula_findings(package: Package, computed: Iterable[CellReference]) -> Iterator[Finding]:
    """Yield the findings about the inputs that are formulas, one for each kind of outcome.

    `computed` are references to these inputs; those without a saved result are not among them.
    """
    # Loading openpyxl takes as long as reading twenty returns.
    from xlreport.reading._recalculation import Recalculation

    recalculation = Recalculation(package)
    sheets = {sheet.name: sheet for sheet in package.sheets}
    groups: dict[_Verdict, list[CellReference]] = {}
    for cell in computed:
        sheet, coordinate = sheets[cell.sheet], parse_a1(cell.cell)
        assert coordinate is not None  # the address was made from it
        saved = sheet.cells[coordinate]
        result = recalculation.compute(sheet, coordinate)
        reference = replace(cell, value=saved.text)
        reason = next((say for key, say in _DEPENDENCES.items() if key in result.dependences), "")
        if result.value is None:
            verdict = _not_computed(reason, result.why_not)
        elif reason or not is_same(saved, result.value):
            verdict = _Verdict(
                "INPUT-UNSURE",
                (("reason", reason or _STALE), ("now", f"现在计算是“{result.value}”")),
            )
        else:
            verdict = _Verdict("INPUT-FORMULA", (("verified", "，重新计算结果相同"),))
        groups.setdefault(verdict, []).append(reference)
    for verdict, references in groups.items():
        yield make_finding(verdict.code, *references, **dict(verdict.facts))


def _not_computed(reason: str, why_not: str) -> _Verdict:
    if reason:
        return _Verdict("INPUT-UNSURE", (("reason", reason), ("now", "这里不能重新计算")))
    return _Verdict("INPUT-FORMULA", (("verified", f"，没有重新计算（{why_not}）"),))


def is_same(saved: RawCell, value: str) -> bool:
    """Tell whether a recalculated value is the saved one, but for the last digits of a number."""
    if saved.text == value:
        return True
    try:
        return saved.kind == "number" and math.isclose(
            float(saved.text), float(value), rel_tol=1e-11, abs_tol=1e-11
        )
    except ValueError:
        return False
