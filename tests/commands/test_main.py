"""The command line as a whole: help, wrong words, and the real program on any console."""

from __future__ import annotations

import json
import os
import shlex
from datetime import datetime
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

from support.command_line import YEAR, program, programs, run, write_return
from support.county import filling
from support.departments import make_department
from support.edited import filled_template
from support.offices_list import FIRST, HEADER, as_csv
from support.published import draw, html_page
from xlreport import Form
from xlreport.base.version import __version__
from xlreport.commands.main import main
from xlreport.commands.main import run as start


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
    assert f"xlreport {__version__}\n" == run("--version").stdout


@pytest.mark.parametrize(
    "args",
    [["没有这个命令"], ["check"], ["template", "ogi-2021"], ["check", "x", "--year", "今年"]],
)
def test_wrong_words_end_with_2_and_show_the_way_to_the_help(args: list[str]) -> None:
    result = run(*args)
    assert (2, "") == (result.exit_code, result.stdout)
    assert "--help" in result.stderr


def test_every_command_works_on_a_console_of_gbk(
    folder: Path, roster: Path, tmp_path: Path, form_2021: Form, nil_return: Path
) -> None:
    rare = "𠮷.xlsx"  # a character that GBK lacks
    write_return(folder, form_2021, "D03", filling(2, form_2021), name=rare)
    last = tmp_path / "上年.xlsx"
    last.write_bytes(filled_template(form_2021, make_department("D01"), year=YEAR - 1))
    page, zeros = tmp_path / "报告.html", {cell.index: "0" for cell in form_2021.cells}
    tables = [draw(table, zeros) for table in form_2021.tables]
    page.write_bytes(html_page([f"甲局{YEAR}年{form_2021.title}"], tables))
    figures = tmp_path / "平台.csv"
    figures.write_text("code,proactive.fees.fees_amount\nD01,25.1\n", encoding="utf-8")
    applications = tmp_path / "台账.csv"
    applications.write_bytes(as_csv([HEADER, FIRST]))
    runs: dict[str, list[str | Path]] = {
        "help": ["--help"],
        "forms": ["forms", "ogi-2021"],
        "roster": ["roster", "--out", tmp_path / "新.csv"],
        "template": ["template", "ogi-2021", "--year", "2026", "--out", tmp_path / "发放"],
        "check": ["check", folder, "--roster", roster],
        "guide": ["guide", "clerk", "--out", tmp_path / "填报指南.docx"],
        "decisions": [
            *("decisions", folder, "--roster", roster),
            *("--out", tmp_path / "处理意见.csv"),
        ],
        "consolidate": [
            *("consolidate", folder, "--roster", roster),
            *("--name", "县", "--out", tmp_path / "汇总.xlsx"),
        ],
        "compare": ["compare", folder, last],
        "history": ["history", folder, last],
        "migrate": ["migrate", nil_return, "--to", "ogi-2021", "--out", tmp_path / "转.xlsx"],
        "fill": [
            *("fill", "ogi-2021", "--data", figures, "--roster", roster),
            *("--year", str(YEAR), "--out", tmp_path / "代填"),
        ],
        "register": ["register", applications, "--year", "2026"],
        "import": ["import", page, "--out", tmp_path / "导入.xlsx"],
        "published": ["published", page, "--returns", folder],
        "report": ["report", nil_return, "--out", tmp_path / "报告.docx"],
        "export": ["export", folder, "--roster", roster, "--out", tmp_path / "数据.csv"],
        "demo": ["demo", "--out", tmp_path / "演示"],
    }
    assert set(main.commands) <= set(runs)
    results = zip(runs, programs(list(runs.values()), "gbk"), strict=True)
    for name, (status, answer, messages) in results:
        assert (name, 0) == (name, status)
        talks = name in (
            "consolidate",
            "decisions",
            "demo",
            "export",
            "fill",
            "import",
            "register",
            "report",
        )  # messages, beside the answer
        lacking = f"有 {answer.count('?')} 个字显示不出，印成了“?”；请用 --out 写成文件查看。\n"
        told = lacking if "?" in answer else ""
        assert (name, told) == (name, told if talks else messages)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in answer)


def test_json_is_whole_on_a_console_that_lacks_characters(
    folder: Path, form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_return(folder, form_2021, "D03", filling(2, form_2021), name="𠮷.xlsx")
    done = program("check", folder, "--format", "json", encoding="gbk")
    content = json.loads(done.stdout.decode("ascii"))
    assert "𠮷.xlsx" in {item["file"] for item in content["returns"]}
    checked = datetime.fromisoformat(content["board"]["checked"])
    monkeypatch.setattr("xlreport.cli.clock.now", lambda: checked)
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


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let the program take its words as on Windows, and leave the streams of the tests alone."""
    monkeypatch.setattr("xlreport.commands.main.IS_WINDOWS", True)
    monkeypatch.setattr("xlreport.cli.console.prepare_streams", lambda: None)
    return monkeypatch


def test_on_windows_a_backslash_that_swallows_the_line_is_explained(
    windows: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    windows.setattr("sys.argv", ["xlreport", "check", 'D:\\收回" --roster 名录.csv'])
    with pytest.raises(SystemExit) as ended:
        start()
    said = capsys.readouterr()
    assert (2, "") == (ended.value.code, said.out)
    assert said.err.startswith('无法完成：D:\\收回" --roster 名录.csv 不是路径：')


def test_on_windows_a_second_download_is_the_file_of_its_name(
    windows: pytest.MonkeyPatch, tmp_path: Path, form_2021: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_return(tmp_path, form_2021, "D05", name="D05[1].xlsx")
    write_return(tmp_path, form_2021, "D06", name="D051.xlsx")
    windows.setattr("sys.argv", ["xlreport", "check", str(path), "--format", "json"])
    with pytest.raises(SystemExit) as ended:
        start()
    assert 0 == ended.value.code
    answer = capsys.readouterr().out
    assert ("D05" in answer, "D06" in answer) == (True, False)
