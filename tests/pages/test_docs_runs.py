"""The pages that show a run show what happens today."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from page_runs import put_outputs, run_page

DOCS = Path(__file__).parents[2] / "docs"
BUILD = runpy.run_path(str(DOCS / "build.py"))
RUN: Callable[[str, Path, Path], dict[Path, str]] = BUILD["run"]


@pytest.mark.parametrize("name", BUILD["RUN"])
def test_the_page_and_its_half_show_what_its_commands_say(
    name: str, demonstration: Path, tmp_path: Path
) -> None:
    for path, text in RUN(name, tmp_path, demonstration).items():
        assert path.read_text(encoding="utf-8") == text, "run `make pages`"


def test_every_page_with_a_run_is_run() -> None:
    shown = {
        path.relative_to(DOCS).as_posix()
        for path in DOCS.rglob("*.md")
        if re.search(r"^```(console|pycon)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    english = {page for page in shown if (DOCS / page.removeprefix("zh/")).is_file()}
    assert {page.removeprefix("zh/") for page in english} | (shown - english) == set(BUILD["RUN"])


def test_outputs_are_replaced_and_cut_and_files_are_written(tmp_path: Path) -> None:
    page = """<!-- file: a.txt -->
```text
one
```

```pycon
>>> from pathlib import Path
>>> for line in Path("a.txt").read_text().splitlines():
...     print(line * 2)
old
```

<!-- lines: 1 -->
```console
$ xlreport forms
old
```
"""
    shown = run_page(page, tmp_path)
    assert "one\n" == (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert "...     print(line * 2)\noneone\n```" in shown
    assert re.search(r"\$ xlreport forms\nenforcement-2021 .+\n…\n```", shown)
    assert "old" not in shown


@pytest.mark.parametrize("line", ["xlreport nonsense", "xlreport forms no-form", "rm -r ."])
def test_a_command_used_wrongly_stops_the_page(line: str, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        run_page(f"```console\n$ {line}\n```\n", tmp_path)


def test_the_other_half_gets_the_outputs_and_keeps_its_comments() -> None:
    half = "说明\n\n```pycon\n>>> a = 1  # 一\n>>> a\n旧\n```\n\n```toml\nb = 1  # 一\n```\n"
    ran = "Words\n\n```pycon\n>>> a = 1  # one\n>>> a\n1\n```\n\n```toml\nb = 1  # one\n```\n"
    assert half.replace("旧", "1") == put_outputs(half, ran)


@pytest.mark.parametrize(
    "half",
    ["", "```pycon\n>>> a\n```\n", "```pycon\n>>> b\n>>> a\n```\n", "```console\n$ b\n```\n"],
)
def test_a_half_that_runs_something_else_stops_the_page(half: str) -> None:
    with pytest.raises(RuntimeError, match=r"half shows|halves do not"):
        put_outputs(half, "```pycon\n>>> b\n1\n```\n")
