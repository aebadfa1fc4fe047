"""Memberships: entered by the organisation or the member, with the member's consent, and gone when somebody leaves.

Neither the history nor the log tells who belongs where: a membership is deleted, and the log's line names the organisation
and a count (safeguards, rule 13; retention 0).
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core import audit, commands
from linli.core.audit import Act
from linli.core.bulk import insert_models
from linli.core.ids import new_id
from linli.core.secrets import keyed_hash
from linli.register import errors
from linli.register.models import Disclosure, Membership, Organisation, RegisterChange, Resident
from linli.register.queries.consents import guardianship_for, newest_notice
from linli.register.queries.organisations import (
    acts_for,
    areas_of,
    members_of,
    officers_organisation,
    organisations_to_join,
)
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.visible import area_of, resident_of_account
from linli.register.rules.consents import Channel, check_consenter
from linli.register.rules.organisations import MEMBERSHIP
from linli.staff.rules import Command

LONGEST_ROLE = 40


@dataclass(frozen=True)
class NewMember:
    """A member as an officer enters them: by name together with phone or ID number, and how the consent was given."""

    name: str
    phone_or_id_number: str
    channel: Channel
    role: str = ""
    by_guardian: bool = False


@transaction.atomic
def add_member(organisation_id: UUID, new: NewMember, *, command: Command) -> UUID:
    """Enter a member who has read the notice and agreed; only an officer of the organisation does so."""
    on, made = _day(command), new_id()
    organisation = officers_organisation(command.by, organisation_id, on=on, lock=True)
    if first := _begin(command, made):
        return first
    if new.channel is Channel.SELF:
        raise errors.ChannelUnknown(field="channel", channel=new.channel.value)
    resident = _resident_named(new)
    _enter(made, organisation, resident, command, new)
    return made


@transaction.atomic
def join(organisation_id: UUID, *, command: Command) -> UUID:
    """Become a member by oneself, signed in, having read the notice."""
    made = new_id()
    if first := _begin(command, made):
        return first
    resident = _own_person(command)
    organisation = next(
        (row for row in organisations_to_join(area_of(resident.pk)) if row.pk == organisation_id), None
    )  # fmt: skip
    if organisation is None:
        raise errors.OrganisationNotFound
    _enter(made, organisation, resident, command, NewMember(resident.name, "", Channel.SELF))
    return made


@transaction.atomic
def leave(membership_id: UUID, *, command: Command) -> None:
    """Take a membership out at once, whether the member or an officer says so; nothing of it stays but a line of the log."""
    if _begin(command, membership_id):
        return
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=membership_id)
        .first()
    )
    account = command.by.account_id
    own = resident_of_account(account) if account else None
    if row is None:
        raise errors.OrganisationNotFound
    if own is None or own.pk != row.resident_id:
        officers_organisation(command.by, row.organisation_id, on=_day(command))
    _note(command, row.organisation, "member-left")
    RegisterChange.objects.filter(
        subject_kind="membership", subject_id=row.pk
    ).delete()  # a merger keeps what it handed on
    row.delete()


@transaction.atomic
def renew_consent(membership_id: UUID, *, command: Command, channel: Channel) -> None:
    """Record that a member agreed to the newest notice."""
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=membership_id)
        .first()
    )
    if row is None:
        raise errors.OrganisationNotFound
    officers_organisation(command.by, row.organisation_id, on=_day(command))
    if _begin(command, membership_id):
        return
    row.notice_version, row.consented_at, row.channel = _notice_version(command), command.at, channel.value
    row.save(update_fields=["notice_version", "consented_at", "channel"])
    _note(command, row.organisation, "member-consent-renewed")


def note_list_read(organisation: Organisation, *, command: Command) -> None:
    """Note that an officer looked at the masked list; the log tells of which organisation, not of whom."""
    _note(command, organisation, "members-listed", act=Act.READ)


@dataclass(frozen=True)
class ExportedMember:
    """A member in a list that an officer takes out for the organisation's own purpose."""

    name: str
    sex: str
    born_on: dt.date
    area_code: str
    role: str
    since: dt.date


@transaction.atomic
def export_members(organisation_id: UUID, *, command: Command, said: str = "") -> list[ExportedMember]:
    """Give an officer the members' names for the organisation's own purpose; each member can read that it was done."""
    on = _day(command)
    organisation = officers_organisation(command.by, organisation_id, on=on)
    purpose = purpose_for(MEMBERSHIP, use=Use.ASKING)
    rows = list(members_of(command.by, organisation_id, on=on))
    areas = areas_of(row.resident_id for row in rows)
    insert_models(
        [
            Disclosure(
                id=new_id(), resident_id=row.resident_id, at=command.at, by=command.by.key[:40],
                by_name=command.by.name[:40], purpose_code=purpose.code, said=said[:200],
                fields=list(purpose.attributes), how="export",
            )
            for row in rows
        ]
    )  # fmt: skip
    _note(command, organisation, "members-exported", act=Act.EXPORT, count=len(rows))
    return [
        ExportedMember(
            row.resident.name,
            row.resident.sex,
            row.resident.born_on,
            areas.get(row.resident_id, "")[:12],
            row.role,
            row.since,
        )
        for row in rows
    ]


def _enter(pk: UUID, organisation: Organisation, resident: Resident, command: Command, new: NewMember) -> None:
    on = _day(command)
    guardianship = guardianship_for(resident.pk, on=on) if new.by_guardian else None
    basis = guardianship.basis if guardianship else ""
    check_consenter(resident.born_on, on=on, by_guardian=new.by_guardian, guardianship=basis)
    if Membership.objects.filter(organisation=organisation, resident=resident, until=None).exists():
        raise errors.MembershipExists
    Membership.objects.create(
        pk=pk, organisation=organisation, resident=resident, role=new.role.strip()[:LONGEST_ROLE],
        entered_by_member=new.channel is Channel.SELF, entered_by=command.by.account_id, since=on,
        notice_version=_notice_version(command), consented_at=command.at, channel=new.channel.value,
        guardianship_id=guardianship.pk if guardianship else None,
    )  # fmt: skip
    _note(command, organisation, "member-entered")


def _resident_named(new: NewMember) -> Resident:
    """Find the one resident with this name and this phone or ID number: an officer searches no register."""
    number = new.phone_or_id_number.replace(" ", "")
    here = Resident.objects.filter(name=new.name.strip(), merged_into=None, died_on=None)
    hashed = keyed_hash(number)
    found = list((here.filter(phone_hash=hashed) | here.filter(id_number_hash=hashed))[:2]) if hashed else []
    if len(found) != 1:
        raise errors.MemberNotKnown(field="name")
    return found[0]


def _own_person(command: Command) -> Resident:
    person = resident_of_account(command.by.account_id) if command.by.account_id else None
    if person is None or command.by.token_scopes is not None:
        raise errors.OrganisationNotFound
    return person


def _notice_version(command: Command) -> str:
    return newest_notice(purpose_for(MEMBERSHIP, use=Use.ENROLLING), on=_day(command)).version


def _begin(command: Command, answer: UUID) -> UUID | None:
    """Claim the command under one name for all: the ledger of commands does not tell who joined and who left."""
    first = commands.begin(command.id, name="register.membership", by=command.by.key, at=command.at, answer=str(answer))
    return UUID(first) if first else None


def _note(command: Command, organisation: Organisation, what: str, *, act: Act = Act.WRITE, count: int = 1) -> None:
    """Note what an officer did; of what members do themselves the log says only that a member did it."""
    is_officer = any(one.pk == organisation.pk for one in acts_for(command.by, on=_day(command)))
    by, name = (command.by.key, command.by.name) if is_officer else ("member", "member")
    audit.note(
        audit.Line(
            act, by, name, command.at, area_code=organisation.area_code, purpose=MEMBERSHIP,
            subject_kind="organisation", subject_id=str(organisation.pk), count=count, detail={"act": what},
        )
    )  # fmt: skip


def _day(command: Command) -> dt.date:
    return timezone.localdate(command.at)
