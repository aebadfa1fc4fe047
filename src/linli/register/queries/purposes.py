"""The purposes register: which purposes there are, which are open, and what each allows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from linli.register.catalogue import PurposeDeclaration, declared
from linli.register.errors import PurposeClosed, PurposeUnknown
from linli.register.models import ImpactAssessment


class Use(StrEnum):
    """What somebody wants a purpose for."""

    READING = "reading"  # a clear value
    ASKING = "asking"  # a question over people, a list, an export
    LINKING = "linking"  # a list held against the register
    ENROLLING = "enrolling"
    SHARING = "sharing"


@dataclass(frozen=True)
class PurposeRow:
    """A purpose as the register of purposes shows it."""

    purpose: PurposeDeclaration
    is_open: bool
    assessment: ImpactAssessment | None


def purposes_for(use: Use) -> Sequence[PurposeDeclaration]:
    """List the open purposes that may be given for a use."""
    signed = _signed()
    return tuple(one for one in declared().purposes.values() if _allows(one, use) and _is_open(one, signed))


def purpose_for(code: str, *, use: Use) -> PurposeDeclaration:
    """Find an open purpose for a use; a sensitive one without a signed assessment in force is refused (PIPL art. 55)."""
    purpose = declared().purposes.get(code)
    if purpose is None or not _allows(purpose, use):
        raise PurposeUnknown(field="purpose", purpose=code)
    if not _is_open(purpose, _signed()):
        raise PurposeClosed(purpose=str(purpose.name))
    return purpose


def purposes_register() -> Sequence[PurposeRow]:
    """List every purpose with whether it is open, and its newest assessment."""
    newest: dict[str, ImpactAssessment] = {}
    for one in ImpactAssessment.objects.order_by("id"):
        newest[one.purpose_code] = one
    signed = _signed()
    return tuple(PurposeRow(one, _is_open(one, signed), newest.get(one.code)) for one in declared().purposes.values())


def digest_of(purpose: PurposeDeclaration) -> str:
    """Give the digest of what an assessment is about: the purpose's basis, uses, fields and period, not its wording."""
    said = purpose.model_dump(mode="json", exclude={"name", "about", "notice"})
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _signed() -> Mapping[str, frozenset[str]]:
    """Give the digests of the assessments in force, by purpose."""
    in_force = ImpactAssessment.objects.filter(
        signed_at__isnull=False, revoked_at=None, review_by__gte=timezone.localdate()
    )
    found: dict[str, set[str]] = {}
    for code, digest in in_force.values_list("purpose_code", "purpose_digest"):
        found.setdefault(code, set()).add(digest)
    return {code: frozenset(digests) for code, digests in found.items()}


def _is_open(purpose: PurposeDeclaration, signed: Mapping[str, frozenset[str]]) -> bool:
    """A purpose that was widened since it was assessed is closed; an assessment without a digest knew none."""
    return not purpose.sensitive or bool(signed.get(purpose.code, frozenset()) & {"", digest_of(purpose)})


def _allows(purpose: PurposeDeclaration, use: Use) -> bool:
    flags = {Use.READING: purpose.reading, Use.ASKING: purpose.asking, Use.LINKING: purpose.linking}
    return flags.get(use, True)
