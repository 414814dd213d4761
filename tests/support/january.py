"""A made January: what sixty departments send over twenty-five days, and what is then right.

Every department lives a story: its files arrive step by step, and each step says how the department
and all its files must stand after it. Figures are those of the demonstration and of complete
published reports (see `reports/README.md`). Nothing here asks the library what is right.
"""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from support.edited import resaved
from support.other_workbooks import as_ods
from support.real_reports import report_of
from xlreport.commands._demo_figures import demo_departments, demo_values
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.office.roster import Department
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Value

YEAR: Final = 2026
DAYS: Final = range(1, 26)
FIRST_DAY: Final = date(2027, 1, 6)
DEADLINE: Final = date(2027, 1, 20)
FORM: Final = load_form("ogi-2021")
OLD: Final = load_form("ogi-2019")
COUNTED, SUPERSEDED, DUPLICATE = "counted", "superseded", "duplicate"
RETURNED, CONFLICTING = "returned for correction", "conflicting"
ATTACHMENT, UNREADABLE = "attachment", "unreadable"
UNLISTED: Final = "not on the roster"  # of a file
_MORE: Final = ("信访局", "机关事务服务中心", "林业和草原局", "商务和投资促进局", "民族宗教事务局")
OF_A_REPORT, _REPORT = "D02", "shuyang-fagai-2023"
_RECEIVED: Final = FORM.index["requests", "received", "natural_person"]
_TOTAL: Final = FORM.index["requests", "total_handled", "natural_person"]
_CHANGED: Final = FORM.index["proactive", "licences", "decisions"]
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Figures = Mapping[int, Value]
Maker = Callable[[Department], bytes]


@dataclass(frozen=True)
class Sent:
    """A file that a department sends: the end of its name, and how its bytes are made."""

    ending: str
    make: Maker
    spoken: bool = False  # named as people name files, not as templates are


@dataclass(frozen=True)
class Step:
    """What arrives or is decided on one day, and how department and files stand after it."""

    sent: tuple[Sent, ...]
    status: str
    uses: tuple[str, ...]
    decision: Callable[[Department], str] | None = None


Story = tuple[Step, ...]


@cache
def right(department: Department) -> Figures:
    """Give the right figures of a department."""
    if department.code == OF_A_REPORT:
        report, texts = report_of(_REPORT)
        assert report.form is FORM
        return {cell.index: texts[cell.index] for cell in FORM.inputs if cell.index in texts}
    return demo_values(FORM, department)


def wrong(department: Department) -> Figures:
    figures = dict(right(department))
    return figures | {_RECEIVED: int(str(figures[_RECEIVED])) + 1}


def workbook(
    figures: Callable[[Department], Figures] = right,
    *,
    form: Form = FORM,
    year: int = YEAR,
    revision: int = 1,
    nil: bool = False,
) -> Maker:
    """Make a filled template; all that `figures` does not hold is blank."""

    def make(department: Department) -> bytes:
        return build_template(
            form,
            year=year,
            department=department,
            revision=revision,
            values={} if nil else figures(department),
            nil=frozenset(table.key for table in form.tables) if nil else frozenset(),
        )

    return make


def with_figure(index: int, value: Value) -> Callable[[Department], Figures]:
    return lambda department: {**right(department), index: value}


def sent_at_last(life: Life) -> Figures:
    """Give the right figures of a department; one that declares itself nil has none."""
    return {} if life.title == "nil" else right(life.department)


def slashes(department: Department) -> Figures:
    cells = [FORM.index["proactive", "regulations", c] for c in ("made", "repealed", "in_force")]
    return {**right(department), **dict.fromkeys(cells, "/")}


def ever(data: bytes) -> Maker:
    return lambda _: data


def half(department: Department) -> bytes:
    data = workbook()(department)
    return data[: len(data) // 2]


def renamed(department: Department) -> bytes:
    """Give a workbook in which somebody has renamed the sheet of table three."""

    def rename(book: Workbook) -> None:
        book["三"].title = "表三（最终）"

    return resaved(workbook()(department), rename)


def word(_: Department) -> bytes:
    """Give the report as a Word file, which the department sends along."""
    return _zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})


def archive(department: Department) -> bytes:
    name = department.name
    return _zipped(
        {
            f"{name}/{department.code}_{name}_{YEAR}.xlsx": workbook()(department),
            f"{name}/签字页.jpg": _JPG,
            f"{name}/说明.txt": "请查收。\n".encode(),
            f"{name}/年度报告.docx": word(department),
            f"{name}/盖章扫描.pdf": _PDF,
        }
    )


def _zipped(members: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as stored:
        for name, data in members.items():
            stored.writestr(name, data)
    return target.getvalue()


_PDF, _JPG = b"%PDF-1.7\n%%EOF\n", b"\xff\xd8\xff\xe0 photo"
_LOCKED = _OLE + "EncryptedPackage\0".encode("utf-16-le")
_FIRST, _AGAIN, _CORRECTED = ".xlsx", "（再次发送）.xlsx", "_退回件2.xlsx"
_THIRD = "（第三次）.xlsx"
_OLD_SCAN, _SCAN, _PHOTO = "签字页.pdf", "盖章页.pdf", "封面照片.jpg"


def _told(code: str, opinion: str, *cells: str) -> str:
    """Write the line of a decision: code, opinion, file, cell, old, new, reason, who told it."""
    file, cell, old, new, reason, told = (*cells, *[""] * (6 - len(cells)))
    parts = [opinion, code, file, "", cell, old, new, reason, told, "李四", "2027-01-25"]
    return ",".join(parts)


def use_second(department: Department) -> str:
    return _told(department.code, "采用", f"{_stem(department)}{_AGAIN}")


def by_telephone(department: Department) -> str:
    sent, meant = (str(figures(department)[_RECEIVED]) for figures in (wrong, right))
    position = "requests.received.natural_person"
    return _told(department.code, "更正", "", position, sent, meant, "多数一件", "张三")


def _stem(department: Department) -> str:
    return f"{department.code}_{department.name}_{YEAR}"


def _short(department: Department) -> str:
    return department.name.removeprefix("盐池县")


ACCEPTED, WARNINGS = "accepted", "accepted with warnings"
RIGHT = Sent(_FIRST, workbook())
AGAIN = Sent(_AGAIN, workbook())
SECOND = Sent(_CORRECTED, workbook(revision=2))
WRONG = Sent(_FIRST, workbook(wrong))
_PAIR = (CONFLICTING, CONFLICTING)
_SETTLED = Step((), ACCEPTED, (SUPERSEDED, COUNTED), use_second)
_MENDED = Step((SECOND,), ACCEPTED, (SUPERSEDED, COUNTED))
_MISSING = "missing"

STORIES: Final[Mapping[str, tuple[int, Story]]] = {
    "right": (6, (Step((RIGHT,), ACCEPTED, (COUNTED,)),)),
    "nil": (3, (Step((Sent(_FIRST, workbook(nil=True)),), "nil return", (COUNTED,)),)),
    "slashes": (
        3,
        (Step((Sent(_FIRST, workbook(slashes)),), WARNINGS, (COUNTED,)),),
    ),
    "corrected": (6, (Step((WRONG,), RETURNED, (RETURNED,)), _MENDED)),
    "a total typed over": (
        1,
        (
            Step((Sent(_FIRST, workbook(with_figure(_TOTAL, 999))),), RETURNED, (RETURNED,)),
            _MENDED,
        ),
    ),
    "sent again unchanged": (
        4,
        (
            Step((WRONG,), RETURNED, (RETURNED,)),
            Step((replace(WRONG, ending=_AGAIN),), RETURNED, (RETURNED, DUPLICATE)),
            Step((replace(WRONG, ending=_THIRD),), RETURNED, (RETURNED, DUPLICATE, DUPLICATE)),
            Step((SECOND,), ACCEPTED, (SUPERSEDED, SUPERSEDED, SUPERSEDED, COUNTED)),
        ),
    ),
    "sent twice": (
        4,
        (
            Step((RIGHT,), ACCEPTED, (COUNTED,)),
            Step((AGAIN, replace(AGAIN, ending=_THIRD)), ACCEPTED, (COUNTED, DUPLICATE, DUPLICATE)),
        ),
    ),
    "signed pages": (
        4,
        (
            Step((RIGHT,), ACCEPTED, (COUNTED,)),
            Step(
                (
                    Sent(_SCAN, ever(_PDF), spoken=True),
                    Sent(_PHOTO, ever(_JPG), spoken=True),
                    Sent("年度报告.docx", word, spoken=True),
                ),
                ACCEPTED,
                (COUNTED, ATTACHMENT, ATTACHMENT, ATTACHMENT),
            ),
        ),
    ),
    "a scan first": (
        3,
        (
            Step((Sent(_OLD_SCAN, ever(_PDF), spoken=True),), _MISSING, (UNREADABLE,)),
            Step((RIGHT,), ACCEPTED, (ATTACHMENT, COUNTED)),
        ),
    ),
    "a Word file first": (
        2,
        (
            Step((Sent("工作年报.docx", word, spoken=True),), _MISSING, (UNREADABLE,)),
            Step((RIGHT,), ACCEPTED, (ATTACHMENT, COUNTED)),
        ),
    ),
    "locked": (
        2,
        (
            Step((Sent("报送表.xlsx", ever(_LOCKED), spoken=True),), _MISSING, (UNREADABLE,)),
            Step((RIGHT,), ACCEPTED, (SUPERSEDED, COUNTED)),
        ),
    ),
    "cut off": (
        1,
        (
            Step((Sent("报送表.xlsx", half, spoken=True),), _MISSING, (UNREADABLE,)),
            Step((RIGHT,), ACCEPTED, (SUPERSEDED, COUNTED)),
        ),
    ),
    "a conflict": (
        3,
        (
            Step((Sent(_FIRST, workbook(with_figure(_CHANGED, 999))),), ACCEPTED, (COUNTED,)),
            Step((AGAIN,), "conflict", _PAIR),
            _SETTLED,
        ),
    ),
    "corrected without saying so": (
        2,
        (
            Step((WRONG,), RETURNED, (RETURNED,)),
            Step((AGAIN,), "conflict", _PAIR),
            _SETTLED,
        ),
    ),
    "by telephone": (
        3,
        (
            Step((WRONG,), RETURNED, (RETURNED,)),
            Step((), ACCEPTED, (COUNTED,), by_telephone),
        ),
    ),
    "revised": (
        2,
        (
            Step((Sent(_FIRST, workbook(with_figure(_CHANGED, 998))),), ACCEPTED, (COUNTED,)),
            _MENDED,
        ),
    ),
    "another edition": (
        2,
        (
            Step(
                (Sent(_FIRST, workbook(lambda who: demo_values(OLD, who), form=OLD)),),
                RETURNED,
                (RETURNED,),
            ),
            Step((AGAIN,), "conflict", _PAIR),
            _SETTLED,
        ),
    ),
    "last year's": (
        2,
        (
            Step((Sent("2025年.xlsx", workbook(year=YEAR - 1)),), RETURNED, (RETURNED,)),
            Step((RIGHT,), ACCEPTED, (SUPERSEDED, COUNTED)),
        ),
    ),
    "an archive": (
        3,
        (Step((Sent(".zip", archive),), ACCEPTED, (COUNTED, *[ATTACHMENT] * 4)),),
    ),
    "an .ods": (
        1,
        (Step((Sent(".ods", lambda who: as_ods(workbook()(who))),), ACCEPTED, (COUNTED,)),),
    ),
    "saved by a program": (
        1,
        (Step((Sent(_FIRST, lambda who: resaved(workbook()(who))),), ACCEPTED, (COUNTED,)),),
    ),
    "a renamed sheet": (1, (Step((Sent(_FIRST, renamed),), WARNINGS, (COUNTED,)),)),
    "not counted": (1, (Step((RIGHT,), ACCEPTED, ("not counted",)),)),
}
"""How many departments live each story. A file in an archive is a file."""


@dataclass(frozen=True)
class Stray:
    """A file of nobody: on which day it comes, and how it stands then and after a decision."""

    day: int
    name: str
    make: Maker
    use: str
    ignored: int = 99  # the day of the decision that it does not count


OTHERS: Final = Department("Q77", "永宁县水务局")


def strays() -> list[Stray]:
    """Give the returns of another county, and what programs leave behind."""
    others = [
        Stray(day, f"永宁县水务局{day}.xlsx", workbook(with_figure(_CHANGED, day)), UNLISTED, 20)
        for day in (3, 5, 9)
    ]
    left = [
        Stray(day, f"附件({day}).xlsx.crdownload", ever(b"PK"), UNREADABLE)
        for day in (2, 4, 8, 11, 15, 21, 24)
    ]
    return [*others, *left]


@dataclass(frozen=True)
class Life:
    """A department, its story, and the day of each step."""

    department: Department
    title: str
    story: Story
    days: tuple[int, ...]

    def steps_until(self, day: int) -> list[Step]:
        return [step for step, when in zip(self.story, self.days, strict=True) if when <= day]


@dataclass(frozen=True)
class State:
    """What is right on the evening of one day.

    `dead` tells whether a file of a department cannot be read and may be its return.
    """

    statuses: Mapping[str, str]
    uses: Mapping[str, int]
    dead: bool


@dataclass
class January:
    """The lives of all departments, lived day by day in a folder."""

    folder: Path
    lives: Sequence[Life] = field(default_factory=lambda: LIVES)
    decisions: list[str] = field(default_factory=list)

    def live(self, day: int) -> None:
        """Let the files of one day arrive, and write down what is decided on it."""
        self.folder.mkdir(exist_ok=True)
        when = datetime.combine(FIRST_DAY + timedelta(days=day - 1), datetime.min.time())
        for name, data in self._arriving(day):
            path = self.folder / name
            path.write_bytes(data)
            os.utime(path, (when.timestamp() + 36_000,) * 2)
        for life in self.lives:
            for step, its_day in zip(life.story, life.days, strict=True):
                if its_day == day and step.decision is not None:
                    self.decisions.append(step.decision(life.department))
        for stray in strays():
            if stray.ignored == day:
                self.decisions.append(_told("", "不采用", stray.name, "", "", "", "外县的"))

    def _arriving(self, day: int) -> Iterator[tuple[str, bytes]]:
        for life in self.lives:
            who = life.department
            for step, its_day in zip(life.story, life.days, strict=True):
                for sent in step.sent if its_day == day else ():
                    stem = _short(who) if sent.spoken else _stem(who)
                    yield f"{stem}{sent.ending}", sent.make(who)
        for stray in strays():
            if stray.day == day:
                yield stray.name, stray.make(OTHERS)

    def right(self, day: int) -> State:
        """Say how everything must stand on the evening of a day."""
        statuses, of_department = {}, {}
        for life in self.lives:
            steps = life.steps_until(day)
            code = life.department.code
            statuses[code] = steps[-1].status if steps else _MISSING
            of_department[code] = steps[-1].uses if steps else ()
        uses = Counter(use for each in of_department.values() for use in each)
        dead = uses[UNREADABLE] > 0
        for stray in strays():
            if stray.day <= day:
                uses["ignored" if stray.ignored <= day else stray.use] += 1
        return State(statuses, dict(uses), dead)


def lives() -> list[Life]:
    """Give every department its story and its days, the same every time."""
    told = [(title, story) for title, (count, story) in STORIES.items() for _ in range(count)]
    everyone = departments()
    uncounted = next(who for who in everyone if not who.counted)
    others = [who for who in everyone if who.counted]
    found = []
    for number, (title, story) in enumerate(told):
        who = uncounted if title == "not counted" else others[number]
        start = 1 + number * 7 % 13
        days = tuple(min(start + 4 * index, 24) for index in range(len(story)))
        if len(story) == 1 and number % 9 == 0:
            days = (25,)  # the last one of all
        found.append(Life(who, title, story, days))
    return sorted(found, key=lambda life: life.department.order)


@cache
def departments() -> tuple[Department, ...]:
    """List the 31 offices of the demonstration and 29 more; one is not counted."""
    known = demo_departments()
    kinds = [f"盐池县{name}" for name in _MORE]
    kinds += [f"盐池县第{number}中心小学" for number in "一二三四五六七八九"]
    kinds += [f"第{number}街道办事处" for number in "一二三四五六七八九"]
    kinds += [f"盐池县{name}医院" for name in ("人民", "中", "妇幼", "康复", "疾控", "口腔")]
    more = [
        replace(known[0], code=f"M{number:02}", name=name, kind="其他单位", order=100 + number)
        for number, name in enumerate(kinds, 1)
    ]
    return (*known, *more)


LIVES: Final[Sequence[Life]] = lives()
