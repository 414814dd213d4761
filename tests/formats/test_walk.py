"""Whatever a folder, an archive or a store lists is read, or named with the reason."""

from __future__ import annotations

import os
import socket
import stat
import zipfile
from pathlib import Path, PureWindowsPath

import pytest

from support.command_line import run, write_return
from support.departments import make_department
from support.extras import need
from support.work import counted
from xlreport import Form, read_returns, write_roster
from xlreport.formats.sources import find_sources
from xlreport.reading.reader import read_source
from xlreport.returns.returns import Returns

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")

UNFINISHED = "没有下载完或没有保存完的临时文件"
LEFTOVERS = [
    "D05.xlsx.crdownload",
    "D05.xlsx.part",
    "未确认 123456.crdownload",
    "D05.xlsx.tmp",
    "A1B2C3D4.tmp",
    "~WRL0001.tmp",
    "~WRD0000.doc",
    "~DF12AB.TMP",
    "D05.xlsx.filepart",
    "D05.xlsx.opdownload",
    "D05.xlsx.baiduyun.p.downloading",
    "D05.xlsx.aria2",
    "D05.xlsx.xltd",
    "D05.xlsx.part ",
    "D05.xlsx.TMP.",
    "D05.xlsx.sb-9f2b1a3c-aB12Cd",
    "D05.xlsx.download/D05.xlsx",
]
READ = [
    "__MACOSX/D05.xlsx",
    "CON/D05.xlsx",
    "nul.xlsx",
    "D05.xlsx ",
    "D05.xlsx.",
    "D05",
    "~D05.xlsx",
    "partial.xlsx",
    "tmp/D05.xlsx",
    "2026.part/D05.xlsx",
    "收回.tmp.xlsx",
]
HIDDEN = {
    ".D05.xlsx": (".D05.xlsx", "隐藏的文件"),
    ".git/D05.xlsx": (".git", "隐藏的文件夹"),
    ".git/深/D05.et": (".git", "隐藏的文件夹"),
    "乡镇/.备份/D05.zip": ("乡镇/.备份", "隐藏的文件夹"),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, form_2021: Form) -> bytes:
    """Fill in a return of D05."""
    return write_return(tmp_path_factory.mktemp("原件"), form_2021, "D05").read_bytes()


def put(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def listed(folder: Path) -> list[tuple[str, str]]:
    """List what is found in a folder or an archive: the name in it, and why it is not read."""
    sources = find_sources([folder])
    return [
        (source.member or source.path.relative_to(folder).as_posix(), source.passed_over)
        for source in sources
    ]


@pytest.fixture(params=["folder", "archive", "archive behind a dot"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Give a folder, or the name of an archive that is to hold what lies in a folder."""
    names = {"folder": "收回", "archive": "收回.zip", "archive behind a dot": "收回.ZIP ."}
    return tmp_path / names[request.param]


def fill(place: Path, name: str, data: bytes = b"x") -> Path:
    written = PureWindowsPath(name if place.name == "收回" else place.name)
    parts = map(PureWindowsPath, written.parts)
    if os.name == "nt" and any(part.is_reserved() or part.name[-1] in " ." for part in parts):
        pytest.skip("Windows has no file of this name")
    if place.name == "收回":
        put(place, name, data)
    else:
        with zipfile.ZipFile(place, "w") as archive:
            archive.writestr(name, data)
    return place


@pytest.mark.parametrize("name", LEFTOVERS)
def test_a_leftover_is_named_and_never_taken(place: Path, name: str, data: bytes) -> None:
    assert [(name, UNFINISHED)] == listed(fill(place, name, data))
    returns = read_returns(place)
    assert ["FILE-PASSED-OVER"] == [finding.code for finding in returns.found]
    assert [] == list(returns.settlement.filings)


@pytest.mark.parametrize("name", READ)
def test_a_name_that_looks_like_a_system_s_is_read(place: Path, name: str, data: bytes) -> None:
    assert [(name, "")] == listed(fill(place, name, data))
    (filing,) = read_returns(place).settlement.filings
    assert "D05" == filing.department.code


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_hidden_is_named_once(place: Path, name: str) -> None:
    assert [HIDDEN[name]] == listed(fill(place, name))


def test_a_hidden_folder_is_named_once_however_much_it_holds(tmp_path: Path) -> None:
    for number in range(5):
        put(tmp_path, f".旧/{number}.xlsx", b"x")
    put(tmp_path, ".旧/深/6.xlsx", b"x")
    assert [(".旧", "隐藏的文件夹")] == listed(tmp_path)


def test_a_leftover_named_by_itself_is_not_taken_either(tmp_path: Path, form_2021: Form) -> None:
    path = write_return(tmp_path, form_2021, "D05", name="~WRL0001.tmp")
    (source,) = find_sources([path])
    assert UNFINISHED == source.passed_over


def test_a_leftover_does_not_change_the_exit_status(tmp_path: Path, form_2021: Form) -> None:
    path = write_return(tmp_path / "收回", form_2021, "D05")
    put(tmp_path / "收回", "~WRL0001.tmp", path.read_bytes())
    result = run("check", tmp_path / "收回")
    assert 0 == result.exit_code
    assert f"~WRL0001.tmp：{UNFINISHED}，没有当作报送件读取。" in result.stdout


def test_workers_and_a_cache_pass_over_the_same_files(tmp_path: Path, form_2021: Form) -> None:
    write_return(tmp_path / "收回", form_2021, "D05")
    write_return(tmp_path / "收回", form_2021, "D06", name="D06.xlsx.part")
    if os.name == "posix":
        os.mkfifo(tmp_path / "收回" / "管道.xlsx")

    def found(**how: object) -> list[str]:
        returns: Returns = read_returns(tmp_path / "收回", **how)  # type: ignore[arg-type]
        return [f"{finding.file}: {finding.message}" for finding in returns.found]

    once = found()
    assert len(once) == (2 if os.name == "posix" else 1)
    assert once == found(workers=2) == found(cache=tmp_path / "缓存")
    assert once == found(cache=tmp_path / "缓存")


# ---- links and what is no file ---------------------------------------------------------------


def codes(folder: Path) -> dict[str, str]:
    """Map what is found in a folder to the message about it, empty for what was read."""
    answers = {}
    for source in find_sources([folder]):
        findings = read_source(source).findings
        answers[source.path.relative_to(folder).as_posix()] = "".join(
            finding.message for finding in findings if finding.severity == "error"
        )
    return answers


@pytest.fixture
def collected(tmp_path: Path, form_2021: Form) -> Path:
    write_return(tmp_path / "收回", form_2021, "D05")
    return tmp_path / "收回"


@posix
def test_a_link_to_a_folder_is_followed_once(
    collected: Path, tmp_path: Path, form_2021: Form
) -> None:
    write_return(tmp_path / "别处", form_2021, "D06")
    for name in ("甲", "乙"):
        (collected / name).symlink_to(tmp_path / "别处", target_is_directory=True)
    assert {"D05.xlsx": "", "乙/D06.xlsx": ""} == codes(collected)


@posix
def test_a_link_behind_a_link_is_followed(collected: Path, tmp_path: Path, form_2021: Form) -> None:
    write_return(tmp_path / "更远", form_2021, "D07")
    (tmp_path / "别处").mkdir()
    (tmp_path / "别处" / "远").symlink_to(tmp_path / "更远", target_is_directory=True)
    (collected / "近").symlink_to(tmp_path / "别处", target_is_directory=True)
    assert {"D05.xlsx": "", "近/远/D07.xlsx": ""} == codes(collected)


@posix
def test_a_folder_of_its_own_is_read_where_it_lies_though_a_link_leads_to_it(
    collected: Path, form_2021: Form
) -> None:
    write_return(collected / "乡镇", form_2021, "D06")
    (collected / "一").symlink_to("乡镇", target_is_directory=True)
    assert {"D05.xlsx": "", "乡镇/D06.xlsx": ""} == codes(collected)


@posix
@pytest.mark.parametrize("target", [".", "自己", "乡镇"])
def test_a_circle_of_links_ends(collected: Path, target: str) -> None:
    (collected / "乡镇").mkdir()
    (collected / "乡镇" / "回").symlink_to(collected, target_is_directory=True)
    (collected / "自己").symlink_to(target, target_is_directory=True)
    circle = {"自己": "文件打不开：链接绕成了一圈。"} if target == "自己" else {}
    assert {"D05.xlsx": "", **circle} == codes(collected)


@posix
def test_a_link_to_a_folder_above_is_named_and_not_followed(collected: Path) -> None:
    (collected / "上").symlink_to("..", target_is_directory=True)
    put(collected.parent, "别的.xlsx", b"x")
    assert [("D05.xlsx", ""), ("上", "指回上级文件夹的链接")] == listed(collected)


@posix
def test_a_link_to_a_file_is_read(collected: Path, tmp_path: Path, form_2021: Form) -> None:
    (collected / "D06.xlsx").symlink_to(write_return(tmp_path / "别处", form_2021, "D06"))
    assert {"D05.xlsx": "", "D06.xlsx": ""} == codes(collected)


@posix
def test_what_is_no_file_is_named_and_never_opened(
    collected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(collected)
    Path("a.xlsx").symlink_to("没有.xlsx")
    os.mkfifo("b.xlsx")
    os.mkfifo("b.zip")
    Path("c.xlsx").symlink_to("/dev/zero")
    Path("d.xlsx").symlink_to("d.xlsx")
    with socket.socket(socket.AF_UNIX) as open_socket:
        open_socket.bind("e.xlsx")
        assert codes(collected) == {
            "D05.xlsx": "",
            "a.xlsx": "文件打不开：链接指向的文件不存在。",
            "b.xlsx": "文件打不开：这是一个管道，不是普通文件。",
            "b.zip": "文件打不开：这是一个管道，不是普通文件。",
            "c.xlsx": "文件打不开：这是一个设备，不是普通文件。",
            "d.xlsx": "文件打不开：链接绕成了一圈。",
            "e.xlsx": "文件打不开：这是一个套接字，不是普通文件。",
        }


@posix
def test_a_pipe_that_is_named_by_itself_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    result = run("check", tmp_path / "管道.xlsx")
    assert (3, True) == (result.exit_code, "这是一个管道，不是普通文件" in result.stdout)


@posix
def test_a_file_whose_path_is_too_long_is_named(collected: Path) -> None:
    folder = os.open(collected, os.O_RDONLY)
    for _ in range(20):  # deeper than any path can say
        os.mkdir("名" * 80, dir_fd=folder)
        deeper = os.open("名" * 80, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = deeper
    os.close(os.open("D06.xlsx", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    os.close(folder)
    found = list(codes(collected).values())
    assert ["", "文件打不开：名称太长。"] == found


def link_member(archive: zipfile.ZipFile, name: str, mode: int) -> None:
    member = zipfile.ZipInfo(name)
    member.create_system, member.external_attr = 3, mode << 16
    archive.writestr(member, "别处/D05.xlsx")


def test_a_link_in_an_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "收回.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link_member(archive, "D05.xlsx", stat.S_IFLNK | 0o777)
        link_member(archive, "D06.xlsx", stat.S_IFIFO | 0o644)
        link_member(archive, "D07.xlsx", stat.S_IFREG | 0o644)
    expected = [
        ("D05.xlsx", "这是一个链接，压缩包里没有文件的内容"),
        ("D06.xlsx", "这是一个管道，压缩包里没有文件的内容"),
        ("D07.xlsx", ""),
    ]
    assert expected == listed(path)


@pytest.mark.parametrize("name", [*LEFTOVERS, *READ, *HIDDEN])
def test_a_store_is_listed_as_a_folder_is(name: str) -> None:
    system = need("fsspec").filesystem("memory")
    system.pipe(f"/walk/收回/{name}", b"x")
    try:
        (source,) = find_sources(["memory://walk/收回"])
    finally:
        system.rm("/walk", recursive=True)
    expected = (name, UNFINISHED) if name in LEFTOVERS else HIDDEN.get(name, (name, ""))
    assert expected == (source.path.as_posix(), source.passed_over)


def test_a_department_whose_code_looks_like_a_system_s_is_not_lost(
    tmp_path: Path, form_2021: Form
) -> None:
    names = ["__MACOSX", ".git", "CON", "nul", "..", "AUX.1", "LPT9"]
    roster = tmp_path / "单位名录.csv"
    write_roster(roster, [make_department(name, f"第{n}局") for n, name in enumerate(names)])
    out = tmp_path / "发放"
    made = run("template", form_2021.id, "--year", "2026", "--roster", roster, "--out", out)
    assert 0 == made.exit_code, made.stderr
    returns = read_returns(out)
    assert sorted(names) == sorted(filing.department.code for filing in returns.settlement.filings)


def test_a_file_in_very_many_folders_is_named_without_looking_at_each(tmp_path: Path) -> None:
    path = tmp_path / "收回.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/" * 499 + "D05.xlsx", b"x")
        archive.writestr("a/" * 30_000 + "D06.xlsx", b"x")
    sources, work = counted(lambda: find_sources([path]))
    assert ["", "文件夹套得太深的文件"] == [source.passed_over for source in sources]
    assert work.calls < 150_000
