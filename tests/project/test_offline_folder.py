"""The folder that an office carries: what is in it, and how it is started."""

from __future__ import annotations

import hashlib
import runpy
import sys
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import folder as builder
import pytest
from carried import line_of_explorer

START = runpy.run_path(str(builder.PARTS / "start.py"), run_name="start")
ROOT = builder.ROOT


def write_wheel(place: Path, name: str, *members: str) -> Path:
    path = place / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member in (*members, f"{name}-1.0.dist-info/METADATA"):
            archive.writestr(member, f"{member}\n")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder out of two small wheels."""
    place = tmp_path_factory.mktemp("wheels")
    kept = ("numpy/a.py", "numpy/testing/b.py", "numpy-1.0.data/platlib/numpy/c.pyd")
    left = ("numpy/tests/d.py", "numpy/e/tests/f.py", "numpy/_core/include/g.h", "numpy/h.pyi")
    one = write_wheel(place, "numpy", *kept, *left, "numpy-1.0.data/scripts/i.exe")
    other = write_wheel(place, "xlreport", "xlreport/tests/j.py")
    result = place / "年报汇总"
    builder.make(result, [one, other])
    return result


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_wheels_are_unpacked_without_tests_headers_and_scripts_but_with_what_they_are(
    made: Path,
) -> None:
    expected = {"numpy/a.py", "numpy/testing/b.py", "numpy/c.pyd", "xlreport/tests/j.py"}
    expected |= {"numpy-1.0.dist-info/METADATA", "xlreport-1.0.dist-info/METADATA"}
    assert expected == names(made / "program" / "packages")


def test_all_else_that_an_officer_needs_lies_beside(made: Path) -> None:
    folders = {"program", "指南", "空白模板"}
    assert {*folders, "年报汇总.bat", "xlreport.bat", "安装说明.txt"} == {
        path.name for path in made.iterdir()
    }
    assert len([*(ROOT / "templates").glob("*.xlsx")]) == len(names(made / "空白模板"))
    assert {"政府信息公开工作年度报告（2021年版）.xlsx", "试填单.xlsx"} < names(made / "空白模板")
    assert builder.size_of(made) < builder.LARGEST


@pytest.mark.parametrize(
    ("name", "encoding"), [("年报汇总.bat", "gbk"), ("安装说明.txt", "utf-8-sig")]
)
def test_texts_are_as_windows_reads_them_and_name_the_python(
    made: Path, name: str, encoding: str
) -> None:
    text = (made / name).read_bytes().decode(encoding)
    assert text.count("\n") == text.count("\r\n")
    assert f"{builder.PYTHON}\\python.exe" in text
    assert f"{builder.PYTHON}.zip" in text
    assert "{" not in text


def test_the_instructions_say_where_the_python_is_how_it_is_checked_and_who_is_not_served(
    made: Path,
) -> None:
    text = (made / "安装说明.txt").read_text("utf-8-sig")
    assert f"certutil -hashfile {builder.PYTHON}.zip SHA256" in text
    assert {builder.ADDRESS, builder.DIGEST} <= {line.strip() for line in text.splitlines()}
    for unserved in ("Windows 7", "Windows 8", "32 位", "LoongArch"):
        assert unserved in text.partition("四、不能用的电脑")[2]
    # The compiled packages, the program that starts them and the Python are of one version.
    assert ".".join(map(str, START["VERSION"])) == builder.VERSION
    assert builder.PYTHON.startswith(f"python-{builder.VERSION}.")


def test_both_bats_take_a_python_that_was_unpacked_right_beside_them(made: Path) -> None:
    beside = r'if exist "%HERE%python.exe" set "PYTHON=%HERE%python.exe"'
    assert all(
        beside in (made / name).read_text("gbk") for name in ("年报汇总.bat", "xlreport.bat")
    )


def test_every_byte_of_a_han_character_in_the_bat_is_above_ascii(made: Path) -> None:
    """A byte that is | or ^ in ASCII would be a sign of cmd under another code page."""
    data = (made / "年报汇总.bat").read_bytes()
    han = "".join(each for each in data.decode("gbk") if not each.isascii())
    assert all(byte > 0xA0 for byte in han.encode("gbk"))
    commands = [line for line in data.decode("gbk").splitlines() if not line.startswith("echo")]
    assert "".join(commands).isascii()


class Addresses(HTMLParser):
    """The addresses of a page, and the names by which links lead into it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {"src": [], "href": [], "id": []}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in self.found:
                self.found[name].append(f"{tag} {value}")


def test_a_guide_holds_its_pictures_and_leads_only_to_what_is_carried(made: Path) -> None:
    pages = {
        path.name: Addresses(path.read_text("utf-8")).found
        for path in (made / "指南").glob("*.html")
    }
    sent = {"填报指南", "汇总操作指南"}
    assert {f"{title}.html" for title in {*builder.PAGES.values(), *sent}} == set(pages)
    assert sent == {path.stem for path in (made / "指南").glob("*.docx")}
    assert "English" not in (made / "指南" / "登记簿.html").read_text("utf-8")
    pictures = pages["填报指南.html"]["src"]
    assert {True} == {each.startswith("img data:image/png;base64,") for each in pictures}
    links = {link.partition(" ")[2] for page in pages.values() for link in page["href"]}
    assert {"#转到下一年"} <= links
    for page in pages.values():
        for link in (each.partition(" ")[2] for each in page["href"] if "://" not in each):
            name, _, place = link.partition("#")
            ids = {each.partition(" ")[2] for each in (pages[name] if name else page)["id"]}
            assert not place or place in ids
            assert not name or name in pages


def test_another_python_is_not_laid_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python.zip"
    python.write_bytes(b"another")
    with pytest.raises(SystemExit, match=builder.DIGEST):
        builder.refuse_other(python)
    monkeypatch.setattr(builder, "DIGEST", hashlib.sha256(b"another").hexdigest())
    builder.refuse_other(python)


def test_the_python_is_unpacked_where_both_bats_look_for_it(tmp_path: Path) -> None:
    python = tmp_path / "python.zip"
    with zipfile.ZipFile(python, "w") as archive:
        archive.writestr("python.exe", "")
        archive.writestr("python311._pth", "python311.zip")
    builder.lay_in(python, tmp_path / "年报汇总")
    laid = {f"{builder.PYTHON}/python.exe", f"{builder.PYTHON}/python311._pth"}
    assert laid == names(tmp_path / "年报汇总")
    assert builder.PYTHON.startswith("python")  # as the .bat looks for


BAT = r"D:\我的 文件&(1)\年报汇总.bat"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (rf'C:\Windows\system32\cmd.exe /c ""{BAT}" "', []),
        (rf'cmd.exe /c ""{BAT}" "D:\收 回" D:\a&b^c%d!"', [r"D:\收 回", r"D:\a&b^c%d!"]),
        (rf'cmd.exe /c ""{BAT}" D:\收回 "D:\收 回""', [r"D:\收回", r"D:\收 回"]),
        (rf'cmd.exe /C ""{BAT.upper()}" D:\收回"', [r"D:\收回"]),
        (r'cmd /c 年报汇总.bat "D:\年报汇总.bat 备份"', [r"D:\年报汇总.bat 备份"]),
        ("cmd.exe", []),
        ("", []),
    ],
)
def test_what_was_dragged_is_read_off_the_line_of_explorer(line: str, expected: list[str]) -> None:
    assert expected == START["dragged"](line, BAT)


def test_the_line_by_which_the_trial_on_windows_plays_explorer_is_read_alike() -> None:
    dragged = [r"D:\收 回", r"D:\a&b"]
    assert dragged == START["dragged"](line_of_explorer(BAT, dragged), BAT)


def test_the_work_lies_in_the_folder_or_where_that_cannot_be_written_among_the_documents(
    tmp_path: Path,
) -> None:
    choose: Callable[[tuple[Path, ...]], Path | None] = START["working_folder"]
    here, documents = tmp_path / "工作文件夹", tmp_path / "文档" / "年报汇总"
    assert here == choose((here, documents))
    here.rmdir()
    here.touch()  # as good as a folder that may not be made
    assert documents == choose((here, documents))
    assert choose((here,)) is None


@pytest.mark.parametrize(("version", "bits"), [((3, 12), 64), ((3, 11), 32)])
def test_another_python_is_refused_with_what_to_do(version: tuple[int, int], bits: int) -> None:
    with pytest.raises(SystemExit, match="版本不对") as refusal:
        START["prepare"](version, bits=bits)
    assert "按“安装说明.txt”重新下载" in str(refusal.value)


@pytest.mark.parametrize("is_writable", [True, False])
def test_packages_come_first_and_are_compiled_elsewhere_where_the_folder_is_read_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, is_writable: bool
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr("xlreport.base.windows.is_writable", lambda _: is_writable)
    START["prepare"](START["VERSION"])
    assert str(builder.PARTS / "packages") == sys.path[0]
    prefix = None if is_writable else str(tmp_path / "xlreport" / "compiled")
    assert prefix == sys.pycache_prefix


@pytest.mark.parametrize(
    ("line", "typed", "ran"),
    [
        ("", ["check", "收回"], "run"),
        (rf'cmd.exe /c ""{BAT}" "', [], "run_guide"),
        (rf'cmd.exe /c ""{BAT}" D:\收回"', [], "run_dragged"),
    ],
)
def test_a_double_click_asks_what_is_dragged_is_checked_and_what_is_typed_is_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str, typed: list[str], ran: str
) -> None:
    called: list[tuple[Any, ...]] = []
    for name in ("run", "run_guide", "run_dragged"):
        monkeypatch.setattr(
            f"xlreport.commands.main.{name}",
            lambda *given, name=name: called.append((name, *given)),
        )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLREPORT_LINE", line)
    monkeypatch.setenv("XLREPORT_BAT", BAT)
    monkeypatch.setattr(sys, "argv", ["start.py", *typed])
    monkeypatch.setitem(START["main"].__globals__, "PROGRAM", tmp_path / "program")
    assert 0 == START["main"]()
    work = tmp_path / "工作文件夹"
    assert [(ran, *([[Path(r"D:\收回")], work] if ran == "run_dragged" else []))] == called
    assert (work if ran == "run_guide" else tmp_path) == Path.cwd()
