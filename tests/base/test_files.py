"""What files are written over: only files, and without leave not even those."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.base.errors import OutputError
from xlreport.base.files import file_name, refuse_target, write_file

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def standing(kind: str, path: Path) -> Iterator[None]:
    """Put something that is no file in a place."""
    if kind == "socket":
        with socket.socket(socket.AF_UNIX) as open_socket:
            open_socket.bind(os.path.relpath(path))
            yield
        return
    makers: dict[str, Callable[[], object]] = {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "dangling link": lambda: path.symlink_to("没有"),
        "link to a file": lambda: path.symlink_to(__file__),
        "link to a folder": lambda: path.symlink_to(path.parent),
        "link to itself": lambda: path.symlink_to(path.name),
    }
    makers[kind]()
    yield


KINDS = {
    "folder": "文件夹",
    "pipe": "管道",
    "socket": "套接字",
    "dangling link": "链接",
    "link to a file": "链接",
    "link to a folder": "链接",
    "link to itself": "链接",
}
OF_POSIX = [pytest.param(kind, marks=posix) for kind in KINDS if kind != "folder"]


@pytest.mark.parametrize("overwrite", [True, False])
@pytest.mark.parametrize("kind", ["folder", *OF_POSIX])
def test_only_a_file_is_written_over(kind: str, tmp_path: Path, *, overwrite: bool) -> None:
    path = tmp_path / "表.csv"
    with standing(kind, path):
        before = path.lstat()
        with pytest.raises(OutputError, match=f"^表.csv 无法写入：这是一个{KINDS[kind]}，"):
            write_file(path, b"new", overwrite=overwrite)
        after = path.lstat()
    assert (before.st_mode, before.st_ino, ["表.csv"]) == (
        after.st_mode,
        after.st_ino,
        names_in(tmp_path),
    )


@posix
def test_a_device_is_never_replaced() -> None:
    with pytest.raises(OutputError, match=r"^null 无法写入：这是一个设备，"):
        write_file("/dev/null", b"new")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", ["名" * 300 + ".csv", "a" * 296 + ".csv", "表\0.csv", "a/" * 3000])
def test_an_impossible_name_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    for overwrite in (True, False):
        with pytest.raises(OutputError, match=r"请换一个(较短的、不含特殊符号的文件名|离盘符较近)"):
            write_file(tmp_path / name, b"new", overwrite=overwrite)
    with pytest.raises(OutputError, match="无法写入"):
        refuse_target(tmp_path / name)
    assert [] == names_in(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows takes no path of more than 259 letters")
def test_the_longest_name_that_a_file_system_takes_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 251 + ".csv")
    write_file(path, b"new", overwrite=False)
    assert b"new" == path.read_bytes()


def test_without_leave_a_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    write_file(path, b"old", overwrite=False)
    with pytest.raises(OutputError, match="已经存在，为避免覆盖没有写入"):
        write_file(path, b"new", overwrite=False)
    assert (b"old", ["表.csv"]) == (path.read_bytes(), names_in(tmp_path))


def no_links(*_: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.parametrize("links", [True, pytest.param(False, marks=posix)])
def test_of_many_that_write_at_once_one_says_that_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    if not links:  # as on a memory stick
        monkeypatch.setattr(os, "link", no_links)
    # Nobody sees the file before writing, as when all looked at the same moment.
    monkeypatch.setattr("xlreport.base.files.refuse_target", lambda *_, **__: None)
    path = tmp_path / "表.csv"

    def wrote(number: int) -> int:
        with suppress(OutputError):
            write_file(path, b"%d" % number, overwrite=False)
            return number
        return -1

    with ThreadPoolExecutor(8) as pool:
        answers = [number for number in pool.map(wrote, range(40)) if number >= 0]
    assert [int(path.read_bytes())] == answers
    assert ["表.csv"] == names_in(tmp_path)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("AUX.1", "局"), "_AUX.1_局"),
        (("CON",), "_CON"),
        (("nul",), "_nul"),
        (("com1.x",), "_com1.x"),
        (("COM¹",), "_COM¹"),
        (("nul .x",), "_nul .x"),
        (("CONIN$",), "_CONIN$"),
        (("CON", "局"), "CON_局"),
        (("CONTENT",), "CONTENT"),
        (("~$D05", "局"), "_$D05_局"),
        (("~WRL", "局"), "_WRL_局"),
        ((".git", "局"), "git_局"),
        (("..", "局"), "__局"),
        (("__MACOSX", "局"), "__MACOSX_局"),
        (("a/b", "c:d"), "a_b_c_d"),
    ],
)
def test_a_file_is_named_so_that_every_system_keeps_it(parts: tuple[str, ...], name: str) -> None:
    assert name == file_name(*parts)


PIECES = ("con", "AUX", "com", "lpt", "nul", "1", "²", "$", "~", ".", " ", ":", "\\", "\0", "局")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Python 3.13 has another name for it
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), min_size=1, max_size=3))
def test_any_texts_make_a_name_that_windows_takes_as_it_is(parts: list[str]) -> None:
    name = file_name(*parts)
    assert not PureWindowsPath(name).is_reserved()
    assert set() == set('\\/:*?"<>|\0') & set(name)
    assert name == name.strip(" .") != ""
