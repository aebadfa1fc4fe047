"""What people of the sample town take part in: organisations with their members, help for elders who agreed to it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.core.ids import new_id
from linli.register.actions import consents, memberships, organisations, programmes
from linli.register.actions.consents import Asked
from linli.register.actions.memberships import NewMember
from linli.register.actions.programmes import NewEnrolment
from linli.register.rules.consents import Channel
from linli.register.rules.organisations import NewOrganisation
from linli.site.sampletown.blocks import Part
from linli.staff import queries as staff
from linli.staff.rules import Actor, Command

VISITED_FROM, ALLOWANCE_FROM = 75, 80
MOST_VISITED, MOST_MEMBERS = 24, 8
_LAW = "老年人权益保障法第三十三条"
_KINDS = (
    ("{name}志愿服务队", "volunteer-team"),
    ("{name}业主委员会", "owners-committee"),
    ("{name}幼儿园", "school"),
    ("{name}便民超市", "shop"),
    ("{name}物业服务站", "property-firm"),
)


@dataclass(frozen=True)
class Known:
    """Somebody of the town that others know by name and phone."""

    resident_id: UUID
    area_code: str
    name: str
    phone: str
    age: int


@dataclass(frozen=True)
class _Belonging:
    """Who acts, when."""

    registrar: Actor
    worker: Actor
    resident: Actor
    at: dt.datetime

    def command(self, by: Actor) -> Command:
        """Make a command of somebody."""
        return Command(new_id(), by, self.at)


def let_belong(communities: Iterable[Part], known: Sequence[Known], *, today: dt.date, at: dt.datetime) -> int:
    """Enter the organisations of the registrar's street, their members, and elders in programmes; say how many take part."""
    registrar, worker, resident = (
        staff.actor_of(staff.account_named(name), on=today) for name in ("registrar", "worker", "resident")
    )
    town = _Belonging(registrar, worker, resident, at)
    street = registrar.posts[0].area_code
    here = [part for part in communities if part.code.startswith(street)]
    teams = [_organisations(town, part, today) for part in here]
    members = [one for one in known if one.phone and 30 <= one.age < VISITED_FROM and one.area_code.startswith(street)]
    _let_join(town, teams[0], members[:MOST_MEMBERS])
    elders = [one for one in known if one.age >= VISITED_FROM and one.area_code.startswith(street)]
    return sum(_let_help(town, one) for one in elders[:MOST_VISITED])


def _organisations(town: _Belonging, community: Part, today: dt.date) -> UUID:
    """Enter what every community has; give its volunteers."""
    since, first_grid = today - dt.timedelta(days=700), f"{community.code}001"
    made = [
        organisations.enter_organisation(
            NewOrganisation(name.format(name=community.name), kind, first_grid, since),
            command=town.command(town.registrar),
        )
        for name, kind in _KINDS
    ]
    for one in made[:2]:
        organisations.open_members_list(one.pk, command=town.command(town.registrar))
    return made[0].pk


def _let_join(town: _Belonging, team: UUID, members: Sequence[Known]) -> None:
    organisations.name_officer(team, "worker", command=town.command(town.registrar))
    for one in members:
        new = NewMember(one.name, one.phone, Channel.PAPER, role="志愿者")
        memberships.add_member(team, new, command=town.command(town.worker))
    memberships.join(team, command=town.command(town.resident))


def _let_help(town: _Belonging, one: Known) -> int:
    """Let an elder who agreed be looked in on, and have the allowance due from a certain age."""
    asked = Asked(Channel.DOORSTEP)
    consents.give_consent(one.resident_id, "elder-visits", command=town.command(town.registrar), asked=asked)
    programmes.enrol(one.resident_id, NewEnrolment("care-visits"), command=town.command(town.registrar))
    if one.age < ALLOWANCE_FROM:
        return 1
    programmes.enrol(one.resident_id, NewEnrolment("elder-allowance", _LAW), command=town.command(town.registrar))
    return 2
