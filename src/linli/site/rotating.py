"""Rotation of the sealing keys over the whole house: columns, second steps of sign-in, sessions, papers; then the old keys go."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import audit
from linli.core.audit import Act, Line
from linli.core.errors import Refused
from linli.core.resealing import Resealed, left_under_old_keys, reseal_field, reseal_within, sealed_fields
from linli.core.sealing_keys import sealing_keys
from linli.core.secrets import mark_of
from linli.site import keyring
from linli.site.rotating_files import old_files, reseal_files
from linli.staff.rules import SYSTEM
from linli.staff.web.sessions import SessionStore

SETTLE_SECONDS = 2.0  # by then every running process seals with the new key


class StillUnderOldKeys(Refused):
    """Values are left that only an old key opens."""

    code = "keys.still-under-old"
    text = _("还有 %(count)s 个值用旧密钥加密，旧密钥不能停用。请先再运行一次 linli keys rotate。")


class KeysFromSettings(Refused):
    """The keys come from the LINLI_KEYS setting, which Linli cannot write."""

    code = "keys.from-settings"
    text = _("密钥由设置 LINLI_KEYS 给出，请从中删去旧密钥（只留第一把），再重新启动全部进程。")


Told = Callable[[str, Resealed], None]


@dataclass(frozen=True)
class Rotated:
    """What a rotation did: the mark of the key in force, whether it was made now, and the counts by place."""

    mark: str
    is_new: bool
    places: dict[str, Resealed]

    @property
    def done(self) -> int:
        """All values sealed anew."""
        return sum(one.done for one in self.places.values())

    @property
    def broken(self) -> dict[str, int]:
        """The places with values that no key opens."""
        return {place: one.broken for place, one in self.places.items() if one.broken}


def rotate(*, tell: Told, settle_seconds: float = SETTLE_SECONDS) -> Rotated:
    """Make a new key unless a rotation is under way, and seal everything with it anew.

    A rotation that was broken off goes on where it stopped. Running processes need no restart.
    """
    is_new = _new_key_needed()
    if is_new:
        keyring.add_key(settings.LINLI_DATA)
        sealing_keys(at_once=True)
        time.sleep(settle_seconds)
    places: dict[str, Resealed] = {}
    for place, count in _all():
        places.setdefault(place, Resealed()).add(count)
        tell(place, places[place])
    rotated = Rotated(mark_of(sealing_keys()[0]), is_new, places)
    _note("rotate-keys", rotated.done)
    return rotated


def left() -> dict[str, int]:
    """Count what the newest key has not sealed yet, by place."""
    counts = {str(place): left_under_old_keys(place) for place in sealed_fields()}
    counts |= {"mfa": sum(1 for _row, anew in _authenticators(Resealed()) if anew is not None)}
    counts |= {"sessions": sum(1 for _row, anew in _sessions(Resealed()) if anew is not None)}
    counts |= {"files": sum(1 for _path in old_files())}
    return {place: count for place, count in counts.items() if count}


def retire() -> int:
    """Take the old keys away, once nothing is left under them; say how many went."""
    if settings.LINLI_KEY_FILE is None:
        raise KeysFromSettings
    keys = sealing_keys(at_once=True)
    if len(keys) == 1:
        return 0
    if waiting := sum(left().values()):
        raise StillUnderOldKeys(count=waiting)
    keyring.retire_old(settings.LINLI_DATA, newest=keys[0])
    sealing_keys(at_once=True)
    _note("retire-keys", len(keys) - 1)
    return len(keys) - 1


def _new_key_needed() -> bool:
    """A second key in the file means that a rotation has begun and its old key is not retired yet."""
    return settings.LINLI_KEY_FILE is not None and len(sealing_keys(at_once=True)) == 1


def _all() -> Iterator[tuple[str, Resealed]]:
    for place in sealed_fields():
        for count in reseal_field(place):
            yield str(place), count
    yield "mfa", _reseal_authenticators()
    yield "sessions", _reseal_sessions()
    yield "files", reseal_files()


def _authenticators(count: Resealed) -> Iterator[tuple[Authenticator, object | None]]:
    for row in Authenticator.objects.all():
        anew = reseal_within(row.data, count)
        yield row, anew if anew != row.data else None


def _reseal_authenticators() -> Resealed:
    count = Resealed()
    with transaction.atomic():
        for row, anew in _authenticators(count):
            if anew is not None:
                Authenticator.objects.filter(pk=row.pk).update(data=anew)
    return count


def _sessions(count: Resealed) -> Iterator[tuple[Session, dict[str, object] | None]]:
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        before = row.get_decoded()
        anew = reseal_within(before, count)
        yield row, anew if isinstance(anew, dict) and anew != before else None


def _reseal_sessions() -> Resealed:
    count, store = Resealed(), SessionStore()
    for row, anew in _sessions(count):
        if anew is not None:  # a session that its owner has changed meanwhile is left for the next run
            same = Session.objects.filter(pk=row.pk, session_data=row.session_data)
            same.update(session_data=store.encode(anew))
    return count


def _note(act: str, count: int) -> None:
    with transaction.atomic():
        audit.note(
            Line(
                Act.WRITE,
                SYSTEM.key,
                SYSTEM.name,
                timezone.now(),
                subject_kind="keys",
                count=count,
                detail={"act": act},
            )
        )
