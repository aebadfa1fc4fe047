"""What the messages room holds of people: a member of staff's own number, browsers and wishes; notices about work.

Addresses of receivers are looked up at the moment of sending and never kept with a message; the log shows them masked.
Whether somebody has read a notice is known to that person alone, without a time (safeguards, "Never built").
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

NOTIFY = Purpose("notify", _("把工作上的消息送给本人"))
FOLLOW = Purpose("follow", _("把所反映问题的进展告诉本人"))

_OWN = Personal((NOTIFY,), LegalBasis.CONSENT, Sensitivity.PERSONAL, Retention(0, "the person takes it out"))
_PHONE = replace(_OWN, rest=Rest.SEALED)
_RECEIVER = Personal(
    (NOTIFY, FOLLOW), LegalBasis.LEGAL_DUTY, Sensitivity.PERSONAL, Retention(180, "the notice was made")
)
_MASKED = replace(_RECEIVER, masked_to=("messages.log",))

whole_room("notices")

declare("notices.Preference", "account_id", _OWN)
declare("notices.Preference", "phone_sealed", _PHONE)
declare("notices.Preference", "mail", _OWN)
declare("notices.Preference", "sms", _OWN)
declare("notices.Preference", "push", _OWN)
declare("notices.Preference", "quiet_from", _OWN)
declare("notices.Preference", "quiet_to", _OWN)

declare("notices.PushSubscription", "account_id", _OWN)
declare("notices.PushSubscription", "subscription_sealed", _PHONE)
declare("notices.PushSubscription", "browser", _OWN)
technical(
    "notices.PushSubscription",
    id="key of the row",
    endpoint_hash="tells a browser that subscribes twice",
    made_at="when the browser was added",
)

technical(
    "notices.UnitBot",
    id="key of the row",
    unit_code="the unit whose group chat it is",
    service="WeCom, DingTalk, Feishu …",
    address_sealed="the bot's address with its key",
    made_at="when it was set",
)

declare("notices.Notice", "receiver", _RECEIVER)
declare("notices.Notice", "is_unread", replace(_RECEIVER, retention=Retention(180, "the notice was made")))
technical(
    "notices.Notice",
    id="key of the row",
    key="the fact it follows from, so that it is made once",
    code="which declared notice",
    receiver_kind="person, unit or reporter",
    area_code="for scope",
    case_id="the case it is about",
    is_urgent="passes quiet hours",
    title="the text, without personal data",
    text="the text, without personal data",
    link="the page to open",
    facts="the values of the text: number, state, unit",
    made_at="when it was made",
)

declare("notices.Delivery", "address_masked", _MASKED)
technical(
    "notices.Delivery",
    id="key of the row",
    notice="the notice",
    channel="how it is sent",
    state="how far it has come",
    tries="how often it was tried",
    next_try="when it is tried next",
    why="why it failed",
    area_code="for scope",
    made_at="when it was made",
    ended_at="when it was sent or given up",
)
