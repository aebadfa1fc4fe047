"""What the register holds of a person, and why: name, sex, birth date, phone, ID number, home; nothing else.

Legal duty: Household Registration Regulations art. 6, Urban Residents Committees Organic Law art. 3 (services of the
neighbourhood), within the limits of PIPL arts. 5-6 and 34.
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

REGISTER = Purpose("register", _("登记本辖区居民，提供社区服务"))
CONTACT = Purpose("contact", _("就本人的事项联系本人"))
IDENTIFY = Purpose("identify", _("办理本人申请的事项时核对身份"))
ENTITLE = Purpose("entitle", _("按年龄告知可以享受的服务"))
SIGN_IN = Purpose("sign-in", _("本人登录查看自己的信息和诉求"))

MOVED_AWAY = Retention(365, "the person has moved away or died")
LEFT_HOUSEHOLD = Retention(365, "the household or residency has ended")
DESK = ("people.contact",)

_NAME = Personal((REGISTER, CONTACT), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, MOVED_AWAY, DESK, DESK)
_SEX = replace(_NAME, purposes=(REGISTER,), masked_to=())
_BIRTH = replace(_NAME, purposes=(REGISTER, ENTITLE))
_ID_NUMBER = Personal(
    (IDENTIFY,), LegalBasis.LEGAL_DUTY, Sensitivity.SENSITIVE, MOVED_AWAY, DESK, DESK, rest=Rest.SEALED
)
_PHONE = Personal((CONTACT,), LegalBasis.CONSENT, Sensitivity.PERSONAL, MOVED_AWAY, DESK, DESK, rest=Rest.SEALED)
_HOME = Personal((REGISTER, CONTACT), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, LEFT_HOUSEHOLD, DESK)

whole_room("register")
declare("register.Resident", "name", _NAME)
declare("register.Resident", "sex", _SEX)
declare("register.Resident", "born_on", _BIRTH)
declare("register.Resident", "id_number_sealed", _ID_NUMBER)
declare("register.Resident", "id_number_hash", replace(_ID_NUMBER, clear_to=(), masked_to=(), rest=Rest.KEYED_HASH))
declare("register.Resident", "phone_sealed", _PHONE)
declare("register.Resident", "phone_hash", replace(_PHONE, clear_to=(), masked_to=(), rest=Rest.KEYED_HASH))
declare(
    "register.Resident",
    "account_id",
    Personal((SIGN_IN,), LegalBasis.CONSENT, Sensitivity.PERSONAL, Retention(0, "the account is closed")),
)
technical("register.Resident", id="key of the row")

declare("register.Household", "dwelling_id", _HOME)
declare("register.Household", "since", _HOME)
declare("register.Household", "until", _HOME)
technical("register.Household", id="key of the row", area_code="the dwelling's grid, for scope and counts")

declare("register.Residency", "resident", _HOME)
declare("register.Residency", "household", _HOME)
declare("register.Residency", "dwelling_id", _HOME)
declare("register.Residency", "lives", _HOME)
declare("register.Residency", "registered", _HOME)
declare("register.Residency", "since", _HOME)
declare("register.Residency", "until", _HOME)
technical("register.Residency", id="key of the row", area_code="the dwelling's grid, for scope and counts")
