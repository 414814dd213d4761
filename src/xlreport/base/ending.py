"""The ending of a file that is written, and the modules that writing it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec

from xlreport.base.errors import InputError
from xlreport.base.memory import Target, target_path


def ready_ending(path: Target, nameless: str, needed: Mapping[str, Sequence[str]]) -> str:
    """Return the ending of a file, or `nameless` where it has none.

    Raises `InputError` for one that is not among those `needed` has, and where a module that it
    needs, of the extra `report`, is not installed.
    """
    ending = (target_path(path).suffix or nameless).lower()
    if ending not in needed:
        *others, last = needed
        raise InputError(f"{path}：看不出要写成什么格式，请用 {'、'.join(others)} 或 {last} 结尾。")
    if missing := [name for name in needed[ending] if find_spec(name) is None]:
        raise InputError(
            f"{path}：写 {ending} 文件还要安装 {'、'.join(missing)}，"
            '请运行 pip install "xlreport[report]"。'
        )
    return ending
