"""The grid of the official tables, cell for cell as the notices of 2019 and 2021 print them.

Everything below is typed from the official form, in A1 addresses counted from the table's
corner; nothing is taken from the form files.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.utils import range_boundaries

from support.made_up_form import load_made_up
from xlreport.base.address import a1, a1_range
from xlreport.form.load import load_form
from xlreport.layout.grid import Block, Grid, Role, lay_table

LABELS = {Role.BAND, Role.CORNER, Role.ROW_LABEL, Role.COLUMN_LABEL}

PROACTIVE_2021 = {
    "A1:D1": "第二十条第（一）项",
    "A2": "信息内容",
    "B2": "本年制发件数",
    "C2": "本年废止件数",
    "D2": "现行有效件数",
    "A3": "规章",
    "A4": "行政规范性文件",
    "A5:D5": "第二十条第（五）项",
    "A6": "信息内容",
    "B6:D6": "本年处理决定数量",
    "A7": "行政许可",
    "A8:D8": "第二十条第（六）项",
    "A9": "信息内容",
    "B9:D9": "本年处理决定数量",
    "A10": "行政处罚",
    "A11": "行政强制",
    "A12:D12": "第二十条第（八）项",
    "A13": "信息内容",
    "B13:D13": "本年收费金额（单位：万元）",
    "A14": "行政事业性收费",
}
PROACTIVE_2019 = {
    "A1:D1": "第二十条第（一）项",
    "A2": "信息内容",
    "B2": "本年新制作数量",
    "C2": "本年新公开数量",
    "D2": "对外公开总数量",
    "A3": "规章",
    "A4": "规范性文件",
    "A5:D5": "第二十条第（五）项",
    "A6": "信息内容",
    "B6": "上一年项目数量",
    "C6": "本年增/减",
    "D6": "处理决定数量",
    "A7": "行政许可",
    "A8": "其他对外管理服务事项",
    "A9:D9": "第二十条第（六）项",
    "A10": "信息内容",
    "B10": "上一年项目数量",
    "C10": "本年增/减",
    "D10": "处理决定数量",
    "A11": "行政处罚",
    "A12": "行政强制",
    "A13:D13": "第二十条第（八）项",
    "A14": "信息内容",
    "B14": "上一年项目数量",
    "C14:D14": "本年增/减",
    "A15": "行政事业性收费",
    "A16:D16": "第二十条第（九）项",
    "A17": "信息内容",
    "B17": "采购项目数量",
    "C17:D17": "采购总金额",
    "A18": "政府集中采购",
}
REQUESTS_HEAD = {
    "A1:C3": "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "D1:J1": "申请人情况",
    "D2:D3": "自然人",
    "E2:I2": "法人或其他组织",
    "J2:J3": "总计",
    "E3": "商业企业",
    "F3": "科研机构",
    "G3": "社会公益组织",
    "H3": "法律服务机构",
    "I3": "其他",
    "A4:C4": "一、本年新收政府信息公开申请数量",
    "A5:C5": "二、上年结转政府信息公开申请数量",
    "B6:C6": "（一）予以公开",
    "B7:C7": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "B8:B15": "（三）不予公开",
    "C8": "1.属于国家秘密",
    "C9": "2.其他法律行政法规禁止公开",
    "C10": "3.危及“三安全一稳定”",
    "C11": "4.保护第三方合法权益",
    "C12": "5.属于三类内部事务信息",
    "C13": "6.属于四类过程性信息",
    "C14": "7.属于行政执法案卷",
    "C15": "8.属于行政查询事项",
    "B16:B18": "（四）无法提供",
    "C16": "1.本机关不掌握相关政府信息",
    "C17": "2.没有现成信息需要另行制作",
    "C18": "3.补正后申请内容仍不明确",
    "B19:B23": "（五）不予处理",
    "C19": "1.信访举报投诉类申请",
    "C20": "2.重复申请",
    "C21": "3.要求提供公开出版物",
    "C22": "4.无正当理由大量反复申请",
    "C23": "5.要求行政机关确认或重新出具已获取信息",
}
REQUESTS_2021 = REQUESTS_HEAD | {
    "A6:A27": "三、本年度办理结果",
    "B24:B26": "（六）其他处理",
    "C24": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "C25": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "C26": "3.其他",
    "B27:C27": "（七）总计",
    "A28:C28": "四、结转下年度继续办理",
}
REQUESTS_2019 = REQUESTS_HEAD | {
    "A6:A25": "三、本年度办理结果",
    "B24:C24": "（六）其他处理",
    "B25:C25": "（七）总计",
    "A26:C26": "四、结转下年度继续办理",
}
REMEDIES = {
    "A1:E1": "行政复议",
    "F1:O1": "行政诉讼",
    "A2:A3": "结果维持",
    "B2:B3": "结果纠正",
    "C2:C3": "其他结果",
    "D2:D3": "尚未审结",
    "E2:E3": "总计",
    "F2:J2": "未经复议直接起诉",
    "K2:O2": "复议后起诉",
    "F3": "结果维持",
    "G3": "结果纠正",
    "H3": "其他结果",
    "I3": "尚未审结",
    "J3": "总计",
    "K3": "结果维持",
    "L3": "结果纠正",
    "M3": "其他结果",
    "N3": "尚未审结",
    "O3": "总计",
}
TABLES = [
    pytest.param("ogi-2021", "proactive", (14, 4), PROACTIVE_2021, id="二 of 2021"),
    pytest.param("ogi-2019", "proactive", (18, 4), PROACTIVE_2019, id="二 of 2019"),
    pytest.param("ogi-2021", "requests", (28, 10), REQUESTS_2021, id="三 of 2021"),
    pytest.param("ogi-2019", "requests", (26, 10), REQUESTS_2019, id="三 of 2019"),
    pytest.param("ogi-2021", "remedies", (4, 15), REMEDIES, id="四 of 2021"),
    pytest.param("ogi-2019", "remedies", (4, 15), REMEDIES, id="四 of 2019"),
]


def grid(form: str, table: str) -> Grid:
    return lay_table(load_form(form).table(table))


def address(block: Block) -> str:
    return a1_range(block.top, block.left, block.bottom, block.right)


def single_cells(*ranges: str) -> set[str]:
    """List the cells of some ranges one by one."""
    found = set()
    for text in ranges:
        left, top, right, bottom = (number or 0 for number in range_boundaries(text))
        for row in range(top - 1, bottom):
            found |= {a1(row, column) for column in range(left - 1, right)}
    return found


@pytest.mark.parametrize(("form", "table", "size", "labels"), TABLES)
def test_the_table_is_as_large_as_the_official_one(
    form: str, table: str, size: tuple[int, int], labels: dict[str, str]
) -> None:
    found = grid(form, table)
    assert size == (found.rows, found.columns)
    assert single_cells(*labels) <= single_cells(a1_range(0, 0, size[0] - 1, size[1] - 1))


@pytest.mark.parametrize(("form", "table", "size", "labels"), TABLES)
def test_every_label_stands_verbatim_in_its_official_range(
    form: str, table: str, size: tuple[int, int], labels: dict[str, str]
) -> None:
    del size
    found = {address(b): b.text for b in grid(form, table).blocks if b.role in LABELS}
    assert labels == found


@pytest.mark.parametrize(
    ("form", "table", "expected"),
    [
        (
            "ogi-2021",
            "proactive",
            [*single_cells("B3:D4"), "B7:D7", "B10:D10", "B11:D11", "B14:D14"],
        ),
        (
            "ogi-2019",
            "proactive",
            [*single_cells("B3:D4", "B7:D8", "B11:D12"), "B15", "C15:D15", "B18", "C18:D18"],
        ),
        ("ogi-2021", "requests", single_cells("D4:I26", "D28:I28")),
        ("ogi-2019", "requests", single_cells("D4:I24", "D26:I26")),
        ("ogi-2021", "remedies", single_cells("A4:D4", "F4:I4", "K4:N4")),
        ("ogi-2019", "remedies", single_cells("A4:D4", "F4:I4", "K4:N4")),
    ],
)
def test_the_inputs_stand_where_the_official_table_has_them(
    form: str, table: str, expected: list[str]
) -> None:
    found = [address(b) for b in grid(form, table).blocks if b.role is Role.INPUT]
    assert sorted(expected) == sorted(found)


@pytest.mark.parametrize(
    ("form", "table", "expected"),
    [
        ("ogi-2021", "proactive", set()),
        ("ogi-2019", "proactive", set()),
        ("ogi-2021", "requests", single_cells("J4:J28", "D27:I27")),
        ("ogi-2019", "requests", single_cells("J4:J26", "D25:I25")),
        ("ogi-2021", "remedies", {"E4", "J4", "O4"}),
        ("ogi-2019", "remedies", {"E4", "J4", "O4"}),
    ],
)
def test_the_totals_stand_where_the_official_table_has_them(
    form: str, table: str, expected: set[str]
) -> None:
    assert expected == {address(b) for b in grid(form, table).blocks if b.role is Role.TOTAL}


@pytest.mark.parametrize(
    ("form", "row", "column", "expected"),
    [
        ("ogi-2021", "received", "natural_person", "D4"),
        ("ogi-2021", "carried_over", "other_person", "I5"),
        ("ogi-2021", "granted", "commercial", "E6"),
        ("ogi-2021", "granted_in_part", "research", "F7"),
        ("ogi-2021", "state_secret", "public_benefit", "G8"),
        ("ogi-2021", "administrative_query", "legal_service", "H15"),
        ("ogi-2021", "not_held", "total", "J16"),
        ("ogi-2021", "petition", "natural_person", "D19"),
        ("ogi-2021", "confirmation", "natural_person", "D23"),
        ("ogi-2021", "not_corrected", "natural_person", "D24"),
        ("ogi-2021", "other_handling", "natural_person", "D26"),
        ("ogi-2021", "total_handled", "total", "J27"),
        ("ogi-2021", "carried_forward", "total", "J28"),
        ("ogi-2019", "otherwise_handled", "natural_person", "D24"),
        ("ogi-2019", "total_handled", "natural_person", "D25"),
        ("ogi-2019", "carried_forward", "natural_person", "D26"),
    ],
)
def test_a_key_of_requests_stands_at_its_official_row_and_column(
    form: str, row: str, column: str, expected: str
) -> None:
    index = load_form(form).index["requests", row, column]
    assert expected == next(address(b) for b in grid(form, "requests").blocks if b.cell == index)


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019", "ogi-supplement"])
def test_the_blocks_of_a_table_cover_it_without_a_gap_or_an_overlap(name: str) -> None:
    for table in load_form(name).tables:
        found = lay_table(table)
        covered = sorted(cell for block in found.blocks for cell in single_cells(address(block)))
        whole = single_cells(a1_range(0, 0, found.rows - 1, found.columns - 1))
        assert sorted(whole) == covered


def test_labels_of_three_levels_and_strips_are_laid_by_the_same_rule(tmp_path: Path) -> None:
    loans, funds = map(lay_table, load_made_up(tmp_path).tables)
    labels = {address(b): b.text for b in loans.blocks if b.role in LABELS}
    expected = {
        "A1:C2": "类别",
        "D1:E1": "读者",
        "D2": "成年人",
        "E2": "未成年人",
        "F1:F2": "合计",
        "A3:A5": "馆藏",
        "B3:B4": "图书",
        "C3": "小说",
        "C4": "科普",
        "B5:C5": "期刊",
        "A6:C6": "电子资源",
        "A7:C7": "总计",
    }
    assert expected == labels
    corners = [(address(b), b.text) for b in funds.blocks if b.role is Role.CORNER]
    assert [("A2", "项目"), ("A7", "岗位"), ("A10", "项目")] == corners


def test_a_block_moved_down_keeps_all_but_its_rows() -> None:
    block = Block(Role.INPUT, 1, 2, 1, 4, cell=7)
    assert Block(Role.INPUT, 3, 2, 3, 4, cell=7) == block.moved_down(2)
