"""Forms with any headings and any order of parts, made from a seed by hypothesis."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from xlreport.form.label import normalise_label

NUMBERS = (
    *("", "", "一、", "十二、", "表一、", "表1-2　", "附件2、", "附：", "附表 ", "第一部分　"),
    *("第三部分：", "（一）", "(2) ", "V.A. ", "Ⅳ. ", "A. ", "1.2 ", "3、", "甲、"),
)
NAMES = (
    *(
        "行政许可实施情况",
        "说明",
        "总体情况",
        "收入/支出",
        "[1]: 'a'",
        "检查",
        "封面",
        "<b>人员</b>",
    ),
    *(
        "经费 & 人员",
        "采购台账",
        "其他需要报告的事项，以及与本部门职责有关而没有列出的情况统计表（试行）",
    ),
)
COLUMNS = (
    *("申请数量", "受理数量", "许可数量", "不予许可数量"),
    *("警告、通报批评", "罚款", "合计（宗）", "其他"),
)
ROWS = ("本年", "上年", "市级", "县级", "乡镇")


@dataclass(frozen=True)
class Part:
    """One table, with columns and rows, or one text, without; `heading` is its heading."""

    heading: str
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    def toml(self, number: int) -> str:
        """Return the part as a form file has it."""
        heading = self.heading.replace("'", "\\u0027")
        if not self.columns:
            return f'[[text]]\nkey = "text_{number}"\nheading = "{heading}"\nsay = "写。"\n'
        columns = "".join(f"c_{n} {label}\n" for n, label in enumerate(self.columns))
        rows = "".join(f"r_{n} {label}\n" for n, label in enumerate(self.rows)) or "only\n"
        return (
            f'[[table]]\nkey = "table_{number}"\nheading = "{heading}"\n'
            f"columns = '''\n{columns}'''\nrows = '''\n{rows}'''\n"
        )


HEADINGS = st.builds(str.__add__, st.sampled_from(NUMBERS), st.sampled_from(NAMES))


def _table(heading: str) -> st.SearchStrategy[Part]:
    columns = st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4, unique=True).map(tuple)
    rows = st.lists(st.sampled_from(ROWS), max_size=3, unique=True).map(tuple)
    shapes = st.tuples(columns, rows).filter(lambda shape: len(shape[0]) > 1 or shape[1])
    return shapes.map(lambda shape: Part(heading, *shape))


@st.composite
def any_parts(draw: st.DrawFn) -> list[Part]:
    """Draw two to five parts under different headings, of which at least one is a table."""
    headings = draw(st.lists(HEADINGS, min_size=2, max_size=5, unique_by=normalise_label))
    first = draw(st.integers(0, len(headings) - 1))
    return [
        draw(_table(heading) if number == first or draw(st.booleans()) else st.just(Part(heading)))
        for number, heading in enumerate(headings)
    ]


def form_file(parts: list[Part]) -> str:
    """Write the form file of these parts."""
    head = 'id = "any"\ntitle = "行政执法统计年报"\nfrom = 2020\n'
    return head + "".join(part.toml(number) for number, part in enumerate(parts))
