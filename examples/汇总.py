"""汇总：把通过审核的报送件加起来，写成全县汇总表，并导出数据。

需要单位名录和收回的文件。先在空文件夹中运行 xlreport demo，再在这个文件夹中运行本例。
"""

import pandas as pd

import xlreport as xr

pd.options.display.unicode.east_asian_width = True  # 汉字与数字对齐

# %% 读取报送件
# 市场监督管理局报送了两次，数据不同；向单位核实以后，写明以哪个文件为准。
roster = xr.read_roster("xlreport-demo/单位名录.csv")
prefer = {"D19": "D19_盐池县市场监督管理局_2026（再次发送）.xlsx"}
returns = xr.read_returns("xlreport-demo/收回", roster=roster, prefer=prefer)

# %% 汇总
# 退回修改的和未报送的没有加进来；每个合计是几个单位之和，都写明白。
county = xr.consolidate(returns, name="盐池县")
print(county.scope)

# %% 全县的表三
# 行和列按代号取，代号见 xlreport forms ogi-2021。
requests = county["requests"]
shown = requests.loc[["received", "carried_over", "total_handled", "carried_forward"]]
print(shown[["natural_person", "total"]])

# %% 各单位的数字
# 每张表都是一个 DataFrame，用 pandas 的办法提问：哪五个单位收到的申请最多？
received = returns["requests"].xs("received", level="row")["total"]
print(received.droplevel("department_code").nlargest(5).rename_axis("单位").to_frame("本年新收"))

# %% 写成文件
# 汇总表本身也是一份报送件，可以报送上级。数据供其他软件使用，旁边另有一份各列的说明。
xr.write_summary(county, "盐池县2026年汇总.xlsx")
xr.export(county, "盐池县2026年数据.csv")
print("已生成 盐池县2026年汇总.xlsx 和 盐池县2026年数据.csv")
