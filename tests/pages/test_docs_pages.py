"""The generated pages of the reference say what the library goes by today, in both languages."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from english import Language, sentences
from reference import reference_pages
from reference_cli import joined
from reference_findings import fact_names

import xlreport
from xlreport.base.finding import catalogue
from xlreport.commands.main import main
from xlreport.form.blanks import whole_policy
from xlreport.form.load import list_forms, load_form
from xlreport.form.meanings import MEANINGS, NOT_APPLICABLE
from xlreport.layout.layout import lay_form

DOCS = Path(__file__).parents[2] / "docs"
PAGES = reference_pages()
ENGLISH, CHINESE = FOLDERS = ("reference", "zh/reference")


def sections(page: str, level: str = "##") -> dict[str, str]:
    """Cut a page at its headings of a level."""
    parts = re.split(rf"^{level} (.+)$", page, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def tables(page: str) -> list[list[list[str]]]:
    """Give the tables of a page as rows of cells, without their headers."""
    found = re.findall(r"(?:^\|.*\|\n)+", page, re.MULTILINE)
    return [[row[2:-2].split(" | ") for row in table.splitlines()[2:]] for table in found]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_fresh(name: str) -> None:
    committed = (DOCS / name).read_text(encoding="utf-8")
    assert PAGES[name] == committed, "run `make pages`"


def test_no_other_page_is_in_the_folders() -> None:
    found = {
        path.relative_to(DOCS).as_posix()
        for folder in FOLDERS
        for path in (DOCS / folder).glob("*.md")
    }
    assert set(PAGES) == found


def test_every_code_has_a_section_that_says_what_it_means_and_what_to_do() -> None:
    for folder, meaning, advice in (
        (ENGLISH, "What it means:", "What to do:"),
        (CHINESE, "意思：", "怎样处理："),
    ):
        told = sections(PAGES[f"{folder}/findings.md"])
        assert list(catalogue()) == list(told)
        for text in told.values():
            said = re.findall(r"^- (.+)$", text, flags=re.MULTILINE)
            assert [True, True] == [said[0].startswith(meaning), said[1].startswith(advice)]
            assert "{" not in text


def test_no_name_is_kept_of_a_fact_that_no_sentence_is_filled_in_with() -> None:
    filled_in = {
        name
        for entry in catalogue().values()
        for fact in re.findall(r"\{(\w+)", entry.zh + entry.advice_zh)
        for name in (fact, f"{entry.code}.{fact}")
    }
    assert set() == set(fact_names()) - filled_in


def test_the_chinese_page_of_findings_says_its_severities_in_chinese() -> None:
    told = sections(PAGES[f"{CHINESE}/findings.md"])
    expected = [entry.severity.chinese for entry in catalogue().values()]
    assert expected == [text.split("\n\n")[1] for text in told.values()]


def test_every_meaning_every_line_of_the_policy_and_every_sign_for_nothing_is_told() -> None:
    page = PAGES[f"{CHINESE}/values.md"]
    meanings, policy = tables(page)
    for way, row in zip(MEANINGS, meanings, strict=True):
        assert all(said in row[4] for said in (way.sentence, way.other))
    assert [list(line) for line in whole_policy()] == policy
    assert [*NOT_APPLICABLE] == re.findall(r"`(.+?)`", page.rpartition("视为空着的写法")[2])


@pytest.mark.parametrize("name", ["cli.md", "findings.md", "forms.md", "values.md"])
def test_both_languages_have_the_same_tables_and_rows(name: str) -> None:
    english, chinese = (tables(PAGES[f"{folder}/{name}"]) for folder in FOLDERS)
    assert [len(table) for table in english] == [len(table) for table in chinese]


def test_the_english_page_of_the_commands_is_english_but_for_examples_and_names() -> None:
    page = re.sub(
        r"^```(?:sh|python)\n.*?^```$", "", PAGES[f"{ENGLISH}/cli.md"], flags=re.DOTALL | re.M
    )
    named = {"盐池县", "迁移说明", "演示", "台账", "申请台账"}
    assert named == set(re.findall(r"[一-鿿]+", page))


def test_every_command_has_a_section_with_exactly_its_options() -> None:
    for folder in FOLDERS:
        told = sections(PAGES[f"{folder}/cli.md"])
        assert list(main.commands) == list(told)
        for name, command in main.commands.items():
            flags = [each.opts[0] for each in command.params if each.param_type_name == "option"]
            assert flags == re.findall(r"^\| `(--[a-z-]+)", told[name], flags=re.MULTILINE)
            assert f"xlreport {name}" in told[name]


def test_no_english_is_kept_of_a_sentence_that_the_library_no_longer_says() -> None:
    said = "\n".join(PAGES[f"{CHINESE}/{name}"] for name in ("cli.md", "values.md"))
    said = said.replace("`", "") + "；".join(option_words())
    meanings = {"；".join(filter(None, (way.sentence, way.other))) for way in MEANINGS}
    for topic, english in sentences().items():
        gone = [each for each in english if each not in said and each not in meanings]
        assert [] == gone, topic


def option_words() -> list[str]:
    """Give what the options and arguments of the commands call what they take."""
    return [str(each.metavar) for command in main.commands.values() for each in command.params]


def test_a_sentence_without_english_stops_the_english_page_alone() -> None:
    assert "没有这句话" == Language.CHINESE.says("options", "没有这句话")
    with pytest.raises(KeyError, match="没有这句话"):
        Language.ENGLISH.says("options", "没有这句话")


def test_lines_of_a_help_are_joined_with_a_blank_beside_latin_letters_alone() -> None:
    assert "一列 value 各列，也可以不写" == joined("一列 value\n各列，\n也可以\n不写")


def test_every_public_name_has_a_section_with_its_fields() -> None:
    for folder in FOLDERS:
        told = sections(PAGES[f"{folder}/api.md"], "###")
        assert sorted(xlreport.__all__) == sorted(told)
        for name, text in told.items():
            found = getattr(xlreport, name)
            if isinstance(found, type) and is_dataclass(found):
                listed = re.findall(r"^- `(\w+): ", text, flags=re.MULTILINE)
                assert [field.name for field in fields(found)] == listed


def test_every_public_name_is_told_by_its_docstring_in_english() -> None:
    for name, text in sections(PAGES[f"{ENGLISH}/api.md"], "###").items():
        found = getattr(xlreport, name)
        if inspect.isclass(found) or inspect.isfunction(found):
            assert (found.__doc__ or "").split("`")[0].split("\n")[0][:30] in text


def test_both_pages_of_the_library_have_the_same_code() -> None:
    fences = [
        re.findall(r"^```python\n.*?^```$", PAGES[f"{folder}/api.md"], re.DOTALL | re.MULTILINE)
        for folder in FOLDERS
    ]
    assert fences[0] == fences[1]
    assert len(fences[0]) > 50


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_address_of_this_run_is_on_the_page_of_the_library(folder: str) -> None:
    assert [] == re.findall(r"0x[0-9a-f]{6}|<function", PAGES[f"{folder}/api.md"])


@pytest.mark.parametrize("name", list_forms())
@pytest.mark.parametrize(
    ("folder", "sheet", "header", "row", "column"),
    [
        (ENGLISH, "Sheet `{}`.", "| key | label | at |", r"row (\d+)", r"column (\w+)"),
        (CHINESE, "表页“{}”。", "| 代号 | 名称 | 位置 |", r"第 (\d+) 行", r"([A-Z]+) 列"),
    ],
)
def test_every_cell_of_a_form_stands_where_its_row_and_its_column_meet(
    folder: str, sheet: str, header: str, row: str, column: str, name: str
) -> None:
    form, told = load_form(name), sections(PAGES[f"{folder}/forms.md"], "###")
    places = lay_form(form).positions
    for table in form.tables:
        text = told[f"{name}: {table.key}"]
        assert sheet.format(table.sheet) in text
        met = set()
        for strip in text.split(header)[1:]:
            rows = re.findall(rf"^\| `(\w+)` \|.*\| {row} \|$", strip, flags=re.MULTILINE)
            columns = re.findall(rf"^\| `(\w+)` \|.*\| {column} \|$", strip, flags=re.MULTILINE)
            met |= {(key, across, f"{at}{line}") for key, line in rows for across, at in columns}
        cells = {(cell.row, cell.column, places[cell.index].address) for cell in table.cells}
        assert cells == met


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", list_forms())
def test_every_table_of_a_form_is_drawn_with_all_its_cells(name: str, folder: str) -> None:
    told = sections(PAGES[f"{folder}/forms.md"], "###")
    for table in load_form(name).tables:
        drawn = told[f"{name}: {table.key}"]
        totals = sum(cell.total for cell in table.cells)
        assert (totals, len(table.cells)) == (drawn.count(">Σ</td>"), drawn.count("</td>"))


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("form_id", list_forms())
def test_every_rule_and_check_of_a_form_is_told_with_its_sentence(
    form_id: str, folder: str
) -> None:
    form = load_form(form_id)
    parts = [(each.id, each.say) for each in form.rules]
    for name, say in [*parts, *((each.id, each.say) for each in form.checks)]:
        line = rf"^\| {name} \| \w+ \| {re.escape(say)} \|$"
        assert re.search(line, PAGES[f"{folder}/forms.md"], re.MULTILINE)
