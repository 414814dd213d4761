"""A slip in a form file is told with the line at which it stands, or with no line at all."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from support.made_up_form import MADE_UP_FORM
from xlreport.base.toml_location import (
    TomlLocation,
    field,
    find_line,
    item,
    name_place,
    outline_line,
)
from xlreport.form.load import list_forms

FILE = TomlLocation("a.toml", MADE_UP_FORM)
LINES = MADE_UP_FORM.split("\n")


def test_a_place_is_told_with_line_table_and_field() -> None:
    place = field(item(FILE, "table", 1, "loans"), "heading")
    assert (8, "[[table]] loans → heading") == (find_line(place), name_place(place))


def test_a_line_of_an_outline_is_told_by_its_number_there_and_in_the_file() -> None:
    place = outline_line(field(item(item(FILE, "table", 2, "funds"), "part", 1), "rows"), 2)
    expected = "[[table]] funds → [[table.part]] 第1个 → rows 第2行"
    assert (LINES.index("repairs    修缮") + 1, expected) == (find_line(place), name_place(place))


def test_a_place_without_a_text_has_no_line() -> None:
    place = field(TomlLocation("a.toml"), "variants")
    assert (0, "variants") == (find_line(place), name_place(place))


def test_a_whole_file_begins_at_its_first_line() -> None:
    assert (1, "") == (find_line(FILE), name_place(FILE))


@pytest.mark.parametrize("name", list_forms())
def test_every_key_and_id_of_a_form_is_found_at_the_line_that_says_it(name: str) -> None:
    text = files("xlreport").joinpath("forms", f"{name}.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    places = dict(_named(content, TomlLocation(name, text)))
    lines = text.split("\n")
    assert len(places) > 4
    for place, value in places.items():
        line = lines[find_line(place) - 1].replace(" ", "")
        assert f'{place.steps[-1]}="{value}"' == line


def _named(content: dict[str, Any], place: TomlLocation) -> Any:
    """Yield the place and value of the key or id of each table, rule, check and text."""
    for name in ("table", "rule", "check", "text", "part", "count", "line"):
        entries = content.get(name, [])
        for number, entry in enumerate(entries if isinstance(entries, list) else [], 1):
            within = item(place, name, number)
            for key in {"key", "id"} & set(entry):
                yield field(within, key), entry[key]
            yield from _named(entry, within)


@pytest.mark.parametrize(
    ("text", "steps", "expected"),
    [
        pytest.param("# rows = 1\nrows = 2", ("rows",), 2, id="a comment"),
        pytest.param("say = '''\nrows = 1\n'''\nrows = 2", ("rows",), 4, id="a string"),
        pytest.param("a = [\n  'rows = 1',\n]\nrows = 2", ("rows",), 4, id="a list"),
        pytest.param("rows = [\n  1,\n]\ncolumns = 1", ("rows",), 1, id="over several lines"),
        pytest.param("units = { books = 7 }", ("units", "books"), 1, id="an inline table"),
        pytest.param("units.books = 7", ("units", "books"), 1, id="a dotted key"),
        pytest.param("[x]\nbooks = 1\n[units]\nbooks = 7", ("units", "books"), 4, id="elsewhere"),
        pytest.param("[[a]]\n[[b]]\n[[a]]", ("a", 1), 3, id="the second of a list"),
        pytest.param('b = 1\n"\\u0061" = 1', ("a",), 2, id="a key in other letters"),
        pytest.param("a = 1\n[c]\nd = 1", ("c", "b"), 2, id="no such key: that of its table"),
        pytest.param("b = 1\na = 1", ("a", "b", 0), 2, id="a number for a table"),
        pytest.param("a = [1,\n2, [3]\n]\nb = 1", ("b",), 4, id="behind a list of lists"),
        pytest.param('a = """x\\"""\n[b]\n"""\n[b]\n', ("b",), 4, id="long string"),
        pytest.param("[a]\n[[a.b]]\n[[a.b]]\nc = 1", ("a", "b", 1, "c"), 4, id="in an entry"),
        pytest.param("[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 1", ("a", 1, "b", "c"), 6, id="deep"),
        pytest.param("[ a . 'b c' ] # x\nd.e=1", ("a", "b c", "d", "e"), 2, id="dotted headers"),
    ],
)
def test_the_line_is_that_of_the_value_or_none(
    text: str, steps: tuple[str | int, ...], expected: int
) -> None:
    assert expected == find_line(TomlLocation("a.toml", text, steps))


@pytest.mark.parametrize("rows", ['rows = "a 甲\\nb 乙"', 'rows = """\na 甲\nb 乙"""'])
def test_an_outline_in_another_kind_of_string_has_the_line_of_its_field(rows: str) -> None:
    assert 1 == find_line(TomlLocation("a.toml", rows, ("rows",), line=2))
