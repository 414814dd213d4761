"""Gather all wheels of an offline installation in dist/offline/, since county networks are closed.

The folder serves Windows and Linux. It is gathered target by target, each in a folder of its own,
so that what one target lacks is not taken for there because another has it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from packaging.markers import default_environment
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "dist" / "offline"
WANTED = "xlreport[report]"  # the published report is part of the county's job
VERSIONS = ("3.11", "3.12", "3.13")
# The tag of the wheels, and what the markers of requirements say of such a machine.
PLATFORMS: Mapping[str, Mapping[str, str]] = {
    "manylinux2014_x86_64": {
        "os_name": "posix",
        "platform_machine": "x86_64",
        "platform_system": "Linux",
        "sys_platform": "linux",
    },
    "win_amd64": {
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_system": "Windows",
        "sys_platform": "win32",
    },
}
GUIDE_NAME = "安装说明.txt"
GUIDE = (
    "在本文件夹打开命令行，运行下面一行（须有 64 位 Python 3.11、3.12 或 3.13；"
    "Linux 请把 py 换成 python3）：\r\n"
    f'py -m pip install --no-index --find-links . "{WANTED}"\r\n'
)


def main() -> None:
    """Gather the wheels of every target, our own among them, and the guide."""
    with tempfile.TemporaryDirectory() as name:
        gathered = Path(name)
        _pip("wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--wheel-dir", name)
        (own,) = gathered.glob("xlreport-*.whl")
        for platform, version in product(PLATFORMS, VERSIONS):
            folder = gathered / f"{platform}-{version}"
            folder.mkdir()
            shutil.copy(own, folder)
            gather(folder, own, platform, version)
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        for wheel in gathered.glob("*/*.whl"):
            shutil.copy(wheel, FOLDER)
    (FOLDER / GUIDE_NAME).write_bytes(GUIDE.encode("utf-8-sig"))
    size = sum(path.stat().st_size for path in FOLDER.iterdir())
    sys.stdout.write(f"{FOLDER.relative_to(ROOT)}: {size / 1e6:.0f} MB\n")


def gather(folder: Path, own: Path, platform: str, version: str) -> None:
    """Download into a folder what our wheel needs on a platform under a version of Python.

    pip judges the markers of requirements by the machine it runs on, not by the one it downloads
    for; what it therefore leaves out is asked for by name until nothing is lacking.
    """
    asked = [f"{own}{WANTED.removeprefix('xlreport')}"]
    while True:
        target = ("--only-binary", ":all:", "--platform", platform, "--python-version", version)
        _pip("download", *target, "--dest", str(folder), *asked)
        more = sorted(set(lacking(folder, target_environment(platform, version))))
        if not more:
            return
        asked += more


def target_environment(platform: str, version: str) -> dict[str, str]:
    """Return what markers of requirements are judged by on a platform under a version of Python."""
    facts = {"python_version": version, "python_full_version": f"{version}.0"}
    here = {name: str(value) for name, value in default_environment().items()}
    return {**here, **PLATFORMS[platform], **facts}


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
