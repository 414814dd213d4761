"""`xlreport demo`: a folder that cannot be used."""

from __future__ import annotations

from pathlib import Path

from support.command_line import refused, run


def test_demo_that_has_no_folder_to_write_to_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "文件"
    file.touch()
    assert f"{file} 不能用作文件夹；请换一个文件夹，并核对权限。" == refused(
        run("demo", "--out", file)
    )
