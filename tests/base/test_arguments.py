"""The rule for arguments of another kind: refused at the door of every public function."""

from __future__ import annotations

import inspect
import pickle
import re
import typing
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import xlreport
from support.departments import make_department
from support.filled import as_return, fill_form
from support.publications import page_of
from support.purchases import purchases_form
from support.settled import returns_in, settled
from xlreport import Form, InputError, Returns, Roster, Waiver, Waivers
from xlreport.base.finding import make_finding
from xlreport.base.period import Period
from xlreport.formats.sources import Source
from xlreport.past.last_year import LastYear
from xlreport.past.migration import migrate_values
from xlreport.reading.one_return import Unread

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    name: found for name in xlreport.__all__ if inspect.isfunction(found := getattr(xlreport, name))
}
_STANDARD = {
    "Any",
    "Collection",
    "DataFrameSchema",
    "Executor",
    "Figures",  # mappings and frames of many kinds, which are looked at value by value
    "Iterable",
    "Mapping",
    "None",
    "Path",
    "PathLike",
    "Sequence",
}


@pytest.fixture(scope="module")
def things(form_2021: Form) -> Mapping[str, Any]:
    """Give one of each kind of object that a function may be given."""
    fixed = {cell.index: 0 for cell in form_2021.inputs if cell.row == "regulations"}
    returns = settled([as_return(form_2021, fill_form(form_2021, 1, fixed=fixed), code="D01")])
    return {
        "form": form_2021,
        "roster": Roster("名录.csv", (make_department("D01"),)),
        "department": make_department("D01"),
        "returns": returns,
        "summary": xlreport.consolidate(returns, name="某县", verify=False),
        "part": xlreport.consolidate_part(returns, form=form_2021, verify=False),
        "waivers": Waivers("核准.csv", ()),
        "number": 5,
    }


def refusal(function: Callable[..., Any], *given: Any, **named: Any) -> str:
    with pytest.raises(TypeError) as caught:
        function(*given, **named)
    return str(caught.value)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_types_of_every_public_function_can_be_asked_for(name: str) -> None:
    function = FUNCTIONS[name]
    parameters = [*inspect.signature(function).parameters, "return"]
    assert parameters == [*typing.get_type_hints(function)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_class_in_a_signature_is_public_or_standard(name: str) -> None:
    signature = inspect.signature(FUNCTIONS[name])
    annotations = [each.annotation for each in signature.parameters.values()]
    named = set(re.findall(r"\b[A-Z]\w+", " ".join([*annotations, signature.return_annotation])))
    assert set() == named - _STANDARD - set(xlreport.__all__)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_whatever_is_of_another_kind_is_refused_by_the_name_of_its_parameter(
    name: str, things: Mapping[str, Any]
) -> None:
    function = FUNCTIONS[name]
    for parameter in inspect.signature(function).parameters.values():
        allowed = parameter.annotation
        for thing in things.values():
            kind = type(thing).__name__
            fits = "(?:int|float)" if kind == "int" else kind  # whole numbers are numbers
            is_any = allowed == "bool" or "Figures" in allowed
            if not is_any and not re.search(rf"(^|\| ){fits}\b", allowed):
                said = refusal(function, **{parameter.name: thing})
                assert said.startswith(f"{name} 的 {parameter.name} 应是"), said
                assert f"，不是 {kind}" in said


QUIET = ("board", "draw_form", "form_schema", "list_forms", "make_receipts")
"""The functions that raise no error of their own."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_docstring_names_the_errors_that_it_raises(name: str) -> None:
    said = re.search(r"\b[Rr]aises\s+(as|`?[A-Z])", FUNCTIONS[name].__doc__ or "")
    assert bool(said) is (name not in QUIET)


NAMED = [
    ("read_returns", {"roster": "单位名录.csv"}, "xlreport.read_roster('单位名录.csv') 读取"),
    ("read_returns", {"paths": "x", "forms": ["我县.toml"]}, "xlreport.load_form('我县.toml')"),
    ("write_templates", {"form": "ogi-2021"}, "xlreport.load_form('ogi-2021') 读取"),
    ("write_templates", {"roster": Path("名录.xlsx")}, "xlreport.read_roster('名录.xlsx')"),
    ("write_template", {"department": "D05"}, 'read_roster("单位名录.csv").departments'),
    ("consolidate", {"returns": "收回"}, "xlreport.read_returns('收回') 读取"),
    ("write_summary", {"summary": "汇总.xlsx"}, "xlreport.consolidate("),
    ("write_report", {"source": "D05.xlsx"}, "xlreport.read_returns('D05.xlsx') 读取"),
    ("merge_parts", {"parts": [1]}, "其中却有 int。请用 xlreport.consolidate_part("),
]


@pytest.mark.parametrize(("name", "given", "expected"), NAMED)
def test_the_refusal_names_the_function_to_call(
    name: str, given: Mapping[str, Any], expected: str
) -> None:
    assert expected in refusal(FUNCTIONS[name], **given)


@pytest.mark.parametrize("texts", [{"overview": 3}, {3: "无"}])
def test_what_stands_in_a_mapping_is_looked_at(
    things: Mapping[str, Any], texts: Mapping[Any, Any]
) -> None:
    said = refusal(xlreport.write_report, things["summary"], "年报.html", texts=texts)
    assert "write_report 的 texts 应是文字的字典，其中却有 int。" == said


def test_where_a_path_is_wanted_it_is_said_how_to_get_one(things: Mapping[str, Any]) -> None:
    said = refusal(xlreport.read_returns, "收回", last_year=things["summary"])
    kinds = "路径、文件内容、文件内容的字典，或路径或文件内容的列表"
    expected = f"read_returns 的 last_year 应是{kinds}，不是 Summary。"
    assert f"{expected}请先用 xlreport.write_summary 写成文件，再写这个文件的路径。" == said
    said = refusal(xlreport.read_roster, things["roster"])
    assert "read_roster 的 path 应是路径，不是 Roster。" in said


def test_what_is_allowed_is_let_through(tmp_path: Path, form_2021: Form) -> None:
    path = tmp_path / "空白.xlsx"
    year: Any = np.int64(2026)
    assert path == xlreport.write_template(form_2021, str(path), year=year)
    assert 1 == len(xlreport.read_returns(iter([path]), forms=[form_2021], waivers=None).items)


def test_too_many_arguments_are_python_s_own_affair(form_2021: Form) -> None:
    assert "takes 1 positional argument" in refusal(xlreport.read_roster, "名录.csv", form_2021)


def test_a_public_function_can_be_sent_to_a_worker() -> None:
    for function in FUNCTIONS.values():
        assert function is pickle.loads(pickle.dumps(function))  # noqa: S301 - our own


# ---- names of files and counties ---------------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".xls", "", ".XLSX.bak"])
def test_a_workbook_is_written_under_no_other_ending(
    tmp_path: Path, things: Mapping[str, Any], ending: str
) -> None:
    path = tmp_path / f"汇总{ending}"
    form, summary = things["form"], things["summary"]
    with pytest.raises(InputError, match=r"文件名须以 \.xlsx 结尾"):
        xlreport.write_summary(summary, path)
    with pytest.raises(InputError, match=r"文件名须以 \.xlsx 结尾"):
        xlreport.write_template(form, path)
    with pytest.raises(InputError, match=r"文件名须以 \.xlsx 结尾"):
        xlreport.migrate(tmp_path / "D01.xlsx", form, path)
    assert [] == [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["", " ", "\u3000"])
def test_a_summary_bears_a_name(things: Mapping[str, Any], name: str) -> None:
    with pytest.raises(InputError, match="没有写明汇总单位的名称"):
        xlreport.consolidate(things["returns"], name=name)
    with pytest.raises(InputError, match="没有写明汇总单位的名称"):
        xlreport.finish_parts(things["part"], things["form"], name=name)


# ---- at a prompt -------------------------------------------------------------------------------


def of_the_desk(returns: Returns) -> list[object]:
    """Give one of each kind of object that an officer's desk has."""
    who, cell = make_department("D01"), returns.items[0].form.cells[0]  # type: ignore[union-attr]
    board = xlreport.board(returns)
    decision = xlreport.Decision(xlreport.DecisionKind.USE, "D01", "甲.xlsx")
    figure = xlreport.SourceFigure("财政局", "D01", "", "表三 D6", "3")
    at = xlreport.CellReference("三", "D6", "三", "3")
    match, ground = next(iter(xlreport.MatchResult)), next(iter(xlreport.Ground))
    return [
        *(board, board.lines[0], board.files[0], xlreport.Task(xlreport.Sign.OPEN, "催报")),
        *(
            decision,
            xlreport.Decisions("处理意见.csv", (decision,)),
            *xlreport.make_receipts(board),
        ),
        *(figure, xlreport.SecondSources("对账.csv", (figure,))),
        xlreport.SourceMatch("财政局", who, "三", match, 3),
        xlreport.Message(who, "", "未报送", "尽快报送", "催报", "请报送"),
        xlreport.Reminded(date(2027, 1, 18), "D01", "D01局", "未报送", "尽快报送"),
        *(xlreport.ReminderLog(), xlreport.ReportFile(who, xlreport.ReportState.WRITTEN)),
        xlreport.Unusual(who, "甲.xlsx", at, cell, ground, 3, 1, 0.5, 0.5, "比上年多"),
    ]


def test_every_object_shows_itself_in_one_short_line(
    form_2021: Form, form_2019: Form, things: Mapping[str, Any]
) -> None:
    returns: Returns = things["returns"]
    old = settled([as_return(form_2019, fill_form(form_2019, 1), code="D01", year=2020)])
    comparison = xlreport.compare(returns, old)
    last = LastYear(form_2019, Period(2025), {}, {})
    passed = xlreport.history([], this=things["summary"])
    page = {"D01局.html": page_of(form_2021, "D1", title="2021年政府信息公开工作年度报告")}
    published = xlreport.compare_published(page, returns)
    (department,) = published.departments
    shown = [
        *(form_2021, form_2021.tables[1], things["roster"], things["department"]),
        *(returns, returns.items[0], returns.settlement, returns.settlement.filings[0]),
        *(returns.settlement.files[0], Unread(Source(Path("坏.xlsx")), "")),
        *(things["summary"], things["part"], things["waivers"], comparison, comparison.rows[0]),
        xlreport.finish_parts(things["part"], form_2021, name="某县" * 60),
        migrate_values(form_2019, form_2021, returns_in(old)[0].values),
        Waiver("Y-CARRY", "D01", 2026, "理由", "某某", None, 2),
        make_finding("YEAR-MISSING"),
        *(last, xlreport.Earlier(last, last), Period(2025), Source(Path("甲.xlsx"))),
        *(form_2021.rules[0], form_2021.checks[0], form_2021.charts[0], form_2021.narrative),
        *(form_2021.tables[1].parts[0], form_2021.tables[1].parts[0].rows),
        *(xlreport.OwnFinding("OWN-1", "D01", "不对"), xlreport.FormFrames(form_2021, {}, ())),
        xlreport.Filling(None, (), (), 0, ()),
        *(published, department, department.pages[0], published.record[0]),
        *(passed, passed.departments[0], passed.departments[0].figures[0], passed.indicators[0]),
        *(purchases_form().lists[0], xlreport.Lines("采购", (0,))),
        *of_the_desk(returns),
    ]
    of_lines = {  # the others are of few fields, and show all of them
        name
        for name in xlreport.__all__
        if is_dataclass(kind := getattr(xlreport, name)) and "one_line" in repr(kind.__repr__)
    }
    of_lines.remove("Register")  # which is read from a file
    assert set() == of_lines - {type(each).__name__ for each in shown}
    for each in shown:
        line = repr(each)
        assert re.fullmatch(rf"<{type(each).__name__} [^\n]{{1,98}}>", line), line
        assert 100 >= len(line)


def test_a_line_says_what_it_is() -> None:
    assert "<Roster 名录.csv: 2 departments>" == repr(
        Roster("名录.csv", (make_department("D01"), make_department("D02")))
    )
    assert "<Department D01 D01局>" == repr(make_department("D01"))
    cut = repr(make_department("D01", "某" * 99))
    assert (100, "…>") == (len(cut), cut[-2:])
    assert "<Department D01 甲 乙>" == repr(make_department("D01", "甲 乙"))
