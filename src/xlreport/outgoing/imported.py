"""Imported reports (导入件): published reports read as returns and written as workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xlreport.base.arguments import checked, chosen_period, refuse_ending
from xlreport.base.errors import InputError
from xlreport.base.files import refuse_target, write_file
from xlreport.base.memory import OneSource, Target, gather, target_path
from xlreport.base.period import Period
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.formats.sources import find_sources
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.office.roster import Department, Roster, find_department
from xlreport.outgoing._remarks import remarks
from xlreport.outgoing._typed import typed_in
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.published import read_published_source
from xlreport.returns.received import check_and_settle
from xlreport.returns.returns import Returns
from xlreport.settlement.settlement import refuse_period
from xlreport.writing.content import Content, Value, text_fields
from xlreport.writing.workbook import open_book


@checked
def read_published(path: OneSource, *, forms: Sequence[Form] = ()) -> Returns:
    """Read and check a published report: a page (.html), a Word file (.docx) or a workbook.

    Tables are recognised by their labels, anywhere in the file; department and year come from the
    title, narrative parts from the text below their headings. Anything odd or missing is a
    finding, and so is a file that is no report. `forms` are forms that do not come with the
    library. Raises `InputError` for a path that is not a single file, and for a page where lxml
    (the extra `report`) is not installed.
    """
    given = gather(path)
    sources = find_sources(given)
    if len(sources) != 1:
        raise InputError(f"{given[0] if given else ''} 不是一份公开发布的报告，一次只能导入一份。")
    item = read_published_source(sources[0], Library(tuple(forms)))
    return check_and_settle([item], roster=None, period=None, before=None, prefer={})


@checked
def write_imported(
    returns: Returns,
    path: Target,
    *,
    code: str = "",
    roster: Roster | None = None,
    year: int | None = None,
    period: str | Period | None = None,
) -> Path:
    """Write a published report that `read_published` has read as a return; return its path.

    The department's code is `code`, else that of the roster's department with the report's name;
    `year` or `period` is for a report that names none. Raises `InputError` for a report that could
    not be read or is a return already, for a department that is not on the roster and for a report
    without a period or of one that its form does not have; `OutputError` where `path` exists or
    cannot be written.
    """
    refuse_ending(path, "报送件的")
    chosen = chosen_period(year, period)
    item = returns.items[0]
    if isinstance(item, Unread):
        raise InputError(f"{item.file}：{item.findings[0].message}")
    if item.stamp is not None:
        raise InputError(f"{item.file} 已经是报送件，不需要导入。")
    found = item.period or chosen
    if found is None:
        kind = item.form.period
        argument = "参数 year" if kind.is_year else "参数 period"
        raise InputError(
            f"{item.file} 的标题中看不出{kind.reword('年度')}，请用{argument} 写明，"
            f"如 {Period(2025, kind)}。"
        )
    refuse_period(item.form, found)
    name = item.department
    if roster is not None:
        department = _department_of(roster, code=code, name=name)
        code, name = department.code, department.name
    refuse_target(path, overwrite=False)
    content = Content(
        Stamp(
            kind=StampKind.TEMPLATE,
            form=item.form.id,
            digest=item.form.digest,
            period=found,
            code=code,
        ),
        department=name,
        values=_typed(item),
        nil=item.nil,
        fields=text_fields({**item.form.standing, **item.texts}) | _duty_fields(item),
        marks=remarks(item, returns.found),
    )
    write_file(path, open_book(item.form, content).to_bytes(), overwrite=False)
    return target_path(path)


def _duty_fields(item: Return) -> dict[Field, str]:
    """Map the fields of the duties that the report says the office does not have."""
    return {Field(FieldKind.DUTY, key): NO_DUTY for key in item.no_duties}


def _department_of(roster: Roster, *, code: str, name: str) -> Department:
    """Return the roster's department by code, or by name where no code is given."""
    department = find_department(roster, code=code, name="" if code else name)
    if department is None:
        wanted = f"代码“{code}”" if code else f"“{name}”"
        raise InputError(f"单位名录中没有{wanted}，请用参数 code 写明单位在名录中的代码。")
    return department


def _typed(item: Return) -> Mapping[int, Value]:
    """Map the inputs to what a clerk types; what is no value stays as printed."""
    typed = {c.index: typed_in(item, c.index, c.measure) for c in item.form.inputs}
    return {index: value for index, value in typed.items() if value != ""}
