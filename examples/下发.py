"""下发：给名录中的每个单位生成一份填报模板。

在演示文件夹中运行：先 xlreport demo，再 cd xlreport-demo，然后 python ../examples/下发.py
"""

import xlreport as xr

form = xr.load_form("ogi-2021")  # 2021 年起的格式；全部格式见 xr.list_forms()
roster = xr.read_roster("单位名录.csv")  # 也可以是 .xlsx

paths = xr.write_templates(form, roster, year=2026, folder="下发", deadline="2027年1月15日")
print(f"已生成 {len(paths)} 份模板，第一份是 {paths[0].name}")

# 有上年汇总表时，加上 last_year="盐池县2025年汇总.xlsx"，
# 每张表下面就会显示上年的有关数字。
