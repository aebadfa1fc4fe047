"""Invented names: of streets, compounds, communities and people, put together from everyday characters.

The lists are our own and short; which characters are common in names is general knowledge. Nobody is meant.
"""

import random
from collections.abc import Sequence
from itertools import accumulate

DISTRICT = "邻里示范区"
_FIRST = "松竹梅兰荷桂枫柳杏桐榆槐桑柏椿棠菊蕙芦萍禾茶莲藕芸苇麦橘枣栗"
_SECOND = "溪桥湾岸坪亭浦岭泉石苑舍月风露霞烟雪渡坡汀洲圃台井渔帆灯笛鹭"
_COMPOUND_ENDS = {"lane": ("里", "弄"), "walkup": ("新村", "小区", "苑"), "tower": ("公寓", "花园", "家园")}

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾韦夏付方邹熊白孟秦邱侯江尹薛闫段雷"
_UPTO = list(accumulate(1.0 / (place + 4) for place in range(len(SURNAMES))))
_OLD = {"female": "秀英兰芳珍玉梅桂凤霞淑华琴云莲", "male": "国建明德志福永贵荣生祥春根富兴"}
_MIDDLE = {"female": "丽敏静艳娟红燕玲萍洁莉慧琳娜蓉", "male": "伟强军勇涛斌磊鹏超峰辉波刚健平"}
_YOUNG = {"female": "欣怡梓涵诺琪瑶萱妍语桐彤雨晨悦", "male": "宇轩浩然子博睿俊泽晨铭逸航嘉辰"}


def place_names(count: int, thrown: random.Random) -> list[str]:
    """Make so many different two-character names of places, three-character ones when those run out."""
    pairs = [first + second for first in _FIRST for second in _SECOND]
    thrown.shuffle(pairs)
    if count > len(pairs):
        pairs += [way + pair for way in "东西南北" for pair in pairs]
    return pairs[:count]


def avenue_names(count: int, thrown: random.Random) -> list[str]:
    """Name wide streets."""
    return [f"{name}{thrown.choice(('路', '路', '大街'))}" for name in place_names(count, thrown)]


def lane_names(count: int, thrown: random.Random) -> list[str]:
    """Name narrow streets."""
    return [f"{name}{thrown.choice(('街', '巷', '巷', '弄'))}" for name in place_names(count, thrown)]


def compound_names(kinds: Sequence[str], thrown: random.Random) -> list[str]:
    """Name compounds, each after its kind of building; the same name never stands twice."""
    bare = place_names(len(kinds), thrown)
    many = len(kinds) > len(bare)
    named = []
    for place, kind in enumerate(kinds):
        number = f"{place // len(bare) + 1}期" if many and place >= len(bare) else ""
        named.append(f"{bare[place % len(bare)]}{thrown.choice(_COMPOUND_ENDS[kind])}{number}")
    return named


def person_name(*, sex: str, age: int, surname: str, thrown: random.Random) -> str:
    """Name a person as people of that age are named."""
    signs = (_OLD if age > 61 else _MIDDLE if age > 28 else _YOUNG)[sex]
    given = thrown.choice(signs)
    if thrown.random() < (0.62 if age > 28 else 0.9):
        given += thrown.choice(signs)
    return surname + given


def surname(thrown: random.Random) -> str:
    """Choose a surname, the common ones more often."""
    return thrown.choices(SURNAMES, cum_weights=_UPTO)[0]
