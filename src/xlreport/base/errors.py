"""The exceptions of the library: for the programmer and the officer, never for a department.

What is wrong with a return is a finding (`_finding.py`); an exception means that the job
itself cannot be done: the form, the roster or the call is at fault.
"""

from __future__ import annotations

import errno

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
    errno.EINVAL: "名称中有不能用的符号",
}


class XlreportError(Exception):
    """Is the ancestor of every exception that the library raises on purpose."""


class FormError(XlreportError):
    """Says which file, table and line of a form cannot be used, and why."""


class RosterError(XlreportError):
    """Says which file and line of a roster cannot be used, and why."""


class InputError(XlreportError):
    """Says which argument, folder or file of a call cannot be used, and why."""


class OutputError(XlreportError):
    """Says which file could not be written, and why; what stood there before is untouched."""


class VerificationError(XlreportError):
    """Says where a workbook reads otherwise than it was written: a defect, not a user's slip."""


class CacheWarning(UserWarning):
    """Says that a cache could not be written, and why; what was read is not affected."""


def system_reason(error: BaseException | None, otherwise: str = "原因不明") -> str:
    """Say in Chinese why the system refused a file; `otherwise` where it gave no reason.

    A Chinese Windows answers in Chinese in some places and in English in others.
    """
    if not isinstance(error, OSError) or not error.strerror:
        return otherwise
    said = error.strerror
    return _SYSTEM_REASONS.get(error.errno or 0, said) if said.isascii() else said
