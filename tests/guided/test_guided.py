"""The guided way asks for what a command needs, shows the command, and runs nothing else."""

from __future__ import annotations

import io
import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from xlreport.base.errors import FormError, InputError
from xlreport.cli.exit_status import ExitStatus
from xlreport.commands.main import run_guide
from xlreport.guided.answers import ANSWERS_FILE, Answers, read_answers, write_answers
from xlreport.guided.guided import Guide
from xlreport.guided.guided import guide as start_guide
from xlreport.guided.jobs import JOBS
from xlreport.guided.questions import Terminal

KNOWN = Answers(
    county="盐池县",
    year="2026",
    form="ogi-2021",
    roster="单位名录.csv",
    returns="收回",
    last_year="-",
    deadline="-",
    contact="-",
    summary="县汇总.xlsx",
)


class Session:
    """A guide whose lines are typed by a test; what it ran, said and opened is kept."""

    def __init__(self, lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.ran: list[list[str]] = []
        self.opened: list[str] = []
        self.status = ExitStatus.CLEAN
        self.refused: Callable[[list[str]], bool] = lambda _: False
        typed: Iterator[str] = iter(lines)

        def read(_: str = "") -> str:
            line = next(typed, None)
            if line is None:
                raise EOFError
            if line == "^C":
                raise KeyboardInterrupt
            return line

        monkeypatch.setattr("builtins.input", read)
        self.console = Console(width=100, record=True, file=io.StringIO())

    def run(self, arguments: list[str]) -> int:
        self.ran.append(arguments)
        made = Path(arguments[arguments.index("--out") + 1]) if "--out" in arguments else None
        if made is not None and made.suffix and not self.refused(arguments):
            made.write_text("new", encoding="utf-8")
        return ExitStatus.WRONG_USE if self.refused(arguments) else self.status

    def guide(self, answers: Answers) -> Guide:
        return Guide(
            Terminal(self.console), self.run, lambda path: self.opened.append(str(path)), answers
        )

    def said(self) -> str:
        return self.console.export_text(clear=False)


@pytest.fixture
def session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[Session, Guide]]:
    """Open a session in a folder with a roster and returns, with the lines that are typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("xlreport.cli.clock.now", lambda: datetime(2027, 1, 18, 9, 30))
    Path("单位名录.csv").write_text("单位代码,单位名称\n", encoding="utf-8")
    Path("收回").mkdir()
    Path("县汇总.xlsx").touch()

    def start(*lines: str, answers: Answers = KNOWN) -> tuple[Session, Guide]:
        one = Session([*lines, "8"], monkeypatch)
        return one, one.guide(answers)

    return start


ROSTER = ("--roster", "单位名录.csv")
COMMON = ("--form", "ogi-2021", *ROSTER, "--year", "2026")


def test_without_the_extra_templates_are_made_without_a_guide(
    session: Callable[..., tuple[Session, Guide]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlreport.guided.jobs.find_spec", lambda _: None)
    one, guide = session("1")
    guide.loop()
    assert ["template", "ogi-2021", "--year", "2026", *ROSTER, "--out", "发放"] == one.ran[0]
    assert "填报指南" not in one.said()


@pytest.mark.parametrize(
    ("job", "ran"),
    [
        ("1", [("template", "ogi-2021", "--year", "2026", *ROSTER, "--guide", "--out", "发放")]),
        ("2", [("check", "收回", *COMMON, "--name", "盐池县", "--out", "审核结果.xlsx")]),
        (
            "3",
            [
                (
                    "check",
                    "收回",
                    *COMMON,
                    "--name",
                    "盐池县",
                    "--annotate",
                    "退回0118",
                    "--remind",
                    "催办",
                    "--receipts",
                    "回执",
                ),
                ("decisions", "收回", *COMMON, "--out", "处理意见.xlsx"),
            ],
        ),
        ("4", [("consolidate", "收回", *COMMON, "--name", "盐池县", "--out", "汇总.xlsx")]),
        (
            "5",
            [
                ("report", "县汇总.xlsx", *COMMON[-2:], "--out", "年度报告.docx"),
                (
                    "report",
                    "县汇总.xlsx",
                    *COMMON[-2:],
                    "--format",
                    "figures",
                    "--out",
                    "图解.html",
                ),
            ],
        ),
        (
            "6",
            [
                (
                    "template",
                    "ogi-2021",
                    "--year",
                    "2027",
                    *ROSTER,
                    "--last-year",
                    "县汇总.xlsx",
                    "--guide",
                    "--out",
                    "发放2027",
                )
            ],
        ),
    ],
)
def test_a_job_of_which_all_is_known_runs_its_commands_and_asks_nothing(
    session: Callable[..., tuple[Session, Guide]], job: str, ran: list[tuple[str, ...]]
) -> None:
    one, guide = session(job)
    guide.loop()
    assert ran == [tuple(arguments) for arguments in one.ran]
    assert all(f"> xlreport {arguments[0]}" in one.said() for arguments in ran)


def test_what_is_typed_wrongly_is_asked_again_and_what_is_right_is_remembered(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    wrong = {"year": "26", "menu": "9", "roster": "没有.csv", "day": "明天"}
    lines = ["", "盐池县", wrong["year"], "2026", wrong["menu"], "2", wrong["roster"]]
    lines += ["'单位名录.csv'", "收回/", "-", wrong["day"], "2027年1月15日"]
    one, guide = session(*lines, answers=Answers())
    guide.loop()
    for sentence in ("不能空着", "四位数字", "1 到 8", "找不到“没有.csv”", "2027-01-15 这样的"):
        assert sentence in one.said()
    expected = Answers("盐池县", "2026", "", "单位名录.csv", "收回", "-", "2027-01-15", "")
    assert expected == read_answers(Path())
    assert ("--deadline", "2027-01-15") == tuple(one.ran[0][-4:-2])


@pytest.mark.parametrize(
    ("typed", "ran", "left"),
    [
        ("1", "汇总（2）.xlsx", {"汇总.xlsx": "old", "汇总（2）.xlsx": "new"}),
        ("2", "--overwrite", {"汇总.xlsx": "new"}),
        ("3", "", {"汇总.xlsx": "old"}),
    ],
)
def test_a_file_that_exists_is_kept_unless_the_officer_says_otherwise(
    session: Callable[..., tuple[Session, Guide]], typed: str, ran: str, left: dict[str, str]
) -> None:
    one, guide = session("4", typed)
    Path("汇总.xlsx").write_text("old", encoding="utf-8")
    guide.loop()
    assert [ran] * bool(ran) == [arguments[-1] for arguments in one.ran]
    assert left == {path.name: path.read_text("utf-8") for path in Path().glob("汇总*.xlsx")}


@pytest.mark.parametrize(("typed", "folder"), [("1", "发放（2）"), ("2", "发放"), ("3", "")])
def test_templates_are_added_to_a_folder_only_where_the_officer_says_so(
    session: Callable[..., tuple[Session, Guide]], typed: str, folder: str
) -> None:
    one, guide = session("1", typed)
    Path("发放").mkdir()
    guide.loop()
    assert [folder] * bool(folder) == [arguments[-1] for arguments in one.ran]


def test_what_is_published_is_the_summary_that_was_made_last(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    one, guide = session("4", "1", "5", "6")
    Path("汇总.xlsx").write_text("old", encoding="utf-8")
    guide.loop()
    assert ["汇总（2）.xlsx"] * 2 == [arguments[1] for arguments in one.ran[1:3]]
    assert "汇总（2）.xlsx" == one.ran[3][one.ran[3].index("--last-year") + 1]
    assert "汇总（2）.xlsx" == read_answers(Path()).summary


def test_what_is_offered_is_checked_and_what_no_longer_fits_is_asked_again(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    changed = {"year": "今年", "form": "ogi-1999", "returns": ""}
    lines = ["2026", "2", "1", "单位名录.csv", "", "", "1", "2"]
    one, guide = session(*lines, answers=Answers(**{**vars_of(KNOWN), **changed}))
    Path("收回").rmdir()
    guide.loop()
    assert "没有找到收回的文件夹，怎么办" in one.said()
    assert ["check", "template"] == [arguments[0] for arguments in one.ran]
    assert ("2026", "ogi-2021") == (guide.answers.year, one.ran[1][1])


def test_a_report_is_never_replaced(session: Callable[..., tuple[Session, Guide]]) -> None:
    one, guide = session("5", "2")
    Path("年度报告.docx").write_text("old", encoding="utf-8")
    guide.loop()
    assert [] == one.ran  # 2 is not to do it


def test_what_was_made_is_opened_and_after_a_failure_nothing_more_is_run(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    one, guide = session("5")
    guide.loop()
    assert ["年度报告.docx", "图解.html"] == one.opened
    assert "完成。\n请在 Word 文件中核对各项文字" in one.said()
    one, guide = session("5", "1", "1")
    one.status = ExitStatus.WRONG_USE
    guide.loop()
    assert (1, []) == (len(one.ran), one.opened)
    assert "没有完成，原因见上面。" in one.said()
    assert "回答填错了的，在菜单中填 7 改。\n" in one.said()
    assert "7  改回答" in one.said()


def test_ctrl_c_leads_back_to_the_menu_and_ends_the_guide_there(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    one, guide = session("3", "^C", "^C", answers=KNOWN)
    guide.answers = Answers(**{**vars_of(KNOWN), "contact": ""})
    with pytest.raises(KeyboardInterrupt):
        guide.loop()
    assert [] == one.ran


def vars_of(answers: Answers) -> dict[str, str]:
    return {name: getattr(answers, name) for name in Answers.__slots__}


def test_a_roster_is_made_where_there_is_none(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    one, guide = session("4", "2", "", answers=Answers(**{**vars_of(KNOWN), "roster": ""}))
    Path("单位名录.csv").unlink()
    guide.loop()
    assert ["roster", "consolidate"] == [arguments[0] for arguments in one.ran]
    assert "单位名录.csv" == guide.answers.roster


def test_a_folder_for_what_comes_back_is_made_where_there_is_none(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    one, guide = session("4", "2", "", answers=replace(KNOWN, returns=""))
    Path("收回").rmdir()
    guide.loop()
    assert (["收回", "汇总.xlsx"], "收回") == (one.opened, guide.answers.returns)


def test_what_is_gone_is_told_and_what_has_the_usual_name_is_offered(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    one, guide = session("4", "", answers=replace(KNOWN, returns="D:/没有了"))
    guide.loop()
    assert "收回的报送件“D:/没有了”找不到了。" in one.said()
    assert "收回" == guide.answers.returns


def test_a_folder_in_which_nothing_can_be_written_is_told_before_a_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("xlreport.guided.guided.is_writable", lambda _: False)
    Session([], monkeypatch)
    start_guide(lambda _: 0)
    assert "不能写入，结果没有地方放" in capsys.readouterr().out.replace("\n", "")


@pytest.mark.parametrize(("typed", "ran"), [("1", 1), ("2", 3)])
def test_a_report_that_is_refused_may_be_made_of_the_departments_there_are(
    session: Callable[..., tuple[Session, Guide]], typed: str, ran: int
) -> None:
    one, guide = session("5", typed)
    one.refused = lambda arguments: "--partial" not in arguments
    guide.loop()
    made = [("--partial" in arguments, arguments[5]) for arguments in one.ran]
    every = [(False, "年度报告.docx"), (True, "年度报告.docx"), (True, "figures")]
    assert every[:ran] == made


def test_copies_of_a_second_check_get_a_folder_of_their_own(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    one, guide = session("3")
    Path("退回0118").mkdir()
    guide.loop()
    assert "退回0118（2）" == one.ran[0][one.ran[0].index("--annotate") + 1]


def test_an_answer_is_changed_alone_and_another_year_forgets_those_of_its_own(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    known = replace(KNOWN, deadline="2027-01-15", last_year="县汇总.xlsx")
    one, guide = session("7", "1", "", "8", "县政务公开办", "2", "2027年", "", answers=known)
    guide.loop()
    assert "3  报表：政府信息公开工作年度报告（2021年版）" in one.said()
    of_the_year = dict.fromkeys(("last_year", "deadline", "summary"), "")
    assert replace(known, year="2027", contact="县政务公开办", **of_the_year) == guide.answers


def test_answers_that_cannot_be_read_are_replaced_only_where_the_officer_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / ANSWERS_FILE
    path.write_text("county = 盐池县", encoding="utf-8")
    Session(["1"], monkeypatch)
    start_guide(lambda _: 0)
    assert "第1行，第10个字符：等号右边的文字没有加引号" in capsys.readouterr().out
    assert "county = 盐池县" == path.read_text("utf-8")
    Session(["2", "盐池县", "2026", "8"], monkeypatch)
    start_guide(lambda _: 0)
    assert Answers(county="盐池县", year="2026") == read_answers(tmp_path)


def test_a_deadline_is_asked_for_by_the_year_and_not_taken_where_the_year_is_mistyped(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    known = replace(KNOWN, year="2027", deadline="")
    one, guide = session("2", "2027-01-15", "2028-01-15", answers=known)
    guide.loop()
    assert "如 2028-01-15（" in one.said()
    assert "2027年的报告不会在 2027-01-15 截止" in one.said()
    assert "2028-01-15" == read_answers(Path()).deadline


def test_answers_that_another_window_stored_meanwhile_are_kept(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    known = replace(KNOWN, deadline="", contact="")
    write_answers(Path(), known)
    _, one = session(answers=known)
    _, other = session(answers=known)
    one.keep("deadline", "2027-01-15")
    other.keep("contact", "县政务公开办")
    both = replace(known, deadline="2027-01-15", contact="县政务公开办")
    assert (both, both) == (other.answers, read_answers(Path()))
    one.keep("year", "2025")
    expected = replace(both, year="2025", **dict.fromkeys(("last_year", "deadline", "summary"), ""))
    assert expected == read_answers(Path())


def test_answers_of_another_county_or_year_are_not_mixed_with_ours(
    session: Callable[..., tuple[Session, Guide]],
) -> None:
    write_answers(Path(), KNOWN)
    said, guide = session()
    write_answers(Path(), replace(KNOWN, year="2025", deadline="2026-01-15"))
    guide.keep("contact", "县政务公开办")
    assert "另一个窗口在这个文件夹里做 盐池县 2025年" in said.said()
    assert ("2026", "县政务公开办") == (guide.answers.year, guide.answers.contact)
    assert ("2025", KNOWN.contact) == (read_answers(Path()).year, read_answers(Path()).contact)


def test_answers_are_kept_as_they_are(tmp_path: Path) -> None:
    answers = Answers(county='盐"池\\县\n', year="2026", contact="𠮷")
    write_answers(tmp_path, answers)
    assert answers == read_answers(tmp_path)
    (tmp_path / ANSWERS_FILE).write_text("year = ", encoding="utf-8")
    with pytest.raises(FormError, match=r"年报汇总.toml 第1行："):
        read_answers(tmp_path)
    (tmp_path / ANSWERS_FILE).unlink()
    (tmp_path / ANSWERS_FILE).mkdir()
    with pytest.raises(InputError, match=r"年报汇总.toml 无法读取（"):
        read_answers(tmp_path)


def test_a_refusal_after_an_unreadable_file_is_not_told_as_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_answers(tmp_path, KNOWN)
    Path("单位名录.csv").write_text("单位代码,单位名称\nD01,教育局\n", encoding="utf-8")
    Path("收回").mkdir()
    Path("收回/D01.xlsx").write_bytes(b"no workbook")
    Session(["4", "8"], monkeypatch)
    monkeypatch.setattr("xlreport.cli.console.prepare_streams", lambda: None)
    run_guide()
    said = capsys.readouterr()
    assert "无法完成：" in said.err
    assert ("没有完成，原因见上面。" in said.out, "完成，有文件" in said.out) == (True, False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
def test_the_program_alone_asks_on_a_terminal_and_does_the_work(tmp_path: Path) -> None:
    """Two sessions: the second one knows the answers of the first, on a terminal in GBK."""
    first = talk(tmp_path, ["盐池县", "2026", "1", "2", "2", "", "-", "-", "8"])
    command = "> xlreport template ogi-2021 --year 2026 --roster 单位名录.csv --guide --out 发放"
    assert command in first
    assert "没有完成，原因见上面。" in first  # the roster is still the example
    (tmp_path / "单位名录.csv").write_text("单位代码,单位名称\nD01,教育局\n", encoding="utf-8")
    second = talk(tmp_path, ["1", "8"], "gbk")
    assert command in second
    assert {"D01_教育局", "填报指南.do"} == {
        path.name[:7] for path in (tmp_path / "发放").iterdir()
    }


def talk(folder: Path, lines: list[str], encoding: str = "utf-8") -> str:
    """Start the program on a terminal, type a line whenever it waits; return what it said."""
    import pty  # which Windows lacks

    ours, its = pty.openpty()
    command = [sys.executable, "-m", "xlreport"]
    said, left = b"", [*lines]
    known = {**os.environ, "PYTHONIOENCODING": encoding}
    with subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, cwd=folder, env=known
    ) as program:
        os.close(its)
        while select.select([ours], [], [], 60)[0]:
            try:
                said += os.read(ours, 65_536)
            except OSError:  # it has ended
                break
            if said.endswith("：".encode(encoding)) and left:
                os.write(ours, f"{left.pop(0)}\n".encode())
            elif said.endswith("：".encode(encoding)):
                program.kill()  # it asks for more than was foreseen
    os.close(ours)
    assert (0, []) == (program.returncode, left)
    return said.decode(encoding)


def test_the_numbers_that_officers_are_sent_to_are_those_of_the_jobs() -> None:
    names = ("发模板", "收表审核", "退回与催报", "汇总", "发布", "明年")
    assert [*names] == [job.name.partition("：")[0] for job in JOBS]
