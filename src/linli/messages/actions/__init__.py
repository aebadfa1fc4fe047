"""Everything that changes notices: making them, sending them, reading them, choosing how to be told."""

from linli.messages.actions.choosing import (
    choose,
    forget_choices,
    remove_bot,
    remove_browser,
    set_bot,
    subscribe_browser,
)
from linli.messages.actions.forgetting import forget_old
from linli.messages.actions.inbox import mark_all_read, mark_read
from linli.messages.actions.making import send_test, tell
from linli.messages.actions.sending import resend, send_due, send_now

__all__ = [
    "choose",
    "forget_choices",
    "forget_old",
    "mark_all_read",
    "mark_read",
    "remove_bot",
    "remove_browser",
    "resend",
    "send_due",
    "send_now",
    "send_test",
    "set_bot",
    "subscribe_browser",
    "tell",
]
