"""Over which channels receivers can be reached and want to be, and where exactly at the moment of sending."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from linli.core.secrets import unseal
from linli.messages.channels.senders import is_set_up
from linli.messages.models import Preference, PushSubscription, UnitBot
from linli.messages.queries.receivers import Receiver
from linli.messages.rules import (
    PERSONAL,
    USUAL_WISHES,
    Channel,
    QuietHours,
    ReceiverKind,
    Wish,
    is_wanted,
)
from linli.staff.queries.contacts import Contact, contacts_of


@dataclass(frozen=True)
class Choice:
    """What one person chose, or what is usual."""

    wishes: Mapping[Channel, Wish]
    quiet: QuietHours
    phone_sealed: str = ""

    @property
    def phone(self) -> str:
        """The mobile number, opened."""
        return unseal(self.phone_sealed)


@dataclass(frozen=True)
class Reach:
    """How one receiver is reached."""

    channels: Sequence[Channel]
    quiet: QuietHours


def usual_quiet() -> QuietHours:
    """The quiet hours of whoever has not chosen others."""
    return QuietHours.parse(settings.LINLI_QUIET_HOURS)


def choices_of(account_ids: Iterable[UUID]) -> dict[UUID, Choice]:
    """Give what people chose; one query. Who chose nothing is left out."""
    wanted = set(account_ids)
    rows = Preference.objects.filter(pk__in=wanted) if wanted else ()
    return {row.account_id: _choice(row) for row in rows}


def choice_of(account_id: UUID) -> Choice:
    """Give what one person chose, or what is usual."""
    return choices_of([account_id]).get(account_id) or Choice(USUAL_WISHES, usual_quiet())


def reach_of(
    receivers: Sequence[Receiver], *, is_urgent: bool, wants_all: bool = False
) -> dict[tuple[str, str], Reach]:
    """Say over which channels each receiver is told: set up, with an address, and wanted. At most four queries."""
    accounts = {one.account_id for one in receivers if one.account_id}
    known = _Known(
        contacts_of(accounts),
        choices_of(accounts),
        _with_browser(accounts),
        _with_bot(one.key for one in receivers if one.kind is ReceiverKind.UNIT),
        frozenset(channel for channel in Channel if is_set_up(channel)),
        Choice(USUAL_WISHES, usual_quiet()),
    )
    return {one.identity: known.reach(one, is_urgent=is_urgent, wants_all=wants_all) for one in receivers}


def addresses_of(kind: ReceiverKind, key: str, channel: Channel) -> list[tuple[str, str]]:
    """List where a person or unit is reached now: each address with the key of the browser it belongs to."""
    if kind is ReceiverKind.UNIT:
        sealed = UnitBot.objects.filter(unit_code=key).values_list("address_sealed", flat=True).first()
        return [("", unseal(sealed))] if sealed else []
    account_id = UUID(key)
    if channel is Channel.PUSH:
        rows = PushSubscription.objects.filter(account_id=account_id).order_by("id")
        return [(str(row.pk), unseal(row.subscription_sealed)) for row in rows]
    if channel is Channel.MAIL:
        contact = contacts_of([account_id]).get(account_id)
        return [("", contact.email)] if contact and contact.email else []
    phone = choice_of(account_id).phone
    return [("", phone)] if phone and account_id in contacts_of([account_id]) else []


def browsers_of(account_id: UUID) -> list[PushSubscription]:
    """List the browsers that show a person's notices."""
    return list(PushSubscription.objects.filter(account_id=account_id).order_by("made_at", "id"))


def bots() -> list[UnitBot]:
    """List the units' bots."""
    return list(UnitBot.objects.order_by("unit_code"))


def is_connected(channel: Channel) -> bool:
    """Say whether somebody can be reached over a channel: bots belong to units, the others to the installation."""
    return is_set_up(channel) and (channel is not Channel.BOT or UnitBot.objects.exists())


def has_bot(unit_codes: Iterable[str]) -> bool:
    """Say whether one of the units has a bot."""
    return bool(_with_bot(unit_codes))


@dataclass(frozen=True)
class _Known:
    """Everything read about a batch of receivers."""

    contacts: Mapping[UUID, Contact]
    choices: Mapping[UUID, Choice]
    with_browser: frozenset[UUID]
    with_bot: frozenset[str]
    set_up: frozenset[Channel]
    usual: Choice

    def reach(self, one: Receiver, *, is_urgent: bool, wants_all: bool) -> Reach:
        if one.kind is ReceiverKind.UNIT:
            return Reach((Channel.BOT,) if one.key in self.with_bot else (), self.usual.quiet)
        if one.kind is ReceiverKind.REPORTER or one.account_id is None:
            return Reach(self._of_reporter(one), self.usual.quiet)
        choice = self.choices.get(one.account_id, self.usual)
        if one.is_away:
            return Reach((Channel.INBOX,), choice.quiet)
        wanted = [
            channel
            for channel in PERSONAL
            if (wants_all or is_wanted(choice.wishes[channel], is_urgent=is_urgent))
            and self._has_address(one.account_id, channel, choice)
        ]
        return Reach((Channel.INBOX, *(channel for channel in wanted if channel in self.set_up)), choice.quiet)

    def _of_reporter(self, one: Receiver) -> tuple[Channel, ...]:
        if one.has_phone and Channel.SMS in self.set_up:
            return (Channel.SMS,)
        contact = self.contacts.get(one.account_id) if one.account_id else None
        return (Channel.MAIL,) if contact and contact.email and Channel.MAIL in self.set_up else ()

    def _has_address(self, account_id: UUID, channel: Channel, choice: Choice) -> bool:
        contact = self.contacts.get(account_id)
        return {
            Channel.MAIL: bool(contact and contact.email),
            Channel.SMS: bool(choice.phone_sealed),
            Channel.PUSH: account_id in self.with_browser,
        }[channel]


def _choice(row: Preference) -> Choice:
    has_own = row.quiet_from is not None and row.quiet_to is not None
    quiet = QuietHours(row.quiet_from, row.quiet_to) if has_own else usual_quiet()  # type: ignore[arg-type]  # both are set
    return Choice({channel: row.wish(channel) for channel in PERSONAL}, quiet, row.phone_sealed)


def _with_browser(account_ids: Iterable[UUID]) -> frozenset[UUID]:
    wanted = set(account_ids)
    found = PushSubscription.objects.filter(account_id__in=wanted) if wanted else PushSubscription.objects.none()
    return frozenset(found.values_list("account_id", flat=True))


def _with_bot(unit_codes: Iterable[str]) -> frozenset[str]:
    wanted = set(unit_codes)
    found = UnitBot.objects.filter(unit_code__in=wanted) if wanted else UnitBot.objects.none()
    return frozenset(found.values_list("unit_code", flat=True))
