"""The six jobs of an officer's year, each as the commands that do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Final

from xlreport.cli import clock
from xlreport.guided.answers import Answers
from xlreport.guided.asked import SUMMARY_FILE

TEMPLATES, RESULT, DECISIONS = "发放", "审核结果.xlsx", "处理意见.xlsx"
COPIES, MESSAGES, RECEIPTS = "退回", "催办", "回执"
REPORT, FIGURES = "年度报告.docx", "图解.html"

_PARTIAL: Final = ("--partial",)


@dataclass(frozen=True, slots=True)
class Step:
    """One command; `made` is the file or folder that it writes.

    A file that exists is replaced only where the officer says so: then `replacing` are added to
    the arguments; None says that the command never replaces a file. What the officer wrote into a
    file that the command `keeps` stays in it; into a folder to which it `adds`, it writes only the
    files that are lacking. What it made is the `answer` of this name for the
    jobs that follow, wherever the officer let it be written. Where departments are lacking, the
    command may refuse its work until `partial` stands among the arguments. `then` tells what the
    officer does with what was made.
    """

    arguments: tuple[str, ...]
    made: Path
    replacing: tuple[str, ...] | None = None
    keeps: bool = False
    adds: bool = False
    answer: str = ""
    partial: tuple[str, ...] = ()
    then: str = ""

    @property
    def asks_before(self) -> bool:
        """Tell whether the officer must say what becomes of what exists already."""
        return self.made.is_dir() if self.adds else self.made.is_file() and not self.keeps

    def with_partial(self) -> Step:
        """Return the step that does its work although departments are lacking."""
        return replace(self, arguments=(*self.arguments, *self.partial))

    def into(self, made: Path) -> Step:
        """Return the step that makes another file in the place of `made`."""
        arguments = (str(made) if each == str(self.made) else each for each in self.arguments)
        then = self.then.replace(str(self.made), str(made))
        return replace(self, arguments=tuple(arguments), made=made, then=then)

    def over_it(self) -> Step:
        """Return the step that replaces the file that exists, or adds to the folder."""
        return replace(self, arguments=(*self.arguments, *(self.replacing or ())))


@dataclass(frozen=True, slots=True)
class Job:
    """One job: its name, the answers that it needs, and its commands."""

    name: str
    needs: tuple[str, ...]
    steps: Callable[[Answers], Sequence[Step]]


def _templates(answers: Answers) -> list[Step]:
    where = ("--year", answers.year, "--roster", answers.roster)
    about = (*_option(answers, "last_year"), *_option(answers, "deadline"))
    guide = _guide()
    arguments = ("template", answers.form, *where, *about, *guide, "--out", TEMPLATES)
    along = "，“填报指南”一起发" if guide else ""
    then = f"请把这个文件夹中的文件发给各单位{along}；收回的放进另一个文件夹，再做 2。"
    return [Step(arguments, Path(TEMPLATES), (), adds=True, then=then)]


def _check(answers: Answers) -> list[Step]:
    then = f"请看 {RESULT}；要退回、催报的，关闭它，再做 3。都通过的，做 4。"
    return [replace(check_step(answers, [answers.returns], Path(RESULT)), then=then)]


def check_step(answers: Answers, returns: Sequence[str], result: Path) -> Step:
    """Return the check of returns, by those answers that are known."""
    arguments = ("check", *returns, *_common(answers), *_about(answers), "--out", str(result))
    return Step(arguments, result, (), then=f"请看 {result}。")


def _send_back(answers: Answers) -> list[Step]:
    listed = ("decisions", answers.returns, *_common(answers), "--out", DECISIONS)
    # A folder of its own each time: a copy of before may be corrected by now, or have notes.
    copies = free_name(Path(f"{COPIES}{clock.now():%m%d}"))
    folders = ("--annotate", str(copies), "--remind", MESSAGES, "--receipts", RECEIPTS)
    about = (*_about(answers), *_option(answers, "contact"))
    returned = ("check", answers.returns, *_common(answers), *about, *folders)
    sent = f"请把“{MESSAGES}”中的短信、“{copies}”中的退回件、“{RECEIPTS}”中的回执发给各单位。"
    settled = f"要您决定的事在 {DECISIONS} 中：填好、保存、关闭，再做 2 或 4。"
    return [
        Step(returned, Path(MESSAGES), then=sent),
        Step(listed, Path(DECISIONS), keeps=True, then=settled),
    ]


def _consolidate(answers: Answers) -> list[Step]:
    about = (*_common(answers), *_about(answers))
    arguments = ("consolidate", answers.returns, *about, "--out", SUMMARY_FILE)
    then = "请核对汇总表的封面；单位都齐了，关闭它，再做 5。"
    return [Step(arguments, Path(SUMMARY_FILE), ("--overwrite",), answer="summary", then=then)]


def _publish(answers: Answers) -> list[Step]:
    # With its year the summary of another one is refused, as of the folder of last year.
    of_the_year = ("report", answers.summary, "--year", answers.year)
    figures = (*of_the_year, "--format", "figures", "--out", FIGURES)
    report = (*of_the_year, "--out", REPORT)
    then = "请在 Word 文件中核对各项文字，补写方括号【】标出的部分，删去标记，再公布。"
    return [
        Step(report, Path(REPORT), partial=_PARTIAL, then=then),
        Step(figures, Path(FIGURES), partial=_PARTIAL),
    ]


def _next_year(answers: Answers) -> list[Step]:
    year = str(int(answers.year) + 1)
    folder = f"{TEMPLATES}{year}"
    where = ("--year", year, "--roster", answers.roster, "--last-year", answers.summary)
    then = "请把这个文件夹留到明年发放；明年的事在一个新的文件夹中做。"
    arguments = ("template", answers.form, *where, *_guide(), "--out", folder)
    return [Step(arguments, Path(folder), (), adds=True, then=then)]


def _guide() -> tuple[str, ...]:
    """Return the option that lays the clerk's guide beside templates; it needs python-docx."""
    return ("--guide",) if find_spec("docx") else ()


def _common(answers: Answers) -> tuple[str, ...]:
    decided = ("--decisions", DECISIONS) if Path(DECISIONS).exists() else ()
    known = (_option(answers, name) for name in ("form", "roster", "year", "last_year"))
    return *chain.from_iterable(known), *decided


def free_name(path: Path) -> Path:
    """Return a path that nothing has: this one, or the first with a number behind its name."""
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}（{number}）")
    return free


def _option(answers: Answers, name: str) -> tuple[str, ...]:
    """Return an option with its answer, or nothing where there is none."""
    given = answers.given(name)
    return (f"--{name.replace('_', '-')}", given) if given else ()


def _about(answers: Answers) -> tuple[str, ...]:
    name = ("--name", answers.county) if answers.county else ()
    return *name, *_option(answers, "deadline")


JOBS = (
    Job("发模板：给每个单位生成填报表", ("form", "roster", "last_year", "deadline"), _templates),
    Job("收表审核：检查收回的报送件", ("roster", "returns", "last_year", "deadline"), _check),
    Job("退回与催报：退回件、短信、回执、处理意见", ("roster", "returns", "contact"), _send_back),
    Job("汇总：把通过的报送件加成一个工作簿", ("roster", "returns"), _consolidate),
    Job("发布：年度报告和图解", ("summary",), _publish),
    Job("明年：带着今年的数生成明年的填报表", ("form", "roster", "summary"), _next_year),
)
