"""Bots of group chats through apprise: WeCom, DingTalk, Feishu, and whatever else apprise has an address for."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from linli.core.posting import NotPosted
from linli.messages.channels.outgoing import Outgoing
from linli.messages.errors import BotAddressInvalid

if TYPE_CHECKING:
    from apprise import NotifyBase

# Apprise speaks to much that is no group chat: to this machine itself, to programs, to other people's accounts.
BARRED = frozenset({"file", "syslog", "dbus", "glib", "qt", "gnome", "macosx", "windows", "workflow", "schan"})


def is_set_up() -> bool:
    """Bots belong to units: the installation itself needs nothing."""
    return True


def service_of(address: str) -> str:
    """Name the service an address leads to; refuse what is no group bot."""
    return str(_bot(address).service_name)


def send(message: Outgoing) -> None:
    """Write one message into a group."""
    bot = _bot(message.address)
    try:
        is_sent = bot.notify(body=f"{message.title}\n{message.body}")
    except TypeError as unusable:  # apprise's own word for a message it cannot use
        raise NotPosted(unusable, is_final=True) from None
    refusal = getattr(bot, "refusal", None)
    if isinstance(refusal, NotPosted):
        raise refusal
    if not is_sent:
        raise NotPosted(_("%(service)s 没有接收，或者连接不上") % {"service": bot.service_name})


def _bot(address: str) -> "NotifyBase":
    from linli.messages.channels.bot_services import bot_at  # noqa: PLC0415 apprise takes a quarter of a second

    text = address.strip()
    if text.partition("://")[0].lower() in BARRED or (bot := bot_at(text)) is None:
        raise BotAddressInvalid(field="address")
    return bot
