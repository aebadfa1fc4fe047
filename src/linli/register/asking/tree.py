"""A question as a frozen tree: what may be asked, whatever way it was written."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

type Value = int | dt.date | str | bool


class Op(StrEnum):
    """How two values are compared."""

    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class Share(StrEnum):
    """How many of those who live in the home must fulfil a condition."""

    ANY = "any"
    ALL = "all"


@dataclass(frozen=True)
class Comparison:
    """An attribute against one value."""

    attribute: str
    op: Op
    value: Value


@dataclass(frozen=True)
class OneOf:
    """An attribute against several values."""

    attribute: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Between:
    """An attribute from a value to a value, both included."""

    attribute: str
    low: Value
    high: Value


@dataclass(frozen=True)
class Known:
    """Whether anything is written of an attribute."""

    attribute: str
    known: bool = True


@dataclass(frozen=True)
class Enrolled:
    """Taking part in a programme today."""

    programme: str


@dataclass(frozen=True)
class Member:
    """Being a member of an organisation today."""

    organisation: str


@dataclass(frozen=True)
class AtHome:
    """Some or all of those who live in the same household."""

    share: Share
    condition: "Node"


@dataclass(frozen=True)
class CountAtHome:
    """How many of those who live in the same household."""

    condition: "Node"
    op: Op
    number: int


@dataclass(frozen=True)
class Not:
    """The contrary."""

    part: "Node"


@dataclass(frozen=True)
class And:
    """All of several."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    """At least one of several."""

    parts: tuple["Node", ...]


type Node = Comparison | OneOf | Between | Known | Enrolled | Member | AtHome | CountAtHome | Not | And | Or


def both(*parts: Node) -> Node:
    """Join parts with and; what is joined already is laid flat."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def either(*parts: Node) -> Node:
    """Join parts with or; what is joined already is laid flat."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def children(node: Node) -> tuple[Node, ...]:
    """List the parts directly below a node."""
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(part):
            return (part,)
        case AtHome(_, condition) | CountAtHome(condition, _, _):
            return (condition,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Give every node of a tree, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """Give the tree with every node below and then itself changed."""
    match node:
        case And(parts):
            return change(both(*(changed(part, change) for part in parts)))
        case Or(parts):
            return change(either(*(changed(part, change) for part in parts)))
        case Not(part):
            return change(Not(changed(part, change)))
        case AtHome() | CountAtHome():
            return change(replace(node, condition=changed(node.condition, change)))
        case _:
            return change(node)


def attributes_of(node: Node) -> frozenset[str]:
    """Name the attributes a question uses."""
    found = set[str]()
    for one in walk(node):
        match one:
            case Comparison(attribute) | OneOf(attribute) | Between(attribute) | Known(attribute):
                found.add(attribute)
            case Enrolled():
                found.add("enrolled")
            case Member():
                found.add("member")
            case AtHome() | CountAtHome():
                found.add("household-size")
            case _:
                pass
    return frozenset(found)
