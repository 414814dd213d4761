"""`xlreport forms` and `xlreport roster`: forms drawn, one's own form, an empty roster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from support.command_line import CODES, program, refused, run, write_return
from support.filled import fill_form
from support.made_up_form import MADE_UP_FORM, load_made_up
from xlreport import form_schema, list_forms, load_form

GOLDEN = Path(__file__).parents[1] / "support" / "golden"


def test_forms_lists_every_form_with_titles_in_one_column() -> None:
    lines = run("forms").stdout.splitlines()
    assert list_forms() == [line.split()[0] for line in lines]
    titles = [load_form(name).title for name in list_forms()]
    starts = {cell_len(line.partition(title)[0]) for line, title in zip(lines, titles, strict=True)}
    assert {30} == starts


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
        "报表格式不能使用：自定义.toml 第22行，[[table]] loans → rows 第3行：代号“books”"
    )


def test_a_form_file_is_only_checked(tmp_path: Path) -> None:
    load_made_up(tmp_path)
    file = tmp_path / "made-up.toml"
    assert f"{file}：没有问题。\n" == run("forms", file, "--check").stdout
    text = MADE_UP_FORM.replace("fill ", "fil ").replace('severity = "info"', 'severity = "x"')
    file.write_text(text, encoding="utf-8")
    result = run("forms", file, "--check")
    assert (2, "") == (result.exit_code, result.stdout)
    lines = result.stderr.splitlines()
    assert "无法完成：报表格式不能使用：made-up.toml 有 4 处问题，请改正后重试。" == lines[0]
    assert ["第33行", "第40行", "第53行", "第101行"] == [each.split("，")[0] for each in lines[1:5]]


def test_a_form_is_drawn_with_its_annexes(tmp_path: Path) -> None:
    load_made_up(tmp_path)
    file = tmp_path / "made-up.toml"
    annexes = ("--with", "ogi-supplement", "--with", file)
    drawn = run("forms", "ogi-2021", *annexes).stdout
    assert drawn.startswith("ogi-2021+ogi-supplement+made-up  ")
    assert "附表、补充指标" in drawn
    assert "没有问题" in run("forms", "ogi-2021", *annexes, "--check").stdout


@pytest.mark.parametrize("option", [("--check",), ("--with", "ogi-supplement")])
def test_an_option_about_one_form_needs_a_form(option: tuple[str, ...]) -> None:
    assert "须同时写明格式或其文件" in refused(run("forms", *option))


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


def test_a_roster_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    said = refused(run("roster", "--out", tmp_path / "名录.xlsx"))
    assert said.startswith("名录.xlsx：")


def test_a_roster_with_its_examples_left_in_is_refused_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "单位名录.csv"
    run("roster", "--out", path)
    out = tmp_path / "发放"
    said = refused(run("template", "ogi-2021", "--year", "2026", "--roster", path, "--out", out))
    first, *lines = said.splitlines()
    assert "单位名录.csv：单位名录有 3 处问题，请改正后重试。" == first
    assert [f"第 {n} 行：这是示例行，不是真实单位；请删除整行。" for n in (2, 3, 4)] == lines
    assert not out.exists()


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


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_schema_that_goes_into_a_file_is_json_on_every_console(encoding: str) -> None:
    said = program("forms", "--schema", encoding=encoding)
    assert (0, form_schema()) == (said.returncode, json.loads(said.stdout.decode("utf-8")))
