"""The narrative of a county (文字部分), kept by hand in a text file under the official headings.

A summary adds up figures, not sentences: a person writes the narrative, in any program that saves
text.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError, unread_sentence
from xlreport.base.text import decode, possible_encodings
from xlreport.form.form import Form
from xlreport.form.heading import without_number
from xlreport.form.label import LONGEST_LABEL, normalise_label, spellings

_FILE_BYTES = 2 * 2**20
_ENDING = ".txt"
_NUMERAL = re.compile(r"[一二三四五六七八九十]+")
_LONGEST_HEADING = 40  # characters; a longer line, or one with 。, is a paragraph


@checked
def read_report_text(path: str | os.PathLike[str], form: Form) -> dict[str, str]:
    """Read the narrative parts of a report from a text file, by key, without parts that are empty.

    A part has its official heading, or a variant of it, on a separate line; each line below is a
    paragraph. Raises `InputError` with the line for text before the first heading, a heading that
    the form does not have or has for a table, and a repeated heading; and for a file that is not
    text.
    """
    name = Path(path).name
    paragraphs: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(_decoded(Path(path)).splitlines(), 1):
        text = line.strip(" \t\u3000\u00a0")
        if not text:
            continue
        where = f"{name} 第 {number} 行"
        key = _part(form, text, where)
        if key in paragraphs:
            raise InputError(f"{where}：标题“{_heading(text)}”出现了两次，请合并成一处。")
        if key:
            current = paragraphs[key] = []
        elif current is None:
            raise InputError(
                f"{where}：第一个标题前面有文字。请先写标题，单独一行：{_listed(form)}。"
            )
        else:
            current.append(text)
    texts = {key: "\n".join(lines) for key, lines in paragraphs.items() if lines}
    if not texts:
        raise InputError(f"{name} 没有可用的文字。请在标题下面写正文：{_listed(form)}。")
    return texts


def _part(form: Form, line: str, where: str) -> str:
    """Return the key of the part whose heading a line is, empty for a paragraph."""
    if len(line) > LONGEST_LABEL:
        return ""
    heading = _heading(line)
    spelt = normalise_label(heading)
    written = {spelt} if heading == line else {spelt, normalise_label(line)}
    for text in form.texts:
        if not written.isdisjoint(spellings(form, text.heading)):
            return text.key
    if any(spelt in spellings(form, table.heading) for table in form.tables):
        raise InputError(f"{where}：“{heading}”是表格，由数据生成，请从文字文件中删去这一部分。")
    is_short = len(heading) <= _LONGEST_HEADING and "。" not in heading
    numbering = _numbering(heading) if is_short else ""
    if numbering and numbering in {_numbering(text.heading) for text in form.texts}:
        raise InputError(f"{where}：报表中没有标题“{heading}”。可用的标题：{_listed(form)}。")
    return ""


def _numbering(heading: str) -> str:
    """Return how a heading is numbered, such as #、 or 第#部分; "" without a numeral."""
    number = heading.removesuffix(without_number(heading)).strip()
    numbering, numerals = _NUMERAL.subn("#", number)
    return numbering if numerals else ""


def _heading(line: str) -> str:
    """Remove the colon that is often typed after a heading."""
    return line.rstrip("：:")


def _listed(form: Form) -> str:
    return "；".join(text.heading for text in form.texts)


def _decoded(path: Path) -> str:
    """Read what Notepad, WPS and other editors save as text in China."""
    if path.suffix.lower() != _ENDING:
        raise InputError(f"{path.name}：文字文件须为 .txt；请在 Word 或 WPS 中另存为纯文本。")
    try:
        with path.open("rb") as stream:
            data = stream.read(_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(unread_sentence(path.name, error)) from error
    if len(data) > _FILE_BYTES:
        raise InputError(
            f"{path.name}：文字文件超过 {_FILE_BYTES // 2**20} MB，请核对是不是选错了文件。"
        )
    text = decode(data, possible_encodings(data))
    if text is not None and "\0" not in text:
        return text
    raise InputError(f"{path.name}：不是纯文本，无法识别；请另存为 .txt（编码 UTF-8）。")
