"""台账：由本单位的申请台账计数，填好年度报告的表三、表四。

需要一份台账和一份没有填过的填报模板。先在空文件夹中运行 xlreport demo，再在这个文件夹中运行本例。
"""

from pathlib import Path

import pandas as pd

import xlreport as xr

pd.options.display.unicode.east_asian_width = True  # 汉字与数字对齐

# %% 一份台账
# 单位原有的台账（.xlsx、.xls、.csv）都能读。一件申请一行，栏目名称和用词可以与登记簿不同。
Path("申请台账.csv").write_text(
    "登记编号,收到日期,申请人类型,答复日期,答复类型\n"
    "2025-031,2025-12-22,公民,2026-01-15,已答复-予以公开\n"
    "2026-001,2026-03-02,公民,2026-03-20,已答复-予以公开\n"
    "2026-002,2026-06-08,公民,2026-08-20,已答复-予以公开\n"
    "2026-003,2026-12-21,公民,,\n",
    encoding="utf-8",
)
register = xr.read_register("申请台账.csv", year=2026)
for each in register.words:
    print(f"{each.column}一栏的“{each.word}”读作“{each.choice}”")

# %% 由台账计数
# 每一格由哪几条计数，都能查到。
counts = register.counts.query("value > 0")
print(counts.set_index("path")[["value", "lines"]])

# %% 填入填报模板，转到下一年
# 填好的另存一份。下一年还要计数的各条（没有办结的）转到下一年的登记簿。已有的文件不会覆盖。
(template,) = Path("xlreport-demo/发放").glob("D05_*.xlsx")
filling = xr.fill_return(register, template, "民政局_已填.xlsx")
print(f"填入 {filling.cells} 格，另存为 民政局_已填.xlsx")
xr.write_register(register.carried_to(xr.Period(2027)), "2027年登记簿.xlsx")
print("没有办结的已转入 2027年登记簿.xlsx")
