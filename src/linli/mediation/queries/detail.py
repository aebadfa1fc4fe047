"""One mediation as its page and its dossier show it: everything for its readers, state and dates for the rest."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from linli.core.secrets import mask_id_number, mask_name, mask_phone, unseal
from linli.mediation import rules
from linli.mediation.models import (
    Agreement,
    Choice,
    CourtMatter,
    Document,
    Mediation,
    MediationRecord,
    Party,
    PromisedAct,
    Referral,
    VisitBack,
)
from linli.mediation.models.sealed import unpack
from linli.mediation.queries.visible import mediation_known_to
from linli.mediation.rules import DossierFacts, Phase, StepName
from linli.staff.rules import Actor


@dataclass(frozen=True)
class PartyView:
    """A party as a page shows it: masked, unless the reader asked for it with a purpose."""

    id: UUID
    side: str
    kind: str
    name: str
    phone: str
    id_number: str
    details: dict[str, str]
    consent: str
    consent_how: str
    consent_on: dt.date | None
    notified_on: dt.date | None
    identity_seen: bool
    has_representative: bool


@dataclass(frozen=True)
class Written:
    """A row with its sealed content opened."""

    row: Any  # Any: a session, an inquiry, an act or a visit back
    content: dict[str, str]


@dataclass(frozen=True)
class HistoryLine:
    """One line of the history."""

    name: str
    at: dt.datetime
    by_name: str
    note: str


@dataclass(frozen=True)
class Content:
    """What only the readers of a mediation see."""

    content: dict[str, str]
    parties: list[PartyView]
    choices: list[Choice]
    sessions: list[Written]
    investigations: list[Written]
    agreement: Agreement | None
    terms: dict[str, str]
    acts: list[Written]
    visits_back: list[Written]
    court: CourtMatter | None
    referrals: list[Referral]
    documents: list[Document]
    history: list[HistoryLine]
    facts: DossierFacts = field(repr=False)


@dataclass(frozen=True)
class MediationDetail:
    """A mediation as this person may see it."""

    mediation: Mediation
    steps: tuple[StepName, ...]
    content: Content | None


def mediation_detail(actor: Actor, mediation_id: UUID, *, clear: bool = False) -> MediationDetail:
    """Read a mediation; outsiders who may know of it get state and dates only."""
    mediation, standing = mediation_known_to(actor, mediation_id)
    if not rules.may_read(standing, actor):
        return MediationDetail(mediation, (), None)
    return MediationDetail(mediation, rules.allowed_steps(standing, actor), content_of(mediation, clear=clear))


def content_of(mediation: Mediation, *, clear: bool = False) -> Content:
    """Open the content of a mediation; `clear` names the parties in full, as the dossier must."""
    parties = list(mediation.parties.order_by("place"))
    agreement = Agreement.objects.filter(mediation=mediation).first()
    documents = list(mediation.documents.order_by("added_at", "id"))
    sessions = [Written(row, unpack(row.content_sealed)) for row in mediation.sessions.order_by("place")]
    inquiries = [Written(row, unpack(row.content_sealed)) for row in mediation.investigations.order_by("at", "id")]
    acts = list(mediation.acts.order_by("place"))
    visits = list(mediation.visits_back.order_by("on", "id"))
    court = CourtMatter.objects.filter(mediation=mediation).first()
    return Content(
        content=unpack(mediation.content_sealed),
        parties=[_party(row, clear=clear) for row in parties],
        choices=list(mediation.choices.select_related("mediator", "mediator__committee").order_by("at", "id")),
        sessions=sessions,
        investigations=inquiries,
        agreement=agreement,
        terms=unpack(agreement.content_sealed) if agreement else {},
        acts=[Written(row, unpack(row.content_sealed) | unpack(row.found_sealed)) for row in acts],
        visits_back=[Written(row, unpack(row.content_sealed)) for row in visits],
        court=court,
        referrals=list(mediation.referrals.order_by("at")),
        documents=documents,
        history=_history(mediation),
        facts=_facts(mediation, parties, documents, (len(sessions), len(inquiries)), acts, visits, court, agreement),
    )


def dossier_facts(mediation: Mediation) -> DossierFacts:
    """Count what a dossier holds."""
    return _facts(
        mediation,
        list(mediation.parties.all()),
        list(mediation.documents.all()),
        (mediation.sessions.count(), mediation.investigations.count()),
        list(mediation.acts.all()),
        list(mediation.visits_back.all()),
        CourtMatter.objects.filter(mediation=mediation).first(),
        Agreement.objects.filter(mediation=mediation).first(),
    )


def _facts(  # noqa: PLR0913 what a dossier holds, gathered once by both callers
    mediation: Mediation,
    parties: list[Party],
    documents: list[Document],
    talks: tuple[int, int],
    acts: list[PromisedAct],
    visits: list[VisitBack],
    court: CourtMatter | None,
    agreement: Agreement | None,
) -> DossierFacts:
    papers = [document.paper for document in documents]
    return DossierFacts(
        phase=Phase(mediation.phase),
        accepted=mediation.accepted_at is not None,
        notified=all(party.notified_on is not None for party in parties),
        unidentified=len([party for party in parties if not party.identity_seen]),
        representatives=len([party for party in parties if party.has_representative]),
        powers=papers.count("power"),
        investigations=talks[1],
        evidence=papers.count("evidence"),
        sessions=talks[0],
        agreed=agreement is not None,
        performance=papers.count("performance") + len([act for act in acts if act.checked_on]),
        visits_back=len(visits),
        court=papers.count("court") + (court is not None),
        notes=papers.count("note"),
        has_keeper=bool(mediation.keeper_name),
    )


def _party(row: Party, *, clear: bool) -> PartyView:
    name, phone, number = unseal(row.name_sealed), unseal(row.phone_sealed), unseal(row.id_number_sealed)
    details = unpack(row.details_sealed)
    if not clear:
        name = name if row.kind == "organisation" else mask_name(name)
        phone, number = mask_phone(phone), mask_id_number(number)
        details = {key: mask_name(value) for key, value in details.items() if key == "representative"}
    return PartyView(
        row.pk, row.side, row.kind, name, phone, number, details, row.consent, row.consent_how, row.consent_on,
        row.notified_on, row.identity_seen, row.has_representative,
    )  # fmt: skip


def _history(mediation: Mediation) -> list[HistoryLine]:
    rows = MediationRecord.objects.filter(mediation=mediation).order_by("seq")
    return [HistoryLine(row.name, row.at, row.by_name, unseal(row.note_sealed)) for row in rows]
