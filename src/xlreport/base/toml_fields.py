"""Strict reading of TOML fields: one that is unknown, missing or of a wrong type is an error."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeGuard, TypeVar

from xlreport.base.errors import FormError
from xlreport.base.toml_fault import fault, quote_value
from xlreport.base.toml_location import TomlLocation, field

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
EARLIER_KEYS = ("last", "last_year")  # mean the figures of earlier reports in rules
_KEY_PART = re.compile(r"[\w\"'-][ \t]*\.")  # of a key such as a.b; a number or a sentence has few
_MOST_PARTS = 200  # in a line
_FILE_BYTES = 1 << 20  # the largest form file that is shipped has a twentieth of it
_POSITION = re.compile(r"at line (\d+), column (\d+)")

TomlTable = Mapping[str, Any]
"""The fields of one TOML table by name."""


def read_toml(file: str, data: bytes) -> tuple[TomlLocation, Mapping[str, Any]]:
    """Read a TOML file; return its location, which holds its text, and its content.

    Raises `FormError` with line and character for a file that is not TOML in UTF-8.
    """
    if len(data) > _FILE_BYTES:
        raise fault("toml-too-large", TomlLocation(file), limit=f"{_FILE_BYTES >> 10} KB")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        # The parser takes the square of the time, and of the memory, for a key of many parts.
        if any(len(_KEY_PART.findall(line)) > _MOST_PARTS for line in text.split("\n")):
            raise fault("toml-too-deep", TomlLocation(file))
        return TomlLocation(file, text), tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault("not-utf-8", TomlLocation(f"{file} 第{line}行")) from error
    except tomllib.TOMLDecodeError as error:
        raise _toml_fault(file, str(error)) from error
    except (ValueError, RecursionError) as error:  # too long a number, too deep a nesting
        raise fault("toml-too-deep", TomlLocation(file)) from error


def _toml_fault(file: str, reason: str) -> FormError:
    position = _POSITION.search(reason)
    where = f"第{position[1]}行第{position[2]}个字符" if position else "末尾"
    return fault("not-toml", TomlLocation(f"{file} {where}"))


def check_fields(
    raw: object,
    location: TomlLocation,
    *,
    required: Mapping[str, _Types],
    optional: Mapping[str, _Types],
) -> Mapping[str, Any]:
    """Return the fields of a TOML table that has all required ones, no others, and right types."""
    if not isinstance(raw, dict):
        raise fault("no-fields", location, value=quote_value(raw))
    allowed = {**required, **optional}
    for name, value in raw.items():
        if name not in allowed:
            raise fault("unknown-field", field(location, name), name=name, known="、".join(allowed))
        wanted = allowed[name]
        types = wanted if isinstance(wanted, tuple) else (wanted,)
        if type(value) not in types:
            kinds = "或".join(_TYPE_NAMES[kind] for kind in types)
            facts = {"name": name, "kinds": kinds, "value": quote_value(value)}
            raise fault("wrong-type", field(location, name), **facts)
    for name in required:
        if name not in raw:
            raise fault("missing-field", location, name=name)
    return raw


def texts_of(value: object, location: TomlLocation) -> list[str]:
    """Return a text, or a list of texts, as a list; raises `FormError` for anything else."""
    items = value if isinstance(value, list) else [value]
    if not items or not _are_texts(items):
        raise fault("no-texts", location, value=quote_value(value))
    return items


def _are_texts(items: list[object]) -> TypeGuard[list[str]]:
    return all(isinstance(item, str) and item for item in items)


def key_of(value: str, location: TomlLocation) -> str:
    """Return a key of a table or narrative part; raises `FormError` if rules could not name it."""
    if not _KEY.fullmatch(value) or value in EARLIER_KEYS:
        raise fault("bad-key", location, value=value)
    return value


def choice_of(kind: type[_Choice], value: str, location: TomlLocation) -> _Choice:
    """Return the member of `kind` that `value` names; raises `FormError` if there is none."""
    try:
        return kind(value)
    except ValueError:
        choices = "、".join(str(member) for member in kind if member)
        raise fault("no-choice", location, value=value, choices=choices) from None


def refuse_twins(what: str, names: Iterable[str], location: TomlLocation) -> None:
    """Raise `FormError` for a name that occurs twice."""
    for name, count in Counter(names).items():
        if count > 1:
            raise fault("twins", location, what=what, name=name, count=count)
