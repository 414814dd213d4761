"""A published report with a number of its own in every cell, and published reports read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from support.filled import all_values
from support.published import (
    Grid,
    draw,
)
from support.real_reports import load_reports
from support.settled import return_of
from xlreport import read_published
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import format_value
from xlreport.form.typed_values import read_value
from xlreport.reading.one_return import Return, Unread

COMPLETE = [slug for slug, report in load_reports().items() if report.complete]
TITLE = ["盐池县退役军人事务局 2024 年", "政府信息公开工作年度报告"]
SAID = {
    "opening": "根据《中华人民共和国政府信息公开条例》第五十条之规定，制作本报告。",
    "overview": "加强组织领导。\n规范公开内容。",
    "problems": "存在不足。",
    "other": "无其他报告事项。",
}


def read(data: bytes, ending: str, folder: Path) -> Return:
    return return_of(read_any(data, ending, folder))


def read_any(data: bytes, ending: str, folder: Path) -> Unread | Return:
    path = folder / f"报告{ending}"
    path.write_bytes(data)
    return read_published(path).items[0]


def numbered(form: Form) -> dict[int, str]:
    """Give every input a number of its own and every total its sum."""
    scaled = {c.index: (c.index + 1) * 10**c.measure.scale for c in form.inputs}
    values = all_values(form, scaled)
    return {
        c.index: format_value(v or 0, c.measure)
        + (c.measure.unit if c.measure.unit_required else "")
        for c, v in zip(form.cells, values, strict=True)
    }


def wanted(form: Form, texts: Mapping[int, str]) -> dict[int, int | None]:
    return {i: read_value("text", texts[i], "", form.cells[i].measure).value for i in texts}


def codes(item: Unread | Return) -> list[str]:
    return [finding.code for finding in item.findings]


FORM = load_form("ogi-2021")
TEXTS = numbered(FORM)
ALL = wanted(FORM, TEXTS)
TABLES: list[Grid] = [draw(table, TEXTS) for table in FORM.tables]


def values(item: Return) -> dict[int, int | None]:
    return dict(enumerate(item.values))
