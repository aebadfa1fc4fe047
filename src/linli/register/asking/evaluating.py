"""A question put to one person at home in plain Python: the meaning that both engines are held to."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

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
    Share,
    Value,
)

_COMPARE: Mapping[Op, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        Op.EQ: operator.eq, Op.NE: operator.ne, Op.LT: operator.lt, Op.LE: operator.le, Op.GT: operator.gt,
        Op.GE: operator.ge,
    }
)  # fmt: skip  # Any: values of one kind


@dataclass(frozen=True)
class AtOneHome:
    """A person at one of their homes: the attributes' values, programmes, organisations; and those who live there."""

    values: Mapping[str, Value]
    programmes: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    home: Sequence["AtOneHome"] = field(default=(), compare=False)


def fulfils(person: AtOneHome, node: Node) -> bool:
    """Say whether a question finds a person at a home."""
    match node:
        case And(parts):
            return all(fulfils(person, part) for part in parts)
        case Or(parts):
            return any(fulfils(person, part) for part in parts)
        case Not(part):
            return not fulfils(person, part)
        case Enrolled(programme):
            return programme in person.programmes
        case Member(organisation):
            return organisation in person.organisations
        case AtHome(share, condition):
            found = [fulfils(one, condition) for one in person.home]
            return bool(found) and (any(found) if share is Share.ANY else all(found))
        case CountAtHome(condition, op, number):
            return compare(sum(fulfils(one, condition) for one in person.home), op, number)
        case _:
            return _fulfils_value(person, node)


def compare(left: Value, op: Op, right: Value) -> bool:
    """Compare two values of one kind."""
    return _COMPARE[op](left, right)


def _fulfils_value(person: AtOneHome, node: Node) -> bool:
    match node:
        case Comparison("area", op, value):
            return str(person.values["area"]).startswith(str(value)) is (op is Op.EQ)
        case Comparison(name, op, value):
            return compare(person.values[name], op, value)
        case OneOf("area", values):
            return str(person.values["area"]).startswith(tuple(map(str, values)))
        case OneOf(name, values):
            return person.values[name] in values
        case Between(name, low, high):
            return compare(low, Op.LE, person.values[name]) and compare(person.values[name], Op.LE, high)
        case Known(name, known):
            return (person.values[name] != "") is known
        case _:
            raise TypeError(node)
