"""The list of what was promised names a test for every line, and every test it names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import xlreport

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "acceptance.md"
SOURCE = Path(xlreport.__file__).parent
_LINE = re.compile(r"^\| (\d+) \| (.+) \| (.+) \|$", re.MULTILINE)
_TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def promises() -> dict[int, tuple[str, list[tuple[str, str]]]]:
    """Give criterion and tests by number."""
    found = _LINE.findall(PAGE.read_text(encoding="utf-8"))
    return {int(number): (said, _TEST.findall(tests)) for number, said, tests in found}


@cache
def defined_in(name: str) -> frozenset[str]:
    path = TESTS / name
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_promise_is_numbered_once_and_names_what_proves_it() -> None:
    lines = [int(number) for number, _, _ in _LINE.findall(PAGE.read_text(encoding="utf-8"))]
    assert list(range(1, 41)) == lines
    assert [] == [number for number, (said, tests) in promises().items() if not said or not tests]


def test_every_test_that_is_named_exists() -> None:
    named = {test for _, tests in promises().values() for test in tests}
    assert set() == {(file, test) for file, test in named if test not in defined_in(file)}
    assert PAGE.read_text(encoding="utf-8").count("::") == sum(
        len(tests) for _, tests in promises().values()
    )


def test_no_workbook_is_saved_by_the_library_that_reads() -> None:
    readers = 0
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        if any((node.module or "").startswith("openpyxl") for node in imports):
            readers += 1
            called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            assert "save" not in called, path.name
    assert readers
