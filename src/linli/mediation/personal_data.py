"""What mediation holds of people: mediators in office; of the parties what the dossier must name, sealed.

Legal duty: People's Mediation Law art. 27 (a file is kept of each mediation) and art. 29 (the agreement names the parties).
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from linli.core.personal_data import LegalBasis, Personal, Purpose, Rest, Retention, Sensitivity, declare, technical

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
