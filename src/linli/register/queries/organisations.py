"""Organisations of one's area; and their members, whom only their own officers see (safeguards, rule 13)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.core.scope import within
from linli.core.secrets import mask_name
from linli.places import queries as places
from linli.places.errors import AreaUnknown
from linli.places.queries import DwellingPlace
from linli.register import errors
from linli.register.catalogue import OrganisationKind, declared
from linli.register.models import Membership, Officer, Organisation, Residency
from linli.staff import queries as staff
from linli.staff.rules import Actor, Permission

MOST_SEARCHED = 60


@dataclass(frozen=True)
class OrganisationFilter:
    """What a list of organisations is narrowed to."""

    words: str = ""
    kind: str = ""
    closed: bool = False
    with_members: bool = False


@dataclass(frozen=True)
class OfficerRow:
    """An account that acts for an organisation."""

    id: UUID
    account_id: UUID
    name: str
    since: dt.date


@dataclass(frozen=True)
class MemberRow:
    """A member as the organisation's officers see them in a list: masked."""

    id: UUID
    name: str
    sex: str
    birth_year: int
    area_code: str
    role: str
    since: dt.date
    entered_by_member: bool
    consent_is_newest: bool


@dataclass(frozen=True)
class OwnMembership:
    """A membership as the member reads it."""

    id: UUID
    organisation_id: UUID
    organisation: str
    role: str
    since: dt.date
    entered_by_member: bool
    notice_version: str


def kind_of(code: str) -> OrganisationKind | None:
    """Find a declared kind of organisation."""
    return declared().organisations.get(code)


def organisations_visible_to(actor: Actor, asked: OrganisationFilter | None = None) -> QuerySet[Organisation]:
    """Select the organisations of the actor's area, narrowed; one index."""
    narrow = asked or OrganisationFilter()
    rows = Organisation.objects.filter(within("area_code", actor.prefixes(Permission.PEOPLE_VIEW)))
    rows = rows.filter(until__isnull=not narrow.closed)
    if narrow.kind:
        rows = rows.filter(kind=narrow.kind)
    if narrow.with_members:
        rows = rows.filter(has_members=True)
    if words := narrow.words.strip()[:MOST_SEARCHED]:
        rows = rows.filter(Q(name__icontains=words) | Q(credit_code=words.upper()) | Q(address__icontains=words))
    return rows.order_by("area_code", "kind", "id")


def organisation_for(
    actor: Actor, organisation_id: UUID, permission: Permission = Permission.PEOPLE_VIEW, *, lock: bool = False
) -> Organisation:
    """Find an organisation in the scope of a post; `lock` keeps others from changing it until the transaction ends."""
    rows = Organisation.objects.filter(within("area_code", actor.prefixes(permission)), pk=organisation_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise errors.OrganisationNotFound
    return found


def officers_of(organisation_id: UUID, *, on: dt.date) -> Sequence[OfficerRow]:
    """List who acts for an organisation on a day."""
    rows = list(officers_on(on).filter(organisation=organisation_id).order_by("since", "id"))
    names = staff.names_of(row.account_id for row in rows)
    return tuple(OfficerRow(row.pk, row.account_id, names.get(row.account_id, "—"), row.since) for row in rows)


def officers_on(on: dt.date) -> QuerySet[Officer]:
    """Select the officers of a day."""
    return Officer.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


def acts_for(actor: Actor, *, on: dt.date | None = None) -> Sequence[Organisation]:
    """List the open organisations an account acts for."""
    if actor.account_id is None or actor.token_scopes is not None:
        return ()
    own = officers_on(on or timezone.localdate()).filter(account_id=actor.account_id).values("organisation")
    return tuple(Organisation.objects.filter(pk__in=own, until=None).order_by("name", "id"))


def officers_organisation(actor: Actor, organisation_id: UUID, *, on: dt.date, lock: bool = False) -> Organisation:
    """Find an organisation with a members' list for one of its officers; for everybody else there is none.

    No post opens it: neither a registrar's nor an administrator's nor the system's.
    """
    rows = Organisation.objects.select_for_update() if lock else Organisation.objects.all()
    found = rows.filter(pk=organisation_id, until=None).first()
    if found is None or not _is_officer(actor, organisation_id, on):
        raise errors.OrganisationNotFound
    if not found.has_members:
        raise errors.MembersNotKept
    return found


def members_of(actor: Actor, organisation_id: UUID, *, on: dt.date) -> QuerySet[Membership]:
    """Select the members of an organisation for one of its officers."""
    officers_organisation(actor, organisation_id, on=on)
    rows = Membership.objects.filter(organisation=organisation_id, until=None).select_related("resident")
    return rows.order_by("resident__name_key", "id")


def member_rows(memberships: Iterable[Membership], *, newest_version: str) -> Sequence[MemberRow]:
    """Show members, masked; one query for where they live."""
    rows = list(memberships)
    areas = areas_of(row.resident_id for row in rows)
    return tuple(
        MemberRow(
            row.pk, mask_name(row.resident.name), row.resident.sex, row.resident.born_on.year,
            areas.get(row.resident_id, "")[:12], row.role, row.since, row.entered_by_member,
            row.notice_version == newest_version,
        )
        for row in rows
    )  # fmt: skip


def memberships_of(resident_id: UUID) -> Sequence[OwnMembership]:
    """List a resident's own memberships: for the member alone, never for the desk."""
    rows = Membership.objects.filter(resident=resident_id, until=None).select_related("organisation").order_by("since")
    return tuple(
        OwnMembership(
            row.pk, row.organisation_id, row.organisation.name, row.role, row.since, row.entered_by_member,
            row.notice_version,
        )
        for row in rows
    )  # fmt: skip


def organisations_to_join(area_code: str) -> Sequence[Organisation]:
    """List the organisations of a community that keep members, for a resident who lives there."""
    here = Organisation.objects.filter(within("area_code", [area_code[:12]]), until=None, has_members=True)
    return tuple(here.order_by("name", "id"))


def areas_of(resident_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Say in which grid residents live today, else are registered; one query."""
    homes = Residency.objects.filter(resident__in=set(resident_ids), until=None).order_by("lives", "since")
    return dict(homes.values_list("resident_id", "area_code"))  # the last one stands: where somebody lives


def place_of(dwelling_id: UUID | None, area_code: str) -> tuple[str, DwellingPlace | None]:
    """Say in which grid an organisation lies: its dwelling's, else the one named."""
    if dwelling_id is None:
        try:
            area = places.describe(area_code)
        except AreaUnknown:
            raise errors.OrganisationPlaceMissing(field="area_code") from None
        return area.code, None
    found = places.places_of_dwellings(dwelling_ids=[dwelling_id])
    if not found:
        raise errors.OrganisationPlaceMissing(field="dwelling_id")
    return found[0].area_code, found[0]


def _is_officer(actor: Actor, organisation_id: UUID, on: dt.date) -> bool:
    if actor.account_id is None or actor.token_scopes is not None:  # no token reads members: a person signs in
        return False
    return officers_on(on).filter(organisation=organisation_id, account_id=actor.account_id).exists()
