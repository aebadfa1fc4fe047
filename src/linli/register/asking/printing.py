"""A question written back: the canonical text, which reads as the same question again; and the same in Chinese words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from linli.register.asking.attributes import ATTRIBUTES, Kind
from linli.register.asking.tree import (
    And,
    AtHome,
    Between,
    Comparison,
    CountAtHome,
    Enrolled,
    Known,
    Member,
    Node,
    Not,
    OneOf,
    Op,
    Or,
    Value,
)

_CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "and": "且", "or": "或", "not": "非", "in": "属于", "between": "介于", "to": "到", "is known": "为 已知",
        "is unknown": "为 未知", "true": "true", "false": "false", "any": "同户有", "all": "同户都", "count": "同户人数",
        "enrolled": "参加项目", "member": "成员",
    }
)  # fmt: skip


_QUOTES = (('"', '"'), ("“", "”"), ("'", "'"), ("「", "」"))


@dataclass(frozen=True)
class _Words:
    """Which words a question is written in."""

    chinese: bool

    def __call__(self, word: str) -> str:
        return _CHINESE.get(word, word) if self.chinese else word

    def attribute(self, name: str) -> str:
        return ATTRIBUTES[name].words.zh_hans if self.chinese else name

    def value(self, name: str, value: Value) -> str:
        attribute = ATTRIBUTES[name]
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, (int, dt.date)):
            return str(value)
        if attribute.kind is Kind.CHOICE:
            return attribute.values[value].zh_hans if self.chinese else value.replace("_", "-")
        return quoted(value)


def printed(node: Node, *, language: str = "en") -> str:
    """Write a question as text that reads as the same question; in Chinese words for Chinese readers."""
    return _text(node, _Words(language.startswith("zh")))


def quoted(text: str) -> str:
    """Put quotes around a text, of the first kind whose closing one it does not contain."""
    begin, end = next((pair for pair in _QUOTES if pair[1] not in text), _QUOTES[0])
    return f"{begin}{text}{end}"


def _text(node: Node, words: _Words) -> str:
    match node:
        case And(parts):
            return f" {words('and')} ".join(_inside(part, words) for part in parts)
        case Or(parts):
            return f" {words('or')} ".join(_inside(part, words) for part in parts)
        case Not(part):
            return f"{words('not')} {_inside(part, words)}"
        case AtHome(share, condition):
            return f"{words(share.value)}({_text(condition, words)})"
        case CountAtHome(condition, op, number):
            return f"{words('count')}({_text(condition, words)}) {op.value} {number}"
        case Enrolled(name):
            return f"{words('enrolled')}({quoted(name)})"
        case Member(name):
            return f"{words('member')}({quoted(name)})"
        case _:
            return _simple(node, words)


def _simple(node: Node, words: _Words) -> str:
    match node:
        case Comparison(name, Op.EQ, True):
            return words.attribute(name)
        case Comparison(name, op, value):
            return f"{words.attribute(name)} {op.value} {words.value(name, value)}"
        case OneOf(name, values):
            return f"{words.attribute(name)} {words('in')} ({', '.join(words.value(name, one) for one in values)})"
        case Between(name, low, high):
            ends = f"{words.value(name, low)} {words('to')} {words.value(name, high)}"
            return f"{words.attribute(name)} {words('between')} {ends}"
        case Known(name, known):
            return f"{words.attribute(name)} {words('is known' if known else 'is unknown')}"
        case _:
            raise TypeError(node)


def _inside(part: Node, words: _Words) -> str:
    """Put brackets around what is joined, so that nobody has to know which joins first."""
    text = _text(part, words)
    return f"({text})" if isinstance(part, (And, Or)) else text
