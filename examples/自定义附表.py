"""自定义附表：在官方表格后面加一张本县自己的表，写一个格式文件即可，不必写程序。"""

from pathlib import Path

import openpyxl

import xlreport as xr

TRAINING = """
id = "training"
title = "政务公开培训情况"
from = 2021
[[table]]
key = "training"
heading = "附表、政务公开培训情况"
columns = '''
sessions 举办场次
people   参加人次
'''
rows = "own 本单位举办"
[[table.rule]]
id = "P1"
every = "row"
must = "people >= sessions"
say = "每场至少有一人参加"
"""
Path("培训附表.toml").write_text(TRAINING, encoding="utf-8")
form = xr.load_form("ogi-2021", annex="培训附表.toml")
department = xr.read_roster("单位名录.csv").departments[4]
xr.write_template(form, "附表.xlsx", year=2026, department=department)

book = openpyxl.load_workbook("附表.xlsx")  # 代替填报人：办了三场，来了两个人次
inputs = [cell for row in book["附表"] for cell in row if not cell.protection.locked]
inputs[0].value, inputs[1].value = 3, 2
book.save("附表.xlsx")

returns = xr.read_return("附表.xlsx", forms=[form])  # 读取时也要写明这个格式
print(returns.department(department.name)["training"])
print(*returns.findings.query("rule == 'P1'")["message"])
