"""Counts for analysts: a question over the smallest cells, each rounded before it is added (see `rules/cell_keys.py`)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from linli.core.errors import NotAllowed
from linli.core.scope import covers, shortest
from linli.core.secrets import audit_key
from linli.register import errors
from linli.register.asking import columns
from linli.register.asking.evaluating import AtOneHome, fulfils
from linli.register.asking.language import parse
from linli.register.asking.printing import printed
from linli.register.asking.snapshot import MOST_AGE, fresh_snapshot
from linli.register.asking.tree import Between, Comparison, Node, OneOf, Op, Value, attributes_of, changed, walk
from linli.register.queries.grounds import COMMUNITY_DIGITS, codes_of
from linli.register.rules.birthdays import born_by
from linli.register.rules.cell_keys import BAND_YEARS, rounded, threshold
from linli.staff.rules import Actor, Permission

OPEN = frozenset({"age", "sex", "area", "lives", "registered"})
_LAST_BAND = 100
_UPPER = frozenset({Op.LE, Op.GT})  # these stand on the other side of a year: 59 is the end of a band


@dataclass(frozen=True)
class RoundedCount:
    """A rounded count, with the question as it is written."""

    count: int
    text: str


def rounded_count(text: str, *, actor: Actor, today: dt.date, area: str = "") -> RoundedCount:
    """Count for somebody who may see figures and nobody: whole communities, whole bands of age, rounded cell by cell."""
    prefixes = shortest(actor.prefixes(Permission.FIGURES_VIEW))
    if not prefixes:
        raise NotAllowed
    question = changed(parse(text), partial(_with_codes, prefixes=prefixes))
    _check(question)
    scope = codes_of(area, prefixes=prefixes) if area else prefixes
    if not all(covers(prefixes, code) for code in scope) or any(len(code) > COMMUNITY_DIGITS for code in scope):
        raise errors.CountTooFine(name=area or scope[0])
    found = [(cell, count) for cell, count in _cells(today).items() if covers(scope, str(cell[0]))]
    key = audit_key()
    told = sum(rounded(count, threshold(cell, key=key)) for cell, count in found if fulfils(_someone(cell), question))
    return RoundedCount(told, printed(question))


def _with_codes(node: Node, *, prefixes: tuple[str, ...]) -> Node:
    match node:
        case Comparison("area", op, value):
            return Comparison("area", op, codes_of(str(value), prefixes=prefixes)[0])
        case OneOf("area", values):
            return OneOf("area", tuple(codes_of(str(value), prefixes=prefixes)[0] for value in values))
        case _:
            return node


def _check(question: Node) -> None:
    """Refuse what would cut through a cell: other attributes, parts of a community, parts of a band."""
    if attributes_of(question) - OPEN:
        raise errors.CountTooFine(name=", ".join(sorted(attributes_of(question) - OPEN)))
    for node in walk(question):
        if any(len(str(code)) > COMMUNITY_DIGITS for code in _areas_in(node)) or not _is_on_bands(node):
            raise errors.CountTooFine(name=printed(node))


def _areas_in(node: Node) -> tuple[Value, ...]:
    match node:
        case Comparison("area", _, value):
            return (value,)
        case OneOf("area", values):
            return values
        case _:
            return ()


def _is_on_bands(node: Node) -> bool:
    match node:
        case Comparison("age", op, int() as years):
            return op not in {Op.EQ, Op.NE} and (years + (op in _UPPER)) % BAND_YEARS == 0
        case Between("age", int() as low, int() as high):
            return low % BAND_YEARS == 0 and (high + 1) % BAND_YEARS == 0
        case OneOf("age"):
            return False
        case _:
            return True


_CELLS = """
select substr(area_code, 1, 12), sex, {band}, lives, registered, count(*)
from people where length(area_code) >= 12 group by all"""


def _cells(today: dt.date) -> Mapping[tuple[object, ...], int]:
    """Count the smallest cells of the whole installation."""
    bounds = [born_by(today, years=years) for years in range(BAND_YEARS, _LAST_BAND + 1, BAND_YEARS)]
    band = " + ".join(["(born_on <= ?)::int"] * len(bounds))
    with columns.reading(fresh_snapshot(max_age=MOST_AGE)) as snapshot:
        rows = snapshot.execute(_CELLS.format(band=band), list(bounds)).fetchall()
    return MappingProxyType({tuple(cell): count for *cell, count in rows})


def _someone(cell: tuple[object, ...]) -> AtOneHome:
    """Give anybody of a cell: the questions that are let through find all of them or none."""
    community, sex, band, lives, registered = cell
    return AtOneHome(
        {
            "area": str(community), "sex": str(sex), "age": int(str(band)) * BAND_YEARS, "lives": bool(lives),
            "registered": bool(registered),
        }
    )  # fmt: skip
