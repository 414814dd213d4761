"""Why the system refuses a file, for an officer who reads no English."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from xlreport.base.errors import OutputError, system_reason
from xlreport.base.files import write_file


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOENT, "没有这个文件、文件夹或磁盘"),
        (errno.EACCES, "没有权限，或正在别的程序中打开"),
        (errno.ENOSPC, "磁盘已满"),
    ],
)
def test_the_common_refusals_of_the_system_are_said_in_chinese(number: int, said: str) -> None:
    assert said == system_reason(OSError(number, os.strerror(number)))


def test_what_the_system_says_in_chinese_is_kept() -> None:
    assert "系统找不到指定的路径。" == system_reason(OSError(2, "系统找不到指定的路径。"))
    assert "压缩包内有重名的文件" == system_reason(OSError(errno.EEXIST, "压缩包内有重名的文件"))


def test_of_a_file_in_place_of_the_folder_windows_says_less_than_the_library() -> None:
    held = OSError(errno.EEXIST, "当文件已存在时，无法创建该文件。", None, 183)
    vars(held)["winerror"] = 183  # which other systems leave out
    assert "同名的文件占了文件夹的位置" == system_reason(held)


def test_a_rare_refusal_is_passed_on_rather_than_hidden() -> None:
    assert os.strerror(errno.EXDEV) == system_reason(OSError(errno.EXDEV, os.strerror(errno.EXDEV)))


@pytest.mark.parametrize("error", [None, OSError("closed"), ValueError("x")])
def test_without_a_reason_of_the_system_the_caller_gives_one(error: Exception | None) -> None:
    assert "文件损坏" == system_reason(error, "文件损坏")
    assert "原因不明" == system_reason(error)


def test_a_file_in_place_of_the_folder_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "发放").touch()
    with pytest.raises(OutputError, match="同名的文件占了文件夹的位置"):
        write_file(tmp_path / "发放" / "表.xlsx", b"")
