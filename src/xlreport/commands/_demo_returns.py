"""The returns of the demonstration: filled in by made-up departments, some with usual mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from xlreport.base.files import file_name, write_file
from xlreport.base.period import Period
from xlreport.commands._demo_figures import MARK, YEAR, demo_departments, demo_values
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.field import Field, FieldKind
from xlreport.office.roster import Department
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Value

_OTHER_EDITION = "ogi-2019"
_SUFFIXES = ("", "（再次发送）")  # of the names of a department's first and second file
_LEGAL_PERSONS = ("commercial", "research", "public_benefit", "legal_service", "other_person")


class DemoFile(NamedTuple):
    """A file of the demonstration, and in Chinese what it is."""

    path: Path
    description: str


class Case(Enum):
    """What a department of the demonstration sends: usually a return, or a usual mistake."""

    RIGHT = "报送件"
    MISSING = "未报送"
    OTHER_EDITION = "用了2019年版表格"
    NIL = "零报送"
    TWICE = "报送两次，数据相同"
    CONFLICT = "报送两次，数据不同"
    BLANKS = "法人各栏空白"
    SLASH = "规章一行填“/”"
    UNIT = "件数写成“3件”"
    BALANCE = "勾稽关系不平"
    TOTAL = "合计公式被数字覆盖"


_CASES = {
    "D02": Case.BLANKS,
    "D04": Case.SLASH,
    "D07": Case.UNIT,
    "D10": Case.BALANCE,
    "D13": Case.TOTAL,
    "D15": Case.OTHER_EDITION,
    "D19": Case.CONFLICT,
    "D20": Case.NIL,
    "X03": Case.TWICE,
    "X06": Case.MISSING,
}


@dataclass(frozen=True, slots=True)
class _FilledForm:
    """A form as one department has filled it in."""

    form: Form
    department: Department
    values: dict[int, Value]
    nil: frozenset[str] = frozenset()


def write_demo_returns(form: Form, folder: Path) -> Iterator[DemoFile]:
    """Write the returns of all departments into a folder; yield the files."""
    for department in demo_departments():
        case = _CASES.get(department.code, Case.RIGHT)
        name = file_name(department.code, department.name, str(YEAR))
        filled_forms = _filled_forms(form, department, case)
        for suffix, filled in zip(_SUFFIXES, filled_forms, strict=False):
            path = folder / f"{name}{suffix}.xlsx"
            write_file(path, _build(filled))
            yield DemoFile(path, case.value)


def _filled_forms(form: Form, department: Department, case: Case) -> list[_FilledForm]:
    """Return the forms that a department sends: none, one or two."""
    if case is Case.MISSING:
        return []
    if case is Case.OTHER_EDITION:
        other = load_form(_OTHER_EDITION)
        return [_FilledForm(other, department, demo_values(other, department))]
    if case is Case.NIL:
        nil = frozenset(table.key for table in form.tables)
        return [_FilledForm(form, department, values={}, nil=nil)]
    values = demo_values(form, department)
    _spoil(form, values, case)
    first = _FilledForm(form, department, values)
    if case is Case.TWICE:
        return [first, first]
    if case is Case.CONFLICT:
        licences = form.index["proactive", "licences", "decisions"]
        draft = values | {licences: int(str(values[licences])) - 36}
        return [first, _FilledForm(form, department, draft)]
    return [first]


def _build(filled: _FilledForm) -> bytes:
    """Build a filled workbook in which every text is marked as a demonstration.

    A text names what the form asks it to tell of.
    """
    told = {key: check.words[0] for check in filled.form.checks for key in check.texts}
    keys = [text.key for text in filled.form.texts if not text.standing]
    texts = {Field(FieldKind.TEXT, key): f"{told.get(key, '')}（{MARK}）" for key in keys}
    return build_template(
        filled.form,
        period=Period(YEAR),
        department=filled.department,
        values=filled.values,
        nil=filled.nil,
        fields={**texts, Field(FieldKind.CONTACT): "（演示）"},
    )


def _spoil(form: Form, values: dict[int, Value], case: Case) -> None:
    """Put the mistake of a case into a department's figures."""
    index = form.index
    if case is Case.BLANKS:
        for table, row, column in index:
            if table == "requests" and column in _LEGAL_PERSONS:
                values.pop(index[table, row, column], None)
    elif case is Case.SLASH:
        for column in ("made", "repealed", "in_force"):
            values[index["proactive", "regulations", column]] = "/"
    elif case is Case.UNIT:
        values[index["proactive", "coercive_measures", "decisions"]] = "3件"
    elif case is Case.BALANCE:
        received = index["requests", "received", "natural_person"]
        values[received] = int(str(values[received])) + 1
    elif case is Case.TOTAL:
        values[index["requests", "total_handled", "natural_person"]] = 99
