"""Which phones are whose, and who may know of them."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from linli.fieldsync import errors
from linli.fieldsync.models import Device
from linli.staff.queries import Searched, actor_of, directory
from linli.staff.rules import Actor, Permission

if TYPE_CHECKING:
    from linli.staff.models import Account

IDLE = dt.timedelta(days=30)


class DeviceState(StrEnum):
    """How a phone stands."""

    IN_USE = "in-use"
    IDLE = "idle"
    SIGNED_OUT = "signed-out"
    ENDED = "ended"


@dataclass(frozen=True)
class DeviceRow:
    """A phone as lists show it: whose; the day of its last use only to its owner."""

    id: UUID
    account_name: str
    username: str
    name: str
    platform: str
    app_version: str
    registered_on: dt.date
    seen_on: dt.date | None
    state: DeviceState
    why: str


def token_hash(plaintext: str) -> str:
    """Hash a token; its 256 random bits need no salt."""
    return hashlib.sha256(plaintext.encode()).hexdigest()


def device_to_end(device_id: UUID, *, by: Actor, on: dt.date) -> Device:
    """Find a phone that somebody may end: the own, or one of somebody whose posts all lie in the manager's area."""
    device = Device.objects.select_for_update().select_related("account").filter(pk=device_id).first()
    if device is None or by.account_id is None:
        raise errors.DeviceUnknown
    if device.account_id != by.account_id and not _manages(by, device, on=on):
        raise errors.DeviceUnknown
    return device


def _manages(by: Actor, device: Device, *, on: dt.date) -> bool:
    posts = actor_of(device.account, on=on).posts
    return is_managed(by, [post.area_code for post in posts if not post.for_name])


def own_devices(actor: Actor, *, at: dt.datetime) -> list[DeviceRow]:
    """List somebody's own phones, the last used first."""
    if actor.account_id is None:
        return []
    own = Device.objects.filter(account_id=actor.account_id)
    return [_row(device, at) for device in own.select_related("account").order_by("-seen_on", "registered_at")]


def managed_devices(actor: Actor, *, words: str, at: dt.datetime) -> QuerySet[Device]:
    """Select the phones of the people whom somebody manages, by name: who used one last is nobody's business."""
    prefixes = actor.prefixes(Permission.STAFF_MANAGE)
    if not prefixes:
        return Device.objects.none()
    people = directory(prefixes, Searched(words)).filter(pk__in=Device.objects.values("account_id"))
    day = timezone.localdate(at)
    others = (one for one in people if one.pk != actor.account_id)
    theirs = [one.pk for one in others if is_managed(actor, _areas_on(one, day))]
    rows = Device.objects.filter(account_id__in=theirs).select_related("account")
    return rows.order_by("account__username", "registered_at", "pk")


def managed_rows(devices: Iterable[Device], *, at: dt.datetime) -> Iterator[DeviceRow]:
    """Word phones for whoever manages their people: without the day of their last use."""
    return (replace(_row(device, at), seen_on=None) for device in devices)


def is_managed(actor: Actor, areas: Sequence[str]) -> bool:
    """Say whether all of somebody's posts lie where this actor keeps staff."""
    return bool(areas) and all(actor.may(Permission.STAFF_MANAGE, area) for area in areas)


def _areas_on(account: "Account", day: dt.date) -> list[str]:
    held = (post for post in account.posts.all() if post.valid_from <= day)
    return [post.area_code for post in held if post.valid_to is None or post.valid_to >= day]


def _row(device: Device, at: dt.datetime) -> DeviceRow:
    return DeviceRow(
        device.pk, device.account.name, device.account.username, device.name, device.platform, device.app_version,
        timezone.localdate(device.registered_at), device.seen_on, _state(device, at), device.revoked_why,
    )  # fmt: skip


def _state(device: Device, at: dt.datetime) -> DeviceState:
    if device.revoked_at is not None:
        return DeviceState.ENDED
    if timezone.localdate(at) - device.seen_on > IDLE:
        return DeviceState.IDLE
    return DeviceState.SIGNED_OUT if device.token_hash is None else DeviceState.IN_USE
