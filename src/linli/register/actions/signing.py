"""What is signed, agreed to or taken back goes into the chained log as such."""

from uuid import UUID

from linli.core import audit
from linli.core.audit import Act
from linli.staff.rules import Command


def note_signed(
    command: Command, act: str, *, kind: str, subject_id: UUID | str, purpose: str = "", area_code: str = ""
) -> None:
    """Note that something was agreed to, signed or taken back; who it is about is the subject, what was said is not told."""
    audit.note(
        audit.Line(
            Act.SIGN, command.by.key, command.by.name, command.at, area_code=area_code, purpose=purpose,
            subject_kind=kind, subject_id=str(subject_id), detail={"act": act},
        )
    )  # fmt: skip
