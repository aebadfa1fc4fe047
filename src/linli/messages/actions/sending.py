"""Sending what waits: claim one in a short transaction, send outside of any, write down what came of it.

A claim is a try moved into the future: whoever dies with a message in hand loses it to the next one after five minutes.
Until then no second worker takes it, and nothing is locked while a gateway thinks.
"""

import datetime as dt
import logging
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone, translation

from linli.core.posting import NotPosted
from linli.messages.actions.handing_over import hand_over
from linli.messages.errors import ChannelNotSetUp, NothingToResend
from linli.messages.models import Delivery
from linli.messages.queries.deliveries import delivery_visible_to, due_ids
from linli.messages.queries.reach import choice_of, usual_quiet
from linli.messages.rules import CLAIM, TROUBLED, Channel, DeliveryState, ReceiverKind, held_until, next_try
from linli.staff.rules import Actor

log = logging.getLogger(__name__)
BATCH = 100


def send_due(channel: Channel, *, at: dt.datetime | None = None, limit: int = BATCH) -> int:
    """Send what a channel has to send now; say how many were sent."""
    return sum(send_now(pk, at=at) for pk in due_ids(channel, at or timezone.now(), limit=limit))


def send_now(delivery_id: UUID, *, at: dt.datetime | None = None) -> bool:
    """Try one delivery that is due; nothing happens to one that somebody else has in hand."""
    now = at or timezone.now()
    due = Delivery.objects.filter(pk=delivery_id, next_try__lte=now)
    if not due.update(next_try=now + CLAIM, tries=F("tries") + 1):
        return False
    delivery = Delivery.objects.select_related("notice").get(pk=delivery_id)
    held = _held_until(delivery, now)
    if held:
        delivery.tries -= 1
        _settle(delivery, DeliveryState.HELD, next_at=held)
        return False
    with translation.override(settings.LANGUAGE_CODE):
        return _try(delivery, now)


def resend(delivery_id: UUID, *, by: Actor, at: dt.datetime) -> Delivery:
    """Have what failed or was given up sent anew, with all its tries before it."""
    delivery = delivery_visible_to(by, delivery_id)
    anew = Delivery.objects.filter(pk=delivery.pk, state__in=TROUBLED)
    if not anew.update(state=DeliveryState.WAITING.value, tries=0, next_try=at, ended_at=None):
        raise NothingToResend
    delivery.refresh_from_db()
    return delivery


def _try(delivery: Delivery, now: dt.datetime) -> bool:
    try:
        delivery.address_masked = hand_over(delivery, at=now)
    except NotPosted as trouble:
        _failed(delivery, trouble.why, now, is_final=trouble.is_final)
    except ChannelNotSetUp as trouble:
        _failed(delivery, str(trouble), now, is_final=True)
    except Exception as trouble:  # whatever a library of a channel may raise: the next message must go out
        log.exception("message not sent", extra={"delivery": str(delivery.pk), "channel": delivery.channel})
        _failed(delivery, type(trouble).__name__, now, is_final=False)
    else:
        _settle(delivery, DeliveryState.SENT, ended_at=now)
        return True
    return False


def _held_until(delivery: Delivery, now: dt.datetime) -> dt.datetime | None:
    notice = delivery.notice
    is_person = notice.receiver_kind == ReceiverKind.PERSON
    quiet = choice_of(UUID(notice.receiver)).quiet if is_person else usual_quiet()
    zone = timezone.get_default_timezone()
    return held_until(now, quiet=quiet, is_urgent=notice.is_urgent, channel=Channel(delivery.channel), zone=zone)


def _failed(delivery: Delivery, why: str, now: dt.datetime, *, is_final: bool) -> None:
    again = None if is_final else next_try(delivery.tries, at=now)
    state = DeliveryState.FAILED if again else DeliveryState.GIVEN_UP
    _settle(delivery, state, next_at=again, why=why, ended_at=None if again else now)


def _settle(
    delivery: Delivery,
    state: DeliveryState,
    *,
    next_at: dt.datetime | None = None,
    why: str = "",
    ended_at: dt.datetime | None = None,
) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state.value,
        next_try=next_at,
        why=" ".join(why.split())[:300],
        address_masked=delivery.address_masked[:80],
        ended_at=ended_at,
        tries=delivery.tries,
    )
