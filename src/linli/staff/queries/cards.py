"""Who stands on contact cards and boards: the people in office for a place, with their work phone and hours."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from linli.staff import rules
from linli.staff.models import Post, Unit
from linli.staff.queries.people import ROLE_NAMES, valid_on
from linli.staff.rules import Role

ON_BOARDS = (Role.GRID_WORKER, Role.MEDIATOR, Role.REGISTRAR, Role.LEADER)


@dataclass(frozen=True)
class CardPerson:
    """Somebody residents may turn to."""

    name: str
    role: Role
    area_code: str
    phone: str
    hours: str
    unit: str

    @property
    def post(self) -> str:
        """Name the post."""
        return str(ROLE_NAMES[self.role])


def people_on_cards(area_codes: Iterable[str], *, on: dt.date | None = None) -> Sequence[CardPerson]:
    """List who is in office for some places, the nearest post first: grid workers, and others who gave a work phone; one query."""
    codes = {code for area in area_codes for code in rules.prefixes_of(area) if code}
    posts = Post.objects.filter(
        valid_on(on or timezone.localdate()), account__is_active=True, area_code__in=codes, role__in=ON_BOARDS
    )
    columns = ("account__name", "role", "area_code", "account__work_phone", "account__hours", "unit__name")
    found = [
        CardPerson(name, Role(role), area, phone, hours, unit or "")
        for name, role, area, phone, hours, unit in posts.order_by("account__username", "pk").values_list(*columns)
        if phone or role == Role.GRID_WORKER.value
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.area_code), ON_BOARDS.index(one.role))))


def supervision_phone(area_code: str) -> str:
    """Give the phone of the nearest supervision centre above a place; '' where none is known."""
    codes = rules.prefixes_of(area_code)
    rows = Unit.objects.filter(kind="supervision", is_active=True, area_code__in=codes).exclude(phone="")
    found = sorted(rows.values_list("area_code", "phone"), key=lambda one: -len(one[0]))
    return found[0][1] if found else ""
