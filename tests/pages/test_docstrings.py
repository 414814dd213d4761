"""Every docstring on the page of the library has its Chinese, and it is of that English."""

from __future__ import annotations

import pytest
from docstrings import (
    Chinese,
    Docstring,
    chinese,
    code,
    docstrings,
    lacking,
    superfluous,
    to_fill_in,
)

WANTED, WRITTEN = docstrings(), chinese()
PACKAGES = sorted({each.package for each in WANTED.values()})


@pytest.mark.parametrize("package", PACKAGES)
def test_every_docstring_of_a_package_has_its_chinese(package: str) -> None:
    names = [each.name for each in lacking(WANTED, WRITTEN) if each.package == package]
    assert [] == names, f"python docs/docstrings.py {package}"


def test_no_chinese_is_left_of_a_docstring_that_is_gone() -> None:
    assert [] == superfluous(WANTED, WRITTEN)


def test_a_chinese_docstring_has_the_code_of_the_english_and_han_characters() -> None:
    for entries in WRITTEN.values():
        for name, each in entries.items():
            assert code(WANTED[name].english) == code(each.text), name
            assert any("一" <= character <= "鿿" for character in each.text), name


def test_a_docstring_lacks_its_chinese_where_that_is_missing_empty_or_of_another_english() -> None:
    english = Docstring("read", "base", "Read a file.")
    wanted = {"read": english}
    states: tuple[dict[str, Chinese], ...] = (
        {},
        {"read": Chinese(english.digest, "")},
        {"read": Chinese("0" * 12, "读取文件。")},
    )
    assert [[english]] * 3 == [lacking(wanted, {"base": state}) for state in states]
    done = {"base": {"read": Chinese(english.digest, "读取文件。")}}
    assert [] == lacking(wanted, done)


def test_the_chinese_of_another_package_is_superfluous() -> None:
    english = Docstring("read", "base", "Read a file.")
    written = {
        "form": {"read": Chinese(english.digest, "读取文件。"), "gone": Chinese("0" * 12, "无")}
    }
    expected = ["form.toml: read", "form.toml: gone"]
    assert expected == superfluous({"read": english}, written)


def test_an_entry_is_printed_ready_to_be_filled_in_with_its_english_above_it() -> None:
    english = Docstring("read", "base", "Read a file.\n\nIt is closed.")
    assert to_fill_in(english, None) == (
        "# Read a file.\n#\n# It is closed.\n"
        f"[\"read\"]\nof = \"{english.digest}\"\ntext = '''\n'''\n"
    )
