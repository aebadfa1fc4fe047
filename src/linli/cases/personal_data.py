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

RIGHTS = Purpose("rights", _("办理您的个人信息权利请求，核实您的登记"))
_SUBJECT = Personal((RIGHTS,), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, _KEPT, ("cases.view", "cases.handle"))
declare("cases.CaseSubject", "resident_id", _SUBJECT)
declare("cases.CaseSubject", "household_id", _SUBJECT)
declare("cases.CaseSubject", "dwelling_id", _SUBJECT)
declare("cases.CaseSubject", "value_sealed", replace(_SUBJECT, clear_to=("people.edit",), rest=Rest.SEALED))
technical("cases.CaseSubject", case="the case this belongs to", field="which field is in doubt", right="which right")
