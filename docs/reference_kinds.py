"""The kinds of cells as the pages of the reference name them."""

from __future__ import annotations

from english import Language

from xlreport.form.measure import Kind

_CHINESE = {
    Kind.COUNT: "件数",
    Kind.CHANGE: "增减",
    Kind.MONEY: "金额",
    Kind.DECIMAL: "小数",
    Kind.PERCENTAGE: "百分比",
    Kind.DATE: "日期",
    Kind.TEXT: "文字",
    Kind.YES_NO: "是否",
    Kind.CHOICE: "选项",
}


def kind_name(language: Language, kind: Kind) -> str:
    """Return the word for a kind of cells; in English it is that of the form file."""
    return _CHINESE[kind] if language is Language.CHINESE else kind.value
