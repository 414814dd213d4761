"""Data validations: what a cell takes, its prompt, and what is said where a slip is stopped."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport._address import a1
from xlreport._book import done
from xlreport._content import Content
from xlreport._cover import NIL
from xlreport._form import Cell
from xlreport._grid import Block
from xlreport._guidance import guide
from xlreport._values import Kind

_LARGEST_COUNT = 999_999_999
_FIELD_RULES: dict[str, dict[str, Any]] = {
    "nil": {
        "validate": "list",
        "source": [NIL],
        "input_title": NIL,
        "input_message": "该表全年确实没有任何数据时选择“零报送”，空白即按0计；有数据时留空。",
        "error_title": "请检查",
        "error_message": "只能选择“零报送”，或按 Delete 键清空。",
    },
    "year": {
        "validate": "integer",
        "criteria": "between",
        "minimum": 2008,
        "maximum": 2100,
        "input_title": "报告年度",
        "input_message": "填写四位数字的年度，如 2026。",
        "error_title": "请检查",
        "error_message": "请填写四位数字的年度，如 2026。",
    },
}


def validate_cell(worksheet: Worksheet, block: Block, cell: Cell, meaning: str, last: str) -> None:
    """Validate an input cell by its kind; `meaning` and `last` go into the prompt."""
    guidance = guide(cell, meaning, last)
    address = a1(block.top, block.left)
    rule: dict[str, Any]
    if cell.measure.unit_required:
        # A bare amount is refused, since nobody could tell later whether it was 元 or 万元.
        # Compared as text, since the cell is formatted as text and a 0 typed there is one.
        typed = f"TRIM({address})"
        rule = {"validate": "custom", "value": f'=OR({typed}="0",RIGHT({typed},1)="元")'}
    elif cell.measure.kind is Kind.MONEY:
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
    else:
        low = -_LARGEST_COUNT if cell.measure.kind is Kind.CHANGE else 0
        bounds = {"minimum": low, "maximum": _LARGEST_COUNT}
        rule = {"validate": "integer", "criteria": "between", **bounds}
    options = {
        "input_title": guidance.title,
        "input_message": guidance.prompt,
        "error_title": "请检查",
        "error_message": guidance.stop,
    }
    done(worksheet.data_validation(block.top, block.left, block.top, block.left, rule | options))


def validate_field(worksheet: Worksheet, block: Block, content: Content) -> None:
    """Validate a field of the cover where it takes only some values."""
    kind = block.field.partition(":")[0]
    fixed = not content.locked or (kind == "year" and bool(content.department))
    if kind in _FIELD_RULES and not fixed:
        place = (block.top, block.left, block.top, block.left)
        done(worksheet.data_validation(*place, _FIELD_RULES[kind]))
