"""Strict reading of TOML fields: what is unknown, missing or of the wrong type is a `FormError`."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeGuard, TypeVar

from xlreport.base.errors import FormError
from xlreport.base.toml_fault import TomlPlace, fault, field, shown

_Choice = TypeVar("_Choice", bound=StrEnum)
_Types = type | tuple[type, ...]

_TYPE_NAMES: Mapping[type, str] = {
    str: "文字（加引号）",
    int: "整数（不加引号）",
    list: "列表（用方括号）",
    dict: "一组字段（用花括号）",
    bool: " true 或 false",
}
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_POSITION = re.compile(r"at line (\d+), column (\d+)")

TomlTable = Mapping[str, Any]
"""The fields of one TOML table by name."""


def read_toml(file: str, data: bytes) -> tuple[TomlPlace, Mapping[str, Any]]:
    """Read a TOML file; gives its place, with the text as read, and its content.

    Raises `FormError` with line and character where it is no TOML in UTF-8.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        return TomlPlace(file, text), tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault("not-utf-8", TomlPlace(f"{file} 第{line}行")) from error
    except tomllib.TOMLDecodeError as error:
        raise _toml_fault(file, str(error)) from error
    except (ValueError, RecursionError) as error:  # a number or a nesting too long
        raise fault("toml-too-deep", TomlPlace(file)) from error


def _toml_fault(file: str, reason: str) -> FormError:
    position = _POSITION.search(reason)
    where = f"第{position[1]}行第{position[2]}个字符" if position else "末尾"
    return fault("not-toml", TomlPlace(f"{file} {where}"))


def check_fields(
    raw: object, where: TomlPlace, *, required: Mapping[str, _Types], optional: Mapping[str, _Types]
) -> Mapping[str, Any]:
    """Give `raw` back if it has all required fields, no unknown one, and the right types."""
    if not isinstance(raw, dict):
        raise fault("no-fields", where, value=shown(raw))
    known = {**required, **optional}
    for name, value in raw.items():
        if name not in known:
            raise fault("unknown-field", field(where, name), name=name, known="、".join(known))
        wanted = known[name]
        types = wanted if isinstance(wanted, tuple) else (wanted,)
        if type(value) not in types:
            kinds = "或".join(_TYPE_NAMES[kind] for kind in types)
            place = field(where, name)
            raise fault("wrong-type", place, name=name, kinds=kinds, value=shown(value))
    for name in required:
        if name not in raw:
            raise fault("missing-field", where, name=name)
    return raw


def texts_of(value: object, where: TomlPlace) -> list[str]:
    """Give a text, or a list of texts, as a list of texts."""
    items = value if isinstance(value, list) else [value]
    if not items or not _are_texts(items):
        raise fault("no-texts", where, value=shown(value))
    return items


def _are_texts(items: list[object]) -> TypeGuard[list[str]]:
    return all(isinstance(item, str) and item for item in items)


def key_of(value: str, where: TomlPlace) -> str:
    """Give the key of a table or a narrative part, if it is one that rules can name."""
    if not _KEY.fullmatch(value) or value == "last":
        raise fault("bad-key", where, value=value)
    return value


def choice_of(kind: type[_Choice], value: str, where: TomlPlace) -> _Choice:
    """Give the member of `kind` that `value` names."""
    try:
        return kind(value)
    except ValueError:
        choices = "、".join(str(member) for member in kind if member)
        raise fault("no-choice", where, value=value, choices=choices) from None


def refuse_twins(what: str, names: Iterable[str], where: TomlPlace) -> None:
    """Raise `FormError` where a name stands twice."""
    for name, count in Counter(names).items():
        if count > 1:
            raise fault("twins", where, what=what, name=name, count=count)
