"""The one list of channels that leave the house."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from linli.core.secrets import mask_phone
from linli.messages.channels import bots, mail, push, sms
from linli.messages.channels.outgoing import Outgoing
from linli.messages.errors import ChannelNotSetUp
from linli.messages.rules import Channel, mask_mail


class Sender(NamedTuple):
    """One channel: whether the installation has it, how it sends, how the log shows an address of it."""

    is_set_up: Callable[[], bool]
    send: Callable[[Outgoing], None]
    masked: Callable[[str], str]


def _push_host(address: str) -> str:
    return urlsplit(push.Subscription.parse(address).endpoint).hostname or ""


SENDERS: Mapping[Channel, Sender] = {
    Channel.MAIL: Sender(mail.is_set_up, mail.send, mask_mail),
    Channel.SMS: Sender(sms.is_set_up, sms.send, mask_phone),
    Channel.BOT: Sender(bots.is_set_up, bots.send, bots.service_of),
    Channel.PUSH: Sender(push.is_set_up, push.send, _push_host),
}


def is_set_up(channel: Channel) -> bool:
    """Say whether the installation has a channel; the inbox is always there."""
    return channel is Channel.INBOX or SENDERS[channel].is_set_up()


def send(channel: Channel, message: Outgoing) -> None:
    """Send one message, or raise `Undelivered` with the reason."""
    if not SENDERS[channel].is_set_up():
        raise ChannelNotSetUp(channel=channel.value)
    SENDERS[channel].send(message)


def masked(channel: Channel, address: str) -> str:
    """Give an address as the log may show it."""
    return SENDERS[channel].masked(address)
