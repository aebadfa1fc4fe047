"""Organisations are entered, corrected and closed; officers are named, and a members' list is opened where one may be."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.register import errors
from linli.register.actions.recording import Change, begin, keep, values_of
from linli.register.catalogue import declared
from linli.register.models import Membership, Officer, Organisation, RegisterChange
from linli.register.queries.organisations import organisation_for, place_of
from linli.register.rules.organisations import (
    NewOrganisation,
    check_closing,
    check_may_keep_members,
    check_organisation,
)
from linli.staff import queries as staff
from linli.staff.rules import Actor, Command, Permission

_KEPT = (
    "name", "kind", "area_code", "credit_code", "dwelling_id", "address", "phone", "has_members", "since", "until",
)  # fmt: skip


@transaction.atomic
def enter_organisation(new: NewOrganisation, *, command: Command) -> Organisation:
    """Enter an organisation of one's area; its credit code is checked (GB 32100) and stands once among the open ones."""
    made = new_id()
    if first := begin(command, "enter-organisation", answer=made):
        return Organisation.objects.get(pk=first)
    row = _filled(Organisation(pk=made), new, command)
    row.save(force_insert=True)
    keep(command, _change(row, "entered", {}), on=row.since)
    return row


@transaction.atomic
def correct_organisation(
    organisation_id: UUID, *, command: Command, new: NewOrganisation, version: int | None = None
) -> Organisation:
    """Put an organisation's data right; one with a members' list keeps a kind and a name that may have one."""
    row = _to_change(command.by, organisation_id, Permission.PEOPLE_EDIT)
    if begin(command, "correct-organisation", answer=organisation_id):
        return row
    _check_open(row)
    if version is not None and version != row.version:
        raise errors.RecordStale
    before = values_of(row, _KEPT)
    _filled(row, new, command)
    if row.has_members:
        _check_may_keep(row)
    row.version += 1
    row.save()
    keep(command, _change(row, "corrected", before))
    return row


@transaction.atomic
def close_organisation(organisation_id: UUID, *, command: Command, on: dt.date, reason: str = "") -> Organisation:
    """Close an organisation: its officers stop acting for it, and its members' list is deleted with it."""
    row = _to_change(command.by, organisation_id, Permission.PEOPLE_EDIT)
    if begin(command, "close-organisation", answer=organisation_id):
        return row
    _check_open(row)
    check_closing(since=row.since, until=on, today=timezone.localdate(command.at))
    before = values_of(row, _KEPT)
    _forget_members(row)
    row.officers.filter(until=None).update(until=on)
    row.until, row.has_members, row.version = on, False, row.version + 1
    row.save(update_fields=["until", "has_members", "version"])
    keep(command, _change(row, "closed", before), on=on, reason=reason)
    return row


@transaction.atomic
def open_members_list(organisation_id: UUID, *, command: Command) -> Organisation:
    """Let an organisation keep its members here: only kinds that may, and no body of worship or movement (rule 13)."""
    row = _to_change(command.by, organisation_id, Permission.PEOPLE_QUERY)
    if begin(command, "open-members-list", answer=organisation_id):
        return row
    _check_open(row)
    _check_may_keep(row)
    return _set_members(row, command, has_members=True)


@transaction.atomic
def close_members_list(organisation_id: UUID, *, command: Command) -> Organisation:
    """Close an empty members' list; whoever keeps the register learns only that somebody is still on it."""
    row = _to_change(command.by, organisation_id, Permission.PEOPLE_QUERY)
    if begin(command, "close-members-list", answer=organisation_id):
        return row
    _check_open(row)
    if Membership.objects.filter(organisation=row).exists():
        raise errors.MembersRemain
    return _set_members(row, command, has_members=False)


@transaction.atomic
def name_officer(organisation_id: UUID, username: str, *, command: Command) -> Officer:
    """Let an account act for an organisation; nobody names themself."""
    row = _to_change(command.by, organisation_id, Permission.PEOPLE_QUERY)
    made = new_id()
    if first := begin(command, "name-officer", answer=made):
        return Officer.objects.get(pk=first)
    _check_open(row)
    account = staff.account_named(username.strip())
    if account.pk == command.by.account_id:
        raise errors.OfficerIsOneself
    if row.officers.filter(account_id=account.pk, until=None).exists():
        raise errors.OfficerExists
    on = timezone.localdate(command.at)
    officer = Officer.objects.create(pk=made, organisation=row, account_id=account.pk, since=on)
    keep(command, _officers_change(row, "officer-named", {}, {"account_id": account.pk}))
    return officer


@transaction.atomic
def end_officer(organisation_id: UUID, officer_id: UUID, *, command: Command) -> None:
    """Let an account act for an organisation no longer."""
    row = _to_change(command.by, organisation_id, Permission.PEOPLE_QUERY)
    if begin(command, "end-officer", answer=officer_id):
        return
    _check_open(row)
    officer = row.officers.filter(pk=officer_id, until=None).first()
    if officer is None:
        raise errors.OrganisationNotFound
    officer.until = max(timezone.localdate(command.at), officer.since)
    officer.save(update_fields=["until"])
    keep(command, _officers_change(row, "officer-ended", {"account_id": officer.account_id}, {}))


def _forget_members(row: Organisation) -> None:
    """Delete the members' list, and what a merger of two records kept of it: an undo must not miss it and so tell of it."""
    members = Membership.objects.filter(organisation=row)
    ids = list(members.values_list("pk", flat=True))
    RegisterChange.objects.filter(subject_kind="membership", subject_id__in=ids).delete()
    members.delete()


def _to_change(by: Actor, organisation_id: UUID, permission: Permission) -> Organisation:
    """Find an organisation to change, locked; who may see it but not change it is told so."""
    organisation_for(by, organisation_id)
    if not by.may_anywhere(permission):
        raise NotAllowed
    return organisation_for(by, organisation_id, permission, lock=True)


def _check_open(row: Organisation) -> None:
    if row.until is not None:
        raise errors.OrganisationClosed


def _filled(row: Organisation, new: NewOrganisation, command: Command) -> Organisation:
    check_organisation(new, kinds=declared().organisations, today=timezone.localdate(command.at))
    area_code, _place = place_of(new.dwelling_id, new.area_code)
    if not command.by.may(Permission.PEOPLE_EDIT, area_code):
        raise errors.OrganisationPlaceMissing(field="area_code")
    taken = Organisation.objects.filter(credit_code=new.credit_code, until=None).exclude(pk=row.pk)
    if new.credit_code and taken.exists():
        raise errors.CreditCodeTaken(field="credit_code")
    row.name, row.kind, row.area_code, row.credit_code = new.name.strip(), new.kind, area_code, new.credit_code
    row.dwelling_id, row.address, row.phone, row.since = new.dwelling_id, new.address.strip(), new.phone, new.since
    return row


def _check_may_keep(row: Organisation) -> None:
    kind = declared().organisations.get(row.kind)
    keeps = kind is not None and kind.members
    check_may_keep_members(row.name, kind_name=str(kind.name) if kind else row.kind, kind_keeps=keeps)


def _set_members(row: Organisation, command: Command, *, has_members: bool) -> Organisation:
    before = values_of(row, ("has_members",))
    row.has_members, row.version = has_members, row.version + 1
    row.save(update_fields=["has_members", "version"])
    act = "members-opened" if has_members else "members-closed"
    keep(command, _officers_change(row, act, before, values_of(row, ("has_members",))))
    return row


def _change(row: Organisation, act: str, before: dict[str, object]) -> Change:
    return Change("organisation", row.pk, act, before, values_of(row, _KEPT), area_code=row.area_code)


def _officers_change(row: Organisation, act: str, before: dict[str, object], after: dict[str, object]) -> Change:
    return Change("organisation", row.pk, act, before, after, area_code=row.area_code)
