"""The page of the five jobs: for each the command, the Python and what it prints, the notebook.

The words stand in docs/jobs.toml, in both languages; the Python and its output are those of the
notebooks of examples/, which `make notebooks` makes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from english import Language
from halves import ROOT
from notebooks import EXAMPLES, read_notebook
from reference_markdown import UP

DOCS = Path(__file__).parent
_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.ENGLISH: {
        "head": """# The five jobs

The work of a year is five jobs. Each is done by commands, or by Python that does the same: a script
of less than forty lines, and a notebook with its output. To try them, make the demonstration in an
empty folder:
""",
        "then": "The commands and the scripts below run in this folder, in this order.",
        "python": "In Python:",
        "prints": "It prints:",
        "files": "Script {script}, notebook {notebook}.",
    },
    Language.CHINESE: {
        "head": "# 五项工作\n\n"
        "一年的工作分五项。每项都可以用命令做，也可以用 Python 做同样的事：一个不到四十行的脚本"
        "和一份带运行结果的笔记本。试用时，先在空文件夹中生成演示：\n",
        "then": "下面的命令和脚本都在这个文件夹中运行，按这里的先后。",
        "python": "用 Python：",
        "prints": "输出是：",
        "files": "脚本 {script}，笔记本 {notebook}。",
    },
}


def jobs() -> list[dict[str, Any]]:
    """Read what is said of each job, and its commands."""
    with (DOCS / "jobs.toml").open("rb") as file:
        entries: list[dict[str, Any]] = tomllib.load(file)["job"]
    return entries


def jobs_page(language: Language) -> str:
    """Write the page in one language."""
    words = _WORDS[language]
    head = [words["head"], "```sh", "xlreport demo", "```", "", words["then"], ""]
    return "\n".join([*head, *(_job(job, language) for job in jobs())])


def _job(job: Mapping[str, Any], language: Language) -> str:
    """Write the section of one job."""
    words, name = _WORDS[language], job["name"]
    heading, about = job[language]
    folder = UP[language] + EXAMPLES.relative_to(ROOT).as_posix()
    files = words["files"].format(
        script=f"[{name}.py]({folder}/{name}.py)",
        notebook=f"[{name}.ipynb]({folder}/notebooks/{name}.ipynb)",
    )
    script = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8").strip()
    said = "".join(cell.said for cell in read_notebook(name)).rstrip()
    lines = [f"## {heading}", "", about, "", "```sh", *job["commands"], "```", ""]
    lines += [words["python"], "", "```python", script, "```", ""]
    lines += [words["prints"], "", "```text", said, "```", "", files, ""]
    return "\n".join(lines)
