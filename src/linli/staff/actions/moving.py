"""Posts, duties and units of a closed grid go over to the grid that follows it; who had what there stays known."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from linli.core.errors import NotAllowed
from linli.core.facts import announce
from linli.staff import queries, rules
from linli.staff.actions.recording import record
from linli.staff.facts import DutyAssigned, PostEnded, PostSet
from linli.staff.models import DutyUnit, Post, Unit
from linli.staff.rules import Command, Permission


@dataclass(frozen=True)
class Moved:
    """How many posts, duties and units went over."""

    posts: int = 0
    duties: int = 0
    units: int = 0


@transaction.atomic
def move_posts(old_code: str, new_code: str, *, on: dt.date, command: Command) -> Moved:
    """Have the posts, duties and units of one area go over to another from a day on; a second time moves nothing.

    A post there ends with the day before and goes on in the other area, so both are known. Absences and who stands in
    belong to the person and need no moving. Whoever approves grids may do this, for a grid brings its people with it;
    never for their own post.
    """
    for code in (old_code, new_code):
        rules.check_area_code(code)
        _check_may(command, code)
    moved = Moved(
        posts=_move_all_posts(old_code, new_code, on=on, command=command),
        duties=_move_duties(old_code, new_code, command=command),
        units=_move_units(old_code, new_code, command=command),
    )
    queries.forget_duties()
    return moved


def _check_may(command: Command, area_code: str) -> None:
    wanted = (Permission.STAFF_MANAGE, Permission.GRIDS_APPROVE)
    if not any(command.by.may(permission, area_code) for permission in wanted):
        raise NotAllowed


def _move_all_posts(old_code: str, new_code: str, *, on: dt.date, command: Command) -> int:
    held = Post.objects.select_for_update().filter(Q(valid_to=None) | Q(valid_to__gte=on), area_code=old_code)
    posts = list(held.order_by("pk"))
    for post in posts:
        rules.check_not_oneself(command.by, account_id=post.account_id)
    for post in posts:
        _go_on(post, new_code, on=on, command=command)
    return len(posts)


def _go_on(post: Post, new_code: str, *, on: dt.date, command: Command) -> None:
    """End a post with the day before and begin it anew elsewhere, unless it is held there already."""
    old_code, last_day, valid_to = post.area_code, on - dt.timedelta(days=1), post.valid_to
    begins = max(post.valid_from, on)
    if not _is_held(post, new_code, begins=begins):
        Post.objects.create(
            account_id=post.account_id, role=post.role, area_code=new_code, unit_id=post.unit_id,
            work_line=post.work_line, valid_from=begins, valid_to=valid_to,
        )  # fmt: skip
    if post.valid_from > last_day:  # it had not begun: nobody ever held it there
        post.delete()
    else:
        post.valid_to = last_day
        post.save(update_fields=["valid_to"])
    subject = str(post.account_id)
    record(
        "post-moved", subject=subject, by=command.by, at=command.at,
        role=post.role, area_code=new_code, from_area=old_code, valid_from=str(begins),
    )  # fmt: skip
    announce(PostEnded(account_id=subject, role=post.role, area_code=old_code, last_day=str(last_day)))
    announce(PostSet(account_id=subject, role=post.role, area_code=new_code))


def _is_held(post: Post, area_code: str, *, begins: dt.date) -> bool:
    """Say whether the same person holds the same post in the other area already, for as long at least."""
    same = Post.objects.filter(
        account_id=post.account_id, role=post.role, area_code=area_code, unit_id=post.unit_id,
        work_line=post.work_line, valid_from__lte=begins,
    )  # fmt: skip
    lasts = Q(valid_to=None) | Q(valid_to__gte=post.valid_to) if post.valid_to else Q(valid_to=None)
    return same.filter(lasts).exists()


def _move_duties(old_code: str, new_code: str, *, command: Command) -> int:
    """Have duties go over; where the other area has its own unit for one, that stays, and the old row goes."""
    taken = set(DutyUnit.objects.filter(area_code=new_code).values_list("duty", "shift"))
    rows = list(DutyUnit.objects.select_for_update().filter(area_code=old_code).order_by("pk"))
    for row in rows:
        if (row.duty, row.shift) in taken:
            row.delete()
        else:
            row.area_code = new_code
            row.save(update_fields=["area_code"])
            announce(DutyAssigned(duty=row.duty, area_code=new_code, unit_code=row.unit_id))
        record(
            "duty-moved", subject=row.unit_id, by=command.by, at=command.at,
            duty=row.duty, area_code=new_code, from_area=old_code, shift=row.shift,
        )  # fmt: skip
    return len(rows)


def _move_units(old_code: str, new_code: str, *, command: Command) -> int:
    units = list(Unit.objects.select_for_update().filter(area_code=old_code).order_by("pk"))
    for unit in units:
        unit.area_code = new_code
        unit.save(update_fields=["area_code"])
        facts = {"area_code": new_code, "from_area": old_code}
        record("unit-changed", subject=unit.code, by=command.by, at=command.at, **facts)
    return len(units)
