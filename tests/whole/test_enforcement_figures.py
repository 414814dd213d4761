"""Published figures of enforcement go the whole way: typed, read, added up, reported, read again.

They are those of 庆元县 (2024, zjqy.gov.cn), and, of earlier editions of the table of penalties, of
郑州市城市管理局 (2020, public.zhengzhou.gov.cn), 大同市文物局 (2021) and
杭州市公安局西湖风景名胜区分局 (2022, westlake.hangzhou.gov.cn).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Final

import openpyxl
import pytest

import xlreport as xr
from support.departments import make_department
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.formats.sources import Source
from xlreport.layout.layout import lay_form
from xlreport.office.roster import Roster
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.reading.published import read_published_source

Figures = Mapping[str, int | float | None]
_2021: Final = (
    *("warning", "fine", "confiscation", "suspension", "revocation", "restriction", "closure"),
    *("detention", "other_penalty"),
)
# The kinds of penalties of earlier editions: keys and labels in the order of their table.
_LABELS: Final = {
    "A": {
        "warning": "警告",
        "fine": "罚款",
        "confiscation": "没收违法所得、没收非法财物",
        "suspension": "暂扣许可证、执照",
        "stoppage": "责令停产停业",
        "revocation": "吊销许可证、执照",
        "detention": "行政拘留",
        "other_penalty": "其他行政处罚",
    },
    "C": {
        "warning": "警告",
        "criticism": "通报批评",
        "fine": "罚款",
        "confiscation": "没收违法所得、没收非法财物",
        "suspension": "暂扣许可证件",
        "downgrading": "降低资质等级",
        "restriction": "限制开展生产经营活动",
        "stoppage": "责令停产停业",
        "closure": "责令关闭、限制从业",
        "revocation": "吊销许可证件",
        "detention": "行政拘留",
        "other_penalty": "其他行政处罚",
    },
}
QINGYUAN: Final = dict(zip(_2021, (12175, 94929, 235, 189, 101, 0, 11, 504, 12), strict=True))
LICENCES: Final = ("applied", "accepted", "granted", "refused", "revoked")


def edition(folder: Path, letter: str, unit: str) -> Form:
    """Make the form file of an earlier edition from the one that is shipped."""
    text = files("xlreport").joinpath("forms", "enforcement-2021.toml").read_text("utf-8")
    labels = _LABELS[letter]
    start, end = text.index("warning          警告"), text.index("total            合计（宗）")
    text = text[:start] + "".join(f"{k:17}{v}\n" for k, v in labels.items()) + text[end:]
    changes = {
        "罚没金额（万元）": f"罚没金额（{unit}）",
        'amount = "万元"': f'amount = "{unit}"',
        " + ".join(_2021): " + ".join(labels),
        '", "'.join(_2021): '", "'.join(labels),
        '"enforcement-2021"': f'"enforcement-{letter.lower()}"',
        "from   = 2021": "from   = 2018",
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    path = folder / f"{letter}.toml"
    path.write_text(text, encoding="utf-8")
    return xr.load_form(path)


def fill_in(form: Form, year: int, figures: Figures) -> bytes:
    """Type figures into the inputs by `table.column` of their only row; all others are 0."""
    book = openpyxl.load_workbook(
        BytesIO(build_template(form, year=year, department=make_department("D01")))
    )
    for cell in form.inputs:
        position = lay_form(form).positions[cell.index]
        value = figures.get(f"{cell.table}.{cell.column}", 0)
        book[position.sheet].cell(position.row + 1, position.column + 1, value)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def figures_of(penalties: Figures, amount: float, licences: tuple[int, ...]) -> Figures:
    return {
        **{f"penalties.{key}": value for key, value in penalties.items()},
        "penalties.amount": amount,
        **{f"licensing.{key}": value for key, value in zip(LICENCES, licences, strict=True)},
    }


CASES: Final = {
    "庆元县": (
        ("B", "万元", 2024),
        figures_of(QINGYUAN, 1753.79, (26569, 26569, 26462, 102, 5)),
        (108_156, 17_537_900 * 100),
    ),
    "郑州市城市管理局": (
        ("A", "万元", 2020),
        figures_of({"fine": 293}, 11817.5, (2207, 2207, 2207, 0, 0)),
        (293, 118_175_000 * 100),
    ),
    "杭州公安局西湖风景名胜区分局": (
        ("A", "万元", 2022),
        figures_of(
            {
                "warning": 31,
                "fine": 54,
                "detention": 59,
                "other_penalty": None,
                **dict.fromkeys(("confiscation", "suspension", "stoppage", "revocation")),
            },
            4.1,
            (0, 0, 0, 0, 0),
        ),
        (144, 41_000 * 100),
    ),
    "大同市文物局": (("C", "元", 2021), figures_of({}, 0, (0, 0, 0, 0, 0)), (0, 0)),
}


@pytest.mark.parametrize("name", CASES)
def test_published_figures_are_read_added_up_and_published_again(name: str, tmp_path: Path) -> None:
    (letter, unit, year), figures, (total, amount) = CASES[name]
    form = xr.load_form("enforcement-2021")
    if letter != "B":
        form = edition(tmp_path, letter, unit)
    path = tmp_path / "收回" / "D01.xlsx"
    path.parent.mkdir()
    path.write_bytes(fill_in(form, year, figures))
    roster = Roster("名录.csv", (make_department("D01"),))
    returns = xr.read_returns(path.parent, roster=roster, forms=[form])
    assert [] == [found.full_message for found in returns.found if found.severity == "error"]
    county = xr.consolidate(returns, name="某县")
    read = {cell.column: county.values[cell.index] for cell in form.table("penalties").cells}
    assert (total, amount) == (read["total"], read["amount"])
    xr.write_summary(county, tmp_path / "汇总.xlsx")
    xr.write_report(county, tmp_path / "年报.docx")
    (summary,) = xr.read_returns(tmp_path / "汇总.xlsx", forms=[form]).items
    report = read_published_source(Source(tmp_path / "年报.docx"), Library((form,)))
    assert isinstance(summary, Return)
    assert isinstance(report, Return)
    assert county.values == summary.values == report.values
