"""How much of a text stands in another: copies are found, common phrases do not count."""

from __future__ import annotations

import pytest

from support.work import counted
from xlreport.checks.likeness import ALIKE, find_alike, share_alike

ORIGINAL = (
    "我局高度重视政府信息公开工作，健全信息公开制度体系，明确各科室的职责分工。全年主动公开政府信息100余条，"
    "重点公开财政预决算、民生保障和公共服务。收到公开申请16件，均在法定时限内答复。"
    "规范性文件按照“三统一”的要求管理，定期梳理失效信息，及时更新门户网站和公众号的栏目。"
)
OTHERS_OWN = (
    "2025年，全镇深入学习贯彻《中华人民共和国政府信息公开条例》，坚持“公开为常态、不公开为例外”，"
    "围绕乡村振兴和农村人居环境整治公开信息，在镇政务服务中心设查阅点，各村公示栏每季度更新一次。"
    "没有收到公开申请。下一步将加强村级信息员的培训，做好重点民生事项的解读。"
)


def written_apart(number: int) -> str:
    """Give a text that shares nothing with those of other numbers."""
    return "，".join(chr(0x4E00 + number * 20 + place) * 9 for place in range(20))


def test_a_text_copied_with_other_numbers_is_alike_as_a_whole() -> None:
    copy = ORIGINAL.replace("100余", "2,340").replace("16", "7")
    assert pytest.approx(1.0, abs=0.03) == share_alike(copy, ORIGINAL)


def test_a_copy_with_words_of_its_own_is_alike_in_part() -> None:
    half = ORIGINAL[: len(ORIGINAL) // 2] + OTHERS_OWN[: len(ORIGINAL) // 2]
    assert pytest.approx(0.5, abs=0.1) == share_alike(half, ORIGINAL)


def test_texts_written_apart_are_not_alike() -> None:
    assert ALIKE / 2 > share_alike(OTHERS_OWN, ORIGINAL)


def test_a_text_of_a_few_words_is_never_alike() -> None:
    short = "没有其他需要报告的事项，本年度没有收取信息处理费。"
    assert 0.0 == share_alike(short, short)
    assert [] == list(find_alike([short, short]))


def test_each_text_is_named_with_the_one_that_it_is_most_alike_to() -> None:
    near = ORIGINAL.replace("我局", "我镇")
    far = near[: len(near) * 3 // 4] + OTHERS_OWN[:30]
    found = list(find_alike([OTHERS_OWN, far, ORIGINAL, near]))
    assert [(1, 3), (2, 3), (3, 2)] == [(each.number, each.other) for each in found]


@pytest.mark.parametrize("share", [0, 1])
def test_twice_as_many_texts_cost_twice_as_much_copied_or_not(share: int) -> None:
    texts = [ORIGINAL if share else written_apart(number) for number in range(200)]
    _, once = counted(lambda: list(find_alike(texts[:100])))
    _, twice = counted(lambda: list(find_alike(texts)))
    assert twice.calls < 2.5 * once.calls
