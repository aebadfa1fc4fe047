"""What of a town a phone may hold, from the posts of whoever carries it: as few places as the work needs.

People come along for one grid or one community only: a post for a whole street or district works at a desk.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.core.scope import shortest
from linli.staff.rules import ROLE_MAY, Actor, Permission

COMMUNITY_DIGITS = 12


@dataclass(frozen=True)
class Scope:
    """The places and units of the posts that go out with a phone."""

    areas: tuple[str, ...]  # of every post that works in the field
    grids: tuple[str, ...]  # grids and communities whose open cases come along
    people: tuple[str, ...]  # grids and communities whose homes and people come along
    checks: tuple[str, ...]  # where answers wait to be checked
    units: tuple[str, ...]  # whose tasks come along, wherever they are

    def has_community(self, code: str) -> bool:
        """Say whether a community lies in an area of a post, or around one."""
        return any(code.startswith(area) or area.startswith(code) for area in self.areas)


def scope_of(actor: Actor) -> Scope:
    """Work out what a phone of this actor may hold."""
    return Scope(
        areas=_places(actor, Permission.FIELD_WORK),
        grids=_close(_places(actor, Permission.CASES_VIEW)),
        people=_close(_places(actor, Permission.PEOPLE_VIEW)),
        checks=_places(actor, Permission.CASES_CHECK),
        units=tuple(sorted(_units(actor))),
    )


def _places(actor: Actor, permission: Permission) -> tuple[str, ...]:
    """List the areas of the posts that work in the field and allow this: what a desk post allows stays at the desk."""
    allowed = set(actor.prefixes(permission)) & set(actor.prefixes(Permission.FIELD_WORK))
    wanted = {permission, Permission.FIELD_WORK}
    return shortest(
        post.area_code for post in actor.posts if post.area_code in allowed and wanted <= ROLE_MAY[post.role]
    )


def _close(areas: Iterable[str]) -> tuple[str, ...]:
    return tuple(area for area in areas if len(area) >= COMMUNITY_DIGITS)


def _units(actor: Actor) -> frozenset[str]:
    """Name the units that work through this person; without the right to handle, nobody's tasks come along."""
    if not actor.may_anywhere(Permission.FIELD_WORK) or not actor.may_anywhere(Permission.CASES_HANDLE):
        return frozenset()
    wanted = {Permission.CASES_HANDLE, Permission.FIELD_WORK}
    return frozenset(post.unit_code for post in actor.posts if post.unit_code and wanted <= ROLE_MAY[post.role])
