"""The words and looks of messages at the desk: channels, states of a delivery, wishes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.messages.channels.senders import SENDERS
from linli.messages.rules import Channel, DeliveryState, Wish

Word = str | Promise

CHANNEL_NAMES: dict[Channel, Word] = {
    Channel.INBOX: _("站内消息"),
    **{channel: sender.name for channel, sender in SENDERS.items()},
}
STATE_NAMES: dict[DeliveryState, Word] = {
    DeliveryState.WAITING: _("等待发送"),
    DeliveryState.HELD: _("免打扰，稍后发送"),
    DeliveryState.SENT: pgettext_lazy("delivery", "已发送"),
    DeliveryState.FAILED: _("失败，将重试"),
    DeliveryState.GIVEN_UP: _("已放弃"),
}
# Colour and icon beside each state, so that neither is needed alone.
STATE_LOOKS: dict[DeliveryState, tuple[str, str]] = {
    DeliveryState.WAITING: ("blue", "clock"),
    DeliveryState.HELD: ("gray", "clock-pause"),
    DeliveryState.SENT: ("green", "circle-check"),
    DeliveryState.FAILED: ("orange", "rotate"),
    DeliveryState.GIVEN_UP: ("red", "circle-x"),
}
WISH_NAMES: dict[Wish, Word] = {
    Wish.ALL: pgettext_lazy("wish", "全部"),
    Wish.URGENT: _("只收紧急的"),
    Wish.OFF: _("不接收"),
}
