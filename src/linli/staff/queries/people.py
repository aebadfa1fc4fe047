"""Who holds which post, on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.core.scope import within
from linli.staff import rules
from linli.staff.models import Post
from linli.staff.rules import Role

ROLE_NAMES: dict[Role, str | Promise] = {
    Role.GRID_WORKER: _("网格员"),
    Role.INSPECTOR: _("核查员"),
    Role.ACCEPTOR: _("受理员"),
    Role.SHIFT_LEADER: _("值班长"),
    Role.DISPATCHER: _("派遣员"),
    Role.HANDLER: _("处置人员"),
    Role.UNIT_HEAD: _("科室负责人"),
    Role.MEDIATOR: _("调解员"),
    Role.LEADER: _("负责人"),
    Role.ANALYST: _("数据分析员"),
    Role.REGISTRAR: _("居民登记员"),
    Role.DATA_OFFICER: _("个人信息保护负责人"),
    Role.ADMIN: _("系统管理员"),
    Role.RESIDENT: _("居民"),
}
KNOWN_ROLES = frozenset(role.value for role in Role)


@dataclass(frozen=True)
class Person:
    """A member of staff in one post."""

    account_id: UUID
    name: str
    username: str
    role: Role
    area_code: str
    unit_code: str


def valid_on(day: dt.date) -> Q:
    """Select the posts held on that day."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def workers_of_grid(area_code: str, *, on: dt.date | None = None) -> list[Person]:
    """List the grid workers whose post covers an area, the nearest post first."""
    return people_with_role(Role.GRID_WORKER, area_code=area_code, on=on)


def people_with_role(role: Role, *, area_code: str, on: dt.date | None = None) -> list[Person]:
    """List who holds a role that covers an area, the nearest post first."""
    posts = _held(on).filter(role=role.value, area_code__in=rules.prefixes_of(area_code))
    return sorted(_people(posts), key=lambda person: -len(person.area_code))


def people_of_unit(unit_code: str, *, on: dt.date | None = None) -> list[Person]:
    """List who works for a unit."""
    return _people(_held(on).filter(unit_id=unit_code))


def people_under(area_code: str, *, on: dt.date | None = None) -> list[Person]:
    """List every post at or below an area with the person who holds it."""
    return _people(_held(on).filter(within("area_code", [area_code])))


def roles_of(account_ids: Iterable[UUID], *, on: dt.date | None = None) -> dict[UUID, list[Role]]:
    """List the roles of people by account id; one query."""
    found: dict[UUID, list[Role]] = {}
    held = _held(on).filter(account_id__in=set(account_ids)).order_by("pk")
    for account_id, role in held.values_list("account_id", "role"):
        found.setdefault(account_id, []).append(Role(role))
    return found


def _held(on: dt.date | None) -> QuerySet[Post]:
    day = on or timezone.localdate()
    return Post.objects.filter(valid_on(day), account__is_active=True, role__in=KNOWN_ROLES)


def _people(posts: QuerySet[Post]) -> list[Person]:
    rows = posts.order_by("area_code", "account__username", "pk").values_list(
        "account_id", "account__name", "account__username", "role", "area_code", "unit_id"
    )
    return [Person(pk, name, user, Role(role), area, unit or "") for pk, name, user, role, area, unit in rows]
