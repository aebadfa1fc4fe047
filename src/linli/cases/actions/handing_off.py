"""Hand a case to an outside system, hear how it stands, and take it back when nobody answers.

Sending is the background worker's: a case is never kept waiting by another body's server.
"""

import datetime as dt
from uuid import UUID, uuid5

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions import clocks
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.facts import HandOffDue
from linli.cases.models import Case, HandOff, OutsideSystem
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import StepName
from linli.cases.rules.outside import AFTER, OPEN_STATES, HandOffState, OutsideStatus
from linli.core.calendar import Limit
from linli.core.facts import announce
from linli.core.ids import new_id
from linli.staff.rules import SYSTEM, Command

CLOCK = "outside"


@transaction.atomic
def hand_off(case_id: UUID, *, command: Command, system_code: str, note: str = "") -> Case:
    """Hand a case to an outside system; its own clock runs until the system has answered."""
    if (first := begin(command, StepName.HAND_OFF, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.HAND_OFF, command)
    if case.is_confidential:
        raise errors.HandOffConfidential
    system = OutsideSystem.objects.filter(code=system_code, is_active=True).first()
    if system is None:
        raise errors.OutsideSystemUnknown(field="system", system=system_code[:40])
    if _open_hand_off(case) is not None:
        raise errors.HandedOffBefore
    limit = Limit.parse(system.answer_limit)
    due = catalogue().calendar.due(command.at, limit)
    handed = HandOff.objects.create(
        id=uuid5(command.id, "hand-off"), case=case, system=system, state=HandOffState.WAITING, made_at=command.at,
        by=command.by.key[:40], answer_by=due, next_try_at=command.at,
    )  # fmt: skip
    started = clocks.started(CLOCK, limit, at=command.at)
    record(case, StepName.HAND_OFF, command, note=_said(system.name, note), clocks=started)
    announce(HandOffDue(case_id=str(case.pk), hand_off_id=str(handed.pk), came_back=False))
    return case


@transaction.atomic
def take_back(case_id: UUID, *, command: Command, reason: str) -> Case:
    """Take a case back from an outside system: from now on the unit sees to it again."""
    if (first := begin(command, StepName.TAKE_BACK, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.TAKE_BACK, command)
    said = rules.check_reason(reason)
    handed = _open_hand_off(case)
    if handed is None:
        raise errors.NotHandedOff
    return _come_back(case, handed, command, why=said)


@transaction.atomic
def hear_status(
    hand_off_id: UUID, *, command: Command, status: OutsideStatus, text: str = "", outside_key: str = ""
) -> Case:
    """Keep what an outside system says of a case; one it refuses comes back to a person with its reason."""
    handed = HandOff.objects.select_related("system").filter(pk=hand_off_id).first()
    if handed is None:
        raise errors.CaseNotFound
    if (first := begin(command, StepName.OUTSIDE_STATUS, answer=handed.case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(handed.case_id, StepName.OUTSIDE_STATUS, command)
    handed.refresh_from_db()
    if handed.state not in OPEN_STATES:
        raise errors.NotHandedOff
    words = rules.check_reason(text, field="text") if status is OutsideStatus.REFUSED else text.strip()[:4_000]
    if status is OutsideStatus.REFUSED:
        return _come_back(case, handed, command, why=_said(handed.system.name, words))
    handed.state, handed.status, handed.status_at = AFTER[status], status.value, command.at
    handed.outside_key, handed.next_try_at = outside_key[:80] or handed.outside_key, None
    is_done = handed.state == HandOffState.DONE
    handed.ended_at = command.at if is_done else None
    handed.save()
    changes = {"clocks": clocks.finished(case, CLOCK, at=command.at)} if is_done else {}
    if is_done and words:
        changes["answers"] = {"outside-result": {"text": words}}
    record(case, StepName.OUTSIDE_STATUS, command, note=_said(handed.system.name, f"{status.value} {words}"), **changes)
    return case


def bring_back(hand_off_id: UUID, *, at: dt.datetime, why: str) -> Case:
    """Bring a hand-off that was not taken or not answered in time back to a person, with the reason."""
    with transaction.atomic():
        handed = HandOff.objects.get(pk=hand_off_id)
        command = Command(new_id(), SYSTEM, at)
        case = find_for_step(handed.case_id, StepName.TAKE_BACK, command)
        handed.refresh_from_db()
        return _come_back(case, handed, command, why=why) if handed.state in OPEN_STATES else case


def end_hand_off(case: Case, *, at: dt.datetime) -> None:
    """End what was handed off when a case leaves its unit's hands: nobody waits for an answer any more."""
    if not clocks.is_running(case, CLOCK):
        return
    HandOff.objects.filter(case=case, ended_at=None).update(
        state=HandOffState.CAME_BACK, ended_at=at, next_try_at=None, why="case-moved-on"
    )


def _come_back(case: Case, handed: HandOff, command: Command, *, why: str) -> Case:
    handed.state, handed.ended_at, handed.next_try_at, handed.why = HandOffState.CAME_BACK, command.at, None, why
    handed.save(update_fields=["state", "ended_at", "next_try_at", "why"])
    stopped = clocks.finished(case, CLOCK, at=command.at) if CLOCK in case.clocks else {}
    record(case, StepName.TAKE_BACK, command, note=why, clocks=stopped)
    announce(HandOffDue(case_id=str(case.pk), hand_off_id=str(handed.pk), came_back=True))
    return case


def _open_hand_off(case: Case) -> HandOff | None:
    return HandOff.objects.filter(case=case, state__in=sorted(OPEN_STATES)).first()


def _said(name: str, words: str) -> str:
    return f"{name}：{words}" if words.strip() else name
