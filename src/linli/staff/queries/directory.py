"""The people, units and duties that somebody who keeps staff may see and change: within their own area."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from linli.core.scope import within
from linli.staff.models import Account, DutyUnit, Post, Unit
from linli.staff.rules import Role

_ALL_POSTS = Prefetch("posts", Post.objects.select_related("unit").order_by("-valid_to", "area_code", "pk"))


@dataclass(frozen=True)
class Searched:
    """What a list of people is narrowed to."""

    words: str = ""
    role: str = ""
    unit_code: str = ""


def directory(prefixes: Iterable[str], searched: Searched) -> QuerySet[Account]:
    """Select the accounts with a post within the prefixes, and those without any; residents are no staff."""
    posts = Post.objects.exclude(role=Role.RESIDENT.value)
    here = posts.filter(within("area_code", prefixes))
    if searched.role:
        here = here.filter(role=searched.role)
    if searched.unit_code:
        here = here.filter(unit_id=searched.unit_code)
    wanted = Q(pk__in=here.values("account_id"))
    if not (searched.role or searched.unit_code):
        wanted |= ~Q(pk__in=Post.objects.values("account_id"))
    if words := searched.words.strip():
        wanted &= Q(name__contains=words) | Q(username__contains=words.lower())
    return Account.objects.filter(wanted).prefetch_related(_ALL_POSTS).order_by("username")


def person_to_manage(account: Account) -> Account:
    """Give an account with all its posts, ended ones too."""
    return Account.objects.prefetch_related(_ALL_POSTS).get(pk=account.pk)


def units_to_edit(prefixes: Iterable[str]) -> QuerySet[Unit]:
    """Select the units within the prefixes, closed ones last."""
    return Unit.objects.filter(within("area_code", prefixes)).order_by("-is_active", "area_code", "code")


def duties_to_edit(prefixes: Iterable[str]) -> QuerySet[DutyUnit]:
    """Select who answers for what within the prefixes."""
    found = DutyUnit.objects.filter(within("area_code", prefixes)).select_related("unit")
    return found.order_by("duty", "area_code", "shift")
