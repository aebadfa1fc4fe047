"""The case a dispute came with: every step of its mediation leaves a line there, without content."""

from dataclasses import replace
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation

from linli.cases import actions as cases
from linli.cases.actions import NewReport
from linli.cases.actions.recording import Command
from linli.cases.errors import WrongState
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.visible import cases_visible_to
from linli.mediation import errors
from linli.mediation.models import Mediation
from linli.mediation.queries.naming import STEP_NAMES
from linli.mediation.rules import StepName
from linli.mediation.rules.words import Source
from linli.staff.rules import Actor

_CHANNELS = {
    Source.PARTY: "counter", Source.COMMITTEE: "patrol", Source.COURT: "transfer", Source.POLICE: "transfer",
    Source.GOVERNMENT: "transfer", Source.BELOW: "transfer",
}  # fmt: skip
_AREA_DIGITS = 12


def check_dispute(kind_code: str) -> None:
    """Refuse a kind that is no dispute."""
    kind = catalogue().kinds.get(kind_code)
    if kind is None or kind.group != "dispute":
        raise errors.KindNotDispute(field="kind")


def report_dispute(
    text: str, *, kind_code: str, source: Source, area_code: str, address: str, command: Command
) -> tuple[UUID, str, str]:
    """Report the dispute as a case; give its id, number and area."""
    report = NewReport(text=text, channel=_CHANNELS[source], area_code=area_code, address=address, kind_code=kind_code)
    case = cases.report_case(report, command=_own(command, "report")).case
    return case.pk, case.number, case.area_code


def dispute_of(case_id: UUID, by: Actor) -> tuple[UUID, str, str, str, str]:
    """Find a dispute that the actor may read: id, number, area, kind and text of its case."""
    case = cases_visible_to(by).filter(pk=case_id).first()
    if case is None:
        raise errors.MediationNotFound
    check_dispute(case.kind_code)
    return case.pk, case.number, case.area_code, case.kind_code, case.text


def tell_case(mediation: Mediation, name: StepName, command: Command) -> None:
    """Leave a line in the history of the case, as long as it runs: which step was taken and by whom, nothing else."""
    with translation.override(settings.LANGUAGE_CODE):
        text = translation.gettext("调解：%(step)s") % {"step": STEP_NAMES[name.value]}
    own = _own(command, f"note {mediation.pk}")
    try:
        cases.add_note(mediation.case_id, command=replace(own, by=replace(command.by, is_system=True)), text=text)
    except WrongState:
        return  # the case has ended before the mediation: its own history goes on


def _own(command: Command, what: str) -> Command:
    """Give a command of its own to what follows from one, the same each time it is repeated."""
    return replace(command, id=uuid5(command.id, f"mediation {what}"))
