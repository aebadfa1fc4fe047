"""What visits hold of people: whom a visit goes to, what was said and agreed, who confirmed it. Nothing of where workers were."""

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

VISIT = Purpose("visit", _("上门了解需要、落实服务，并把说好的事办到"))
ANSWER_FOR = Purpose("visit-office", _("写明谁走访、谁改动，便于居民查询"))

_KEPT = Retention(730, "the visit was made or cancelled")
_SEEN = ("visits.view",)
_MAKING = ("visits.make",)
_WHOM = Personal((VISIT,), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, _KEPT, (), _SEEN)
_SAID = Personal((VISIT,), LegalBasis.CONSENT, Sensitivity.SENSITIVE, _KEPT, _MAKING, rest=Rest.SEALED)
_OFFICE = Personal((ANSWER_FOR,), LegalBasis.CONTRACT, Sensitivity.PERSONAL, _KEPT, _SEEN)

whole_room("visits")

for _field in ("household_id", "resident_id", "named_id", "dwelling_id", "programme_code", "enrolment_id"):
    declare("visits.Visit", _field, _WHOM)
for _field in ("why_sealed", "talked_sealed", "agreed_sealed", "receipt_name_sealed"):
    declare("visits.Visit", _field, _SAID)
for _field in ("made_by", "made_by_name"):
    declare("visits.Visit", _field, _OFFICE)
technical(
    "visits.Visit",
    id="key of the row",
    area_code="grid, for scope",
    purpose_code="what the visit is for",
    event_code="what asked for it",
    case_id="the case that asked for it",
    plan_key="rule and period it was planned for, so that it is planned once",
    due_on="by when",
    planned_on="for which day",
    state="where it stands",
    made_at="when it was made",
    next_on="when the next one is wanted",
    next_visit_id="the next visit that was planned with it",
    receipt_how="how the receipt was confirmed",
    receipt_at="when the receipt was confirmed",
    receipt_known="whether it was confirmed by the household itself",
    tries="how often nobody was in",
    ended_at="when it was made or cancelled",
    version="count of changes",
)
for _field in ("by", "by_name"):
    declare("visits.VisitRecord", _field, _OFFICE)
for _field in ("note_sealed", "before_sealed", "after_sealed"):
    declare("visits.VisitRecord", _field, replace(_SAID))
technical(
    "visits.VisitRecord",
    id="key of the row",
    visit="the visit this belongs to",
    seq="order",
    name="which step",
    at="when",
    changes="columns that changed; nothing personal",
    command_id="the command behind it",
)
technical(
    "visits.FollowUp",
    id="key of the row",
    visit="the visit this belongs to",
    case_id="the case the matter became",
    number="the case's number",
    place="which matter",
    at="when it was gathered",
)
declare("visits.VoiceNote", "sha256", replace(_SAID, rest=Rest.PLAIN))
technical(
    "visits.VoiceNote",
    id="key of the row",
    visit="the visit this belongs to",
    media_type="kind of recording",
    size_bytes="size",
    added_at="when it was added",
)
