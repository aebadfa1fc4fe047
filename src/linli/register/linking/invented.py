"""Invented people and a department's list of them with the errors that lists have: to train on, to measure and to test with.

Nobody is meant: names are drawn from everyday characters, ID numbers begin with 99, which no place in China has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from pypinyin import lazy_pinyin

Texts = list[str]
Array = Any  # of numpy: object and number arrays by turns

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾韦夏付方邹熊白孟秦邱侯江尹薛闫段雷黎史龙陶贺顾毛郝龚邵万覃武钱戴严莫孔向汤"
GIVEN = (
    "英秀芳珍玉梅桂凤霞淑华琴云莲国建明德志福永贵荣生祥春根富兴丽敏静艳娟红燕玲萍洁莉慧琳娜蓉伟强军勇涛斌磊鹏超峰辉波刚健平"
    "欣怡梓涵诺琪瑶萱妍语桐彤雨晨悦宇轩浩然子博睿俊泽铭逸航嘉辰瑛莹颖真贞美丰锋枫夏书舒树勤芹钦沁芸韵廉连剑坚智芝之治芙咏"
    "容融榕升声胜盛晟翔湘香卫维玮炜薇微君钧均骏韬彬宾滨蕾雷朋朝惠晖卉柏渤钢苹晶敬菁京婧靖景璟民旻彦岩研延雁洪虹宏鸿弘灵凌铃令龄"
    "杰婕捷林霖新心鑫馨昕芯信宜艺毅义益依亦奕仪紫姿滋寒晗翰瀚汉奇琦启祺淇尧耀遥宣璇旋昊皓豪冉瑞锐蕊琛诚成城承佳家学雪纯海东冬栋"
    "文雯锦瑾进晋津兰岚蓝安乐月越岳钰瑜煜昱羽誉名鸣桦立力士仁礼贤良才正清泉松柳青山川江河天星阳光亮晓小大中世长庆喜来旺发财宝万千"
)
_STREETS = "松竹梅兰荷桂枫柳杏桐榆槐桑柏椿棠菊蕙芦萍"
_WAYS = "溪桥湾岸坪亭浦岭泉石苑舍风露霞烟雪渡坡汀"
_CENTURY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_PLACES = np.array([f"99{city:02}{county:02}" for city in range(1, 41) for county in range(1, 21)], dtype=object)
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Flaws:
    """How often a list errs, as shares of its rows; engines.md's mix unless told otherwise."""

    id_missing: float = 0.15
    id_typo: float = 0.06
    id_short: float = 0.01
    name_sound: float = 0.04
    name_other: float = 0.02
    born_missing: float = 0.03
    born_wrong: float = 0.04
    moved: float = 0.15
    address_missing: float = 0.10
    phone_missing: float = 0.20
    phone_changed: float = 0.30


HARD = Flaws(id_missing=0.80, phone_missing=1.0)


@dataclass(frozen=True)
class People:
    """Invented people by column; texts as a register or a list would have them."""

    name: Array
    sex: Array
    born_on: Array  # YYYYMMDD
    id_number: Array
    phone: Array
    home: Array  # which home, by number
    size: int = field(default=0)


@dataclass(frozen=True)
class Listed:
    """A department's list, by the usual Chinese heads, and whom each row truly means (-1: nobody of the register)."""

    columns: Mapping[str, Texts]
    truth: Sequence[int]

    def rows(self) -> list[dict[str, object]]:
        """Give the rows as a spreadsheet would."""
        return [dict(zip(self.columns, cells, strict=True)) for cells in zip(*self.columns.values(), strict=True)]


def invent_people(count: int, *, seed: int = 7, first_home: int = 0) -> People:
    """Invent people in households of about 2.6, with surnames that run in families."""
    chance = np.random.default_rng(seed)
    homes = first_home + np.sort(chance.integers(0, max(1, int(count / 2.6)), count))
    father = _chosen(chance, SURNAMES, int(homes.max()) + 1)[homes]
    surname = np.where(chance.random(count) < 0.55, father, _chosen(chance, SURNAMES, count))
    second = np.where(chance.random(count) < 0.78, _chosen(chance, GIVEN, count, flat=15), "")
    sex = np.where(chance.random(count) < 0.5, "female", "male").astype(object)
    born_on = _born(chance, count)
    phone = _phones(chance, count)
    return People(
        surname + _chosen(chance, GIVEN, count, flat=15) + second, sex, born_on, _id_numbers(chance, born_on, sex),
        np.where(chance.random(count) < 0.82, phone, ""), homes, count,
    )  # fmt: skip


def write_address(home: int, *, short: bool = False) -> str:
    """Write the address of a home in one of two ways: as the register composes it, or as a department types it."""
    street, rest = home % 400, home // 400
    name = f"{_STREETS[street // 20]}{_WAYS[street % 20]}"
    room, entrance, number, plate = rest % 24, rest // 24 % 4 + 1, rest // 96 % 12 + 1, rest // 1152 % 9 + 1
    flat = f"{room // 4 + 1}0{room % 4 + 1}"
    if short:
        return f"邻里市松门区青溪街道{name}路{plate}号{number}幢{entrance}单元{flat}室"
    return f"{name}路{plate}号{name}{'家园' if plate % 2 else '新村'}{number}号楼{entrance}单元{flat}室"


def invent_list(people: People, *, found: int, strangers: int, flaws: Flaws | None = None, seed: int = 11) -> Listed:
    """Invent a list: so many people of the register and so many of nowhere, with errors planted."""
    chance, flaws = np.random.default_rng(seed), flaws or Flaws()
    true = chance.choice(people.size, found, replace=False)
    others = invent_people(max(strangers, 1), seed=seed + 1)
    count = found + strangers
    place = chance.permutation(count)

    def both(of: str) -> Array:
        joined: Array = np.concatenate([getattr(people, of)[true], getattr(others, of)[:strangers]])
        return joined[place]

    born_on = both("born_on")
    homes = _moved(chance, both("home"), flaws, most=int(people.home.max()) + 1)
    columns = {
        "姓名": _misspelt(chance, both("name"), flaws),
        "身份证号": _numbers_typed(chance, both("id_number"), flaws),
        "性别": np.where(both("sex") == "female", "女", "男"),
        "出生日期": _dates_typed(chance, born_on, flaws),
        "联系电话": _phones_typed(chance, both("phone"), flaws),
        "住址": np.where(chance.random(count) < flaws.address_missing, "", _addresses(chance, homes)),
    }
    truth = np.concatenate([true, np.full(strangers, -1)])[place]
    return Listed({head: [str(cell) for cell in cells] for head, cells in columns.items()}, [int(one) for one in truth])


def _chosen(chance: Any, letters: str, count: int, *, flat: float = 4.0) -> Array:
    """Draw characters, the first ones oftener."""
    weights = 1 / (np.arange(len(letters)) + flat)
    return np.array(list(letters), dtype=object)[chance.choice(len(letters), count, p=weights / weights.sum())]


def _born(chance: Any, count: int) -> Array:
    days = np.datetime64("1932-01-01") + chance.integers(0, 34_000, count) * DAY
    return np.char.replace(days.astype("datetime64[D]").astype(str), "-", "").astype(object)


def _phones(chance: Any, count: int) -> Array:
    return np.char.add("199", np.char.zfill(chance.integers(0, 10**8, count).astype(str), 8)).astype(object)


def _id_numbers(chance: Any, born_on: Array, sex: Array) -> Array:
    order = chance.integers(0, 499, len(born_on)) * 2 + (sex == "male")
    first = (
        _PLACES[chance.choice(len(_PLACES), len(born_on))]
        + born_on
        + np.char.zfill(order.astype(str), 3).astype(object)
    )
    digits = np.array(list("".join(first)), dtype="U1").reshape(-1, 17).astype(np.int64)
    checks = np.array(list("10X98765432"), dtype=object)[(digits @ np.array(_CENTURY_WEIGHTS)) % 11]
    return first + checks


def _moved(chance: Any, homes: Array, flaws: Flaws, *, most: int) -> Array:
    return np.where(chance.random(len(homes)) < flaws.moved, chance.integers(0, most, len(homes)), homes)


def _addresses(chance: Any, homes: Array) -> Array:
    short = chance.random(len(homes)) < 0.5
    return np.array(
        [write_address(int(home), short=bool(way)) for home, way in zip(homes, short, strict=True)], dtype=object
    )


def _misspelt(chance: Any, names: Array, flaws: Flaws) -> Array:
    names, thrown = names.copy(), chance.random(len(names))
    for place in np.flatnonzero(thrown < flaws.name_sound + flaws.name_other):
        name, last = names[place], len(names[place]) - 1
        where = int(chance.integers(1, last + 1))
        alike = _alike().get(name[where], "") if thrown[place] < flaws.name_sound else GIVEN
        others = [one for one in alike or GIVEN if one != name[where]]
        names[place] = name[:where] + others[int(chance.integers(len(others)))] + name[where + 1 :]
    return names


def _numbers_typed(chance: Any, numbers: Array, flaws: Flaws) -> Array:
    numbers, thrown = numbers.copy(), chance.random(len(numbers))
    missing, typo = flaws.id_missing, flaws.id_missing + flaws.id_typo
    numbers[thrown < missing] = ""
    for place in np.flatnonzero((thrown >= missing) & (thrown < typo)):
        numbers[place] = _slip(chance, numbers[place])
    for place in np.flatnonzero((thrown >= typo) & (thrown < typo + flaws.id_short)):
        if numbers[place][6:8] == "19":
            numbers[place] = numbers[place][:6] + numbers[place][8:17]
    return numbers


def _slip(chance: Any, number: str) -> str:
    """Slip once: a wrong digit, or two neighbours that changed places."""
    where = int(chance.integers(6, 16))
    if chance.random() < 0.3 and number[where] != number[where + 1]:
        return number[:where] + number[where + 1] + number[where] + number[where + 2 :]
    return f"{number[:where]}{(int(number[where]) + int(chance.integers(1, 10))) % 10}{number[where + 1 :]}"


def _dates_typed(chance: Any, dates: Array, flaws: Flaws) -> Array:
    thrown = chance.random(len(dates))
    typed = []
    for date, throw in zip(dates, thrown, strict=True):
        year, month, day = int(date[:4]), int(date[4:6]), int(date[6:])
        if throw < flaws.born_missing:
            typed.append("")
            continue
        if throw < flaws.born_missing + flaws.born_wrong:
            year, month, day = _wrong(int(chance.integers(3)), year, month, day)
        typed.append(f"{year}-{month:02}-{day:02}" if throw * 1000 % 2 < 1 else f"{year}年{month}月{day}日")
    return np.array(typed, dtype=object)


def _wrong(part: int, year: int, month: int, day: int) -> tuple[int, int, int]:
    """Get one part of a date wrong."""
    if part == 0:
        return year + 1, month, min(day, 28)
    return (year, month % 12 + 1, min(day, 28)) if part == 1 else (year, month, day % 28 + 1)


def _phones_typed(chance: Any, phones: Array, flaws: Flaws) -> Array:
    thrown = chance.random(len(phones))
    changed = np.where(thrown < flaws.phone_missing + flaws.phone_changed, _phones(chance, len(phones)), phones)
    return np.where(thrown < flaws.phone_missing, "", changed)


@cache
def _alike() -> dict[str, str]:
    """Give for each character those that sound the same."""
    by_sound: dict[str, str] = {}
    for character, sound in zip(GIVEN, lazy_pinyin(GIVEN), strict=True):
        by_sound[sound] = by_sound.get(sound, "") + character
    return {character: others for others in by_sound.values() if len(others) > 1 for character in others}
