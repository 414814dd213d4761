"""A list of applications as an office has kept it: its own names of columns, its own words."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from xlreport.formats.cell import RawCell, RawSheet

HEADER = ("序号", "编号", "申请日期", "申请方式", "申请人性质", "申请人姓名", "补正告知日期",
          "延期告知日", "答复日期", "办理结果", "备注")  # fmt: skip
FIRST = ("1", "2026-001", "2026.1.5", "网上", "公民", "张三", "", "", "2026年1月20日",
         "已答复-予以公开", "")  # fmt: skip
SECOND = ("2", "2026-002", "2026-02-05", "当面", "企业", "某公司", "2026-02-06", "", "2026/3/2",
          "部分公开", "")  # fmt: skip
IN_DOUBT = ("3", "2025-099", "2025-12-20", "邮寄", "法人", "某社", "", "", "2026-01-08",
            "不掌握", "")  # fmt: skip
OPEN = ("4", "2026-003", "2026-12-20", "EMS", "公民", "李四", "", "", "", "", "催")
ROWS = (("某局申请台账",), HEADER, FIRST, SECOND, IN_DOUBT, OPEN)


def as_csv(rows: Sequence[Sequence[str]] = ROWS, encoding: str = "gb18030") -> bytes:
    """Write rows as Excel in China saves a .csv."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_sheet(rows: Sequence[Sequence[str]] = ROWS, name: str = "台账") -> RawSheet:
    """Make a sheet of texts."""
    cells = {
        (row, column): RawCell("text", text, None, "")
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    }
    return RawSheet(name=name, state="visible", protected=False, cells=cells, merges=(), outside=0)
