"""What the staff room holds of people: the accounts of those who sign in."""

from django.utils.translation import gettext_lazy as _

from linli.core.personal_data import LegalBasis, Personal, Purpose, Retention, Sensitivity, declare, technical

WORK = Purpose("work", _("登录系统，并在经办记录中写明经办人"))
REACH = Purpose("account-mail", _("找回密码和账号安全通知"))
CARD = Purpose("card", _("印在工作证、联系卡和公示牌上，让居民找得到人、认得出人"))
COVER = Purpose("cover", _("不在岗时由同事代办，不把工作派给不在的人"))
_KEPT = Retention(0, "the account's records expire: who did what stays known as long as the case")
_ACCOUNT = Personal(
    (WORK,), LegalBasis.CONTRACT, Sensitivity.PERSONAL, _KEPT, clear_to=("cases.view", "staff.manage", "cases.handle")
)

declare("staff.Account", "username", _ACCOUNT)
declare("staff.Account", "name", _ACCOUNT)
declare(
    "staff.Account",
    "email",
    Personal(
        (REACH,), LegalBasis.CONTRACT, Sensitivity.PERSONAL, Retention(0, "the account is closed"), ("staff.manage",)
    ),
)
_ON_CARDS = Personal(
    (CARD,),
    LegalBasis.CONTRACT,
    Sensitivity.PERSONAL,
    Retention(0, "the account is closed"),
    ("visits.view", "staff.manage"),
)
declare("staff.Account", "work_phone", _ON_CARDS)
declare("staff.Account", "hours", _ON_CARDS)
technical(
    "staff.Account",
    id="key of the row",
    password="salted hash, never shown",  # noqa: S106 a description
    language="language of the pages",
    is_active="whether the account may sign in",
    is_staff="whether the technical back office opens",
    is_superuser="whether the technical back office opens fully",
    is_demo="whether the account works in a demo installation only",
    joined_at="when the account was made",
    last_login="last sign-in, for lock-out and security; never a figure of work",
)
_AWAY = Personal(
    (COVER,),
    LegalBasis.CONTRACT,
    Sensitivity.PERSONAL,
    Retention(30, "the absence is over"),
    clear_to=("staff.manage",),
)
for _field in ("account", "stand_in", "from_on", "to_on", "away_for"):
    declare("staff.Absence", _field, _AWAY)
technical("staff.Absence", id="key of the row", ended_at="when it was taken back")
