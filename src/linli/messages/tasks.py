"""The background sender: looks every second what is due, one thread a channel, so that a stuck gateway holds up no other."""

import logging
import threading
import time

from django.db import close_old_connections, connections
from django.utils import timezone

from linli.messages.actions import forget_old, send_due
from linli.messages.queries.deliveries import due_channels
from linli.messages.rules import Channel

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
FORGET_EVERY_SECONDS = 3_600.0


class Senders:
    """The channels that are sending at this moment, each in a thread of its own."""

    def __init__(self) -> None:
        self._busy: dict[Channel, threading.Thread] = {}

    def start_due(self) -> list[Channel]:
        """Start every channel that has something to send and is not sending yet."""
        started = []
        for channel in due_channels(timezone.now()):
            running = self._busy.get(channel)
            if running is None or not running.is_alive():
                self._busy[channel] = threading.Thread(
                    target=_send, args=(channel,), name=f"notices-{channel.value}", daemon=True
                )
                self._busy[channel].start()
                started.append(channel)
        return started

    def wait(self, seconds: float) -> None:
        """Wait for what is being sent."""
        for running in list(self._busy.values()):
            running.join(seconds)


def send_for_ever() -> None:
    """Send what is due until the process ends; forget old notices every hour."""
    senders, forgot_at = Senders(), float("-inf")
    while True:
        try:
            senders.start_due()
            if time.monotonic() - forgot_at > FORGET_EVERY_SECONDS:
                forgot_at = time.monotonic()
                forget_old(at=timezone.now())
        except Exception:  # the database may be away for a while: the loop goes on
            log.exception("notices could not be sent")
        close_old_connections()
        time.sleep(PAUSE_SECONDS)


def _send(channel: Channel) -> None:
    try:
        send_due(channel)
    except Exception:  # as above
        log.exception("channel could not send", extra={"channel": channel.value})
    finally:
        connections.close_all()  # the thread ends here
