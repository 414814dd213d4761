"""The guided way: a menu of jobs, the questions that each needs, and commands, shown and run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import click

from xlreport.base.errors import OutputError, XlreportError
from xlreport.base.windows import IS_WINDOWS, is_writable
from xlreport.cli import clock
from xlreport.cli.exit_status import ExitStatus
from xlreport.form.form import Form
from xlreport.form.library import shipped_forms
from xlreport.guided import questions
from xlreport.guided.answers import (
    ANSWERS_FILE,
    NONE,
    OF_THE_YEAR,
    Answers,
    merged,
    read_answers,
    write_answers,
)
from xlreport.guided.asked import ASKED, FILES, RETURNS_FOLDER, ROSTER_FILE
from xlreport.guided.jobs import JOBS, Job, Step, free_name
from xlreport.guided.questions import Check, Terminal

Run = Callable[[list[str]], int]
"""Runs a command line without the program's name; returns its exit status.

What was refused has that of wrong use, whatever files were read before, since nothing was made.
"""

_MENU = ("改回答：换单位、年度、名录或文件夹", "结束")
_ENDS: dict[int, tuple[str, str]] = {
    ExitStatus.CLEAN: ("完成。", "green"),
    ExitStatus.ERRORS: ("完成，有问题要处理，见上面。", "yellow"),
    ExitStatus.UNREADABLE: ("完成，有文件没有读出，见上面。", "yellow"),
}
_FAILED = ("没有完成，原因见上面。", "red")
_WRONG_ANSWER = f"回答填错了的，在菜单中填 {len(JOBS) + 1} 改。"
_NEXT_YEAR = timedelta(days=61)
"""By November the report that is prepared is that of the year that ends."""


@dataclass
class Guide:
    """An officer's session in one folder, the current one, whose `stored` answers it knows."""

    terminal: Terminal
    run: Run
    open_file: Callable[[Path], None]
    answers: Answers
    is_partial: bool = False
    stored: Answers = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the answers that were read."""
        self.stored = self.answers

    def loop(self) -> None:
        """Do one job after the other until the officer ends it."""
        self.know("county", "year")
        names = [*(job.name for job in JOBS), *_MENU]
        while True:
            self.terminal.say(f"\n{self.answers.county} {self.answers.year}年", "bold")
            number = self.terminal.choose("做哪一件", names)
            if number == len(names):
                return
            with suppress(KeyboardInterrupt):  # back to the menu
                if number > len(JOBS):
                    self.change()
                else:
                    self.do(JOBS[number - 1])

    def do(self, job: Job) -> None:
        """Ask what a job needs, and run its commands until one cannot be carried out."""
        self.know(*job.needs)
        self.is_partial = False
        for step in job.steps(self.answers):
            if not self.carry_out(step):
                return

    def change(self) -> None:
        """List the answers, and ask again for those that the officer names."""
        while True:
            answers = [f"{ASKED[name].label}：{self._shown(name)}" for name in ASKED]
            number = self.terminal.choose("改哪一个", [*answers, "改好了"], len(ASKED) + 1)
            if number > len(ASKED):
                return
            name = list(ASKED)[number - 1]
            self.keep(name, self.ask(name, getattr(self.answers, name)))

    def _shown(self, name: str) -> str:
        known: str = getattr(self.answers, name)
        forms = {form.id: form.name for form in shipped_forms()} if name == "form" else {}
        return {"": "（用到时再问）", NONE: "（没有）", **forms}.get(known, known)

    def know(self, *names: str) -> None:
        """Ask for the answers that are not known yet, or that fit no longer, and keep them."""
        for name in names:
            known = getattr(self.answers, name)
            if not self._holds(name, known):
                self.keep(name, self.ask(name, known))

    def _holds(self, name: str, known: str) -> bool:
        """Tell whether an answer of before still fits: files may be gone, and the file edited."""
        if name == "form":
            return known in (form.id for form in self._forms())
        try:
            self._check(name)(known)
        except ValueError:
            return False
        return bool(known)

    def keep(self, name: str, answer: str) -> None:
        """Remember an answer, for the next time too, with those that another window stored."""
        old = getattr(self.answers, name)
        if name == "year" and old not in ("", answer):
            self.answers = replace(self.answers, **dict.fromkeys(OF_THE_YEAR, ""))
        self.answers = replace(self.answers, **{name: answer})
        try:
            self._store()
        except XlreportError as error:
            self.terminal.say(f"回答没有记下：{error}", "yellow")

    def _store(self) -> None:
        """Store the answers without losing those that another window has stored meanwhile."""
        there = Path(ANSWERS_FILE).exists()
        stored = read_answers(Path()) if there else self.stored
        both = merged(self.answers, self.stored, stored)
        if both is None:
            self.terminal.say(
                f"回答没有记下：另一个窗口在这个文件夹里做 {stored.county} {stored.year}年。"
                "请各用各的文件夹，免得结果混在一起。",
                "yellow",
            )
            return
        self.answers = self.stored = both
        write_answers(Path(), both)

    def ask(self, name: str, known: str) -> str:
        """Ask for one answer."""
        if name == "form":
            return self._choose_form(known)
        asked, offered = ASKED[name], known or ASKED[name].offered
        question = asked.question
        if name == "deadline":
            question = question.format(int(self.answers.year) + 1)
        if name == "year" and not known:
            offered = str((clock.now() + _NEXT_YEAR).year - 1)
        elif name in FILES:
            offered = self._offered_path(name, known)
        return self.terminal.ask(question, self._check(name), offered)

    def _check(self, name: str) -> Check:
        own = {"year": self._a_year_of_forms, "deadline": self._a_deadline}
        return own.get(name, ASKED[name].check)

    def _a_deadline(self, answer: str) -> str:
        """Take a day on which the report of the year can be due: in January one mistypes years."""
        day, year = questions.a_day(answer), self.answers.year
        if day != NONE and day < f"{year}-12":
            raise ValueError(f"{year}年的报告不会在 {day} 截止，请核对年份；没有的填 -。")
        return day

    @staticmethod
    def _a_year_of_forms(answer: str) -> str:
        """Take a year for which there is a form."""
        year = questions.a_year(answer)
        first = min(form.first_year for form in shipped_forms())
        if int(year) < first:
            raise ValueError(f"{year}年没有报表可用，最早是{first}年。")
        return year

    def _forms(self) -> list[Form]:
        return [form for form in shipped_forms() if form.covers(int(self.answers.year))]

    def _choose_form(self, known: str) -> str:
        forms = self._forms()
        ids = [form.id for form in forms]
        # A report is what most officers collect, and has the most narrative.
        usual = max(forms, key=lambda form: len(form.texts)).id
        first = ids.index(known if known in ids else usual)
        number = self.terminal.choose("哪一种报表", [form.name for form in forms], first + 1)
        return ids[number - 1]

    def _offered_path(self, name: str, known: str) -> str:
        """Return the path that is offered: what was answered before, else what has the usual name.

        Where neither is there, it is begun.
        """
        if known and not questions.is_there(known):
            self.terminal.say(f"{ASKED[name].label}“{known}”找不到了。", "yellow")
        usual = ASKED[name].offered
        if not any(map(questions.is_there, (known, usual))):
            self._begin(name)
        return next(filter(questions.is_there, (known, usual)), "")

    def _begin(self, name: str) -> None:
        """Help on where what is asked for is not there yet."""
        if name == "summary":
            self.terminal.say("还没有汇总表的，请按 Ctrl-C 返回，先做 4 汇总。", "yellow")
        elif name == "roster":
            if self._lets_make("单位名录", f"生成一份空白的 {ROSTER_FILE} 来填"):
                then = "请填好名录、保存、关闭，再按回车继续。"
                made = Path(ROSTER_FILE)
                self.carry_out(Step(("roster", "--out", ROSTER_FILE), made, then=then))
        elif self._lets_make("收回的文件夹", f"新建“{RETURNS_FOLDER}”，把收到的文件放进去"):
            Path(RETURNS_FOLDER).mkdir()
            self.open_file(Path(RETURNS_FOLDER))
            self.terminal.say(f"请把收到的文件放进“{RETURNS_FOLDER}”，再按回车继续。")

    def _lets_make(self, what: str, made: str) -> bool:
        """Ask what is to be done where there is nothing of the usual name."""
        choices = (f"已经有{what}，告诉我在哪里", f"没有，{made}")
        return self.terminal.choose(f"没有找到{what}，怎么办", choices) == len(choices)

    def carry_out(self, step: Step) -> bool:
        """Run a command and open what it made. False where it was not carried out."""
        chosen = self._instead(step) if step.asks_before else step
        if chosen is None:
            return False
        if self.is_partial:
            chosen = chosen.with_partial()
        status = self._run(chosen)
        may_be_partial = status == ExitStatus.WRONG_USE and chosen.partial and not self.is_partial
        if may_be_partial and self._wants_partial():
            self.is_partial = True
            status = self._run(chosen.with_partial())
        if status not in _ENDS:
            self.terminal.say(_WRONG_ANSWER)
            return False
        if chosen.made.exists():
            self._hand_over(chosen)
        return True

    def _run(self, step: Step) -> int:
        """Show a command, run it, say what came of it, and return its exit status."""
        arguments = list(step.arguments)
        self.terminal.say(f"\n> {subprocess.list2cmdline(['xlreport', *arguments])}", "cyan")
        status = self.run(arguments)
        self.terminal.say(*_ENDS.get(status, _FAILED))
        return status

    def _hand_over(self, step: Step) -> None:
        """Open what was made, say what comes next, and remember it where it is an answer."""
        if step.then:
            self.terminal.say(step.then)
        self.open_file(step.made)
        if step.answer:
            self.keep(step.answer, str(step.made))

    def _wants_partial(self) -> bool:
        choices = ("不做了", "是因为还缺单位：就按现有的单位做，稿上会写明")
        return self.terminal.choose("怎么办", choices) == len(choices)

    def _instead(self, step: Step) -> Step | None:
        """Ask what becomes of what exists already; return the step that is wanted."""
        other = free_name(step.made)
        choices = [f"另存为 {other}，原来的留着", "不做了"]
        if step.replacing is not None:
            choices.insert(1, "放进去，已有的文件不变，只添缺少的" if step.adds else "替换它")
        number = self.terminal.choose(f"{step.made} 已经有了", choices, 1)
        if number == len(choices):
            return None
        return step.into(other) if number == 1 else step.over_it()


def guide(run: Run) -> None:
    """Lead through the year's work by questions, in the current folder."""
    from rich.console import Console

    terminal = Terminal(Console(highlight=False))
    terminal.say("年报汇总：按提示填数字或文字，回车确认；［］里的是直接回车的意思，Ctrl-C 返回。")
    if not is_writable(Path.cwd()):
        terminal.say(f"{Path.cwd()} 不能写入，结果没有地方放；请换一个能写入的文件夹。", "red")
        return
    terminal.say(f"结果都放在 {Path.cwd()}")
    with suppress(EOFError):  # the terminal was closed
        answers = _known_answers(terminal)
        if answers is not None:
            Guide(terminal, run, open_file, answers).loop()


def _known_answers(terminal: Terminal) -> Answers | None:
    """Read the answers of before; None where the officer wants to mend their file first."""
    try:
        return read_answers(Path())
    except XlreportError as error:
        terminal.say(f"记下的回答读不出。{error}", "yellow")
    choices = ("我去改正，先结束", f"从头问起，替换 {ANSWERS_FILE}")
    if terminal.choose("怎么办", choices) < len(choices):
        return None
    with suppress(OutputError):  # told as soon as there is an answer to store
        write_answers(Path(), Answers())
    return Answers()


def open_file(path: Path) -> None:
    """Open a file or folder in the program of the desktop, where there is one."""
    if IS_WINDOWS or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        click.launch(str(path))
