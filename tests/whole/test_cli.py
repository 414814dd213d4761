"""Every command of the command line: what it answers, where it says it, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import click
import openpyxl
import pytest
from rich.cells import cell_len

from support.command_line import refused, run
from support.edited import filled_template
from support.filled import Inputs, all_values, as_typed, cells_at, fill_form, find
from support.made_up_form import MADE_UP_FORM, load_made_up
from support.office_roster import make_department
from support.published import draw, html_page
from support.work import PATIENCE
from xlreport import Form, list_forms, read_roster, write_roster
from xlreport.base.files import file_name
from xlreport.commands.main import main
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Value

YEAR = 2026
CODES = ("D01", "D02", "D03")
GOLDEN = Path(__file__).parents[1] / "support" / "golden"


def figures(form: Form, seed: int) -> Inputs:
    """Fill in a form so that nothing is to be said: a county's offices make no 规章."""
    keys = [key for key in form.index if key[:2] == ("proactive", "regulations")]
    return fill_form(form, seed, fixed={form.index[key]: 0 for key in keys})


def write_return(
    folder: Path,
    form: Form,
    code: str,
    inputs: Inputs,
    values: Mapping[int, Value] | None = None,
    name: str = "",
) -> Path:
    """Write a department's filled workbook; `values` are texts as typed over the inputs."""
    data = build_template(
        form,
        year=YEAR,
        department=make_department(code),
        values={**as_typed(form, inputs), **(values or {})},
    )
    path = folder / (name or f"{code}.xlsx")
    path.write_bytes(data)
    return path


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Write a roster of three departments."""
    path = tmp_path / "单位名录.csv"
    write_roster(path, [make_department(code) for code in CODES])
    return path


@pytest.fixture
def folder(tmp_path: Path, form_2021: Form) -> Path:
    """Fill in the returns of all three departments, without a mistake."""
    path = tmp_path / "收回"
    path.mkdir()
    for seed, code in enumerate(CODES):
        write_return(path, form_2021, code, figures(form_2021, seed))
    return path


@pytest.fixture
def wrong(folder: Path, form_2021: Form) -> Path:
    """Put a balance that does not hold into the return of D01."""
    inputs = cells_at(form_2021, {"requests.received.natural_person": 1})
    write_return(folder, form_2021, "D01", inputs)
    return folder


# ---- help --------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *main.commands])
def test_help_shows_an_example_and_fits_a_terminal_of_80_columns(command: str) -> None:
    result = run(*filter(None, [command, "--help"]))
    lines = result.stdout.splitlines()
    assert 0 == result.exit_code
    assert [] == [line for line in lines if cell_len(line) > 80]
    assert "例：" in result.stdout
    assert f"xlreport {command}" in result.stdout.partition("例：")[2]


@pytest.mark.parametrize("command", ["", *main.commands])
def test_help_has_no_character_that_a_console_of_gbk_lacks(command: str) -> None:
    shown = run(*filter(None, [command, "--help"])).stdout
    assert shown == shown.encode("gbk", "replace").decode("gbk")


@pytest.mark.parametrize("command", main.commands)
def test_the_example_in_the_help_can_be_typed(command: str) -> None:
    example = run(command, "--help").stdout.partition("例：")[2].partition("\n\n")[0]
    assert ["xlreport", command] == shlex.split(example)[:2]
    context = main.commands[command].make_context(command, shlex.split(example)[2:])
    assert context.params


def test_the_examples_in_the_help_of_the_program_can_be_typed() -> None:
    lines = run("--help").stdout.partition("例：")[2].partition("\n\n")[0].split("\n")[1:]
    typed = [shlex.split(line.partition("  先看")[0])[1:] for line in lines if line]
    way = ["demo", "roster", "template", "check", "consolidate", "report"]
    assert way == [words[0] for words in typed]
    for name, *words in typed:
        assert main.commands[name].make_context(name, words).params


@pytest.mark.parametrize("command", main.commands)
def test_every_option_says_in_chinese_what_it_does(command: str) -> None:
    options = [p for p in main.commands[command].params if isinstance(p, click.Option)]
    assert [] == [option.name for option in options if "。" not in (option.help or "")]


def test_the_version_is_told() -> None:
    assert "xlreport 0.1.0\n" == run("--version").stdout


# ---- forms, roster, template -------------------------------------------------------------------


def test_forms_lists_every_form_with_titles_in_one_column() -> None:
    lines = run("forms").stdout.splitlines()
    assert list_forms() == [line.split()[0] for line in lines]
    assert {28} == {cell_len(line.partition("政府")[0]) for line in lines}


@pytest.mark.parametrize("name", list_forms())
def test_forms_draws_a_form_as_its_golden_file_has_it(name: str) -> None:
    result = run("forms", name)
    assert (GOLDEN / f"{name}.txt").read_text(encoding="utf-8") == result.stdout


@pytest.mark.parametrize("form", ["ogi-1999", "没有.toml"])
def test_a_form_that_is_not_there_is_refused_with_its_name(form: str) -> None:
    said = refused(run("forms", form))
    assert said.startswith("报表格式不能使用：")
    assert form in said


def test_a_broken_form_file_is_refused_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "自定义.toml"
    file.write_text(MADE_UP_FORM.replace("novels ", "books  "), encoding="utf-8")
    said = refused(run("forms", file))
    assert said.startswith(
        "报表格式不能使用：自定义.toml 第19行，[[table]] loans → rows：代号“books”"
    )


def test_a_roster_is_written_with_examples_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "单位名录.csv"
    result = run("roster", "--out", path)
    before = path.read_bytes()
    assert (0, "") == (result.exit_code, result.stderr)
    assert before.startswith(b"\xef\xbb\xbf")
    assert "示例" in before.decode("utf-8-sig")
    assert f"{path} 已经存在，为避免覆盖没有写入；请换一个文件名。" == refused(
        run("roster", "--out", path)
    )
    assert before == path.read_bytes()


@pytest.mark.parametrize("name", ["名录.xlsx", "没有/名录.csv"])
def test_a_roster_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    said = refused(run("roster", "--out", tmp_path / name))
    assert said.startswith(f"{Path(name).name}：")


def test_a_roster_with_its_examples_left_in_is_refused_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "单位名录.csv"
    run("roster", "--out", path)
    out = tmp_path / "发放"
    said = refused(run("template", "ogi-2021", "--year", "2026", "--roster", path, "--out", out))
    first, *lines = said.splitlines()
    assert "单位名录.csv：单位名录有 3 处问题，请改正后重试。" == first
    assert [f"第 {n} 行：这是示例行，不是真实单位；请删除整行。" for n in (2, 3, 4)] == lines
    assert not out.exists()


def test_template_writes_one_workbook_for_each_department(tmp_path: Path, roster: Path) -> None:
    out = tmp_path / "发放"
    args = ["template", "ogi-2021", "--year", "2026", "--roster", roster, "--out", out]
    result = run(*args, "--deadline", "2027年1月15日")
    assert (0, "") == (result.exit_code, result.stderr)
    assert f"已在 {out} 生成 3 份模板。\n" == result.stdout
    names = [file_name(d.code, d.name, "2026") for d in read_roster(roster).departments]
    assert [f"{name}.xlsx" for name in names] == sorted(path.name for path in out.iterdir())
    for path in out.iterdir():
        cover = openpyxl.load_workbook(path).worksheets[0]
        texts = {cell.value for row in cover.iter_rows() for cell in row}
        assert "2027年1月15日" in texts
        assert path.name.split("_")[1] in texts


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
    assert "D01_D01局_2026.xlsx 无法写入" in refused(run(*args, "--out", roster / "发放"))


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


# ---- check: exit status ------------------------------------------------------------------------


def test_clean_returns_end_with_0_even_where_somebody_is_missing(
    folder: Path, roster: Path
) -> None:
    (folder / "D03.xlsx").unlink()
    result = run("check", folder, "--roster", roster)
    assert (0, "") == (result.exit_code, result.stderr)
    assert "未报送：D03局" in result.stdout.splitlines()


def test_a_warning_ends_with_0(folder: Path, form_2021: Form) -> None:
    cell = find(form_2021, "proactive.coercive_measures.decisions")
    write_return(folder, form_2021, "D01", cells_at(form_2021, {}), {cell: "3件"})
    result = run("check", folder)
    assert "警告 1，" in result.stdout.splitlines()[-1]
    assert 0 == result.exit_code


def waivers_file(folder: Path, *lines: str) -> Path:
    """Write a county's file of waivers."""
    path = folder / "核准.csv"
    path.write_text("\n".join(["规则,单位代码,年度,理由,批准人,有效期至", *lines]), "utf-8")
    return path


@pytest.fixture
def regulations(folder: Path, form_2021: Form) -> Path:
    """Let D01 report a 规章, which a county's office cannot make."""
    inputs = cells_at(form_2021, {"proactive.regulations.in_force": 1})
    write_return(folder, form_2021, "D01", inputs)
    return folder


def test_a_waived_warning_is_listed_but_neither_counted_nor_sent_back(
    regulations: Path, roster: Path, tmp_path: Path
) -> None:
    waivers = waivers_file(tmp_path, "T2-REG,D01,2026,代行市级职权,李四,")
    args = "check", regulations, "--roster", roster
    assert "警告 1，" in run(*args).stdout.splitlines()[-1]
    result = run(*args, "--waivers", waivers, "--annotate", tmp_path / "退回")
    assert (0, "已在 " in result.stderr) == (result.exit_code, True)
    assert "警告 0，提示 1" in result.stdout.splitlines()[-1]
    assert "（已由 李四 核准：代行市级职权）" in result.stdout
    assert not list(tmp_path.glob("退回/*"))
    content = json.loads(run(*args, "--waivers", waivers, "--format", "json").stdout)
    (finding,) = content["findings"]
    said = "已由 李四 核准：代行市级职权"
    assert ("info", "", said) == tuple(finding[name] for name in ("severity", "answer", "waiver"))
    assert {"accepted"} == {each["status"] for each in content["departments"]}
    _, row = csv.reader(io.StringIO(run(*args, "--waivers", waivers, "--format", "csv").stdout))
    assert said in row


def test_a_waiver_that_fits_nothing_is_told_on_standard_error(
    folder: Path, roster: Path, tmp_path: Path
) -> None:
    waivers = waivers_file(tmp_path, "T2-REG,D0l,,代管,李四,", "BLANK,,2025,旧,李四,")
    result = run("check", folder, "--roster", roster, "--waivers", waivers, "--format", "json")
    said = "核准.csv 第 2 行没有用上：单位代码“D0l”没有“T2-REG”的警告。\n"
    assert (0, said) == (result.exit_code, result.stderr)
    assert [] == json.loads(result.stdout)["findings"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T3-ID,,,属实,李四,", "第 2 行：“T3-ID”是错误；错误不能核准，只能更正。"),
        ("没有,,,属实,李四,", "第 2 行：“没有”不是可以核准的规则；"),
        ("T2-REG,,,,李四,", "第 2 行：“理由”是空的；请填写。"),
    ],
)
def test_a_waiver_that_cannot_be_is_refused(
    folder: Path, tmp_path: Path, line: str, said: str
) -> None:
    assert said in refused(run("check", folder, "--waivers", waivers_file(tmp_path, line)))


def test_the_summary_prints_waivers_and_accepts_the_department(
    regulations: Path, roster: Path, tmp_path: Path
) -> None:
    waivers = waivers_file(tmp_path, "T2-REG,D01,,代行市级职权,李四,9999-12-31")
    out = tmp_path / "汇总.xlsx"
    result = run(
        *("consolidate", regulations, "--roster", roster, "--name", "盐池县"),
        *("--out", out, "--waivers", waivers),
    )
    assert 0 == result.exit_code
    assert "通过 3" in result.stderr
    sheet = openpyxl.load_workbook(out)["审核问题"]
    texts = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "已由 李四 核准：代行市级职权（至 9999-12-31）" in texts


def test_an_error_in_a_return_ends_with_1(wrong: Path) -> None:
    result = run("check", wrong)
    assert (1, "") == (result.exit_code, result.stderr)
    assert "\n■ D01局　D01.xlsx\n  错误　" in result.stdout


def test_a_file_that_cannot_be_read_ends_with_3_and_the_others_are_checked(wrong: Path) -> None:
    (wrong / "坏.xlsx").write_bytes(b"not a workbook")
    result = run("check", wrong)
    assert 3 == result.exit_code
    assert "■ D01局　D01.xlsx" in result.stdout
    assert result.stdout.endswith("文件 4 个；错误 2，警告 0，提示 1\n")


def test_a_folder_an_archive_and_a_file_can_be_named_together(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "乡镇.zip"
    with zipfile.ZipFile(archive, "w") as pack:
        pack.write(folder / "D03.xlsx", "D03.xlsx")
    (folder / "D03.xlsx").unlink()
    single = (folder / "D02.xlsx").rename(tmp_path / "D02.xlsx")
    result = run("check", folder, archive, single)
    assert 0 == result.exit_code
    assert (
        [
            "单位 3 个：通过 3",
            "文件 3 个；错误 0，警告 0，提示 0",
        ]
    ) == result.stdout.splitlines()[-2:]


def test_an_empty_folder_says_that_nothing_is_there(tmp_path: Path) -> None:
    said = refused(run("check", tmp_path))
    assert f"{tmp_path} 中没有报送件，请核对文件夹是否正确。" == said


def test_another_year_than_the_one_asked_for_is_an_error(folder: Path) -> None:
    assert 1 == run("check", folder, "--year", "2025").exit_code
    assert 0 == run("check", folder, "--year", "2026").exit_code


# ---- check: wrong use --------------------------------------------------------------------------


def test_a_path_that_is_not_there_is_refused() -> None:
    assert "找不到文件或文件夹：没有" == refused(run("check", "没有"))


@pytest.mark.parametrize("option", ["--roster", "--last-year", "--waivers"])
def test_an_option_that_names_no_file_is_refused(folder: Path, option: str) -> None:
    assert "没有" in refused(run("check", folder, option, "没有.csv"))


@pytest.mark.parametrize(
    "args",
    [
        ["--format", "xlsx"],
        ["--format", "csv", "--out", "a.xlsx"],
        ["--format", "xlsx", "--out", "a.csv"],
    ],
)
def test_a_workbook_needs_a_file_that_ends_in_xlsx_and_nothing_else_may(
    folder: Path, args: list[str]
) -> None:
    said = "--format xlsx 须同时用 --out 写明以 .xlsx 结尾的文件名，其他格式则不能。"
    assert said == refused(run("check", folder, *args))


@pytest.mark.parametrize("name", ["文件夹", "文件/a.txt"])
def test_an_output_that_cannot_be_written_is_refused(
    folder: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "文件").touch()
    said = refused(run("check", folder, "--out", tmp_path / name))
    assert said.startswith(f"{Path(name).name} 无法写入")
    assert ["文件夹"] == [path.name for path in tmp_path.glob("*文件夹*")]


@pytest.mark.parametrize(
    "args",
    [["没有这个命令"], ["check"], ["template", "ogi-2021"], ["check", "x", "--year", "今年"]],
)
def test_wrong_words_end_with_2_and_show_the_way_to_the_help(args: list[str]) -> None:
    result = run(*args)
    assert (2, "") == (result.exit_code, result.stdout)
    assert "--help" in result.stderr


# ---- check: formats ----------------------------------------------------------------------------

RETURN_FIELDS = ["file", "department", "code", "form", "year", "revision", "status", "sha256"]
FINDING_FIELDS = [
    *("code", "severity", "department", "file", "sheet", "cell", "path", "seen", "expected"),
    *("difference", "message", "advice", "rule", "form", "year", "answer", "waiver"),
    *("replaced", "cells"),
]


def test_json_on_standard_output_has_the_stable_fields_and_nothing_else(
    wrong: Path, roster: Path
) -> None:
    (wrong / "D03.xlsx").unlink()
    result = run("check", wrong, "--roster", roster, "--format", "json")
    content = json.loads(result.stdout)
    assert (1, "") == (result.exit_code, result.stderr)
    assert ["summary", "returns", "departments", "findings"] == list(content)
    assert {tuple(RETURN_FIELDS)} == {tuple(item) for item in content["returns"]}
    assert {tuple(FINDING_FIELDS)} == {tuple(item) for item in content["findings"]}
    assert [
        "returned for correction",
        "accepted",
        "missing",
    ] == [each["status"] for each in content["departments"]]
    finding = content["findings"][0]
    assert (
        "error",
        "D01局",
        "T3-ID",
        "三",
    ) == tuple(finding[name] for name in ("severity", "department", "rule", "sheet"))
    first = finding["cells"][0]
    assert ["sheet", "cell", "path", "side", "value"] == list(first)
    assert [finding[name] for name in ("sheet", "cell", "path", "seen")] == [
        first[name] for name in ("sheet", "cell", "path", "value")
    ]


def test_csv_in_a_file_is_what_excel_opens_and_messages_go_to_standard_error(
    wrong: Path, tmp_path: Path
) -> None:
    out = tmp_path / "审核结果.csv"
    result = run("check", wrong, "--format", "csv", "--out", out)
    assert (1, "") == (result.exit_code, result.stdout)
    assert "文件 3 个；错误 1，警告 0，提示 1" == result.stderr.splitlines()[-1]
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert ["程度", "单位", "文件"] == rows[0][:3]
    whose = ["D01局", "D01.xlsx"]
    assert [["错误", *whose], ["提示", *whose]] == [row[:3] for row in rows[1:]]


@pytest.mark.parametrize("shape", ["text", "json", "csv"])
def test_what_is_shown_and_what_is_written_is_the_same(
    wrong: Path, tmp_path: Path, shape: str
) -> None:
    shown = run("check", wrong, "--format", shape).stdout
    run("check", wrong, "--format", shape, "--out", tmp_path / "a.txt")
    assert shown == (tmp_path / "a.txt").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("name", ["a.xlsx", "a.JSON", "a.csv", "a.txt"])
def test_without_a_format_the_ending_of_the_file_decides(
    wrong: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / name
    assert 1 == run("check", wrong, "--out", out).exit_code
    signs = {"a.xlsx": b"PK", "a.JSON": b"{", "a.csv": "\ufeff程度".encode()}
    assert out.read_bytes().startswith(signs.get(name, "\ufeff错误".encode()))


def test_a_workbook_of_findings_can_be_opened(wrong: Path, tmp_path: Path) -> None:
    out = tmp_path / "审核结果.xlsx"
    run("check", wrong, "--format", "xlsx", "--out", out)
    sheet = openpyxl.load_workbook(out)["审核问题"]
    assert ["错误", "D01局"] == [cell.value for cell in sheet[3]][:2]


def test_annotated_copies_are_written_beside_an_answer_that_stays_json(
    wrong: Path, tmp_path: Path
) -> None:
    copies = tmp_path / "退回"
    result = run("check", wrong, "--format", "json", "--annotate", copies)
    assert f"已在 {copies} 生成 1 份退回件。\n" == result.stderr
    assert ["RULE", "SLIP"] == [f["code"] for f in json.loads(result.stdout)["findings"]]
    (copy,) = copies.iterdir()
    assert copy.name.startswith("D01")
    again = run("check", copy, "--format", "json")
    assert [("D01", 2)] == [(r["code"], r["revision"]) for r in json.loads(again.stdout)["returns"]]


# ---- consolidate -------------------------------------------------------------------------------


def test_a_county_is_consolidated_into_a_workbook(
    folder: Path, roster: Path, tmp_path: Path, form_2021: Form
) -> None:
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "盐池县", "--out", out]
    result = run(*args)
    assert 0 == result.exit_code
    assert f"已生成 {out}。合计范围：3／3 个单位\n" == result.stdout
    assert "单位 3 个：通过 3\n文件 3 个；错误 0，警告 0，提示 0\n" == result.stderr
    cell = find(form_2021, "requests.received.total")
    total = sum(all_values(form_2021, figures(form_2021, seed))[cell] or 0 for seed in range(3))
    book = openpyxl.load_workbook(out, data_only=True)
    rows = book["三"].iter_rows(values_only=True)
    assert total == next(row[-1] for row in rows if str(row[0]).startswith("一、本年新收"))


def test_what_is_returned_is_left_out_and_the_summary_written_with_status_1(
    wrong: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "汇总.xlsx"
    result = run("consolidate", wrong, "--roster", roster, "--name", "盐池县", "--out", out)
    assert (1, True) == (result.exit_code, out.exists())
    assert result.stdout.endswith("合计范围：2／3 个单位（退回修改1个）\n")


def test_a_return_of_another_edition_stands_as_returned_in_messages_and_summary(
    folder: Path, roster: Path, tmp_path: Path, form_2019: Form
) -> None:
    write_return(folder, form_2019, "D01", cells_at(form_2019, {}))
    out = tmp_path / "汇总.xlsx"
    result = run("consolidate", folder, "--roster", roster, "--name", "盐池县", "--out", out)
    assert 1 == result.exit_code
    assert "单位 3 个：通过 2，退回修改 1" == result.stderr.splitlines()[0]
    assert result.stdout.endswith("合计范围：2／3 个单位（退回修改1个）\n")


def test_strict_writes_a_summary_only_where_nothing_is_open(
    folder: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out, "--strict"]
    assert (0, True) == (run(*args).exit_code, out.exists())


def test_strict_refuses_a_missing_department_with_status_1(
    folder: Path, roster: Path, tmp_path: Path
) -> None:
    (folder / "D03.xlsx").unlink()
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out]
    result = run(*args, "--strict")
    assert (1, "", False) == (result.exit_code, result.stdout, out.exists())
    assert [
        "未报送：D03局",
        "无法完成：按 --strict 的要求没有汇总：未报送 1 个单位（D03局）。",
    ] == [line for line in result.stderr.splitlines() if "无法完成" in line or "未报送：" in line]
    assert 0 == run(*args).exit_code


def test_strict_counts_a_return_of_another_edition_in_both_of_its_lines(
    folder: Path, roster: Path, tmp_path: Path, form_2019: Form
) -> None:
    write_return(folder, form_2019, "D03", cells_at(form_2019, {}))
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out, "--strict"]
    lines = run(*args).stderr.splitlines()
    assert "单位 3 个：通过 2，退回修改 1" in lines
    assert lines[-1].endswith("没有汇总：退回修改 1 个单位（D03局）。")


def test_a_year_that_most_returns_are_not_for_is_told_once(folder: Path, roster: Path) -> None:
    told = f"多数报送件是 {YEAR} 年度的，而 --year 写的是 {YEAR - 1}；请核对年度是否写错。"
    args = ["check", folder, "--roster", roster, "--year"]
    assert 1 == run(*args, YEAR - 1).stderr.splitlines().count(told)
    assert "多数报送件" not in run(*args, YEAR).stderr


def test_strict_refuses_an_error_with_status_1_and_an_unreadable_file_with_3(
    wrong: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", wrong, "--roster", roster, "--name", "县", "--out", out, "--strict"]
    assert 1 == run(*args).exit_code
    (wrong / "坏.xlsx").write_bytes(b"not a workbook")
    assert (3, False) == (run(*args).exit_code, out.exists())


def test_nothing_to_add_up_is_refused_with_2_or_where_a_file_is_unreadable_with_3(
    tmp_path: Path, roster: Path
) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", empty, "--roster", roster, "--name", "县", "--out", out]
    result = run(*args)
    assert (2, "") == (result.exit_code, result.stdout)
    assert "中没有报送件" in result.stderr.splitlines()[-1]
    (empty / "坏.xlsx").write_bytes(b"not a workbook")
    assert (3, False) == (run(*args).exit_code, out.exists())


def test_a_conflict_is_settled_by_naming_the_file(
    folder: Path, roster: Path, tmp_path: Path, form_2021: Form
) -> None:
    write_return(folder, form_2021, "D01", cells_at(form_2021, {}), name="D01新.xlsx")
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out]
    assert "数据冲突1个" in run(*args).stdout
    settled = run(*args, "--overwrite", "--prefer", "D01=D01新.xlsx")
    assert 0 == settled.exit_code
    assert settled.stdout.endswith("合计范围：3／3 个单位\n")


@pytest.mark.parametrize("text", ["D01", "=D01.xlsx", "D01="])
def test_a_preference_without_code_or_file_is_refused(
    folder: Path, roster: Path, text: str
) -> None:
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", "汇总.xlsx"]
    said = f"--prefer {text}：应写成 代码=文件名，如 D05=D05.xlsx。"
    assert said == refused(run(*args, "--prefer", text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("D99=D01.xlsx", "--prefer D99=D01.xlsx：单位名录中没有代码“D99”。"),
        ("D01=没有.xlsx", "该单位的报送件中没有这个文件（现有：D01.xlsx）。"),
    ],
)
def test_a_preference_that_fits_nothing_is_refused(
    folder: Path, roster: Path, text: str, said: str
) -> None:
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", "汇总.xlsx"]
    assert refused(run(*args, "--prefer", text)).endswith(said)


def test_a_summary_under_another_ending_is_refused_before_anything_is_read(roster: Path) -> None:
    args = ["consolidate", "没有", "--roster", roster, "--name", "县", "--out", "汇总.csv"]
    assert "汇总.csv：汇总表的文件名须以 .xlsx 结尾。" == refused(run(*args))


def test_a_summary_that_cannot_be_written_is_refused(
    folder: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "目录.xlsx"
    out.mkdir()
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out]
    result = run(*args, "--overwrite")
    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.splitlines()[-1].startswith("无法完成：目录.xlsx 无法写入")


def test_last_years_summary_is_compared_with(folder: Path, roster: Path, tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    run("consolidate", folder, "--roster", roster, "--name", "县", "--out", out)
    said = refused(run("check", folder, "--roster", roster, "--last-year", out))
    assert "上年数据是 2026 年度的；本次是 2026 年度，应为 2025 年度的。" == said


def test_last_years_figures_of_others_are_said_to_be_compared_with_nothing(
    folder: Path, roster: Path, tmp_path: Path, form_2021: Form
) -> None:
    data = filled_template(form_2021, make_department("X99"), year=YEAR - 1)
    (tmp_path / "上年.xlsx").write_bytes(data)
    args = ["--roster", roster, "--last-year", tmp_path / "上年.xlsx"]
    assert "上年数据：3 个单位都没有上年数据" in run("check", folder, *args).stderr


def test_no_verify_leaves_the_second_reader_out(
    folder: Path, roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[int] = []

    def differences(*_: object) -> list[object]:
        called.append(1)
        return []

    monkeypatch.setattr("xlreport.summary._second_opinion.differences", differences)
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out]
    assert (0, 0) == (run(*args, "--no-verify").exit_code, len(called))
    assert (0, 3) == (run(*args, "--overwrite").exit_code, len(called))


def test_a_summary_that_is_there_is_replaced_only_where_that_is_asked_for(
    folder: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "汇总.xlsx"
    out.write_bytes("有人填写过".encode())
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out]
    assert refused(run(*args)).endswith("没有覆盖；请换一个文件名，或加 --overwrite。")
    assert "有人填写过".encode() == out.read_bytes()
    assert 0 == run(*args, "--overwrite").exit_code


def test_a_form_of_ones_own_goes_all_the_way(tmp_path: Path, roster: Path) -> None:
    form = load_made_up(tmp_path)
    file = tmp_path / "made-up.toml"
    out = tmp_path / "发放"
    done = run("template", file, "--year", "2026", "--roster", roster, "--out", out)
    assert (0, 3) == (done.exit_code, len(list(out.iterdir())))
    folder = tmp_path / "收回"
    folder.mkdir()
    for code in CODES:
        write_return(folder, form, code, fill_form(form, 7))
    assert 3 == run("check", folder, "--roster", roster).exit_code
    assert 0 == run("check", folder, "--roster", roster, "--form", file).exit_code
    summary = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", summary]
    result = run(*args, "--form", file)
    assert (0, True) == (result.exit_code, summary.exists())
    assert result.stdout.endswith("合计范围：3／3 个单位\n")


# ---- migrate -----------------------------------------------------------------------------------


@pytest.fixture
def nil_return(tmp_path: Path, form_2019: Form) -> Path:
    """Write a nil return in the edition of 2019."""
    path = tmp_path / "D09.xlsx"
    nil = frozenset(table.key for table in form_2019.tables)
    path.write_bytes(
        build_template(form_2019, year=YEAR, department=make_department("D09"), nil=nil)
    )
    return path


def test_what_moves_without_loss_is_migrated_in_silence(nil_return: Path, tmp_path: Path) -> None:
    out = tmp_path / "转.xlsx"
    result = run("migrate", nil_return, "--to", "ogi-2021", "--out", out)
    assert (0, "") == (result.exit_code, result.stderr)
    said = "ogi-2019 版转为 ogi-2021 版：转入 161 个数，没有对应栏目 0 个，需要补填 0 格。"
    assert f"已生成 {out}。{said}\n" == result.stdout


def test_what_is_lost_and_what_is_missing_is_told(tmp_path: Path, form_2019: Form) -> None:
    inputs = cells_at(form_2019, {"proactive.licences.items_last_year": 7})
    path, out = write_return(tmp_path, form_2019, "D09", inputs), tmp_path / "转.xlsx"
    result = run("migrate", path, "--to", "ogi-2021", "--out", out)
    assert 1 == result.exit_code
    assert f"已生成 {out}。" in result.stdout
    assert "没有对应栏目　原表 二!B9　二 › 行政许可 › 上一年项目数量　7项" in result.stderr
    assert "需要补填　二!D6　二 › 行政规范性文件 › 现行有效件数" in result.stderr
    assert 6 == len(result.stderr.splitlines())


def test_a_migrated_return_never_takes_the_place_of_a_file(nil_return: Path) -> None:
    before = nil_return.read_bytes()
    said = refused(run("migrate", nil_return, "--to", "ogi-2021", "--out", nil_return))
    assert f"{nil_return} 已经存在，为避免覆盖没有写入；请换一个文件名。" == said
    assert before == nil_return.read_bytes()


def test_a_file_that_cannot_be_read_is_not_migrated(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").touch()
    args = ["migrate", tmp_path / "x.xlsx", "--to", "ogi-2021", "--out", tmp_path / "转.xlsx"]
    result = run(*args)
    assert (3, "") == (result.exit_code, result.stdout)
    assert "x.xlsx：" in result.stderr
    assert not (tmp_path / "转.xlsx").exists()


def test_wrong_use_of_migrate_is_refused(nil_return: Path, tmp_path: Path) -> None:
    assert "须以 .xlsx 结尾" in refused(
        run("migrate", nil_return, "--to", "ogi-2021", "--out", tmp_path / "转.xls")
    )
    assert "没有“ogi-1999”这个报表格式" in refused(
        run("migrate", nil_return, "--to", "ogi-1999", "--out", tmp_path / "转.xlsx")
    )


# ---- demo --------------------------------------------------------------------------------------


def test_demo_that_has_no_folder_to_write_to_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "文件"
    file.touch()
    assert f"{file} 不能用作文件夹；请换一个文件夹，并核对权限。" == refused(
        run("demo", "--out", file)
    )


# ---- the real program --------------------------------------------------------------------------


def program(*args: str | Path, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """Run the program itself, on a console of some encoding."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "xlreport", *map(str, args)],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )


def test_every_command_works_on_a_console_of_gbk(
    folder: Path, roster: Path, tmp_path: Path, form_2021: Form, nil_return: Path
) -> None:
    rare = "𠮷.xlsx"  # a character that GBK lacks
    write_return(folder, form_2021, "D03", figures(form_2021, 2), name=rare)
    last = tmp_path / "上年.xlsx"
    last.write_bytes(filled_template(form_2021, make_department("D01"), year=YEAR - 1))
    page, zeros = tmp_path / "报告.html", {cell.index: "0" for cell in form_2021.cells}
    tables = [draw(table, zeros) for table in form_2021.tables]
    page.write_bytes(html_page([f"甲局{YEAR}年{form_2021.title}"], tables))
    runs: dict[str, list[str | Path]] = {
        "help": ["--help"],
        "forms": ["forms", "ogi-2021"],
        "roster": ["roster", "--out", tmp_path / "新.csv"],
        "template": ["template", "ogi-2021", "--year", "2026", "--out", tmp_path / "发放"],
        "check": ["check", folder, "--roster", roster],
        "consolidate": [
            *("consolidate", folder, "--roster", roster),
            *("--name", "县", "--out", tmp_path / "汇总.xlsx"),
        ],
        "compare": ["compare", folder, last],
        "migrate": ["migrate", nil_return, "--to", "ogi-2021", "--out", tmp_path / "转.xlsx"],
        "import": ["import", page, "--out", tmp_path / "导入.xlsx"],
        "report": ["report", nil_return, "--out", tmp_path / "报告.docx"],
        "export": ["export", folder, "--roster", roster, "--out", tmp_path / "数据.csv"],
        "demo": ["demo", "--out", tmp_path / "演示"],
    }
    assert set(main.commands) <= set(runs)
    for name, args in runs.items():
        done = program(*args, encoding="gbk")
        assert (name, 0) == (name, done.returncode)
        talks = name in ("consolidate", "export", "import", "report")  # messages, beside the answer
        assert (name, "") == (name, "" if talks else done.stderr.decode("gbk"))
        assert any("\u4e00" <= sign <= "\u9fff" for sign in done.stdout.decode("gbk"))


def test_json_is_whole_on_a_console_that_lacks_characters(folder: Path, form_2021: Form) -> None:
    write_return(folder, form_2021, "D03", figures(form_2021, 2), name="𠮷.xlsx")
    done = program("check", folder, "--format", "json", encoding="gbk")
    content = json.loads(done.stdout.decode("ascii"))
    assert "𠮷.xlsx" in {item["file"] for item in content["returns"]}
    assert content == json.loads(run("check", folder, "--format", "json").stdout)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_help_passes_through_a_console_without_chinese(encoding: str) -> None:
    done = program("--help", encoding=encoding)
    assert (0, b"") == (done.returncode, done.stderr)
    assert b"consolidate" in done.stdout


def test_a_refusal_of_the_real_program_is_one_sentence_without_traceback() -> None:
    done = program("check", "没有")
    assert (2, b"") == (done.returncode, done.stdout)
    assert "无法完成：找不到文件或文件夹：没有" == done.stderr.decode().strip()


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
@pytest.mark.parametrize("shape", ["text", "json", "csv"])
def test_a_file_name_in_gbk_is_shown_as_it_was_meant(tmp_path: Path, shape: str) -> None:
    try:
        (tmp_path / os.fsdecode("盐池县.xlsx".encode("gbk"))).touch()
    except OSError:
        pytest.skip("this file system takes names in UTF-8 alone")
    done = program("check", tmp_path, "--format", shape)
    assert (3, b"") == (done.returncode, done.stderr)
    assert "盐池县.xlsx" in done.stdout.decode()
