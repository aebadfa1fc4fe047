"""On what ground a question stands: scope, purpose, programmes, organisation; refused here, before anything is read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from linli.core.errors import NotAllowed
from linli.core.listing import listed
from linli.core.scope import covering, covers, shortest
from linli.places import queries as places
from linli.register import errors
from linli.register.asking.attributes import ATTRIBUTES, allowed
from linli.register.asking.compiling import Asked
from linli.register.asking.language import parse
from linli.register.asking.printing import printed
from linli.register.asking.tree import (
    And,
    AtHome,
    Comparison,
    CountAtHome,
    Enrolled,
    Member,
    Node,
    OneOf,
    Op,
    attributes_of,
    both,
    changed,
    walk,
)
from linli.register.catalogue import PurposeDeclaration, declared
from linli.register.models import Organisation
from linli.register.queries.organisations import acts_for
from linli.register.queries.purposes import Use, purpose_for
from linli.staff.rules import Actor, Permission

COMMUNITY_DIGITS = 12
MOST_LIVE = 3  # so many communities or grids are asked in the store itself
MEMBERSHIP = "membership"


@dataclass(frozen=True)
class Question:
    """A typed question, its purpose, and the area it is narrowed to ('': the whole scope)."""

    text: str
    purpose: str
    area: str = ""


@dataclass(frozen=True)
class Ground:
    """A question that may be asked: its tree, its purpose, and what it is asked of."""

    node: Node
    purpose: PurposeDeclaration
    asked: Asked
    organisation: Organisation | None

    @property
    def text(self) -> str:
        """The canonical text."""
        return printed(self.node)

    @property
    def area_code(self) -> str:
        """The one code above the scope, under which the log has it; of an organisation's members the organisation's."""
        return self.organisation.area_code if self.organisation else covering(self.asked.prefixes)

    @property
    def is_live(self) -> bool:
        """Whether the store itself answers: members, and scopes up to a community."""
        found = _narrowed(self.node, self.asked)
        small = all(len(code) >= COMMUNITY_DIGITS for code in found)
        return self.organisation is not None or (small and len(found) <= MOST_LIVE)


def ground_for(question: Question, actor: Actor, *, today: dt.date, permission: Permission) -> Ground:
    """Find what a question may be asked of by somebody; it is refused for what it may not ask or show."""
    node = changed(parse(question.text), _by_code)
    organisation = _organisation(node, actor, today)
    prefixes = ("",) if organisation else _scope(actor, permission, question.area)
    purpose = purpose_for(question.purpose, use=Use.ASKING)
    _check_purpose(node, purpose, organisation)
    if organisation is not None:
        node = both(Member(organisation.name), *_without_member(node))
    asked = Asked(today, prefixes, partial(codes_of, prefixes=prefixes), lambda _name: _id(organisation))
    return Ground(node, purpose, asked, organisation)


def codes_of(written: str, *, prefixes: Sequence[str]) -> tuple[str, ...]:
    """Find the area that somebody wrote: a code, a name, or a path such as 青溪街道/竹桥社区."""
    if written.isascii() and written.isdigit():
        return (written,)
    parts = [part.strip() for part in written.replace("／", "/").split("/") if part.strip()]
    found = [
        area.code
        for area in places.open_areas([prefix[:6] for prefix in prefixes])
        if parts and area.name == parts[-1] and _lies_under(area.code, parts[:-1])
    ]
    if not found:
        raise errors.AreaNotFound(field="text", area=written)
    if len(found) > 1:
        paths = ["/".join(places.area_path(code)[-2:]) for code in found[:3]]
        raise errors.AreaAmbiguous(field="text", area=written, count=len(found), paths=listed(paths))
    return (found[0],)


def _lies_under(code: str, names: Sequence[str]) -> bool:
    above = list(places.area_path(code))[:-1]
    return all(name in above for name in names)


def _scope(actor: Actor, permission: Permission, area: str) -> tuple[str, ...]:
    prefixes = shortest(actor.prefixes(permission))
    if not prefixes:
        raise NotAllowed
    if not area:
        return prefixes
    (code,) = codes_of(area, prefixes=prefixes)
    if not covers(prefixes, code):
        raise errors.NotOfYourArea
    return (code,)


def _by_code(node: Node) -> Node:
    """Write a programme by its code, whatever name it was given."""
    if not isinstance(node, Enrolled):
        return node
    for code, one in declared().programmes.items():
        if node.programme in {code, one.name.zh_hans, one.name.zh_hant, one.name.en}:
            return Enrolled(code)
    raise errors.ProgrammeUnknown(field="text", programme=node.programme)


def _organisation(node: Node, actor: Actor, today: dt.date) -> Organisation | None:
    """Find the one organisation whose members are asked about: only its own officers ask (safeguards, rule 13)."""
    names = {one.organisation for one in walk(node) if isinstance(one, Member)}
    if not names:
        return None
    own = [one for one in acts_for(actor, on=today) if one.has_members]
    found = [one for one in own if {one.name, str(one.pk)} & names]
    if len(names) > 1 or len(found) != 1:
        raise errors.OrganisationNotFound
    return found[0]


def _without_member(node: Node) -> tuple[Node, ...]:
    """Leave out what is joined with and says no more than whose members are asked about."""
    if isinstance(node, Member):
        return ()
    if isinstance(node, And):
        return tuple(part for part in node.parts if not isinstance(part, Member))
    return (node,)


def _id(organisation: Organisation | None) -> UUID:
    if organisation is None:
        raise errors.OrganisationNotFound
    return organisation.pk


def _check_purpose(node: Node, purpose: PurposeDeclaration, organisation: Organisation | None) -> None:
    """Refuse an attribute that the purpose does not list, and a programme that has another purpose."""
    if (organisation is not None) is not (purpose.code == MEMBERSHIP):
        raise errors.NotForThisPurpose(purpose=str(purpose.name), name=str(ATTRIBUTES["member"].words))
    if organisation is not None and any(isinstance(one, (AtHome, CountAtHome)) for one in walk(node)):
        name = str(ATTRIBUTES["household-size"].words)  # an officer asks about members, not about who lives with them
        raise errors.NotForThisPurpose(purpose=str(purpose.name), name=name)
    for name in sorted(attributes_of(node)):
        if not allowed(name, purpose.attributes):
            raise errors.NotForThisPurpose(purpose=str(purpose.name), name=str(ATTRIBUTES[name].words))
    for one in walk(node):
        if isinstance(one, Enrolled) and declared().programmes[one.programme].purpose != purpose.code:
            programme = str(declared().programmes[one.programme].name)
            raise errors.NotForThisPurpose(purpose=str(purpose.name), name=programme)


def _narrowed(node: Node, asked: Asked) -> tuple[str, ...]:
    """Give the scope as the question itself narrows it: an area joined to everything else with and."""
    found = asked.prefixes
    for part in node.parts if isinstance(node, And) else (node,):
        codes = _codes_said(part, asked)
        if codes:
            found = tuple(code for code in codes if covers(found, code)) + tuple(
                prefix for prefix in found if covers(codes, prefix)
            )
    return shortest(found)


def _codes_said(part: Node, asked: Asked) -> tuple[str, ...]:
    match part:
        case Comparison("area", Op.EQ, value):
            return tuple(asked.codes_of(str(value)))
        case OneOf("area", values):
            return tuple(code for value in values for code in asked.codes_of(str(value)))
        case _:
            return ()
