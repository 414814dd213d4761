"""Gather all wheels of an offline installation in dist/offline/, since county networks are closed.

The folder serves Windows and Linux, on x86 and ARM (鲲鹏, 飞腾). It is gathered target by target,
each in a folder of its own, so that what one target lacks is not taken for there because another
has it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from packaging.markers import default_environment
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "dist" / "offline"
WANTED = "xlreport[report]"  # the published report is part of the county's job
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


@dataclass(frozen=True)
class Platform:
    """A kind of machine: the tags of wheels for it, and what the markers of requirements say of it.

    Linux is one with glibc 2.28 or later, as 麒麟 V10 and 统信 20 have; where a wheel for an older
    one exists, it is taken.
    """

    tags: tuple[str, ...]
    machine: str
    system: str = "Linux"

    @property
    def environment(self) -> dict[str, str]:
        """What markers are judged by."""
        is_windows = self.system == "Windows"
        return {
            "os_name": "nt" if is_windows else "posix",
            "platform_machine": self.machine,
            "platform_system": self.system,
            "sys_platform": "win32" if is_windows else "linux",
        }


PLATFORMS: Mapping[str, Platform] = {
    "linux_x86_64": Platform(("manylinux2014_x86_64", "manylinux_2_28_x86_64"), "x86_64"),
    "linux_aarch64": Platform(("manylinux2014_aarch64", "manylinux_2_28_aarch64"), "aarch64"),
    "win_amd64": Platform(("win_amd64",), "AMD64", "Windows"),
}
GUIDE_NAME = "安装说明.txt"
GUIDE = (
    "在本文件夹打开命令行，运行下面一行（须有 64 位 Python 3.11、3.12、3.13 或 3.14；"
    "Linux 请把 py 换成 python3）：\r\n"
    f'py -m pip install --no-index --find-links . "{WANTED}"\r\n'
)


def main() -> None:
    """Gather the wheels of every target, our own among them, and the guide."""
    with tempfile.TemporaryDirectory() as name:
        gathered = Path(name)
        own = own_wheel(gathered)
        for platform, version in product(PLATFORMS, VERSIONS):
            folder = gathered / f"{platform}-{version}"
            folder.mkdir()
            gather(folder, own, platform, version)
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        for wheel in gathered.glob("*/*.whl"):
            shutil.copy(wheel, FOLDER)
    (FOLDER / GUIDE_NAME).write_bytes(GUIDE.encode("utf-8-sig"))
    size = sum(path.stat().st_size for path in FOLDER.iterdir())
    sys.stdout.write(f"{FOLDER.relative_to(ROOT)}: {size / 1e6:.0f} MB\n")


def own_wheel(folder: Path) -> Path:
    """Make the wheel of the library in a folder."""
    _pip("wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    (own,) = folder.glob("xlreport-*.whl")
    return own


def gather(folder: Path, own: Path, platform: str, version: str) -> None:
    """Copy our wheel into a folder, with what it needs on a platform under a version of Python.

    pip judges the markers of requirements by the machine it runs on, not by the one it downloads
    for; what it therefore leaves out is asked for by name until nothing is lacking.
    """
    shutil.copy(own, folder)
    asked = [f"{own}{WANTED.removeprefix('xlreport')}"]
    while True:
        tags = (argument for tag in PLATFORMS[platform].tags for argument in ("--platform", tag))
        target = ("--only-binary", ":all:", *tags, "--python-version", version)
        _pip("download", *target, "--dest", str(folder), *asked)
        more = sorted(set(lacking(folder, target_environment(platform, version))))
        if not more:
            return
        asked += more


def target_environment(platform: str, version: str) -> dict[str, str]:
    """Return what markers of requirements are judged by on a platform under a version of Python."""
    facts = {"python_version": version, "python_full_version": f"{version}.0"}
    here = {name: str(value) for name, value in default_environment().items()}
    return {**here, **PLATFORMS[platform].environment, **facts}


def lacking(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the requirements for which a folder has no wheel, following those of every wheel."""
    wheels = {parse_wheel_filename(path.name)[0]: path for path in folder.glob("*.whl")}
    todo = [Requirement(WANTED)]
    seen: set[tuple[str, str]] = set()
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        if name not in wheels:
            yield f"{requirement.name}{requirement.specifier}"
            continue
        for extra in {"", *requirement.extras} - {e for n, e in seen if n == name}:
            seen.add((name, extra))
            judged = {**environment, "extra": extra}
            todo += [
                each
                for each in _requirements(wheels[name])
                if each.marker is None or each.marker.evaluate(judged)
            ]


def _requirements(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return Metadata.from_email(archive.read(name), validate=False).requires_dist or []


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)


if __name__ == "__main__":
    main()
