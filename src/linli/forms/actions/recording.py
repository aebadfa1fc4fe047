"""The frame of every change of forms: claim the command, for what it asks for and nothing else."""

from uuid import UUID

from linli.core import audit, commands
from linli.core.audit import Act
from linli.staff.rules import Actor, Command


def is_first(command: Command, name: str, *, asked: str) -> bool:
    """Claim the command: a repeat asks for the very same, else it would do or read what nobody is told of."""
    first = claim(command, name, answer=asked)
    if first not in {None, asked}:
        raise commands.CommandIdReused
    return first is None


def was_done(command_id: UUID, name: str, *, by: Actor, asked: str) -> bool:
    """Say whether somebody has done exactly this under a command."""
    return commands.is_applied(command_id, name=f"forms.{name}", by=by.key, answer=asked)


def claim(command: Command, name: str, *, answer: str) -> str | None:
    """Claim the command for something new: None the first time; on a repeat what the first time answered with."""
    return commands.begin(command.id, name=f"forms.{name}", by=command.by.key, at=command.at, answer=answer)


def note(command: Command, act: str, *, area_code: str, kind: str, subject: str, **detail: object) -> None:
    """Write a line into the chained log: what was done to which form, never an answer."""
    by = command.by
    audit.note(
        audit.Line(
            Act.WRITE, by.key, by.name, command.at, area_code=area_code, subject_kind=kind, subject_id=subject,
            detail={"act": act, **detail},
        )
    )  # fmt: skip
