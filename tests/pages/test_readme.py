"""What the READMEs promise: their commands and Python run, their tables are whole."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from halves import pages
from page_parts import fences

import xlreport
from support.work import PATIENCE
from xlreport.commands.main import main

ROOT = Path(__file__).parents[2]
READMES = ["README.md", "README.zh-CN.md"]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")

# What the lines on the command line make of the demonstration county, whose mistakes are errors.
ENDINGS = {"roster": 0, "template": 0, "check": 1, "consolidate": 1, "report": 0}


@pytest.fixture
def place(demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a new folder in which the demonstration was run."""
    shutil.copytree(demonstration, tmp_path / "xlreport-demo")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, *languages: str) -> list[str]:
    """Give the fenced blocks of a README in some languages."""
    return [fence.body for fence in fences(read(name)) if fence.info in languages]


def lines(name: str, *languages: str) -> list[list[str]]:
    """Give the lines of the blocks as words, comments left out."""
    text = "\n".join(blocks(name, *languages))
    return [shlex.split(line, comments=True) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", READMES)
def test_the_commands_run_in_the_order_of_the_readme(name: str, place: Path) -> None:
    commands = [words[1:] for words in lines(name, "sh") if words[0] == "xlreport"]
    assert ["demo"] == commands.pop(0)  # as the fixture has run it
    assert list(ENDINGS) == [words[0] for words in commands]
    shutil.copytree(place / "xlreport-demo" / "收回", place / "收回")  # what came back by e-mail
    for words in commands:
        result = CliRunner().invoke(main, words)
        assert (words[0], ENDINGS[words[0]]) == (words[0], result.exit_code), result.stderr
        if words[0] == "roster":  # fill it in, as the comment beside it says
            shutil.copy(place / "xlreport-demo" / "单位名录.csv", place / "单位名录.csv")
    assert 31 == len(list((place / "发放").iterdir()))
    assert "三" in openpyxl.load_workbook(place / "汇总.xlsx", read_only=True).sheetnames


@pytest.mark.parametrize("name", READMES)
def test_the_first_word_of_every_shell_line_is_known(name: str) -> None:
    assert {"make", "pip", "xlreport"} == {words[0] for words in lines(name, "sh")}


@pytest.mark.parametrize("name", READMES)
def test_the_first_lines_install_the_library_and_show_it(name: str) -> None:
    _, _, page = read(name).partition("-->\n\n")  # below the mark of its revision
    assert page.startswith("# xlreport\n\n```sh\npip install . ")
    assert [["pip", "install", "."], ["xlreport", "demo"]] == lines(name, "sh")[:2]


@pytest.mark.parametrize("page", pages())
def test_nobody_is_led_to_the_other_program_of_this_name_on_the_index(page: str) -> None:
    typed = [line for fence in fences(read(page)) for line in fence.body.splitlines()]
    installs = [line for line in typed if re.search(r"pip install [^#]*\bxlreport\b", line)]
    assert [] == [line for line in installs if "--no-index" not in line]


def test_make_demo_installs_what_running_needs_and_no_tool_of_the_tests() -> None:
    needed = re.findall(r"^([^\s:]+): ?([^\n]*)\n((?:\t[^\n]*\n)*)", read("Makefile"), re.M)
    rules = {target: (before.split("|")[0].split(), does) for target, before, does in needed}
    assert [".venv/running"] == rules["demo"][0]
    installed = [line for line in rules[".venv/running"][1].splitlines() if "pip install" in line]
    assert ["--editable ."] == [line.partition("check ")[2] for line in installed]


@pytest.mark.parametrize("name", READMES)
def test_every_make_line_names_a_target(name: str) -> None:
    targets = re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE)
    named = [words[1] for words in lines(name, "sh") if words[0] == "make"]
    assert ["demo", "test"] == named
    assert set(named) <= set(targets)
    assert set(targets) == set(re.findall(r"^\.PHONY: (.*)$", read("Makefile"), re.M)[0].split())


@pytest.mark.parametrize("name", READMES)
def test_the_lines_for_windows_run_a_command_that_there_is(name: str) -> None:
    commands = re.findall(r"-m xlreport (\w+)", "\n".join(blocks(name, "bat")))
    assert ["demo"] == commands
    assert set(commands) <= set(main.commands)


@pytest.mark.parametrize("name", READMES)
def test_the_python_of_the_readme_runs_and_writes_what_it_says(name: str, place: Path) -> None:
    (code,) = blocks(name, "python")
    shown = code + "\nprint(county['requests'].loc['received', 'total'] > 0, len(returns.findings))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", shown],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(Path(xlreport.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert ("True 12", "") == (done.stdout.strip(), done.stderr)
    assert 31 == len(list((place / "发放").iterdir()))
    assert (place / "盐池县2026年汇总.xlsx").exists()


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_in_the_table_and_no_other(name: str) -> None:
    listed = re.findall(r"^\| `(\w+)[^`]*` \|", read(name), re.MULTILINE)
    assert sorted(main.commands) == sorted(listed)


@pytest.mark.parametrize("name", READMES)
def test_the_options_named_in_the_readme_exist(name: str) -> None:
    known = {flag for command in main.commands.values() for p in command.params for flag in p.opts}
    assert set() == set(re.findall(r"`(--[a-z-]+)`", read(name))) - known


def test_both_readmes_lead_to_each_other() -> None:
    assert READMES[1] in LINK.findall(read(READMES[0]))
    assert READMES[0] in LINK.findall(read(READMES[1]))
