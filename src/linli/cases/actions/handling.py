"""Handle: the unit accepts or answers; a worker settles on the spot."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from linli.cases import errors, rules
from linli.cases.actions import changes
from linli.cases.actions.handing_off import end_hand_off
from linli.cases.actions.joining import end_helping
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.actions.sampling import check_back_of
from linli.cases.facts import CaseClosed
from linli.cases.models import Case, Task
from linli.cases.queries.kinds import kind_named, kind_of
from linli.cases.queries.naming import purposes_named
from linli.cases.queries.pairs import place_of, shots_of
from linli.cases.rules import Evidence, StepName
from linli.cases.rules.evidence import Pair, check_pair, pair_of
from linli.core.facts import announce
from linli.staff.rules import Command


@transaction.atomic
def accept_task(case_id: UUID, *, command: Command) -> Case:
    """Take the order on: from now on a person works on it."""
    if (first := begin(command, StepName.ACCEPT, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.ACCEPT, command)
    record(case, StepName.ACCEPT, command, note="", **changes.accepted(case, by=command.by.key, at=command.at))
    _lead_task(case).update(state="accepted", accepted_at=command.at, handler_id=command.by.account_id)
    return case


@transaction.atomic
def respond(case_id: UUID, *, command: Command, result: str, despite: str = "") -> Case:
    """Answer with what was done; refused while the photos the kind needs as evidence are missing.

    While units called in are still at work, `despite` says why their answers are not waited for.
    """
    if (first := begin(command, StepName.RESPOND, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.RESPOND, command)
    said = rules.check_result(result)
    order = _lead_task(case).first()
    pair = _check_evidence(case, since=order.assigned_at if order else command.at)
    end_hand_off(case, at=command.at)
    answered = changes.answered(result=said, by=command.by.key, at=command.at)
    answered["check_back"] = check_back_of(case, pair_verified=pair is not None and pair.is_verified, at=command.at)
    answered |= end_helping(case, despite=despite, at=command.at)
    record(case, StepName.RESPOND, command, note=said, **answered)
    _lead_task(case).update(state="done", ended_at=command.at, note=said)
    return case


@transaction.atomic
def settle_on_spot(case_id: UUID, *, command: Command, result: str, kind_code: str = "") -> Case:
    """Close at once what a worker put right on the spot; only kinds that allow it."""
    if (first := begin(command, StepName.SETTLE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.SETTLE, command)
    if not (kind_code or case.kind_code):
        raise errors.KindMissing(field="kind")
    kind = kind_named(kind_code or case.kind_code)
    if not kind.on_spot:
        raise errors.LaneNotForKind(field="lane")
    said = rules.check_result(result)
    settled = changes.settled(case, kind, result=said, by=command.by.key, at=command.at)
    record(case, StepName.SETTLE, command, note=said, **settled)
    announce(CaseClosed(case_id=str(case.pk), kind_code=case.kind_code))
    return case


def _check_evidence(case: Case, *, since: dt.datetime) -> Pair | None:
    """Refuse an answer without the photos its kind needs, taken for this order, at the same place and later."""
    kind = kind_of(case)
    needed = kind.evidence if kind else Evidence.NONE
    if needed is Evidence.NONE:
        return None
    shots = [shot for shot in shots_of(case) if shot.purpose != "after" or shot.added_at >= since]
    if missing := rules.missing_evidence(needed, [shot.purpose for shot in shots]):
        raise errors.EvidenceMissing(missing=purposes_named(missing))
    pair = pair_of(shots, place=place_of(case)) if needed is Evidence.BEFORE_AND_AFTER else None
    if pair is not None:
        check_pair(pair, reported_at=case.reported_at)
    return pair


def _lead_task(case: Case) -> QuerySet[Task]:
    return Task.objects.filter(case=case, is_lead=True, ended_at=None)
