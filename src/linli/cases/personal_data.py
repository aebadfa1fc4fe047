"""What the cases room holds of the person who reported, apart from the case and sealed."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from linli.core.personal_data import LegalBasis, Personal, Purpose, Rest, Retention, Sensitivity, declare, technical

ANSWER = Purpose("answer", _("就所反映的问题联系本人并回访"))
FOLLOW = Purpose("follow", _("本人凭编号和查询码查看进展"))

_KEPT = Retention(730, "the case is closed")
_REPORTER = Personal(
    (ANSWER,),
    LegalBasis.CONSENT,
    Sensitivity.PERSONAL,
    _KEPT,
    ("people.contact",),
    ("cases.view", "cases.handle"),
    Rest.SEALED,
)
_HASH = replace(_REPORTER, clear_to=(), masked_to=(), rest=Rest.KEYED_HASH)

declare("cases.Reporter", "name_sealed", _REPORTER)
declare("cases.Reporter", "phone_sealed", _REPORTER)
declare("cases.Reporter", "phone_hash", _HASH)
declare("cases.Reporter", "tracking_hash", replace(_HASH, purposes=(FOLLOW,)))
declare(
    "cases.Reporter", "account_id", replace(_REPORTER, purposes=(FOLLOW,), clear_to=(), masked_to=(), rest=Rest.PLAIN)
)
technical("cases.Reporter", case="the case this belongs to")
