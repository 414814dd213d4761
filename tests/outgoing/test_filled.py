"""Returns that a program fills in: what goes in comes back, and nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.answers import answers_form
from support.departments import make_department
from support.filled import all_values, fill_form
from support.given_figures import NAME, any_figures, any_forms
from support.purchases import counted_form
from support.settled import return_of
from xlreport import InputError, OutputError, load_form, read_return, write_return
from xlreport.base.period import Period
from xlreport.checks.frames import office_frame
from xlreport.form.form import Form
from xlreport.outgoing._given import read_figures, typed_entries

FORM = load_form("ogi-2021")
OFFICE = make_department("D01", NAME)
ONE, TOTAL = "requests.received.natural_person", "requests.received.total"
CHOICES = "政府门户网站、部门网站、专项网站"
WRONG = "requests.recieved.total"


@pytest.mark.parametrize("name", any_forms())
@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_any_figures_come_back_from_the_workbook_as_they_were(name: str, seed: int) -> None:
    drawn = any_figures(name, seed)
    with TemporaryDirectory() as folder:
        path = Path(folder, "D01.xlsx")
        write_return(
            drawn.form,
            drawn.frames,
            path,
            department=NAME,
            code="D01",
            period=drawn.period,
            texts=drawn.texts,
        )
        returns = read_return(path, forms=[drawn.form])
    frames = returns.department("D01")
    assert drawn.frames.keys() == frames.keys()
    for key, frame in drawn.frames.items():
        pd.testing.assert_frame_equal(frame, frames[key])
    assert drawn.texts == return_of(returns.items[0]).texts


def test_the_tidy_frame_gives_the_same_workbook_as_the_frames(tmp_path: Path) -> None:
    values = all_values(FORM, fill_form(FORM, 1))
    frames = {table.key: office_frame(table, NAME, values) for table in FORM.tables}
    one, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_return(FORM, frames, one, department=OFFICE, year=2026)
    tidy = read_return(one).data
    beside = tidy.assign(department_code="D02", department="D02局", value=7)
    write_return(FORM, pd.concat([beside, tidy]), other, department=OFFICE, year=2026)
    assert one.read_bytes() == other.read_bytes()


def refusal(
    data: Any,
    form: Form = FORM,
    lists: Mapping[str, Any] | None = None,
    no_duties: tuple[str, ...] = (),
) -> list[str]:
    """Give the sentences with which figures are refused, without the heading."""
    office = replace(OFFICE, no_duties=no_duties)
    with pytest.raises(InputError) as caught:
        read_figures(form, data, office, Period(2026), lists)
    return str(caught.value).splitlines()[1:]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {WRONG: 1},
            f"requests.recieved.total：报表中没有这一格，是不是 {TOTAL}",
        ),
        ({"requets": {}}, "requets：报表中没有这个表或格，是不是 requests"),
        ({3: 1}, "3：报表中没有这个表或格"),
        (
            {"texts.overview": "无"},
            "texts.overview：是文字，不在各表之中；请写在 write_return 的 texts 中",
        ),
        ({"text": "无"}, "text：报表中没有这个表或格"),
        ({"requests": [1]}, "requests：应是一张表（DataFrame），不是 list"),
        ({"requests": pd.DataFrame({"total": [1]})}, "requests：表的索引应是 row，即各行的代号"),
        (
            {"requests": pd.DataFrame({"sum": [1]}, index=pd.Index(["received"], name="row"))},
            "requests 的 sum：报表中没有这一列",
        ),
        ({ONE: 1, tuple(ONE.split(".")): 1}, f"{ONE}：给了两次，只能给一次"),
    ],
)
def test_a_key_that_the_form_does_not_have_is_refused_by_its_name(
    data: object, sentence: str
) -> None:
    assert [sentence] == refusal(data)


def test_an_index_of_row_keys_needs_no_name() -> None:
    frame = pd.DataFrame({"natural_person": [3]}, index=["received"])
    given = read_figures(FORM, {"requests": frame}, OFFICE, Period(2026), None)
    assert {FORM.cell(ONE).index: 3} == given.entries


def test_a_department_is_not_named_by_its_code(tmp_path: Path) -> None:
    values = all_values(FORM, fill_form(FORM, 1))
    path = tmp_path / "a.xlsx"
    frames = {table.key: office_frame(table, NAME, values) for table in FORM.tables}
    write_return(FORM, frames, path, department=OFFICE, year=2026)
    returns = read_return(path)
    for data in (returns.data, {"requests": returns["requests"]}):
        with pytest.raises(InputError, match=f'请写 department="{NAME}"、code="D01"'):
            write_return(FORM, data, tmp_path / "b.xlsx", department="D01", year=2026)


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert 2 == len(refusal({"requests.x.total": 1, ONE: "若干"}))
    wrong: Any = {"texts": {"text": "无"}, "nil": ["request"]}
    with pytest.raises(InputError, match=f"“{NAME}”的数据有 3 处不能填入报送表"):
        write_return(FORM, {ONE: "若干"}, "a.xlsx", department=OFFICE, year=2026, **wrong)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("work.licences.total", 2.5, "此处只能填整数，请核对"),
        ("work.licences.total", True, "应是数，不是 bool"),
        ("work.licences.total", "3件", "不必写单位，请只填数字"),
        ("work.licences.total", "/", "请勿填斜杠、横线或“无”，未发生的填 0"),
        ("work.licences.total", 10**13, "数字过大，请核对位数和单位"),
        ("work.licences.fees", 3.1234567, "金额的小数超过了分，请先取到分"),
        ("work.licences.avg_days", 3.15, "小数位数多于规定，请四舍五入后填写"),
        ("site.mobile.value", 1, "应是逻辑值，不是 int"),
        (
            "site.kind.value",
            "网站",
            "不是可选的内容，请从下拉列表中选择：政府门户网站、部门网站、专项网站",
        ),
        (
            "site.opened.value",
            datetime(2026, 1, 5, 8),
            "没有这一天，或者不在 1901 年至 2199 年之间，请核对",
        ),
        ("site.opened.value", 46027, "应是日期，如 2026-01-05，不是 int"),
        ("site.code.value", "64032", "不符合规定的写法，应如 6403230001"),
        ("site.name.value", 2.5, "应是文字，不是 float"),
    ],
)
def test_a_value_that_its_cell_cannot_hold_is_refused(
    name: str, value: object, reason: str
) -> None:
    (sentence,) = refusal({name: value}, answers_form())
    assert sentence.startswith(f"{name}：")
    assert f"给的是“{value}”，" in sentence
    assert sentence.removesuffix("，请核对").endswith(reason.removesuffix("，请核对"))


@pytest.mark.parametrize(
    ("name", "value", "typed"),
    [
        ("work.licences.total", 3.0, 3),
        ("work.licences.total", "1,024", 1024),
        ("work.licences.fees", 0.1 + 0.2, 0.3),
        ("work.licences.fees", Decimal("59237.2449"), 59237.2449),
        ("work.licences.change", "-4", -4),
        ("site.satisfied.value", 0.5, 0.5),
        ("site.satisfied.value", "55%", 0.55),
        ("site.opened.value", date(2026, 1, 5), 46027),
        ("site.opened.value", "2026年1月5日", 46027),
        ("site.mobile.value", "TRUE", "是"),
        ("site.code.value", 6403230001, "6403230001"),
        ("site.name.value", " 县政府网 ", "县政府网"),
    ],
)
def test_a_value_may_be_written_in_any_way_that_leaves_no_doubt(
    name: str, value: object, typed: object
) -> None:
    form = answers_form()
    read = read_figures(form, {name: value}, OFFICE, Period(2026)).entries
    assert {form.index[tuple(name.split("."))]: typed} == typed_entries(form, read)  # type: ignore[index]


def test_a_total_that_differs_from_its_parts_is_refused_with_both_numbers() -> None:
    (sentence,) = refusal({ONE: 3, TOTAL: 4})
    assert sentence.endswith("总计 给的是 4，按各项计算是 3；请核对")
    assert read_figures(FORM, {ONE: 3, TOTAL: 3}, OFFICE, Period(2026)).entries.keys() == {
        FORM.index["requests", "received", "natural_person"]
    }


def test_a_count_that_differs_from_its_list_is_refused_with_both_numbers() -> None:
    line = {"code": "2026-001", "name": "空调", "category": "货物", "amount": 3}
    line |= {"signed": date(2026, 3, 5)}
    counted = {"overview.goods.number": 2}
    (sentence,) = refusal(counted, counted_form(), {"purchases": [line]})
    assert sentence.endswith("给的是 2，按台账计算是 1；请核对")


@pytest.mark.parametrize(
    ("lists", "sentence"),
    [
        ({"purchase": []}, "purchase：报表中没有这个台账，是不是 purchases"),
        ({"purchases": [{"nam": 1}]}, "purchases 第 1 条：台账中没有 nam 这一列，是不是 name"),
        (
            {"purchases": [{"amount": "多"}]},
            "purchases 第 1 条 amount：给的是“多”，填的不是数字，请只填阿拉伯数字",
        ),
        ({"purchases": [{}]}, "purchases 第 1 条：没有一项有内容"),
        ({"purchases": 3}, "purchases：应是一张表（DataFrame），或每条一个字典的列表"),
        ({"purchases": pd.DataFrame({"x": [1]})}, "purchases 的 x：报表中没有这一列"),
    ],
)
def test_a_line_that_its_list_cannot_hold_is_refused(
    lists: Mapping[str, Any], sentence: str
) -> None:
    assert sentence in refusal({}, counted_form(), lists)


def test_a_cell_of_a_duty_that_the_department_does_not_have_takes_no_value() -> None:
    form, _ = any_forms()["网站年报"]
    name = "website.visits.second"
    (sentence,) = refusal({name: 0}, form, no_duties=("第二个网站",))
    assert f"{name}：名录写明本单位无此项职责，不能有数" == sentence


def test_figures_of_another_year_or_of_no_department_are_refused() -> None:
    tidy = pd.DataFrame(
        [("D01", 2025, *ONE.split("."), 3)],
        columns=["department", "year", "table", "row", "column", "value"],
    )
    assert ["数据的 year：是 2025，报送表是 2026 的"] == refusal(tidy)
    with pytest.raises(InputError, match="数据中没有“D02局”的行"):
        read_figures(FORM, tidy, make_department("D02"), Period(2026))
    with pytest.raises(InputError, match="应有 table、row、column、value 各列"):
        read_figures(FORM, tidy.drop(columns="table"), OFFICE, Period(2026))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"texts": {"overveiw": "一"}}, "overveiw：报表中没有这一部分文字，是不是 overview"),
        ({"texts": {"overview": "\x01"}}, "overview：有不可见的控制字符，请删除"),
        ({"texts": {"overview": "长" * 32_768}}, "overview：有 32768 字，单元格里最多 32767 字"),
        ({"nil": ["request"]}, "request：报表中没有这个表，是不是 requests"),
        ({"code": "D02"}, "code 是“D02”，而 department 的代码是“D01”"),
        ({"year": None}, "没有写明报告年度"),
        ({"year": 2019}, "不是 2019 年度的报表格式"),
    ],
)
def test_what_is_beside_the_tables_is_refused_by_name(
    more: Mapping[str, Any], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=sentence):
        write_return(FORM, {}, tmp_path / "a.xlsx", **{"department": OFFICE, "year": 2026, **more})


def test_a_return_is_never_written_over_another_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_return(FORM, {ONE: 1}, path, department=OFFICE, year=2026)
    with pytest.raises(OutputError, match="已经存在"):
        write_return(FORM, {ONE: 2}, path, department=OFFICE, year=2026)


def test_what_the_cover_says_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_return(FORM, {}, path, department=OFFICE, year=2026, nil=["requests"], revision=3)
    item = return_of(read_return(path).items[0])
    assert (frozenset({"requests"}), 3) == (item.nil, item.revision)
    assert (NAME, "D01", Period(2026)) == (item.department, item.code, item.period)
