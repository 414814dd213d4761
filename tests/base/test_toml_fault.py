"""The sentences about form and theme files: Chinese, each used, each with advice or a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import xlreport
from xlreport.base.toml_fault import fault, fault_sentence, quote_value
from xlreport.base.toml_location import TomlLocation
from xlreport.base.toml_sentences import SENTENCES
from xlreport.form.json_schema import form_schema

# Words of a form file, of a file's name or of Excel that stand in the sentences.
_WORDS = {
    *("toml", "UTF", "years", "from", "table", "part", "rows", "columns", "unit_required"),
    *("money", "Excel", "last", "every", "rule", "must", "fill", "carried_forward", "id"),
    *("sentence", "text", "variants", "true", "false", "a", "z", "RRGGBB", "DDEBF", "_"),
    *("cells", "History", "xlreport", "printed"),
    *("SHA", "c", "f", "pairs", "yes", "no", "filled"),
    *("against", "b", "only", "open", "report", "dated", "where", "cell", "sum"),
    *("cells", "last_year", "period", "within", "share", "kinds", "add", "blank", "pattern"),
    *("example", "online", "done"),
}


def declared(schema: Any) -> Iterator[str]:
    """Yield the names of fields and the words of choices of form files."""
    for name, value in schema.items() if isinstance(schema, dict) else enumerate(schema):
        yield from value if name in ("properties", "enum") else ()
        if isinstance(value, dict | list):
            yield from declared(value)


_DECLARED = {part for word in declared(form_schema()) for part in re.findall("[A-Za-z_]+", word)}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_chinese_and_a_console_in_gbk_can_show_it(code: str) -> None:
    said = re.sub(r"\{\w+\}", "", SENTENCES[code])
    assert set(re.findall("[A-Za-z_]+", said)) <= _WORDS | _DECLARED
    assert said.endswith("。")
    assert said.encode("gbk")


def test_every_sentence_is_said_somewhere_and_no_other_is_asked_for() -> None:
    sources = Path(xlreport.__file__).parent.rglob("*.py")
    texts = "".join(p.read_text("utf-8") for p in sources if p.name != "toml_sentences.py")
    of_lists = {"many-faults", "more-faults"}
    assert set(SENTENCES) - of_lists <= set(re.findall('"([a-z0-9-]+)"', texts))
    asked = re.findall(r'(?:fault|keep|fault_sentence)\(\s*"([a-z0-9-]+)"', texts)
    assert set(asked) <= set(SENTENCES)


def test_a_fault_says_where_what_and_what_to_do() -> None:
    error = fault("missing-field", TomlLocation("a.toml"), name="title")
    assert "a.toml：缺少字段“title”；请补上。" == str(error)


def test_braces_that_a_person_must_write_are_shown() -> None:
    assert "“收”中须有一个 {}，表示数字的位置。" == fault_sentence("one-number", phrase="收")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, "true"), (7, "7"), ("a", "'a'"), (["a"], "['a']"), ("长" * 99, f"'{'长' * 59}…")],
)
def test_a_value_is_shown_as_it_is_written_and_not_at_length(value: object, expected: str) -> None:
    assert expected == quote_value(value)
