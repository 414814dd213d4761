"""What was tried and what was not is told wherever a reader may ask, and everywhere the same."""

from __future__ import annotations

import re
from pathlib import Path

import folder
import pytest

ROOT = Path(__file__).parents[2]
README, INSTALL, PROGRAMS = "README.md", "docs/how-to/install-offline.md", "wps-and-excel.md"
README_ZH, INSTALL_ZH = "README.zh-CN.md", "docs/zh/how-to/install-offline.md"
CARRIED, GUIDE = "offline/parts/安装说明.txt", "src/xlreport/guides/officer.md"
PYTHON = folder.PYTHON.split("-")[1]


def written(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def read(name: str) -> str:
    return " ".join(written(name).split())


def says_all(name: str, words: tuple[str, ...]) -> list[str]:
    """List the words that a text lacks."""
    text = read(name)
    return [each for each in words if each not in text]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (README, ("tried under Wine", "not on a real Windows")),
        (README_ZH, ("在 Wine 中", "没有在真正的 Windows 上试过")),
        (INSTALL, ("under Wine 8", "Wine is no Windows", "a real one alone has was not tried")),
        (INSTALL_ZH, ("在 Wine 8 中", "Wine 不是 Windows", "真正的 Windows 才有的，没有试过")),
        (f"docs/how-to/{PROGRAMS}", ("no real one: [Wine, with a Windows Python]",)),
        (f"docs/zh/how-to/{PROGRAMS}", ("没有真正的 Windows：[在 Wine 中用 Windows 版 Python]",)),
        (CARRIED, ("在 Wine（", "没有在真正的 Windows 上试过")),
        (GUIDE, ("在 Wine（", "没有在真正的 Windows 上试过")),
        ("CONTRIBUTING.md", ("on a Windows Python under Wine",)),
    ],
)
def test_windows_was_tried_under_wine_alone(name: str, words: tuple[str, ...]) -> None:
    assert [] == says_all(name, words)


@pytest.mark.parametrize("name", [README, README_ZH, INSTALL, INSTALL_ZH])
def test_the_python_and_the_code_page_of_the_trial_are_named(name: str) -> None:
    assert [] == says_all(name, (PYTHON, "936", "`make windows`"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (README, ("[what is known of WPS and Excel](docs/how-to/wps-and-excel.md) from reports",)),
        (README_ZH, ("WPS 和 Excel 没有运行过", "公开材料中的说法")),
        (INSTALL, ("| WPS and Excel | not tried: [what is reported of them]",)),
        (INSTALL_ZH, ("| WPS 和 Excel | 没有试过，[公开材料中的说法]",)),
        (f"docs/how-to/{PROGRAMS}", ("could not be run here", "phones | not run |")),
        (f"docs/zh/how-to/{PROGRAMS}", ("没有条件运行", "手机 | 没有运行过 |")),
        (CARRIED, ("WPS 和 Excel 也没有试过",)),
        (GUIDE, ("WPS 和 Excel 也没有试过",)),
        ("CONTRIBUTING.md", ("Excel or WPS",)),
    ],
)
def test_wps_and_excel_are_known_from_reports_alone(name: str, words: tuple[str, ...]) -> None:
    assert [] == says_all(name, words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (INSTALL, ("network shares", "260", "virus scanners", "group policies")),
        (INSTALL_ZH, ("网络共享", "260", "杀毒软件", "组策略")),
        (CARRIED, ("网络共享", "安全软件", "组策略")),
        ("CONTRIBUTING.md", ("UNC paths", "260", "virus scanners")),
    ],
)
def test_what_wine_does_not_show_is_named(name: str, words: tuple[str, ...]) -> None:
    assert [] == says_all(name, words)


@pytest.mark.parametrize("name", [INSTALL, INSTALL_ZH])
def test_the_python_that_is_downloaded_is_the_one_that_the_folder_takes(name: str) -> None:
    assert [] == says_all(name, (f"`{folder.PYTHON}.zip`", f"`{folder.DIGEST}`"))


@pytest.mark.parametrize("name", [INSTALL, INSTALL_ZH])
def test_the_commands_that_are_said_to_run_there_are_those_of_the_trial(name: str) -> None:
    steps = written("windows/trial.py").partition("    steps = {")[2].partition("    }")[0]
    run = dict.fromkeys(re.findall(r'^\s+\("(\w+)"', steps, re.MULTILINE))
    (line,) = re.findall(r"^\| (`check`.*?)[,，] ?(?:several|几个)", written(name), re.MULTILINE)
    assert list(run) == re.findall(r"`(\w+)`", line)
    assert "--workers" in steps
