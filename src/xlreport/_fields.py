"""Strict reading of TOML fields: what is unknown, missing or of the wrong type is a `FormError`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeGuard, TypeVar

from xlreport._errors import FormError

_Choice = TypeVar("_Choice", bound=StrEnum)
_Types = type | tuple[type, ...]

_TYPE_NAMES: Mapping[type, str] = {
    str: "text",
    int: "a whole number",
    list: "a list",
    dict: "a table",
    bool: "true or false",
}
_KEY = re.compile(r"[a-z][a-z0-9_]*")


def check_fields(
    raw: object, where: str, *, required: Mapping[str, _Types], optional: Mapping[str, _Types]
) -> Mapping[str, Any]:
    """Give `raw` back if it has all required fields, no unknown one, and the right types."""
    if not isinstance(raw, dict):
        raise FormError(f"{where}: a table of fields is needed here, not {raw!r}")
    known = {**required, **optional}
    for name, value in raw.items():
        if name not in known:
            raise FormError(f"{where}: unknown field {name!r}; known are {', '.join(known)}")
        wanted = known[name]
        types = wanted if isinstance(wanted, tuple) else (wanted,)
        if type(value) not in types:
            kinds = " or ".join(_TYPE_NAMES[kind] for kind in types)
            raise FormError(f"{where}: {name!r} must be {kinds}, not {value!r}")
    for name in required:
        if name not in raw:
            raise FormError(f"{where}: the field {name!r} is missing")
    return raw


def texts_of(value: object, where: str) -> list[str]:
    """Give a text, or a list of texts, as a list of texts."""
    items = value if isinstance(value, list) else [value]
    if not items or not _are_texts(items):
        raise FormError(f"{where}: a text or a list of texts is needed, not {value!r}")
    return items


def _are_texts(items: list[object]) -> TypeGuard[list[str]]:
    return all(isinstance(item, str) and item for item in items)


def key_of(value: str, where: str) -> str:
    """Give the key of a table or a narrative part, if it is one that rules can name."""
    if not _KEY.fullmatch(value) or value == "last":
        raise FormError(f"{where}: {value!r} cannot be a key (a-z, 0-9, _; not 'last')")
    return value


def choice_of(kind: type[_Choice], value: str, where: str) -> _Choice:
    """Give the member of `kind` that `value` names."""
    try:
        return kind(value)
    except ValueError:
        choices = ", ".join(repr(str(member)) for member in kind if member)
        raise FormError(f"{where}: {value!r} is none of {choices}") from None


def refuse_twins(what: str, names: Iterable[str], where: str) -> None:
    """Raise `FormError` where a name stands twice."""
    for name, count in Counter(names).items():
        if count > 1:
            raise FormError(f"{where}: the {what} {name!r} stands {count} times")
