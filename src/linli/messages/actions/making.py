"""Making notices out of facts: each receiver once per fact, in the receiver's language, nothing sent yet."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.cases.queries.telling import CaseToTell, case_to_tell, number_of
from linli.cases.wording import STATE_NAMES
from linli.core.ids import new_id
from linli.core.installation import installation
from linli.messages.actions.inbox import count_anew
from linli.messages.catalogue import NoticeDeclaration
from linli.messages.models import Delivery, Notice
from linli.messages.queries.declared import TEST_CODE, notices_on
from linli.messages.queries.reach import Reach, reach_of
from linli.messages.queries.receivers import Receiver, person, receivers_of
from linli.messages.rules import Channel, DeliveryState, ReceiverKind, held_until
from linli.staff import queries as staff


@transaction.atomic
def tell(fact: str, payload: Mapping[str, object], *, at: dt.datetime) -> int:
    """Make the notices a fact calls for; a fact told a second time makes none. Say how many were made."""
    meant = [notice for notice in notices_on(fact) if notice.is_meant(payload)]
    case = case_to_tell(UUID(str(payload["case_id"]))) if meant else None
    if case is None:
        return 0
    key = str(payload["fact_id"])
    told = set(Notice.objects.filter(key=key).values_list("receiver_kind", "receiver"))
    made = 0
    for declared in meant:
        receivers = [one for one in receivers_of(declared.to, case, payload) if one.identity not in told]
        told |= {one.identity for one in receivers}
        made += _Telling(declared, case, payload, key, at).make(receivers)
    return made


class _Telling:
    """One declared notice about one case, on its way to its receivers."""

    def __init__(
        self, declared: NoticeDeclaration, case: CaseToTell, payload: Mapping[str, object], key: str, at: dt.datetime
    ) -> None:
        self.declared, self.case, self.key, self.at = declared, case, key, at
        self.is_urgent = declared.urgent or case.is_urgent
        self.values = _values(case, payload)

    def make(self, receivers: Sequence[Receiver]) -> int:
        """Store the notices of those who can be reached at all, and their deliveries."""
        reach = reach_of(receivers, is_urgent=self.is_urgent)
        reached = [(one, reach[one.identity]) for one in receivers if reach[one.identity].channels]
        _store([(self._notice(one), how) for one, how in reached])
        return len(reached)

    def _notice(self, to: Receiver) -> Notice:
        values = {**self.values, "number": to.number, "state": _state(self.case, to)}
        title, text = self.declared.said(values, language=to.language)
        return Notice(
            id=new_id(),
            key=self.key,
            code=self.declared.code,
            receiver_kind=to.kind.value,
            receiver=to.key,
            area_code=self.case.area_code,
            case_id=self.case.id if to.kind is not ReceiverKind.REPORTER else UUID(to.key),
            is_urgent=self.is_urgent,
            title=title[:120],
            text=text[:500],
            link=_link(self.case, to),
            facts=values,
            made_at=self.at,
            is_unread=to.kind is ReceiverKind.PERSON,
        )


@transaction.atomic
def send_test(account_id: UUID, *, at: dt.datetime) -> list[UUID]:
    """Make a message to oneself over every channel one can be reached by; give the keys of its deliveries."""
    receivers = person(account_id)
    reach = reach_of(receivers, is_urgent=True, wants_all=True)
    made = [(_test_notice(one, at), reach[one.identity]) for one in receivers]
    return [delivery.pk for delivery in _store(made) if delivery.channel != Channel.INBOX]


def _test_notice(to: Receiver, at: dt.datetime) -> Notice:
    with translation.override(to.language):
        title, text = _("测试消息"), _("能看到这条消息，说明这种接收方式已经接通。")
    key = new_id()
    return Notice(
        id=key,
        key=str(key),
        code=TEST_CODE,
        receiver_kind=to.kind.value,
        receiver=to.key,
        is_urgent=True,
        title=title,
        text=text,
        link=reverse("messages:inbox"),
        made_at=at,
    )


def _store(made: Sequence[tuple[Notice, Reach]]) -> list[Delivery]:
    """Store notices with their deliveries: two statements, whatever their number."""
    deliveries = [delivery for notice, reach in made for delivery in _deliveries(notice, reach)]
    Notice.objects.bulk_create([notice for notice, _reach in made])
    Delivery.objects.bulk_create(deliveries)
    count_anew(UUID(notice.receiver) for notice, _reach in made if notice.receiver_kind == ReceiverKind.PERSON)
    return deliveries


def _deliveries(notice: Notice, reach: Reach) -> Iterator[Delivery]:
    zone = timezone.get_default_timezone()
    for channel in reach.channels:
        is_inbox = channel is Channel.INBOX
        held = held_until(notice.made_at, quiet=reach.quiet, is_urgent=notice.is_urgent, channel=channel, zone=zone)
        state = DeliveryState.SENT if is_inbox else DeliveryState.HELD if held else DeliveryState.WAITING
        yield Delivery(
            notice=notice,
            channel=channel.value,
            state=state.value,
            next_try=None if is_inbox else held or notice.made_at,
            area_code=notice.area_code,
            made_at=notice.made_at,
            ended_at=notice.made_at if is_inbox else None,
        )


def _values(case: CaseToTell, payload: Mapping[str, object]) -> dict[str, str]:
    """The values every receiver sees alike; the number and the words for the state differ."""
    values = {"house": installation().name}
    unit_code = str(payload.get("unit_code") or case.unit_code)
    if unit_code:
        found = staff.units([unit_code])
        values["unit"] = found[unit_code].name if unit_code in found else unit_code
    if "into_id" in payload:
        values["into"] = number_of(UUID(str(payload["into_id"])))
    return values


def _state(case: CaseToTell, to: Receiver) -> str:
    with translation.override(to.language):
        return str(STATE_NAMES.get(case.state, case.state))


def _link(case: CaseToTell, to: Receiver) -> str:
    """Staff open the case; whoever reported opens it with the tracking code, which nobody but they have."""
    return reverse("portal:search") if to.kind is ReceiverKind.REPORTER else reverse("cases:detail", args=[case.id])
