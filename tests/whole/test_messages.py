"""What a clerk or an officer reads holds no key, no word of Python and no traceback.

tests/base/test_finding.py reads the catalogue with its examples; here are the findings of returns
full of faults, with what the checks fill in, and every Chinese sentence that stands in the source.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

import xlreport
from support.departments import make_department
from support.edited import typed
from support.hidden_words import PYTHON, SOURCE, keys_of_forms
from support.made_up_form import load_made_up
from xlreport import Form, Roster, load_form, read_returns
from xlreport.outgoing.template import build_template

NAMES = ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement", "made up"]
# What clerks type that is no proper number, and numbers that fit nothing beside them.
SLIPS = ["/", "无", "3件", "若干", "2.5", "-3", "=1/0", "", " ", "12%", "2026-1-5", "1,024"]
HAN = re.compile(r"[一-鿿]")
WORD = re.compile(
    r"[A-Za-z][A-Za-z0-9+-]*(?:_[A-Za-z0-9+-]+)*"
)  # ogi-supplement is the name of a form, no key

COMMAND = re.compile(r"xlreport [a-z]+|--[a-z-]+")  # what an officer types is no key


def internal(text: str, keys: set[str]) -> set[str]:
    """Find the words of a text that only the library knows."""
    words = set(WORD.findall(COMMAND.sub("", text))) - set(xlreport.__all__)
    return {word for word in words if word in keys or "_" in word}


def faulty_return(form: Form, code: str, seed: int) -> bytes:
    """Fill a form with slips and with figures that break its rules."""
    random = Random(seed)
    values: dict[int, Any] = {cell.index: random.randint(0, 99) for cell in form.inputs}
    slips = random.sample(form.inputs, len(form.inputs) // 3)
    values |= {cell.index: random.choice(SLIPS) for cell in slips}
    values |= {index: random.choice([7, None, "=1+1"]) for index in list(form.fills)[:3]}
    data = build_template(form, year=form.first_year, department=make_department(code))
    return typed(data, form, values)


@pytest.mark.parametrize("name", NAMES)
def test_no_finding_about_a_faulty_return_holds_a_key_or_a_word_of_python(
    name: str, tmp_path: Path
) -> None:
    form = load_made_up(tmp_path) if name == "made up" else load_form(name)
    folder = tmp_path / "收回"
    folder.mkdir()
    for seed, code in enumerate(("D01", "D01", "D02", "X01")):
        (folder / f"{seed}.xlsx").write_bytes(faulty_return(form, code, seed))
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04")
    roster = Roster("", (make_department("D01"), make_department("D02", "另一局")))
    found = read_returns(folder, roster=roster, year=form.first_year + 1, forms=[form]).found
    keys = keys_of_forms() | PYTHON
    keys |= {key for cell in form.cells for key in (cell.table, cell.row, cell.column)}
    assert 8 <= len({finding.code for finding in found})
    for finding in found:
        said = "\n".join((finding.message, finding.advice, finding.path))
        assert set() == internal(said, keys), said
        assert all(text.endswith("。") for text in (finding.message, finding.advice)), said


def sentences(module: Path) -> Iterator[tuple[int, str]]:
    """Yield the Chinese texts of a module and their lines; docstrings are for programmers.

    The docstring of a command is its help.
    """
    tree = ast.parse(module.read_text(encoding="utf-8"))
    homes = (ast.Module, ast.ClassDef, ast.FunctionDef)
    first = [node.body[0] for node in ast.walk(tree) if isinstance(node, homes)]
    docstrings = [node.value for node in first if isinstance(node, ast.Expr)]
    left_out = set() if module.parent.name == "commands" else set(map(id, docstrings))
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    for node in texts:
        if id(node) not in left_out and HAN.search(str(node.value)):
            yield node.lineno, str(node.value)


# Who writes a form file is spoken to in its words; base/test_toml_fault.py holds them to a list.
FOR_WRITERS_OF_FORMS = {SOURCE / "base" / "toml_sentences.py", SOURCE / "form" / "fields.py"}
MODULES = sorted({*SOURCE.rglob("*.py")} - FOR_WRITERS_OF_FORMS)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_chinese_sentence_of_the_source_holds_a_key_or_a_word_of_python(module: Path) -> None:
    keys = keys_of_forms() | PYTHON
    assert [] == [(line, text) for line, text in sentences(module) if internal(text, keys)]


def test_the_lint_sees_what_it_is_for() -> None:
    keys = keys_of_forms() | PYTHON
    assert {"natural_person"} == internal("请核对 natural_person 一列。", keys)
    assert {"NaN"} == internal("读作 NaN。", keys)
    assert set() == internal("附表 ogi-supplement 见 read_returns。", keys)
    command = {text for _, text in sentences(SOURCE / "commands" / "check.py")}
    assert any("审核报送件" in text for text in command)
