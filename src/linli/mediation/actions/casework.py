"""The case a dispute came with: every step of its mediation leaves a line there, without content."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation

from linli.cases import actions as cases
from linli.cases.actions import NewReport
from linli.cases.actions.advancing import advance_case
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules import State
from linli.core.errors import Invalid, NotAllowed, NotFound, Refused
from linli.mediation import errors
from linli.mediation.models import Mediation
from linli.mediation.queries.naming import STEP_NAMES
from linli.mediation.rules import WITHOUT_AGREEMENT, Phase, StepName
from linli.mediation.rules.words import Source
from linli.staff.rules import SYSTEM, Actor, Command

_CHANNELS = {
    Source.PARTY: "counter", Source.COMMITTEE: "patrol", Source.COURT: "transfer", Source.POLICE: "transfer",
    Source.GOVERNMENT: "transfer", Source.BELOW: "transfer",
}  # fmt: skip
LANE = "mediation"
# The declared step that brings the case where the mediation is.
_STEPS = {Phase.CONSENTED: "parties-consent", Phase.CHOSEN: "choose-mediator", Phase.SITTING: "hold-session"}
_MOVING = frozenset({StepName.CONSENT, StepName.PROPOSE, StepName.ANSWER, StepName.STEP_BACK, StepName.SIT})
_ENDING = frozenset({StepName.CONSENT, StepName.WITHDRAW, StepName.FAIL, StepName.REFER})
Move = Callable[[UUID, Command, str], None]


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
    """Take the case as far as its mediation has come, or leave a line there: which step, by whom, nothing of the content."""
    case = cases_visible_to(SYSTEM).filter(pk=mediation.case_id).first()
    if case is None or not case.is_open:
        return  # the case has ended before the mediation: its own history goes on
    version = case.version
    for number, move in enumerate(_moves(mediation, name)):
        own = _own(command, f"{name} {number} {mediation.pk}")
        try:
            move(case.pk, own, _said(name))
        except (Refused, NotAllowed, NotFound, Invalid):
            break  # the case stands elsewhere, in another workflow or with another unit: a line is left instead
    case.refresh_from_db(fields=["version", "is_open"])
    if case.version == version and case.is_open:
        cases.add_note(case.pk, command=_acting(_own(command, f"note {mediation.pk}")), text=_said(name))


def _moves(mediation: Mediation, name: StepName) -> list[Move]:
    """List what the case has to do where the mediation has come to."""
    phase = Phase(mediation.phase)
    if name is StepName.ACCEPT:
        return [_file, partial(_dispatch, unit_code=mediation.unit_code), _accept, *_onward(phase)]
    if name is StepName.DECLINE:
        return [_decline]
    if name is StepName.AGREE:
        return [_respond]
    if name is StepName.ARCHIVE and phase is Phase.CLOSED:
        return [_pass, partial(_close, outcome="solved")]
    if phase in WITHOUT_AGREEMENT and name in _ENDING and not _goes_on_above(mediation):
        return [_respond, _pass, partial(_close, outcome="explained")]
    return _onward(phase) if name in _MOVING else []


def _onward(phase: Phase) -> list[Move]:
    step = _STEPS.get(phase)
    return [partial(_advance, step=step)] if step else []


def _goes_on_above(mediation: Mediation) -> bool:
    return mediation.referrals.exclude(committee_code="").exists()


def _file(case_id: UUID, command: Command, _text: str) -> None:
    _if_at(State.REPORTED, case_id, lambda: cases.file_case(case_id, command=_acting(command), lane=LANE))


def _dispatch(case_id: UUID, command: Command, text: str, *, unit_code: str) -> None:
    _if_at(
        State.FILED,
        case_id,
        lambda: cases.dispatch_case(case_id, command=_acting(command), unit_code=unit_code, note=text),
    )


def _accept(case_id: UUID, command: Command, _text: str) -> None:
    _if_at(State.DISPATCHED, case_id, lambda: cases.accept_task(case_id, command=_acting(command)))


def _if_at(state: State, case_id: UUID, take: Callable[[], object]) -> None:
    """Take a step where the case waits for it; one that is further on already needs none."""
    if cases_visible_to(SYSTEM).filter(pk=case_id, state=state.value).exists():
        take()


def _advance(case_id: UUID, command: Command, _text: str, *, step: str) -> None:
    advance_case(case_id, step=step, command=_acting(command), answers={})


def _decline(case_id: UUID, command: Command, text: str) -> None:
    cases.decline_case(case_id, command=_acting(command), reason=text)


def _respond(case_id: UUID, command: Command, text: str) -> None:
    cases.respond(case_id, command=_acting(command), result=text)


def _pass(case_id: UUID, command: Command, text: str) -> None:
    cases.pass_check(case_id, command=_checking(command), note=text)


def _close(case_id: UUID, command: Command, text: str, *, outcome: str) -> None:
    cases.close_case(case_id, command=_checking(command), outcome=outcome, note=text)


def _said(name: StepName) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return translation.gettext("调解：%(step)s") % {"step": STEP_NAMES[name.value]}


def _acting(command: Command) -> Command:
    """Act in the case as this room, in the name of whoever took the step in the mediation."""
    return replace(command, by=replace(command.by, is_system=True))


def _checking(command: Command) -> Command:
    """Act as the room itself: the check-back of the promised acts stands for the look of another person."""
    return replace(command, by=SYSTEM)


def _own(command: Command, what: str) -> Command:
    """Give a command of its own to what follows from one, the same each time it is repeated."""
    return replace(command, id=uuid5(command.id, f"mediation {what}"))
