"""The cache: the same results cold, warm, damaged and foreign, and only what changed is read."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from support.county import fill_all
from support.departments import number_departments
from support.edited import filled_template
from support.made_up_form import load_made_up
from support.settled import plain_settlement, return_of
from xlreport import CacheWarning, Form, InputError, read_returns, write_roster
from xlreport.commands.main import main
from xlreport.form.library import SHIPPED, Library
from xlreport.form.load import load_form
from xlreport.formats.sources import Source
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.reader import read_source
from xlreport.returns import _batch, _cache
from xlreport.returns.returns import Returns

ROSTER = number_departments(3)
SOME = ROSTER.departments


@pytest.fixture(scope="module")
def filled_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill in three returns, and a file that is none."""
    place = tmp_path_factory.mktemp("filled")
    form = load_form("ogi-2021")
    fill_all(place, SOME, form)
    (place / "空.xlsx").write_bytes(b"")
    return place


@pytest.fixture
def folder(filled_in: Path, tmp_path: Path) -> Path:
    """Give a copy of them that a test may change."""
    return Path(shutil.copytree(filled_in, tmp_path / "收回"))


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the list of files that are parsed from now on."""
    names: list[str] = []

    def read(source: Source, library: Library) -> Unread | Return:
        names.append(source.name)
        return read_source(source, library)

    monkeypatch.setattr(_batch, "read_source", read)
    return names


def told(returns: Returns) -> tuple[object, ...]:
    return returns.items, returns.found, plain_settlement(returns.settlement)


def kept_in(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def test_a_folder_read_again_is_not_parsed_again(
    folder: Path, tmp_path: Path, parsed: list[str]
) -> None:
    cache = tmp_path / "缓存" / "今年"
    without = told(read_returns(folder, roster=ROSTER))
    cold = told(read_returns(folder, roster=ROSTER, cache=cache))
    parsed.clear()
    warm = told(read_returns(folder, roster=ROSTER, cache=cache))
    assert ["空.xlsx"] == parsed  # what could not be read is tried again
    assert without == cold == warm
    assert 3 == len(kept_in(cache))


def test_the_cache_is_the_same_whoever_reads(folder: Path, tmp_path: Path) -> None:
    for workers in (1, 2):
        read_returns(folder, cache=tmp_path / str(workers), workers=workers)
    one, two = (
        {path.name: path.read_bytes() for path in kept_in(tmp_path / name)} for name in "12"
    )
    assert one == two


def test_every_file_is_counted_whether_parsed_or_not(folder: Path, tmp_path: Path) -> None:
    counted: list[tuple[int, int]] = []
    for _ in range(2):
        read_returns(folder, cache=tmp_path / "缓存", progress=lambda *step: counted.append(step))
    assert [(1, 4), (2, 4), (3, 4), (4, 4)] * 2 == counted


def test_a_file_that_changed_is_read_anew(
    folder: Path, tmp_path: Path, form_2021: Form, parsed: list[str]
) -> None:
    cache = tmp_path / "缓存"
    read_returns(folder, cache=cache)
    parsed.clear()
    (folder / "D02.xlsx").write_bytes(filled_template(form_2021, SOME[1], 9))
    warm = told(read_returns(folder, roster=ROSTER, cache=cache))
    assert ["D02.xlsx", "空.xlsx"] == parsed
    assert told(read_returns(folder, roster=ROSTER)) == warm


def test_the_same_file_under_another_name_is_known_and_told_by_that_name(
    folder: Path, tmp_path: Path, parsed: list[str]
) -> None:
    cache = tmp_path / "缓存"
    read_returns(folder, cache=cache)
    (folder / "空.xlsx").unlink()
    (folder / "D01.xlsx").rename(folder / "改名.xlsx")
    parsed.clear()
    warm = read_returns(folder, cache=cache)
    assert [] == parsed
    assert "改名.xlsx" in [item.file for item in warm.items]
    assert told(read_returns(folder)) == told(warm)


def cut(path: Path, _: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def emptied(path: Path, _: Path) -> None:
    path.write_bytes(b"")


def changed_figure(path: Path, _: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"revision":1', b'"revision":2'))


def of_another_file(path: Path, other: Path) -> None:
    shutil.copy(other, path)


def of_another_version(path: Path, _: Path) -> None:
    line, _sign, content = path.read_bytes().partition(b"\n")
    name, sha256, reader, checksum = line.split()
    path.write_bytes(b" ".join([name, sha256, reader[::-1], checksum]) + b"\n" + content)


def no_text(path: Path, _: Path) -> None:
    path.write_bytes(bytes(range(256)))


@pytest.mark.parametrize(
    "damage", [cut, emptied, changed_figure, of_another_file, of_another_version, no_text]
)
def test_a_cache_file_that_is_not_ours_is_passed_over_and_written_again(
    folder: Path, tmp_path: Path, parsed: list[str], damage: Callable[[Path, Path], None]
) -> None:
    cache = tmp_path / "缓存"
    cold = told(read_returns(folder, cache=cache))
    kept = {path: path.read_bytes() for path in kept_in(cache)}
    first, second, _ = kept
    damage(first, second)
    assert kept[first] != first.read_bytes()
    parsed.clear()
    assert cold == told(read_returns(folder, cache=cache))
    assert 2 == len(parsed)  # the one, and the file that cannot be read
    assert kept == {path: path.read_bytes() for path in kept_in(cache)}


def test_content_with_a_right_checksum_that_is_no_return_is_passed_over(
    folder: Path, tmp_path: Path, parsed: list[str]
) -> None:
    source = Source(folder / "D01.xlsx")
    kept = _cache.open_cache(tmp_path, SHIPPED, [])
    item = return_of(read_source(source))
    _cache.keep(kept, item, b"{}")
    assert _cache.look_up(kept, source, source.read(), SHIPPED) is None
    assert [] == parsed


def test_another_version_of_the_library_reads_anew(
    folder: Path, tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_returns(folder, cache=tmp_path / "缓存")
    parsed.clear()
    monkeypatch.setattr(_cache, "_library_digest", lambda: "another")
    read_returns(folder, cache=tmp_path / "缓存")
    assert 4 == len(parsed)


def test_with_other_forms_given_files_are_read_anew(
    folder: Path, tmp_path: Path, parsed: list[str]
) -> None:
    own = load_made_up(tmp_path)
    cache = tmp_path / "缓存"
    (folder / "自定.xlsx").write_bytes(filled_template(own, SOME[0]))
    read_returns(folder, cache=cache)
    parsed.clear()
    cold = read_returns(folder, cache=cache, forms=[own])
    assert 5 == len(parsed)
    assert told(cold) == told(read_returns(folder, cache=cache, forms=[own]))
    assert own in [item.form for item in cold.items if isinstance(item, Return)]


def test_a_cache_among_the_returns_is_refused(folder: Path) -> None:
    for cache in (folder, folder / "缓存"):
        with pytest.raises(InputError, match="缓存不能放在报送件所在的"):
            read_returns(folder, cache=cache)


def test_a_folder_that_cannot_be_written_is_said_once_and_all_is_read(
    folder: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "是个文件"
    cache.write_bytes(b"")
    with pytest.warns(CacheWarning, match="无法写入") as said:
        returns = read_returns(folder, cache=cache)
    assert 1 == len(said)
    assert told(read_returns(folder)) == told(returns)


def test_a_full_disk_leaves_no_part_of_a_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    cache = tmp_path / "缓存"
    monkeypatch.setattr(Path, "replace", full)
    with pytest.warns(CacheWarning, match="磁盘已满"):
        read_returns(folder, cache=cache)
    assert [] == kept_in(cache)


def test_the_command_says_so_in_one_sentence_and_goes_on(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "是个文件"
    cache.write_bytes(b"")
    (folder / "空.xlsx").unlink()
    plain = CliRunner().invoke(main, ["check", str(folder)])
    done = CliRunner().invoke(main, ["check", str(folder), "--cache", str(cache)])
    assert plain.stdout == done.stdout
    assert plain.exit_code == done.exit_code
    sentence = [line for line in done.stderr.splitlines() if "缓存" in line]
    assert 1 == len(sentence)
    assert sentence[0].startswith(f"缓存 {cache} 无法写入（")


@pytest.mark.parametrize("command", ["check", "consolidate", "export"])
def test_a_command_gives_the_same_with_workers_and_a_cache(
    folder: Path, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlreport.cli.clock.now", lambda: datetime(2027, 1, 18, 9, 30))
    roster = tmp_path / "名录.csv"
    write_roster(roster, SOME)
    more = {
        "check": ["--out", "结果.json"],
        "consolidate": ["--name", "某县", "--no-verify", "--out", "汇总.xlsx"],
        "export": ["--out", "数据.csv"],
    }[command]
    made: list[tuple[object, ...]] = []
    for extra in ([], ["--workers", "2", "--cache", str(tmp_path / "缓存")]):
        out = tmp_path / f"{len(made)}{more[-1]}"
        arguments = [command, str(folder), "--roster", str(roster), *more[:-1], str(out), *extra]
        done = CliRunner().invoke(main, arguments)
        made.append((done.exit_code, done.stderr.replace(out.name, ""), out.read_bytes()))
    assert made[0] == made[1]
    assert 3 == len(kept_in(tmp_path / "缓存"))
