"""The one list of channels that leave the house."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core.secrets import mask_phone
from linli.messages.channels import bots, mail, push, sms
from linli.messages.channels.outgoing import Outgoing
from linli.messages.errors import ChannelNotSetUp
from linli.messages.rules import Channel, mask_mail


class Sender(NamedTuple):
    """One channel: its name, whether the installation has it, how it sends, how the log shows an address of it."""

    name: str | Promise
    is_set_up: Callable[[], bool]
    send: Callable[[Outgoing], None]
    masked: Callable[[str], str]


def _push_host(address: str) -> str:
    return urlsplit(push.Subscription.parse(address).endpoint).hostname or ""


SENDERS: Mapping[Channel, Sender] = {
    Channel.MAIL: Sender(_("电子邮件"), mail.is_set_up, mail.send, mask_mail),
    Channel.SMS: Sender(pgettext_lazy("channel", "短信"), sms.is_set_up, sms.send, mask_phone),
    Channel.BOT: Sender(_("群机器人"), bots.is_set_up, bots.send, bots.service_of),
    Channel.PUSH: Sender(_("浏览器推送"), push.is_set_up, push.send, _push_host),
}


def is_set_up(channel: Channel) -> bool:
    """Say whether the installation has a channel; the inbox is always there."""
    return channel is Channel.INBOX or SENDERS[channel].is_set_up()


def send(channel: Channel, message: Outgoing) -> None:
    """Send one message, or raise `NotPosted` with the reason."""
    if not SENDERS[channel].is_set_up():
        raise ChannelNotSetUp(channel=SENDERS[channel].name)
    SENDERS[channel].send(message)


def masked(channel: Channel, address: str) -> str:
    """Give an address as the log may show it."""
    return SENDERS[channel].masked(address)
