"""What fieldsync holds of people, field by field: which phone is whose, and what a phone was told of a record two people changed.

Legal basis: the contract of work; for what was told, the duty to keep the record right. What stood is kept masked, as it
was told, so that it can be told again. Nothing here says when or where somebody worked (safeguards): a day of last use
alone, so that a phone nobody uses any more is forgotten.
"""

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

DEVICES = Purpose("field-devices", _("让工作人员用自己的手机离线办理工作，手机丢失时能够停用并清除数据"))
_OWN = Personal(
    (DEVICES,),
    LegalBasis.CONTRACT,
    Sensitivity.PERSONAL,
    Retention(180, "the phone was last used"),
    clear_to=("staff.manage",),
)
_TOLD = Personal(
    (DEVICES,),
    LegalBasis.LEGAL_DUTY,
    Sensitivity.PERSONAL,
    Retention(400, "the command was applied"),  # a phone found in a drawer after a year still gets its first answers
    masked_to=("field.work",),
    rest=Rest.SEALED,
)

whole_room("fieldsync")
for _field in ("account", "name", "platform", "seen_on"):
    declare("fieldsync.Device", _field, _OWN)
technical(
    "fieldsync.Device",
    id="key of the row, made on the phone",
    app_version="version of the app, to tell who must update",
    token_hash="hash of what the phone shows at each call",  # noqa: S106 a description
    password_mark="keyed hash by which a new password of the account is noticed",  # noqa: S106 a description
    key_sealed="what the phone's store is encrypted with, sealed; it says nothing of anybody",
    lease_until="until when the phone may open its store without the server",
    registered_at="when the phone was registered",
    signed_out_at="when the account signed out on it",
    revoked_at="when it was ended",
    revoked_why="lost, replaced or ended by whoever is in charge",
)
declare("fieldsync.FieldCommand", "conflicts_sealed", _TOLD)
technical(
    "fieldsync.FieldCommand",
    id="key of the row, made on the phone",
    device_id="the phone it came from",
    name="which command",
    record="which record it belongs to, by its id",
    applied_on="the day it was applied",
    outcome="applied or in conflict",
    result="ids and numbers that came of it",
)
technical(
    "fieldsync.Manifest",
    id="the cursor a phone shows, thrown anew for each answer",
    device="the phone",
    marks="a mark for each part of what the phone holds",
    held="which rows the phone holds: their ids and a mark of each version",
)
