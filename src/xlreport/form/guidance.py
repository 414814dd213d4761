"""Guidance of input cells: the prompt beside a cell and the message that refuses a value.

Excel silently drops a validation whose text is too long. So the limits are checked when the form
file is loaded, not when the first template is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xlreport.base.path import last_label, say_path
from xlreport.base.toml_fault import has_fault, keep
from xlreport.base.toml_location import TomlLocation
from xlreport.form.form import Form
from xlreport.form.measure import ADDABLE, NO, YES, Blank, Kind, Measure
from xlreport.form.open_list import ListColumn, OpenList
from xlreport.form.parts import Cell

PREFILLED_TITLE = "已预填，请核对；不对的请改正"
"""The title of the prompt of a cell that was filled in before the workbook was sent out."""
_TITLE_LENGTH = 32  # Excel's limits, in characters
_TEXT_LENGTH = 255
_NONE: Mapping[Blank, str] = {
    Blank.ASKED: "没有的填0",
    Blank.ZERO: "没有的填0，空着也按0计",
    Blank.ERROR: "没有的填0，不能空着",
    Blank.NOT_YET: "没有的填0，还没有数的先空着",
}
_NONE_OF_AVERAGES: Mapping[Blank, str] = {
    Blank.ASKED: "没有的留空",
    Blank.ZERO: "没有的留空",
    Blank.ERROR: "不能空着",
    Blank.NOT_YET: "还没有数的先空着",
}
_BLANK_ENTRY: Mapping[Blank, str] = {
    Blank.ERROR: "不能空着。",
    Blank.NOT_YET: "还没有的先空着。",
}
_NOTHING = re.compile("[；，](?:没有的填0|没有的留空)[^。]*")
_LONGEST_LAST = "按上年报告应为 999999999件。"


@dataclass(frozen=True, slots=True)
class Guidance:
    """The prompt and the stop message of one input cell."""

    title: str
    prompt: str
    stop: str


def guide(cell: Cell, meaning: str = "", last: str = "") -> Guidance:
    """Write the guidance of an input cell from its path, kind and unit.

    `meaning` is the form file's explanation of the indicator, `last` a sentence about last year's
    figures.
    """
    asked, stop = _asked(cell.measure)
    title = last_label(cell.column_path)
    prompt = "\n".join(filter(None, (say_path(cell.path), meaning, asked, last)))
    return Guidance(title[:_TITLE_LENGTH], prompt, stop)


def guide_column(open_list: OpenList, column: ListColumn) -> Guidance:
    """Write the guidance of the cells in a column of a list."""
    asked, stop = _asked(column.measure)
    if column.measure.kind in ADDABLE:  # a blank in a list is no 0
        asked, stop = (_NOTHING.sub("", text) for text in (asked, stop))
    must = "每一条都必须填写。" if column.required else ""
    unique = "不能与其他各条重复。" if column.unique else ""
    title = last_label(column.path)
    prompt = "\n".join(filter(None, (say_path(open_list.sheet, column.path), asked, must + unique)))
    return Guidance(title[:_TITLE_LENGTH], prompt, stop)


def _asked(measure: Measure) -> tuple[str, str]:
    """Return what a cell of this measure asks for, and what refuses anything else."""
    if measure.kind not in ADDABLE:
        return _asked_entry(measure)
    unit = measure.unit
    none = (_NONE if measure.counts_from_zero else _NONE_OF_AVERAGES)[measure.blank]
    if measure.unit_required:
        asked = f"填写金额并写明单位，如 251000元 或 25.1万元；{none}。"
        return asked, f"请写明单位，如 251000元 或 25.1万元；{none}。"
    if measure.kind is Kind.MONEY:
        return (
            f"单位：{unit}，可有小数；{none}。",
            f"此处填写不小于0的数字（单位：{unit}），只填数字，{none}。",
        )
    if measure.kind is Kind.DECIMAL:
        example = f"{2.5:.{measure.places}f}"
        asked = f"单位：{unit}，数字，最多 {measure.places} 位小数，如 {example}；{none}。"
        return asked, f"此处填写数字，最多 {measure.places} 位小数，如 {example}，不写单位。"
    if measure.kind is Kind.CHANGE:
        return (
            f"单位：{unit}，整数；增加填正数，减少填负数（如 -8），没有变化填0。",
            "此处填写整数：增加填正数，减少填负数（如 -8），没有变化填0。",
        )
    return (
        f"单位：{unit}，填写不小于0的整数；{none}。",
        f"此处填写不小于0的整数（单位：{unit}），只填数字，{none}。",
    )


def _asked_entry(measure: Measure) -> tuple[str, str]:
    """Return the same for a cell that holds no amount."""
    match measure.kind:
        case Kind.PERCENTAGE:
            places = f"，最多 {measure.places} 位小数" if measure.places else "，不带小数"
            example = f"{55.56:.{measure.places}f}%"
            text = f"填写百分比，写明百分号{places}，如 {example}。"
        case Kind.DATE:
            text = "填写日期：年-月-日，如 2026-01-05。"
        case Kind.YES_NO:
            text = f"从下拉列表中选择“{YES}”或“{NO}”。"
        case Kind.CHOICE:
            text = "从下拉列表中选择一项。"
        case _:
            example = f"，如 {measure.example}" if measure.example else ""
            text = f"填写文字{example}。"
    return f"{text}{_BLANK_ENTRY.get(measure.blank, '')}", text


def check_guidance(form: Form, tables: Mapping[str, TomlLocation]) -> None:
    """Keep a fault for the first prompt or stop text of a table that is longer than Excel allows.

    `tables` maps the keys of tables to their locations in the form file.
    """
    for each in form.lists:
        for column in each.columns:
            if not has_fault(tables[each.key]):
                _check_lengths(guide_column(each, column), column.key, tables[each.key])
    for cell in form.inputs:
        if has_fault(tables[cell.table]):
            continue
        guidance = guide(cell, form.meaning_of.get(cell.index, ""), _LONGEST_LAST)
        _check_lengths(guidance, f"{cell.row}.{cell.column}", tables[cell.table])


def _check_lengths(guidance: Guidance, name: str, location: TomlLocation) -> None:
    for text in (guidance.prompt, guidance.stop):
        if len(text) > _TEXT_LENGTH:
            facts = {"cell": name, "length": len(text), "limit": _TEXT_LENGTH}
            keep("prompt-too-long", location, **facts)
