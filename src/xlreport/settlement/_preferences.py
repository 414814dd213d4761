"""The files that an officer prefers on the command line: each must be one that was received."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlreport.base.errors import InputError
from xlreport.office.roster import Department
from xlreport.reading.one_return import Return
from xlreport.settlement.file import File, is_named


def check_preferences(
    prefer: Mapping[str, str],
    departments: Mapping[str, Department],
    groups: Mapping[str, Sequence[File[Return]]],
) -> None:
    """Raise `InputError` for a preference that names no department or not one file of it."""
    for code, name in prefer.items():
        if code not in departments:
            raise InputError(f"参数 prefer {code}={name}：单位名录中没有代码“{code}”。")
        files = groups.get(code, [])
        named = sum(is_named(file, name) for file in files)
        if named > 1:
            raise InputError(
                f"参数 prefer {code}={name}：有 {named} 个同名文件，请写明文件夹和文件名。"
            )
        if not named:
            names = "、".join(file.name for file in files) or "没有"
            raise InputError(
                f"参数 prefer {code}={name}：该单位的报送件中没有这个文件（现有：{names}）。"
            )
