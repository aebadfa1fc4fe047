"""Personal data, declared: each field of a person once, in code, with purpose, legal basis, sensitivity, readers, retention.

A room's `personal_data.py` fills this registry when Django starts; `checks.py` refuses to start with a field left out
(safeguards, rule 1).
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class LegalBasis(StrEnum):
    """Why the data may be held: the cases of PIPL art. 13."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal-duty"
    EMERGENCY = "emergency"
    PUBLISHED = "published"


class Sensitivity(StrEnum):
    """How much harm a leak would do: PIPL arts. 4 and 28."""

    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Rest(StrEnum):
    """How a value lies in the store."""

    PLAIN = "plain"
    SEALED = "sealed"
    KEYED_HASH = "keyed hash"


@dataclass(frozen=True)
class Purpose:
    """What data are used for: a stable code, and the sentence shown to the person they are about."""

    code: str
    text: Promise | str


@dataclass(frozen=True)
class Retention:
    """How long a value is kept: days after an event (0: goes with it at once)."""

    days: int
    after: str

    def __str__(self) -> str:
        return f"{self.days} days after {self.after}" if self.days else f"until {self.after}"


@dataclass(frozen=True)
class Personal:
    """What is declared of one personal field."""

    purposes: tuple[Purpose, ...]
    basis: LegalBasis
    sensitivity: Sensitivity
    retention: Retention
    clear_to: tuple[str, ...] = ()
    masked_to: tuple[str, ...] = ()
    rest: Rest = Rest.PLAIN


_personal: dict[str, dict[str, Personal]] = {}
_technical: dict[str, dict[str, str]] = {}
_whole_rooms: set[str] = set()


def declare(model: str, field: str, personal: Personal) -> None:
    """Declare one personal field of a model named "room.Model"; from then on every field of it must be declared."""
    _personal.setdefault(model, {})[field] = personal


def technical(model: str, **fields: str) -> None:
    """Name the fields of a model that say nothing about a person by themselves, each with what it is for."""
    _technical.setdefault(model, {}).update(fields)


def whole_room(label: str) -> None:
    """Demand declarations of every model of a room, also of those added later."""
    _whole_rooms.add(label)


def personal_fields() -> dict[str, dict[str, Personal]]:
    """Give every declared personal field by model."""
    return {model: dict(fields) for model, fields in sorted(_personal.items())}


def technical_fields() -> dict[str, dict[str, str]]:
    """Give every technical field of the declared models."""
    return {model: dict(fields) for model, fields in sorted(_technical.items())}


def must_be_declared(label: str) -> bool:
    """Say whether each field of the model "room.Model" needs a declaration."""
    return label in _personal or label in _technical or label.split(".")[0] in _whole_rooms


def is_declared(label: str, field: str) -> bool:
    """Say whether a field is declared, as personal or as technical."""
    return field in _personal.get(label, {}) or field in _technical.get(label, {})
