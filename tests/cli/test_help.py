"""The help of every command: Chinese words, aligned as a terminal counts, nothing cut."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from xlreport.cli.help import HelpedCommand, _wrapped
from xlreport.commands.main import main

COMMANDS = ["", *main.commands]
CLICKS_OWN = "Usage|Options|Commands|OPTIONS|COMMAND|ARGS|required|default|Show|exit|PATH|TEXT|INT"


def help_of(command: str) -> str:
    """Return the help of a command, of the program where it is empty."""
    typed = list(filter(None, [command, "--help"]))
    return CliRunner().invoke(main, typed, prog_name="xlreport").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_no_word_of_click_itself_is_left_in_english(command: str) -> None:
    shown = help_of(command)
    assert [] == re.findall(CLICKS_OWN, shown)
    assert shown.startswith(f"用法：{' '.join(filter(None, ['xlreport', command]))} [选项]")
    assert "-h, --help" in shown
    assert "显示本说明。" in shown


@pytest.mark.parametrize("command", main.commands)
def test_a_command_that_is_asked_for_its_help_alone_says_the_same(command: str) -> None:
    alone = CliRunner().invoke(main.commands[command], ["-h"], prog_name=f"xlreport {command}")
    assert help_of(command) == alone.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_all_that_is_said_of_the_options_begins_in_one_column(command: str) -> None:
    lines = help_of(command).partition("选项：\n")[2].split("\n\n")[0]
    rows = [re.fullmatch(r"(  -.*?  +)[^ -].*", line) for line in lines.splitlines()]
    assert 1 == len({cell_len(row[1]) for row in rows if row})


def test_what_must_be_given_and_what_else_holds_is_said() -> None:
    assert re.search("--name 文字 +汇总单位名称，如 盐池县。（必填）", help_of("consolidate"))
    assert "（不写则为 xlreport-demo）" in help_of("demo")


def test_the_program_lists_every_command_with_its_first_line() -> None:
    shown = help_of("").partition("命令：\n")[2].splitlines()
    assert list(main.commands) == [line.split()[0] for line in shown]
    assert all(len(line.split(maxsplit=1)[1]) > 5 for line in shown)


@given(st.text("汇总表，。（ab -", max_size=200), st.integers(20, 60))
def test_long_help_is_broken_within_its_column_and_loses_nothing(text: str, room: int) -> None:
    lines = list(_wrapped(text, room))
    assert text.replace(" ", "") == "".join(lines).replace(" ", "")
    # Signs that close a sentence stay with the word before them, however many there are.
    assert all(cell_len(line) <= room or re.search("[，。]{2}|[-ab]{20}", line) for line in lines)


def test_a_long_line_goes_on_in_its_own_column() -> None:
    @click.command(cls=HelpedCommand)
    @click.option("--out", help="话语" * 50)
    def long(out: str) -> None:
        """Do nothing."""

    lines = CliRunner().invoke(long, ["--help"]).stdout.partition("选项：\n")[2].splitlines()
    said = [line for line in lines if re.search("[话语]", line)]
    assert 4 == len(said)
    assert {len("  -h, --help  ")} == {cell_len(re.split("[话语]", line)[0]) for line in said}
