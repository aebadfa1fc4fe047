"""What an agreement must hold, and from which day it binds (People's Mediation Law arts. 28–30)."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from linli.mediation import errors
from linli.mediation.rules.words import Form, check_text

SIGNING = frozenset({"signature", "seal", "thumb-mark", "electronic"})


@dataclass(frozen=True)
class AgreementText:
    """The content of art. 29: facts, issues and responsibility; terms, way of performing and time."""

    facts: str
    issues: str
    responsibility: str
    terms: str
    method: str
    time: str


@dataclass(frozen=True)
class Signature:
    """How and when somebody signed: signature, seal, thumb mark, or an electronic signature."""

    how: str
    on: dt.date


def check_agreement(text: AgreementText) -> AgreementText:
    """Trim an agreement's parts; refuse one of which a part is missing."""
    return AgreementText(
        **{name: check_text(getattr(text, name), field=name) for name in AgreementText.__dataclass_fields__}
    )


def effective_on(
    form: Form,
    *,
    reached_on: dt.date,
    parties: Collection[UUID],
    signatures: Mapping[UUID, Signature],
    mediator_on: dt.date | None,
    sealed_on: dt.date | None,
) -> dt.date:
    """Work out from which day an agreement binds.

    A written one from the last of: the parties' signatures, the mediator's, the committee's seal (art. 29); an oral one
    from the day it was reached (art. 30).
    """
    if form is Form.ORAL:
        return reached_on
    if not set(parties) <= set(signatures) or any(one.how not in SIGNING for one in signatures.values()):
        raise errors.SignatureMissing(field="signed_on")
    if mediator_on is None or sealed_on is None:
        raise errors.SealMissing(field="sealed_on")
    return max(*(signature.on for signature in signatures.values()), mediator_on, sealed_on)
