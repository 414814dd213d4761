"""The generated pages of docs/reference/ say what the library goes by today."""

from __future__ import annotations

import inspect
import re
import runpy
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import xlreport
from xlreport.base.finding import catalogue
from xlreport.commands.main import main
from xlreport.form.blanks import whole_policy
from xlreport.form.load import list_forms, load_form
from xlreport.form.meanings import MEANINGS, NOT_APPLICABLE
from xlreport.layout.layout import lay_form

DOCS = Path(__file__).parents[2] / "docs"
PAGES: dict[str, str] = runpy.run_path(str(DOCS / "build.py"))["pages"]()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_fresh(name: str) -> None:
    committed = (DOCS / name).read_text(encoding="utf-8")
    assert PAGES[name] == committed, "run `make pages`"


def test_no_other_page_is_in_the_folders() -> None:
    folders = (DOCS / "reference", DOCS / "zh" / "reference")
    found = {path.relative_to(DOCS).as_posix() for each in folders for path in each.glob("*.md")}
    assert set(PAGES) == found


def test_every_code_has_a_section_with_both_languages_and_no_unfilled_example() -> None:
    sections = re.split(r"^## ", PAGES["reference/findings.md"], flags=re.MULTILINE)[1:]
    assert list(catalogue()) == [section.split("\n", 1)[0] for section in sections]
    for section in sections:
        said = re.findall(r"^- (.+)$", section, flags=re.MULTILINE)
        assert re.search(r"[一-鿿]", said[0])
        assert re.search(r"[A-Za-z]{3}", said[1])
        assert len(said) in {2, 4}
        assert [] == [line for line in said[2:] if "{" in line]
        assert len(said) == 4 or "{" not in section


def test_every_meaning_every_line_of_the_policy_and_every_sign_for_nothing_is_told() -> None:
    page = PAGES["reference/values.md"]
    rows = re.findall(r"^\| (?!填写的|-)(.+) \|$", page.replace("|---", "|-"), flags=re.MULTILINE)
    cells = [row.split(" | ") for row in rows if not row.startswith("-")]
    told = ["；".join(filter(None, (way.sentence, way.other))) for way in MEANINGS]
    assert told == [row[4] for row in cells if len(row) == 6]
    assert list(whole_policy()) == [(row[0], row[1]) for row in cells if len(row) == 3]
    assert [*NOT_APPLICABLE] == re.findall(r"`(.+?)`", page.rpartition("read as a blank")[2])


def sections(page: str, level: str = "##") -> dict[str, str]:
    """Cut a page at its headings of a level."""
    parts = re.split(rf"^{level} (.+)$", page, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_command_has_a_section_with_exactly_its_options() -> None:
    told = sections(PAGES["reference/cli.md"])
    assert list(main.commands) == list(told)
    for name, command in main.commands.items():
        flags = [each.opts[-1] for each in command.params if each.param_type_name == "option"]
        assert flags == re.findall(r"^\| `(--[a-z-]+)", told[name], flags=re.MULTILINE)
        assert f"xlreport {name}" in told[name]


def test_no_english_line_is_left_of_an_option_that_is_gone() -> None:
    import reference_cli

    flags = {
        (name, each.opts[-1])
        for name, command in main.commands.items()
        for each in command.params
        if each.param_type_name == "option"
    }
    known = {flag for _, flag in flags} | {f"{name} {flag}" for name, flag in flags}
    assert set() == set(reference_cli._OPTIONS) - known
    assert set(main.commands) == set(reference_cli._COMMANDS)


def test_every_public_name_has_a_section_with_its_fields() -> None:
    told = sections(PAGES["reference/api.md"], "###")
    assert sorted(xlreport.__all__) == sorted(told)
    for name, text in told.items():
        found = getattr(xlreport, name)
        if inspect.isclass(found) or inspect.isfunction(found):
            assert (found.__doc__ or "").split("`")[0].split("\n")[0][:30] in text
        if isinstance(found, type) and is_dataclass(found):
            listed = re.findall(r"^- `(\w+): ", text, flags=re.MULTILINE)
            assert [field.name for field in fields(found)] == listed


def test_no_address_of_this_run_is_on_the_page_of_the_library() -> None:
    assert [] == re.findall(r"0x[0-9a-f]{6}|<function", PAGES["reference/api.md"])


@pytest.mark.parametrize("name", list_forms())
def test_every_cell_of_a_form_stands_where_its_row_and_its_column_meet(name: str) -> None:
    form, told = load_form(name), sections(PAGES["reference/forms.md"], "###")
    places = lay_form(form).positions
    for table in form.tables:
        text = told[f"{name}: {table.key}"]
        assert f"Sheet `{table.sheet}`." in text
        met = set()
        for strip in text.split("| key | label | at |")[1:]:
            rows = re.findall(r"^\| `(\w+)` \|.*\| row (\d+) \|$", strip, flags=re.MULTILINE)
            columns = re.findall(r"^\| `(\w+)` \|.*\| column (\w+) \|$", strip, flags=re.MULTILINE)
            met |= {(row, column, f"{at}{line}") for row, line in rows for column, at in columns}
        cells = {(cell.row, cell.column, places[cell.index].address) for cell in table.cells}
        assert cells == met


@pytest.mark.parametrize("name", list_forms())
def test_every_table_of_a_form_is_drawn_with_all_its_cells(name: str) -> None:
    told = sections(PAGES["reference/forms.md"], "###")
    for table in load_form(name).tables:
        drawn = told[f"{name}: {table.key}"]
        totals = sum(cell.total for cell in table.cells)
        assert (totals, len(table.cells)) == (drawn.count(">Σ</td>"), drawn.count("</td>"))


@pytest.mark.parametrize("form_id", list_forms())
def test_every_rule_and_check_of_a_form_is_told_with_its_sentence(form_id: str) -> None:
    form = load_form(form_id)
    parts = [(each.id, each.say) for each in form.rules]
    for name, say in [*parts, *((each.id, each.say) for each in form.checks)]:
        line = rf"^\| {name} \| \w+ \| {re.escape(say)} \|$"
        assert re.search(line, PAGES["reference/forms.md"], re.MULTILINE)
