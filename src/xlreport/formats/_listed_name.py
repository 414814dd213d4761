"""What the name of a listed file says about it: to be read, to be passed over, or no file of ours.

Nothing that may be a return is passed over in silence: a finding names it, and says why.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

# Lock files of Excel, Word, LibreOffice and WPS, and the second halves of files on a Mac.
_BESIDE_FILES: Final = ("~$", ".~", "._")
_OF_SYSTEMS: Final = {".ini", ".db"}  # what Windows leaves in folders
_RETURNS: Final = frozenset(
    {".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods", ".fods", ".csv", ".html", ".htm", ".mht"}
    | {".docx", ".doc", ".wps", ".pdf", ".zip", ".rar", ".7z"}
)
# What browsers, download managers and file servers name a file until all of it has come.
_UNFINISHED: Final = frozenset(
    {".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".opdownload"}
    | {".download", ".downloading", ".aria2", ".xltd", ".td"}
)
# Word and Excel save under such a name first; a Mac does so with the name of the file before it.
_HALF_SAVED: Final = re.compile(r"~(wr[a-z]|df)[0-9a-f]|.+\.sb-[0-9a-f]{8}-\w{6}$", re.IGNORECASE)
_UNFINISHED_FOLDER: Final = ".download"  # Safari's, with the file in it

UNFINISHED = "没有下载完或没有保存完的临时文件"
HIDDEN, HIDDEN_FOLDER = "隐藏的文件", "隐藏的文件夹"
TOO_DEEP = "文件夹套得太深的文件"
_DEEPEST: Final = 500  # folders within one another; no system can name a file below 2,048


def ending_of(name: str) -> str:
    """Return the ending of a name in lower case; blanks and dots behind it do not count."""
    return PurePath(name.rstrip(" .")).suffix.lower()


def is_lock(name: str) -> bool:
    """Tell whether a program keeps this file beside another one, with nothing to read in it."""
    return name.startswith(_BESIDE_FILES)


def why_passed_over(name: str) -> str:
    """Say in Chinese what a file is that is never read, whoever names it; empty for all others."""
    ending = ending_of(name)
    return UNFINISHED if ending in _UNFINISHED or _HALF_SAVED.match(name) else ""


def judge_path(path: PurePath) -> tuple[PurePath, str] | None:
    """Return what a path below the folder that was named stands for, and why it is not read.

    Of a hidden folder that holds what may be a return, it is the folder, so that it is named once.
    None for what is no return by its name: lock files, what systems leave behind, hidden files of
    programs.
    """
    ending = ending_of(path.name)
    if is_lock(path.name) or ending in _OF_SYSTEMS:
        return None
    if len(path.parts) > _DEEPEST:
        return path, TOO_DEEP
    for depth, name in enumerate(path.parts, 1):
        if _is_hidden(name):
            is_folder = depth < len(path.parts)
            why = HIDDEN_FOLDER if is_folder else HIDDEN
            return (type(path)(*path.parts[:depth]), why) if ending in _RETURNS else None
    if any(ending_of(name) == _UNFINISHED_FOLDER or _HALF_SAVED.match(name) for name in path.parts):
        return path, UNFINISHED
    return path, why_passed_over(path.name)


def _is_hidden(name: str) -> bool:
    # ".." is not hidden, and harmless: members are read inside the archive, never unpacked.
    return name.startswith(".") and name != ".."
