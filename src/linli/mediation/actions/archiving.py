"""Close the dossier once every paper is there; remarks afterwards."""

from uuid import UUID

from django.db import transaction

from linli.core.listing import listed
from linli.mediation import errors, rules
from linli.mediation.actions.agreeing import open_acts
from linli.mediation.actions.recording import begin, find_for_step, record
from linli.mediation.models import Mediation
from linli.mediation.queries.detail import dossier_facts
from linli.mediation.queries.naming import PAPER_NAMES
from linli.mediation.rules import Phase, StepName, check_text
from linli.staff.rules import Command

YEARS = (5, 10, 30, 100)


@transaction.atomic
def archive_dossier(mediation_id: UUID, *, command: Command, years: int = 10, keeper: str = "") -> Mediation:
    """Close the dossier: refused while a promised act is open or a paper that must be there is missing."""
    if begin(command, StepName.ARCHIVE, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.ARCHIVE, command)
    if left := open_acts(mediation):
        raise errors.ActsOpen(count=left)
    facts = dossier_facts(mediation)
    rules.check_complete(facts, named=listed(PAPER_NAMES[code] for code in rules.missing_papers(facts)))
    agreed = Phase(mediation.phase) in rules.AGREED_PHASES
    record(
        mediation,
        StepName.ARCHIVE,
        command,
        archived_at=command.at,
        kept_years=years if years in YEARS else 10,
        keeper_name=keeper.strip()[:40] or mediation.keeper_name,
        **({"phase": Phase.CLOSED} if agreed else {}),
    )
    return mediation


@transaction.atomic
def add_remark(mediation_id: UUID, *, command: Command, text: str) -> Mediation:
    """Add a remark to the history, also of an archived dossier."""
    if begin(command, StepName.REMARK, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.REMARK, command)
    record(mediation, StepName.REMARK, command, note=check_text(text, field="text"))
    return mediation
