"""A PDF of a guide, made by a program that the computer has: LibreOffice, Edge or Chrome."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from xlreport.base.errors import InputError, OutputError

_PATIENCE = 120  # seconds; the first start of an office program takes long
_OFFICES = ("soffice", "libreoffice")
_BROWSERS = (
    *("msedge", "microsoft-edge", "microsoft-edge-stable", "google-chrome", "google-chrome-stable"),
    *("chrome", "chromium", "chromium-browser"),
)
# Where Windows has them: no such program is on its path.
_ON_WINDOWS = {
    "soffice": r"LibreOffice\program\soffice.exe",
    "msedge": r"Microsoft\Edge\Application\msedge.exe",
    "chrome": r"Google\Chrome\Application\chrome.exe",
}
_ROOTS = ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")
_INSTEAD = (
    "请把文件名的结尾改为 .html 再生成一次，用浏览器打开，选“打印”，打印机选“另存为 PDF”；"
    "或者改为 .docx，在 WPS 或 Word 中输出为 PDF。"
)


def make_pdf(word: bytes, page: bytes) -> bytes:
    """Return a PDF of a Word file, or of the page where only a browser is there.

    Raises `InputError` that says what to do where no program makes one, and `OutputError` where
    the folder for temporary files takes none.
    """
    commands = [*_programs(_OFFICES), *_programs(_BROWSERS)]
    if not commands:
        raise InputError(
            "这台电脑上没有找到能生成 PDF 的程序（LibreOffice，或 Edge、Chrome 浏览器）。"
            + _INSTEAD
        )
    try:
        with tempfile.TemporaryDirectory(prefix="xlreport-", ignore_cleanup_errors=True) as name:
            made = _made_in(Path(name), commands, word, page)
    except OSError as error:
        raise OutputError(
            "PDF 没有生成：系统的临时文件夹无法写入，请检查磁盘空间和文件夹权限。"
        ) from error
    if made:
        return made
    names = "、".join(dict.fromkeys(Path(program).stem for program in commands))
    raise InputError(f"PDF 没有生成：{names} 没有写出文件（每个最多等 {_PATIENCE} 秒）。{_INSTEAD}")


def _made_in(folder: Path, commands: Sequence[str], word: bytes, page: bytes) -> bytes:
    """Return the PDF that the first of some programs makes in a folder, nothing where none does."""
    (folder / "guide.docx").write_bytes(word)
    (folder / "guide.html").write_bytes(page)
    made = folder / "guide.pdf"
    for program in commands:
        made.unlink(missing_ok=True)  # what an earlier one has begun
        if _runs(_command(program, folder)) and made.is_file() and made.stat().st_size:
            return made.read_bytes()
    return b""


def _programs(names: Sequence[str]) -> Iterator[str]:
    """Yield the programs of these names that the computer has."""
    for name in names:
        if found := shutil.which(name):
            yield found
        elif place := _ON_WINDOWS.get(name):
            roots = (root for variable in _ROOTS if (root := os.environ.get(variable)))
            yield from (str(path) for root in roots if (path := Path(root, place)).is_file())


def _command(program: str, folder: Path) -> list[str]:
    """Return the command line that makes guide.pdf in a folder, with a profile of its own there."""
    profile = folder / "profile"
    if Path(program).stem.lower() in _OFFICES:
        return [
            *(program, "--headless", f"-env:UserInstallation={profile.as_uri()}"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(folder / "guide.docx")),
        ]
    return [
        *(program, "--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"),
        *(["--no-sandbox"] if _is_root() else []),
        *(f"--user-data-dir={profile}", f"--print-to-pdf={folder / 'guide.pdf'}"),
        (folder / "guide.html").as_uri(),
    ]


def _is_root() -> bool:
    """Tell whether this is the root of a Linux, for whom no browser starts in its sandbox."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _runs(command: list[str]) -> bool:
    """Run a program; tell whether it ended well, and in time; what it has started ends with it."""
    silent = subprocess.DEVNULL
    try:
        program = subprocess.Popen(  # noqa: S603 - programs by their own names
            command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )
    except OSError:
        return False
    try:
        return program.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:  # also where a person has pressed Ctrl-C, which does not reach the program
        if program.poll() is None:
            _end(program)


def _end(program: subprocess.Popen[bytes]) -> None:
    """End a program that takes too long, and on Linux what it has started."""
    with suppress(OSError):
        if sys.platform == "win32":
            program.kill()
        else:
            os.killpg(program.pid, signal.SIGKILL)
    program.wait()
