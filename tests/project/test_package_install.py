"""The package as others get it: built, installed where nothing else is, and at work there.

The virtual environment sees our wheel and the libraries that the wheel requires, which are linked
from those that run this test; no extra and no tool of development is there. What comes from a
folder of wheels alone is tried by `.ci/run`, since it must be downloaded first.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.work import PATIENCE
from xlreport import list_forms
from xlreport.base.version import __version__

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "xlreport"
STEM = f"xlreport-{__version__}"
OLD_EDITION = "演示/收回/D15_盐池县卫生健康局_2026.xlsx"
EXTRAS = ("docx", "jinja2", "lxml", "pyarrow", "scipy", "dask")


@dataclass(frozen=True, slots=True)
class Installed:
    """A virtual environment with the wheel, and the demonstration that was run there."""

    scripts: Path
    demo: Path

    def run(self, program: str, *args: object) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment beside the demonstration."""
        known = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_"))}
        return subprocess.run(
            [self.scripts / program, *map(str, args)],
            cwd=self.demo.parent,
            env={**known, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=PATIENCE,
        )


def run(*command: object) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, "" if done.returncode == 0 else done.stdout + done.stderr)


def pip(*args: object) -> None:
    run(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *args)


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution from the checkout."""
    folder = tmp_path_factory.mktemp("sdist")
    copy = folder / "checkout"
    ignored = shutil.ignore_patterns(".*", "build", "dist", "__pycache__", "xlreport-demo")
    shutil.copytree(ROOT, copy, ignore=ignored)
    shutil.copy(ROOT / ".gitignore", copy)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "sdist"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    (built,) = (copy / "dist").iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the source distribution, as whoever has that alone would."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", sdist, "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder)
    (built,) = folder.iterdir()
    return built


def requirements(wheel: Path, extra: str = "") -> list[Requirement]:
    """List what the wheel requires, with an extra or without."""
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(f"{STEM}.dist-info/METADATA")
    found = Metadata.from_email(data).requires_dist or []
    return [r for r in found if r.marker is None or r.marker.evaluate({"extra": extra})]


def with_all_they_need(asked: Iterable[Requirement]) -> set[str]:
    """Name the libraries that are asked for and all that those ask for, here and now."""
    todo = list(asked)
    names: set[str] = set()
    seen: set[tuple[str, str]] = set()
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        names.add(name)
        for extra in {"", *requirement.extras}:
            if (name, extra) not in seen:
                seen.add((name, extra))
                parsed = map(Requirement, distribution(name).requires or [])
                todo += [
                    r for r in parsed if r.marker is None or r.marker.evaluate({"extra": extra})
                ]
    return names


def link(name: str, folder: Path) -> None:
    """Link all that a library has installed into a folder."""
    found = distribution(name)
    tops = {Path(str(file)).parts[0] for file in found.files or []}
    for top in tops - {"..", "__pycache__"}:
        source, target = Path(str(found.locate_file(top))).resolve(), folder / top
        if target.exists():
            continue
        try:
            target.symlink_to(source)
        except OSError:  # Windows allows it to administrators alone
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the wheel where there is nothing but what it requires, and run its demonstration."""
    folder = tmp_path_factory.mktemp("installed")
    environment, libraries = folder / "environment", folder / "libraries"
    venv.create(environment)
    base = {"base": str(environment), "platbase": str(environment)}
    scripts = Path(sysconfig.get_path("scripts", "venv", base))
    pip("--python", environment, "install", "--no-deps", "--no-index", wheel)
    libraries.mkdir()
    for name in with_all_they_need(requirements(wheel)):
        link(name, libraries)
    packages = Path(sysconfig.get_path("purelib", "venv", base))
    (packages / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    made = Installed(scripts, folder / "演示")
    done = made.run("xlreport", "demo", "--out", "演示")
    assert 0 == done.returncode, done.stderr
    assert "Warning" not in done.stderr
    assert "合计范围：25／30 个单位" in done.stdout
    return made


# ---- what is in it -----------------------------------------------------------------------------


def test_the_wheel_holds_the_library_and_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    source = {
        f"xlreport/{path.relative_to(SOURCE).as_posix()}"
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert source == inside
    data = {
        "py.typed",
        "guides/clerk.md",
        "guides/guide.html.j2",
        "guides/pictures/cover.png",
        "base/catalogue.toml",
        "office/theme.toml",
        "report/report.html.j2",
    }
    data |= {"commands/demo.toml"}
    forms = {f"forms/{name}.toml" for name in list_forms()}
    assert {f"xlreport/{name}" for name in data | forms} <= inside


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        told = Metadata.from_email(archive.read(f"{STEM}.dist-info/METADATA"))
        assert f"{STEM}.dist-info/licenses/LICENSE" in archive.namelist()
        commands = archive.read(f"{STEM}.dist-info/entry_points.txt").decode()
    assert ("xlreport", __version__, "Apache-2.0") == (
        told.name,
        str(told.version),
        told.license_expression,
    )
    assert "xlreport = xlreport.commands.main:run" in commands
    assert told.description == (ROOT / "README.md").read_text(encoding="utf-8")
    extras = {"dask", "slips", "parquet", "report", "bench", "docs", "dev"}
    assert extras == set(told.provides_extra or [])


def test_the_source_distribution_holds_what_a_checkout_has(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        inside = {name.removeprefix(f"{STEM}/") for name in archive.getnames()}
    folders = ("src", "tests", "templates", "docs", "examples", "benchmarks", "offline", "windows")
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and not re.search(r"__pycache__|/\.", f"/{path.relative_to(ROOT).as_posix()}")
    }
    pages = {path.name for path in ROOT.glob("*.md")}
    assert set() == {*wanted, *pages, "LICENSE", "CITATION.cff", "Makefile"} - inside
    assert set() == {name.partition("/")[0] for name in inside} - {
        *folders,
        *pages,
        *("LICENSE", "CITATION.cff", "Makefile", "pyproject.toml", "PKG-INFO", ".gitignore"),
    }


def test_the_citation_names_the_version_and_the_licence_of_the_package() -> None:
    lines = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert {f"version: {__version__}", "license: Apache-2.0", "title: xlreport"} <= set(lines)


# ---- at work -----------------------------------------------------------------------------------


def test_nothing_that_is_required_is_lacking_and_no_extra_is_there(installed: Installed) -> None:
    pip("--python", installed.scripts.parent, "check")
    code = f"""if True:
        from importlib.util import find_spec
        import xlreport
        print([name for name in {EXTRAS} if find_spec(name)], xlreport.__file__)
        """
    done = installed.run("python", "-W", "error", "-c", code)
    assert done.stdout.startswith(f"[] {installed.scripts.parent}"), done.stderr


def test_the_main_job_needs_no_extra(installed: Installed) -> None:
    shared = ("演示/收回", "--roster", "演示/单位名录.csv")
    args = ("ogi-2021", "--year", 2026, "--roster", "演示/单位名录.csv", "--out", "发放")
    runs = [
        (0, ("template", *args)),
        (1, ("check", *shared, "--annotate", "退回", "--out", "问题.xlsx")),
        (1, ("consolidate", *shared, "--name", "盐池县", "--out", "汇总.xlsx")),
        (1, ("export", *shared, "--out", "数据.csv")),
        (1, ("migrate", OLD_EDITION, "--to", "ogi-2021", "--out", "新版.xlsx")),
    ]
    for status, words in runs:
        done = installed.run("xlreport", *words)
        assert (words[0], status) == (words[0], done.returncode), done.stderr
        assert "Traceback" not in done.stderr
    assert 31 == len(list((installed.demo.parent / "发放").iterdir()))
    with (installed.demo.parent / "数据.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "code" == next(csv.reader(file))[0]


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (("report", "演示/收回/D01_盐池县人民政府办公室_2026.xlsx", "--out", "r.docx"), "report"),
        (("report", "演示/收回/D01_盐池县人民政府办公室_2026.xlsx", "--out", "r.html"), "report"),
        (("import", "报告.html", "--out", "r.xlsx"), "report"),
        (("export", "演示/收回", "--out", "r.parquet"), "parquet"),
    ],
    ids=lambda value: " ".join(value[::2]) if isinstance(value, tuple) else value,
)
def test_an_extra_that_is_missing_is_named_in_a_sentence(
    installed: Installed, words: tuple[str, ...], extra: str
) -> None:
    (installed.demo.parent / "报告.html").write_text("<table></table>", encoding="utf-8")
    done = installed.run("xlreport", *words)
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("无法完成：")
    assert f'pip install "xlreport[{extra}]"' in done.stderr
    assert not (installed.demo.parent / words[-1]).exists()
