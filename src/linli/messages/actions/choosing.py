"""What people and units choose for being told: channels, a number, quiet hours, browsers, a group's bot."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from linli.core.secrets import keyed_hash, seal
from linli.messages.channels.bots import service_of
from linli.messages.channels.push import Subscription
from linli.messages.models import Preference, PushSubscription, UnitBot
from linli.messages.queries.reach import choice_of
from linli.messages.rules import Channel, QuietHours, Wish, mobile_number
from linli.staff.queries import unit_named

MOST_BROWSERS = 8


def choose(
    account_id: UUID, *, wishes: Mapping[Channel, Wish], quiet: QuietHours | None, phone: str | None = None
) -> None:
    """Keep what a person chose; `phone=None` leaves the number, "" takes it out; `quiet=None` means the usual hours."""
    sealed = choice_of(account_id).phone_sealed if phone is None else seal(mobile_number(phone))
    Preference.objects.update_or_create(
        account_id=account_id,
        defaults={
            "phone_sealed": sealed,
            "mail": wishes[Channel.MAIL].value,
            "sms": wishes[Channel.SMS].value,
            "push": wishes[Channel.PUSH].value,
            "quiet_from": quiet.start if quiet else None,
            "quiet_to": quiet.end if quiet else None,
        },
    )


def subscribe_browser(account_id: UUID, *, subscription: str, browser: str, at: dt.datetime) -> PushSubscription:
    """Add a browser; one that was somebody else's now shows this person's notices. The oldest beyond eight go."""
    endpoint = Subscription.parse(subscription).endpoint
    row, _made = PushSubscription.objects.update_or_create(
        endpoint_hash=keyed_hash(endpoint),
        defaults={
            "account_id": account_id,
            "subscription_sealed": seal(subscription),
            "browser": browser[:60],
            "made_at": at,
        },
    )
    own = PushSubscription.objects.filter(account_id=account_id).order_by("-made_at", "-id")
    for old in own[MOST_BROWSERS:]:
        old.delete()
    return row


def remove_browser(account_id: UUID, subscription_id: UUID) -> None:
    """Show a person's notices in one browser less."""
    PushSubscription.objects.filter(pk=subscription_id, account_id=account_id).delete()


def forget_choices(account_id: UUID) -> None:
    """Forget everything somebody chose, their number and browsers included: the account signs in no more."""
    Preference.objects.filter(account_id=account_id).delete()
    PushSubscription.objects.filter(account_id=account_id).delete()


def set_bot(unit: str, *, address: str, at: dt.datetime) -> UnitBot:
    """Give a unit the bot of its group chat; the address holds its key and is sealed."""
    row, _made = UnitBot.objects.update_or_create(
        unit_code=unit_named(unit).code,
        defaults={"service": service_of(address)[:40], "address_sealed": seal(address.strip()), "made_at": at},
    )
    return row


def remove_bot(unit: str) -> bool:
    """Take a unit's bot away; say whether there was one."""
    count, _rows = UnitBot.objects.filter(unit_code=unit_named(unit).code).delete()
    return bool(count)
