"""收表：读取收回的报送件，列出审核问题和未报送的单位，生成退回件和催办短信。

需要单位名录和收回的文件。先在空文件夹中运行 xlreport demo，再在这个文件夹中运行本例。
"""

import pandas as pd

import xlreport as xr

pd.options.display.unicode.east_asian_width = True  # 汉字与数字对齐

# %% 读取报送件
# 可以是文件、文件夹或压缩包，再多也是一行。
roster = xr.read_roster("xlreport-demo/单位名录.csv")
returns = xr.read_returns("xlreport-demo/收回", roster=roster)

# %% 谁报送了，谁没有报送
# 每个单位恰好有一种状态。
status = returns.status
print("未报送：", *status.query("status == 'missing'")["department"])
chinese = status["status"].map(lambda each: xr.DepartmentStatus(each).chinese)
print(chinese.value_counts().rename_axis("状态").to_frame("单位数"))

# %% 审核问题
# 一个问题一行，写明单位、位置、填写的数和应有的数；写成文件交给 WPS 或 Excel 的，用 .xlsx。
xr.write_findings(returns, "审核问题.xlsx")
for each in returns.findings.query("severity == 'error'").itertuples():
    print(f"{each.department}：{each.message}{each.advice}")

# %% 退回件
# 退回件里标出要改的单元格，前面附问题清单，发还给单位改正后再报。
for path in xr.annotate(returns, "退回件"):
    print(path.name)

# %% 报送情况和催办短信
# 报送情况是一个网页，手机上能看，也能打印；催办短信每个单位一条，可以直接发出。
board = xr.board(returns, name="盐池县")
xr.write_findings(returns, "报送情况.html", board=board)
print(xr.make_messages(board)[0].text)
