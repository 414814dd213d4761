"""Published reports taken in: read as returns, and written as returns that can be worked with."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError, OutputError
from xlreport.base.files import write_file
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.measure import format_value, to_number
from xlreport.formats.sources import find_sources
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.office.roster import Roster, find_department
from xlreport.outgoing._annotated import remarks
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.published import read_published_source
from xlreport.returns.returns import Returns, check_and_settle
from xlreport.writing.content import Content, Value, text_fields
from xlreport.writing.workbook import open_book


@checked
def read_published(path: str | os.PathLike[str], *, forms: Sequence[Form] = ()) -> Returns:
    """Read and check a published report: a page (.html), a Word file (.docx) or a workbook.

    The official tables are found by their labels, wherever they stand; department and year come
    from the title, narrative parts from below their headings. What is odd or missing is a
    finding, and so is a file that is no report. `forms` are forms that do not come with the
    library. Raises `InputError` for a path that is no single file, and for a page where lxml
    (the extra `report`) is not installed.
    """
    sources = find_sources([path])
    if len(sources) != 1:
        raise InputError(f"{path} 不是一份公开发布的报告，一次只能导入一份。")
    item = read_published_source(sources[0], Library(tuple(forms)))
    return check_and_settle([item], roster=None, year=None, before=None, prefer={})


def write_imported(
    returns: Returns,
    out: str | os.PathLike[str],
    *,
    code: str = "",
    roster: Roster | None = None,
    year: int | None = None,
) -> Path:
    """Write a published report that was read as a return; give its path.

    The department's code is `code`, else that of the roster's department of this name; `year`
    counts where the report names none. Raises `InputError` for what was not read or is a return
    already, for a department that the roster has not and where no year is known, `OutputError`
    where `out` exists or cannot be written.
    """
    item = returns.items[0]
    if isinstance(item, Unread):
        raise InputError(f"{item.file}：{item.findings[0].message}")
    if item.stamp is not None:
        raise InputError(f"{item.file} 已经是报送件，不需要导入。")
    year = item.year or year
    if year is None:
        raise InputError(f"{item.file} 的标题中看不出年度，请用 --year 写明，如 --year 2025。")
    name = item.department
    if roster is not None:
        known = find_department(roster, code=code, name="" if code else name)
        if known is None:
            who = f"代码“{code}”" if code else f"“{name}”"
            raise InputError(f"单位名录中没有{who}，请用 --code 写明单位在名录中的代码。")
        code, name = known.code, known.name
    if Path(out).exists():
        raise OutputError(f"{out} 已经存在，为避免覆盖没有写入；请换一个文件名。")
    content = Content(
        Stamp(StampKind.TEMPLATE, item.form.id, item.form.digest, year, code),
        department=name,
        values=_typed(item),
        nil=item.nil,
        fields=text_fields({**item.form.standing, **item.texts}),
        marks=remarks(item, returns.found),
    )
    write_file(Path(out), open_book(item.form, content).to_bytes())
    return Path(out)


def _typed(item: Return) -> Mapping[int, Value]:
    """Give the inputs as a clerk types them; what is no number stays as it stands."""
    typed: dict[int, Value] = {}
    for cell in item.form.inputs:
        value = item.values[cell.index]
        if value is None:
            typed[cell.index] = item.seen.get(cell.index, "")
        elif cell.measure.unit_required:
            unit = cell.measure.unit if value else ""
            typed[cell.index] = f"{format_value(value, cell.measure)}{unit}"
        else:
            typed[cell.index] = to_number(value, cell.measure)
    return {index: value for index, value in typed.items() if value != ""}
