"""What every page holds to: pictures are small, words agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlreport.base.finding import Severity
from xlreport.guided.answers import ANSWERS_FILE
from xlreport.guided.asked import ASKED, RETURNS_FOLDER, ROSTER_FILE, SUMMARY_FILE
from xlreport.guided.jobs import (
    COPIES,
    DECISIONS,
    FIGURES,
    JOBS,
    MESSAGES,
    RECEIPTS,
    REPORT,
    RESULT,
    TEMPLATES,
)
from xlreport.settlement.status import DepartmentStatus, FileStatus

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
ADDRESS = re.compile(r"\]\((https?://[^)\s]+)\)")
PROGRAMS = {
    *(
        "English",
        "WPS",
        "what",
        "and",
        "LibreOffice",
        "gnumeric",
        "Open",
        "XML",
        "SDK",
        "ONLYOFFICE",
    ),
    *("Numbers", "macOS", "Mac", "Windows", "Google", "Univer", "Luckysheet", "Mobile"),
    *("openpyxl", "ExcelJS", "SheetJS", "Wine", "Python"),
    *("xls", "xlsx", "zip"),
}
FORM_FILES = {
    *("TOML", "SHA", "UTF", "Python", "pandas", "JSON", "Schema", "English"),
    *("Code", "Even", "Better", "taplo"),
}
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_picture_is_shown_with_words_and_below_200_kb() -> None:
    shown = {
        ((DOCS / name).parent / target).resolve(): words
        for name in PAGES
        for words, target in PICTURE.findall(read(name))
    }
    assert all(shown.values())
    # What lies elsewhere is held there to be shown.
    elsewhere = (ROOT / "benchmarks" / "plots", ROOT / "src" / "xlreport" / "guides" / "pictures")
    assert {each for each in shown if each.parent not in elsewhere} == set(
        (DOCS / "pictures").resolve().glob("*.png")
    )
    assert [] == [path.name for path in shown if path.stat().st_size > 200_000]


def test_the_glossary_has_every_status_and_severity_in_both_languages() -> None:
    page = read("glossary.md")
    statuses = [*DepartmentStatus, *FileStatus]
    assert [] == [each for each in statuses if f"| {each.value} | {each.chinese} |" not in page]
    assert [] == [each for each in Severity if f"{each.value} {each.chinese}" not in page]


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("clerk.md", {"PDF"}),
        (
            "officer.md",
            {
                *("Windows", "Python", "cmd", "program", "python", "embed", "amd", "xlreport"),
                *("Linux", "Wine"),
            },
        ),
        ("how-to/registers.md", {"UTF", "csv", "xls", "xlsx", "English"}),
        ("form-file.md", FORM_FILES),
        ("formats.md", set()),
        ("tutorial.md", {"Windows", "Python", "pandas", "PyPI"}),
        ("how-to/annex-and-theme.md", {"UTF", "Python"}),
        ("how-to/figures-in-pandas.md", {"pandas"}),
        ("how-to/fill-by-program.md", {"JSON", "Python"}),
        ("how-to/last-year.md", {"Python"}),
        ("how-to/migrate-0.2.md", {"JSON"}),
        ("how-to/new-edition.md", {"TOML", "Windows", "Code", "Python", "UTF"}),
        ("how-to/second-sources.md", {"Python"}),
        ("how-to/unusual-figures.md", {"JSON"}),
        ("how-to/waivers.md", {"FORM", "JSON", "Python"}),
        ("how-to/wps-and-excel.md", PROGRAMS),
    ],
)
def test_the_chinese_pages_speak_chinese(name: str, terms: set[str]) -> None:
    # The sentences of the appendix are held by the tests of the catalogue.
    page = read(f"zh/{name}").partition("## 附录　屏幕")[0]
    prose = re.sub(r"```.*?```|`[^`]*`|\([^)]*\)|<!--.*?-->", "", page, flags=re.DOTALL)
    known = {"WPS", "Excel", "Word", "Alt", "Ctrl", "Delete", "Enter"} | terms
    assert set() == set(re.findall(r"(?<![\w.])[A-Za-z]{3,}", prose)) - known


def test_the_officer_reads_of_every_job_and_answer_as_the_screen_has_it() -> None:
    page = read("zh/officer.md").partition("## 单位名录")[0]
    jobs = [f"| {number} | {job.name} |" for number, job in enumerate(JOBS, 1)]
    files = (RESULT, DECISIONS, SUMMARY_FILE, REPORT, FIGURES, ROSTER_FILE, ANSWERS_FILE)
    folders = (TEMPLATES, COPIES, MESSAGES, RECEIPTS, RETURNS_FOLDER)
    named = [*jobs, *(f"`{each}`" for each in files), *(f"“{each}”" for each in folders)]
    asked = [ASKED["county"].label, ASKED["year"].question]
    assert [] == [each for each in (*named, *asked) if each not in page]


def test_both_pages_about_other_programs_name_the_same_reports() -> None:
    english, chinese = read("how-to/wps-and-excel.md"), read("zh/how-to/wps-and-excel.md")
    assert ADDRESS.findall(english) == ADDRESS.findall(chinese)
    assert len(ADDRESS.findall(english)) > 20
