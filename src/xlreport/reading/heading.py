"""The heading of tables that were pasted on a new sheet: whose they are, and of which period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Final

from xlreport.base.address import Coordinate
from xlreport.form.form import Form
from xlreport.form.label import labels_of, normalise_label
from xlreport.formats.cell import RawSheet
from xlreport.layout.field import Field, FieldKind

_LONGEST = 120  # characters of a text that may be a heading
_MOST_CELLS = 20_000  # searched for a heading
_MOST_HEADINGS = 500  # texts that are looked at; a return has a few
_FARTHEST = 8  # columns between a caption and the cell that it is about
_GAP = "[ \u00a0\u3000\n]{0,3}"  # between the signs of a caption that is spread over its line


def _spread(words: str) -> str:
    """Return a pattern for words between whose signs blanks may stand."""
    return "|".join(_GAP.join(map(re.escape, word)) for word in words.split())


_WHO = _spread("填报 填表 填写 填列 报送 上报 呈报 申报 编报 编制 制表 报告 报表 汇总")
_BODY = rf"(?:{_spread('单位 机关 部门 机构')})(?:{_spread('名称 全称')})?"
_UNIT_WORDS: Final = re.compile(_BODY)
_SEAL = r"[（(](?:加?盖?公?章|签章|签字|签名|全称|盖单位公章)[）)]"
_CAPTION: Final = re.compile(
    rf"(?:^|[\s（(])(?:(?P<who>{_WHO}){_GAP})?{_BODY}{_GAP}(?P<seal>{_SEAL})?{_GAP}[：:]\s*"
)
# Without a colon the words are a caption only where they fill the cell.
_BARE_CAPTION: Final = re.compile(rf"\s*(?:{_WHO}){_GAP}{_BODY}{_GAP}(?:{_SEAL})?\s*")
_NEXT_CAPTION = (
    rf"(?:{_WHO})?(?:日期|时间)|(?:{_WHO}|经办|审核|审批|联系)人|(?:单位)?(?:分管)?(?:主要)?负责人"
    "|联系电话|电话|计量单位|单位|统一社会信用代码|组织机构代码|单位代码|代码|年度|报告年度"
)
_NAME: Final = re.compile(
    rf"(?!(?:{_WHO})?{_BODY}[：:])"
    rf"(?P<name>[^\s：:（(）)，,；;。]{{1,60}}?(?:(?!{_SEAL})[（(][^\s：:（()）]{{1,20}}[）)])?)"
    rf"(?:{_SEAL})?(?=$|[\s）)，,；;。]|(?:{_NEXT_CAPTION})[：:])"
)
_NUMBER_WORDS = "[十百千万亿]{0,2}"
_UNIT: Final = re.compile(
    rf"{_NUMBER_WORDS}(?:[元件个人项宗条份次户册起篇页家名例台套本部辆处期场天日批卷吨亩]|人次|件次"
    r"|人民币|美元|小时|平方米|公里|公顷|公斤|[%％‰])"
)
_WORD: Final = re.compile(r"[^\W\d_]")
_CAPTION_COLON: Final = re.compile(r"[：:]")
_BETWEEN_UNITS: Final = re.compile(r"[、/／，,和或及]")


def read_heading(form: Form, sheets: Sequence[RawSheet]) -> dict[Field, str]:
    """Read department and period from the headings of tables that were pasted on a new sheet.

    The department follows 填报单位： or a caption like it, in its cell or in the next one; else it
    stands in the title, as in 某局2025年政府信息公开工作年度报告. The form's own labels are no
    headings, and a unit of measure (单位：万元) is no department. A department or period with two
    different values is left out, and so is a department that the title contradicts.
    """
    titled: dict[str, set[str]] = {"department": set(), "period": set()}
    stated: set[str] = set()
    for sheet, coordinate, text in islice(_headings(form, sheets), _MOST_HEADINGS):
        for match in filter(None, (title.search(text) for title in _titles(form))):
            for name, value in match.groupdict().items():
                titled[name].add(value.removesuffix("关于"))
        stated.add(_department(form, sheet, coordinate, text))
    stated.discard("")
    departments = titled["department"] - {""}
    if not stated or not all(_is_part(a, b) for a in departments for b in stated):
        departments |= stated
    else:
        departments = stated
    found = {FieldKind.DEPARTMENT: departments, FieldKind.PERIOD: titled["period"]}
    return {Field(kind): values.pop() for kind, values in found.items() if len(values) == 1}


def _headings(form: Form, sheets: Sequence[RawSheet]) -> Iterator[tuple[RawSheet, Coordinate, str]]:
    """Yield the short texts that hold the form's title or words like 填报单位."""
    title = re.compile(_spread(form.title.replace(" ", "")))
    cells = ((sheet, *item) for sheet in sheets for item in sheet.cells.items())
    for sheet, coordinate, cell in islice(cells, _MOST_CELLS):
        is_short = cell.kind == "text" and len(cell.text) <= _LONGEST
        if is_short and (_UNIT_WORDS.search(cell.text) or title.search(cell.text)):
            yield sheet, coordinate, cell.text


def _is_part(one: str, other: str) -> bool:
    return one in other or other in one


@cache
def _titles(form: Form) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a report's title: the period stands before, between or behind.

    In a run of blanks only its first sign, or its last one, may begin a match: if each might, the
    time would grow with the square of the run.
    """
    period = rf"{form.period.pattern}\s*"
    title, name = _spread(form.title.replace(" ", "")), r"(?P<department>[^\s：:]{0,60}?)"
    return (
        re.compile(rf"{name}(?<!\s)\s*{period}{title}"),
        re.compile(rf"{period}{name}(?<!\s)\s*{title}"),
        re.compile(rf"(?:^|\s)(?!\s){name}\s*{title}\s*[（(]\s*{period}[）)]"),
    )


@cache
def _own_labels(form: Form) -> frozenset[str]:
    return frozenset(map(normalise_label, labels_of(form)))


def _department(form: Form, sheet: RawSheet, coordinate: Coordinate, text: str) -> str:
    """Return the department that a text names, or that the cell beside a caption does."""
    match = _CAPTION.search(text)
    if match is None and not _BARE_CAPTION.fullmatch(text):
        return ""
    if normalise_label(text) in _own_labels(form) or _is_about_units(match):
        return ""
    rest = text[match.end() :] if match else ""
    name = _NAME.match(rest if rest.strip() else _beside(sheet, coordinate))
    return name["name"] if name and not _is_unit(form, name["name"]) else ""


def _is_about_units(match: re.Match[str] | None) -> bool:
    """Tell whether a caption stands in brackets, as in （单位：件）, and is no more than 单位."""
    if match is None or match["who"] or match["seal"]:
        return False
    return match[0].startswith(("（", "("))


def _beside(sheet: RawSheet, coordinate: Coordinate) -> str:
    """Return the text of the next filled cell to the right, unless it is a caption too."""
    row, column = coordinate
    beside = (sheet.cells.get((row, column + step)) for step in range(1, _FARTHEST + 1))
    cell = next((cell for cell in beside if cell and cell.text.strip()), None)
    if cell is None or cell.kind != "text" or _CAPTION_COLON.search(cell.text):
        return ""
    return cell.text.strip()


def _is_unit(form: Form, name: str) -> bool:
    """Tell whether a name is one of units of measure, or nothing but signs to be written over."""
    own = {cell.measure.unit for cell in form.cells}
    parts = list(filter(None, _BETWEEN_UNITS.split(name)))
    return all(part in own or _UNIT.fullmatch(part) for part in parts) or not _WORD.search(name)
