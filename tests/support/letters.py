"""A small made-up register, from which a whole table is counted, and what is found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from support.departments import make_department
from support.purchases import load_text
from xlreport.base.finding import Finding
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.layout.list_grid import FIRST_COLUMN, first_row
from xlreport.outgoing.template import build_template
from xlreport.returns.received import read_returns

LETTERS = """\
id     = "letters-2025"
title  = "来信来访登记统计"
from   = 2025

[[table]]
key     = "letters"
heading = "一、来信来访情况"
columns = '''
received  收到
closed    办结
'''
rows = '''
letter  来信
visit   来访
call    来电
web     网上
'''

[[table]]
key      = "log"
heading  = "二、来信来访登记簿"
rows     = "open"
most     = 20
required = ["number", "received", "kind"]
unique   = ["number"]
columns = '''
number    登记编号
received  收到之日
kind      方式
closed    办结日
result    结果
deadline  办理期限
left      剩余工作日
state     办理状态
'''

[table.kinds]
number   = "text"
received = "date"
closed   = "date"
result   = { kind = "choice", choices = ["答复", "转办"] }
deadline = "date"
left     = { kind = "change", unit = "个工作日", add = false }
state    = "text"

[table.kinds.kind]
kind = "choice"

[table.kinds.kind.choices]
letter = "来信"
visit  = "来访"
call   = "来电"
web    = "网上"

[[table.limit]]
deadline = "deadline"
left     = "left"
state    = "state"
starts   = "received"
ends     = "closed"
days     = 20

[[table.line]]
id       = "R-RESULT"
together = ["closed", "result"]
say      = "办结日和结果要么都填，要么都不填"

[[table.line]]
id    = "R-CLOSED"
order = ["received", "closed"]
say   = "办结日不早于收到之日"

[[table.line]]
id       = "R-WORKDAY"
workday  = ["closed"]
severity = "info"
say      = "办结日是工作日"

[[count]]
id    = "N-RECEIVED"
cell  = "letters.{kind}.received"
list  = "log"
dated = { received = "in" }
fill  = true

[[count]]
id    = "N-CLOSED"
cell  = "letters.{kind}.closed"
list  = "log"
dated = { closed = "in" }
fill  = true
"""
"""A small made-up register, from which a whole table is counted."""


@cache
def letters_form() -> Form:
    """Load the small register."""
    with TemporaryDirectory() as folder:
        return load_text(LETTERS, Path(folder))


@cache
def _template() -> bytes:
    return build_template(
        letters_form(), period=Period(2025), department=make_department("D01", "教育局")
    )


Letter = Sequence[str | date | None]


def letter(
    number: str,
    received: date = date(2025, 3, 3),
    kind: str = "来信",
    closed: date | None = date(2025, 3, 20),
    result: str | None = "答复",
) -> Letter:
    """Return a line of the small register, which is right."""
    return number, received, kind, closed, result


def filled_letters(*letters: Letter, typed: Mapping[str, int] | None = None) -> bytes:
    """Fill in the small register; `typed` are figures typed over cells of its table."""
    book = openpyxl.load_workbook(BytesIO(_template()))
    top = first_row(letters_form().lists[0]) + 1
    for row, entries in enumerate(letters, top):
        for column, value in enumerate(entries, FIRST_COLUMN + 1):
            if value is not None:
                book["二"].cell(row, column, value)
    for address, number in (typed or {}).items():
        book["一"][address] = number
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def said_of_letters(
    *letters: Letter, typed: Mapping[str, int] | None = None
) -> Callable[[Path], Iterable[Finding]]:
    """Say what is found in the small register as filled in."""

    def scene(folder: Path) -> Iterable[Finding]:
        path = folder / "D01.xlsx"
        path.write_bytes(filled_letters(*letters, typed=typed))
        return read_returns(path, forms=[letters_form()]).found

    return scene
