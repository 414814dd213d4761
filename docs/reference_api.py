"""The page of the Python library: every public name, from its signature and its docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from docstrings import chinese, docstrings, members
from english import Language
from reference_markdown import literal
from reference_words import ALIASES

import xlreport

_FRAMES = {  # at run time they name no class of pandas, which need not be loaded
    "Figures": "Mapping[Any, Any] | pandas.DataFrame",
    "ManyFigures": "str | os.PathLike[str] | Mapping[str, Any] | pandas.DataFrame",
}
_PLAIN = (str, int, bool, type(None))


def api_page(language: Language) -> str:
    """Write the page; what has no Chinese yet is told in English."""
    said = {name: each.english for name, each in docstrings().items()}
    if language is Language.CHINESE:
        for entries in chinese().values():
            said |= {name: entry.text for name, entry in entries.items() if entry.text}
    return _Page(language, said).written()


@dataclass(frozen=True, slots=True)
class _Page:
    """The page in one language, by what it says of each name."""

    language: Language
    said: Mapping[str, str]

    def written(self) -> str:
        """Write functions, classes, exceptions, aliases, each in alphabetical order."""
        names = {name: getattr(xlreport, name) for name in xlreport.__all__}
        classes = {name: found for name, found in names.items() if inspect.isclass(found)}
        errors = {name: found for name, found in classes.items() if issubclass(found, Exception)}
        lines = [self.said["head"] + "\n", f"## {self.said['label.functions']}\n"]
        for name, found in names.items():
            if inspect.isfunction(found):
                lines += self._function(name, found)
        lines.append(f"## {self.said['label.classes']}\n")
        for name, found in classes.items():
            if name not in errors:
                lines += self._class(name, found)
        lines.append(f"## {self.said['label.exceptions']}\n")
        for name, error in errors.items():
            lines += [f"### {name}\n", self._text(name) + self._kinds(error) + "\n"]
        lines.append(f"## {self.said['label.aliases']}\n")
        for name in ALIASES:
            code = _assigned(name, _alias(name, names[name]))
            lines += [f"### {name}\n", f"```python\n{code}\n```\n"]
            lines.append(self.said[f"alias.{name}"] + "\n")
        return "\n".join(lines)

    def _kinds(self, error: type) -> str:
        """Say of which other exceptions one is a kind."""
        kinds = [each.__name__ for each in error.__bases__ if each is not Exception]
        gap = "" if self.language is Language.CHINESE else " "
        return gap + self.said["label.kind"].format(kinds=", ".join(kinds)) if kinds else ""

    def _function(self, name: str, found: Any) -> Iterator[str]:
        yield f"### {name}\n"
        yield f"```python\n{_signature(name, found)}\n```\n"
        yield self._text(name) + "\n"

    def _class(self, name: str, found: Any) -> Iterator[str]:
        yield f"### {name}\n"
        yield self._text(name) + "\n"
        if issubclass(found, Enum):
            yield from (f"- `{name}.{each.name}` = `{each.value!r}`" for each in found)
        elif is_dataclass(found):
            yield from (f"- `{each.name}: {each.type}`" for each in fields(found))
        yield ""
        for key, member in members(found):
            text = re.sub(r"\n(?=.)", "\n  ", self._text(f"{name}.{key}"))
            yield f"- {_shown(name, key, member)}\n\n  {text}\n"

    def _text(self, name: str) -> str:
        """Return what is said of a name as Markdown: what is not code is taken literally."""
        parts = re.split(r"(`[^`]*`)", self.said[name])
        return "".join(part if part.startswith("`") else literal(part) for part in parts)


def _alias(name: str, found: Any) -> str:
    """Write what an alias stands for, without the modules of its kinds."""
    return re.sub(r"collections\.abc\.|xlreport\.([a-z]+\.)*", "", _FRAMES.get(name) or str(found))


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


def _shown(name: str, key: str, member: Any) -> str:
    """Write a property with what it gives, a method as it is called: `len` and brackets too."""
    if isinstance(member, property | cached_property):
        getter = member.fget if isinstance(member, property) else member.func
        result = inspect.signature(getter).return_annotation  # type: ignore[arg-type]
        return f"`{name}.{key}` → `{result}`"
    signature = inspect.signature(member)
    (_, *parameters) = signature.parameters.values()
    if key == "__getitem__":
        return f"`{name}[{parameters[0].name}] -> {signature.return_annotation}`"
    if key == "__len__":
        return f"`len({name}) -> {signature.return_annotation}`"
    return f"`{name}.{_signature(key, member)}`"
