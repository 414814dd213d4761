"""A form file is loaded whole: editions, annexes, digests, and files with anything changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.made_up_form import MADE_UP_FORM, load_made_up
from xlreport.base.errors import FormError
from xlreport.form.load import list_forms, load_form


def test_these_form_files_come_with_the_library() -> None:
    assert [
        "enforcement-2021",
        "ogi-2019",
        "ogi-2021",
        "ogi-documents",
        "ogi-register",
        "ogi-supplement",
    ] == list_forms()


@pytest.mark.parametrize("name", list_forms())
def test_a_form_file_is_named_after_the_id_in_it(name: str) -> None:
    assert name == load_form(name).id


def test_a_form_is_loaded_once() -> None:
    assert load_form("ogi-2021") is load_form("ogi-2021")


def test_an_annex_adds_its_tables_behind_those_of_the_form() -> None:
    form = load_form("ogi-2021", annex="ogi-supplement")
    expected = ("ogi-2021+ogi-supplement", ["二", "三", "四", "附表"])
    assert expected == (form.id, [table.sheet for table in form.tables])


def test_the_id_of_a_form_with_an_annex_loads_both() -> None:
    assert load_form("ogi-2021", annex="ogi-supplement") is load_form("ogi-2021+ogi-supplement")


def test_a_form_of_ones_own_takes_an_annex_that_comes_with_the_library(tmp_path: Path) -> None:
    load_made_up(tmp_path)
    form = load_form(tmp_path / "made-up.toml", annex="ogi-supplement")
    assert ("made-up+ogi-supplement", 25) == (form.id, len(form.inputs))


def test_an_annex_has_another_digest_than_the_form_alone() -> None:
    names = ("ogi-2021", "ogi-supplement", "ogi-2021+ogi-supplement")
    assert 3 == len({load_form(name).digest for name in names})


def test_each_file_s_check_is_for_its_own_tables_and_no_id_is_used_twice(tmp_path: Path) -> None:
    load_made_up(tmp_path)
    annex = '[[check]]\nid = "MORE"\nkind = "whole"\nseverity = "info"\nsay = "整数"\n'
    head = 'id = "more"\ntitle = "附"\nfrom = 2020\n'
    table = "[[table]]\nkey = 'more'\nheading = '附、更多'\ncolumns = 'c  列'\nrows = 'r  行'\n"
    (tmp_path / "more.toml").write_text(head + table + annex, encoding="utf-8")
    form = load_form(tmp_path / "made-up.toml", annex=tmp_path / "more.toml")
    assert [("INT", 18), ("T2-AMT", 0), ("MORE", 1)] == [
        (check.id, len(check.cells)) for check in form.checks[:3]
    ]
    for used in ("T2-AMT", "L-SUM"):
        (tmp_path / "more.toml").write_text(head + table + annex.replace("MORE", used), "utf-8")
        with pytest.raises(FormError, match=rf"more.toml 第10行，.* {used} → id：编号“{used}”已经"):
            load_form(tmp_path / "made-up.toml", annex=tmp_path / "more.toml")


def test_a_form_and_its_annex_may_each_have_the_library_s_check(tmp_path: Path) -> None:
    load_made_up(tmp_path)
    form = load_form("ogi-2021", annex=tmp_path / "made-up.toml")
    whole = [check for check in form.checks if check.id == "INT"]
    assert ["件数为不小于0的整数", "册数、人数、件数为整数"] == [check.say for check in whole]
    tables = [{form.cells[index].table for index in check.cells} for check in whole]
    assert [{"proactive", "requests", "remedies"}, {"loans", "funds"}] == tables
    editions = [check for check in form.checks if check.id == "EDITION"]
    assert 1 == len(editions)


def test_windows_line_ends_and_a_byte_order_mark_make_no_other_form(tmp_path: Path) -> None:
    digest = load_made_up(tmp_path).digest
    path = tmp_path / "made-up.toml"
    path.write_bytes(b"\xef\xbb\xbf" + MADE_UP_FORM.replace("\n", "\r\n").encode())
    assert digest == load_form(path).digest


def test_any_other_change_makes_another_form(tmp_path: Path) -> None:
    one, other = load_made_up(tmp_path), load_made_up(tmp_path, ("期刊\n", "期刊杂志\n"))
    assert one.digest != other.digest


NO_FORM = (
    "这个报表格式；现有 enforcement-2021、ogi-2019、ogi-2021、ogi-documents、ogi-register、"
    "ogi-supplement，自定义的格式请写 .toml 文件的路径。"
)


PROACTIVE_TWICE = "表“proactive”写了2次；只能有一个，请删去或改名。"
UNREADABLE = "无法读取文件；请核对文件名、路径和权限。"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ogi-2020", f"没有“ogi-2020”{NO_FORM}".replace("；现有", "，是不是“ogi-2021”；现有")),
        ("", f"没有“”{NO_FORM}"),
        ("../forms/ogi-2021", f"没有“../forms/ogi-2021”{NO_FORM}"),
        ("ogi-2021+annex", f"没有“annex”{NO_FORM}"),
        ("none.toml", f"none.toml：{UNREADABLE}"),
        (Path("none.form"), f"none.form：{UNREADABLE}"),
        ("no\0ne.toml", f"'no\\x00ne.toml'：{UNREADABLE}"),
    ],
)
def test_a_form_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str | Path, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FormError) as error:
        load_form(name)
    assert expected == str(error.value)


@pytest.mark.parametrize("name", ["ogi-2021+ogi-2019", "ogi-2021+ogi-2021"])
def test_two_editions_of_one_form_are_no_form_with_an_annex(name: str) -> None:
    with pytest.raises(FormError, match="表“proactive”写了2次；只能有一个，请删去或改名。"):
        load_form(name)


def test_a_folder_is_no_form_file(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=rf"^{tmp_path.name}：{UNREADABLE}$"):
        load_form(tmp_path)


LINES = MADE_UP_FORM.splitlines()


SNIPPETS = ['"', "'", "'''", "[", "]", "7", "true", "{}", "=", "+", "-", "last.", ".", "\u3000"]
SNIPPETS += ["\t", " ", "total", "books", "\n", "、", "/", "\u2028", "\\u0007", "\x00", *LINES]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["drop", "double", "swap", "insert", "insert", "replace"]))
        if how == "drop" and len(lines) > 1:
            del lines[at]
        elif how == "double":
            lines.insert(at, lines[at])
        elif how == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            cut = draw(st.integers(0, len(lines[at])))
            rest = cut + draw(st.integers(1, 3)) if how == "replace" else cut
            lines[at] = lines[at][:cut] + draw(st.sampled_from(SNIPPETS)) + lines[at][rest:]
    return "\n".join(lines)


@settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(mutations())
def test_any_mutation_of_a_form_file_gives_a_form_or_a_form_error(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "mutated.toml"
    path.write_text(text, encoding="utf-8")
    try:
        as_it_should = bool(load_form(path).cells)
    except FormError as error:
        as_it_should = str(error).startswith(("mutated.toml：", "mutated.toml，", "mutated.toml "))
    assert as_it_should
