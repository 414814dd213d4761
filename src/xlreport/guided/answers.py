"""The answers of an officer, remembered in one file in the folder of the work."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Final

from xlreport.base.errors import InputError, unread_sentence
from xlreport.base.files import write_file
from xlreport.base.toml_file import read_toml

ANSWERS_FILE: Final = "年报汇总.toml"
NONE: Final = "-"
"""What an officer types where there is nothing to tell; a blank is a question not yet asked."""

OF_THE_YEAR: Final = ("last_year", "deadline", "summary")
"""Answers that are those of one year: another year asks for them again."""

_WHOSE: Final = ("county", "year")
_HEAD: Final = "# xlreport 记下的回答，下次不用再填；可以删除，也可以修改。\n"


@dataclass(frozen=True, slots=True)
class Answers:
    """What is asked once: names, dates and paths as texts, empty where unknown."""

    county: str = ""
    year: str = ""
    form: str = ""
    roster: str = ""
    returns: str = ""
    last_year: str = ""
    deadline: str = ""
    contact: str = ""
    summary: str = ""

    def given(self, name: str) -> str:
        """Return an answer, empty where there is nothing to tell."""
        answer: str = getattr(self, name)
        return "" if answer == NONE else answer


def read_answers(folder: Path) -> Answers:
    """Read the answers of a folder; raise `XlreportError` for a file that has none."""
    path = folder / ANSWERS_FILE
    if not path.exists():
        return Answers()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(unread_sentence(ANSWERS_FILE, error)) from error
    _, content = read_toml(ANSWERS_FILE, data)
    known = {each.name for each in fields(Answers)}
    return Answers(**{name: str(value) for name, value in content.items() if name in known})


def merged(own: Answers, known: Answers, stored: Answers) -> Answers | None:
    """Return our answers with those that another window has stored since we knew the file.

    Where both changed one, ours stays. None where the other does the work of another county or
    year, whose answers must not be mixed with ours.
    """
    others = {name: text for name, text in asdict(stored).items() if text != getattr(known, name)}
    if any(others.get(name, getattr(own, name)) != getattr(own, name) for name in _WHOSE):
        return None
    # What was stored for the year of before is not for another one.
    ours = OF_THE_YEAR if known.year not in ("", own.year) else ()
    added = {
        name: text
        for name, text in others.items()
        if getattr(own, name) == getattr(known, name) and name not in ours
    }
    return replace(own, **added)


def write_answers(folder: Path, answers: Answers) -> None:
    """Write the answers into a folder; raise `OutputError` where that cannot be done."""
    lines = (
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
        for name, value in asdict(answers).items()
    )
    write_file(folder / ANSWERS_FILE, (_HEAD + "".join(lines)).encode())
