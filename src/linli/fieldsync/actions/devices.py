"""Register a phone, let it in, sign it out, end it: who may use what a phone holds, and for how long."""

import base64
import datetime as dt
import secrets
from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import audit
from linli.core.audit import Act
from linli.core.installation import installation
from linli.core.secrets import seal, unseal
from linli.core.statements import insert_row
from linli.fieldsync import errors
from linli.fieldsync.actions.handing_out import forget_manifests
from linli.fieldsync.models import Device
from linli.fieldsync.queries.devices import device_to_end, token_hash
from linli.staff.queries import account_with_id, actor_of
from linli.staff.rules import Actor, Permission, may_sign_in

if TYPE_CHECKING:
    from linli.staff.models import Account

KEY_BYTES = 32
TOKEN_PREFIX = "linlifield_"  # noqa: S105 the beginning that every token shows, so that leaked ones are found
WRITE_EVERY = dt.timedelta(hours=1)
REASONS = ("lost", "replaced", "manager")


@dataclass(frozen=True)
class NewDevice:
    """What a phone says of itself."""

    id: UUID
    name: str = ""
    platform: str = ""
    app_version: str = ""


@dataclass(frozen=True)
class Registered:
    """A phone that is let in: its token and its key, in the clear this once."""

    device: Device
    token: str
    key: str
    is_new: bool


def lease() -> dt.timedelta:
    """Say for how long a phone may open its store without asking."""
    return dt.timedelta(hours=settings.LINLI_FIELD_LEASE_HOURS)


@transaction.atomic
def register_device(new: NewDevice, *, by: Actor, at: dt.datetime) -> Registered:
    """Let a phone in under the account that is signed in; the same phone gets its key again, and a new token each time."""
    if by.account_id is None or not by.may_anywhere(Permission.FIELD_WORK):
        raise errors.NotForFieldWork
    account, own = account_with_id(by.account_id), Device.objects.select_for_update().filter(pk=new.id)
    known = own.first()
    _check_own(known, account)
    _check_count(new.id, account, at=at)
    is_new = known is None and insert_row(_unlocked(new.id, account, at=at), unless_taken="id")
    device = own.get()  # also where the phone has registered in another request meanwhile
    _check_own(device, account)
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    device.name, device.platform, device.app_version = new.name[:60], new.platform[:60], new.app_version[:30]
    device.token_hash, device.signed_out_at = token_hash(token), None
    device.password_mark = account.get_session_auth_hash()
    device.lease_until, device.seen_on = at + lease(), timezone.localdate(at)
    device.save()
    if is_new:
        _note(device, "registered", by=by, at=at)
    return Registered(device, token, unseal(device.key_sealed), is_new)


def _check_own(device: Device | None, account: "Account") -> None:
    if device is not None and device.account_id != account.pk:
        raise errors.DeviceOfAnother
    if device is not None and device.revoked_at is not None:
        raise errors.DeviceWiped


def _unlocked(device_id: UUID, account: "Account", *, at: dt.datetime) -> Device:
    """Make the row of a phone with a key of its own, and no token yet."""
    key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return Device(
        id=device_id, account_id=account.pk, key_sealed=seal(key), registered_at=at, lease_until=at,
        seen_on=timezone.localdate(at),
    )  # fmt: skip


def _check_count(device_id: UUID, account: "Account", *, at: dt.datetime) -> None:
    """Refuse one phone more than an account may use at a time, naming the one that was used longest ago."""
    if account.is_demo and installation().is_demo:  # shared by all who look at the sample town
        return
    own = Device.objects.filter(account_id=account.pk)
    list(own.select_for_update().values_list("pk"))  # two that register at a time come one after the other
    in_use = own.exclude(pk=device_id).filter(
        token_hash__isnull=False, revoked_at=None, lease_until__gt=at, password_mark=account.get_session_auth_hash()
    )
    others = list(in_use.order_by("seen_on", "registered_at"))
    most = settings.LINLI_FIELD_DEVICES
    if len(others) >= most:
        day = timezone.localdate(others[0].registered_at).isoformat()
        raise errors.TooManyDevices(most=most, name=others[0].name or others[0].platform or _("手机"), day=day)


def open_device(token: str, *, at: dt.datetime) -> tuple[Device, Actor]:
    """Let a call in by the token it shows, as whom it acts; the lease begins anew. Two queries, a third once an hour."""
    device = Device.objects.select_related("account").filter(token_hash=token_hash(token)).first() if token else None
    if device is None:
        raise errors.SignInNeeded
    if device.revoked_at is not None:
        raise errors.DeviceWiped
    account = device.account
    is_demo_house = installation().is_demo if account.is_demo else False
    is_open = may_sign_in(is_active=account.is_active, is_demo=account.is_demo, demo_installation=is_demo_house)
    has_new_password = not compare_digest(device.password_mark, account.get_session_auth_hash())
    if not is_open or has_new_password or at >= device.lease_until:
        raise errors.SignInNeeded
    _renew(device, at=at)
    return device, actor_of(account, on=timezone.localdate(at))


def _renew(device: Device, *, at: dt.datetime) -> None:
    """Write the lease at most once an hour: it is no trace of when somebody worked."""
    until = at + lease()
    if until - device.lease_until < WRITE_EVERY:
        return
    device.lease_until, device.seen_on = until, timezone.localdate(at)
    still_in = Device.objects.filter(pk=device.pk, token_hash=device.token_hash, revoked_at=None)
    still_in.update(lease_until=device.lease_until, seen_on=device.seen_on)


@transaction.atomic
def sign_out(device_id: UUID, *, by: Actor, at: dt.datetime) -> None:
    """End a phone's token; its key stays, so that a queue left behind opens again at the next sign-in."""
    device = Device.objects.select_for_update().filter(pk=device_id).first()
    if device is None or device.account_id != by.account_id:
        raise errors.DeviceUnknown
    device.token_hash, device.signed_out_at = None, at
    device.save(update_fields=["token_hash", "signed_out_at"])
    forget_manifests(device_id)


@transaction.atomic
def revoke_device(device_id: UUID, *, why: str, by: Actor, at: dt.datetime) -> Device:
    """End a phone that was lost or replaced: at its next call it throws away what it holds. Only its owner or a manager may."""
    if why not in REASONS:
        raise errors.DeviceReasonUnknown(field="why")
    device = device_to_end(device_id, by=by, on=timezone.localdate(at))
    if device.revoked_at is not None:
        return device
    device.revoked_at, device.revoked_why = at, why
    device.save(update_fields=["revoked_at", "revoked_why"])
    forget_manifests(device_id)
    _note(device, f"ended: {why}", by=by, at=at)
    return device


def _note(device: Device, what: str, *, by: Actor, at: dt.datetime) -> None:
    """Write down in the log which phone of whom was let in or ended."""
    posts = actor_of(account_with_id(device.account_id), on=timezone.localdate(at)).posts
    audit.note(
        audit.Line(
            Act.WRITE, by.key, by.name, at, area_code=posts[0].area_code if posts else "", subject_kind="device",
            subject_id=str(device.pk), detail={"device": what, "account": str(device.account_id)},
        )
    )  # fmt: skip
