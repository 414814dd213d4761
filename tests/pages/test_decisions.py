"""Every decision has one form, fits half a page, and says by which later one it was overtaken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "decisions"
DECISIONS = {p.name: p.read_text(encoding="utf-8") for p in sorted(FOLDER.glob("0*.md"))}
PARTS = ["Context", "Choice", "Consequence"]
LINES, WIDTH = 25, 120
HOMES = [ROOT, ROOT / "src", ROOT / "src" / "xlreport"]
LINK = r"\[\d{4}\]\([\w-]+\.md\)"
OVERTAKEN = re.compile(rf"Overtaken (?:by {LINK}\.|in part by {LINK}(?: and {LINK})?: [^\n]+\.)")
LISTED = re.compile(r"^(\d+)\. \[(.+?)\]\((\d{4}-[\w-]+\.md)\)(?:, (overtaken .+))?$", re.MULTILINE)


def title_of(name: str) -> str:
    return DECISIONS[name].partition("\n")[0].removeprefix("# ")


def note_of(name: str) -> str:
    """Return the paragraph between the title and the context, which says what overtook it."""
    paragraphs = DECISIONS[name].split("\n\n")
    return "" if paragraphs[1].startswith("**") else " ".join(paragraphs[1].split())


def overtakers(text: str) -> list[str]:
    """Return the decisions to which a sentence on overtaking leads."""
    return re.findall(r"\]\(([\w-]+\.md)\)", text)


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_says_context_choice_and_consequence(name: str) -> None:
    title, *paragraphs = DECISIONS[name].rstrip("\n").split("\n\n")
    assert ["# "] == re.findall(r"^# (?=\S)", title)
    said = [paragraph for paragraph in paragraphs if paragraph.startswith("**")]
    assert PARTS == [re.findall(r"^\*\*(\w+)\.\*\* \S", paragraph)[0] for paragraph in said]
    assert len(paragraphs) == len(said) + bool(note_of(name))


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_fits_half_a_page(name: str) -> None:
    lines = DECISIONS[name].splitlines()
    assert len(lines) <= LINES
    assert [] == [line for line in lines if len(line) > WIDTH]


@pytest.mark.parametrize("name", [name for name in DECISIONS if note_of(name)])
def test_a_decision_that_was_overtaken_leads_to_a_later_one(name: str) -> None:
    assert OVERTAKEN.fullmatch(note_of(name))
    assert [] == [other for other in overtakers(note_of(name)) if other not in DECISIONS]
    assert [] == [other for other in overtakers(note_of(name)) if other <= name]


def test_the_list_names_every_decision_with_its_title_and_what_overtook_it() -> None:
    listed = LISTED.findall((FOLDER / "README.md").read_text(encoding="utf-8"))
    assert list(DECISIONS) == [name for _, _, name, _ in listed]
    assert [title_of(name) for name in DECISIONS] == [title for _, title, _, _ in listed]
    numbers = range(1, len(DECISIONS) + 1)
    assert [str(number) for number in numbers] == [number for number, _, _, _ in listed]
    assert [f"{number:04}" for number in numbers] == [name[:4] for name in DECISIONS]
    marks = [note_of(name).partition(": ")[0].rstrip(".").lower() for name in DECISIONS]
    assert marks == [mark for _, _, _, mark in listed]


def test_every_file_that_a_decision_names_exists() -> None:
    missing = [
        (name, path)
        for name, text in DECISIONS.items()
        for path in re.findall(r"`((?:\w+/)+\w+\.\w+)`", text)
        if not any((base / path).is_file() for base in HOMES)
    ]
    assert [] == missing
