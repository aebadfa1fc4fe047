"""Naming the heads of buildings (楼栋长), by whoever gives posts there."""

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act
from linli.places import actions as places
from linli.places import queries
from linli.places.errors import BuildingUnknown
from linli.staff import queries as staff
from linli.staff.errors import AccountClosed
from linli.staff.rules import Command, Permission


@transaction.atomic
def name_head(building_code: str, username: str, *, command: Command) -> bool:
    """Name the head of a building by user name, or none by ''; say whether that is news."""
    building = queries.find_building(building_code)
    if not command.by.may(Permission.STAFF_MANAGE, building.area_code):
        raise BuildingUnknown(building=building_code)
    account = staff.account_named(username) if username else None
    if account is not None and not account.is_active:
        raise AccountClosed(username=account.username)
    head_id = account.pk if account else None
    if building.leader_id == head_id:
        return False
    places.name_building_leader(building_code, leader_id=head_id)
    by = command.by
    audit.note(
        audit.Line(
            Act.WRITE, by.key, by.name, command.at, area_code=building.area_code, subject_kind="building",
            subject_id=building_code, detail={"act": "head", "head": str(head_id or "")},
        )
    )  # fmt: skip
    return True
