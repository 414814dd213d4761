"""The schema for editors takes what loading takes, and refuses what has the wrong shape."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import xlreport
from form.test_form_file_errors import SLIPS
from form.test_form_rule_errors import SLIPS as RULE_SLIPS
from support.command_line import run
from support.made_up_form import MADE_UP_FORM
from xlreport.base.errors import FormError
from xlreport.base.toml_sentences import SENTENCES
from xlreport.form.json_schema import form_schema

SCHEMA = form_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
# What an editor can tell. The other faults need the whole file: outlines, keys, rules.
OF_SHAPE = (
    *("no-fields", "unknown-field", "wrong-type", "missing-field", "no-texts", "blank-text"),
    *("bad-key", "bad-id", "no-choice", "no-entries", "no-alternative", "apart", "bad-number"),
)
ROOT = Path(xlreport.__file__).parents[2]


def sentence_pattern(code: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", SENTENCES[code])
    return re.compile("：" + ".*".join(map(re.escape, parts)) + "$")


def test_it_is_a_schema_of_2020_12() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert "https://json-schema.org/draft/2020-12/schema" == SCHEMA["$schema"]


@pytest.mark.parametrize("name", xlreport.list_forms())
def test_every_shipped_form_is_valid(name: str) -> None:
    text = files("xlreport").joinpath("forms", f"{name}.toml").read_text(encoding="utf-8")
    assert [] == [error.message for error in VALIDATOR.iter_errors(tomllib.loads(text))]


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("examples/**/*.toml")), ids=lambda path: path.name
)
def test_every_example_that_loads_is_valid(path: Path) -> None:
    with suppress(FormError):
        xlreport.load_form(path)
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        assert [] == [error.message for error in VALIDATOR.iter_errors(content)]


@pytest.mark.parametrize("kind", [*SLIPS, *RULE_SLIPS])
def test_a_refused_file_is_invalid_where_its_fault_is_one_of_shape(kind: str) -> None:
    (old, new), expected = (SLIPS | RULE_SLIPS)[kind]
    is_of_shape = any(sentence_pattern(code).search(expected) for code in OF_SHAPE)
    content = tomllib.loads(MADE_UP_FORM.replace(old, new))
    assert is_of_shape is not VALIDATOR.is_valid(content)


def test_every_field_has_a_description_in_chinese() -> None:
    said = list(_descriptions(SCHEMA))
    assert len(said) > 60
    assert all(re.search("[一-龥]", each) and each.endswith("。") for each in said)


def _descriptions(schema: Any) -> Iterator[str]:
    for name, value in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if name == "properties":
            yield from (field["description"] for field in value.values())
        if isinstance(value, dict | list):
            yield from _descriptions(value)


def test_the_command_prints_the_schema() -> None:
    assert SCHEMA == json.loads(run("forms", "--schema").stdout)
