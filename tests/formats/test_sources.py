"""Folders, archives and single files: every return is found and nothing else is."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest

import xlreport.formats.sources
from xlreport import InputError
from xlreport.formats.sources import Source, find_sources
from xlreport.reading.reader import read_source


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return folder


def pack(path: Path, *names: bytes) -> Path:
    """Write an archive whose names are these very bytes, without saying in which encoding."""
    with zipfile.ZipFile(path, "w") as archive:
        for number, name in enumerate(names):
            archive.writestr("ABC"[number] * len(name), f"content {number}")
    data = path.read_bytes()
    for number, name in enumerate(names):
        data = data.replace(b"ABC"[number : number + 1] * len(name), name)
    path.write_bytes(data)
    return path


def names_in(folder: Path) -> list[str]:
    return [source.name for source in find_sources([folder])]


def test_a_folder_is_searched_on_all_levels_in_the_order_of_paths(tmp_path: Path) -> None:
    touch(tmp_path, "乡镇/b.xlsx", "a.xlsx", "部门/深/c.xls", "d.et")
    found = [source.path.relative_to(tmp_path).as_posix() for source in find_sources([tmp_path])]
    assert sorted(["a.xlsx", "d.et", "乡镇/b.xlsx", "部门/深/c.xls"]) == found


def test_lock_files_and_what_systems_leave_are_not_listed(tmp_path: Path) -> None:
    hidden = (".~lock.a.xlsx#", ".~a.xlsx", "__MACOSX/._a.xlsx", ".git/config", "深/.DS_Store")
    touch(tmp_path, "~$a.xlsx", "深/~$b.xlsx", "a.xlsx", *hidden)
    assert ["a.xlsx"] == names_in(tmp_path)


def test_a_folder_inside_a_hidden_one_is_searched_when_it_is_named(tmp_path: Path) -> None:
    touch(tmp_path, ".缓存/收回/a.xlsx")
    assert ["a.xlsx"] == names_in(tmp_path / ".缓存" / "收回")


def test_lock_files_are_passed_over_even_when_named_as_a_shell_does(tmp_path: Path) -> None:
    touch(tmp_path, "a.xlsx", "~$a.xlsx", ".~lock.a.xlsx#", ".b.xlsx")
    every = sorted(tmp_path.iterdir())
    assert [".b.xlsx", "a.xlsx"] == [source.name for source in find_sources(every)]


@pytest.mark.parametrize("name", ["desktop.ini", "Thumbs.db"])
def test_what_windows_leaves_in_folders_is_read_only_when_named(tmp_path: Path, name: str) -> None:
    touch(tmp_path, name)
    assert [] == names_in(tmp_path)
    assert [Source(tmp_path / name)] == find_sources([tmp_path / name])


def test_a_wrong_kind_of_file_in_a_folder_is_found_so_that_it_is_told_of(tmp_path: Path) -> None:
    touch(tmp_path, "a.docx", "b.pdf", "c.jpg", "d", "e.csv", "f.txt")
    assert ["a.docx", "b.pdf", "c.jpg", "d", "e.csv", "f.txt"] == names_in(tmp_path)


def test_a_path_named_twice_is_one_source(tmp_path: Path) -> None:
    touch(tmp_path, "a.xlsx")
    assert [Source(tmp_path / "a.xlsx")] == find_sources([tmp_path, tmp_path / "a.xlsx", tmp_path])


@pytest.mark.parametrize("path", ["", " "])
def test_a_path_that_is_empty_does_not_mean_the_folder_one_stands_in(path: str) -> None:
    with pytest.raises(InputError, match="路径是空的"):
        find_sources([path])


def test_a_path_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"找不到文件或文件夹：.*没有\.xlsx"):
        find_sources([tmp_path / "没有.xlsx"])


def test_a_folder_that_cannot_be_opened_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "收回"
    touch(folder, "乡镇/a.xlsx", "局办/b.xlsx", ".回收站/c.xlsx")
    scandir = os.scandir

    def scan(path: str) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
        if Path(path).name in ("乡镇", ".回收站"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", scan)
    sources = find_sources([folder])
    assert [folder / "乡镇", folder / "局办" / "b.xlsx"] == [source.path for source in sources]
    assert ["FILE-UNOPENED"] == [finding.code for finding in read_source(sources[0]).findings]


@pytest.mark.skipif(os.name == "nt", reason="Windows takes such a path for one of no file")
def test_a_path_that_the_system_refuses_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / ("名" * 300)
    with pytest.raises(InputError, match=r"名 打不开（.+），请核对路径和权限。"):
        find_sources([path])


def test_a_path_that_windows_finds_too_long_to_open_is_told_to_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("xlreport.base.windows.IS_WINDOWS", True)
    with pytest.raises(InputError, match=r"找不到文件或文件夹：.*；路径太长（超过259个字符）"):
        find_sources(["很深/" * 100 + "收回"])


def test_an_archive_gives_its_members_without_locks_and_resource_forks(tmp_path: Path) -> None:
    path = tmp_path / "收回.zip"
    with zipfile.ZipFile(path, "w") as archive:
        members = ("b.xlsx", "部门/a.xlsx", "部门/~$a.xlsx", "__MACOSX/._b.xlsx", "说明.txt", "空/")
        for name in members:
            archive.writestr(name, name)
    found = [Source(path, name) for name in ("b.xlsx", "说明.txt", "部门/a.xlsx")]
    assert found == find_sources([tmp_path])
    assert "收回.zip › 部门/a.xlsx" == Source(path, "部门/a.xlsx").name
    assert "部门/a.xlsx".encode() == Source(path, "部门/a.xlsx").read()


NAMES = ["D01_盐池县教育局.xlsx", "部门/盐池县退役军人事务局.xlsx", "镇/花马池镇.xlsx"]


@pytest.mark.parametrize(
    "members",
    [
        [],
        ["空/"],
        ["空/", "空/深/"],
        ["空\\"],
        ["__MACOSX/._b.xlsx"],
        ["__MACOSX/", "__MACOSX/._b.xlsx"],
        ["Thumbs.db"],
        ["desktop.ini", "部门/Thumbs.db"],
        ["~$a.xlsx"],
        ["部门/.~lock.a.xlsx#"],
        [".DS_Store", "空/"],
    ],
)
def test_an_archive_without_a_return_is_told_of(tmp_path: Path, members: list[str]) -> None:
    touch(tmp_path, "a.xlsx")
    with zipfile.ZipFile(tmp_path / "局.zip", "w") as archive:
        for member in members:
            archive.writestr(member, b"")
    found = find_sources([tmp_path])
    assert [("a.xlsx", ""), ("局.zip", "压缩包里没有文件")] == [
        (source.name, source.passed_over) for source in found
    ]
    assert ["FILE-PASSED-OVER"] == [f.code for f in read_source(found[1]).findings]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_names_in_an_archive_are_read_whatever_made_it(tmp_path: Path, encoding: str) -> None:
    path = pack(tmp_path / "收回.zip", *(name.encode(encoding) for name in NAMES))
    found = find_sources([path])
    assert sorted(NAMES) == [source.member for source in found]
    assert {"content 0", "content 1", "content 2"} == {source.read().decode() for source in found}


def test_members_are_found_where_two_programs_wrote_names_in_two_ways(tmp_path: Path) -> None:
    path = pack(tmp_path / "收回.zip", "县.xlsx".encode(), "县局.xlsx".encode("gbk"), b"\xff.xlsx")
    found = find_sources([path])
    assert {"content 0", "content 1", "content 2"} == {source.read().decode() for source in found}


@pytest.mark.skipif(
    os.name == "nt" or os.fsencode("县") != "县".encode(), reason="file names are not UTF-8 here"
)
def test_a_name_in_gbk_bytes_is_shown_as_it_was_meant() -> None:
    name = os.fsdecode("盐池县.xlsx".encode("gbk"))
    assert "盐池县.xlsx" == Source(Path(name)).name
    assert "盐池县.xlsx › 局.xlsx" == Source(Path(name), "局.xlsx").name


def test_backslashes_in_an_archive_part_folders_too(tmp_path: Path) -> None:
    names = ["收回\\a.xlsx", "收回\\~$a.xlsx", "收回\\"]
    path = pack(tmp_path / "收回.zip", *(name.encode("gbk") for name in names))
    # The zipfile of Windows takes a backslash for a slash.
    name = "收回/a.xlsx" if os.name == "nt" else "收回\\a.xlsx"
    assert [name] == [source.member for source in find_sources([path])]


def test_a_workbook_under_the_name_of_an_archive_is_one_source(tmp_path: Path) -> None:
    path = tmp_path / "报送表.ZIP"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "")
    assert [Source(path)] == find_sources([tmp_path])


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive"])
def test_a_broken_archive_is_one_source_so_that_it_is_told_of(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "收回.zip"
    path.write_bytes(data)
    assert [Source(path)] == find_sources([path])
    assert data == Source(path).read()


def test_an_archive_with_too_many_members_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlreport.formats.sources, "_MOST_MEMBERS", 2)
    path = pack(tmp_path / "收回.zip", b"a.xlsx", b"b.xlsx", b"c.xlsx")
    with pytest.raises(InputError, match=r"收回\.zip 中有 3 个文件，超过 2 个的上限"):
        find_sources([path])


@pytest.mark.parametrize("member", ["", "a.xlsx"])
def test_no_more_is_read_of_a_file_than_a_return_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, member: str
) -> None:
    monkeypatch.setattr(xlreport.formats.sources, "_LARGEST_FILE", 10)
    path = tmp_path / "收回.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xlsx", b"x" * 1000)
    assert 11 == len(Source(path, member).read())


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[BinaryIO]:
    """Give the files whose directories were parsed so far."""
    found: list[BinaryIO] = []
    really = xlreport.formats.sources._open_archive

    def counted(file: BinaryIO) -> zipfile.ZipFile:
        found.append(file)
        return really(file)

    monkeypatch.setattr(xlreport.formats.sources, "_open_archive", counted)
    return found


@pytest.mark.parametrize("members", [3, 300])
def test_an_archive_is_parsed_once_to_list_and_once_to_read_its_members(
    tmp_path: Path, parsed: list[BinaryIO], members: int
) -> None:
    path = tmp_path / "收回.zip"
    names = [f"{number:03}.xlsx" for number in range(members)]
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, name)
    assert names == [source.read().decode() for source in find_sources([path])]
    assert 2 == len(parsed)


def test_an_archive_that_was_replaced_is_parsed_again(tmp_path: Path) -> None:
    path = pack(tmp_path / "收回.zip", b"a.xlsx", b"b.xlsx")
    first, second = find_sources([path])
    assert b"content 0" == first.read()
    pack(tmp_path / "新.zip", b"c.xlsx", b"d.xlsx", b"b.xlsx").replace(path)
    assert b"content 2" == second.read()
    with pytest.raises(KeyError):
        first.read()


def test_members_of_two_archives_are_read_in_turn(tmp_path: Path) -> None:
    one = find_sources([pack(tmp_path / "1.zip", b"a.xlsx", b"b.xlsx")])
    two = find_sources([pack(tmp_path / "2.zip", b"b.xlsx", b"a.xlsx")])
    found = [source.read() for pair in zip(one, two, strict=True) for source in pair]
    assert [b"content 0", b"content 1", b"content 1", b"content 0"] == found


def test_an_archive_is_not_held_open_between_its_members(
    tmp_path: Path, parsed: list[BinaryIO]
) -> None:
    first, second = find_sources([pack(tmp_path / "收回.zip", b"a.xlsx", b"b.xlsx")])
    first.read()
    assert [True, True] == [file.closed for file in parsed]
    assert b"content 1" == second.read()


def test_a_name_that_two_members_have_is_refused_each_time(tmp_path: Path) -> None:
    path = pack(tmp_path / "收回.zip", b"a.xlsx", b"b.xlsx", b"a.xlsx")
    for _ in range(2):
        assert b"content 1" == Source(path, "b.xlsx").read()
        with pytest.raises(FileExistsError, match="压缩包内有重名的文件"):
            Source(path, "a.xlsx").read()
