"""What a cell says, read as what its column is: dates in every usual form, yes and no, sex, relation."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from linli.register.rules import Relation

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]0{1,2}:00(?::00)?(?:\.0+)?)?")
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff·])\s+(?=[\u3400-\u9fff·])")


def _words(**said: str) -> dict[str, str]:
    return {word: value for value, words in said.items() for word in words.split()}


def _answers(*, yes: str, no: str) -> dict[str, bool]:
    return {word: answer for answer, words in ((True, yes), (False, no)) for word in words.split()}


SEXES = _words(female="女 女性 f female 2 2女", male="男 男性 m male 1 1男")
_RELATIONS: Mapping[Relation, str] = {
    Relation.HEAD: "户主 本人 本户户主 本人或户主 head",
    Relation.SPOUSE: "配偶 妻 夫 妻子 丈夫 爱人 老婆 老公 spouse",
    Relation.CHILD: "子 女 儿子 女儿 独生子 独生女 长子 次子 三子 四子 长女 次女 三女 四女 子女 养子 养女 继子 继女 "
    "儿媳 媳妇 女婿 长媳 次媳 child",
    Relation.GRANDCHILD: "孙子 孙女 外孙 外孙子 外孙女 孙 曾孙 曾孙子 曾孙女 孙子女 孙媳 grandchild",
    Relation.PARENT: "父亲 母亲 父 母 爸爸 妈妈 父母 继父 继母 公公 婆婆 岳父 岳母 养父 养母 parent",
    Relation.GRANDPARENT: "祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 姥姥 姥爷 曾祖父 曾祖母 grandparent",
    Relation.SIBLING: "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 兄弟姐妹 sibling",
    Relation.OTHER: "其他 其它 非亲属 亲属 其他亲属 保姆 护工 租客 承租人 同住人 合租 侄子 侄女 外甥 外甥女 嫂子 弟媳 姐夫 妹夫 "
    "叔叔 伯父 姑姑 姨 舅舅 朋友 员工 other",
}
RELATIONS = {word: relation for relation, words in _RELATIONS.items() for word in words.split()}
REGISTERED = _answers(
    yes="是 有 本地 本市 本区 本县 本街道 本社区 本辖区 户籍 户籍人口 本地户籍 在册 常住户籍 户在人在 户在人不在 人户一致 "
    "y yes true 1 √ ✓",
    no="否 无 外地 非户籍 非户籍人口 流动 流动人口 外来 外来人口 外地户籍 寄住 暂住 人在户不在 n no false 0 ×",
)
LIVES = _answers(
    yes="是 居住 在住 常住 实住 现住 自住 暂住 租住 寄住 出租 在家 人户一致 户在人在 人在户不在 y yes true 1 √ ✓",
    no="否 不居住 不在住 不住 外出 空挂 空挂户 人户分离 户在人不在 不在 n no false 0 ×",
)


def text_of(cell: object) -> str:
    """Give what a cell says as text: without blanks around it, whole numbers without a point."""
    if type(cell) is str:
        text = cell.strip()  # takes full-width blanks as well
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def name_of(cell: object) -> str:
    """Give a name: blanks between Chinese characters only set them apart on paper."""
    text = text_of(cell)
    return text if text.isalpha() else _BETWEEN.sub("", text)


def number_of(cell: object) -> str:
    """Give a number of digits: full-width ones, blanks and a leading apostrophe are only how it was typed."""
    if type(cell) is str and cell.isascii() and cell.isalnum():
        return cell if cell.isdigit() else cell.upper()
    return unicodedata.normalize("NFKC", text_of(cell)).lstrip("'").replace(" ", "").upper()


def day_of(cell: object) -> dt.date | None:
    """Read a date; None for what is no day of the calendar."""
    if type(cell) is str:
        return _day(cell)
    if isinstance(cell, dt.datetime):
        return cell.date()
    return cell if isinstance(cell, dt.date) else _day(text_of(cell))


def one_of[V](words: Mapping[str, V], cell: object) -> V | None:
    """Find a word in a vocabulary, as it stands or without capitals, blanks and full width."""
    found = words.get(cell) if type(cell) is str else None
    return found if found is not None else words.get(_plain(text_of(cell)))


@lru_cache(maxsize=4_096)
def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


@lru_cache(maxsize=65_536)
def _day(text: str) -> dt.date | None:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).replace(" 00:00:00", "").strip())
    if found is None:
        return None
    year, month, day, tight_month, tight_day = found.groups()
    try:
        return dt.date(int(year), int(month or tight_month), int(day or tight_day))
    except ValueError:
        return None


@lru_cache(maxsize=65_536)
def day_in_number(digits: str) -> dt.date | None:
    """Read the eight digits of an ID number that are the day of birth."""
    return _day(digits)
