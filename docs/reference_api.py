"""The page of the Python library: every public name, from its signature and its docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cached_property
from typing import Any

import xlreport

_HEAD = """# The Python library

These names are the whole public library; everything else in its packages may change.
`import xlreport as xr` is light: each name loads what it needs when it is first used.

Rows, columns and tables are named by the keys of the [forms](forms.md). An argument of another kind
than its annotation is refused with a `TypeError` that says what to call first.

The library logs under the name `xlreport`, in English: at level `WARNING` whom only the second
reading leaves out, at `INFO` what was migrated and what was odd in a file or repaired, at `DEBUG`
every file that is read or comes from the cache. `logging.basicConfig` decides what is shown.
"""
_ALIASES = {
    "Figures": "Figures of one return: a mapping of keys, tables and lists, or the tidy frame.",
    "ManyFigures": "Figures of many departments: a mapping, a frame, or the path of a file.",
    "OneSource": "The path of one file, or its content, as for `Sources`.",
    "OwnCheck": "A check of one's own; it is called once for each form of which there are returns.",
    "Paths": "A path or several.",
    "Progress": "A function that is told how many of how many are done.",
    "Sources": (
        "A path or several: of workbooks, folders, zip archives, or files on a store (a URL). Or "
        "contents in memory: bytes, binary file objects, or a mapping of names to either. A file "
        "object is read to its end, and its `name` is the name of the file."
    ),
    "Target": "Where a file is written: a path, or a binary file object.",
}
_FRAMES = {  # at run time they name no class of pandas, which need not be loaded
    "Figures": "Mapping[Any, Any] | pandas.DataFrame",
    "ManyFigures": "str | os.PathLike[str] | Mapping[str, Any] | pandas.DataFrame",
}
_PLAIN = (str, int, bool, type(None))
_SPECIAL = ("__getitem__", "__len__")


def api_page() -> str:
    """Write the page: functions, classes, exceptions, aliases, each in alphabetical order."""
    names = {name: getattr(xlreport, name) for name in xlreport.__all__}
    classes = {name: found for name, found in names.items() if inspect.isclass(found)}
    errors = {name: found for name, found in classes.items() if issubclass(found, Exception)}
    lines = [_HEAD, "## Functions\n"]
    for name, found in names.items():
        if inspect.isfunction(found):
            lines += _function(name, found)
    lines.append("## Classes\n")
    for name, found in classes.items():
        if name not in errors:
            lines += _class(name, found)
    lines.append("## Exceptions\n")
    for name, error in errors.items():
        kinds = [each.__name__ for each in error.__bases__ if each is not Exception]
        base = f" A kind of `{', '.join(kinds)}`." if kinds else ""
        lines += [f"### {name}\n", _text(error) + base + "\n"]
    lines.append("## Aliases of types\n")
    for name, said in _ALIASES.items():
        alias = re.sub(
            r"collections\.abc\.|xlreport\.([a-z]+\.)*", "", _FRAMES.get(name) or str(names[name])
        )
        lines += [f"### {name}\n", f"```python\n{_assigned(name, alias)}\n```\n", said + "\n"]
    return "\n".join(lines)


def _assigned(name: str, alias: str) -> str:
    """Write what a name is, one kind on a line where it is long."""
    line = f"{name} = {alias}"
    if len(line) <= 100:
        return line
    kinds: list[str] = []
    for piece in alias.split(" | "):
        is_inside = bool(kinds) and kinds[-1].count("[") > kinds[-1].count("]")
        kinds[-1:] = [f"{kinds[-1]} | {piece}"] if is_inside else [*kinds[-1:], piece]
    first, *others = kinds
    return "\n".join([f"{name} = (", f"    {first}", *(f"    | {each}" for each in others), ")"])


def _function(name: str, found: Any) -> Iterator[str]:
    yield f"### {name}\n"
    yield f"```python\n{_signature(name, found)}\n```\n"
    yield _text(found) + "\n"


def _signature(name: str, found: Any) -> str:
    """Write a signature on one line, or where it is long with a line for each parameter."""
    signature = inspect.signature(found)
    parameters: list[str] = []
    for each in signature.parameters.values():
        if each.kind is each.KEYWORD_ONLY and "*" not in parameters:
            parameters.append("*")
        if each.name != "self":
            parameters.append(f"{each.name}: {each.annotation}{_default(each)}")
    result = f" -> {signature.return_annotation}"
    line = f"{name}({', '.join(parameters)}){result}"
    if len(line) <= 88:
        return line
    return "\n".join([f"{name}(", *(f"    {each}," for each in parameters), f"){result}"])


def _default(parameter: inspect.Parameter) -> str:
    if parameter.default is parameter.empty:
        return ""
    plain = isinstance(parameter.default, _PLAIN) or parameter.default == ()
    return f" = {parameter.default!r}" if plain else " = ..."


def _class(name: str, found: Any) -> Iterator[str]:
    yield f"### {name}\n"
    yield _text(found) + "\n"
    if issubclass(found, Enum):
        yield from (f"- `{name}.{each.name}` = `{each.value!r}`" for each in found)
    elif is_dataclass(found):
        yield from (f"- `{each.name}: {each.type}`" for each in fields(found))
    yield ""
    for key, member in vars(found).items():
        if key.startswith("_") and key not in _SPECIAL:
            continue
        if isinstance(member, property | cached_property):
            getter = member.fget if isinstance(member, property) else member.func
            result = inspect.signature(getter).return_annotation  # type: ignore[arg-type]
            yield f"- `{name}.{key}` → `{result}`\n\n  {_indented(member)}\n"
        elif inspect.isfunction(member):
            yield f"- `{_shown(name, key, member)}`\n\n  {_indented(member)}\n"


def _shown(name: str, key: str, method: Any) -> str:
    """Write a method as it is called: what brackets and `len` do with those."""
    signature = inspect.signature(method)
    (_, *parameters) = signature.parameters.values()
    if key == "__getitem__":
        return f"{name}[{parameters[0].name}] -> {signature.return_annotation}"
    if key == "__len__":
        return f"len({name}) -> {signature.return_annotation}"
    return f"{name}.{_signature(key, method)}"


def _text(found: Any) -> str:
    """Return a docstring as Markdown: what is not code is taken literally."""
    parts = re.split(r"(`[^`]*`)", inspect.getdoc(found) or "")
    return "".join(
        part if part.startswith("`") else re.sub(r"([*_<>\[\]|])", r"\\\1", part) for part in parts
    )


def _indented(found: Any) -> str:
    return re.sub(r"\n(?=.)", "\n  ", _text(found))
