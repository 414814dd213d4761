"""The change log is for users: one form, short entries, the library's version on top.

It stands in both languages; test_halves.py holds that both have the same headings and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click import Group
from halves import half_of

import xlreport
from xlreport.base.finding import catalogue
from xlreport.base.version import __version__
from xlreport.commands.main import main
from xlreport.form.load import list_forms, load_form

ROOT = Path(__file__).parents[2]
MOST_BYTES, MOST_SENTENCES = 25_000, 4
NUMBER = r"^## (\d+)\.(\d+)\.(\d+)"


@dataclass(frozen=True)
class Half:
    """One half of the change log, and what its language asks of it."""

    text: str
    version: re.Pattern[str]
    unreleased: str
    sections: tuple[str, ...]
    guide: str
    sentence: re.Pattern[str]
    stops: tuple[str, ...]
    most_letters: int

    @property
    def newest(self) -> str:
        """What the half tells of the newest version."""
        first, second, *_ = self.version.finditer(self.text)
        return self.text[first.end() : second.start()]

    def versions(self) -> list[tuple[str, ...]]:
        """Give the numbers and the date of every version, "" for one not yet released."""
        found = self.version.findall(self.text)
        return [(*each[:3], each[3].replace(self.unreleased, "")) for each in found]

    def told(self) -> dict[str, str]:
        """Give what the newest version tells, by section; what stands before them has no name."""
        before, *parts = re.split(r"^### (.*)\n", self.newest, flags=re.MULTILINE)
        named = dict(zip(parts[::2], parts[1::2], strict=True))
        return {"": before.strip()} | named if before.strip() else named


ENGLISH = Half(
    text=(ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
    version=re.compile(NUMBER + r"(?: \((unreleased|\d{4}-\d{2}-\d{2})\))?$", re.MULTILINE),
    unreleased="unreleased",
    sections=("Added", "Changed", "Mended", "What programmers must change"),
    guide="](docs/how-to/migrate-",
    sentence=re.compile(r"[.?](?= [A-Z`\d\u4e00-\u9fff]|$)"),
    stops=(".", ":"),
    most_letters=480,
)
CHINESE = Half(
    text=(ROOT / half_of("CHANGELOG.md")).read_text(encoding="utf-8"),
    version=re.compile(NUMBER + r"(?:（(未发布|\d{4}-\d{2}-\d{2})）)?$", re.MULTILINE),
    unreleased="未发布",
    sections=("新增", "改变", "改正", "开发者须知"),
    guide="](docs/zh/how-to/migrate-",
    sentence=re.compile("[。？]"),
    stops=("。", "："),
    most_letters=240,
)
of_each_half = pytest.mark.parametrize("half", [ENGLISH, CHINESE], ids=["English", "Chinese"])


def entries(text: str) -> Iterator[str]:
    """Yield the entries of a text, each on one line."""
    for entry in re.findall(r"^- (.*(?:\n  .*)*)", text, re.MULTILINE):
        yield " ".join(entry.split())


def code(text: str) -> list[str]:
    """Give what stands as code in the lines of a text, sorted."""
    return sorted(re.findall(r"`([^`]+)`", text))


def options(group: Group) -> Iterator[str]:
    """Yield the options of all commands."""
    for command in group.commands.values():
        for parameter in command.params:
            yield from parameter.opts


@of_each_half
def test_versions_stand_from_the_newest_to_the_oldest(half: Half) -> None:
    heads = re.findall(r"^## .*$", half.text, re.MULTILINE)
    assert heads == [match[0] for match in half.version.finditer(half.text)]
    numbers = [tuple(map(int, version[:3])) for version in half.versions()]
    assert sorted(set(numbers), reverse=True) == numbers


@of_each_half
def test_the_newest_version_is_the_librarys_or_not_yet_released(half: Half) -> None:
    newest, *released = half.version.finditer(half.text)
    current = released[0] if newest[4] == half.unreleased else newest
    assert __version__ == ".".join(current.groups()[:3])
    assert [] == [match[0] for match in released if match[4] == half.unreleased]


@of_each_half
def test_the_newest_version_tells_what_was_added_changed_mended_and_what_to_change(
    half: Half,
) -> None:
    told = half.told()
    assert [name for name in half.sections if name in told] == list(told)
    assert [] == [name for name, text in told.items() if not list(entries(text))]
    assert half.guide in told.get(half.sections[-1], half.guide)


def test_both_halves_tell_of_the_same_versions_and_days() -> None:
    assert ENGLISH.versions() == CHINESE.versions()


def test_both_halves_have_the_same_sections_with_the_same_number_of_entries() -> None:
    counted = [
        [
            (half.sections.index(name), len(list(entries(text))))
            for name, text in half.told().items()
        ]
        for half in (ENGLISH, CHINESE)
    ]
    assert counted[0] == counted[1]


def test_both_halves_of_an_entry_name_the_same_code() -> None:
    english, chinese = (list(entries(half.text)) for half in (ENGLISH, CHINESE))
    pairs = list(zip(english, chinese, strict=True))
    assert [] == [pair for pair in pairs if code(pair[0]) != code(pair[1])]


@of_each_half
def test_an_entry_is_short_and_ends_with_a_full_stop(half: Half) -> None:
    found = list(entries(half.newest))
    assert [] == [entry for entry in found if not entry.endswith(half.stops)]
    assert [] == [entry for entry in found if len(entry) > half.most_letters]
    ends = {entry: len(half.sentence.findall(entry)) for entry in found}
    assert [] == [entry for entry, count in ends.items() if count > MOST_SENTENCES]
    assert len(found) == len(set(found))


@of_each_half
def test_the_newest_version_is_told_on_some_pages_and_not_more(half: Half) -> None:
    assert len(half.newest.encode()) <= MOST_BYTES


def test_every_option_of_an_entry_is_one_of_a_command() -> None:
    known = set(options(main)) | {"--help"}
    assert [] == sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", ENGLISH.newest)) - known)


def test_every_code_of_an_entry_is_one_of_a_finding() -> None:
    known = set(catalogue()) | {c.id for name in list_forms() for c in load_form(name).checks}
    assert [] == sorted(set(re.findall(r"`([A-Z][A-Z\d]*(?:-[A-Z\d]+)*)`", ENGLISH.newest)) - known)


def test_every_function_of_an_entry_is_public() -> None:
    named = set(re.findall(r"`(?:xlreport\.)?((?:read|write|compare)_\w+)\b", ENGLISH.newest))
    assert [] == sorted(named - set(xlreport.__all__))
