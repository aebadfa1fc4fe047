"""Outside systems and what was handed to them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from linli.cases import errors
from linli.cases.models import Case, HandOff, OutsideSystem
from linli.cases.rules.outside import is_fresh
from linli.core.posting import is_signed
from linli.core.secrets import unseal


@dataclass(frozen=True)
class SystemRow:
    """One outside system as lists show it."""

    code: str
    name: str
    unit_code: str
    url: str
    answer_limit: str
    is_active: bool


def outside_systems(*, active: bool = True) -> list[SystemRow]:
    """List the outside systems, those in use first."""
    found = OutsideSystem.objects.filter(is_active=True) if active else OutsideSystem.objects.all()
    return [
        SystemRow(*row) for row in found.order_by("-is_active", "code").values_list(*SystemRow.__dataclass_fields__)
    ]


def hand_offs_of(case: Case) -> list[HandOff]:
    """List what a case was handed to, the newest first."""
    return list(HandOff.objects.filter(case=case).select_related("system").order_by("-made_at"))


def system_that_signed(code: str, *, body: bytes, stamp: str, said: str, at: dt.datetime) -> str:
    """Find which system sent a message, by its signature; an unknown system is answered as a wrong signature is."""
    system = OutsideSystem.objects.filter(code=code).first()
    secret = unseal(system.secret_sealed) if system else "nobody"
    if not is_signed(body, stamp=stamp, secret=secret, said=said) or system is None or not is_fresh(stamp, at=at):
        raise errors.SignatureWrong
    return system.code


def is_with(hand_off_id: UUID, system_code: str) -> bool:
    """Say whether a hand-off was made to that system: no system speaks for another."""
    return HandOff.objects.filter(pk=hand_off_id, system_id=system_code).exists()
