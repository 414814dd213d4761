"""The change log is for users: one form, short entries, the library's version on top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from click import Group

import xlreport
from xlreport.base.finding import catalogue
from xlreport.base.version import __version__
from xlreport.commands.main import main
from xlreport.form.load import list_forms, load_form

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
VERSION = re.compile(r"^## (\d+)\.(\d+)\.(\d+)( \(unreleased\)| \(\d{4}-\d{2}-\d{2}\))?$", re.M)
SECTIONS = ["Added", "Changed", "Mended", "What programmers must change"]
MOST_BYTES, MOST_LETTERS, MOST_SENTENCES = 25_000, 480, 4
NEWEST = TEXT[next(VERSION.finditer(TEXT)).end() : list(VERSION.finditer(TEXT))[1].start()]


def entries(text: str) -> Iterator[str]:
    """Yield the entries of a text, each on one line."""
    for entry in re.findall(r"^- (.*(?:\n  .*)*)", text, re.MULTILINE):
        yield " ".join(entry.split())


def options(group: Group) -> Iterator[str]:
    """Yield the options of all commands."""
    for command in group.commands.values():
        for parameter in command.params:
            yield from parameter.opts


def test_versions_stand_from_the_newest_to_the_oldest() -> None:
    heads = re.findall(r"^## .*$", TEXT, re.MULTILINE)
    found = list(VERSION.finditer(TEXT))
    assert heads == [match[0] for match in found]
    numbers = [tuple(map(int, match.groups()[:3])) for match in found]
    assert sorted(set(numbers), reverse=True) == numbers


def test_the_newest_version_is_the_librarys_or_not_yet_released() -> None:
    newest, *released = VERSION.finditer(TEXT)
    current = released[0] if newest[4] == " (unreleased)" else newest
    assert __version__ == ".".join(current.groups()[:3])
    assert [] == [match[0] for match in released if match[4] == " (unreleased)"]


def test_the_newest_version_tells_what_was_added_changed_mended_and_what_to_change() -> None:
    before, *parts = re.split(r"^### (.*)\n", NEWEST, flags=re.MULTILINE)
    told = dict(zip(parts[::2], parts[1::2], strict=True))
    assert ("", [name for name in SECTIONS if name in told]) == (before.strip(), list(told))
    assert [] == [name for name, text in told.items() if not list(entries(text))]
    assert "](docs/how-to/migrate-" in told.get(SECTIONS[-1], "](docs/how-to/migrate-")


def test_an_entry_is_short_and_ends_with_a_full_stop() -> None:
    found = list(entries(NEWEST))
    assert [] == [entry for entry in found if not entry.endswith((".", ":"))]
    assert [] == [entry for entry in found if len(entry) > MOST_LETTERS]
    ends = {entry: len(re.findall(r"[.?](?= [A-Z`\d\u4e00-\u9fff]|$)", entry)) for entry in found}
    assert [] == [entry for entry, count in ends.items() if count > MOST_SENTENCES]
    assert len(found) == len(set(found))


def test_the_newest_version_is_told_on_some_pages_and_not_more() -> None:
    assert len(NEWEST.encode()) <= MOST_BYTES


def test_every_option_of_an_entry_is_one_of_a_command() -> None:
    known = set(options(main)) | {"--help"}
    assert [] == sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", NEWEST)) - known)


def test_every_code_of_an_entry_is_one_of_a_finding() -> None:
    known = set(catalogue()) | {c.id for name in list_forms() for c in load_form(name).checks}
    assert [] == sorted(set(re.findall(r"`([A-Z][A-Z\d]*(?:-[A-Z\d]+)*)`", NEWEST)) - known)


def test_every_function_of_an_entry_is_public() -> None:
    named = set(re.findall(r"`(?:xlreport\.)?((?:read|write|compare)_\w+)\b", NEWEST))
    assert [] == sorted(named - set(xlreport.__all__))
