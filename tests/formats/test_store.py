"""Stores: returns under a URL are read as those in a folder, and refusals are told clearly."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from support.extras import need
from support.stored import ROSTER, SOME, contents, fill_folder
from xlreport import InputError, read_returns, write_roster
from xlreport.commands.main import main
from xlreport.formats.sources import find_sources
from xlreport.formats.store import is_url, list_store, local_path

pytestmark = pytest.mark.dask
fsspec = need("fsspec")
Memory: Any = need("fsspec.implementations.memory").MemoryFileSystem


class Moody(Memory):  # type: ignore[misc]  # fsspec has no types
    """A store that refuses by the name of a file, and keeps listings as object stores do."""

    protocol = "moody"
    store: dict[str, Any] = Memory.store
    pseudo_dirs: list[str] = Memory.pseudo_dirs
    kept: dict[str, list[str]] = {}  # noqa: RUF012 - shared, as the store is

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return str(super()._strip_protocol(path.replace("moody://", "memory://")))

    def info(self, path: str, **more: Any) -> Any:
        if "断网" in path:
            raise TimeoutError("endpoint")
        if "上锁" in path:
            raise PermissionError("403")
        return super().info(path, **more)

    def find(self, path: str, **more: Any) -> list[str]:
        if path not in self.kept:
            self.kept[path] = super().find(path, **more)
        return self.kept[path]

    def invalidate_cache(self, path: str | None = None) -> None:  # noqa: ARG002
        self.kept.clear()

    def open(self, path: str, mode: str = "rb", **more: Any) -> Any:
        errors = {"锁住": PermissionError, "消失": FileNotFoundError, "中断": ConnectionError}
        for word, error in errors.items():
            if word in path:
                raise error(word)
        if "古怪" in path:
            raise Exception("InvalidToken")  # as botocore does: of no built-in kind
        return super().open(path, mode, **more)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of returns: workbooks, a folder, an archive, and what is passed over."""
    place = fill_folder(tmp_path_factory.mktemp("收回 #1"), "b.xlsx")
    (place / "~$a.xlsx").write_bytes(b"")
    (place / "Thumbs.db").write_bytes(b"")
    (place / "坏.zip").write_bytes(b"PK\x03\x04")
    return place


@pytest.fixture
def stored(folder: Path) -> Iterator[str]:
    """Give the same files on a store in memory."""
    fsspec.register_implementation("moody", Moody, clobber=True)
    system = fsspec.filesystem("memory")
    for path in folder.rglob("*"):
        if path.is_file():
            system.pipe(f"/县/收回/{path.relative_to(folder).as_posix()}", path.read_bytes())
    yield "memory://县/收回"
    Memory.store.clear()
    Memory.pseudo_dirs[:] = [""]


def read_contents(paths: str | Path) -> list[tuple[object, ...]]:
    return contents(read_returns(paths, roster=ROSTER, year=2021))


@pytest.mark.parametrize("kind", ["memory", "fsspec's own files", "file"])
def test_returns_on_a_store_are_those_of_a_folder(folder: Path, stored: str, kind: str) -> None:
    urls = {
        "memory": stored,
        "fsspec's own files": f"local://{folder.as_posix()}",
        "file": folder.as_uri(),
    }
    assert read_contents(folder) == read_contents(urls[kind])


def test_one_file_of_a_store_is_read_under_its_name(stored: str) -> None:
    assert ["b.xlsx"] == [source.name for source in find_sources([f"{stored}/镇/b.xlsx"])]
    assert ["c.zip › D03.xlsx", "c.zip › D04.xlsx"] == [
        source.name for source in find_sources([f"{stored}/c.zip"])
    ]


def test_what_came_to_a_store_since_it_was_listed_is_found(stored: str) -> None:
    url = stored.replace("memory", "moody")
    before = len(find_sources([url]))
    fsspec.filesystem("memory").pipe("/县/收回/新.xlsx", b"")
    assert before + 1 == len(find_sources([url]))


def test_an_object_that_stands_for_a_folder_is_no_file(
    stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Memory, "find", lambda *_: ["/县/收回/", "/县/收回/a.xlsx"])
    assert ["a.xlsx"] == [path.name for _, path in list_store(stored)]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("memory://没有", "找不到文件或文件夹：memory://没有"),
        ("file:///没有/收回", "找不到文件或文件夹：.*收回"),
        ("moody://断网", r"无法读取存储 moody://断网（TimeoutError: endpoint）"),
        ("moody://上锁", r"无法读取存储 moody://上锁（PermissionError: 403）"),
        ("unheard-of://县", "不认识 unheard-of://县 这种存储地址"),
        ("absent://县", "读取 absent://县 还缺少一个库，请先安装（Install absent）"),
        ("breaking://县", r"无法读取存储 breaking://县（ZeroDivisionError"),
    ],
)
def test_a_store_that_cannot_be_used_is_an_error_that_names_it(
    stored: str, url: str, said: str
) -> None:
    assert stored
    fsspec.register_implementation("absent", "no.Such", errtxt="Install absent", clobber=True)
    fsspec.register_implementation("breaking", Breaking, clobber=True)
    with pytest.raises(InputError, match=said):
        find_sources([url])


class Breaking(Memory):  # type: ignore[misc]  # fsspec has no types
    """A store that fails before anything is asked of it."""

    protocol = "breaking"

    @classmethod
    def _strip_protocol(cls, _: str) -> str:
        raise ZeroDivisionError


def test_without_fsspec_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(InputError, match=r'pip install "xlreport\[dask\]"'):
        find_sources(["s3://县/收回"])


@pytest.mark.parametrize(("word", "said"), [("锁住", "没有读取的权限"), ("消失", "文件已经不在")])
def test_a_file_that_cannot_be_opened_is_a_finding_and_all_others_are_read(
    stored: str, word: str, said: str
) -> None:
    fsspec.filesystem("memory").pipe(f"/县/收回/{word}.xlsx", b"PK")
    returns = read_returns(stored.replace("memory", "moody"), roster=ROSTER, year=2021)
    unopened = [each for each in returns.found if each.code == "FILE-UNOPENED"]
    assert [f"{word}.xlsx"] == [each.file for each in unopened]
    assert said in unopened[0].message
    assert 4 == len(returns.usable)


@pytest.mark.parametrize("word", ["中断", "古怪"])
def test_a_store_that_fails_while_it_is_read_ends_the_job(stored: str, word: str) -> None:
    fsspec.filesystem("memory").pipe(f"/县/收回/{word}.xlsx", b"PK")
    with pytest.raises(InputError, match=rf"无法读取存储 moody://.*{word}\.xlsx"):
        read_returns(stored.replace("memory", "moody"), roster=ROSTER)


def test_a_name_that_fsspec_takes_for_two_stores_is_refused(stored: str) -> None:
    fsspec.filesystem("memory").pipe("/县/收回/a::b.xlsx", b"")
    with pytest.raises(InputError, match=r"名称含“::”，不能读取，请改名：/县/收回/a::b\.xlsx"):
        find_sources([stored])


def test_a_cache_among_returns_is_refused_by_their_url_too(folder: Path) -> None:
    with pytest.raises(InputError, match="缓存不能放在报送件所在的"):
        read_returns(folder.as_uri(), cache=folder / "缓存")


def command(*args: object) -> Result:
    return CliRunner().invoke(main, [*map(str, args), "--year", "2021", "--workers", "1"])


def _without_times(answer: str) -> object:
    """Give the answer of a check without times: a store does not tell when a file was saved."""
    content = json.loads(answer)
    for each in (content["board"], *content["board"]["lines"]):
        each.pop("checked", None)
        each.pop("saved", None)
    return content


def test_a_command_takes_a_store_as_it_takes_a_folder(
    folder: Path, stored: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_roster("名录.csv", SOME)
    told = [
        command("check", place, "--roster", "名录.csv", "--format", "json")
        for place in (folder, stored, folder.as_uri())
    ]
    assert 3 == told[0].exit_code  # one file is empty, one archive broken
    answers = [_without_times(each.stdout) for each in told]
    assert [answers[0]] * 3 == answers
    # A file here of a name that the store has too is no return: it may be replaced.
    (tmp_path / "a.xlsx").touch()
    named = ("--roster", "名录.csv", "--name", "县", "--out", "a.xlsx", "--overwrite")
    done = command("consolidate", stored, *named)
    assert (3, True) == (done.exit_code, "已生成 a.xlsx" in done.stdout)


def test_a_command_guards_the_returns_under_a_file_url_too(folder: Path) -> None:
    told = command("check", folder.as_uri(), "--annotate", folder / "退回")
    assert (2, True) == (told.exit_code, "退回件不能写在报送件所在的" in told.stderr)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("memory://没有/收回", "找不到文件或文件夹：memory://没有/收回"),
        ("unheard-of://县", "不认识 unheard-of://县 这种存储地址"),
    ],
)
def test_a_command_names_a_store_that_it_cannot_use(url: str, said: str) -> None:
    told = command("check", url)
    assert (2, "", True) == (told.exit_code, told.stdout, said in told.stderr)


@pytest.mark.parametrize(
    "path", ["收回", "C:/收回", "C:\\收回", Path("s3:/县"), "a:b//c", "1s://a"]
)
def test_a_path_is_no_url_and_a_drive_is_none(path: str | Path) -> None:
    assert not is_url(path)


@pytest.mark.parametrize("url", ["s3://县/收回", "file:///收回", "abfs://县@账户.windows.net/收回"])
def test_what_names_its_kind_of_store_is_a_url(url: str) -> None:
    assert is_url(url)


def test_a_file_url_is_a_path_and_any_other_stays() -> None:
    assert "/数据/收回 #1" == str(local_path("file:///数据/收回%20%231")).replace("\\", "/")
    assert local_path("file://localhost/a") == local_path("file:///a")
    assert "//server/a" == str(local_path("file://server/a")).replace("\\", "/")
    assert "s3://县/收回" == local_path("s3://县/收回")
    assert Path("收回") == local_path(Path("收回"))
