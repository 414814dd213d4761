"""The narrative parts that a program gives for one return: by key, or as a frame."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.office.roster import Department
from xlreport.outgoing._given_cells import Problems, is_frame, nearest, rows_of
from xlreport.outgoing._given_value import is_missing

if TYPE_CHECKING:
    import pandas as pd

    from xlreport.outgoing.figures import Figures

PART = ("part", "text")
"""The columns of a frame of texts that say which part it is, and what stands in it."""
_LONGEST = 32_767  # characters in a cell of Excel
_UNWRITABLE = frozenset({"Cc", "Cs"})  # categories of signs that no workbook can contain
_NONCHARACTERS = "\ufffe\uffff"


def parts_of(form: Form, frame: pd.DataFrame) -> dict[str, str]:
    """Map the keys of narrative parts to their texts; a frame names them by key or heading.

    A missing text is blank, so that no standing sentence takes its place.
    """
    keys = {text.heading: text.key for text in form.texts}
    parts, texts = (frame[column].tolist() for column in PART)
    return {
        keys.get(str(part), str(part)): "" if is_missing(text) else str(text)
        for part, text in zip(parts, texts, strict=True)
    }


def fields_of_texts(
    form: Form, texts: Figures, owner: Department, problems: Problems
) -> dict[Field, str]:
    """Map the fields of the narrative parts; keep a problem for each that cannot be written."""
    keys = [text.key for text in form.texts]
    parts = parts_of(form, rows_of(texts, owner)) if is_frame(texts) else texts
    if not isinstance(parts, Mapping):
        raise TypeError(f"文字部分应是字典或 DataFrame，不是 {type(parts).__name__}。")
    fields = {}
    for key, text in parts.items():
        written = str(text).replace("\r\n", "\n").replace("\r", "\n")
        if key not in keys:
            problems.add(str(key), f"报表中没有这一部分文字{nearest(str(key), keys)}")
        elif len(written) > _LONGEST:
            problems.add(str(key), f"有 {len(written)} 字，单元格里最多 {_LONGEST} 字")
        elif not _is_writable(written):
            problems.add(str(key), "有不可见的控制字符，请删除")
        fields[Field(FieldKind.TEXT, str(key))] = written
    return fields


def _is_writable(text: str) -> bool:
    signs = {unicodedata.category(sign) for sign in text if sign not in "\n\t"}
    return signs.isdisjoint(_UNWRITABLE) and not any(sign in text for sign in _NONCHARACTERS)
