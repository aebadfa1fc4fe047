"""Who may mediate: in office, free of interest, and not rejected by a party (People's Mediation Law arts. 19, 20, 23)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from linli.mediation import errors


class Relation(StrEnum):
    """What a mediator declares about the parties and the dispute."""

    NONE = "none"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    COLLEAGUE = "colleague"
    UNIT = "unit"
    INTEREST = "interest"


@dataclass(frozen=True)
class MediatorFacts:
    """A mediator of the register, as far as choosing needs it."""

    id: UUID
    employer: str
    since: dt.date
    until: dt.date | None


def check_in_term(mediator: MediatorFacts, *, on: dt.date) -> None:
    """Refuse a mediator who is not in office on a day (terms are three years, art. 9)."""
    if not (mediator.since <= on and (mediator.until is None or on <= mediator.until)):
        raise errors.MediatorNotInOffice(field="mediator")


def relation_found(declared: Relation, *, employer: str, organisations: Collection[str]) -> Relation:
    """Take the relation declared; a mediator employed by a party has one, whatever was declared."""
    if declared is Relation.NONE and employer and employer.strip() in {name.strip() for name in organisations}:
        return Relation.UNIT
    return declared


def check_choice(relation: Relation, *, parties: Collection[UUID], written_by: Collection[UUID]) -> None:
    """Refuse a mediator with an interest unless every party has agreed in writing, knowing it (art. 20)."""
    if relation is not Relation.NONE and not set(parties) <= set(written_by):
        raise errors.MediatorHasInterest(field="relation")


def choice_state(answers: Collection[str], *, parties: int) -> str:
    """Say how a proposed mediator stands: one rejection is enough, all must accept (arts. 19, 23)."""
    if "no" in answers:
        return "rejected"
    return "standing" if len([answer for answer in answers if answer == "yes"]) >= parties else "proposed"
