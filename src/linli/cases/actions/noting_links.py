"""Store how one case belongs to another."""

from uuid import UUID

from linli.cases.actions.recording import record
from linli.cases.models import Case, CaseLink
from linli.cases.rules import StepName
from linli.cases.rules.links import LinkKind
from linli.core.statements import insert_row
from linli.staff.rules import Command


def note_link(case: Case, other: Case, *, kind: LinkKind, command: Command, note: str) -> bool:
    """Store that one case belongs to another and say so in its history; False where that is known already."""
    if CaseLink.objects.filter(from_case=case, to_case=other, kind=kind.value, ended_at=None).exists():
        return False
    insert_row(CaseLink(from_case=case, to_case=other, kind=kind.value, by=command.by.key[:40], at=command.at))
    record(case, StepName.LINK, command, note=note)
    return True


def link_duplicate(case: Case, main_id: UUID, command: Command) -> None:
    """Store that a case is the duplicate of another; the step that ends it says so in its history."""
    kind = LinkKind.DUPLICATE.value
    insert_row(CaseLink(from_case=case, to_case_id=main_id, kind=kind, by=command.by.key[:40], at=command.at))
