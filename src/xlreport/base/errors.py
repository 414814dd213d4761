"""The exceptions of the library: for the programmer and the officer, never for a department.

A fault in a return is a finding (`base/finding.py`). An exception means that the job itself
cannot be done: the form, the roster or the call is at fault.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlreport.base.public import public
from xlreport.base.text import visible

_SYSTEM_REASONS = {
    errno.ENOENT: "没有这个文件、文件夹或磁盘",
    errno.EACCES: "没有权限，或正在别的程序中打开",
    errno.EPERM: "没有权限，或正在别的程序中打开",
    errno.EROFS: "磁盘是只读的",
    errno.EEXIST: "同名的文件占了文件夹的位置",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了一圈",
    errno.EINVAL: "名称中有不能用的符号",
}
_NAMED = 5  # files, in one sentence


@public
class XlreportError(Exception):
    """The base class of every exception that the library raises on purpose."""

    def __str__(self) -> str:
        """Return the message without hidden signs: it may quote the name of a file."""
        return visible(super().__str__())


@public
@dataclass(frozen=True, slots=True)
class FormFault:
    """One fault in a form file, a theme file or another TOML file.

    `line` counts from 1 and is 0 where none can be given. `path` has the keys and indexes that
    lead to the value, `place` names them to a person; `sentence` says what is wrong and what to do.
    """

    file: str
    line: int
    path: tuple[str | int, ...]
    place: str
    sentence: str

    def __str__(self) -> str:
        """Return the fault in one line: file, line, place, sentence."""
        line = f" 第{self.line}行" if self.line else ""
        return f"{self.file}{line}{'，' if self.place else ''}{self.place}：{self.sentence}"

    @property
    def within_file(self) -> str:
        """The fault without the name of its file, as it stands in a list."""
        places = (f"第{self.line}行" if self.line else "", self.place)
        return f"{'，'.join(filter(None, places)) or '全文'}：{self.sentence}"


@public
class FormError(XlreportError):
    """An error in a form file: its message names file, table, line and reason.

    `faults` are all faults that were found, in the order of files and lines; the message lists
    the first hundred.
    """

    def __init__(self, message: str, faults: Sequence[FormFault] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


@public
class RosterError(XlreportError):
    """An error in a roster: its message names file, line and reason."""


@public
class InputError(XlreportError):
    """An argument, folder or file that a call cannot use; the message says why."""


@public
class ExecutorError(InputError):
    """Workers that could not be started, broke, or gave no answer within the caller's patience.

    What else was to be done is done: templates and copies are written. `unanswered` are the names
    of the files that had no answer, `numbers` their positions, from 0, among all that were given
    to the workers. In an error of `read_returns`, `returns` are the `Returns` of the files that
    were read; else it is None.
    """

    def __init__(self, reason: str, unanswered: Mapping[int, str]) -> None:
        self.numbers = tuple(unanswered)
        self.unanswered = tuple(unanswered.values())
        self.returns: Any = None  # this package knows no returns
        shown = "、".join(self.unanswered[:_NAMED])
        more = "等" if len(self.unanswered) > _NAMED else ""
        super().__init__(f"{reason}没有完成的文件有 {len(self.unanswered)} 个：{shown}{more}。")


@public
class OutputError(XlreportError):
    """A file that could not be written; an earlier file of its name stays as it was."""


@public
class VerificationError(XlreportError):
    """A workbook that reads back differently: a defect of the library, not a user's mistake."""


@public
class CacheWarning(UserWarning):
    """A cache that could not be written; the returns read are not affected."""


def system_reason(error: BaseException | None, otherwise: str = "原因不明") -> str:
    """Describe in Chinese why the system refused a file; `otherwise` if it gave no reason."""
    if not isinstance(error, OSError) or not error.strerror:
        return otherwise
    reason = error.strerror
    # A Chinese Windows gives some reasons in Chinese and others in English. Of a file in the place
    # of a folder its sentence says less than ours.
    is_vague = getattr(error, "winerror", None) is not None and error.errno == errno.EEXIST
    is_ours = reason.isascii() or is_vague
    return _SYSTEM_REASONS.get(error.errno or 0, reason) if is_ours else reason


def unread_sentence(file: str, error: OSError | ValueError) -> str:
    """Say why a file that somebody keeps by hand cannot be read, and what can be done."""
    reason = system_reason(error, "名称中有不能用的符号")
    return f"{file} 无法读取（{reason}）；请核对路径，关闭打开它的程序（Excel、WPS）后重试。"
