"""The folder of wheels for closed networks: what it lacks is seen, for machines not at hand too."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import wheels

WINDOWS, LINUX = "win_amd64", "linux_x86_64"


def write_wheel(folder: Path, name: str, *requirements: str) -> None:
    """Write a wheel that holds nothing but what it requires."""
    lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0"]
    lines += [f"Requires-Dist: {each}" for each in requirements]
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n")


def lacks(folder: Path, platform: str, version: str = "3.12") -> set[str]:
    return set(wheels.lacking(folder, wheels.target_environment(platform, version)))


def test_an_empty_folder_lacks_the_library_itself(tmp_path: Path) -> None:
    assert {"xlreport"} == lacks(tmp_path, LINUX)


def test_requirements_are_followed_from_wheel_to_wheel_in_any_spelling(tmp_path: Path) -> None:
    write_wheel(tmp_path, "xlreport", "Rich_Text>=13")
    write_wheel(tmp_path, "rich_text", "pygments<3,>=2", "rich-text")
    assert {"pygments<3,>=2"} == lacks(tmp_path, LINUX)
    write_wheel(tmp_path, "pygments", "xlreport")
    assert set() == lacks(tmp_path, LINUX)


def test_each_kind_of_processor_is_judged_by_its_own_name(tmp_path: Path) -> None:
    write_wheel(tmp_path, "xlreport", 'mkl; platform_machine == "x86_64"')
    assert [{"mkl"}, set()] == [lacks(tmp_path, each) for each in (LINUX, "linux_aarch64")]


@pytest.mark.parametrize(("platform", "expected"), [(WINDOWS, {"tzdata"}), (LINUX, set())])
def test_what_windows_alone_needs_is_seen_on_any_machine(
    tmp_path: Path, platform: str, expected: set[str]
) -> None:
    write_wheel(tmp_path, "xlreport", 'tzdata; sys_platform == "win32"')
    assert expected == lacks(tmp_path, platform)


@pytest.mark.parametrize(("version", "expected"), [("3.11", {"backport"}), ("3.13", set())])
def test_what_an_older_python_alone_needs_is_seen(
    tmp_path: Path, version: str, expected: set[str]
) -> None:
    write_wheel(tmp_path, "xlreport", 'backport; python_full_version < "3.12.1"')
    assert expected == lacks(tmp_path, WINDOWS, version)


def test_extras_are_followed_where_they_are_asked_for_alone(tmp_path: Path) -> None:
    extras = ('lxml; extra == "report"', 'pyarrow; extra == "parquet"', "pandera[pandas]")
    write_wheel(tmp_path, "xlreport", *extras)
    write_wheel(tmp_path, "pandera", 'pandas; extra == "pandas"', 'polars; extra == "polars"')
    assert {"lxml", "pandas"} == lacks(tmp_path, LINUX)


def test_the_guide_is_two_lines_that_notepad_shows_and_the_second_can_be_typed() -> None:
    lines = wheels.GUIDE.split("\r\n")
    assert (3, "") == (len(lines), lines[-1])
    assert lines[1] == 'py -m pip install --no-index --find-links . "xlreport[report]"'
    assert all(version in lines[0] for version in wheels.VERSIONS)


def test_every_python_and_machine_that_is_served_is_named_where_it_is_installed() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "how-to" / "install-offline.md").read_text("utf-8")
    served = [*wheels.VERSIONS, *(each.machine for each in wheels.PLATFORMS.values())]
    assert {"3.14", "aarch64"} <= set(served)
    assert [] == [each for each in served if each.replace("AMD64", "64-bit Windows") not in page]
    for unserved in ("Windows 7", "32-bit Windows", "LoongArch"):
        assert unserved in page.partition("have no wheels")[0]


def test_the_package_says_of_the_same_versions_that_they_run_it() -> None:
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    said = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', text)
    assert list(wheels.VERSIONS) == said


def test_the_page_explains_the_backslash_before_a_quotation_mark() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "install-offline.md"
    assert '(`"D:\\收回\\"`)' in page.read_text("utf-8")
