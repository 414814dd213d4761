"""The roster as a file, kept by hand in Excel, WPS or a text editor; every later step trusts it.

So it is read strictly: nothing is guessed, and all slips of a file are told at once, with their
lines. What is written can be read back unchanged.
"""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import OutputError, RosterError
from xlreport.base.files import replace_file
from xlreport.office._lines import TextLine, below_title, csv_lines, read_lines
from xlreport.office._problems import Problem, describe_problems, formula_complaints
from xlreport.office.roster import EXAMPLES, Department, Roster, comparable

HEADINGS = {
    "code": "单位代码",
    "name": "单位名称",
    "kind": "单位类别",
    "order": "排序",
    "level": "层级",
    "counted": "计入汇总",
    "contact": "联系方式",
    "predecessors": "前身代码",
    "variants": "其他名称",
}
"""The field of a department to its column heading; the field's own name is a heading too."""

_REQUIRED = ("code", "name")
_LEVELS = {
    "国家": "国家",
    **dict.fromkeys(("省", "自治区", "直辖市"), "省"),
    **dict.fromkeys(("市", "设区的市"), "市"),
    **dict.fromkeys(("县", "区"), "县"),
    **dict.fromkeys(("乡", "镇", "街道", "乡镇"), "乡"),
}
_LEVELS |= {f"{written}级": level for written, level in _LEVELS.items()} | {"": "县"}
_COUNTED = {
    **dict.fromkeys(("是", "1", "√", "y", ""), True),
    **dict.fromkeys(("否", "0", "×", "n"), False),
}
_ORDER = re.compile(r"[0-9]{0,6}")
_CODE = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,31}")
_TELEPHONE = re.compile(r"\+[0-9][0-9-]*")
_SEPARATORS = re.compile(r"[;；、|,，]")
_ERROR_VALUE = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)")
_NAME_LENGTH = 80
_SHOWN_LENGTH = 40


@dataclass(frozen=True, slots=True)
class _Row:
    """Holds the texts of one line by field; a field without a column is blank."""

    line: int
    texts: dict[str, str]


@checked
def read_roster(path: str | os.PathLike[str]) -> Roster:
    """Read a roster from a .csv (UTF-8 or GB18030) or the first visible sheet of an .xlsx.

    Only 单位代码 and 单位名称 are required. A blank 排序 is the department's place in the file,
    a blank 层级 is 县, a blank 计入汇总 is 是; equal 排序 keep the order of the file. What stands
    in the lines above the headings, as the title of a list does, is passed over.

    Raises RosterError with all problems of the file, the first ten of them told with their lines.
    """
    name = Path(path).name
    rows, problems = _read_rows(below_title(read_lines(path), [HEADINGS[key] for key in _REQUIRED]))
    _refuse(name, [*problems, *_example_problems(rows)])
    return Roster(name, _departments(rows))


@checked
def write_roster(
    path: str | os.PathLike[str], departments: Iterable[Department] = EXAMPLES
) -> None:
    """Write departments as a .csv (UTF-8 with BOM, which Excel and WPS need) in one step.

    Without departments it is the roster to fill in, with examples.

    Raises RosterError where a department could not be read back as it is, and OutputError where
    the file cannot be written; what stood there before is then untouched.
    """
    file = Path(path)
    if file.suffix.lower() != ".csv":
        raise OutputError(f"{file.name}：单位名录只能写成 .csv 文件；请把文件名改为以 .csv 结尾。")
    given = sorted(departments, key=lambda department: department.order)
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([HEADINGS.values(), *map(_cells, given)])
    text = stream.getvalue()
    rows, problems = _read_rows(csv_lines(file.name, text))
    _refuse(file.name, problems)
    changed = [
        Problem(row.line, f"“{_shown(before.name)}”的层级、分隔符或空格存盘后会变；请改正。")
        for row, before, after in zip(rows, given, _departments(rows), strict=True)
        if before != after
    ]
    _refuse(file.name, changed)
    try:
        replace_file(file, text.encode("utf-8-sig"))
    except OSError as error:
        raise OutputError(
            f"{file.name}：无法写入；请关闭正在打开它的程序，并核对文件夹和权限。"
        ) from error


def _read_rows(lines: list[TextLine]) -> tuple[list[_Row], list[Problem]]:
    """Give the rows below the headings, and what is wrong with the headings or any row.

    A line with something beyond the headings is not among the rows: its cells may have moved.
    """
    columns, problems = _read_headings(lines[0])
    headed = {index for index, heading in enumerate(lines[0].cells) if heading}
    rows = []
    for line in lines[1:]:
        astray = [c for index, c in enumerate(line.cells) if c and index not in headed]
        if astray:
            where = f"“{_shown(astray[0])}”在没有标题的列中"
            sentence = f"{where}；请加上标题或删除内容，文字中的逗号请改为顿号。"
            problems.append(Problem(line.number, sentence))
        else:
            texts = {key: line.cells[index] for key, index in columns.items()}
            rows.append(_Row(line.number, dict.fromkeys(HEADINGS, "") | texts))
    if len(lines) == 1:
        problems.append(Problem(lines[0].number, "标题行下没有单位；请每行填写一个单位。"))
    for key in filter(columns.__contains__, _REQUIRED):
        sentence = f"“{HEADINGS[key]}”是空的；请填写，或删除整行。"
        problems += [Problem(row.line, sentence) for row in rows if not row.texts[key]]
    problems += [Problem(row.line, said) for row in rows for said in _row_problems(row.texts)]
    codes = [(row.line, row.texts["code"]) for row in rows]
    names = [(row.line, row.texts["name"]) for row in rows]
    names += [(row.line, name) for row in rows for name in _items(row.texts["variants"])]
    return rows, [*problems, *_repeated("单位代码", codes), *_repeated("名称", sorted(names))]


def _read_headings(line: TextLine) -> tuple[dict[str, int], list[Problem]]:
    """Find the column of each field, and what is wrong with the headings."""
    known = {comparable(text): key for key, text in HEADINGS.items()}
    known |= {key: key for key in HEADINGS}
    columns: dict[str, int] = {}
    sentences = []
    for index, heading in enumerate(line.cells):
        key = known.get(comparable(heading))
        if key is None and heading:
            allowed = "、".join(HEADINGS.values())
            sentences.append(f"不认识列标题“{_shown(heading)}”；请删除该列，或改为：{allowed}。")
        elif key in columns:
            sentences.append(f"列标题“{HEADINGS[key]}”重复；请只保留一列。")
        elif key is not None:
            columns[key] = index
    missing = [HEADINGS[key] for key in _REQUIRED if key not in columns]
    sentences += [f"缺少“{heading}”一列；请在标题行加上，并逐行填写。" for heading in missing]
    return columns, [Problem(line.number, sentence) for sentence in sentences]


def _row_problems(texts: dict[str, str]) -> Iterator[str]:
    """Judge one row by itself."""
    predecessors = [("predecessors", code) for code in _items(texts["predecessors"])]
    for key, code in [("code", texts["code"]), *predecessors]:
        if code and not _CODE.fullmatch(code):
            yield (
                f"{HEADINGS[key]}“{_shown(code)}”不合要求；请只用字母、数字和 _ - . ，"
                "不以 - 开头，不超过 32 个字符，长数字请先把单元格设为文本再输入。"
            )
    variants = [("variants", name) for name in _items(texts["variants"])]
    for key, text in [*((key, texts[key]) for key in ("name", "kind", "contact")), *variants]:
        for complaint in _text_complaints(key, text):
            yield f"{HEADINGS[key]}“{_shown(text)}”{complaint}"
    levels = "、".join(dict.fromkeys(_LEVELS.values()))
    for key, fits, advice in (
        ("order", _ORDER.fullmatch, "不是整数；请填写 0 到 999999 的整数，或留空。"),
        ("level", _LEVELS.__contains__, f"无法识别；请填写{levels}之一（县级市填县），或留空。"),
        ("counted", _COUNTED.__contains__, "无法识别；请填写“是”或“否”。"),
    ):
        if not fits(comparable(texts[key])):
            yield f"{HEADINGS[key]}“{_shown(texts[key])}”{advice}"


def _text_complaints(key: str, text: str) -> Iterator[str]:
    """Judge one text that will stand in cells, file names and messages."""
    telephone = key == "contact" and _TELEPHONE.fullmatch(comparable(text))
    if not telephone:
        yield from formula_complaints(text)
    if any(map(_is_hidden, text)):
        yield "含有换行或看不见的控制字符；请删除该格内容后重新输入。"
    if _ERROR_VALUE.fullmatch(text):
        yield "是公式的错误值；请直接填写文字。"
    if key in {"name", "variants"} and len(text) > _NAME_LENGTH:
        yield f"超过 {_NAME_LENGTH} 个字符；请改用简称。"


def _repeated(what: str, texts: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    """Find texts that point at two lines; file systems do not tell codes apart by case."""
    seen: dict[str, int] = {}
    for line, text in texts:
        other = seen.setdefault(comparable(text), line)
        if text and line != other:
            same = f"{what}“{_shown(text)}”与第 {other} 行的相同（不分大小写）"
            yield Problem(line, f"{same}；是同一单位的请删去一行，不是的请改为不同。")


def _example_problems(rows: list[_Row]) -> Iterator[Problem]:
    """Find example rows that were left in."""
    codes = {comparable(department.code) for department in EXAMPLES}
    for row in rows:
        if comparable(row.texts["code"]) in codes:
            yield Problem(row.line, "这是示例行，不是真实单位；请删除整行。")


def _departments(rows: list[_Row]) -> tuple[Department, ...]:
    """Build the departments, in official order, from rows without problems."""
    built = [
        Department(
            code=row.texts["code"],
            name=row.texts["name"],
            kind=row.texts["kind"],
            order=int(comparable(row.texts["order"]) or place),
            level=_LEVELS[comparable(row.texts["level"])],
            counted=_COUNTED[comparable(row.texts["counted"])],
            contact=row.texts["contact"],
            predecessors=_items(row.texts["predecessors"]),
            variants=_items(row.texts["variants"]),
        )
        for place, row in enumerate(rows, start=1)
    ]
    return tuple(sorted(built, key=lambda department: department.order))


def _cells(department: Department) -> list[str]:
    """Write a department as the cells of one line, in the order of the headings."""
    return [
        department.code,
        department.name,
        department.kind,
        str(department.order),
        department.level,
        "是" if department.counted else "否",
        department.contact,
        "；".join(department.predecessors),
        "；".join(department.variants),
    ]


def _items(text: str) -> tuple[str, ...]:
    """Split a list cell; blank items do not count, and of equal items the last."""
    items = (item.strip() for item in _SEPARATORS.split(text))
    return tuple({comparable(item): item for item in items if item}.values())


def _is_hidden(character: str) -> bool:
    """Tell whether a character is invisible or cannot stand in a workbook (XML 1.0, 2.2)."""
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return hidden or character in "\ufffe\uffff"


def _shown(text: str) -> str:
    """Make a foreign text fit for a message: short, and without hidden characters."""
    visible = "".join("�" if _is_hidden(character) else character for character in text)
    return visible if len(text) <= _SHOWN_LENGTH else f"{visible[:_SHOWN_LENGTH]}…"


def _refuse(name: str, problems: list[Problem]) -> None:
    """Raise RosterError if there are problems."""
    if problems:
        raise RosterError(describe_problems(name, "单位名录", problems))
