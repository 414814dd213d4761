"""The figures of many departments, from frames and files, and `xlreport fill`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from support.command_line import run
from support.departments import make_department, number_departments
from support.filled import all_values, fill_form
from support.purchases import counted_form
from support.real_reports import SLUGS, report_of
from support.settled import return_of
from xlreport import (
    InputError,
    Returns,
    Roster,
    export,
    load_form,
    read_returns,
    write_return,
    write_returns,
    write_roster,
)
from xlreport.base.period import Period
from xlreport.checks.frames import tidy_frame
from xlreport.form.measure import exact_text
from xlreport.form.typed_values import read_value

FORM = load_form("ogi-2021")
OWNERS = [("D01", "D01局"), ("D02", "D02局")]
ROSTER = number_departments(3)
ONE, FEES = "requests.received.natural_person", "proactive.fees.fees_amount"
TEXT = "本年主动公开信息三条。"
LINE = {"code": "2026-001", "name": "空调", "category": "货物", "amount": 12.5}


def figures_of(returns: Returns, name: str) -> tuple[int | None, ...]:
    (item,) = (return_of(item) for item in returns.items if return_of(item).code == name)
    return item.values


def as_csv(folder: Path) -> Path:
    lines = f"code,{ONE},{FEES},texts.overview\nD01,3,1.5,{TEXT}\nD03,0,,\n"
    (folder / "数据.csv").write_text(lines, "gb18030")
    return folder / "数据.csv"


def as_xlsx(folder: Path) -> Path:
    path = folder / "数据.xlsx"
    with pd.ExcelWriter(path) as writer:
        wide = pd.DataFrame({"department": ["D01局", "D03局"], ONE: [3, 0], FEES: [1.5, None]})
        wide.to_excel(writer, index=False)
        texts = pd.DataFrame({"code": ["D01"], "part": ["一、总体情况"], "text": [TEXT]})
        texts.to_excel(writer, sheet_name="texts", index=False)
    return path


def as_json(folder: Path) -> Path:
    first = {ONE: 3, FEES: 1.5, "texts": {"overview": TEXT}}
    (folder / "数据.json").write_text(json.dumps({"D01": first, "D03": {ONE: 0}}), "utf-8")
    return folder / "数据.json"


@pytest.mark.parametrize("make", [as_csv, as_xlsx, as_json])
def test_a_file_of_any_kind_fills_the_returns_of_the_departments_in_it(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    roster = tmp_path / "名录.csv"
    write_roster(roster, ROSTER.departments)
    args = ["--data", make(tmp_path), "--roster", roster, "--year", 2026]
    out = tmp_path / "代填"
    result = run("fill", "ogi-2021", *args, "--out", out)
    said = f"已在 {out} 生成 2 份报送件，请用 xlreport check {out} 审核。\n"
    assert (0, said) == (result.exit_code, result.stdout)
    assert "数据中没有 1 个单位，没有生成：D02局。" in result.stderr
    returns = read_returns(out)
    indexes = [FORM.index["requests", "received", "natural_person"]]
    indexes += [FORM.index["proactive", "fees", "fees_amount"]]
    assert [3, 1_500_000] == [figures_of(returns, "D01")[i] for i in indexes]
    assert [0, None] == [figures_of(returns, "D03")[i] for i in indexes]
    assert [{"overview": TEXT}, {}] == [
        {key: text for key, text in return_of(item).texts.items() if key not in FORM.standing}
        for item in returns.items
    ]


def test_the_next_command_names_the_files_of_a_form_of_ones_own(tmp_path: Path) -> None:
    roster, annex = tmp_path / "名录.csv", tmp_path / "附表.toml"
    write_roster(roster, ROSTER.departments)
    annex.write_text(
        'id = "own"\ntitle = "附表"\nfrom = 2021\n[[table]]\nkey = "own"\nheading = "附表"\n'
        "columns = '''\na 甲\n'''\nrows = '''\nb 乙\n'''\n",
        encoding="utf-8",
    )
    args = ["--data", as_csv(tmp_path), "--roster", roster, "--year", 2026, "--with", annex]
    out = tmp_path / "代填"
    result = run("fill", "ogi-2021", *args, "--with", "ogi-supplement", "--out", out)
    assert f"请用 xlreport check {out} --form {annex} 审核。" in result.stdout


@pytest.mark.parametrize("edition", ["ogi-2019", "ogi-2021"])
def test_the_figures_of_published_reports_come_back(edition: str, tmp_path: Path) -> None:
    form = load_form(edition)
    printed = {slug: report_of(slug)[1] for slug in SLUGS if report_of(slug)[0].form.id == edition}
    known = {
        slug: {
            cell.index: value
            for cell in form.inputs
            if (value := read_value("text", texts.get(cell.index, ""), "", cell.measure).value)
            is not None
        }
        for slug, texts in printed.items()
    }
    assert 5 < len(known)
    names = {c.index: f"{c.table}.{c.row}.{c.column}" for c in form.cells}
    rows = [
        {"code": slug, **{names[i]: exact_text(v, form.cells[i].measure) for i, v in own.items()}}
        for slug, own in known.items()
    ]
    data = tmp_path / "数据.csv"
    pd.DataFrame(rows).to_csv(data, index=False)
    roster = Roster("名录", tuple(make_department(slug) for slug in known))
    write_returns(form, roster, data, folder=tmp_path / "代填", year=form.first_year)
    for item in map(return_of, read_returns(tmp_path / "代填").items):
        own = known[item.code]
        read = {i: item.values[i] for i in own}
        others = {item.values[cell.index] for cell in form.inputs if cell.index not in own}
        assert (own, True) == (read, others <= {None, 0})


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_what_was_exported_fills_the_same_returns_again(ending: str, tmp_path: Path) -> None:
    form, roster = counted_form(), number_departments(2)
    cells = {"overview.services.number": 1, "overview.services.amount": 3}
    given = {code: {**cells, "purchases": [LINE]} for code in ("D01", "D02")}
    write_returns(form, roster, given, folder=tmp_path / "a", year=2026)
    first = read_returns(tmp_path / "a", forms=[form])
    data = export(first, tmp_path / f"数据.{ending}")
    write_returns(form, roster, data, folder=tmp_path / "b", year=2026)
    again = read_returns(tmp_path / "b", forms=[form])
    pd.testing.assert_frame_equal(first.data, again.data)
    pd.testing.assert_frame_equal(first["purchases"], again["purchases"])
    assert 2 == len(again["purchases"])


def test_texts_that_were_exported_come_back_with_the_blank_ones(tmp_path: Path) -> None:
    roster = number_departments(2)
    standing = next(iter(FORM.standing))
    zeros = {f"{c.table}.{c.row}.{c.column}": 0 for c in FORM.inputs}
    given = {
        "D01": {**zeros, "texts": {"overview": TEXT, standing: ""}},
        "D02": {**zeros, "texts.problems": TEXT},
    }
    write_returns(FORM, roster, given, folder=tmp_path / "a", year=2026)
    first = read_returns(tmp_path / "a")
    data = export(first, tmp_path / "数据.csv")
    write_returns(FORM, roster, data, folder=tmp_path / "b", year=2026)
    again = read_returns(tmp_path / "b")
    pd.testing.assert_frame_equal(first.texts, again.texts)
    assert [TEXT, TEXT] == first.texts["text"][first.texts["text"] == TEXT].tolist()
    path = tmp_path / "c.xlsx"
    office = roster.departments[0]
    write_return(FORM, first.data, path, department=office, year=2026, texts=first.texts)
    assert path.read_bytes() == sorted((tmp_path / "b").iterdir())[0].read_bytes()


def test_the_frames_of_all_departments_fill_the_same_returns_again(tmp_path: Path) -> None:
    roster = number_departments(2)
    rows = [all_values(FORM, fill_form(FORM, seed)) for seed in (1, 2)]
    tidy = tidy_frame(FORM, OWNERS, [Period(2026)] * 2, rows)
    write_returns(FORM, roster, tidy, folder=tmp_path / "a", year=2026)
    first = read_returns(tmp_path / "a")
    frames = {table.key: first[table.key] for table in FORM.tables}
    paths = write_returns(FORM, roster, frames, folder=tmp_path / "b", year=2026)
    assert [path.read_bytes() for path in sorted((tmp_path / "a").iterdir())] == [
        path.read_bytes() for path in paths
    ]


@pytest.mark.parametrize("index", [["code"], ["code", "year"]])
def test_figures_of_another_year_are_refused_in_any_shape(index: list[str], tmp_path: Path) -> None:
    wide = pd.DataFrame({"code": ["D01", "D02"], "year": [2026, 2025], ONE: [1, 2]})
    texts = pd.DataFrame({"code": ["D01"], "year": [2025.0], "part": ["other"], "text": ["无"]})
    for frame in (wide.set_index(index), texts):
        with pytest.raises(InputError, match="数据的 year：是 2025，报送表是 2026 的"):
            write_returns(FORM, ROSTER, frame, folder=tmp_path, year=2026)


def test_what_is_wrong_with_several_departments_alike_is_said_once(tmp_path: Path) -> None:
    alike, other = {ONE: "多", "texts": {"text": "无"}}, {ONE: "若干"}
    wrong = {f"D{number:02}": alike if number < 3 else other for number in range(1, 4)}
    with pytest.raises(InputError) as caught:
        write_returns(FORM, ROSTER, wrong, folder=tmp_path, year=2026)
    said = str(caught.value).splitlines()
    assert "“D01局”等 2 个单位的数据有 2 处不能填入报送表：" == said[0]
    assert "“D03局”的数据有 1 处不能填入报送表：" == said[3]
    assert said[2].startswith("text：报表中没有这一部分文字")


def test_departments_that_are_not_named_are_counted(tmp_path: Path) -> None:
    roster = number_departments(12)
    wrong = {each.code: {ONE: f"{each.code}件"} for each in roster.departments}
    with pytest.raises(InputError, match=r"……另有 2 个单位的数据不能填入报送表。\Z"):
        write_returns(FORM, roster, wrong, folder=tmp_path, year=2026)


def test_nothing_is_written_where_anything_is_wrong(tmp_path: Path) -> None:
    wrong = {"D01": {ONE: 1}, "D02": {ONE: "多"}, "D03": {"requests.total": 1}}
    with pytest.raises(InputError, match=r"(?s)“D02局”的数据有 1 处.*“D03局”的数据有 1 处"):
        write_returns(FORM, ROSTER, wrong, folder=tmp_path, year=2026)
    assert [] == [*tmp_path.iterdir()]


def test_a_column_that_the_form_does_not_have_is_said_once(tmp_path: Path) -> None:
    wrong = {"requests.recieved.total": 1, "text.overview": TEXT, "备注": "无", "空": None}
    wide = pd.DataFrame([{"code": code, ONE: 1, **wrong} for code in ("D01", "D02", "D03")])
    wide.insert(1, ONE, 2, allow_duplicates=True)
    with pytest.raises(InputError) as caught:
        write_returns(FORM, ROSTER, wide, folder=tmp_path / "out", year=2026)
    assert [
        "数据有 4 处不能填入报送表：",
        f"{ONE}：给了两次，只能给一次",
        "requests.recieved.total：报表中没有这一格，是不是 requests.received.total",
        "text.overview：报表中没有这个表或格，是不是 texts.overview",
        "备注：报表中没有这个表或格",
    ] == str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", "", "数据须为 .csv、.json 或 .xlsx 文件"),
        ("b.csv", "", "不是能读取的 CSV 文件"),
        ("c.json", "[1", "不是 JSON 文件"),
        ("d.json", "[1]", "应是按单位的对象，或记录的列表"),
        ("e.xlsx", "PK", "打不开，请另存为 .xlsx"),
        ("f.csv", "x,y\n1,2\n", "没有 code（单位代码）或 department（单位）这一列"),
        ("g.csv", "code\nD09\n", "单位名录里没有的单位：“D09”"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    name: str, content: str, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=sentence):
        write_returns(FORM, ROSTER, path, folder=tmp_path / "out", year=2026)
    with pytest.raises(InputError, match="没有这个文件"):
        write_returns(FORM, ROSTER, tmp_path / "h.csv", folder=tmp_path, year=2026)


def test_a_sheet_that_is_no_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pd.ExcelWriter(path) as writer:
        for name in ("数据", "purchase"):
            pd.DataFrame({"code": ["D01"]}).to_excel(writer, sheet_name=name, index=False)
    with pytest.raises(
        InputError, match="表页“purchase”不是台账的代号，也不是 texts，是不是 purchases"
    ):
        write_returns(counted_form(), ROSTER, path, folder=tmp_path, year=2026)
