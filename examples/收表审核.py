"""收表审核：读取收回的文件夹，列出问题和未报送单位，生成退回件。

在演示文件夹中运行：先 xlreport demo，再 cd xlreport-demo，然后 python ../examples/收表审核.py
"""

import xlreport as xr

roster = xr.read_roster("单位名录.csv")
returns = xr.read_returns("收回", roster=roster)  # 文件、文件夹或压缩包

# 审核问题是一张数据表，每个问题一行；交给 Excel 用 utf-8-sig 编码。
found = returns.findings
found.to_csv("审核问题.csv", index=False, encoding="utf-8-sig")
errors = found[found["severity"] == "error"]
for each in errors.itertuples():
    print(f"{each.department}：{each.message}{each.advice}")

# 每个单位的状态：谁还没有报送？
status = returns.status
missing = status.loc[status["status"] == "missing", "department"]
print(f"未报送：{'、'.join(missing)}")

# 退回件里标出了要改的格子，发还给单位改正后再报。
copies = xr.annotate(returns, "退回件")
print(f"已生成 {len(copies)} 份退回件")
