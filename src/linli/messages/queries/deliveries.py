"""The delivery log: what was sent over which channel, what was not and why; never who has read what."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.cases.queries.telling import case_id_of, numbers_of
from linli.core.scope import within
from linli.messages.errors import DeliveryNotFound
from linli.messages.models import Delivery
from linli.messages.queries.declared import notice_name
from linli.messages.rules import TROUBLED, Channel, DeliveryState, ReceiverKind
from linli.staff import queries as staff
from linli.staff.rules import Actor, Permission

PAGE = 50
MOST_EXPORTED = 50_000


@dataclass(frozen=True)
class Filters:
    """What narrows the log."""

    channel: str = ""
    states: tuple[str, ...] = ()
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    number: str = ""


@dataclass(frozen=True)
class LogRow:
    """One line of the log: names, no text of the message, the address masked."""

    id: UUID
    made_at: dt.datetime
    notice: str
    number: str
    receiver: str
    receiver_kind: ReceiverKind
    channel: Channel
    address: str
    state: DeliveryState
    tries: int
    why: str
    next_try: dt.datetime | None
    ended_at: dt.datetime | None

    @property
    def may_resend(self) -> bool:
        """Say whether it makes sense to send it anew."""
        return self.state in TROUBLED


@dataclass(frozen=True)
class LogPage:
    """Some lines, newest first, and where the next ones begin."""

    rows: list[LogRow]
    after: str


def log_page(actor: Actor, filters: Filters, *, after: str = "", size: int = PAGE) -> LogPage:
    """List the deliveries of the actor's areas, newest first; at most four queries, whatever the length."""
    found = deliveries_visible_to(actor, filters)
    cursor = _cursor(after)
    if cursor is not None:
        found = found.filter(pk__lt=cursor)
    rows = list(found.select_related("notice").order_by("-id")[: size + 1])
    return LogPage(named(rows[:size]), str(rows[size - 1].pk) if len(rows) > size else "")


def deliveries_visible_to(actor: Actor, filters: Filters) -> QuerySet[Delivery]:
    """Select the deliveries of the areas whose log the actor may read."""
    found = Delivery.objects.filter(within("area_code", actor.prefixes(Permission.MESSAGES_LOG)))
    if filters.channel:
        found = found.filter(channel=filters.channel)
    if filters.states:
        found = found.filter(state__in=filters.states)
    if filters.since:
        found = found.filter(made_at__gte=filters.since)
    if filters.until:
        found = found.filter(made_at__lt=filters.until)
    if filters.number:
        case_id = case_id_of(filters.number)
        found = found.filter(notice__case_id=case_id) if case_id else found.none()
    return found


def delivery_visible_to(actor: Actor, delivery_id: UUID) -> Delivery:
    """Find one delivery of the actor's areas."""
    found = deliveries_visible_to(actor, Filters()).filter(pk=delivery_id).first()
    if found is None:
        raise DeliveryNotFound
    return found


def named(rows: Iterable[Delivery]) -> list[LogRow]:
    """Name receivers and cases; three queries for any number of rows."""
    rows = list(rows)
    notices = [row.notice for row in rows]
    people = staff.names_of(UUID(one.receiver) for one in notices if one.receiver_kind == ReceiverKind.PERSON)
    units = staff.units(one.receiver for one in notices if one.receiver_kind == ReceiverKind.UNIT)
    numbers = numbers_of({one.case_id for one in notices if one.case_id})
    found = []
    for row in rows:
        one, kind = row.notice, ReceiverKind(row.notice.receiver_kind)
        if kind is ReceiverKind.PERSON:
            receiver = people.get(UUID(one.receiver), "")
        elif kind is ReceiverKind.UNIT:
            receiver = units[one.receiver].name if one.receiver in units else one.receiver
        else:
            receiver = _("上报人")
        found.append(
            LogRow(
                id=row.pk,
                made_at=row.made_at,
                notice=notice_name(one.code),
                number=numbers.get(one.case_id, "") if one.case_id else "",
                receiver=receiver,
                receiver_kind=kind,
                channel=Channel(row.channel),
                address=row.address_masked,
                state=DeliveryState(row.state),
                tries=row.tries,
                why=row.why,
                next_try=row.next_try,
                ended_at=row.ended_at,
            )
        )
    return found


def due_channels(at: dt.datetime) -> list[Channel]:
    """List the channels that have something to send now."""
    found = Delivery.objects.filter(next_try__lte=at).order_by("channel").values_list("channel", flat=True).distinct()
    return [Channel(name) for name in found]


def due_ids(channel: Channel, at: dt.datetime, *, limit: int) -> list[UUID]:
    """List what a channel has to send now, what waits longest first."""
    due = Delivery.objects.filter(channel=channel.value, next_try__lte=at)
    return list(due.order_by("next_try", "id").values_list("pk", flat=True)[:limit])


def _cursor(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
