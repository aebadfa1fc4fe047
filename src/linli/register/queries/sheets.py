"""The page of one household and of one resident: everything at a glance, masked; a clear value needs a purpose."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from linli.core.secrets import mask_id_number, mask_name, mask_phone, unseal
from linli.places import queries as places
from linli.places.queries import DwellingPlace
from linli.register import rules
from linli.register.catalogue import declared
from linli.register.models import Enrolment, Household, Residency, Resident
from linli.register.queries.around_people import NamedPerson, contacts_of, guardians_of, wards_of
from linli.register.queries.purposes import Use, purposes_for
from linli.register.queries.statements import Differing, Said, differing_of, sources_of
from linli.register.queries.timeline import TimelineRow, timeline_of
from linli.register.queries.visible import area_of, household_for, resident_for, residents_visible_to
from linli.staff.rules import Actor


@dataclass(frozen=True)
class EnrolmentRow:
    """A programme somebody takes part in, of a purpose that is open."""

    id: UUID
    programme: str
    name: str
    since: dt.date
    review_by: dt.date
    until: dt.date | None


@dataclass(frozen=True)
class MemberRow:
    """A member of a household as its page shows them: masked."""

    resident_id: UUID
    name: str
    sex: str
    age: int
    birth_year: int
    phone: str
    relation: str
    is_head: bool
    lives: bool
    registered: bool
    since: dt.date
    until: dt.date | None
    died_on: dt.date | None
    enrolments: tuple[EnrolmentRow, ...] = ()
    differing: int = 0
    is_known: bool = True  # whether the reader may open this person's own page: not of who has a home elsewhere now

    @property
    def lives_elsewhere(self) -> bool:
        """Say whether somebody is registered here and lives somewhere else."""
        return self.registered and not self.lives


@dataclass(frozen=True)
class HouseholdSheet:
    """One household: its home, who is in it and who was, what happened."""

    id: UUID
    version: int
    area_code: str
    dwelling_id: UUID
    place: DwellingPlace | None
    address: str
    head_id: UUID | None
    since: dt.date
    until: dt.date | None
    members: tuple[MemberRow, ...]
    former: tuple[MemberRow, ...]
    timeline: tuple[TimelineRow, ...]


@dataclass(frozen=True)
class HomeRow:
    """A home somebody has or had."""

    id: UUID
    household_id: UUID
    dwelling_id: UUID
    area_code: str
    address: str
    lives: bool
    registered: bool
    relation: str
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True)
class ResidentSheet:
    """One resident: masked values and who said them, homes, whom to call, what happened."""

    id: UUID
    version: int
    area_code: str
    name: str
    sex: str
    birth_year: int
    age: int
    id_number: str
    phone: str
    died_on: dt.date | None
    source: str
    entered_at: dt.datetime | None
    homes: tuple[HomeRow, ...]
    contacts: tuple[NamedPerson, ...]
    guardians: tuple[NamedPerson, ...]
    wards: tuple[NamedPerson, ...]
    enrolments: tuple[EnrolmentRow, ...]
    sources: tuple[Said, ...]
    differing: tuple[Differing, ...]
    timeline: tuple[TimelineRow, ...]
    has_account: bool = False

    @property
    def household_id(self) -> UUID | None:
        """The household somebody lives in today, else where they are registered."""
        here = sorted((one for one in self.homes if one.until is None), key=lambda one: not one.lives)
        return here[0].household_id if here else None

    @property
    def needs_guardian(self) -> bool:
        """Say whether this is a child under 14 for whom nobody is written down (PIPL art. 31)."""
        return self.age < rules.GUARDED_UNDER and not self.guardians and self.died_on is None


def household_sheet(actor: Actor, household_id: UUID) -> HouseholdSheet:
    """Put together the page of a household the reader may know of; a fixed number of queries."""
    row = household_for(actor, household_id)
    rows = Residency.objects.filter(household_id=row.pk).select_related("resident").order_by("since", "id")
    homes = [one for one in rows if one.until is None or one.until > one.since]
    ids = [one.resident_id for one in homes]
    enrolled, differing = _enrolments(ids), differing_of(ids)
    here = [_member(one, row, enrolled, differing) for one in homes if one.until is None]
    present = {one.resident_id for one in here}
    known = set(residents_visible_to(actor).filter(pk__in=set(ids) - present).values_list("pk", flat=True))
    left = [one for one in homes if one.until is not None and one.resident_id not in present]
    past = [replace(_member(one, row, {}, {}), is_known=one.resident_id in known) for one in left]
    stands = places.places_of_dwellings(dwelling_ids=[row.dwelling_id])
    return HouseholdSheet(
        id=row.pk, version=row.version, area_code=row.area_code, dwelling_id=row.dwelling_id,
        place=stands[0] if stands else None, address=places.addresses_of([row.dwelling_id]).get(row.dwelling_id, ""),
        head_id=row.head_id, since=row.since, until=row.until,
        members=tuple(sorted(here, key=lambda one: (not one.is_head, not one.lives, one.birth_year))),
        former=tuple(past), timeline=timeline_of(household_id=row.pk),
    )  # fmt: skip


def resident_sheet(actor: Actor, resident_id: UUID) -> ResidentSheet:
    """Put together the page of a resident the reader may know of; a fixed number of queries."""
    row = resident_for(actor, resident_id)
    on = row.died_on or timezone.localdate()
    return ResidentSheet(
        id=row.pk, version=row.version, area_code=area_of(row.pk), name=mask_name(row.name), sex=row.sex,
        birth_year=row.born_on.year, age=rules.age_on(row.born_on, on),
        id_number=mask_id_number(unseal(row.id_number_sealed)), phone=mask_phone(unseal(row.phone_sealed)),
        died_on=row.died_on, source=row.source, entered_at=row.entered_at, homes=_homes(row.pk),
        contacts=contacts_of(row.pk), guardians=guardians_of(row.pk), wards=wards_of(row.pk),
        enrolments=_enrolments([row.pk]).get(row.pk, ()), sources=sources_of(row.pk),
        differing=differing_of([row.pk]).get(row.pk, ()), timeline=timeline_of(resident_id=row.pk),
        has_account=row.account_id is not None,
    )  # fmt: skip


def _member(
    one: Residency, household: Household, enrolled: "Enrolled", differing: dict[UUID, tuple[Differing, ...]]
) -> MemberRow:
    person = one.resident
    return MemberRow(
        resident_id=person.pk, name=mask_name(person.name), sex=person.sex, age=_age(person),
        birth_year=person.born_on.year, phone=mask_phone(unseal(person.phone_sealed)), relation=one.relation,
        is_head=person.pk == household.head_id, lives=one.lives, registered=one.registered, since=one.since,
        until=one.until, died_on=person.died_on, enrolments=enrolled.get(person.pk, ()),
        differing=len(differing.get(person.pk, ())),
    )  # fmt: skip


def _age(person: Resident) -> int:
    return rules.age_on(person.born_on, person.died_on or timezone.localdate())


def _homes(resident_id: UUID) -> tuple[HomeRow, ...]:
    rows = Residency.objects.filter(resident_id=resident_id).order_by("-since", "-id")
    homes = [one for one in rows if one.until is None or one.until > one.since]
    written = places.addresses_of({one.dwelling_id for one in homes})
    return tuple(
        HomeRow(
            one.pk, one.household_id, one.dwelling_id, one.area_code, written.get(one.dwelling_id, ""), one.lives,
            one.registered, one.relation, one.since, one.until,
        )
        for one in homes
    )  # fmt: skip


type Enrolled = dict[UUID, tuple[EnrolmentRow, ...]]


def _enrolments(resident_ids: Iterable[UUID]) -> Enrolled:
    """List the present enrolments in programmes whose purpose is open for reading; the rest are nobody's business here."""
    open_purposes = {one.code for one in purposes_for(Use.READING)}
    programmes = {one.code: one for one in declared().programmes.values() if one.purpose in open_purposes}
    rows = Enrolment.objects.filter(resident_id__in=list(resident_ids), until=None, programme_code__in=list(programmes))
    found: dict[UUID, list[EnrolmentRow]] = {}
    for one in rows.order_by("since", "id"):
        name = str(programmes[one.programme_code].name)
        row = EnrolmentRow(one.pk, one.programme_code, name, one.since, one.review_by, one.until)
        found.setdefault(one.resident_id, []).append(row)
    return {pk: tuple(rows) for pk, rows in found.items()}
