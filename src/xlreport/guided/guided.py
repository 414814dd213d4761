"""The guided way: a menu of jobs, the questions that each needs, and commands, shown and run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import click

from xlreport.base.errors import OutputError
from xlreport.cli import clock
from xlreport.cli.exit_status import ExitStatus
from xlreport.form.library import shipped_forms
from xlreport.form.load import list_forms
from xlreport.guided import questions
from xlreport.guided.answers import ANSWERS_FILE, NONE, Answers, read_answers, write_answers
from xlreport.guided.jobs import JOBS, SUMMARY, Job, Step
from xlreport.guided.questions import Check, Terminal

Run = Callable[[list[str]], int]
"""Runs a command line without the program's name; returns its exit status."""

_ROSTER = "单位名录.csv"
_ENDS = {
    ExitStatus.CLEAN: ("完成。", "green"),
    ExitStatus.ERRORS: ("完成，有问题要处理，见上面。", "yellow"),
    ExitStatus.UNREADABLE: ("完成，有文件没有读出，见上面。", "yellow"),
}
_FAILED = ("没有完成，原因见上面。", "red")
_ASKED: dict[str, tuple[str, Check]] = {
    "county": ("汇总单位，如 盐池县", questions.some_text),
    "year": ("哪一年的报告", questions.a_year),
    "returns": ("收回的报送件放在哪个文件夹", questions.a_path),
    "last_year": ("上年的汇总表或报送件（没有的填 -）", questions.a_path_or_none),
    "summary": ("用哪一份汇总表", questions.a_path),
    "deadline": ("报送截止日期，如 2027-01-15（没有的填 -）", questions.a_day),
    "contact": ("有疑问找谁，如 县政务公开办 李某 电话（不写的填 -）", questions.any_text),
}


@dataclass
class Guide:
    """An officer's session in one folder, the current one."""

    terminal: Terminal
    run: Run
    open_file: Callable[[Path], None]
    answers: Answers

    def loop(self) -> None:
        """Do one job after the other until the officer ends it."""
        self.know("county", "year")
        while True:
            self.terminal.say(f"\n{self.answers.county} {self.answers.year}年", "bold")
            names = [*(job.name for job in JOBS), "改回答：换单位、年度、名录或文件夹", "结束"]
            number = self.terminal.choose("做哪一件", names, len(names))
            if number == len(names):
                return
            with suppress(KeyboardInterrupt):  # back to the menu
                if number == len(names) - 1:
                    self.know(*_ASKED, "form", "roster", again=True)
                else:
                    self.do(JOBS[number - 1])

    def do(self, job: Job) -> None:
        """Ask what a job needs, and run its commands until one cannot be carried out."""
        self.know(*job.needs)
        for step in job.steps(self.answers):
            if not self.carry_out(step):
                return

    def know(self, *names: str, again: bool = False) -> None:
        """Ask for answers that are not known yet, or for all of them again, and keep them."""
        for name in names:
            known = getattr(self.answers, name)
            if again or not self._holds(name, known):
                self.keep(name, self.ask(name, known))

    def _holds(self, name: str, known: str) -> bool:
        """Tell whether an answer of before still fits: files may be gone, and the file edited."""
        if name == "form":
            return known in list_forms()
        try:
            (questions.a_path if name == "roster" else _ASKED[name][1])(known)
        except ValueError:
            return False
        return bool(known)

    def keep(self, name: str, answer: str) -> None:
        """Remember an answer, for the next time too."""
        self.answers = replace(self.answers, **{name: answer})
        try:
            write_answers(Path(), self.answers)
        except OutputError as error:
            self.terminal.say(f"回答没有记下：{error}", "yellow")

    def ask(self, name: str, known: str) -> str:
        """Ask for one answer."""
        if name == "form":
            return self._choose_form(known)
        if name == "roster":
            return self._find_roster(known)
        question, check = _ASKED[name]
        if name == "year" and not known:
            known = str(clock.now().year - 1)
        return self.terminal.ask(question, check, known or _OFFERED.get(name, ""))

    def _choose_form(self, known: str) -> str:
        forms = [form for form in shipped_forms() if form.covers(int(self.answers.year))]
        ids = [form.id for form in forms]
        # A report is what most officers collect, and has the most narrative.
        usual = max(forms, key=lambda form: len(form.texts)).id
        first = ids.index(known if known in ids else usual)
        number = self.terminal.choose("哪一种报表", [form.name for form in forms], first + 1)
        return ids[number - 1]

    def _find_roster(self, known: str) -> str:
        if not known and not Path(_ROSTER).exists():
            choices = ("已经有名录，告诉我在哪里", f"没有，生成一份空白的 {_ROSTER} 来填")
            if self.terminal.choose("单位名录", choices) == len(choices):
                self.carry_out(Step(("roster", "--out", _ROSTER), Path(_ROSTER)))
                self.terminal.say("请填好名录、保存、关闭，再按回车继续。")
        return self.terminal.ask("单位名录（.csv 或 .xlsx）", questions.a_path, known or _ROSTER)

    def carry_out(self, step: Step) -> bool:
        """Show a command and run it; open what it made. False where it was not carried out."""
        arguments = list(step.arguments)
        made = step.made
        if made.is_file() and not step.keeps:
            chosen = self._instead(step)
            if chosen is None:
                return False
            arguments, made = chosen
        self.terminal.say(f"\n> {subprocess.list2cmdline(['xlreport', *arguments])}", "cyan")
        status = self.run(arguments)
        self.terminal.say(*_ENDS.get(ExitStatus(status), _FAILED))
        is_done = status in _ENDS
        if is_done and made.exists():
            self.open_file(made)
            if step.answer:
                self.keep(step.answer, str(made))
        return is_done

    def _instead(self, step: Step) -> tuple[list[str], Path] | None:
        """Ask what becomes of a file that exists; return the arguments and the file to be made."""
        other = _next_name(step.made)
        choices = [f"另存为 {other}，原来的留着", "不做了"]
        if step.replacing is not None:
            choices.insert(1, "替换它")
        number = self.terminal.choose(f"{step.made} 已经有了", choices)
        if number == len(choices):
            return None
        if number == 1:
            return list(step.into(other)), other
        return [*step.arguments, *(step.replacing or ())], step.made


_OFFERED = {
    "returns": "收回",
    "last_year": NONE,
    "deadline": NONE,
    "contact": NONE,
    "summary": SUMMARY,
}


def guide(run: Run) -> None:
    """Lead through the year's work by questions, in the current folder."""
    from rich.console import Console

    terminal = Terminal(Console(highlight=False))
    terminal.say("年报汇总：按提示填数字或文字，回车确认；［］里的是直接回车的意思，Ctrl-C 返回。")
    try:
        answers = read_answers(Path())
    except (OSError, ValueError):
        terminal.say(f"{ANSWERS_FILE} 读不出，从头问起；它会被新的回答替换。", "yellow")
        answers = Answers()
    with suppress(EOFError):  # the terminal was closed
        Guide(terminal, run, open_file, answers).loop()


def open_file(path: Path) -> None:
    """Open a file or folder in the program of the desktop, where there is one."""
    if os.name == "nt" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        click.launch(str(path))


def _next_name(path: Path) -> Path:
    number = 2
    while (other := path.with_stem(f"{path.stem}（{number}）")).exists():
        number += 1
    return other
