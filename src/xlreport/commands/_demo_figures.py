"""The departments and figures of the demonstration: a county of 31, the same every time.

The names are those of a real county's offices, so that a clerk recognises the work. Every figure
is invented, and every workbook says so.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from xlreport.form.form import Form
from xlreport.form.parts import Table
from xlreport.office.roster import Department
from xlreport.writing.content import Value

COUNTY = "盐池县（演示）"
YEAR = 2026
MARK = "演示数据，非真实统计"
_SEED = 2026
_OFFICES = (
    "盐池县人民政府办公室",
    "盐池县发展和改革局",
    "盐池县教育体育局",
    "盐池县公安局",
    "盐池县民政局",
    "盐池县司法局",
    "盐池县财政局",
    "盐池县人力资源和社会保障局",
    "盐池县自然资源局",
    "盐池县住房和城乡建设局",
    "盐池县交通运输局",
    "盐池县水务局",
    "盐池县农业农村局",
    "盐池县文化旅游广电局",
    "盐池县卫生健康局",
    "盐池县退役军人事务局",
    "盐池县应急管理局",
    "盐池县审计局",
    "盐池县市场监督管理局",
    "盐池县统计局",
    "盐池县医疗保障局",
    "国家税务总局盐池县税务局",
)
_TOWNS = (
    "花马池镇人民政府",
    "大水坑镇人民政府",
    "惠安堡镇人民政府",
    "高沙窝镇人民政府",
    "王乐井乡人民政府",
    "冯记沟乡人民政府",
    "青山乡人民政府",
    "麻黄山乡人民政府",
)
_STREETS = ("盐州路街道办事处",)
_FLOWS = ("received", "carried_over", "total_handled", "carried_forward")


@dataclass(frozen=True, slots=True)
class _Group:
    """The departments of one kind; their codes begin with the same letter."""

    kind: str
    letter: str
    level: str
    names: tuple[str, ...]


_GROUPS = (
    _Group("县直部门", "D", "县", _OFFICES),
    _Group("乡镇", "X", "乡", _TOWNS),
    _Group("街道", "J", "乡", _STREETS),
)


def demo_departments() -> list[Department]:
    """List the 22 departments, 8 townships and 1 street office in the roster's order."""
    departments: list[Department] = []
    for group in _GROUPS:
        for number, name in enumerate(group.names, 1):
            departments.append(
                Department(
                    code=f"{group.letter}{number:02}",
                    name=name,
                    kind=group.kind,
                    order=len(departments) + 1,
                    level=group.level,
                    counted=not name.startswith("国家"),  # it reports to the central government
                    contact="（演示）",
                    predecessors=(),
                    variants=(),
                )
            )
    return departments


def demo_values(form: Form, department: Department) -> dict[int, Value]:
    """Invent a figure for every input of a form, so that every relation of the form holds.

    A row that is the difference of others, such as 结转下年度, is computed from them.
    """
    source = random.Random(f"{_SEED}{department.code}")  # noqa: S311 - figures of a demonstration
    values: dict[int, Value] = {cell.index: 0 for cell in form.inputs}
    for table in form.tables:
        if table.key == "requests":
            _fill_requests(form, table, source, values)
        elif table.key == "remedies":
            for cell in table.cells:
                if not cell.total:
                    cases = source.choice((0, 0, 0, 0, 1))
                    # Since 2024 hardly anybody may sue without a review before.
                    values[cell.index] = 0 if cell.column.startswith("direct") else cases
        else:
            _fill_activities(form, source, values)
    return values


def _fill_requests(
    form: Form, table: Table, source: random.Random, values: dict[int, Value]
) -> None:
    """Invent the results of applications, then set the applications received and carried over."""
    results = [row for row in table.row_keys if row not in _FLOWS]
    for column in table.column_keys:
        if form.cells[form.index[table.key, results[0], column]].total:
            continue
        limit = 6 if column == "natural_person" else 1
        handled = 0
        for row in results:
            if not form.cells[form.index[table.key, row, column]].total:
                number = max(0, source.randrange(limit) - (2 if row != "granted" else 0))
                values[form.index[table.key, row, column]] = number
                handled += number
        left = source.randrange(2) if handled else 0
        carried_over = min(handled + left, source.randrange(2))
        values[form.index[table.key, "received", column]] = handled + left - carried_over
        values[form.index[table.key, "carried_over", column]] = carried_over
        values[form.index[table.key, "carried_forward", column]] = left


def _fill_activities(form: Form, source: random.Random, values: dict[int, Value]) -> None:
    """Fill the rows of table 二 that both editions have."""
    made = source.randrange(4)
    figures: Mapping[tuple[str, str], Value] = {
        ("normative_documents", "made"): made,
        ("normative_documents", "in_force"): made + source.randrange(12),
        ("licences", "decisions"): source.randrange(300),
        ("penalties", "decisions"): source.randrange(60),
        ("coercive_measures", "decisions"): source.randrange(5),
        ("fees", "fees_amount"): round(source.random() * 40, 4),
    }
    for (row, column), value in figures.items():
        if ("proactive", row, column) in form.index:
            values[form.index["proactive", row, column]] = value
