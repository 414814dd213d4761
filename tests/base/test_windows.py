"""Files that another program holds for a moment, and paths that Windows opens in one form only."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path, PureWindowsPath

import pytest

from xlreport.base import windows
from xlreport.base.errors import OutputError
from xlreport.base.files import refuse_held, write_file
from xlreport.base.folder import Folder
from xlreport.base.windows import extended, persistently


def held(winerror: int) -> OSError:
    """Make the error that Windows gives, which other systems do not have."""
    error = PermissionError(13, "another program has it")
    error.winerror = winerror  # type: ignore[attr-defined]
    return error


def refusing(times: int, error: OSError) -> Callable[[], int]:
    """Make an action that is refused some times; it returns how often it was tried."""
    tries = iter(range(times))

    def act() -> int:
        if next(tries, None) is not None:
            raise error
        return times + 1

    return act


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let time pass by waiting alone; return the pauses."""
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    monkeypatch.setattr("time.monotonic", lambda: sum(pauses))
    return pauses


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_what_a_program_holds_for_a_moment_is_tried_again(winerror: int) -> None:
    assert 4 == persistently(refusing(3, held(winerror)))


def test_what_stays_held_is_given_up_after_two_seconds(clock: list[float]) -> None:
    with pytest.raises(PermissionError):
        persistently(refusing(99, held(32)))
    assert 2 < sum(clock) < 2.5


@pytest.mark.parametrize("error", [held(123), PermissionError(13, "no")])
def test_what_waiting_does_not_change_is_given_up_at_once(
    error: OSError, clock: list[float]
) -> None:
    with pytest.raises(PermissionError):
        persistently(refusing(1, error))
    assert [] == clock


def test_a_file_that_a_scanner_holds_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, tries = Path.replace, iter(range(2))

    def replace_later(self: Path, target: Path) -> Path:
        if next(tries, None) is not None:
            raise held(32)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replace_later)
    write_file(tmp_path / "a.xlsx", b"new")
    assert {"a.xlsx": b"new"} == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_one_file_that_cannot_be_written_keeps_no_other_back(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").mkdir()
    folder = Folder(tmp_path)
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        folder.put(name, b"new")
    with pytest.raises(OutputError, match=r"^b\.xlsx 无法写入：这是一个文件夹"):
        folder.finish()
    assert [b"new", b"new"] == [(tmp_path / name).read_bytes() for name in ("a.xlsx", "c.xlsx")]


def test_where_no_folder_can_be_made_the_first_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "发放").write_bytes(b"a file")
    with pytest.raises(OutputError, match="同名的文件占了文件夹的位置"):
        Folder(tmp_path / "发放").put("a.xlsx", b"new")


def test_files_that_cannot_be_written_are_named_together(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for number in range(12):
        (tmp_path / f"{number}.xlsx").mkdir()
        folder.put(f"{number}.xlsx", b"new")
    with pytest.raises(OutputError) as error:
        folder.finish()
    first, *names = str(error.value).splitlines()
    assert "有 12 个文件没有写入，其余的已经写好：" == first
    assert ["0.xlsx", "9.xlsx", "……"] == [names[0].split()[0], names[9].split()[0], names[10]]


def test_a_target_that_is_held_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "汇总.xlsx"
    refuse_held(target)  # nothing is there
    target.write_bytes(b"old")
    refuse_held(target)

    def refuse(*_: object) -> None:
        raise held(32)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(OutputError, match=r"^汇总\.xlsx 无法写入.*没有在 Excel 或 WPS 中打开"):
        refuse_held(target)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("D:\\年报\\教育局.xlsx ", "\\\\?\\D:\\年报\\教育局.xlsx "),
        ("D:/年报/教育局.xlsx", "\\\\?\\D:\\年报\\教育局.xlsx"),
        ("\\\\县府\\共享\\a.xlsx.", "\\\\?\\UNC\\县府\\共享\\a.xlsx."),
        ("\\\\?\\D:\\a.xlsx", "\\\\?\\D:\\a.xlsx"),
    ],
)
def test_the_extended_form_keeps_a_name_as_it_is(path: str, expected: str) -> None:
    assert expected == extended(path)


def test_a_path_without_a_drive_is_extended_by_the_drive_at_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Path, "cwd", lambda: PureWindowsPath("D:\\年报"))
    assert "\\\\?\\D:\\收回\\a.xlsx" == extended("\\收回\\a.xlsx")
    assert "\\\\?\\D:\\年报\\收回\\a.xlsx" == extended("收回/a.xlsx")


def test_on_windows_a_path_that_is_too_long_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlreport.base.files.is_too_long", lambda path: len(str(path)) > 259)
    assert not windows.is_too_long(tmp_path / ("长" * 60) / "a.xlsx")
    with pytest.raises(OutputError, match="路径太长"):
        write_file(tmp_path / ("长" * 80) / ("长" * 80) / ("长" * 80) / "a.xlsx", b"")
    assert [] == list(tmp_path.iterdir())


def test_paths_that_are_too_long_are_told_before_a_file_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("xlreport.base.windows.IS_WINDOWS", True)
    folder = Folder(Path("/") / ("长" * 200))
    folder.expect(["a.xlsx"])
    with pytest.raises(OutputError, match=r"有 2 个文件的路径会超过259个字符.*，如 名+1\.xlsx。"):
        folder.expect(["a.xlsx", *(f"{'名' * 60}{number}.xlsx" for number in (1, 2))])
    Folder(BytesIO()).expect(["名" * 300])


@pytest.mark.parametrize(
    ("name", "is_extended"),
    [("a.xlsx", False), ("a.xlsx ", True), ("a.xlsx.", True), ("名" * 300, True)],
)
def test_what_windows_opens_in_one_form_only_is_read_in_it(
    name: str, monkeypatch: pytest.MonkeyPatch, *, is_extended: bool
) -> None:
    path = Path("/收回") / name
    monkeypatch.setattr(windows, "IS_WINDOWS", False)
    assert path == windows.readable(path)
    monkeypatch.setattr(windows, "IS_WINDOWS", True)
    assert is_extended is str(windows.readable(path)).startswith("\\\\?\\")


def test_a_folder_can_be_written_where_a_file_can_be_made_and_nothing_is_left(
    tmp_path: Path,
) -> None:
    assert windows.is_writable(tmp_path)
    assert [] == list(tmp_path.iterdir())
    assert not windows.is_writable(tmp_path / "没有")
