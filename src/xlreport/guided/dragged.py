"""Returns that were dragged on the icon: checked at once, by the answers that are there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from xlreport.base.errors import XlreportError
from xlreport.base.windows import is_writable
from xlreport.guided.answers import ANSWERS_FILE, Answers, read_answers
from xlreport.guided.asked import RETURNS_FOLDER
from xlreport.guided.guided import Guide, Run, open_file
from xlreport.guided.jobs import RESULT, check_step
from xlreport.guided.questions import Terminal

_FILES = {"roster": "单位名录", "last_year": "上年的数据"}


def check_dragged(run: Run, paths: Sequence[Path], work: Path) -> None:
    """Check what was dragged, in the folder of its answers; end when a line has been typed."""
    from rich.console import Console

    with suppress(EOFError, KeyboardInterrupt):
        check(Terminal(Console(highlight=False)), run, paths, work, open_file)
    with suppress(EOFError, KeyboardInterrupt):
        input("\n按回车键关闭窗口。")


def check(
    terminal: Terminal,
    run: Run,
    paths: Sequence[Path],
    work: Path,
    opened: Callable[[Path], None],
) -> None:
    """Check returns by the answers beside them, else by those of the working folder.

    What the answers name lies beside them, so their folder becomes the current one. The result is
    written beside a folder; of files it is written there, since among returns it would be read.
    """
    paths = [path.absolute() for path in paths]
    own = next((path for path in paths if _is_of_work(path, work)), None)
    if own is not None:
        terminal.say(
            f"{own} 不是收回报送件的文件夹，里面有本软件或者它生成的文件。"
            f"请拖其中放报送件的文件夹，如 {RETURNS_FOLDER}。",
            "red",
        )
        return
    first = paths[0]
    # Files lie in the folder of returns, which lies beside the answers as the guide asks for it.
    around = [first.parent] if first.is_dir() else [first.parent, first.parent.parent]
    places = [place for place in (*around, work) if (place / ANSWERS_FILE).is_file()]
    os.chdir(places[0] if places else work)
    answers = _known(terminal) if places else Answers()
    if not places:
        terminal.say(f"没有 {ANSWERS_FILE}：不带单位名录审核，看不出谁没有报送。", "yellow")
    if answers.roster and not any(path.is_dir() for path in paths):
        left = "别的单位列为未报送，关于它们的处理意见列为没有用上，都不用管"
        terminal.say(f"只审核拖来的文件：{left}；看全部情况，请拖文件夹。", "yellow")
    place = first.parent if first.is_dir() and first.parent != first else Path.cwd()
    if not is_writable(place):
        terminal.say(f"{place} 不能写入，结果写到 {work}。", "yellow")
        place = work
    step = check_step(answers, [str(path) for path in paths], place / RESULT)
    Guide(terminal, run, opened, answers).carry_out(step)


def _is_of_work(path: Path, work: Path) -> bool:
    """Tell whether a folder has answers, or contains the working folder or the program."""
    around = {work, *work.parents, *Path(__file__).absolute().parents}
    return path.is_dir() and (path in around or (path / ANSWERS_FILE).is_file())


def _known(terminal: Terminal) -> Answers:
    """Return the answers of the current folder without those whose files are gone."""
    terminal.say(f"按 {Path.cwd() / ANSWERS_FILE} 中的回答审核。")
    try:
        answers = read_answers(Path())
    except XlreportError as error:
        terminal.say(f"没有用上：{error}", "yellow")
        return Answers()
    for name, called in _FILES.items():
        given = answers.given(name)
        if given and not Path(given).exists():
            terminal.say(f"{called}“{given}”找不到，没有用上。", "yellow")
            answers = replace(answers, **{name: ""})
    return answers
