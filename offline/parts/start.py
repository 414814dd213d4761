r"""Start xlreport out of the folder that an office carries: 年报汇总.bat and xlreport.bat run this.

The embeddable Python knows neither the folder of this program nor PYTHONPATH, and unpacking it
again would undo what was changed in it: so the packages are made known here, before anything else,
in processes that help with the work too.
"""

import ntpath
import os
import re
import sys
from pathlib import Path

VERSION = (3, 11)  # that the packages beside this program are compiled for
PROGRAM = Path(__file__).absolute().parent
WORK, WORK_ELSEWHERE = "工作文件夹", "年报汇总"
_DOCUMENTS = 5  # CSIDL_PERSONAL


def main() -> int:
    """Lead through the work, check what was dragged here, or run what was typed; return 0.

    A status other than 0 lets the window stand until a key is pressed.
    """
    from xlreport.commands import main as commands

    given = dragged(os.environ.get("XLREPORT_LINE", ""), os.environ.get("XLREPORT_BAT", ""))
    if not given and sys.argv[1:]:
        commands.run()
        return 0
    work = working_folder((PROGRAM.parent / WORK, documents() / WORK_ELSEWHERE))
    if work is None:
        print(f"找不到可以写入的文件夹：{PROGRAM.parent} 和“文档”都不能写入。")  # noqa: T201
        return 1
    if given:
        commands.run_dragged([Path(each) for each in given], work)
    else:
        os.chdir(work)
        commands.run_guide()
    return 0


def prepare(version: "tuple[int, ...]" = sys.version_info[:2], *, bits: int = 64) -> None:
    """Make the packages known; end with a sentence under a Python that cannot run them."""
    if version != VERSION or bits != 64:
        found = ".".join(map(str, version))
        sys.exit(
            f"Python 的版本不对：要 64 位的 {VERSION[0]}.{VERSION[1]}，"
            f"这个是 {bits} 位的 {found}（{sys.executable}）。\n"
            "请删去它所在的文件夹，按“安装说明.txt”重新下载、解压。"
        )
    sys.path.insert(0, str(PROGRAM / "packages"))
    from xlreport.base.windows import is_writable

    if not is_writable(PROGRAM):  # compiled once, not at every start
        local = os.environ.get("LOCALAPPDATA") or str(Path.home())
        sys.pycache_prefix = str(Path(local) / "xlreport" / "compiled")


def working_folder(candidates: "tuple[Path, ...]") -> "Path | None":
    """Return the first folder that can be written, made where it is missing."""
    from xlreport.base.windows import is_writable

    for folder in candidates:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if is_writable(folder):
            return folder
    return None


def documents() -> Path:
    """Return the folder 文档 of the user, wherever Windows has it."""
    if sys.platform == "win32":
        import ctypes

        buffer = ctypes.create_unicode_buffer(260)
        if ctypes.windll.shell32.SHGetFolderPathW(None, _DOCUMENTS, None, 0, buffer) == 0:
            return Path(buffer.value)
    return Path.home() / "Documents"


def dragged(line: str, bat: str) -> "list[str]":
    r"""Return the paths that stand behind the .bat in a line by which Explorer starts it.

    Explorer quotes a path that has a blank, and puts the whole command into quotes once more:
    cmd.exe /c ""D:\年报汇总\年报汇总.bat" "D:\a b" D:\c&d".
    """
    name = "|".join(re.escape(each) for each in (bat, ntpath.basename(bat)))
    found = re.search(name, line, re.IGNORECASE) if bat else None
    rest = line[found.end() :].removeprefix('"') if found else ""
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|([^\s"]+)', rest)]


if __name__ in ("__main__", "__mp_main__"):
    prepare(bits=64 if sys.maxsize > 2**32 else 32)
if __name__ == "__main__":
    sys.exit(main())
