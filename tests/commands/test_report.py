"""The command that writes the report: what it writes, what it tells, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import UNBALANCED, run, write_return
from support.departments import make_department
from support.filled import cells_at
from support.to_publish import text_of
from xlreport import Form, Roster, consolidate, read_return, read_returns, write_summary

ENDINGS = [".html", ".docx"]


@pytest.fixture
def source(tmp_path: Path, form_2021: Form) -> Path:
    return write_return(tmp_path, form_2021, "D01")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_report_of_a_return_is_written_and_named(
    source: Path, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"报告{ending}"
    result = run("report", source, "--out", out, "--date", "2027-01-20")
    assert (0, f"已生成 {out}，各项数据已读回核对。\n") == (result.exit_code, result.stdout)
    assert "D01局2026年政府信息公开工作年度报告" in text_of(out)
    assert text_of(out).endswith("D01局2027年1月20日")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_report_of_a_summary_is_the_county_s_with_its_text(
    source: Path, tmp_path: Path, ending: str
) -> None:
    summary = consolidate(read_return(source), name="某县", verify=False)
    book = write_summary(summary, tmp_path / "汇总.xlsx")
    text = tmp_path / "文字.txt"
    text.write_bytes("一、总体情况\n全年工作平稳。\n六、其他需要报告的事项\n无。".encode("gbk"))
    out = tmp_path / f"报告{ending}"
    result = run("report", book, "--text", text, "--out", out)
    assert 0 == result.exit_code
    found = text_of(out)
    assert found.startswith("某县2026年政府信息公开工作年度报告")
    assert "全年工作平稳。" in found
    assert "没有文字，请补写：五、存在的主要问题及改进情况\n" in result.stderr


def part_of_a_county(source: Path, tmp_path: Path) -> Path:
    """Write the summary of a county of which one department has not reported."""
    roster = Roster("名录.csv", (make_department("D01"), make_department("D02", "民政局")))
    returns = read_returns(source, roster=roster)
    summary = consolidate(returns, name="某县", verify=False)
    return write_summary(summary, tmp_path / "汇总.xlsx")


def test_part_of_a_county_is_not_published_unless_asked_for(source: Path, tmp_path: Path) -> None:
    book, out = part_of_a_county(source, tmp_path), tmp_path / "报告.html"
    result = run("report", book, "--out", out)
    assert (2, "", False) == (result.exit_code, result.stdout, out.exists())
    said = "汇总只含 1／2 个单位（未报送 1 个：民政局），"
    assert f"{said}没有生成公开报告。" in result.stderr
    result = run("report", book, "--partial", "--out", out)
    assert (0, True) == (result.exit_code, out.exists())
    assert f"{said}公布前请核实。\n" in result.stderr


def test_what_a_person_still_has_to_write_is_told(source: Path, tmp_path: Path) -> None:
    result = run("report", source, "--out", tmp_path / "报告.html")
    assert "草稿，请核对" in result.stderr
    assert "：一、总体情况\n" in result.stderr
    assert "没有文字，请补写：五、存在的主要问题及改进情况；六、其他需要报告的事项" in result.stderr
    page = tmp_path / "图解.html"
    result = run("report", source, "--format", "figures", "--out", page)
    said = f"已生成 {page}、{page.with_suffix('.csv')}，各项数据已读回核对。\n"
    assert (said, "") == (result.stdout, result.stderr)


def test_a_text_that_contradicts_the_tables_is_told_and_nothing_is_called_proved(
    source: Path, tmp_path: Path
) -> None:
    text, out = tmp_path / "文字.txt", tmp_path / "报告.html"
    text.write_text("一、总体情况\n本年新收政府信息公开申请98765件。", encoding="utf-8")
    result = run("report", source, "--text", text, "--out", out)
    assert "! 警告　“一、总体情况”中写“本年新收政府信息公开申请98765件”" in result.stderr
    proved = "表格各项数据已读回核对；文字有 1 处与表格不一致，请改正后再公布。"
    assert (0, f"已生成 {out}，{proved}\n") == (result.exit_code, result.stdout)


def test_a_theme_is_seen_in_the_page(source: Path, tmp_path: Path) -> None:
    theme = tmp_path / "主题.toml"
    theme.write_text('[colours]\nink = "#010203"\n', encoding="utf-8")
    assert 0 == run("report", source, "--theme", theme, "--out", tmp_path / "报告.html").exit_code
    assert "color: #010203;" in (tmp_path / "报告.html").read_text(encoding="utf-8")


def test_a_report_that_is_there_already_is_never_replaced(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "报告.docx"
    out.write_bytes("有人修改过".encode())
    result = run("report", source, "--out", out)
    assert (2, "") == (result.exit_code, result.stdout)
    assert "已经存在" in result.stderr
    assert "有人修改过".encode() == out.read_bytes()


def test_a_return_of_another_year_than_the_one_named_is_refused(
    source: Path, tmp_path: Path
) -> None:
    result = run("report", source, "--year", "2027", "--out", tmp_path / "报告.html")
    assert (2, [source]) == (result.exit_code, [*tmp_path.iterdir()])
    assert "报送表的年度是 2026，本次汇总的是 2027 年度" in result.stderr


def test_a_return_with_an_error_is_refused_with_its_reason(tmp_path: Path, form_2021: Form) -> None:
    path = write_return(tmp_path, form_2021, "D01", cells_at(form_2021, UNBALANCED))
    result = run("report", path, "--out", tmp_path / "报告.html")
    assert (2, "") == (result.exit_code, result.stdout)
    assert "D01.xlsx 有 1 处错误，不能据此发布：" in result.stderr
    assert [path] == list(tmp_path.iterdir())


def test_a_file_that_cannot_be_read_ends_with_3(tmp_path: Path) -> None:
    path = tmp_path / "报送表.xlsx"
    path.write_bytes(b"%PDF-1.7")
    result = run("report", path, "--out", tmp_path / "报告.html")
    assert (3, "") == (result.exit_code, result.stdout)
    assert "报送表.xlsx 有 1 处错误" in result.stderr


def test_a_folder_of_several_returns_is_refused(tmp_path: Path, form_2021: Form) -> None:
    folder = tmp_path / "收回"
    folder.mkdir()
    for code in ("D01", "D02"):
        write_return(folder, form_2021, code)
    result = run("report", folder, "--out", tmp_path / "报告.html")
    assert 2 == result.exit_code
    assert "一份报送件或汇总表" in result.stderr


@pytest.mark.parametrize(
    ("option", "name", "said"),
    [
        ("--out", "报告.pdf", "请用 .docx 或 .html 结尾"),
        ("--text", "没有.txt", "没有.txt 无法读取（没有这个文件"),
        ("--theme", "没有.toml", "没有.toml 无法读取（没有这个文件"),
    ],
)
def test_an_option_that_cannot_be_is_refused(
    source: Path, tmp_path: Path, option: str, name: str, said: str
) -> None:
    rest = [] if option == "--out" else ["--out", tmp_path / "报告.html"]
    result = run("report", source, option, tmp_path / name, *rest)
    assert (2, "") == (result.exit_code, result.stdout)
    assert said in result.stderr
    assert [source] == list(tmp_path.iterdir())
