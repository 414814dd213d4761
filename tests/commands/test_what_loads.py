"""No command makes frames but `fill`, to which they are given."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.command_line import write_return
from support.county import filling
from support.departments import make_department
from support.offices_list import as_csv
from xlreport import Form, write_roster
from xlreport.commands.main import main

_PAGE = "D01_D01局_2026_政府信息公开工作年度报告.html"
_RUNS = f"""
forms ogi-2021
roster --out 例.csv
check 收回 --roster 单位名录.csv --out 审核.xlsx --remind 催办 --receipts 回执
decisions 收回 --roster 单位名录.csv --out 处理意见.csv
consolidate 收回 --roster 单位名录.csv --name 某县 --out 汇总.xlsx
compare 汇总.xlsx 收回 --roster 单位名录.csv --out 比较.xlsx
history 汇总.xlsx --out 历年.xlsx
template ogi-2021 --year 2027 --roster 单位名录.csv --last-year 收回 --out 发放
export 收回 --out 数据.csv
migrate 收回/D01.xlsx --to ogi-2021 --year 2027 --out 新年.xlsx
report 收回 --roster 单位名录.csv --out 报告 --format html
published 报告 --returns 收回 --roster 单位名录.csv --out 公布.xlsx
import 报告/{_PAGE} --code D01 --roster 单位名录.csv --out 导入.xlsx
register 台账.csv --year 2026
guide clerk --out 填报指南.docx
guide officer --out 汇总操作指南.html
""".strip().splitlines()

_PROGRAM = """
import sys
from xlreport.commands.main import main
for run in sys.argv[1:]:
    try:
        main(run.split(), standalone_mode=False)
    except SystemExit as end:
        assert end.code in (0, 1), run
    loaded = [name for name in ("pandas", "pandera") if name in sys.modules]
    assert not loaded, (run, loaded)
"""


def test_no_command_makes_frames(tmp_path: Path, form_2021: Form) -> None:
    """One process runs them all; `demo` runs what they run, and takes longer than all others."""
    assert set(main.commands) - {run.split()[0] for run in _RUNS} == {"fill", "demo"}
    write_return(tmp_path / "收回", form_2021, "D01", filling(0, form_2021))
    write_roster(tmp_path / "单位名录.csv", [make_department("D01")])
    (tmp_path / "台账.csv").write_bytes(as_csv())
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *_RUNS],
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    assert (0, "") == (done.returncode, done.stderr[-500:] if done.returncode else "")
