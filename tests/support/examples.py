"""The example forms, each filled in by two departments as clerks type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

import openpyxl

from support.departments import make_department
from support.filled import find
from xlreport.base.period import parse_period
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.layout import lay_form
from xlreport.layout.list_grid import FIRST_COLUMN, first_row
from xlreport.office.roster import Roster
from xlreport.outgoing.template import build_template
from xlreport.returns.received import read_returns
from xlreport.returns.returns import Returns

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
Typed = str | int | float | date | None
Column = Mapping[str, Typed]


@dataclass(frozen=True)
class Filled:
    """What one department types: cells by `table.row.column`, lines, texts of the narrative."""

    cells: Mapping[str, Typed]
    lines: Sequence[Sequence[Typed]] = ()
    no_duties: tuple[str, ...] = ()


CODES: Final = ("D01", "D02")


@dataclass(frozen=True, eq=False)
class Example:
    """One example form, its period, what two departments type, and sums that follow."""

    form: str
    period: str
    departments: tuple[Filled, Filled]
    sums: Mapping[str, int | None] = field(default_factory=dict)


def cells(table: str, **columns: Mapping[str, Typed]) -> dict[str, Typed]:
    """Name the cells of a table: what stands in each row of each column."""
    return {
        f"{table}.{row}.{column}": value
        for column, rows in columns.items()
        for row, value in rows.items()
    }


@cache
def load_example(example: Example) -> Form:
    """Load the form file of an example."""
    return load_form(EXAMPLES / f"{example.form}.toml")


def title_of(example: Example) -> str:
    """Give the period as it stands above a page: 2026年, 2026年第二季度."""
    period = parse_period(example.period)
    assert period is not None
    return period.title


def roster_of(example: Example) -> Roster:
    """Give the roster, which says who has which duty."""
    departments = (
        replace(make_department(code), no_duties=filled.no_duties)
        for code, filled in zip(CODES, example.departments, strict=True)
    )
    return Roster("名录.csv", tuple(departments))


def read_example(example: Example, folder: Path) -> Returns:
    """Write and read the returns of both departments."""
    form = load_example(example)
    for code, filled in zip(CODES, example.departments, strict=True):
        data = fill_in(form, code, example.period, filled)
        (folder / f"{code}.xlsx").write_bytes(data)
    return read_returns(folder, roster=roster_of(example), forms=[form])


def fill_in(form: Form, code: str, period: str, filled: Filled) -> bytes:
    """Type into the template of a department."""
    who = replace(make_department(code), no_duties=filled.no_duties)
    data = build_template(form, period=period, department=who)
    book = openpyxl.load_workbook(BytesIO(data))
    positions = lay_form(form).positions
    for name, value in filled.cells.items():
        position = positions[find(form, name)]
        book[position.sheet].cell(position.row + 1, position.column + 1, value)
    for number, line in enumerate(filled.lines):
        sheet = book[form.lists[0].sheet]
        for column, value in enumerate(line):
            row = first_row(form.lists[0]) + 1 + number
            sheet.cell(row, FIRST_COLUMN + 1 + column, value)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


SITE: Final[Column] = {
    "site_name": "盐池县人民政府网站",
    "address": "https://www.yanchi.gov.cn",
    "site_type": "政府门户网站",
    "site_code": "6403230001",
    "visitors": 321_456,
    "visits": 1_234_567,
    "overviews": 12,
    "news": 2_340,
    "disclosed": 1_208,
    "has_catalogue": "是",
    "services": 480,
    "online_services": 300,
    "messages": 95,
    "answered": 90,
    "average_days": 3.5,
    "has_robot": "否",
    "has_media": "是",
    "account": "盐池发布",
    "posts": 820,
    "opened": date(2021, 6, 1),
}
OTHER_SITE: Final[Column] = {
    **SITE,
    "site_name": "盐池县教育局网站",
    "site_type": "部门网站",
    "site_code": "6403230002",
    "services": 20,
    "online_services": 10,
    "average_days": 2,
    "has_robot": "√",
    "account": None,
    "opened": None,
}
MONTH: Final[Column] = {"accepted": 40, "done": 36, "online": 20, "on_time": 36}
SO_FAR: Final[Column] = {"accepted": 100, "done": 90, "online": 50, "on_time": 89}
LATER: Final[Column] = {"accepted": 8, "done": 9, "online": 4, "on_time": 9}
QUARTER: Final[Column] = {
    "disclosed": 320,
    "full_text": 300,
    "by_web": 3,
    "granted": 2,
    "exempt_1": 1,
}
YEAR: Final[Column] = {"disclosed": 620, "full_text": 580, "by_web": 5, "granted": 4, "exempt_1": 1}
PURCHASES: Final = (
    *(("YC2026-001", "空调", "货物", "公开招标", date(2026, 3, 5), 12.5, "甲公司", "是"),),
    *(("YC2026-002", "道路", "工程", "公开招标", date(2026, 5, 9), 830.25, "乙公司", "否"),),
    *(("YC2026-003", "物业", "服务", "竞争性磋商", date(2026, 6, 1), 36, "丙公司", "是"),),
    *(("YC2025-019", "桌椅", "货物", "询价", date(2025, 12, 31), 3, "丁公司", "是"),),
)
SMALL: Final = {"overview.goods.small_firm": 1, "overview.works.small_firm": 0}
EXAMPLES_FILLED: Final = (
    Example(
        "网站年报",
        "2026",
        (
            Filled(cells("website", first=SITE, second=OTHER_SITE)),
            Filled(cells("website", first=OTHER_SITE), no_duties=("第二个网站",)),
        ),
        {
            "website.published.first": 2 * 3_560,
            "website.share_online.first": 620,  # 310 of 500, not 62.5% + 50%
            "website.average_days.first": None,
            "website.posts.second": 820,
        },
    ),
    Example(
        "政务服务月报",
        "2026-03",
        (
            Filled(cells("cases", current=MONTH, cumulative=SO_FAR)),
            Filled(cells("cases", current=LATER, cumulative=SO_FAR)),
        ),
        {
            "cases.done.current": 45,
            "cases.online_rate.current": 5333,  # 24 of 45
            "cases.on_time_rate.cumulative": 9889,
        },
    ),
    Example(
        "信息公开季报",
        "2026Q2",
        (
            Filled(cells("disclosure", current=QUARTER, cumulative=YEAR)),
            Filled(cells("disclosure", current=QUARTER, cumulative=QUARTER)),
        ),
        {"disclosure.requests.cumulative": 8, "disclosure.replies.cumulative": 8},
    ),
    Example(
        "采购台账",
        "2026",
        (
            Filled({**SMALL, "overview.services.small_firm": 1}, PURCHASES),
            Filled({**SMALL, "overview.services.small_firm": 0}, PURCHASES[:2]),
        ),
        {
            "overview.goods.projects": 2,  # what was signed in 2025 is not counted
            "overview.all.projects": 5,
            "overview.all.amount": (2 * 8_427_500 + 360_000) * 100,
        },
    ),
)
