"""Try the folder 年报汇总 (offline/folder.py) under Wine, as an office uses it.

The embeddable Python is made of the Windows Python of windows/wine.py: the same python311.dll, its
modules in one archive, its libraries flat beside it, its ._pth file. A small program plays
Explorer: it starts 年报汇总.bat by the very line that Explorer makes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import wine

RUNS = wine.FOLDER / "carried"
FOLDER = wine.ROOT / "dist" / "年报汇总"
EMBEDDED = "python-3.11.9-embed-amd64"
# As folders of offices are called, and worse. The cmd of Wine fails on ! and % as that of Windows
# does not; it lacks the variable CMDCMDLINE too, by which that of Windows gives its line.
PLACE = "我的 年报(一)[2]&^"
ARCHIVE, PATHS_FILE = "python311.zip", "python311._pth"
NOT_EMBEDDED = ("msvcp140.dll",)  # the wheels that need it bring their own
PATIENCE = 400
# Starts a line as Explorer does, with the answers of an officer who sits there.
EXPLORER = """
import os, subprocess, sys
done = subprocess.run(os.environ["LINE"], cwd=os.environ["WHERE"], stdin=sys.stdin,
                      stdout=sys.stdout, stderr=subprocess.STDOUT)
sys.exit(done.returncode)
"""


def steps(*, chosen: bool) -> Iterator[tuple[str, str]]:
    """Make the folder and use it; yield every step with its fault, or nothing for none.

    Those that are `chosen` show that it starts and checks what is dragged on it.
    """
    subprocess.run([sys.executable, str(wine.ROOT / "offline" / "folder.py")], check=True)
    shutil.rmtree(RUNS, ignore_errors=True)
    home = RUNS / PLACE / "年报汇总"
    shutil.copytree(FOLDER, home)
    status, said = double_click(home)
    yield "年报汇总.bat without Python: what to do is said", fault("全部解压缩" in said, said)
    lay_python(home / EMBEDDED)
    if chosen:
        status, said = double_click(home, *(home / "空白模板").glob("*报告（2021年版）.xlsx"))
        is_right = status == 0 and (home / "工作文件夹" / "审核结果.xlsx").exists()
        yield "年报汇总.bat: what is dragged on it is checked", fault(is_right, said)
        return
    yield from work(home)
    yield from drags(home)
    yield from copies(home)


def lay_python(folder: Path) -> None:
    """Lay the Windows Python as the embeddable has it."""
    folder.mkdir()
    laid = set(NOT_EMBEDDED)
    for path in (*wine.PYTHON.glob("*.*"), *(wine.PYTHON / "DLLs").glob("*.*")):
        if path.suffix in (".exe", ".dll", ".pyd") and path.name.casefold() not in laid:
            shutil.copy(path, folder)
            laid.add(path.name.casefold())
    library = wine.PYTHON / "Lib"
    with zipfile.ZipFile(folder / ARCHIVE, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in library.rglob("*.py"):
            name = path.relative_to(library)
            if name.parts[0] != "site-packages":
                archive.write(path, name)
    (folder / PATHS_FILE).write_text(f"{ARCHIVE}\r\n.\r\n\r\n#import site\r\n")


def work(home: Path) -> Iterator[tuple[str, str]]:
    """Do the six jobs of the year by answers, on the returns of the demonstration."""
    place = home / "工作文件夹"
    status, said = prompt(home, "demo", "--out", str(wine.in_wine(RUNS / "demo")))
    yield "xlreport.bat: a command that is typed", fault(status == 0, said)
    returns = wine.in_wine(RUNS / "demo" / "收回")
    status, said = prompt(home, "check", returns, "--workers", "2", "--format", "json")
    yield "workers", fault('"board"' in said and "Traceback" not in said, said)
    place.mkdir(exist_ok=True)
    shutil.copytree(RUNS / "demo" / "收回", place / "收回")
    shutil.copy(RUNS / "demo" / "单位名录.csv", place)
    answers = ["盐池县", "2026", "1", "", "1", "单位名录.csv", "-", "2027-01-15"]
    answers += ["2", "收回", "3", "李某 0953-6012345", "4", "5", "2", "6", "8"]
    status, said = double_click(home, answers=answers)
    (RUNS / "work.txt").write_text(said, encoding="utf-8")
    made = ("发放", "审核结果.xlsx", "催办", "回执", "处理意见.xlsx", "汇总.xlsx", "发放2027")
    lacking = [
        name for name in (*made, "年度报告.docx", "图解.html") if not (place / name).exists()
    ]
    yield "double-clicked: the six jobs", fault(status == 0 and not lacking, f"{lacking}\n{said}")


def drags(home: Path) -> Iterator[tuple[str, str]]:
    """Drag a folder, and files, whose names have the signs of cmd."""
    place = home / "工作文件夹"
    other = RUNS / "另一处&收^回"
    (other / "收回%OS%").mkdir(parents=True)
    (file,) = (place / "收回").glob("D05_*.xlsx")
    shutil.copy(file, other / "收回%OS%")
    status, said = double_click(home, other / "收回%OS%")
    is_right = status == 0 and (other / "审核结果.xlsx").exists() and "按回车键" in said
    yield "dragged: a folder without blanks", fault(is_right, said)
    (place / "审核结果.xlsx").unlink(missing_ok=True)
    files = sorted((place / "收回").glob("D0[3-5]_*.xlsx"))
    odd = [shutil.copy(files[0], files[0].with_name("D03 教育局&x.xlsx")), *files[1:]]
    status, said = double_click(home, *odd)
    is_right = status == 0 and (place / "审核结果.xlsx").exists() and "单位名录.csv" in said
    yield "dragged: files, one with blanks", fault(is_right, said)


def copies(home: Path) -> Iterator[tuple[str, str]]:
    """Use the folder at another place, and on a share that cannot be written."""
    elsewhere = RUNS / "另一台电脑" / "年报汇总"
    elsewhere.parent.mkdir()
    home.rename(elsewhere)
    status, said = double_click(elsewhere, answers=["8"])
    is_right = status == 0 and "盐池县 2026年" in said
    yield "copied to another place: the answers are there", fault(is_right, said)
    shutil.rmtree(elsewhere / "工作文件夹")
    for cached in elsewhere.rglob("__pycache__"):
        shutil.rmtree(cached)
    set_mode(elsewhere, 0o555)
    try:
        status, said = double_click(elsewhere, answers=["盐池县", "2026", "8"], is_limited=True)
    finally:
        set_mode(elsewhere, 0o755)
    is_right = status == 0 and "Documents\\年报汇总" in said and not [*elsewhere.rglob("*.pyc")]
    yield "read-only: the work lies among the documents", fault(is_right, said)


def set_mode(folder: Path, mode: int) -> None:
    """Let folders be written, or not."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(mode)


def double_click(
    home: Path, *dragged: str | Path, answers: list[str] | None = None, is_limited: bool = False
) -> tuple[int, str]:
    """Start 年报汇总.bat as Explorer does; return its status, and all that was said."""
    line = line_of_explorer(
        wine.in_wine(home / "年报汇总.bat"), [wine.in_wine(Path(each)) for each in dragged]
    )
    return start(line, home, answers or [""], is_limited=is_limited)


def line_of_explorer(bat: str, dragged: Sequence[str]) -> str:
    """Return the line of Explorer, which quotes a path that has a blank, and all once more."""
    quoted = [f'"{each}"' if " " in each else each for each in dragged]
    return f'cmd.exe /c ""{bat}" {" ".join(quoted)}"'


def prompt(home: Path, *arguments: str) -> tuple[int, str]:
    """Type a command at the prompt of cmd, whose own line has nothing of it."""
    return start("cmd.exe", home, [subprocess.list2cmdline(["xlreport", *arguments]), "exit"])


def start(
    line: str, home: Path, answers: list[str], *, is_limited: bool = False
) -> tuple[int, str]:
    """Start a line in the folder; return its status, and all that was said."""
    explorer = wine.FOLDER / "explorer.py"
    explorer.write_text(EXPLORER, encoding="utf-8")
    known = {"LINE": line, "WHERE": wine.in_wine(home), "CMDCMDLINE": line}
    command = ["wine", str(wine.PYTHON / "python.exe"), wine.in_wine(explorer)]
    if is_limited and os.geteuid() == 0:  # root writes into every folder
        command = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", *command]
    typed = "".join(f"{answer}\r\n" for answer in answers).encode("gbk")
    answer = wine.talk(command, wine.ROOT, PATIENCE, typed, **known)
    wine.stop()  # the next one starts it with rights of its own
    return answer


def fault(is_right: bool, said: str) -> str:
    """Return nothing where it went right, else what was said."""
    return "" if is_right else said
