"""The public classes: all that a public signature names, and shown under the name `xlreport`."""

from __future__ import annotations

import ast
import inspect
import pickle
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

import xlreport
from xlreport import Department
from xlreport.base.homes import HOME

PUBLIC = {name: getattr(xlreport, name) for name in xlreport.__all__}
CLASSES = {name: found for name, found in PUBLIC.items() if inspect.isclass(found)}
FUNCTIONS = {name: found for name, found in PUBLIC.items() if inspect.isfunction(found)}


def annotations_of(function: Any) -> list[str]:
    signature = inspect.signature(function)
    return [each.annotation for each in signature.parameters.values()] + [
        signature.return_annotation
    ]


def annotations_in(kind: type) -> Iterator[str]:
    """Yield the annotations of what a class shows: fields, properties, methods."""
    if is_dataclass(kind):
        yield from (str(each.type) for each in fields(kind))
    for key, member in vars(kind).items():
        getter = getattr(member, "fget", None) or getattr(member, "func", None) or member
        is_shown = key in ("__getitem__", "__iter__") or not key.startswith("_")
        if is_shown and inspect.isfunction(getter):
            yield from annotations_of(getter)


def module_of(kind: type) -> Any:
    """Return the module in which a class was written."""
    home = HOME[kind.__name__]
    return sys.modules[f"xlreport.{home}"]


def named_in(annotations: Iterator[str] | list[str], module: Any) -> set[type]:
    words = {word for text in annotations for word in re.findall(r"[A-Za-z_]\w*", str(text))}
    found = [vars(module).get(word) for word in words]
    return {each for each in found if inspect.isclass(each) and "xlreport" in each.__module__}


def test_every_class_that_a_public_signature_names_is_public() -> None:
    named = {
        each
        for function in FUNCTIONS.values()
        for each in named_in(annotations_of(function), inspect.getmodule(function))
    }
    for kind in CLASSES.values():
        named |= named_in(annotations_in(kind), module_of(kind))
    assert set() == named - set(CLASSES.values())
    assert len(named) > 40


@pytest.mark.parametrize("kind", CLASSES.values(), ids=CLASSES)
def test_a_public_class_is_of_xlreport_and_found_there(kind: type) -> None:
    assert "xlreport" == kind.__module__
    assert kind is pickle.loads(pickle.dumps(kind))  # noqa: S301 - our own


def test_no_other_class_says_that_it_is_public() -> None:
    source = Path(xlreport.__file__).parent
    marked = {
        node.name
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(each, ast.Name) and each.id == "public" for each in node.decorator_list)
    }
    assert set(CLASSES) == marked


def test_type_checkers_are_told_the_names_that_there_are() -> None:
    tree = ast.parse(Path(xlreport.__file__).read_text(encoding="utf-8"))
    told = {
        (str(node.module).removeprefix("xlreport."), alias.name)
        for part in tree.body
        if isinstance(part, ast.If)
        for node in ast.walk(part)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert {(module, name) for name, module in HOME.items()} == told
    assert set(xlreport.__all__) == {name for _, name in told}


def test_a_public_object_goes_to_another_process_and_back() -> None:
    department = Department("D1", "教育局")
    assert department == pickle.loads(pickle.dumps(department))  # noqa: S301 - our own
