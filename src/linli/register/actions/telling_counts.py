"""Telling counts of people: as they are to who keeps the register of the place, in the published form to everybody else."""

import datetime as dt

from django.utils import timezone

from linli.core import audit
from linli.core.audit import Act
from linli.register.actions.publishing import publish_month
from linli.register.queries.ages import (
    AgesTable,
    SchoolsTable,
    exact_ages,
    exact_schools,
    published_ages,
    published_schools,
)
from linli.register.queries.profiles import Profile, exact_profile, published_profile
from linli.register.queries.seeing import sees_exactly
from linli.staff.rules import Actor

PURPOSE = "planning"


def tell_ages(actor: Actor, *, area_code: str, at: dt.datetime) -> AgesTable:
    """Tell how old the people of an area are, by sex and part."""
    if not sees_exactly(actor, area_code):
        return published_ages(publish_month(at), area_code)
    table = exact_ages(area_code, on=timezone.localdate(at))
    _note(actor, area_code, "ages", at)
    return table


def tell_schools(actor: Actor, *, area_code: str, at: dt.datetime) -> SchoolsTable:
    """Tell how many children of an area begin kindergarten and school in the years to come."""
    today = timezone.localdate(at)
    if not sees_exactly(actor, area_code):
        return published_schools(publish_month(at), area_code, today=today)
    table = exact_schools(area_code, today=today)
    _note(actor, area_code, "schools", at)
    return table


def tell_profile(actor: Actor, *, area_code: str, at: dt.datetime) -> Profile:
    """Tell what an area has: people, homes, organisations, places, staff."""
    if not sees_exactly(actor, area_code):
        return published_profile(publish_month(at), area_code)
    profile = exact_profile(area_code)
    _note(actor, area_code, "profile", at)
    return profile


def _note(actor: Actor, area_code: str, what: str, at: dt.datetime) -> None:
    audit.note(
        audit.Line(
            Act.COUNT, actor.key, actor.name, at, area_code=area_code, purpose=PURPOSE, subject_kind="residents",
            detail={"table": what},
        )
    )  # fmt: skip
