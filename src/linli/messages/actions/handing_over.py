"""Handing one message over to its channel: the addresses are looked up now, shown masked, and not kept."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from linli.cases.actions.telling import phone_to_tell
from linli.cases.queries.telling import reporters_to_tell
from linli.core.posting import NotPosted
from linli.messages.actions.choosing import remove_browser
from linli.messages.channels import senders
from linli.messages.channels.outgoing import Outgoing
from linli.messages.channels.push import SubscriptionGone
from linli.messages.models import Delivery
from linli.messages.queries.reach import addresses_of
from linli.messages.rules import Channel, ReceiverKind

PURPOSE = "向本人发送办理进展"


def hand_over(delivery: Delivery, *, at: dt.datetime) -> str:
    """Send to every address of the receiver; one that takes it is enough. Give the addresses as the log shows them."""
    channel = Channel(delivery.channel)
    shown: list[str] = []
    trouble = NotPosted(_("对方没有留下这种联系方式"), is_final=True)
    for browser, address in _addresses(delivery, channel, at):
        delivery.address_masked = senders.masked(channel, address)[:80]
        try:
            senders.send(channel, _outgoing(delivery, address))
            shown.append(delivery.address_masked)
        except SubscriptionGone as gone:
            remove_browser(UUID(delivery.notice.receiver), UUID(browser))
            trouble = gone
        except NotPosted as refused:
            trouble = refused
    if not shown:
        raise trouble
    return "、".join(dict.fromkeys(shown))


def _addresses(delivery: Delivery, channel: Channel, at: dt.datetime) -> list[tuple[str, str]]:
    notice = delivery.notice
    kind = ReceiverKind(notice.receiver_kind)
    if kind is not ReceiverKind.REPORTER:
        return addresses_of(kind, notice.receiver, channel)
    if channel is Channel.SMS:
        phone = phone_to_tell(UUID(notice.receiver), purpose=PURPOSE, at=at)
        return [("", phone)] if phone else []
    reporters = (one for one in reporters_to_tell(UUID(notice.receiver)) if str(one.case_id) == notice.receiver)
    accounts = [one.account_id for one in reporters if one.account_id]
    return [found for one in accounts for found in addresses_of(ReceiverKind.PERSON, str(one), channel)]


def _outgoing(delivery: Delivery, address: str) -> Outgoing:
    notice = delivery.notice
    return Outgoing(
        id=str(delivery.pk),
        address=address,
        title=notice.title,
        text=notice.text,
        code=notice.code,
        url=f"{settings.LINLI_SITE_URL}{notice.link}" if settings.LINLI_SITE_URL and notice.link else "",
        facts=notice.facts,
        is_urgent=notice.is_urgent,
    )
