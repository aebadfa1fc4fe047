"""What forms holds of people, field by field: what was filled in, sealed, for a year; what differs from the register.

Legal duty: the form's own purpose, which must be open and named at its admission (PIPL arts. 6, 13; measures of 2026 against
needless forms, art. 6: no asking again for what is held).
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

FILL = Purpose("form", _("表单准入时写明的目的"))
ANSWERABLE = Purpose("form-answerable", _("谁上传、准入、填写和审核了表单"))

_YEAR = Retention(365, "the filled form came in")
_READERS = ("forms.review",)
_SAID = Personal((FILL,), LegalBasis.LEGAL_DUTY, Sensitivity.SENSITIVE, _YEAR, _READERS, _READERS, rest=Rest.SEALED)
_WHOM = replace(_SAID, sensitivity=Sensitivity.PERSONAL, rest=Rest.PLAIN)
_BY = Personal((ANSWERABLE,), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, _YEAR, ("forms.review", "forms.admit"))
_KEPT = replace(_BY, retention=Retention(1095, "the form has ended"))

_KEY = "key of the row"
_SCOPE = "the grid, for scope"

whole_room("forms")

for _field in ("drafted_by", "drafted_by_name", "admitted_by", "admitted_by_name", "withdrawn_by_name"):
    declare("forms.Form", _field, _KEPT)
technical(
    "forms.Form",
    code="key of the form",
    titles="its name in three languages",
    about="what it is for",
    owner_unit="the unit that answers for it",
    asked_by="which body asked for it",
    purpose_code="what its answers are for",
    list_reference="its number on the admission list",
    area_code="where it is asked",
    target="what it is about",
    lead_days="how long before it is due it is told",
    state="draft, admitted, withdrawn",
    version="the version filled in now",
    drafted_at="when it was uploaded",
    admitted_at="when it was admitted",
    expires_on="its last day",
    withdrawn_at="when it was taken back",
    withdrawn_because="why it was taken back",
)
declare("forms.FormVersion", "uploaded_by_name", _KEPT)
technical(
    "forms.FormVersion",
    id=_KEY,
    form="the form",
    version="which version",
    file_name="name of the uploaded file",
    xlsform="the file as it came; an .xls is kept as the .xlsx that was made of it",
    xform="what was made of it",
    md5="of the exact bytes",
    files_md5="of the files beside it",
    size_bytes="size",
    warnings="what the converter said",
    questions="what it asks",
    asked="how many questions",
    known="how many of them the register answers",
    elsewhere="how many other forms ask as well",
    uploaded_at="when",
    admitted_at="when it was admitted",
    ended_on="its last day",
)
technical(
    "forms.FormFile",
    id=_KEY,
    version="the version that leans on it",
    name="as the form names it",
    media_type="kind of file",
    md5="of the exact bytes",
    size_bytes="size",
    content="a list of answers, a picture or a sound; one with data of people is refused",
)
declare("forms.Submission", "xml_sealed", _SAID)
declare("forms.Submission", "content_hash", replace(_SAID, clear_to=(), masked_to=(), rest=Rest.KEYED_HASH))
for _field in ("household_id", "resident_id", "named_id", "dwelling_id"):
    declare("forms.Submission", _field, _WHOM)
for _field in ("by", "by_name"):
    declare("forms.Submission", _field, _BY)
technical(
    "forms.Submission",
    id=_KEY,
    instance_id="made on the device: the same form is taken once",
    form="the form",
    version="its version",
    area_code=_SCOPE,
    filled_on="the day it was filled in",
    received_at="when it came in",
    state="how far it came",
    replaces="the instance it mends",
    command_id="the command behind it",
)
for _field in ("name", "sha256"):
    declare("forms.SubmissionFile", _field, _WHOM)
technical(
    "forms.SubmissionFile",
    id=_KEY,
    submission="the filled form",
    media_type="kind of file",
    size_bytes="size",
    added_at="when",
)
for _field in ("base_sealed", "value_sealed"):
    declare("forms.WriteBack", _field, _SAID)
for _field in ("resident_id", "named_id", "household_id", "dwelling_id"):
    declare("forms.WriteBack", _field, _WHOM)
for _field in ("by", "by_name", "decided_by", "decided_by_name"):
    declare("forms.WriteBack", _field, _BY)
technical(
    "forms.WriteBack",
    id=_KEY,
    submission="the filled form",
    area_code=_SCOPE,
    subject="resident, dwelling or a new member",
    field="which field",
    state="waiting, taken, kept, changed meanwhile",
    at="when it came in",
    decided_at="when it was decided",
)
