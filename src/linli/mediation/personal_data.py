"""What mediation holds of people: mediators in office; of the parties what the dossier must name, sealed.

Legal duty: People's Mediation Law art. 27 (a file is kept of each mediation) and art. 29 (the agreement names the parties).
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from linli.core.personal_data import (
    LegalBasis,
    Personal,
    Purpose,
    Rest,
    Retention,
    Sensitivity,
    declare,
    technical,
    whole_room,
)

MEDIATE = Purpose("mediate", _("调解当事人之间的纠纷，制作并保管卷宗"))
OFFICE = Purpose("mediator-office", _("当事人选择调解员，写明谁调解了纠纷"))

_KEPT = Retention(3650, "the dossier is archived")
_READERS = ("cases.confidential",)
_PARTY = Personal((MEDIATE,), LegalBasis.LEGAL_DUTY, Sensitivity.SENSITIVE, _KEPT, _READERS, _READERS, rest=Rest.SEALED)
_SAID = replace(_PARTY, masked_to=())
_PLAIN = replace(_PARTY, sensitivity=Sensitivity.PERSONAL, masked_to=(), rest=Rest.PLAIN)
_MEDIATOR = Personal(
    (OFFICE,),
    LegalBasis.LEGAL_DUTY,
    Sensitivity.PERSONAL,
    Retention(3650, "the mediator's term has ended"),
    ("cases.view", "cases.confidential"),
)

_BY = replace(_MEDIATOR, purposes=(OFFICE,))

whole_room("mediation")
for _field in ("name", "account_id", "employer", "phone", "rank", "since", "until"):
    declare("mediation.Mediator", _field, _MEDIATOR)
technical(
    "mediation.Mediator", id="key of the row", committee="the committee", specialities="what the mediator knows well"
)

for _field in ("name_sealed", "phone_sealed", "id_number_sealed", "details_sealed"):
    declare("mediation.Party", _field, _PARTY)
declare("mediation.Party", "phone_hash", replace(_PARTY, clear_to=(), masked_to=(), rest=Rest.KEYED_HASH))
for _field in ("consent", "consent_how", "consent_on", "notified_on", "identity_seen", "has_representative"):
    declare("mediation.Party", _field, _PLAIN)
technical(
    "mediation.Party",
    id="key of the row",
    mediation="the mediation this belongs to",
    place="order in the dossier",
    side="applicant, respondent or third",
    kind="person or organisation",
)

declare("mediation.Session", "content_sealed", _SAID)
technical(
    "mediation.Session",
    id="key of the row",
    mediation="the mediation this belongs to",
    place="which session",
    mode="in one room or remote",
    held_at="when",
    where="room or link",
    outcome="how it ended",
)
declare("mediation.Investigation", "content_sealed", _SAID)
technical("mediation.Investigation", id="key of the row", mediation="the mediation this belongs to", at="when")
declare("mediation.Agreement", "content_sealed", _SAID)
declare("mediation.Agreement", "signatures", _PLAIN)
technical(
    "mediation.Agreement",
    mediation="the mediation this belongs to",
    form="written or oral",
    reached_on="when it was reached",
    effective_on="from when it binds",
    mediator_on="when the mediator signed",
    sealed_on="when the committee's seal was set",
)
declare("mediation.PromisedAct", "content_sealed", _SAID)
declare("mediation.PromisedAct", "found_sealed", _SAID)
declare("mediation.PromisedAct", "party", _PLAIN)
declare("mediation.PromisedAct", "result", _PLAIN)
technical(
    "mediation.PromisedAct",
    id="key of the row",
    mediation="the mediation this belongs to",
    place="which act",
    due_on="by when",
    checked_on="when it was checked",
)
declare("mediation.VisitBack", "content_sealed", _SAID)
for _field in ("is_performed", "satisfied", "went_to_court"):
    declare("mediation.VisitBack", _field, _PLAIN)
technical("mediation.VisitBack", id="key of the row", mediation="the mediation this belongs to", on="when")

declare("mediation.Mediation", "content_sealed", _SAID)
for _field in ("keeper_id", "keeper_name"):
    declare("mediation.Mediation", _field, _BY)
technical(
    "mediation.Mediation",
    id="key of the row",
    case_id="the dispute's case",
    case_number="the case's number",
    committee="the committee",
    unit_code="the committee's unit",
    area_code="where the dispute is, for scope and counts",
    kind_code="kind of dispute",
    source="how it came",
    referred_by="which body referred it",
    phase="where it stands",
    is_running="whether it goes on",
    year="year of the dossier's number",
    number="number of the dossier",
    is_public="whether the talks are open",
    applied_at="when it was applied for",
    accepted_at="when it was registered",
    consented_at="when all had agreed to talk",
    agreed_at="when an agreement was registered",
    ended_at="when it ended",
    archived_at="when the dossier was closed",
    due_on="by when it should be settled",
    is_lengthened="whether more time was agreed",
    effective_on="from when the agreement binds",
    court_until="last day for judicial confirmation",
    court_asked_on="when confirmation was asked for",
    next_act_on="day of the next promised act",
    has_mediator="whether a mediator was chosen",
    kept_years="how long the dossier is kept",
    ways_told="the other ways that were told",
    from_mediation="the mediation below that referred it",
    version="count of changes",
)
for _field in ("by", "by_name"):
    declare("mediation.MediationRecord", _field, _BY)
    declare("mediation.Disclosure", _field, _BY)
declare("mediation.MediationRecord", "note_sealed", _SAID)
technical(
    "mediation.MediationRecord",
    id="key of the row",
    mediation="the mediation this belongs to",
    seq="order",
    name="which step",
    at="when",
    changes="columns that changed; no content",
    command_id="the command behind it",
)
technical(
    "mediation.Disclosure",
    id="key of the row",
    mediation="the mediation this belongs to",
    party="whose values were read",
    purpose="what for",
    at="when",
)
declare("mediation.Choice", "mediator", _BY)
declare("mediation.Choice", "relation", _PLAIN)
declare("mediation.Choice", "relation_sealed", _SAID)
declare("mediation.Choice", "answers", _PLAIN)
technical(
    "mediation.Choice",
    id="key of the row",
    mediation="the mediation this belongs to",
    proposed_by="who proposed the mediator",
    state="proposed, standing, rejected, stepped back",
    at="when",
)
declare("mediation.Document", "title", _PLAIN)
declare("mediation.Document", "sha256", _PLAIN)
declare("mediation.Document", "added_by", _BY)
technical(
    "mediation.Document",
    id="key of the row",
    mediation="the mediation this belongs to",
    paper="which paper of the dossier",
    media_type="kind of file",
    size_bytes="size",
    added_at="when",
)
technical(
    "mediation.CourtMatter",
    mediation="the mediation this belongs to",
    court="which court",
    asked_on="when it was asked",
    decision="what it decided",
    decided_on="when it decided",
    number="number of the ruling",
)
declare("mediation.Referral", "reason_sealed", _SAID)
technical(
    "mediation.Referral",
    id="key of the row",
    mediation="the mediation this belongs to",
    kind="kind of mediation",
    body="where to",
    committee_code="the committee above",
    consents="which parties agreed, by their row",
    at="when",
)
technical(
    "mediation.Committee",
    code="key of the row",
    name="name",
    level="level",
    area_code="area served",
    unit_code="the unit behind it",
    specialities="what it knows well",
    court="the court at its place",
    phone="the committee's phone",
    is_active="whether it works",
)
technical(
    "mediation.CommitteeYear", id="key of the row", committee="the committee", year="year", last="dossiers numbered"
)
