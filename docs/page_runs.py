"""Run the commands and the Python of a page and write what they really say beneath them.

A page that shows output shows the output of a run: `make pages` writes it, and a test runs the
page again. A fence of `console` holds lines of `$ xlreport …`, a fence of `pycon` statements after
`>>>`, a fence of `python` is run and says nothing. The line before a fence may be a comment:
`<!-- file: NAME -->` puts the fence's text into a file, `<!-- lines: N -->` shows N lines at most
of what each command says. All commands run on one day in January (`NOW`), so that what they say of
deadlines is the same on any day. A page in two languages is run once, from its English half, and
the outputs are put into both.
"""

from __future__ import annotations

import os
import re
import shlex
from contextlib import chdir, redirect_stdout
from datetime import datetime
from io import StringIO
from itertools import islice, takewhile
from pathlib import Path
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner
from page_parts import without_comments

from xlreport.cli.exit_status import ExitStatus
from xlreport.commands.main import main

NOW = datetime(2027, 1, 18, 9, 30)
_FENCE = re.compile(
    r"(?:^<!-- (?P<what>file|lines): (?P<value>.+?) -->\n)?"
    r"^```(?P<language>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_DIALOGUES = ("console", "pycon")


def run_page(text: str, folder: Path) -> str:
    """Run a page's fences one after the other in a folder; give the page with their outputs.

    Raises `RuntimeError` for a command that was used wrongly, and whatever Python raises.
    """
    names: dict[str, Any] = {}

    def run(fence: re.Match[str]) -> str:
        body, shown = fence["body"], None
        if fence["what"] == "file":
            (folder / fence["value"]).write_text(body, encoding="utf-8")
            return fence[0]
        if fence["what"] == "lines":
            shown = int(fence["value"])
        if fence["language"] == "console":
            said = "".join(_command(line, shown) for line in _prompts(body, "$ "))
        elif fence["language"] == "pycon":
            said = "".join(_statement(lines, names) for lines in _statements(body))
        else:
            if fence["language"] == "python":
                exec(body, names)  # noqa: S102 - the page is ours
            said = body
        start, end = fence.start("body") - fence.start(), fence.end("body") - fence.start()
        return fence[0][:start] + said + fence[0][end:]

    with chdir(folder), patch("xlreport.cli.clock.now", return_value=NOW):
        return _FENCE.sub(run, text)


def put_outputs(half: str, ran: str) -> str:
    """Put the outputs of a page that was run into its half, whose comments stay as they are.

    Raises `RuntimeError` where the half does not run the same.
    """
    others = [fence for fence in _FENCE.finditer(ran) if fence["language"] in _DIALOGUES]
    own = sum(fence["language"] in _DIALOGUES for fence in _FENCE.finditer(half))
    if own != len(others):
        raise RuntimeError(f"one half shows {own} runs, the other {len(others)}")
    left = iter(others)

    def put(fence: re.Match[str]) -> str:
        if fence["language"] not in _DIALOGUES:
            return fence[0]
        said = _with_prompts(fence["body"], next(left)["body"])
        start, end = fence.start("body") - fence.start(), fence.end("body") - fence.start()
        return fence[0][:start] + said + fence[0][end:]

    return _FENCE.sub(put, half)


def _with_prompts(own: str, ran: str) -> str:
    """Return a dialogue with the lines that were typed as one half has them."""
    typed = iter(line for line in own.splitlines() if _is_typed(line))
    lines = [next(typed, "") if _is_typed(line) else line for line in ran.splitlines()]
    said = "".join(f"{line}\n" for line in lines)
    if without_comments(said) != without_comments(ran) or next(typed, None) is not None:
        raise RuntimeError(f"the halves do not run the same:\n{own}\n{ran}")
    return said


def _is_typed(line: str) -> bool:
    return line.startswith(("$ ", ">>> ", "... ")) or line == "..."


def _prompts(body: str, prompt: str) -> list[str]:
    return [line for line in body.splitlines() if line.startswith(prompt)]


def _command(line: str, shown: int | None) -> str:
    """Run one line of the command line; what goes to both streams is shown, as in a terminal."""
    program, *words = shlex.split(line.removeprefix("$ "))
    if program != "xlreport":
        raise RuntimeError(f"a page runs xlreport alone, not {program}")
    done = CliRunner().invoke(main, words)
    if done.exit_code == ExitStatus.WRONG_USE or not isinstance(done.exception, SystemExit | None):
        raise RuntimeError(f"{line}: {done.output}") from done.exception
    said = done.output.replace(os.sep, "/").rstrip("\n").splitlines()
    cut = said if shown is None or len(said) <= shown else [*said[:shown], "…"]
    return "\n".join([line, *cut]) + "\n"


def _statements(body: str) -> list[list[str]]:
    """Split a dialogue into statements: a line after `>>>` with those after `...`."""
    lines = body.splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith(">>> ")]
    return [
        [lines[at], *takewhile(lambda line: line.startswith("..."), islice(lines, at + 1, None))]
        for at in starts
    ]


def _statement(lines: list[str], names: dict[str, Any]) -> str:
    """Run one statement as the prompt does; what it says is what it prints."""
    source = "\n".join(line[4:] for line in lines) + "\n"
    out = StringIO()
    with redirect_stdout(out):
        exec(compile(source, "<page>", "single"), names)  # noqa: S102 - the page is ours
    return "\n".join(lines) + "\n" + out.getvalue()
