"""A PDF comes from a program of this computer; where there is none, a sentence says what to do."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import xlreport as xr
from xlreport.guides import _pdf

posix = pytest.mark.skipif(os.name == "nt", reason="the programs of the test are scripts")
_OFFICE = """#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
test -s "$3" && printf '%%PDF from Word' > "$2/guide.pdf"
"""
_BROWSER = """#!/bin/sh
for each; do case "$each" in --print-to-pdf=*) out="${each#*=}";; esac; done
printf '%%PDF from the page' > "$out"
"""
_SLOW = "#!/bin/sh\nsleep 60 & wait\n"
_FAILING = "#!/bin/sh\nexit 1\n"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a computer without programs; a test puts some into the folder."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin/none")
    for variable in _pdf._ROOTS:
        monkeypatch.delenv(variable, raising=False)
    return folder


def install(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(script.replace("sleep", "/bin/sleep"), encoding="utf-8")
    path.chmod(0o755)


def wait_for(happens: Callable[[], bool]) -> None:
    """Wait until something has happened: on a busy computer a while, at most a minute."""
    for _ in range(6000):
        if happens():
            return
        time.sleep(0.01)
    raise TimeoutError


def has_ended(process: str) -> bool:
    """Tell whether a process is no more, or only waits to be struck off the list."""
    try:
        return "State:\tZ" in Path("/proc", process, "status").read_text()
    except OSError:
        return True


def test_without_a_program_a_sentence_says_what_is_missing_and_what_to_do(
    programs: Path, tmp_path: Path
) -> None:
    assert [] == [*programs.iterdir()]
    with pytest.raises(xr.InputError) as refusal:
        xr.write_guide("clerk", tmp_path / "填报指南.pdf")
    said = str(refusal.value)
    assert "没有找到能生成 PDF 的程序（LibreOffice，或 Edge、Chrome 浏览器）" in said
    assert "改为 .html 再生成一次，用浏览器打开，选“打印”" in said
    assert not (tmp_path / "填报指南.pdf").exists()


@posix
@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        ({"soffice": _OFFICE, "chromium": _BROWSER}, b"%PDF from Word"),
        ({"microsoft-edge": _BROWSER}, b"%PDF from the page"),
        ({"soffice": _FAILING, "chrome": _BROWSER}, b"%PDF from the page"),
    ],
)
def test_the_office_program_comes_first_and_then_a_browser(
    installed: dict[str, str], expected: bytes, programs: Path, tmp_path: Path
) -> None:
    for name, script in installed.items():
        install(programs, name, script)
    xr.write_guide("clerk", tmp_path / "填报指南.pdf")
    assert expected == (tmp_path / "填报指南.pdf").read_bytes()


@posix
@pytest.mark.parametrize("script", [_FAILING, _SLOW, "#!/bin/sh\n"])
def test_a_program_that_fails_hangs_or_writes_nothing_leaves_nothing_behind(
    script: str, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_pdf, "_PATIENCE", 0.5)
    install(programs, "soffice", script)
    with pytest.raises(xr.InputError, match=r"PDF 没有生成：soffice 没有写出文件（.+ 0\.5 秒）"):
        xr.write_guide("officer", tmp_path / "指南.pdf")
    assert [programs] == [*tmp_path.iterdir()]


@posix
def test_what_a_program_has_begun_is_not_taken_for_the_work_of_the_next(
    programs: Path, tmp_path: Path
) -> None:
    install(programs, "soffice", _OFFICE + "exit 1\n")
    install(programs, "chromium", "#!/bin/sh\n")
    with pytest.raises(xr.InputError, match="PDF 没有生成：soffice、chromium 没有写出文件"):
        xr.write_guide("clerk", tmp_path / "指南.pdf")


@posix
def test_a_full_or_locked_folder_for_temporary_files_is_told(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(programs, "soffice", _OFFICE)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(xr.OutputError, match="系统的临时文件夹无法写入，请检查磁盘空间"):
        xr.write_guide("clerk", tmp_path / "指南.pdf")
    assert [programs] == [*tmp_path.iterdir()]


@posix
def test_what_a_program_has_started_ends_with_it_where_a_person_presses_ctrl_c(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = programs / "child"
    install(programs, "soffice", f"#!/bin/sh\nsleep 600 &\necho $! > '{started}'\nwait\n")
    wait = subprocess.Popen.wait

    def pressed(program: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        if timeout is None:
            return wait(program)
        wait_for(lambda: started.exists() and started.read_text().endswith("\n"))
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "wait", pressed)
    with pytest.raises(KeyboardInterrupt):
        xr.write_guide("clerk", tmp_path / "指南.pdf")
    wait_for(lambda: has_ended(started.read_text().strip()))
    assert [programs] == [*tmp_path.iterdir()]


def test_windows_has_its_programs_in_folders_of_their_own(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert programs.is_dir()
    monkeypatch.setenv("ProgramFiles(x86)", str(tmp_path))
    place = tmp_path / _pdf._ON_WINDOWS["msedge"]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()
    assert [str(place)] == [*_pdf._programs(["soffice", "msedge"])]
    command = _pdf._command(str(place), tmp_path)
    assert f"--print-to-pdf={tmp_path / 'guide.pdf'}" in command
    assert (tmp_path / "guide.html").as_uri() == command[-1]
    assert "--headless" in command


@posix
@pytest.mark.parametrize(("user", "boxed"), [(0, False), (1000, True)])
def test_a_browser_gives_up_its_box_for_the_administrator_alone(
    user: int, boxed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert boxed == ("--no-sandbox" not in _pdf._command("/usr/bin/chromium", tmp_path))


@posix
def test_no_program_is_started_for_a_name_that_is_taken(programs: Path, tmp_path: Path) -> None:
    install(programs, "soffice", f"#!/bin/sh\necho > '{tmp_path / 'started'}'\n")
    (tmp_path / "指南.pdf").write_bytes(b"mine")
    with pytest.raises(xr.OutputError, match="已经存在"):
        xr.write_guide("clerk", tmp_path / "指南.pdf")
    assert {programs, tmp_path / "指南.pdf"} == {*tmp_path.iterdir()}
