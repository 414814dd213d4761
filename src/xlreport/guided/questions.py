"""Questions on the terminal: a sentence, what is known already, and an answer that fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.prompt import InvalidResponse, PromptBase
from rich.text import Text

from xlreport.base.text import without_hidden
from xlreport.guided.answers import NONE

Check = Callable[[str], str]
"""Turns an answer into what it means, or raises `ValueError` with the sentence to print."""

_NOTHING = ("", NONE, "无", "没有")  # in the notation of `_plain`
_QUOTES = "\"'“”‘’& "  # around a path that was dragged or copied


class _Question(PromptBase[str]):
    """One line from the terminal; an answer that does not fit is asked for again."""

    response_type = str
    prompt_suffix = "："

    def __init__(self, prompt: str, check: Check, known: str, console: Console) -> None:
        offered = Text(f" ［{known}］" if known else "", "prompt.default")
        super().__init__(Text(prompt).append_text(offered), console=console)
        self.check, self.known = check, known

    def process_response(self, value: str) -> str:
        """Return the answer as it is meant; an empty line is what is known, checked as well."""
        try:
            return self.check(without_hidden(value).strip() or self.known)
        except ValueError as error:
            raise InvalidResponse(str(error)) from error

    def on_validate_error(self, value: str, error: InvalidResponse) -> None:  # noqa: ARG002
        """Print what is wrong with an answer."""
        self.console.print(Text(f"  {error.message}", "red"))


class Terminal:
    """The terminal of an officer: what is said and asked there."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def say(self, text: str, style: str = "") -> None:
        """Print a text."""
        self.console.print(Text(text, style), soft_wrap=True)

    def ask(self, question: str, check: Check, known: str = "") -> str:
        """Ask until an answer fits; an empty line takes what is `known`."""
        return _Question(question, check, known, self.console)()

    def choose(self, question: str, choices: Sequence[str], known: int = 0) -> int:
        """Let one of several be chosen by its number, from 1; return the number.

        An empty line takes what is `known`, from 1; with 0 it is asked again.
        """
        for number, choice in enumerate(choices, 1):
            self.say(f"  {number}  {choice}")

        def check(answer: str) -> str:
            chosen = _plain(answer).strip(" .、。()")
            if chosen not in map(str, range(1, len(choices) + 1)):
                raise ValueError(f"请填 1 到 {len(choices)} 的一个数字。")
            return chosen

        return int(self.ask(question, check, str(known or "")))


def some_text(answer: str) -> str:
    """Take any text but a blank one."""
    if not answer:
        raise ValueError("请填写，不能空着。")
    return answer


def any_text(answer: str) -> str:
    """Take any text; a dash or 无 means that there is nothing to tell."""
    return NONE if _plain(answer) in _NOTHING else answer


def a_year(answer: str) -> str:
    """Take a year of four digits."""
    year = _plain(answer).removesuffix("年").strip()
    if not (len(year) == 4 and year.isascii() and year.isdecimal()):
        raise ValueError("请填四位数字的年份，如 2026。")
    return year


def a_day(answer: str) -> str:
    """Take a day such as 2027-01-15, or nothing."""
    if any_text(answer) == NONE:
        return NONE
    day = re.sub(r"\s*[-./年月]\s*", "-", _plain(answer).rstrip("日号"))
    with suppress(ValueError, TypeError):
        return str(date(*map(int, day.split("-"))) if "-" in day else date.fromisoformat(day))
    raise ValueError("请写成 2027-01-15 这样的日期；没有的填 -。")


def a_path(answer: str) -> str:
    """Take the path of what exists; a path that was dragged here may stand in quotes.

    A path below the current folder is shortened, so that the folder can be moved.
    """
    path = next((Path(each) for each in (answer, answer.strip(_QUOTES)) if is_there(each)), None)
    if path is None:
        wrong = f"找不到“{answer}”" if answer else "不能空着"
        raise ValueError(f"{wrong}。可以把文件或文件夹拖到这里，再按回车；按 Ctrl-C 返回。")
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_absolute() and here in path.parents else path)


def is_there(path: str) -> bool:
    """Tell whether a path leads to something."""
    try:
        return bool(path) and Path(path).exists()
    except OSError:  # too long a name
        return False


def a_place_of_returns(answer: str) -> str:
    """Take the path of what exists, but not of a folder in which the results are written too."""
    path = a_path(answer)
    here = Path.cwd().resolve()
    if Path(path).resolve() in (here, *here.parents):
        raise ValueError("结果写在这个文件夹里，收回的请放进一个单独的文件夹，如 收回。")
    return path


def a_path_or_none(answer: str) -> str:
    """Take the path of what exists, or nothing."""
    return NONE if any_text(answer) == NONE else a_path(answer)


def _plain(answer: str) -> str:
    """Return an answer with digits and signs of usual width, as an input method may not type them.

    All dashes become one.
    """
    return re.sub("[‐-―−]+", "-", unicodedata.normalize("NFKC", answer)).strip()
