"""The roster is read strictly, tells all its slips at once, and survives being written."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.departments import HEALTH
from xlreport.base.errors import OutputError, RosterError
from xlreport.base.text import comparable
from xlreport.office._roster_rows import HEADINGS
from xlreport.office.roster import Department, Roster
from xlreport.office.roster_file import read_roster, write_roster

FULL_LINE = "0201,花马池镇,乡镇,7,乡,否,0953-1234567,0101；0102,花马池镇人民政府、城关镇\n"
FULL = Department(
    code="0201",
    name="花马池镇",
    kind="乡镇",
    order=7,
    level="乡",
    counted=False,
    contact="0953-1234567",
    predecessors=("0101", "0102"),
    variants=("花马池镇人民政府", "城关镇"),
)
ALL = ",".join(HEADINGS.values()) + "\n"
SHORT = "单位代码,单位名称\n"
SAME = "（不分大小写）；是同一单位的请删去一行，不是的请改为不同。"


def saved(folder: Path, text: str) -> Path:
    path = folder / "名录.csv"
    path.write_text(text, "utf-8", newline="")
    return path


def departments_of(folder: Path, text: str) -> tuple[Department, ...]:
    return read_roster(saved(folder, text)).departments


def refusal(folder: Path, text: str) -> list[str]:
    with pytest.raises(RosterError) as caught:
        read_roster(saved(folder, text))
    return str(caught.value).split("\n")


def only_problem(folder: Path, text: str) -> str:
    head, problem = refusal(folder, text)
    assert "名录.csv：单位名录有 1 处问题，请改正后重试。" == head
    return problem


# --- reading ------------------------------------------------------------------------------


def test_a_full_line_is_read_whole(tmp_path: Path) -> None:
    assert Roster("名录.csv", (FULL,)) == read_roster(saved(tmp_path, ALL + FULL_LINE))


def test_a_workbook_says_the_same_as_a_csv_and_its_number_cells_are_codes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("code", "name", "order", "counted", "predecessors"), (7, "甲", 2.0, False, 12)):
        book.worksheets[0].append(row)
    path = tmp_path / "名录.xlsx"
    book.save(path)
    seven = replace(HEALTH, code="7", name="甲", order=2, counted=False, predecessors=("12",))
    assert Roster("名录.xlsx", (seven,)) == read_roster(path)


def test_english_headings_in_any_order_say_the_same(tmp_path: Path) -> None:
    text = "Name,code, LEVEL \n卫生健康局,HEALTH,县\n"
    assert (HEALTH,) == departments_of(tmp_path, text)


@pytest.mark.parametrize(
    "text", [SHORT + "HEALTH,卫生健康局\n", ALL + "HEALTH,卫生健康局,,,,,,,\n"]
)
def test_code_and_name_are_enough_and_the_rest_has_defaults(tmp_path: Path, text: str) -> None:
    assert (HEALTH,) == departments_of(tmp_path, text)


@pytest.mark.parametrize("line", ["HEALTH,卫生健康局", "HEALTH,卫生健康局,,,,,,,,,,"])
def test_commas_that_excel_drops_or_adds_at_the_end_of_a_line_are_no_matter(
    tmp_path: Path, line: str
) -> None:
    assert (HEALTH,) == departments_of(tmp_path, f"{ALL}{line}\n")


def test_departments_stand_in_official_order_and_equal_numbers_keep_the_line_order(
    tmp_path: Path,
) -> None:
    text = "code,name,order\nA,甲,3\nB,乙,1\nC,丙,3\nD,丁,２\n"
    assert ["B", "D", "A", "C"] == [d.code for d in departments_of(tmp_path, text)]


@pytest.mark.parametrize("separator", [";", "；", "、", "|", ",", "，", " ； ", ";;"])
def test_every_separator_of_lists_is_understood(tmp_path: Path, separator: str) -> None:
    text = f'code,name,predecessors,variants\nA,甲,"B{separator}C","乙{separator}丙"\n'
    (department,) = departments_of(tmp_path, text)
    assert (("B", "C"), ("乙", "丙")) == (department.predecessors, department.variants)


def test_what_stands_twice_in_a_list_counts_once(tmp_path: Path) -> None:
    text = "code,name,predecessors,variants\nA,甲,B；C；b,乙（区）；乙(区)\n"
    (department,) = departments_of(tmp_path, text)
    assert (("b", "C"), ("乙(区)",)) == (department.predecessors, department.variants)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        *((text, True) for text in ("", "是", "1", "√", "Y", "y", "Ｙ")),
        *((text, False) for text in ("否", "0", "×", "N", "n")),
    ],
)
def test_counted_is_understood_in_the_usual_signs(tmp_path: Path, text: str, counted: bool) -> None:
    (department,) = departments_of(tmp_path, f"code,name,counted\nA,甲,{text}\n")
    assert counted == department.counted


@pytest.mark.parametrize("suffix", ["", "级", " 级"])
@pytest.mark.parametrize(
    ("text", "level"),
    [
        *(("国家", "国家"), ("省", "省"), ("自治区", "省"), ("直辖市", "省"), ("市", "市")),
        *(("设区的市", "市"), ("县", "县"), ("区", "县"), ("乡", "乡"), ("镇", "乡")),
        *(("街道", "乡"), ("乡镇", "乡")),
    ],
)
def test_a_level_is_one_of_five_in_every_usual_wording(
    tmp_path: Path, text: str, level: str, suffix: str
) -> None:
    (department,) = departments_of(tmp_path, f"code,name,level\nA,甲,{text}{suffix}\n")
    assert level == department.level


@pytest.mark.parametrize("contact", ["+8613800000000", "+86 953 1234567", "＋86-953-1234567"])
def test_a_telephone_number_may_begin_with_a_plus_sign(tmp_path: Path, contact: str) -> None:
    (department,) = departments_of(tmp_path, f"code,name,contact\nA,甲,{contact}\n")
    assert contact == department.contact


def test_a_department_may_repeat_its_own_name_among_its_variants(tmp_path: Path) -> None:
    (department,) = departments_of(tmp_path, "code,name,variants\nA,甲（本级）,甲(本级)\n")
    assert ("甲(本级)",) == department.variants


def test_departments_split_from_one_share_its_code_as_predecessor(tmp_path: Path) -> None:
    text = "code,name,predecessors\nA,甲,A；C\nB,乙,A\n"
    assert [("A", "C"), ("A",)] == [d.predecessors for d in departments_of(tmp_path, text)]


def test_names_that_cannot_be_file_names_are_left_alone(tmp_path: Path) -> None:
    (department,) = departments_of(tmp_path, SHORT + 'A,"甲/乙:丙,""?"\n')
    assert '甲/乙:丙,"?' == department.name


def test_a_code_of_every_allowed_character_and_full_length_is_read(tmp_path: Path) -> None:
    code = "_.-AZaz09" + "x" * 23
    assert code == departments_of(tmp_path, f"{SHORT}{code},甲\n")[0].code


# --- slips --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("code\nA\n", "第 1 行：缺少“单位名称”一列；请在标题行加上，并逐行填写。"),
        ("code,name,code\nA,甲,A\n", "第 1 行：列标题“单位代码”重复；请只保留一列。"),
        ("code,name,单位代码\nA,甲,A\n", "第 1 行：列标题“单位代码”重复；请只保留一列。"),
        ("\n" + SHORT, "第 2 行：标题行下没有单位；请每行填写一个单位。"),
        (SHORT + ",甲\n", "第 2 行：“单位代码”是空的；请填写，或删除整行。"),
        (SHORT + "A,　\n", "第 2 行：“单位名称”是空的；请填写，或删除整行。"),
        (
            SHORT + "A,甲\n\nA,乙\n",
            "第 4 行：单位代码“A”与第 2 行的相同" + SAME,
        ),
        (
            SHORT + "a,甲\nA,乙\n",
            "第 3 行：单位代码“A”与第 2 行的相同" + SAME,
        ),
        (
            SHORT + "A,甲（局）\nB,甲 (局)\n",
            "第 3 行：名称“甲 (局)”与第 2 行的相同" + SAME,
        ),
        (
            "code,name,variants\nA,甲,乙\nB,乙,\n",
            "第 3 行：名称“乙”与第 2 行的相同" + SAME,
        ),
        (
            "code,name,variants\nA,甲,\nB,乙,丙；甲\n",
            "第 3 行：名称“甲”与第 2 行的相同" + SAME,
        ),
        (
            "code,name,variants\nA,甲,丙\nB,乙,丙\n",
            "第 3 行：名称“丙”与第 2 行的相同" + SAME,
        ),
        ("code,name,counted\nA,甲,不\n", "第 2 行：计入汇总“不”无法识别；请填写“是”或“否”。"),
        (SHORT + "A,#N/A\n", "第 2 行：单位名称“#N/A”是公式的错误值；请直接填写文字。"),
    ],
)
def test_a_slip_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, text: str, problem: str
) -> None:
    assert problem == only_problem(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "astray"),
    [
        (f"{SHORT}A,甲,乙\n", "乙"),
        ("code,name,,\nA,甲,,乙\n", "乙"),
        ("code,,name\nA,x,甲\n", "x"),
    ],
)
def test_content_in_a_column_without_a_heading_is_refused(
    tmp_path: Path, text: str, astray: str
) -> None:
    where = f"第 2 行：“{astray}”在没有标题的列中"
    advice = "请加上标题或删除内容，文字中的逗号请改为顿号。"
    assert f"{where}；{advice}" == only_problem(tmp_path, text)


@pytest.mark.parametrize("title", ["盐池县联络员名单\n", "名单\n\n填表单位：政府办,2026\n"])
def test_the_title_of_a_list_above_the_headings_is_passed_over(tmp_path: Path, title: str) -> None:
    departments = departments_of(tmp_path, f"{title}单位代码,单位名称,层级\nA,甲,县\nB,乙\n")
    assert ["A", "B"] == [department.code for department in departments]


def test_below_a_title_problems_are_told_with_the_lines_of_the_file(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, "名单\n单位代码,单位名称\nA,甲\nB\n")
    assert "第 4 行：“单位名称”是空的；请填写，或删除整行。" == problem


def test_a_file_without_the_headings_is_told_to_be_no_roster_and_nothing_else(
    tmp_path: Path,
) -> None:
    problem = only_problem(tmp_path, "汇总表\n部门,电话\n甲,1,2\n")
    assert problem.startswith("第 1 行：没有“单位代码”“单位名称”两列，不像是单位名录；")
    with pytest.raises(RosterError, match="第 1 行：缺少“单位代码”一列"):
        departments_of(tmp_path, "单位名称\n甲\n")


def test_an_unknown_heading_is_refused_and_the_known_ones_are_told(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, "单位代码,单位名称,电话\nA,甲,1\n")
    assert problem.startswith("第 1 行：不认识列标题“电话”；")
    assert all(heading in problem for heading in HEADINGS.values())


@pytest.mark.parametrize(
    "code", ["A B", "甲", "A/B", "-A", "=A", "００１", "A" * 33, "1.1e+17", "2026-01-02 00:00:00"]
)
@pytest.mark.parametrize("key", ["code", "predecessors"])
def test_a_code_of_other_characters_or_too_long_is_refused(
    tmp_path: Path, code: str, key: str
) -> None:
    cells = {"code": "OK", "predecessors": "", key: code}
    text = f"code,name,predecessors\n{cells['code']},甲,{cells['predecessors']}\n"
    assert only_problem(tmp_path, text).startswith(f"第 2 行：{HEADINGS[key]}“{code}”不合要求")


@pytest.mark.parametrize("level", ["县级市", "地级市", "级", "市级级", "州", "3", "=1"])
def test_any_other_level_is_refused_and_the_accepted_ones_are_named(
    tmp_path: Path, level: str
) -> None:
    problem = (
        f"第 2 行：层级“{level}”无法识别；请填写国家、省、市、县、乡之一（县级市填县），或留空。"
    )
    assert problem == only_problem(tmp_path, f"code,name,level\nA,甲,{level}\n")


@pytest.mark.parametrize("order", ["x", "1.5", "1e3", "-1", "1234567", "٣"])
def test_an_order_that_is_no_whole_number_is_refused(tmp_path: Path, order: str) -> None:
    problem = only_problem(tmp_path, f"code,name,order\nA,甲,{order}\n")
    assert problem.startswith(f"第 2 行：排序“{order}”不是整数；")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        *((key, f"{sign}1") for sign in "=-@＝" for key in ("name", "kind", "contact", "variants")),
        *((key, f"{sign}1") for sign in "+＋" for key in ("name", "kind", "variants")),
        *(("contact", text) for text in ("+", "+甲", "+1+1", "+A1", "+1(2)", "+-1", "+1*2")),
    ],
)
def test_a_text_that_would_become_a_formula_is_refused(tmp_path: Path, key: str, text: str) -> None:
    cells = {"code": "A", "name": "甲", "kind": "", "contact": "", "variants": ""} | {key: text}
    problem = f"第 2 行：{HEADINGS[key]}“{text}”以 = + - @ 之一开头，会被当作公式；请去掉这个符号。"
    assert problem == only_problem(tmp_path, f"{','.join(cells)}\n{','.join(cells.values())}\n")


def test_a_formula_behind_a_separator_is_refused(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, "code,name,variants\nA,甲,乙；=1\n")
    assert problem.startswith("第 2 行：其他名称“=1”以 = + - @ 之一开头")


@pytest.mark.parametrize("character", ["\n", "\t", "\0", "\x1b", "\u200b", "\u202e", "\uffff"])
def test_an_invisible_character_is_refused_and_not_printed(tmp_path: Path, character: str) -> None:
    problem = only_problem(tmp_path, f'{SHORT}A,"甲{character}乙"\n')
    assert problem.startswith("第 2 行：单位名称“甲�乙”含有换行或看不见的控制字符；")


@pytest.mark.parametrize("key", ["name", "variants"])
def test_a_name_of_80_characters_is_read_and_one_of_81_refused(tmp_path: Path, key: str) -> None:
    cells = {"name": "甲", "variants": "", key: "局" * 80}
    text = f"code,name,variants\nA,{cells['name']},{cells['variants']}"
    assert 1 == len(departments_of(tmp_path, text))
    problem = f"第 2 行：{HEADINGS[key]}“{'局' * 40}…”超过 80 个字符；请改用简称。"
    assert problem == only_problem(tmp_path, text.replace("局" * 80, "局" * 81))


def test_all_problems_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    told = refusal(tmp_path, "code,地址\nA,\nA,\n甲,\nB,,x\n")
    assert "名录.csv：单位名录有 5 处问题，请改正后重试。" == told[0]
    assert [1, 1, 3, 4, 5] == [int(problem[2]) for problem in told[1:]]


def test_ten_problems_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    told = refusal(tmp_path, SHORT + "甲,\n" * 6 + "A,甲\n")
    assert "名录.csv：单位名录有 17 处问题，请改正后重试。" == told[0]
    assert 12 == len(told)
    assert "另有 7 处问题未列出。" == told[-1]


def test_the_line_is_the_first_of_a_record_that_runs_over_several(tmp_path: Path) -> None:
    told = refusal(tmp_path, SHORT + 'A,"甲\n乙"\n甲,丙\n')
    assert ["第 2 行", "第 4 行"] == [problem[:5] for problem in told[1:]]


@pytest.mark.parametrize("code", ["EXAMPLE-1", "example-1"])
def test_an_example_left_in_is_refused(tmp_path: Path, code: str) -> None:
    problem = only_problem(tmp_path, f"{SHORT}A,甲\n{code},示例\n")
    assert "第 3 行：这是示例行，不是真实单位；请删除整行。" == problem


# --- writing ------------------------------------------------------------------------------


def test_the_empty_roster_shows_examples_that_must_be_deleted(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    write_roster(path)
    text = path.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff" + ALL.strip() + "\r\n")
    told = refusal(tmp_path, text)
    assert [f"第 {line} 行：这是示例行" for line in (2, 3, 4)] == [t[:11] for t in told[1:]]


def test_a_written_roster_is_in_official_order(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    write_roster(path, [FULL, HEALTH])
    assert (HEALTH, FULL) == read_roster(path).departments
    assert path.read_text("utf-8-sig").splitlines()[1].startswith("HEALTH,")


@pytest.mark.parametrize(
    "department",
    [
        replace(HEALTH, name="=1"),
        replace(HEALTH, name="甲 "),
        replace(HEALTH, level=""),
        replace(HEALTH, level="县级"),
        replace(HEALTH, variants=("乙、丙",)),
        replace(HEALTH, predecessors=("A", "A")),
        replace(HEALTH, name="甲\udc80"),
        replace(HEALTH, order=-1),
    ],
)
def test_a_department_that_could_not_be_read_back_is_not_written(
    tmp_path: Path, department: Department
) -> None:
    path = saved(tmp_path, "之前")
    with pytest.raises(RosterError, match="第 2 行"):
        write_roster(path, [department])
    assert "之前" == path.read_text("utf-8")


def test_no_departments_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="标题行下没有单位"):
        write_roster(tmp_path / "名录.csv", [])
    assert [] == list(tmp_path.iterdir())


def test_a_roster_is_written_as_csv_only(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"只能写成 \.csv 文件"):
        write_roster(tmp_path / "名录.xlsx")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError("open elsewhere")

    path = saved(tmp_path, "之前")
    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OutputError, match="无法写入"):
        write_roster(path)
    assert [path] == list(tmp_path.iterdir())
    assert "之前" == path.read_text("utf-8")


def test_a_file_in_place_of_the_folder_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "无").touch()
    with pytest.raises(OutputError, match="无法写入"):
        write_roster(tmp_path / "无" / "名录.csv")


# --- any roster ---------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters=";；、|,，"), max_size=80
).filter(
    lambda text: (
        text == text.strip()
        and not unicodedata.normalize("NFKC", text).lstrip().startswith(("=", "+", "-", "@"))
        and not text.startswith("#")
    )
)
NAMES = TEXTS.filter(bool)
CODES = st.from_regex(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,31}", fullmatch=True)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Department, ...]:
    codes = draw(st.lists(CODES, min_size=1, max_size=4, unique_by=str.casefold))
    names = draw(st.lists(NAMES, min_size=len(codes), max_size=12, unique_by=comparable))
    orders = sorted(draw(st.integers(0, 999_999)) for _ in codes)
    return tuple(
        Department(
            code=code,
            name=names[index],
            kind=draw(TEXTS),
            order=orders[index],
            level=draw(st.sampled_from(["国家", "省", "市", "县", "乡"])),
            counted=draw(st.booleans()),
            contact=draw(TEXTS),
            predecessors=tuple(draw(st.lists(CODES, max_size=3, unique_by=str.casefold))),
            variants=tuple(names[len(codes) + index :: len(codes)]),
        )
        for index, code in enumerate(codes)
    )


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(departments=rosters())
def test_any_valid_departments_survive_being_written_and_read(
    tmp_path_factory: pytest.TempPathFactory, departments: tuple[Department, ...]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-roster.csv"
    write_roster(path, departments)
    assert departments == read_roster(path).departments


LISTED = st.text('A甲,"\n\r;=-1 \0是县市级', max_size=9)


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(st.text(max_size=100), st.lists(LISTED).map("".join)))
def test_any_text_below_the_headings_gives_departments_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-text.csv"
    path.write_bytes((ALL + text).encode("utf-8", "replace"))
    try:
        departments = read_roster(path).departments
    except RosterError as error:
        assert str(error).startswith("any-text.csv：")  # noqa: PT017 - either outcome is right
    else:
        assert all(department.code and department.name for department in departments)
