"""A register out of a list that is no workbook of the library."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from xlreport.base.errors import InputError
from xlreport.base.finding import make_finding
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.open_list import Lines
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import LIMITS, Unreadable
from xlreport.formats.delimited import read_delimited
from xlreport.formats.sources import Source
from xlreport.layout.layout import lay_form
from xlreport.reading.foreign_list import ForeignColumn, ForeignList, ForeignWord, read_foreign_list
from xlreport.reading.one_return import Return

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class ReadRegister:
    """A register as the return of a form; `key` is that of its list, with these `lines`.

    `columns` and `words` are empty unless it is a foreign list.
    """

    item: Return
    key: str
    lines: Lines
    columns: tuple[ForeignColumn, ...] = ()
    words: tuple[ForeignWord, ...] = ()


def read_foreign(source: Source, data: bytes, library: Library, form: Form | None) -> ReadRegister:
    """Read a list as the register of `form`, else of the form that has most of its columns.

    Raises `InputError` for a file that cannot be read, and for a list that is no register, that
    may be one of several, that lacks required columns, or is longer than a sheet may be.
    """
    sheets = _sheets(source, data)
    forms = [form] if form else _registers(library)
    try:
        read = [(each, read_foreign_list(each, each.lists[0], sheets)) for each in forms]
    except Unreadable as error:
        raise _refused(source, error) from error
    most = max((found.placed for _, found in read), default=0)
    best = [(each, found) for each, found in read if most and found.placed == most]
    if len(best) != 1:
        raise InputError(_say_none(source, [each for each, _ in best], read))
    return _foreign(source, data, *best[0])


def _registers(library: Library) -> list[Form]:
    """List the forms with one list, each id once, given ones first; annexes are there alone."""
    found: dict[str, Form] = {}
    for form in library.candidates():
        if len(form.lists) == 1 and "+" not in form.id:
            found.setdefault(form.id, form)
    return [*found.values()]


def _foreign(source: Source, data: bytes, form: Form, found: ForeignList) -> ReadRegister:
    open_list = form.lists[0]
    if found.lacking:
        unplaced = [f"{each.address}“{each.label}”" for each in found.columns if not each.column]
        left = f"文件中没有用上的列有：{'、'.join(unplaced[:_MOST_NAMED])}。" if unplaced else ""
        raise InputError(
            f"{source.name} 中没有认出“{open_list.heading}”的这几列："
            f"{'、'.join(found.lacking)}。{left}请把列名改成登记簿的列名后再读。"
        )
    if not found.is_whole:
        raise InputError(
            f"{source.name} 超过 {LIMITS.rows} 行，读不全；"
            "请只留本年收到的、本年答复的和还没有办结的条目，再读。"
        )
    item = Return(
        source,
        hashlib.sha256(data).hexdigest(),
        form=form,
        positions=lay_form(form).positions,
        lists={open_list.key: found.lines},
        findings=found.findings,
    )
    return ReadRegister(item, open_list.key, found.lines, found.columns, found.words)


def _sheets(source: Source, data: bytes) -> Sequence[RawSheet]:
    """Return the sheets of a workbook, or the one of a text; raises `InputError` for others."""
    try:
        return read_workbook(data).sheets
    except Unreadable as error:
        if error.code != "FILE-TEXT":
            raise _refused(source, error) from error
        sheet = read_delimited(data, source.path.stem)
        if sheet is None:
            advice = "请核对引号是否成对、编码是否正确，或另存为 .xlsx 再读"
            raise InputError(f"{source.name} 读不成表格：{advice}。") from error
        return [sheet]


def _refused(source: Source, error: Unreadable) -> InputError:
    return InputError(f"{source.name}：{make_finding(error.code, **error.facts).message}")


def _say_none(
    source: Source, forms: Sequence[Form], read: Sequence[tuple[Form, ForeignList]]
) -> str:
    """Say why a list is no register: no header, several headers, or several forms."""
    sheets = next((found.sheets for _, found in read if len(found.sheets) > 1), ())
    if sheets:
        named = "、".join(f"“{name}”" for name in sheets)
        return f"{source.name} 的表页{named}都像登记簿，看不出读哪一张；请只留一张再读。"
    if forms:
        named = "、".join(form.id for form in forms)
        return f"{source.name} 可能是几种登记簿（{named}），请写明是哪一种。"
    wanted = "；".join(
        f"{each.lists[0].heading}的{'、'.join(c.path for c in each.lists[0].columns if c.required)}"
        for each, _ in read
    )
    return f"{source.name} 中没有一行表头认得出是登记簿的列名；列名应如：{wanted}。"
