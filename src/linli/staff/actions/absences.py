"""Being away: entered by the person or by who manages them, with a colleague who stands in; taken back the same way."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.errors import NotAllowed
from linli.core.facts import announce
from linli.staff import errors, queries, rules
from linli.staff.actions.recording import record
from linli.staff.facts import AbsenceEntered
from linli.staff.models import Absence, Account, Post
from linli.staff.rules import Actor, AwayFor

KEPT_DAYS = 30


@dataclass(frozen=True)
class NewAbsence:
    """From which day to which somebody is away, why, and who stands in."""

    from_on: dt.date
    to_on: dt.date
    away_for: AwayFor = AwayFor.LEAVE
    stand_in_id: UUID | None = None


@transaction.atomic
def enter_absence(account_id: UUID, *, new: NewAbsence, by: Actor, at: dt.datetime) -> Absence:
    """Enter that somebody will be away; asked for twice, the absence entered already is the answer."""
    account = queries.account_with_id(account_id)
    today = timezone.localdate(at)
    _check_may(account, by=by, today=today)
    rules.check_absence(from_on=new.from_on, to_on=new.to_on, today=today)
    touching = queries.overlapping(account.pk, from_on=new.from_on, to_on=new.to_on)
    if touching is not None:
        return _same_or_refused(touching, new)
    if new.stand_in_id is not None:
        if by.account_id != account.pk:
            rules.check_not_oneself(by, account_id=new.stand_in_id)
        _check_stand_in(account, new, today=today)
    _forget_old(today)
    row = Absence.objects.create(
        account=account, stand_in_id=new.stand_in_id, from_on=new.from_on, to_on=new.to_on, away_for=new.away_for.value
    )
    stand_in = str(new.stand_in_id or "")
    record("absence-entered", subject=str(account.pk), by=by, at=at, absence=str(row.pk), stand_in=stand_in)
    announce(AbsenceEntered(str(account.pk), stand_in, str(new.from_on), str(new.to_on)))
    return row


@transaction.atomic
def end_absence(absence_id: UUID, *, by: Actor, at: dt.datetime) -> Absence:
    """Take an absence back, or end it early: from now on nobody stands in; ending it again changes nothing."""
    row = Absence.objects.select_for_update().filter(pk=absence_id).first()
    if row is None:
        raise errors.AbsenceUnknown
    try:
        _check_may(row.account, by=by, today=timezone.localdate(at))
    except NotAllowed:
        raise errors.AbsenceUnknown from None
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        record("absence-ended", subject=str(row.account_id), by=by, at=at, absence=str(row.pk))
    return row


def _check_may(account: Account, *, by: Actor, today: dt.date) -> None:
    if by.account_id == account.pk:
        return
    held = Post.objects.filter(queries.valid_on(today), account=account)
    rules.check_may_manage(by, area_codes=held.values_list("area_code", flat=True))


def _same_or_refused(touching: Absence, new: NewAbsence) -> Absence:
    asked = (new.from_on, new.to_on, new.away_for.value, new.stand_in_id)
    if (touching.from_on, touching.to_on, touching.away_for, touching.stand_in_id) == asked:
        return touching
    raise errors.AbsenceTwice(from_on=touching.from_on, to_on=touching.to_on)


def _check_stand_in(account: Account, new: NewAbsence, *, today: dt.date) -> None:
    stand_in = queries.account_with_id(new.stand_in_id) if new.stand_in_id else account
    if not stand_in.is_active:
        raise errors.AccountClosed(username=stand_in.username)
    rules.check_stand_in(
        account.pk, stand_in.pk, units_of_absent=_units(account, today), units_of_stand_in=_units(stand_in, today)
    )
    if queries.overlapping(stand_in.pk, from_on=new.from_on, to_on=new.to_on):
        raise errors.StandInAway(name=stand_in.name)


def _units(account: Account, today: dt.date) -> list[str]:
    held = Post.objects.filter(queries.valid_on(today), account=account).exclude(unit=None)
    return [str(code) for code in held.values_list("unit_id", flat=True)]


def _forget_old(today: dt.date) -> None:
    """Delete what is long over: nothing is kept of where people were."""
    Absence.objects.filter(to_on__lt=today - dt.timedelta(days=KEPT_DAYS)).delete()
