"""分发：给单位名录中的每个单位生成一份填报模板。

需要单位名录。先在空文件夹中运行 xlreport demo，再在这个文件夹中运行本例。
"""

import xlreport as xr

# %% 读取单位名录
# 名录一行一个单位，可以是 .csv，也可以是 .xlsx。空白的名录用 xr.write_roster 生成。
roster = xr.read_roster("xlreport-demo/单位名录.csv")
print(f"名录中有 {len(roster.departments)} 个单位")

# %% 选定报表格式
# 随程序提供的格式有下面几种。自己的报表写成一个 .toml 文件，在这里写文件名即可。
for name in xr.list_forms():
    print(name, xr.load_form(name).title)
form = xr.load_form("ogi-2021")

# %% 生成填报模板
# 期限印在封面上。有上年汇总表的，加上 last_year="2025年汇总.xlsx"，各表下面就印上年的数字。
paths = xr.write_templates(form, roster, year=2026, folder="发放", deadline="2027年1月15日")
print(f"已在“发放”中生成 {len(paths)} 份填报模板，第一份是：")
print(paths[0].name)
