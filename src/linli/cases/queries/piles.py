"""The piles of the boards: what waits for the supervision centre, the command centre and a unit, each a list of its own."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q

from linli.cases.models import HandOff, Reporter
from linli.cases.queries.joint import helping, ordered
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import REOPEN_DAYS, State
from linli.cases.rules.outside import OPEN_STATES, HandOffState
from linli.core.scope import within
from linli.staff.rules import Actor, Permission

LOW = 2
Pile = Callable[[Actor, dt.datetime], Q]
_NOTHING = Q(pk__in=())


def _under(actor: Actor, permission: Permission) -> Q:
    prefixes = actor.prefixes(permission)
    return within("area_code", prefixes) if prefixes else _NOTHING


def _of_unit(actor: Actor) -> Q:
    works = actor.unit_codes and actor.may_anywhere(Permission.CASES_HANDLE)
    return Q(is_open=True, unit_code__in=sorted(actor.unit_codes)) if works else _NOTHING


def _standing(permission: Permission, *states: State) -> Pile:
    wanted = [state.value for state in states]
    return lambda actor, _at: Q(is_open=True, state__in=wanted) & _under(actor, permission)


def _to_check(actor: Actor, _at: dt.datetime) -> Q:
    waiting = Q(is_open=True, state=State.RESPONDED.value) & ~Q(check_back="waived") & ~Q(handled_by=actor.key)
    return waiting & _under(actor, Permission.CASES_CHECK)


def _to_close(actor: Actor, _at: dt.datetime) -> Q:
    ready = Q(state=State.CHECKED.value) | Q(state=State.RESPONDED.value, check_back="waived")
    return Q(is_open=True) & ready & ~Q(handled_by=actor.key) & _under(actor, Permission.CASES_CLOSE)


def _low_rating(actor: Actor, _at: dt.datetime) -> Q:
    waits = Q(clocks__rating__isnull=False, clocks__rating__done__isnull=True)
    return Q(state=State.CLOSED.value, score__lte=LOW) & waits & _under(actor, Permission.CASES_FILE)


def _to_call_back(actor: Actor, at: dt.datetime) -> Q:
    can_be_reached = Exists(Reporter.objects.filter(case=OuterRef("pk")).exclude(phone_sealed=""))
    lately = Q(closed_at__gte=at - dt.timedelta(days=REOPEN_DAYS), score=None, state=State.CLOSED.value)
    not_own = ~Q(handled_by=actor.key)
    return lately & not_own & _under(actor, Permission.CASES_FILE) & Q(can_be_reached)


def _to_dispatch(actor: Actor, _at: dt.datetime) -> Q:
    filed = Q(is_open=True, state=State.FILED.value) & ~Q(phase__in=_disputed(id(catalogue())))
    return filed & _under(actor, Permission.CASES_DISPATCH)


def _to_rule(actor: Actor, _at: dt.datetime) -> Q:
    disputed = Q(is_open=True, state=State.FILED.value, phase__in=_disputed(id(catalogue())))
    return disputed & _under(actor, Permission.CASES_APPROVE)


def _relief(actor: Actor, _at: dt.datetime) -> Q:
    at_work = [State.DISPATCHED.value, State.HANDLING.value]
    return Q(is_open=True, state__in=at_work) & ~Q(asked={}) & _under(actor, Permission.CASES_APPROVE)


def _came_back(actor: Actor, _at: dt.datetime) -> Q:
    handed = HandOff.objects.filter(case=OuterRef("pk"))
    back = Exists(handed.filter(state=HandOffState.CAME_BACK.value))
    again = Exists(handed.filter(state__in=sorted(OPEN_STATES)))
    waiting = Q(is_open=True, state=State.DISPATCHED.value) & _under(actor, Permission.CASES_DISPATCH)
    return waiting & Q(back) & ~Q(again)


def _helped(actor: Actor, _at: dt.datetime) -> Q:
    works = actor.unit_codes and actor.may_anywhere(Permission.CASES_HANDLE)
    return Q(is_open=True) & helping(actor.unit_codes) if works else _NOTHING


def _late_here(actor: Actor, at: dt.datetime) -> Q:
    at_work = [State.DISPATCHED.value, State.HANDLING.value]
    return _of_unit(actor) & Q(state__in=at_work, due_at__lt=at)


PILES: Mapping[str, Pile] = {
    "file": _standing(Permission.CASES_FILE, State.REPORTED),
    "check": _to_check,
    "close": _to_close,
    "low-rating": _low_rating,
    "call-back": _to_call_back,
    "dispatch": _to_dispatch,
    "ruling": _to_rule,
    "relief": _relief,
    "came-back": _came_back,
    "waiting": lambda actor, _at: _of_unit(actor) & Q(state=State.DISPATCHED.value),
    "in-hand": lambda actor, _at: _of_unit(actor) & Q(state=State.HANDLING.value),
    "joined": _helped,
    "rework": lambda actor, _at: _of_unit(actor) & Q(state=State.HANDLING.value, reworks__gte=1),
    "unit-late": _late_here,
    "ordered": lambda _actor, _at: Q(is_open=True) & ordered(),
}
# What looks back from this moment on cannot be put together once for the whole day.
UNKEPT: Iterable[str] = frozenset({"call-back"})


@lru_cache(maxsize=4)
def _disputed(_house: int) -> list[str]:
    """Name the phases in which it is ruled who is responsible, in all workflows."""
    workflows = catalogue().workflows.values()
    return sorted(
        {phase.code for one in workflows for phase in one.compiled.phases.values() if phase.clock == "ruling"}
    )
