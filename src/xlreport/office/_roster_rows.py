"""The lines of a roster: cells by field, and the problems of each line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport.base.text import comparable, has_hidden, visible
from xlreport.office._lines import TextLine
from xlreport.office._problems import Problem, formula_complaints

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
    "no_duties": "无此项职责",
}
"""The column headings by the field of a department; the name of a field is a heading too."""

REQUIRED = ("code", "name")
LEVELS = {
    "国家": "国家",
    **dict.fromkeys(("省", "自治区", "直辖市"), "省"),
    **dict.fromkeys(("市", "设区的市"), "市"),
    **dict.fromkeys(("县", "区"), "县"),
    **dict.fromkeys(("乡", "镇", "街道", "乡镇"), "乡"),
}
LEVELS |= {f"{written}级": level for written, level in LEVELS.items()} | {"": "县"}
COUNTED = {
    **dict.fromkeys(("是", "1", "√", "y", ""), True),
    **dict.fromkeys(("否", "0", "×", "n"), False),
}
EXAMPLE_CODES = ("EXAMPLE-1", "EXAMPLE-2", "EXAMPLE-3")
"""The codes of made-up departments, which show how to fill in a roster."""

_NO_ROSTER = (
    "没有“单位代码”“单位名称”两列，不像是单位名录；请核对是不是选错了文件。"
    "确是单位名录的，请在标题行写上这两列。"
)
_ORDER = re.compile(r"[0-9]{0,6}")
_CODE = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,31}")
_TELEPHONE = re.compile(r"\+[0-9][0-9-]*")
_SEPARATORS = re.compile(r"[;；、|,，]")
_ERROR_VALUE = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)")
_NAME_LENGTH = 80
_SHOWN_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of one line by field; a field without a column is blank."""

    line: int
    texts: Mapping[str, str]


def read_rows(lines: Sequence[TextLine]) -> tuple[list[Row], list[Problem]]:
    """Read the rows below the headings, and list the problems of headings and rows.

    A line with text in a column without a heading is a problem and no row: its cells may have
    moved. A file that has none of the columns that are required is another one: that is said alone.
    """
    columns, problems = _read_headings(lines[0])
    if not any(key in columns for key in REQUIRED):
        return [], [Problem(lines[0].number, _NO_ROSTER)]
    headed = {index for index, heading in enumerate(lines[0].cells) if heading}
    rows = []
    for line in lines[1:]:
        unheaded = [c for index, c in enumerate(line.cells) if c and index not in headed]
        if unheaded:
            cell = f"“{shown_text(unheaded[0])}”在没有标题的列中"
            sentence = f"{cell}；请加上标题或删除内容，文字中的逗号请改为顿号。"
            problems.append(Problem(line.number, sentence))
        else:
            texts = {key: line.cells[index] for key, index in columns.items()}
            rows.append(Row(line.number, dict.fromkeys(HEADINGS, "") | texts))
    if len(lines) == 1:
        problems.append(Problem(lines[0].number, "标题行下没有单位；请每行填写一个单位。"))
    problems += row_problems(rows, [key for key in REQUIRED if key in columns])
    return rows, problems


def row_problems(rows: Sequence[Row], required: Sequence[str] = REQUIRED) -> Iterator[Problem]:
    """Yield the problems of rows: of each by itself, and codes and names that occur twice."""
    for key in required:
        sentence = f"“{HEADINGS[key]}”是空的；请填写，或删除整行。"
        yield from (Problem(row.line, sentence) for row in rows if not row.texts[key])
    yield from (Problem(row.line, s) for row in rows for s in _row_complaints(row.texts))
    codes = [(row.line, row.texts["code"]) for row in rows]
    names = [(row.line, row.texts["name"]) for row in rows]
    names += [(row.line, name) for row in rows for name in split_list(row.texts["variants"])]
    yield from (*_repeated("单位代码", codes), *_repeated("名称", sorted(names)))


def _read_headings(line: TextLine) -> tuple[dict[str, int], list[Problem]]:
    """Map fields to their columns, and list the problems of the headings."""
    fields = {comparable(text): key for key, text in HEADINGS.items()}
    fields |= {key: key for key in HEADINGS}
    columns: dict[str, int] = {}
    sentences = []
    for index, heading in enumerate(line.cells):
        key = fields.get(comparable(heading))
        if key is None and heading:
            allowed = "、".join(HEADINGS.values())
            sentences.append(
                f"不认识列标题“{shown_text(heading)}”；请删除该列，或改为：{allowed}。"
            )
        elif key in columns:
            sentences.append(f"列标题“{HEADINGS[key]}”重复；请只保留一列。")
        elif key is not None:
            columns[key] = index
    missing = [HEADINGS[key] for key in REQUIRED if key not in columns]
    sentences += [f"缺少“{heading}”一列；请在标题行加上，并逐行填写。" for heading in missing]
    return columns, [Problem(line.number, sentence) for sentence in sentences]


def _row_complaints(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each problem of one row by itself."""
    predecessors = [("predecessors", code) for code in split_list(texts["predecessors"])]
    for key, code in [("code", texts["code"]), *predecessors]:
        if code and not _CODE.fullmatch(code):
            yield (
                f"{HEADINGS[key]}“{shown_text(code)}”不合要求；请只用字母、数字和 _ - . ，"
                "不以 - 开头，不超过 32 个字符，长数字请先把单元格设为文本再输入。"
            )
    listed = [(key, text) for key in ("variants", "no_duties") for text in split_list(texts[key])]
    for key, text in [*((key, texts[key]) for key in ("name", "kind", "contact")), *listed]:
        for complaint in _text_complaints(key, text):
            yield f"{HEADINGS[key]}“{shown_text(text)}”{complaint}"
    levels = "、".join(dict.fromkeys(LEVELS.values()))
    for key, fits, advice in (
        ("order", _ORDER.fullmatch, "不是整数；请填写 0 到 999999 的整数，或留空。"),
        ("level", LEVELS.__contains__, f"无法识别；请填写{levels}之一（县级市填县），或留空。"),
        ("counted", COUNTED.__contains__, "无法识别；请填写“是”或“否”。"),
    ):
        if not fits(comparable(texts[key])):
            yield f"{HEADINGS[key]}“{shown_text(texts[key])}”{advice}"


def _text_complaints(key: str, text: str) -> Iterator[str]:
    """Yield the faults of a text that will be used in cells, file names and messages."""
    telephone = key == "contact" and _TELEPHONE.fullmatch(comparable(text))
    if not telephone:
        yield from formula_complaints(text)
    if has_hidden(text):
        yield "含有换行或看不见的控制字符；请删除该格内容后重新输入。"
    if _ERROR_VALUE.fullmatch(text):
        yield "是公式的错误值；请直接填写文字。"
    if key in {"name", "variants"} and len(text) > _NAME_LENGTH:
        yield f"超过 {_NAME_LENGTH} 个字符；请改用简称。"


def _repeated(what: str, texts: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    """Yield a problem for each text of two lines; case is ignored, as file systems do in codes."""
    seen: dict[str, int] = {}
    for line, text in texts:
        other = seen.setdefault(comparable(text), line)
        if text and line != other:
            same = f"{what}“{shown_text(text)}”与第 {other} 行的相同（不分大小写）"
            yield Problem(line, f"{same}；是同一单位的请删去一行，不是的请改为不同。")


def example_problems(rows: Iterable[Row]) -> Iterator[Problem]:
    """Yield a problem for each example row that was not deleted."""
    for row in rows:
        if comparable(row.texts["code"]) in map(comparable, EXAMPLE_CODES):
            yield Problem(row.line, "这是示例行，不是真实单位；请删除整行。")


def split_list(text: str) -> tuple[str, ...]:
    """Split the text of a cell into its items, without blank ones; equal items occur once."""
    items = (item.strip() for item in _SEPARATORS.split(text))
    return tuple({comparable(item): item for item in items if item}.values())


def shown_text(text: str) -> str:
    """Make a text of the file fit for a message: short, without hidden characters."""
    shown = visible(text[: _SHOWN_LENGTH + 1]).replace("\n", "�").replace("\t", "�")
    return shown if len(text) <= _SHOWN_LENGTH else f"{shown[:_SHOWN_LENGTH]}…"
