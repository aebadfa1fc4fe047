"""Who agreed to what: a resident's consents, the one in force, and whom to ask again."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from linli.core.personal_data import LegalBasis
from linli.core.scope import within
from linli.register import errors
from linli.register.catalogue import NoticeDeclaration, PurposeDeclaration, declared
from linli.register.models import Consent, Guardianship, Residency
from linli.register.queries.purposes import Use, purpose_for
from linli.register.rules.consents import GUARDED_UNDER, PARENT, ConsentState, GivenConsent, state_of
from linli.register.rules.organisations import MEMBERSHIP
from linli.staff.rules import Actor, Permission

REPLACED = "replaced"  # stands in withdrawn_by where a newer consent took the place of an older one


@dataclass(frozen=True)
class ConsentRow:
    """A consent as the resident and the desk read it."""

    id: UUID
    purpose: PurposeDeclaration
    notice_version: str
    newest_version: str
    given_at: dt.datetime
    channel: str
    by_guardian: bool
    withdrawn_at: dt.datetime | None
    state: ConsentState

    @property
    def holds(self) -> bool:
        """Say whether it has been neither refused nor taken back nor replaced."""
        return self.withdrawn_at is None


def purpose_asked(code: str) -> PurposeDeclaration:
    """Find an open purpose that rests on consent; a membership's consent stands with the membership."""
    purpose = purpose_for(code, use=Use.ENROLLING)
    if purpose.basis is not LegalBasis.CONSENT or code == MEMBERSHIP:
        raise errors.ConsentNotAsked(field="purpose", purpose=str(purpose.name))
    return purpose


def purposes_to_ask() -> Sequence[PurposeDeclaration]:
    """List the purposes that rest on a consent of the ledger, open or not."""
    return tuple(
        one for one in declared().purposes.values() if one.basis is LegalBasis.CONSENT and one.code != MEMBERSHIP
    )


def newest_notice(purpose: PurposeDeclaration, *, on: dt.date | None = None) -> NoticeDeclaration:
    """Find the notice that is shown before consent on a day: the newest in force."""
    day = on or timezone.localdate()
    for notice in declared().notices.get(purpose.notice or "", ()):
        if notice.valid_from <= day:
            return notice
    raise errors.ConsentNotAsked(field="purpose", purpose=str(purpose.name))


def consents_of(resident_id: UUID, *, on: dt.date | None = None) -> Sequence[ConsentRow]:
    """List everything a resident agreed to or refused, the newest first; their memberships are read elsewhere."""
    rows = Consent.objects.filter(resident=resident_id).select_related("resident").order_by("-given_at", "-id")
    return _as_rows(rows, on or timezone.localdate())


def consent_in_force(resident_id: UUID, purpose: PurposeDeclaration, *, on: dt.date) -> Consent | None:
    """Find the consent to the newest notice, given by who may give it on that day."""
    row = open_consent(resident_id, purpose.code)
    if row is None:
        return None
    (shown,) = _as_rows([row], on)
    return row if shown.state is ConsentState.IN_FORCE else None


def open_consent(resident_id: UUID, purpose_code: str) -> Consent | None:
    """Find the consent that has not been taken back, to whatever notice."""
    rows = Consent.objects.filter(resident=resident_id, purpose_code=purpose_code, withdrawn_at=None)
    return rows.select_related("resident").first()


def agreed_among(resident_ids: Iterable[UUID], purpose: PurposeDeclaration) -> frozenset[UUID]:
    """Name who may be looked at for a purpose: where it rests on consent, those who gave one and did not take it back."""
    asked = frozenset(resident_ids)
    if purpose.basis is not LegalBasis.CONSENT or purpose.code == MEMBERSHIP:
        return asked
    holds = Consent.objects.filter(resident__in=asked, purpose_code=purpose.code, withdrawn_at=None)
    return frozenset(holds.values_list("resident_id", flat=True))


def last_no(resident_id: UUID, purpose_code: str) -> dt.date | None:
    """Say on which day a resident last said no to a purpose, or took a yes back."""
    noes = Consent.objects.filter(resident=resident_id, purpose_code=purpose_code, withdrawn_at__isnull=False)
    at = noes.exclude(withdrawn_by=REPLACED).order_by("-withdrawn_at").values_list("withdrawn_at", flat=True).first()
    return timezone.localdate(at) if at else None


def consents_due(actor: Actor, *, on: dt.date, purpose_code: str = "") -> QuerySet[Consent]:
    """Select the consents of one's area to be asked for again: the notice changed, or the child has turned 14."""
    due = Q(pk__in=())
    for purpose in purposes_to_ask():
        if not purpose_code or purpose.code == purpose_code:
            due |= Q(purpose_code=purpose.code) & (
                ~Q(notice_version=newest_notice(purpose, on=on).version) | _grown_up(on)
            )
    here = within("area_code", actor.prefixes(Permission.PEOPLE_VIEW))
    homes = Residency.objects.filter(here, until=None, resident_id=OuterRef("resident_id"))
    alive = Consent.objects.filter(withdrawn_at=None, resident__died_on=None, resident__merged_into=None)
    return alive.filter(due).filter(Exists(homes)).select_related("resident").order_by("purpose_code", "id")


def rows_of(consents: Iterable[Consent], *, on: dt.date) -> Sequence[ConsentRow]:
    """Show stored consents, their residents at hand, as they stand on a day; one query."""
    return _as_rows(consents, on)


def guardianship_for(ward_id: UUID, *, on: dt.date, guardian_id: UUID | None = None) -> Guardianship | None:
    """Find the guardianship in force on a day: the named guardian's, else a court's or an appointed one before a parent's."""
    rows = Guardianship.objects.filter(Q(until=None) | Q(until__gt=on), ward=ward_id, since__lte=on)
    found = sorted(rows, key=lambda row: (row.basis == PARENT, str(row.pk)))
    if guardian_id is not None:
        found = [row for row in found if row.guardian_id == guardian_id]
    return found[0] if found else None


def _as_rows(consents: Iterable[Consent], on: dt.date) -> Sequence[ConsentRow]:
    rows = list(consents)
    bases = _bases_of(rows)
    purposes = declared().purposes
    return tuple(_row(row, purposes[row.purpose_code], bases, on) for row in rows if row.purpose_code in purposes)


def _row(row: Consent, purpose: PurposeDeclaration, bases: Mapping[UUID, str], on: dt.date) -> ConsentRow:
    newest = newest_notice(purpose, on=on).version if purpose.notice else ""
    said = GivenConsent(
        row.notice_version, row.given_at, row.withdrawn_at, _basis(row, bases), row.withdrawn_by == REPLACED
    )
    state = state_of(said, newest_version=newest, born_on=row.resident.born_on, on=on)
    return ConsentRow(
        row.pk, purpose, row.notice_version, newest, row.given_at, row.channel, row.guardianship_id is not None,
        row.withdrawn_at, state,
    )  # fmt: skip


def _basis(row: Consent, bases: Mapping[UUID, str]) -> str:
    """A guardianship that is no longer on record counts as a parent's: it is asked for again at 14."""
    return bases.get(row.guardianship_id, PARENT) if row.guardianship_id else ""


def _bases_of(rows: Iterable[Consent]) -> Mapping[UUID, str]:
    wanted = {row.guardianship_id for row in rows if row.guardianship_id}
    return dict(Guardianship.objects.filter(pk__in=wanted).values_list("pk", "basis")) if wanted else {}


def _grown_up(on: dt.date) -> Q:
    year = on.year - GUARDED_UNDER
    born = dt.date(year, 2, 28) if (on.month, on.day) == (2, 29) and year % 4 else on.replace(year=year)
    lasting = Guardianship.objects.exclude(basis=PARENT).values("pk")
    return Q(guardianship_id__isnull=False, resident__born_on__lte=born) & ~Q(guardianship_id__in=lasting)
