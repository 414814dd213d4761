"""汇总：把通过审核的报送件加起来，写成县级汇总表。

在演示文件夹中运行：先 xlreport demo，再 cd xlreport-demo，然后 python ../examples/汇总.py
"""

import xlreport as xr

roster = xr.read_roster("单位名录.csv")

# 市场监督管理局报送了两次，数据不同；向单位核实后，写明以哪个文件为准。
prefer = {"D19": "D19_盐池县市场监督管理局_2026（再次发送）.xlsx"}
returns = xr.read_returns("收回", roster=roster, prefer=prefer)

county = xr.consolidate(returns, name="盐池县")
print(county.scope)  # 加了几个单位，哪些没有加进来

requests = county["requests"]  # 表三，行和列的名称见 xlreport forms ogi-2021
print("本年新收申请件数：", requests.loc["received", "total"])

xr.write_summary(county, "盐池县2026年汇总.xlsx")
xr.export(county, "盐池县2026年数据.csv")  # 供其他软件使用；旁边另有一份各列的说明
