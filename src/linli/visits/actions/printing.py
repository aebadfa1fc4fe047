"""Who printed the codes of which homes: whoever holds them can confirm a visit for the people who live there."""

from django.db import transaction
from django.utils import timezone

from linli.core import audit
from linli.core.audit import Act
from linli.staff.rules import Actor


@transaction.atomic
def note_codes(count: int, *, area_code: str, building: str, by: Actor) -> None:
    """Write into the log that the codes of a building's homes were printed; never a code."""
    audit.note(
        audit.Line(
            Act.EXPORT, by.key, by.name, timezone.now(), area_code=area_code, subject_kind="home-codes",
            subject_id=building, count=count, detail={"how": "cards"},
        )
    )  # fmt: skip
