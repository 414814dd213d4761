"""The library speaks of its arguments, the command line of its options, each to its own users."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import xlreport as xr
from support.command_line import write_return
from support.departments import make_department
from xlreport.cli.console import of_options
from xlreport.commands.main import main

SOURCE = Path(xr.__file__).parent

# A whole command that an officer may run is advice, and names its options.
OPTION = re.compile(r"^(?!.*xlreport [a-z]).*(?<![\w-])--[a-z]")
ARGUMENT = re.compile(r"参数 ([a-z_]+)")


def sentences(module: Path) -> list[str]:
    """List the texts of a module with Chinese in them: what a person may be told."""
    source = module.read_text(encoding="utf-8")
    if "--" not in source and "参数 " not in source:
        return []
    tree = ast.parse(source)
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and re.search("[一-龥]", text)]


LIBRARY = [
    path
    for path in sorted(SOURCE.rglob("*.py"))
    if path.relative_to(SOURCE).parts[0] not in ("cli", "commands")
]


def test_the_library_speaks_of_arguments_and_never_of_options() -> None:
    told = {path.stem: [s for s in sentences(path) if OPTION.search(s)] for path in LIBRARY}
    assert {} == {name: found for name, found in told.items() if found}


def test_an_argument_that_is_spoken_of_is_one_and_has_its_option() -> None:
    spoken = {name for path in LIBRARY for s in sentences(path) for name in ARGUMENT.findall(s)}
    public = [getattr(xr, name) for name in xr.__all__]
    functions = [each for each in public if inspect.isfunction(each)]
    arguments = {name for each in functions for name in inspect.signature(each).parameters}
    assert {"prefer", "strict"} < spoken
    assert [] == sorted(spoken - arguments)
    known = {word for c in main.commands.values() for p in c.params for word in p.opts}
    assert {"--area"} == {of_options(f"参数 {name}") for name in spoken} - known


def test_the_command_line_speaks_of_options() -> None:
    assert "请用 --form 写明" == of_options("请用参数 forms 写明")
    assert "--prefer D1=a：没有" == of_options("参数 prefer D1=a：没有")


def test_an_error_of_python_names_its_argument(tmp_path: Path) -> None:
    form, roster = xr.load_form("ogi-2021"), xr.Roster("名录.csv", (make_department("D01"),))
    write_return(tmp_path / "收回", form, "D01")
    with pytest.raises(xr.InputError, match=r"^参数 prefer D99=a：单位名录中没有代码“D99”。$"):
        xr.read_returns(tmp_path / "收回", roster=roster, prefer={"D99": "a"})
    with pytest.raises(xr.InputError, match="参数 roster"):
        xr.write_reminder(xr.read_returns(tmp_path / "收回"), tmp_path / "催报.txt")
