"""发布：由汇总表生成可以公开发布的年度报告（Word 文件和网页）和图解。

需要汇总表：先运行 汇总.py。还要在源码文件夹中运行 pip install ".[report]"。
"""

from pathlib import Path

import xlreport as xr

# %% 读取汇总表
summary = xr.read_return("盐池县2026年汇总.xlsx")

# %% 文字部分
# 写在 .txt 文件里：标题一行，正文在下面；没有写的，由数据生成草稿。
Path("文字.txt").write_text(
    "五、存在的主要问题及改进情况\n"
    "个别单位报送不及时。下一步将加强培训和督促。\n"
    "六、其他需要报告的事项\n"
    "本年度没有其他需要报告的事项。\n",
    encoding="utf-8",
)
texts = xr.read_report_text("文字.txt", xr.load_form("ogi-2021"))
print(f"写好的文字有 {len(texts)} 部分")

# %% 生成年度报告
# 写出的数字都读回来核对，不一致就不生成文件。演示县还有单位没有通过，所以写明 partial=True。
for name in ("盐池县2026年年度报告.docx", "盐池县2026年年度报告.html"):
    xr.write_report(summary, name, texts=texts, partial=True)
    print(f"已生成 {name}")

# %% 生成图解
# 图解是一个网页，旁边有一份其中数字的 .csv 表。
for path in xr.write_figures(summary, "盐池县2026年图解.html", partial=True):
    print(f"已生成 {path.name}")
