"""The screen: whom to call first as a table, sentences that hang, and plain lines elsewhere."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from support.county import mixed_county
from support.departments import make_department, unchecked
from support.settled import settled
from xlreport.cli.screen import show_findings, show_status
from xlreport.commands.main import main
from xlreport.desk.board import board
from xlreport.desk.findings_report import report_lines, status_lines
from xlreport.office.roster import Roster
from xlreport.returns.returns import Returns

CALL = "0953-6012345"


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self.raw_bytes = io.BytesIO()
        super().__init__(self.raw_bytes, encoding=encoding, errors="replace", newline="")

    def isatty(self) -> bool:
        return True

    def said(self) -> str:
        self.flush()
        return self.raw_bytes.getvalue().decode(self.encoding)


def open_terminal(monkeypatch: pytest.MonkeyPatch, encoding: str = "utf-8") -> Terminal:
    """Make both streams a terminal of 80 columns that knows no colours."""
    for name, value in (("TERM", "dumb"), ("COLUMNS", "80")):
        monkeypatch.setenv(name, value)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    stream = Terminal(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


@pytest.fixture(scope="module")
def returns() -> Returns:
    return mixed_county(CALL)


def test_the_table_begins_with_those_missing_and_names_whom_to_call(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = open_terminal(monkeypatch)
    show_status(returns)
    lines = [line.split() for line in terminal.said().splitlines() if line.strip()]
    assert [
        ["还须报送或更正的单位"],
        ["状态", "代码", "单位", "错误", "迟报", "联系方式"],
        ["×", "未报送", "D04", "D04局", CALL],
        ["×", "未报送", "D05", "D05局"],
        ["×", "退回修改", "D02", "D02局", "1"],
        ["×", "数据冲突", "D03", "D03局", "1"],
    ] == [*lines[:2], *lines[3:7]]
    told = [line.split() for line in status_lines(returns)]
    assert told == lines[7:]


def test_where_nobody_must_act_there_is_no_table(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = open_terminal(monkeypatch)
    filings = returns.settlement.filings[:1]
    show_status(replace(returns, settlement=replace(returns.settlement, filings=filings)))
    assert "还须报送或更正的单位" not in terminal.said()
    assert "2021年政府信息公开工作年度报告：可以汇总" == terminal.said().splitlines()[0]


def test_a_long_table_ends_with_how_many_more_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    roster = Roster("", tuple(make_department(f"E{number:03}") for number in range(43)))
    show_status(settled([], roster))
    said = terminal.said()
    assert ["E000", "E039"] == re.findall(r"未报送 +(E\d+)", said)[::39]
    assert "……另有 3 个单位" in said


def test_a_stream_that_is_no_terminal_gets_the_plain_lines(
    returns: Returns, capsys: pytest.CaptureFixture[str]
) -> None:
    show_status(returns)
    assert ("", "".join(f"{line}\n" for line in status_lines(returns))) == capsys.readouterr()


def test_no_line_of_the_findings_is_wider_than_the_terminal_and_no_word_is_lost(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = open_terminal(monkeypatch)
    show_findings(returns, board(returns))
    lines = terminal.said().splitlines()
    assert [] == [line for line in lines if cell_len(line) > 80]
    assert len(lines) > len(report_lines(returns, board(returns)))
    shown, told = "".join(lines), "".join(report_lines(returns, board(returns)))
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", shown)


def test_a_sentence_goes_on_below_its_first_word(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = open_terminal(monkeypatch)
    show_findings(returns, board(returns))
    lines = terminal.said().splitlines()
    start, *_ = (at for at, line in enumerate(lines) if line.startswith("  – 提示　"))
    assert 10 == len(lines[start + 1]) - len(lines[start + 1].lstrip())
    assert [] == [
        line for line in lines if line.strip()[:1] in set("，。、；：）”") and line.strip()
    ]
    assert [] == [line for line in lines if line.endswith(("“", "（"))]


@pytest.mark.parametrize("sign", ["\x1b[2J", "[red]", "\u202e", "\n"])
def test_no_name_steers_the_terminal(monkeypatch: pytest.MonkeyPatch, sign: str) -> None:
    terminal = open_terminal(monkeypatch)
    department = replace(make_department("D01"), contact=f"甲{sign}乙")
    roster = unchecked(department)
    show_status(settled([], roster))
    said = terminal.said()
    assert [] == [c for c in said if not c.isprintable() and c != "\n"]
    assert sign != "[red]" or "甲[red]乙" in said


def test_a_console_of_gbk_gets_a_frame_that_it_has(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = open_terminal(monkeypatch, "gbk")
    show_status(returns)
    said = stream.said()
    assert "?" not in said
    assert "| × 未报送   | D04  | D04局 |      |      | 0953-6012345 |" in said


def test_a_console_that_draws_frames_two_columns_wide_gets_none_of_them(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlreport.cli.screen.has_wide_frames", lambda: True)
    stream = open_terminal(monkeypatch)
    show_status(returns)
    assert set() == set("─│┌╭━╴╶") & set(stream.said())


def test_check_shows_the_screen_on_a_terminal_alone(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlreport.commands.check.read_intake", lambda *_: returns)
    plain = CliRunner().invoke(main, ["check", "收回"])
    assert "还须报送或更正的单位" not in plain.stdout
    terminal = open_terminal(monkeypatch)
    with pytest.raises(SystemExit) as ended:
        main(["check", "收回"])
    assert 1 == ended.value.code == plain.exit_code
    assert terminal.said().startswith("错误 ")
    assert "还须报送或更正的单位" in terminal.said()
