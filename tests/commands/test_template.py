"""`xlreport template`: which workbooks it writes, what they hold, and what is refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from support.command_line import refused, run, write_return
from support.filled import cells_at
from support.made_up_form import load_made_up
from xlreport import Form, load_form, read_roster
from xlreport.base.files import file_name
from xlreport.form.library import Library
from xlreport.formats.sources import Source
from xlreport.past import earlier_reader
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.published import read_published_source


def test_template_writes_one_workbook_for_each_department(tmp_path: Path, roster: Path) -> None:
    out = tmp_path / "发放"
    args = ["template", "ogi-2021", "--year", "2026", "--roster", roster, "--out", out]
    result = run(*args, "--deadline", "2027年1月15日")
    assert (0, "") == (result.exit_code, result.stderr)
    assert f"已在 {out} 生成 3 份模板。\n" == result.stdout
    title = "政府信息公开工作年度报告"
    names = [file_name(d.code, d.name, "2026", title) for d in read_roster(roster).departments]
    assert [f"{name}.xlsx" for name in names] == sorted(path.name for path in out.iterdir())
    for path in out.iterdir():
        cover = openpyxl.load_workbook(path).worksheets[0]
        texts = {cell.value for row in cover.iter_rows() for cell in row}
        assert "2027年1月15日" in texts
        assert path.name.split("_")[1] in texts


def test_template_fills_in_what_is_known(tmp_path: Path, roster: Path) -> None:
    data, name = tmp_path / "平台.csv", "requests.received.natural_person"
    code = read_roster(roster).departments[0].code
    data.write_text(f"code,{name}\n{code},7\n", "utf-8")
    args = ["template", "ogi-2021", "--year", "2026", "--prefill", data, "--out", tmp_path / "发放"]
    assert 0 == run(*args, "--roster", roster).exit_code
    (path,) = (tmp_path / "发放").glob(f"{code}_*")
    assert 7 == openpyxl.load_workbook(path)["三"]["D6"].value
    assert "--prefill 须同时用 --roster" in refused(run(*args))


def test_template_without_a_roster_writes_one_for_anybody(tmp_path: Path) -> None:
    result = run("template", "ogi-2021", "--year", "2026", "--out", tmp_path / "发放")
    path = tmp_path / "发放" / "政府信息公开工作年度报告_2026.xlsx"
    assert f"已生成 {path}\n" == result.stdout
    assert (0, [path]) == (result.exit_code, list(path.parent.iterdir()))


def test_template_adds_an_annex_behind_the_official_tables(tmp_path: Path, form_2021: Form) -> None:
    run("template", "ogi-2021", "--year", "2026", "--out", tmp_path / "原")
    run(
        *("template", "ogi-2021", "--year", "2026", "--out", tmp_path / "附"),
        *("--with", "ogi-supplement"),
    )
    plain, longer = (
        openpyxl.load_workbook(next((tmp_path / name).iterdir())).sheetnames for name in "原附"
    )
    added = [name for name in longer if name not in plain]
    assert set(plain) < set(longer)
    assert added
    tables = [table.heading.partition("、")[0] for table in form_2021.tables]
    assert max(map(longer.index, tables)) < min(map(longer.index, added))


@pytest.mark.parametrize(
    ("form", "year", "said"),
    [
        ("ogi-2021", "2019", "ogi-2021 不是 2019 年度的报表格式，请选用该年度的格式。"),
        ("ogi-2021", "26", "年度 26 不对，请填写四位数字的年度，如 2026。"),
    ],
)
def test_a_year_that_a_form_is_not_for_is_refused_in_one_sentence(
    tmp_path: Path, form: str, year: str, said: str
) -> None:
    assert said == refused(run("template", form, "--year", year, "--out", tmp_path / "发放"))
    assert not (tmp_path / "发放").exists()


def test_templates_that_cannot_be_written_are_refused(roster: Path) -> None:
    args = ["template", "ogi-2021", "--year", "2026", "--roster", roster]
    assert "D01_D01局_2026_政府信息公开工作年度报告.xlsx 无法写入" in refused(
        run(*args, "--out", roster / "发放")
    )


def test_a_theme_is_seen_in_the_template(tmp_path: Path) -> None:
    theme = tmp_path / "主题.toml"
    theme.write_text('office = "盐池县政务公开办公室"\n', encoding="utf-8")
    args = ["template", "ogi-2021", "--year", "2026", "--out", tmp_path / "发放"]
    assert 0 == run(*args, "--theme", theme).exit_code
    book = openpyxl.load_workbook(next((tmp_path / "发放").iterdir()))
    texts = [str(value) for sheet in book for row in sheet.values for value in row]
    assert any("盐池县政务公开办公室" in text for text in texts)


@pytest.mark.parametrize("content", ["colours = { input = 'red' }", "office = 1", "=", None])
def test_a_theme_that_cannot_be_used_is_refused(tmp_path: Path, content: str | None) -> None:
    theme = tmp_path / "主题.toml"
    if content is not None:
        theme.write_text(content, encoding="utf-8")
    args = ["template", "ogi-2021", "--year", "2026", "--out", tmp_path / "发放"]
    said = refused(run(*args, "--theme", theme))
    assert "主题文件" in said
    assert "主题.toml" in said
    assert not (tmp_path / "发放").exists()


def test_last_years_figures_need_a_roster(tmp_path: Path) -> None:
    args = ["template", "ogi-2021", "--year", "2026", "--out", tmp_path / "发放"]
    said = refused(run(*args, "--last-year", tmp_path))
    assert "--last-year 须同时用 --roster 写明单位名录。" == said


def test_last_years_figures_stand_in_the_template_of_their_department_alone(
    folder: Path, roster: Path, tmp_path: Path, form_2021: Form
) -> None:
    left = {f"requests.{row}.natural_person": 98765 for row in ("received", "carried_forward")}
    inputs = cells_at(form_2021, left)
    write_return(folder, form_2021, "D01", inputs)
    args = ["template", "ogi-2021", "--roster", roster, "--last-year", folder]
    said = refused(run(*args, "--year", "2028", "--out", tmp_path / "错"))
    assert "上年数据是 2026 年度的；本次是 2028 年度，应为 2027 年度的。" == said
    (folder / "D03.xlsx").unlink()
    result = run(*args, "--year", "2027", "--out", tmp_path / "发放")
    said = "上年数据：3 个单位中有 2 个有上年数据；没有的：D03局。\n"
    assert (0, said) == (result.exit_code, result.stderr)
    shown = {}
    for path in sorted((tmp_path / "发放").iterdir()):
        book = openpyxl.load_workbook(path, data_only=True)
        shown[path.name[:3]] = 98765 in {v for sheet in book for row in sheet.values for v in row}
    assert {"D01": True, "D02": False, "D03": False} == shown


def test_earlier_returns_are_read_once(
    folder: Path, roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    read = read_published_source

    def read_and_tell(source: Source, library: Library) -> Unread | Return:
        seen.append(source.name)
        return read(source, library)

    monkeypatch.setattr(earlier_reader, "read_published_source", read_and_tell)
    args = ["template", "ogi-2021", "--year", "2027", "--roster", roster, "--last-year", folder]
    assert 0 == run(*args, "--out", tmp_path / "发放").exit_code
    assert sorted(path.name for path in folder.iterdir()) == sorted(seen)


@pytest.mark.parametrize("annex", [False, True])
def test_the_second_year_of_a_form_of_ones_own_shows_the_figures_of_the_first(
    roster: Path, tmp_path: Path, *, annex: bool
) -> None:
    headings = ("一、借阅", "七、借阅"), ("二、经费", "八、经费"), ("三、说明", "九、说明")
    load_made_up(tmp_path, *headings, ("四、结束", "十、结束"))
    own = tmp_path / "made-up.toml"
    words = ["ogi-2021", "--with", own] if annex else [own]
    form = load_form("ogi-2021", annex=own) if annex else load_form(own)
    write_return(tmp_path / "上年", form, "D01", cells_at(form, {"loans.novels.adults": 98765}))
    args = ["template", *words, "--roster", roster, "--last-year", tmp_path / "上年"]
    result = run(*args, "--year", "2027", "--out", tmp_path / "发放")
    said = "上年数据：3 个单位中有 1 个有上年数据；没有的：D02局、D03局。\n"
    assert (0, said) == (result.exit_code, result.stderr)
    (path,) = (tmp_path / "发放").glob("D01*")
    book = openpyxl.load_workbook(path, data_only=True)
    assert 98765 in {value for sheet in book for row in sheet.values for value in row}
