"""No English word in pages, docstrings and sentences is one of the slips that codespell knows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROSE = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs", "src", "examples", "benchmarks"]
UNREAD = "*.png,*.svg,*.json,*.ipynb,*.pyc,*.docx,*.pdf,*.xlsx"


def spell(*paths: str | Path) -> tuple[int, str]:
    """Run codespell over paths, with what pyproject.toml excuses."""
    done = subprocess.run(
        [sys.executable, "-m", "codespell_lib", f"--skip={UNREAD}", *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


def test_no_word_is_a_known_slip() -> None:
    assert (0, "") == spell(*PROSE)


def test_a_slip_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("The retruns are recieved.\n", encoding="utf-8")
    status, said = spell(page)
    assert (65, ["recieved", "retruns"]) == (
        status,
        sorted(line.split()[1] for line in said.splitlines()),
    )
