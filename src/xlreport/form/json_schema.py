"""The fields of a form file as JSON Schema, by which editors complete and check TOML files.

It is made from the declaration that loading reads by (`form/fields.py`). What only the whole file
tells, such as a key that a rule names, is left to loading.
"""

from __future__ import annotations

from typing import Any

from xlreport.base.toml_shape import (
    MOST_ENTRIES,
    Choice,
    Either,
    Field,
    Flag,
    Group,
    ListOf,
    MapOf,
    Shape,
    Text,
    Texts,
    Whole,
)
from xlreport.form.fields import FORM

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOT_BLANK = r"\S"


def form_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of form files; descriptions are in Chinese."""
    head = {"$schema": _DIALECT, "title": "xlreport 报表格式文件"}
    return head | _schema_of(FORM)


def _schema_of(shape: Shape) -> dict[str, Any]:
    match shape:
        case Text(pattern=pattern, empty=is_empty_allowed, but=word):
            written = f"^(?:{pattern})$" if pattern else "" if is_empty_allowed else _NOT_BLANK
            schema = {"type": "string"} | ({"pattern": written} if written else {})
            return schema | ({"not": {"const": word}} if word else {})
        case Texts():
            text = {"type": "string", "minLength": 1}
            texts = {"type": "array", "items": text, "minItems": 1, "maxItems": MOST_ENTRIES}
            return {"anyOf": [text, texts]}
        case Choice(words=words):
            return {"enum": list(words)}
        case Whole(least=least, most=most):
            return {"type": "integer", "minimum": least, "maximum": most}
        case Flag():
            return {"type": "boolean"}
        case _:
            return _schema_of_several(shape)


def _schema_of_several(shape: Shape) -> dict[str, Any]:
    """Return the schema of a value that consists of others."""
    match shape:
        case ListOf(item=item, empty=is_empty_allowed):
            items = {"type": "array", "items": _schema_of(item), "maxItems": MOST_ENTRIES}
            return items if is_empty_allowed else items | {"minItems": 1}
        case MapOf(value=value):
            return {"type": "object", "additionalProperties": _schema_of(value)}
        case Either(shapes=shapes):
            return {"anyOf": [_schema_of(each) for each in shapes]}
        case Group(fields=fields, apart=apart):
            return _schema_of_group(fields, apart)
    raise AssertionError(shape)


def _schema_of_group(
    fields: tuple[Field, ...], apart: tuple[tuple[str, ...], ...]
) -> dict[str, Any]:
    """Return the schema of a table: its fields with their descriptions, and no others."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            field.name: {"description": field.says} | _schema_of(field.shape) for field in fields
        },
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }
    if apart:
        schema["anyOf"] = [
            {"required": list(names), "not": {"anyOf": [{"required": [n]} for n in others]}}
            for names in apart
            for others in [[n for other in apart if other is not names for n in other]]
        ]
    return schema
