"""The words of a typed question: tokens with their place, in English or Chinese, half or full width."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext as _

from linli.register.asking.attributes import ASKED, ATTRIBUTES, Attribute
from linli.register.asking.tree import Op
from linli.register.errors import QueryUnreadable

LONGEST = 4_000


class Sort(StrEnum):
    """What a token is."""

    WORD = "word"  # an attribute, a value, or a word nobody knows
    KEYWORD = "keyword"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    OP = "op"
    MARK = "mark"  # ( ) ,
    END = "end"


@dataclass(frozen=True)
class Token:
    """One token: its sort, what it stands for, how it was typed, and at which character it begins (from 1)."""

    sort: Sort
    value: str | int | dt.date
    typed: str
    at: int


# Function names and joining words, by everything people type for them.
KEYWORDS: Mapping[str, str] = MappingProxyType(
    {
        "and": "and", "且": "and", "并且": "and", "而且": "and", "並且": "and", "和": "and", "与": "and", "與": "and",
        "or": "or", "或": "or", "或者": "or",
        "not": "not", "非": "not", "不是": "not",
        "in": "in", "属于": "in", "屬於": "in",
        "between": "between", "介于": "between", "介於": "between",
        "to": "to", "到": "to", "至": "to",
        "is": "is", "是": "is", "为": "is", "為": "is",
        "known": "known", "已知": "known", "unknown": "unknown", "未知": "unknown",
        "true": "true", "false": "false", "否": "false",
        "any": "any", "同户有": "any", "同戶有": "any",
        "all": "all", "同户都": "all", "同戶都": "all",
        "count": "count", "同户人数": "count", "同戶人數": "count",
        "has-child-under": "has-child-under", "有子女小于": "has-child-under",
        "all-over": "all-over", "全户年满": "all-over", "全戶年滿": "all-over",
        "enrolled": "enrolled", "参加项目": "enrolled", "參加項目": "enrolled",
        "member": "member", "成员": "member", "成員": "member",
    }
)  # fmt: skip
_OPS: Mapping[str, Op] = MappingProxyType(
    {
        "=": Op.EQ, "==": Op.EQ, "＝": Op.EQ, "等于": Op.EQ, "等於": Op.EQ,
        "!=": Op.NE, "<>": Op.NE, "≠": Op.NE, "不等于": Op.NE, "不等於": Op.NE,
        "<": Op.LT, "＜": Op.LT, "小于": Op.LT, "小於": Op.LT, "早于": Op.LT, "早於": Op.LT,
        "<=": Op.LE, "≤": Op.LE, "不大于": Op.LE, "不大於": Op.LE, "不超过": Op.LE, "不超過": Op.LE,
        ">": Op.GT, "＞": Op.GT, "大于": Op.GT, "大於": Op.GT, "晚于": Op.GT, "晚於": Op.GT,
        ">=": Op.GE, "≥": Op.GE, "不小于": Op.GE, "不小於": Op.GE, "不少于": Op.GE, "不少於": Op.GE, "年满": Op.GE,
    }
)  # fmt: skip
_MARKS = {"(": "(", "（": "(", ")": ")", "）": ")", ",": ",", "，": ",", "、": ","}
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」", "《": "》"}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_NUMBER = re.compile(r"(\d+)(?:周岁|岁|週歲|歲|人|口)?")
_SYMBOL = re.compile(r"==|!=|<>|<=|>=|[=<>＝＜＞≠≤≥]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z_-]*[A-Za-z]|[A-Za-z]")
_CHINESE = re.compile(r"[㐀-鿿]+")


def words_of(attribute: Attribute) -> tuple[str, ...]:
    """List every word an attribute goes by."""
    return (attribute.name, attribute.words.zh_hans, attribute.words.zh_hant, *attribute.also)


ATTRIBUTE_WORDS: Mapping[str, str] = MappingProxyType(
    {word: one.name for one in ATTRIBUTES.values() for word in words_of(one) if word not in KEYWORDS}
)
_VALUE_WORDS = frozenset(word for one in ASKED for text in one.values.values() for word in (text.zh_hans, text.zh_hant))
_KNOWN_CHINESE = sorted(
    (
        word
        for word in {*KEYWORDS, *_OPS, *ATTRIBUTE_WORDS, *_VALUE_WORDS}
        if _CHINESE.fullmatch(word)
    ),
    key=len,
    reverse=True,
)  # fmt: skip


def tokens(text: str) -> list[Token]:
    """Divide a typed question into its words; the last token is its end."""
    if len(text) > LONGEST:
        raise QueryUnreadable(position=LONGEST, why=_("条件太长，最多 %(most)s 个字。") % {"most": LONGEST})
    return [*_walk(text), Token(Sort.END, "", "", len(text) + 1)]


def _walk(text: str) -> Iterator[Token]:
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = _token(text, place)
        yield token
        place += len(token.typed)


def _token(text: str, place: int) -> Token:
    sign = text[place]
    if sign in _MARKS:
        return Token(Sort.MARK, _MARKS[sign], sign, place + 1)
    if sign in _QUOTES:
        return _quoted(text, place)
    for pattern, read in (
        (_DATE, _date),
        (_NUMBER, _number),
        (_SYMBOL, _symbol),
        (_LATIN, _word),
        (_CHINESE, _chinese),
    ):
        if found := pattern.match(text, place):
            return read(found.group(), place + 1)
    raise QueryUnreadable(position=place + 1, why=_("不认识的符号“%(sign)s”。") % {"sign": sign})


def _quoted(text: str, place: int) -> Token:
    end = text.find(_QUOTES[text[place]], place + 1)
    if end < 0:
        raise QueryUnreadable(position=place + 1, why=_("引号没有成对。"))
    return Token(Sort.TEXT, text[place + 1 : end], text[place : end + 1], place + 1)


def _date(typed: str, at: int) -> Token:
    year, month, day = (int(part) for part in re.findall(r"\d+", typed))
    try:
        return Token(Sort.DATE, dt.date(year, month, day), typed, at)
    except ValueError:
        raise QueryUnreadable(position=at, why=_("没有“%(date)s”这一天。") % {"date": typed}) from None


def _number(typed: str, at: int) -> Token:
    digits = typed.rstrip("周岁週歲人口")
    return Token(Sort.NUMBER, int(digits) if len(digits) < 10 else 10**9, typed, at)


def _symbol(typed: str, at: int) -> Token:
    return Token(Sort.OP, _OPS[typed].value, typed, at)


def _word(typed: str, at: int) -> Token:
    name = typed.lower().replace("_", "-")
    return Token(Sort.KEYWORD if name in KEYWORDS else Sort.WORD, KEYWORDS.get(name, name), typed, at)


def _chinese(run: str, at: int) -> Token:
    """Take the longest known word off the front of a run of Chinese; an unknown one reaches to the next known word."""
    known = next((word for word in _KNOWN_CHINESE if run.startswith(word)), None)
    if known is None:
        ends = [found for word in _KNOWN_CHINESE if len(word) > 1 and (found := run.find(word)) > 0]
        typed = run[: min(ends, default=len(run))]
        return Token(Sort.WORD, typed, typed, at)
    if known in _OPS:
        return Token(Sort.OP, _OPS[known].value, known, at)
    return Token(Sort.KEYWORD if known in KEYWORDS else Sort.WORD, KEYWORDS.get(known, known), known, at)
