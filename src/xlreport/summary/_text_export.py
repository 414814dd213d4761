"""The narrative parts of exported returns: one record for each department and part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlreport.base.files import beside
from xlreport.base.period import period_fields
from xlreport.base.text import inert
from xlreport.form.form import Form
from xlreport.summary._datapackage import DataField, fields_of
from xlreport.summary._extract import Extract
from xlreport.summary._list_export import OWNER_FIELDS, Record

TITLE = "文字部分"
_FIELDS = (
    DataField("part", "string", "部分", "文字部分的代号，各年度不变。"),
    DataField("part_label", "string", "标题", "文字部分的标题。"),
    DataField("text", "string", "文字", "填写的文字；没有填写的为空。", required=False),
)


def text_name(form: Form) -> str:
    """Return the name of the texts among the files: `texts`, unless a list has this key."""
    return "texts" if form.open_list("texts") is None else "_texts"


def text_path(target: Path, form: Form) -> Path:
    """Return the path of the file of texts, beside that of the tables: 数据.texts.csv."""
    return beside(target, text_name(form))


def text_fields(form: Form) -> tuple[DataField, ...]:
    """List the columns of the file of texts."""
    return (*(field for field in fields_of(form) if field.name in OWNER_FIELDS), *_FIELDS)


def text_records(content: Extract) -> Iterator[Record]:
    """Yield the parts of all departments, those that are blank as well."""
    for entry in content.entries:
        owner = (entry.code, entry.department, entry.status or None, entry.counted)
        when = period_fields(entry.period).values()
        for part in content.form.texts:
            text = inert(entry.texts.get(part.key, "")) or None
            yield (*owner, *when, content.form.id, part.key, part.heading, text)
