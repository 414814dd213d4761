"""What is dragged on the icon is checked by the answers that are there, and nothing is asked."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from xlreport.cli.exit_status import ExitStatus
from xlreport.guided import dragged
from xlreport.guided.answers import ANSWERS_FILE, Answers, write_answers
from xlreport.guided.questions import Terminal

KNOWN = Answers(county="盐池县", year="2026", roster="单位名录.csv", last_year="-")
ASKED = ("--roster", "单位名录.csv", "--year", "2026", "--name", "盐池县")


class Desk:
    """A county's folder with returns, and a folder of the guided work; what was run and said."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.county, self.work = root / "盐池 县", root / "工作文件夹"
        self.returns = self.county / "收回"
        self.returns.mkdir(parents=True)
        self.work.mkdir()
        self.file = self.returns / "D01.xlsx"
        self.file.touch()
        self.console = Console(width=200, record=True, file=io.StringIO())
        self.ran: list[list[str]] = []
        self.opened: list[Path] = []
        monkeypatch.chdir(root)

    def know(self, folder: Path, answers: Answers = KNOWN) -> None:
        write_answers(folder, answers)
        (folder / "单位名录.csv").touch()

    def run(self, arguments: list[str]) -> int:
        self.ran.append(arguments)
        Path(arguments[-1]).write_text("new", encoding="utf-8")
        return ExitStatus.ERRORS

    def drag(self, *paths: Path) -> str:
        terminal = Terminal(self.console)
        dragged.check(terminal, self.run, paths, self.work, self.opened.append)
        return self.console.export_text()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def test_a_folder_is_checked_by_the_answers_beside_it_and_the_result_is_opened(desk: Desk) -> None:
    desk.know(desk.work, replace(KNOWN, county="另一县"))
    desk.know(desk.county)
    said = desk.drag(desk.returns)
    result = desk.county / "审核结果.xlsx"
    assert [["check", str(desk.returns), *ASKED, "--out", str(result)]] == desk.ran
    assert (desk.county, [result]) == (Path.cwd(), desk.opened)
    assert "> xlreport check " in said


def test_the_answers_of_the_working_folder_serve_where_there_are_none_beside(desk: Desk) -> None:
    desk.know(desk.work)
    desk.drag(desk.returns)
    assert (list(ASKED), desk.work) == (desk.ran[0][2:-2], Path.cwd())


def test_files_are_checked_by_the_answers_beside_their_folder_and_told_of_there(
    desk: Desk,
) -> None:
    desk.know(desk.county)
    said = desk.drag(desk.file, desk.file)
    result = str(desk.county / "审核结果.xlsx")
    assert [["check", str(desk.file), str(desk.file), *ASKED, "--out", result]] == desk.ran
    assert "只审核拖来的文件" in said


def test_without_answers_it_is_checked_without_a_roster_and_this_is_said(desk: Desk) -> None:
    said = desk.drag(desk.file)
    result = str(desk.work / "审核结果.xlsx")
    assert [["check", str(desk.file), "--out", result]] == desk.ran
    assert "不带单位名录" in said


def test_answers_that_no_longer_hold_are_told_and_left_out(desk: Desk) -> None:
    desk.know(desk.county, replace(KNOWN, roster="没有.csv"))
    assert "单位名录“没有.csv”找不到，没有用上。" in desk.drag(desk.returns)
    assert "--roster" not in desk.ran[0]
    (desk.county / "审核结果.xlsx").unlink()
    (desk.county / ANSWERS_FILE).write_text("year = ", encoding="utf-8")
    assert "没有用上：" in desk.drag(desk.file)


def test_a_result_that_exists_is_kept_unless_the_officer_says_otherwise(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = desk.county / "审核结果.xlsx"
    kept.write_text("old", encoding="utf-8")
    monkeypatch.setattr("builtins.input", lambda _="": "1")
    said = desk.drag(desk.returns)
    assert "old" == kept.read_text("utf-8")
    other = desk.county / "审核结果（2）.xlsx"
    assert [other] == desk.opened
    assert f"请看 {other}。" in said


def test_a_folder_of_the_work_or_of_the_program_is_not_taken_for_returns(desk: Desk) -> None:
    desk.know(desk.county)
    packages = Path(dragged.__file__).parents[2]
    for folder in (desk.county, desk.work, desk.work.parent, packages):
        assert f"{folder} 不是收回报送件的文件夹" in desk.drag(folder)
    assert [] == desk.ran


def test_the_result_of_a_folder_on_a_read_only_share_is_written_into_the_working_folder(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dragged, "is_writable", lambda folder: folder == desk.work)
    assert f"{desk.county} 不能写入" in desk.drag(desk.returns)
    assert [desk.work / "审核结果.xlsx"] == desk.opened
