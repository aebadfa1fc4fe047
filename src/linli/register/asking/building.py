"""Building a question by clicking: its tree as numbered lines, and the changes a click makes to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from linli.register.asking.printing import printed
from linli.register.asking.tree import And, AtHome, Comparison, CountAtHome, Node, Not, Op, Or, Share, both, either

type Path = tuple[int, ...]
_TURNED = {Op.EQ: Op.NE, Op.NE: Op.EQ, Op.LT: Op.GE, Op.GE: Op.LT, Op.GT: Op.LE, Op.LE: Op.GT}


@dataclass(frozen=True)
class Line:
    """One part of a question as a builder shows it: where it stands, how deep, its text; a group has its joining word."""

    path: str
    depth: int
    text: str
    joined_by: str  # and, or; '' for a single condition

    @property
    def indent(self) -> range:
        """One step for each group it lies in."""
        return range(self.depth)


def lines(node: Node, *, language: str) -> list[Line]:
    """List the parts of a question, groups before what is in them."""
    return list(_lines(node, (), language))


def path_of(text: str) -> Path:
    """Read a path such as 0.1; one that cannot be read is the whole question."""
    parts = text.split(".") if text else []
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()


def without(node: Node, path: Path) -> Node | None:
    """Take a part out; None when nothing is left."""
    return _at(node, path, lambda _part: None)


def turned(node: Node, path: Path) -> Node | None:
    """Turn a part into its contrary."""
    return _at(node, path, _contrary)


def swapped(node: Node, path: Path) -> Node | None:
    """Join the parts of a group with or instead of and, and the other way round."""

    def swap(part: Node) -> Node:
        if isinstance(part, And):
            return either(*part.parts)
        return both(*part.parts) if isinstance(part, Or) else part

    return _at(node, path, swap)


def joined(node: Node | None, path: Path, new: Node, *, word: str) -> Node:
    """Join a new condition to a part with and or or; it stands alone where there is nothing yet."""
    if node is None:
        return new
    join = either if word == "or" else both
    return _at(node, path, lambda part: join(part, new)) or new


def asked_of(who: str, condition: Node, number: int) -> Node:
    """Ask a condition of the person, or of those who live in the same household."""
    match who:
        case "any" | "all":
            return AtHome(Share(who), condition)
        case "count":
            return CountAtHome(condition, Op.GE, number)
        case _:
            return condition


def _lines(node: Node, path: Path, language: str) -> Iterator[Line]:
    word = {And: "and", Or: "or"}.get(type(node), "")
    inner = node.part if isinstance(node, Not) else node
    if isinstance(node, Not) and isinstance(inner, And | Or):
        yield Line(_text(path), len(path), "not", "")
        yield from _lines(inner, (*path, 0), language)
        return
    yield Line(_text(path), len(path), printed(node, language=language), word)
    if isinstance(node, And | Or):
        for place, part in enumerate(node.parts):
            yield from _lines(part, (*path, place), language)


def _at(node: Node, path: Path, change: Callable[[Node], Node | None]) -> Node | None:
    """Change the part at a path; a path that leads nowhere changes nothing."""
    if not path:
        return change(node)
    place, rest = path[0], path[1:]
    if isinstance(node, Not) and place == 0:
        inside = _at(node.part, rest, change)
        return _contrary(inside) if inside is not None else None
    if not isinstance(node, And | Or) or place >= len(node.parts):
        return node
    found = [_at(part, rest, change) if at == place else part for at, part in enumerate(node.parts)]
    kept = [part for part in found if part is not None]
    if not kept:
        return None
    return both(*kept) if isinstance(node, And) else either(*kept)


def _contrary(part: Node) -> Node:
    match part:
        case Not(inner):
            return inner
        case Comparison(name, op, value) if isinstance(value, bool):
            return Comparison(name, op, not value)
        case Comparison(name, op, value):
            return Comparison(name, _TURNED[op], value)
        case _:
            return Not(part)


def _text(path: Path) -> str:
    return ".".join(map(str, path))
