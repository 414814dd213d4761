"""What a form file says in words: narrative parts, meanings, mistakes, other spellings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlreport._bind import find_cells
from xlreport._fields import check_fields, key_of, texts_of
from xlreport._form import Meaning, Table, Text
from xlreport._form_place import FormPlace, field, item

Content = Mapping[str, Any]


def read_texts(content: Content, file: FormPlace) -> list[Text]:
    """Read the narrative parts, in official order."""
    texts = []
    for number, raw in enumerate(content.get("text", []), 1):
        where = item(file, "text", number)
        fields = check_fields(
            raw,
            where,
            required={"key": str, "heading": str, "say": str},
            optional={"standing": str},
        )
        key, standing = key_of(fields["key"], field(where, "key")), fields.get("standing", "")
        texts.append(Text(key, fields["heading"], fields["say"], standing))
    return texts


def read_meanings(content: Content, file: FormPlace, tables: Sequence[Table]) -> list[Meaning]:
    """Read what the indicators mean; each is named as table.row or table.row.column."""
    where = field(field(file, "guide"), "meaning")
    return [
        Meaning(tuple(c.index for c in find_cells(name, tables, place)), texts_of(text, place)[0])
        for name, text in _guide(content, file).get("meaning", {}).items()
        for place in [field(where, name)]
    ]


def read_mistakes(content: Content, file: FormPlace) -> list[str]:
    """Read the common mistakes that a clerk is warned of."""
    mistakes = _guide(content, file).get("mistakes", [])
    return texts_of(mistakes, field(field(file, "guide"), "mistakes")) if mistakes else []


def read_variants(content: Content, file: FormPlace) -> dict[str, tuple[str, ...]]:
    """Read the spellings that are accepted for an official label."""
    return {
        official: tuple(texts_of(variants, field(field(file, "variants"), official)))
        for official, variants in content.get("variants", {}).items()
    }


def _guide(content: Content, file: FormPlace) -> Content:
    return check_fields(
        content.get("guide", {}),
        field(file, "guide"),
        required={},
        optional={"mistakes": list, "meaning": dict},
    )
