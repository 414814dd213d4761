"""Guidance of input cells: the prompt beside a cell and the message that refuses a value.

Excel silently drops a validation whose text is too long. So the limits are checked when the form
file is loaded, not when the first template is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlreport.base.toml_fault import has_fault, keep
from xlreport.base.toml_location import TomlLocation
from xlreport.form.form import Form
from xlreport.form.measure import Kind
from xlreport.form.parts import Cell

_TITLE_LENGTH = 32  # Excel's limits, in characters
_TEXT_LENGTH = 255
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
    unit = cell.measure.unit
    if cell.measure.unit_required:
        asked, stop = (
            "填写金额并写明单位，如 251000元 或 25.1万元；没有的填0。",
            "请写明单位，如 251000元 或 25.1万元；没有的填0。",
        )
    elif cell.measure.kind is Kind.MONEY:
        asked = f"单位：{unit}，可有小数；没有的填0。"
        stop = f"此处填写不小于0的数字（单位：{unit}），只填数字，没有的填0。"
    elif cell.measure.kind is Kind.CHANGE:
        asked = f"单位：{unit}，整数；增加填正数，减少填负数（如 -8），没有变化填0。"
        stop = "此处填写整数：增加填正数，减少填负数（如 -8），没有变化填0。"
    else:
        asked = f"单位：{unit}，填写不小于0的整数；没有的填0。"
        stop = f"此处填写不小于0的整数（单位：{unit}），只填数字，没有的填0。"
    title = cell.column_path.rsplit(" › ", 1)[-1]
    prompt = "\n".join(filter(None, (cell.path, meaning, asked, last)))
    return Guidance(title[:_TITLE_LENGTH], prompt, stop)


def check_guidance(form: Form, tables: Mapping[str, TomlLocation]) -> None:
    """Keep a fault for the first prompt or stop text of a table that is longer than Excel allows.

    `tables` maps the keys of tables to their locations in the form file.
    """
    for cell in form.inputs:
        if has_fault(tables[cell.table]):
            continue
        guidance = guide(cell, form.meaning_of.get(cell.index, ""), _LONGEST_LAST)
        for text in (guidance.prompt, guidance.stop):
            if len(text) > _TEXT_LENGTH:
                name = f"{cell.row}.{cell.column}"
                facts = {"cell": name, "length": len(text), "limit": _TEXT_LENGTH}
                keep("prompt-too-long", tables[cell.table], **facts)
