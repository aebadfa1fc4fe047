"""Which cases an actor may see: by place, by the unit's task, confidential ones only their handlers."""

from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.cases import errors, rules
from linli.cases.models import Case, Task
from linli.cases.queries.joint import helping
from linli.cases.queries.reach import within_places
from linli.core.scope import shortest, within
from linli.core.statements import find_row
from linli.staff.rules import Actor, Permission

NONE = Q(pk__in=())
DISPUTES = Q(is_confidential=True, kind_code__startswith=rules.DISPUTES)  # what mediators of an area read


def cases_visible_to(actor: Actor, *, helped: bool = True) -> QuerySet[Case]:
    """Select the cases this actor may see: the same rule as `rules.may_see`, as one query.

    Without those `helped` with, that their unit is called in for: lists ask for these apart, see `queries.lists`.
    """
    if actor.is_system:
        return Case.objects.all()
    by_place = within("area_code", actor.prefixes(Permission.CASES_VIEW)) & Q(is_confidential=False)
    secret = within("area_code", actor.prefixes(Permission.CASES_CONFIDENTIAL)) & DISPUTES
    units = actor.unit_codes if actor.may_anywhere(Permission.CASES_HANDLE) else ()
    found = Q(pk__in=())
    if actor.may_anywhere(Permission.CASES_VIEW):
        found |= by_place
    if actor.may_anywhere(Permission.CASES_CONFIDENTIAL):
        found |= secret
    if units:
        found |= Q(unit_code__in=sorted(units)) | (helping(units) if helped else NONE)
    return Case.objects.filter(found)


def cases_known_to(actor: Actor, *, newest_first: bool = False, helped: bool = True) -> QuerySet[Case]:
    """Select the cases that may stand in this actor's lists: those to read, and confidential ones to move on unread."""
    if actor.is_system:
        return Case.objects.all()
    under = partial(within_places, newest_first=newest_first)
    knowing = shortest(prefix for permission in rules.KNOWING for prefix in actor.prefixes(permission))
    reading = shortest(actor.prefixes(Permission.CASES_VIEW))
    if knowing == reading:
        found = under(reading)
    else:
        found = under(reading) & Q(is_confidential=False)
        found |= under(knowing) & Q(is_confidential=True)
    secret = actor.prefixes(Permission.CASES_CONFIDENTIAL)
    if secret:
        found |= under(secret) & DISPUTES
    if may_help(actor):
        found |= Q(unit_code__in=sorted(actor.unit_codes)) | (helping(actor.unit_codes) if helped else NONE)
    return Case.objects.filter(found)


def may_help(actor: Actor) -> bool:
    """Say whether this actor's unit may be called in for a case."""
    return bool(actor.unit_codes) and actor.may_anywhere(Permission.CASES_HANDLE)


def case_visible_to(actor: Actor, case_id: UUID) -> Case:
    """Find one case the actor may know of; a case the actor may not know of is not there."""
    case = find_row(Case, case_id)
    if case is None or not (rules.may_know(case.standing, actor) or _had_task(case, actor)):
        raise errors.CaseNotFound
    return case


def case_with_number(actor: Actor, number: str) -> Case:
    """Find a case by its number."""
    case = Case.objects.filter(number=number.strip()).first()
    if case is None:
        raise errors.CaseNotFound
    return case_visible_to(actor, case.pk)


def _had_task(case: Case, actor: Actor) -> bool:
    if case.is_confidential or not actor.may_anywhere(Permission.CASES_HANDLE):
        return False
    return bool(actor.unit_codes) and Task.objects.filter(case=case, unit_code__in=actor.unit_codes).exists()
