"""The description in a file beside exported data: a Data Package (datapackage.org).

It describes each column and lists the rules that the figures obey.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlreport.base.text import json_text
from xlreport.form.duties import Missing
from xlreport.form.form import Form
from xlreport.form.measure import Kind, Measure
from xlreport.settlement.status import DepartmentStatus
from xlreport.summary._extract import Extract

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
_NOT_IN_NAMES = re.compile(r"[^-a-z0-9._]+")


@dataclass(frozen=True, slots=True)
class DataField:
    """One column: stable name, type of Table Schema, Chinese title, description, constraints."""

    name: str
    type: str
    title: str
    description: str
    required: bool = True
    constraints: Mapping[str, object] = field(default_factory=dict)


FIELDS = (
    DataField("code", "string", "单位代码", "单位名录中的代码；没有单位名录或代码的，为单位名称。"),
    DataField("department", "string", "填报单位", "单位名称，汇总表为汇总单位名称。"),
    DataField("status", "string", "状态", "单位的报送状态；汇总表没有状态。", required=False),
    DataField("counted", "boolean", "计入汇总", "该单位的数字是否计入汇总。"),
    DataField("year", "integer", "年度", "报告年度。"),
    DataField("form", "string", "报表格式", "报表格式的代号。"),
    DataField("table", "string", "表", "表的代号，各年度不变。"),
    DataField("row", "string", "行", "行的代号，各年度不变。"),
    DataField("column", "string", "列", "列的代号，各年度不变。"),
    DataField("value", "number", "数值", "按计量单位的数值；没有填写的为空。", required=False),
    DataField("unit", "string", "计量单位", "如 件、万元。"),
    DataField("table_label", "string", "表名", "官方表格的标题。"),
    DataField("row_label", "string", "行名", "官方表格的行名，没有行名的为空。", required=False),
    DataField("column_label", "string", "列名", "官方表格的列名，没有列名的为空。", required=False),
)  # fmt: skip
"""The columns of exported data of a yearly form, in their order."""

_PERIOD = DataField("period", "string", "报告期", "报告期，如 2026H1、2026Q1、2026-03。")


_MISSING = DataField(
    "missing",
    "string",
    "没有数值的原因",
    f"{Missing.NO_DUTY}：无此项职责；{Missing.BLANK}：没有填写；"
    f"{Missing.NOT_ADDED}：汇总表中不相加；有数值或内容的为空。",
    required=False,
)
_TEXT = DataField(
    "text",
    "string",
    "内容",
    "文字、日期、是否、选项；汇总表的是否和选项为各有几个单位。是数的为空。",
    required=False,
)
_TYPES: Mapping[Kind, str] = {
    Kind.COUNT: "integer",
    Kind.CHANGE: "integer",
    Kind.TEXT: "string",
    Kind.CHOICE: "string",
    Kind.YES_NO: "boolean",
    Kind.DATE: "date",
}


def fields_of(form: Form) -> tuple[DataField, ...]:
    """List the columns of exported data.

    A form that is not yearly has `period` behind `year`, one with cells of other kinds than
    numbers `text` behind `value`, one with duties or cells that are not added up `missing` at the
    end.
    """
    fields = list(FIELDS)
    names = [each.name for each in fields]
    if not all(cell.measure.unit for cell in form.cells):
        at = names.index("unit")
        fields[at] = replace(fields[at], required=False)
    if form.has_texts:
        fields.insert(names.index("value") + 1, _TEXT)
    if not form.period.is_year:
        fields.insert(names.index("year") + 1, _PERIOD)
    if says_missing(form):
        fields.append(_MISSING)
    return tuple(fields)


def says_missing(form: Form) -> bool:
    """Tell whether values of a form may be missing for another reason than a blank."""
    return bool(form.duties or form.not_added)


def type_of(measure: Measure) -> str:
    """Return the type of Table Schema of values of a measure."""
    return _TYPES.get(measure.kind, "number")


def constraints_of(measure: Measure) -> Mapping[str, object]:
    """Return the constraints of Table Schema on values of a measure."""
    if measure.choices:
        return {"enum": [*measure.choices]}
    if measure.pattern:
        return {"pattern": measure.pattern}
    return {"minimum": 0} if measure.kind in (Kind.COUNT, Kind.MONEY) else {}


@dataclass(frozen=True, slots=True)
class FileBeside:
    """The file of one list, or of the texts: its name, its title, its fields and its content.

    `last` is the field that numbers or names the records of one department.
    """

    name: str
    file: str
    title: str
    fields: tuple[DataField, ...]
    data: bytes
    last: str


def describe(
    content: Extract, file: str, kind: str, data: bytes, beside: Sequence[FileBeside] = ()
) -> bytes:
    """Describe exported data: `data` is the content of `file`, in format `kind` (csv, …).

    `beside` are the files of the form's lists and of its texts.
    """
    form = content.form
    period = "" if content.period is None else content.period.title
    between = () if form.period.is_year else (_PERIOD.name,)
    schema = _schema(fields_of(form), ("code", "year", *between, "table", "row", "column"))
    resources = [_resource("data", file, kind, data) | {"schema": schema}]
    for each in beside:
        resource = _resource(each.name, each.file, kind, each.data) | {"title": each.title}
        key = ("code", "department", "year", *between, each.last)
        resources.append(resource | {"schema": _schema(each.fields, key)})
    package = {
        "$schema": _PROFILE,
        "profile": "tabular-data-package",
        "name": _NOT_IN_NAMES.sub("-", f"{form.id}-{content.period or 'data'}".lower()),
        "title": f"{form.title}{period}数据",
        "description": content.scope,
        "sources": [{"title": item.file, "sha256": item.sha256} for item in content.sources],
        "form": form.id,
        **({"cells": _cells(form)} if form.has_texts or form.not_added else {}),
        "rules": _rules(form),
        "resources": resources,
    }
    return (json_text(package, indent=2) + "\n").encode("utf-8", "replace")


def _resource(name: str, file: str, kind: str, data: bytes) -> dict[str, object]:
    return {
        "name": name,
        "path": file,
        "type": "table",
        "profile": "tabular-data-resource",
        "format": kind,
        "mediatype": _MEDIA_TYPES[kind],
        **({} if kind == "parquet" else {"encoding": "utf-8"}),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }


def _schema(fields: Sequence[DataField], key: Sequence[str]) -> Mapping[str, object]:
    """Return a Table Schema, the same for every format of file."""
    return {
        "fields": [_described(each) for each in fields],
        "missingValues": [""],
        "primaryKey": [*key],
    }


def _described(given: DataField) -> Mapping[str, object]:
    constraints: dict[str, object] = {"required": True} if given.required else {}
    constraints |= given.constraints
    if given is _MISSING:
        constraints["enum"] = [reason.value for reason in Missing]
    if given.name == "status":
        constraints["enum"] = [status.value for status in DepartmentStatus if status.added_up]
    return {
        "name": given.name,
        "type": given.type,
        "title": given.title,
        "description": given.description,
        **({"constraints": constraints} if constraints else {}),
    }


def _cells(form: Form) -> list[Mapping[str, object]]:
    """List what each cell holds, where cells are of several kinds: one column has all of them."""
    return [
        {
            "table": cell.table,
            "row": cell.row,
            "column": cell.column,
            "kind": cell.measure.kind.value,
            "type": type_of(cell.measure),
            "title": cell.path,
            "added": cell.measure.adds,
            "constraints": constraints_of(cell.measure),
        }
        for cell in form.cells
    ]


def _rules(form: Form) -> list[Mapping[str, object]]:
    """List the linear rules; the keys in their relations are those of the columns."""
    return [
        {
            "id": rule.id,
            "table": rule.table,
            "severity": rule.severity.value,
            "sentence": rule.say,
            "every": rule.every.value,
            "relations": [relation.text for relation in rule.relations],
        }
        for rule in form.rules
    ]
