# %% [markdown]
# # 数据走读：报送件里的数据是什么样的
#
# 在 VS Code、PyCharm 或 Spyder 中逐格运行，也可以整个运行。
# 先 `xlreport demo`，再 `cd xlreport-demo`。

# %% 读取：三十一个单位，三十二个文件
from pandera.errors import SchemaErrors

import xlreport as xr

returns = xr.read_returns("收回", roster=xr.read_roster("单位名录.csv"))
print(returns)

# %% 每个单位的状态：每个单位恰好是一种
print(returns.status["status"].value_counts())

# %% 审核问题：每个问题一行，写明单位、位置、填写的数和应有的数
print(returns.findings[["department", "code", "cell", "seen", "expected"]].head())

# %% 一张表：（单位代码，单位名称，行）× 列。已由 pandera 校验，只含可以汇总的单位
requests = returns["requests"]
print(requests.loc["D05"].head())

# %% 用 pandas 的办法提问：哪些单位收到的申请最多？
received = requests.xs("received", level="row")["total"]
print(received.sort_values(ascending=False).head(5))

# %% 一个单位的各张表，不论有没有错误
tables = returns.department("D10")
print(list(tables))
print(tables["requests"].loc[["received", "carried_over", "total_handled"], "natural_person"])

# %% 长表：单位代码、单位、年度、表、行、列、值，适合透视和画图
data = returns.data
print(data.head())
print(data[data["row"] == "granted"].groupby("column", observed=True)["value"].sum())

# %% 同样的校验用于自己的数据表：改错数字，pandera 就会指出来
schema = xr.table_schema(xr.load_form("ogi-2021"), "requests")
wrong = requests.assign(natural_person=requests["natural_person"] + 1)
try:
    schema.validate(wrong, lazy=True)
except SchemaErrors as error:
    print(f"不符合的有 {len(error.failure_cases)} 处")

# %% 全县合计：退回的、未报送的和名录中不计入汇总的单位，都没有加进来
county = xr.consolidate(returns, name="盐池县")
print(county.scope)
print(county["requests"].loc[["received", "total_handled", "carried_forward"], "total"])
